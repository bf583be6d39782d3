import { indexSchemaFile } from '../../shared/avro/schemaFiles.ts';
import { unqualifiedName } from '../../shared/avro/names.ts';

/** A text and where it is from. */
export interface FoundText {
  readonly path: string;
  readonly text: string;
}

/** So many files may be needed by one: far beyond real ones. */
const maxFiles = 500;

/**
 * The texts that a schema needs: those that define what it refers to and does not define, and what they need in turn.
 *
 * @param candidatesOf finds texts that may define some names, the nearest first; asked once for all names of a round
 * @returns each before those that need it, each once; a circle is broken where it closes. What nothing defines is left out
 */
export async function collectReferences(
  own: FoundText,
  candidatesOf: (fullnames: readonly string[]) => Promise<readonly FoundText[]>,
): Promise<string[]> {
  const needs = new Map([[own.path, needsOf(own)]]);
  const definers = new Map<string, FoundText>();
  const asked = new Set<string>();
  const texts = new Map<string, string>();
  for (;;) {
    const names = [...needs.values()].flat().filter((name) => !asked.has(name) && !definers.has(name));
    if (names.length === 0 || texts.size >= maxFiles) break;
    names.forEach((name) => asked.add(name));
    for (const found of await candidatesOf([...new Set(names)])) {
      if (found.path === own.path) continue;
      const { definitions } = indexSchemaFile(found.path, found.text);
      const wanted = definitions.filter(({ fullname }) => names.includes(fullname) && !definers.has(fullname));
      if (wanted.length === 0) continue;
      for (const { fullname } of wanted) definers.set(fullname, found);
      if (!needs.has(found.path)) needs.set(found.path, needsOf(found));
      texts.set(found.path, found.text);
    }
  }
  return inOrder(own.path, needs, definers);
}

/** What a text refers to and does not define; a name without its namespace may mean the type of that name without any. */
function needsOf({ path, text }: FoundText): string[] {
  const { definitions, references } = indexSchemaFile(path, text);
  const defined = new Set(definitions.map(({ fullname }) => fullname));
  return references
    .filter(({ fullname }) => !defined.has(fullname))
    .flatMap(({ fullname, hasFallback }) => (hasFallback ? [fullname, unqualifiedName(fullname)] : [fullname]));
}

function inOrder(start: string, needs: ReadonlyMap<string, readonly string[]>, definers: ReadonlyMap<string, FoundText>): string[] {
  const ordered: string[] = [];
  const seen = new Set([start]);
  // There are few enough for recursion.
  const visit = (path: string): void => {
    for (const name of needs.get(path) ?? []) {
      const found = definers.get(name);
      if (found === undefined || seen.has(found.path)) continue;
      seen.add(found.path);
      visit(found.path);
      ordered.push(found.text);
    }
  };
  visit(start);
  return ordered;
}

/** By how much of their way they share with a path, the nearest first; else by their names. */
export function nearestFirst(path: string): (one: string, other: string) => number {
  const parts = path.split('/');
  const shared = (other: string): number => {
    const others = other.split('/').slice(0, -1);
    const end = others.findIndex((part, index) => part !== parts[index]);
    return end < 0 ? others.length : end;
  };
  return (one, other) => shared(other) - shared(one) || (one < other ? -1 : one > other ? 1 : 0);
}
