import type { Definition, OtherNames } from './nameIndex.ts';
import type { ParsedSchema } from './schema.ts';
import { allParts, isSchema, rootOf } from './schemaTree.ts';

/** A type that a text refers to and does not define. */
export interface Need {
  readonly fullname: string;
  /** In other texts; none where nothing defines it. */
  readonly definitions: readonly Definition[];
}

/** What a text needs of others, each fullname once, in the text's order. */
export function needsOf(parsed: ParsedSchema, otherNames: OtherNames): Need[] {
  const needs = new Map<string, Need>();
  for (const part of allParts(rootOf(parsed))) {
    if (!isSchema(part) || part.type !== 'reference') continue;
    const { fullname } = part;
    if (needs.has(fullname) || parsed.definitions.has(fullname)) continue;
    needs.set(fullname, { fullname, definitions: otherNames.find(fullname) });
  }
  return [...needs.values()];
}

export interface DependencyOrder {
  /** The texts that were asked for and those that they need, each after all that it needs, but for those in a cycle. */
  readonly uris: readonly string[];
  /** Texts that need each other, so that none of them can be read first. */
  readonly cycles: readonly (readonly string[])[];
  readonly missing: readonly { readonly fullname: string; readonly uri: string }[];
  /** Types that several texts define in different ways, where nothing says which one is meant. */
  readonly ambiguous: readonly { readonly fullname: string; readonly uris: readonly string[] }[];
}

/**
 * Puts texts into an order in which a parser that knows the types of those before can read one after the other. Texts
 * that do not depend on each other stay in the order in which they were asked for.
 *
 * Of a type that several texts define, the one in a text that was asked for is meant.
 */
export function dependencyOrder(asked: readonly string[], needs: (uri: string) => readonly Need[]): DependencyOrder {
  const found: Found = { asked: new Set(asked), missing: [], ambiguous: new Map() };
  const run: Run = { indexes: new Map(), open: [], isOpen: new Set(), groups: [] };
  for (const uri of found.asked) {
    if (!run.indexes.has(uri)) visit(uri, (each) => dependencies(each, needs(each), found), run);
  }
  return {
    uris: run.groups.flat(),
    cycles: run.groups.filter(({ length }) => length > 1),
    missing: found.missing,
    ambiguous: [...found.ambiguous].map(([fullname, uris]) => ({ fullname, uris })),
  };
}

interface Found {
  readonly asked: ReadonlySet<string>;
  readonly missing: { readonly fullname: string; readonly uri: string }[];
  readonly ambiguous: Map<string, readonly string[]>;
}

/** The texts that must come before this one. */
function dependencies(uri: string, needs: readonly Need[], { asked, missing, ambiguous }: Found): string[] {
  return needs.flatMap(({ fullname, definitions }) => {
    const near = definitions.filter((definition) => asked.has(definition.uri));
    const meant = near.length > 0 ? near : definitions;
    const [first] = meant;
    if (first === undefined) {
      missing.push({ fullname, uri });
      return [];
    }
    if (meant.every(({ digest }) => digest === first.digest)) return [first.uri];
    ambiguous.set(
      fullname,
      meant.map((definition) => definition.uri),
    );
    // Whichever is meant, it comes first where it is there anyway.
    return near.map((definition) => definition.uri);
  });
}

interface Run {
  /** When each text was met, and the earliest one still open that it leads to. */
  readonly indexes: Map<string, { readonly own: number; low: number }>;
  /** Texts whose group is not complete. */
  readonly open: string[];
  readonly isOpen: Set<string>;
  /** Texts that need each other together, each group after those that it needs. */
  readonly groups: string[][];
}

interface Step {
  readonly uri: string;
  readonly needed: readonly string[];
  next: number;
}

/** Tarjan's algorithm; a chain of files has no bound, so its steps are kept in a list. */
function visit(start: string, dependenciesOf: (uri: string) => readonly string[], run: Run): void {
  const steps: Step[] = [enter(start, dependenciesOf, run)];
  for (let step = steps.at(-1); step !== undefined; step = steps.at(-1)) {
    const next = step.needed[step.next++];
    if (next === undefined) {
      leave(step.uri, run);
      steps.pop();
      const before = steps.at(-1);
      if (before !== undefined) reach(before.uri, step.uri, run);
    } else if (run.indexes.has(next)) reach(step.uri, next, run);
    else steps.push(enter(next, dependenciesOf, run));
  }
}

function enter(uri: string, dependenciesOf: (uri: string) => readonly string[], run: Run): Step {
  run.indexes.set(uri, { own: run.indexes.size, low: run.indexes.size });
  run.open.push(uri);
  run.isOpen.add(uri);
  return { uri, needed: dependenciesOf(uri), next: 0 };
}

function reach(from: string, to: string, { indexes, isOpen }: Run): void {
  const [index, other] = [indexes.get(from), indexes.get(to)];
  if (index !== undefined && other !== undefined && isOpen.has(to)) index.low = Math.min(index.low, other.low);
}

/** Closes the group of which this is the text that was met first. */
function leave(uri: string, { indexes, open, isOpen, groups }: Run): void {
  const index = indexes.get(uri);
  if (index === undefined || index.low !== index.own) return;
  const group = open.splice(open.lastIndexOf(uri));
  for (const each of group) isOpen.delete(each);
  groups.push(group);
}
