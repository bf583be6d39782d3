import type { Span } from './json.ts';
import type { TextFacts } from './indexText.ts';
import { unqualifiedName } from './names.ts';
import type { NamedSchema } from './schema.ts';

/** A named type of some text, without its tree: enough to find it, to name it and to tell whether two are the same. */
export interface Definition {
  readonly uri: string;
  readonly fullname: string;
  readonly type: NamedSchema['type'];
  /** Of the value of `name`, quotes included. */
  readonly nameSpan: Span;
  /** Of the whole definition. */
  readonly span: Span;
  /** Equal for two definitions whose JSON says the same, in whatever layout and order; up to the dot, also but for docs. */
  readonly digest: string;
}

/** The named types of all texts but one, as seen from that one. */
export interface OtherNames {
  /**
   * Definitions of a fullname in other texts: those of the same workspace folder where there are any, else those of the
   * others; in the order of their URIs. More than one with different digests are ambiguous.
   */
  find(fullname: string): readonly Definition[];
  /** All fullnames that other texts define. */
  fullnames(): Iterable<string>;
  /** The tree of a definition; undefined where its text has gone meanwhile. */
  read(definition: Definition): NamedSchema | undefined;
  /** Whether not all texts have been looked at yet, so that a name that is not found may still be. */
  readonly isPartial?: boolean;
}

/** Of a text that is looked at by itself. */
export const noOtherNames: OtherNames = { find: () => [], fullnames: () => [], read: () => undefined };

/** Where a named type stands in its text; undefined where there is none, or no name. */
export function placeOfSchema(schema: NamedSchema | undefined): Pick<Definition, 'nameSpan' | 'span'> | undefined {
  return schema?.name && { nameSpan: schema.name.span, span: schema.span };
}

export interface NameIndexOptions {
  /** The workspace folder that a text is in; undefined where it is in none. */
  readonly folderOf?: (uri: string) => string | undefined;
  /** Where a definition stands, for texts that were put in without places; asked whenever somebody wants to know. */
  readonly placeOf?: (uri: string, fullname: string) => Pick<Definition, 'nameSpan' | 'span'> | undefined;
}

/** Which text defines which fullname and which refers to it, over many texts. In whatever order they come, the answers are the same. */
export class NameIndex {
  readonly #folderOf: (uri: string) => string | undefined;
  readonly #placeOf: NonNullable<NameIndexOptions['placeOf']>;
  readonly #texts = new Map<string, Text>();
  readonly #names = new Map<string, Name>();
  /** The names that are referred to and that nothing defines. */
  readonly #dangling = new Set<Name>();
  #sortedNames: readonly string[] | undefined;

  constructor({ folderOf = () => undefined, placeOf = () => undefined }: NameIndexOptions = {}) {
    this.#folderOf = folderOf;
    this.#placeOf = placeOf;
  }

  /**
   * Takes in a text in place of what was known of it.
   *
   * @returns the fullnames whose meaning may have changed for other texts: docs do not count, but where another text
   *   defines the same name
   */
  set(uri: string, facts: TextFacts): string[] {
    const before = this.#texts.get(uri)?.definitions ?? [];
    this.#detach(uri);
    const definitions = facts.definitions.map(({ fullname, type, digest, place }): Definition => {
      const known = { uri, fullname: this.#name(fullname).fullname, type, digest };
      return place === undefined ? new UnplacedDefinition(known, this.#placeOf) : { ...known, ...place };
    });
    const references = facts.references.map(({ fullname, hasFallback }): Reference => ({ name: this.#name(fullname), hasFallback }));
    this.#texts.set(uri, { definitions, references });
    for (const definition of definitions) this.#define(definition);
    for (const { name } of references) {
      name.referrers = withItem(name.referrers, uri, name.referrers.length);
      if (name.definitions.length === 0) this.#dangling.add(name);
    }
    return this.#changed(before, definitions);
  }

  /** @returns the fullnames that the text defined */
  remove(uri: string): string[] {
    const before = this.#texts.get(uri)?.definitions ?? [];
    this.#detach(uri);
    return this.#changed(before, []);
  }

  has(uri: string): boolean {
    return this.#texts.has(uri);
  }

  uris(): Iterable<string> {
    return this.#texts.keys();
  }

  /** All definitions of a fullname, in the order of their URIs. */
  definitions(fullname: string): readonly Definition[] {
    return this.#names.get(fullname)?.definitions ?? [];
  }

  /** What a text defines, in its order. */
  definitionsIn(uri: string): readonly Definition[] {
    return this.#texts.get(uri)?.definitions ?? [];
  }

  /** The fullnames that a text refers to: of a name with two meanings the one that something defines. */
  referencesIn(uri: string): string[] {
    return (this.#texts.get(uri)?.references ?? []).map(({ name, hasFallback }) => {
      const fallback = hasFallback && name.definitions.length === 0 ? this.#names.get(unqualifiedName(name.fullname)) : undefined;
      return fallback !== undefined && fallback.definitions.length > 0 ? fallback.fullname : name.fullname;
    });
  }

  *allDefinitions(): Iterable<Definition> {
    for (const { definitions } of this.#texts.values()) yield* definitions;
  }

  /** The URIs of the texts that refer to a fullname, its own included where it refers to itself, in their order. */
  referrers(fullname: string): string[] {
    const found = new Set(this.#names.get(fullname)?.referrers);
    for (const uri of this.#fallbackReferrers(fullname)) found.add(uri);
    return [...found].sort(compare);
  }

  /**
   * The URIs of the texts in which something may be different once these names have changed: those that define or refer
   * to one of them, and those that refer to what such a text defines, in their order.
   */
  dependents(fullnames: Iterable<string>): string[] {
    const found = new Set<string>();
    const waiting = [...fullnames];
    const seen = new Set(waiting);
    const reached = new Set<string>();
    for (let fullname = waiting.pop(); fullname !== undefined; fullname = waiting.pop()) {
      for (const { uri } of this.definitions(fullname)) found.add(uri);
      for (const uri of this.referrers(fullname)) {
        if (reached.has(uri)) continue;
        reached.add(uri);
        found.add(uri);
        for (const each of this.definitionsIn(uri)) {
          if (seen.has(each.fullname)) continue;
          seen.add(each.fullname);
          waiting.push(each.fullname);
        }
      }
    }
    return [...found].sort(compare);
  }

  /** The URIs of the texts that refer to what nothing defines, in their order. */
  unresolved(): string[] {
    return [...new Set([...this.#dangling].flatMap(({ referrers }) => referrers))].sort(compare);
  }

  /** What all texts but one define, as seen from that one. */
  otherNames(uri: string, read: OtherNames['read']): OtherNames {
    return {
      find: (fullname) => this.#findOther(uri, fullname),
      fullnames: () => this.#otherFullnames(uri),
      read,
    };
  }

  #findOther(uri: string, fullname: string): readonly Definition[] {
    const all = this.definitions(fullname);
    const others = all.some((each) => each.uri === uri) ? all.filter((each) => each.uri !== uri) : all;
    if (others.length < 2) return others;
    const folder = this.#folderOf(uri);
    const near = folder === undefined ? [] : others.filter((each) => this.#folderOf(each.uri) === folder);
    return near.length > 0 ? near : others;
  }

  *#otherFullnames(uri: string): Iterable<string> {
    this.#sortedNames ??= [...this.#names.values()]
      .filter(({ definitions }) => definitions.length > 0)
      .map(({ fullname }) => fullname)
      .sort(compare);
    for (const fullname of this.#sortedNames) {
      const definitions = this.definitions(fullname);
      if (definitions.length > 1 || definitions[0]?.uri !== uri) yield fullname;
    }
  }

  /** Those that mean the name in no namespace, since nothing has it in theirs. */
  *#fallbackReferrers(fullname: string): Iterable<string> {
    if (fullname.includes('.')) return;
    for (const name of this.#dangling) {
      if (unqualifiedName(name.fullname) !== fullname) continue;
      for (const uri of name.referrers) {
        const references = this.#texts.get(uri)?.references ?? [];
        if (references.some((each) => each.name === name && each.hasFallback)) yield uri;
      }
    }
  }

  #name(fullname: string): Name {
    const known = this.#names.get(fullname);
    if (known !== undefined) return known;
    const name: Name = { fullname, definitions: none, referrers: none };
    this.#names.set(fullname, name);
    return name;
  }

  #define(definition: Definition): void {
    const name = this.#name(definition.fullname);
    if (name.definitions.length === 0) {
      this.#sortedNames = undefined;
      this.#dangling.delete(name);
    }
    name.definitions = withItem(name.definitions, definition, countBefore(definition.uri, name.definitions));
  }

  #detach(uri: string): void {
    const text = this.#texts.get(uri);
    if (text === undefined) return;
    this.#texts.delete(uri);
    for (const { fullname } of text.definitions) {
      const name = this.#name(fullname);
      name.definitions = name.definitions.filter((each) => each.uri !== uri);
      if (name.definitions.length > 0) continue;
      this.#sortedNames = undefined;
      if (name.referrers.length > 0) this.#dangling.add(name);
      else this.#names.delete(fullname);
    }
    for (const { name } of text.references) {
      name.referrers = name.referrers.filter((each) => each !== uri);
      if (name.referrers.length > 0 || name.definitions.length > 0) continue;
      this.#dangling.delete(name);
      this.#names.delete(name.fullname);
    }
  }

  #changed(before: readonly Definition[], after: readonly Definition[]): string[] {
    if (before.length === 0) return after.map(({ fullname }) => fullname);
    const [old, now] = [byName(before), byName(after)];
    return [...new Set([...old.keys(), ...now.keys()])].filter((fullname) => {
      const isShared = this.definitions(fullname).some(({ uri }) => uri !== (now.get(fullname) ?? old.get(fullname))?.uri);
      const [one, other] = [old.get(fullname), now.get(fullname)];
      if (one === undefined || other === undefined || one.type !== other.type) return true;
      return isShared ? one.digest !== other.digest : withoutDocs(one) !== withoutDocs(other);
    });
  }
}

/** A definition whose place is looked for when somebody asks; at the beginning of the text where it is gone meanwhile. */
class UnplacedDefinition implements Definition {
  readonly uri: string;
  readonly fullname: string;
  readonly type: Definition['type'];
  readonly digest: string;
  readonly #placeOf: NonNullable<NameIndexOptions['placeOf']>;

  constructor({ uri, fullname, type, digest }: Omit<Definition, 'nameSpan' | 'span'>, placeOf: NonNullable<NameIndexOptions['placeOf']>) {
    this.uri = uri;
    this.fullname = fullname;
    this.type = type;
    this.digest = digest;
    this.#placeOf = placeOf;
  }

  get nameSpan(): Span {
    return this.#placeOf(this.uri, this.fullname)?.nameSpan ?? { start: 0, end: 0 };
  }

  get span(): Span {
    return this.#placeOf(this.uri, this.fullname)?.span ?? { start: 0, end: 0 };
  }
}

interface Text {
  readonly definitions: readonly Definition[];
  readonly references: readonly Reference[];
}

interface Reference {
  readonly name: Name;
  readonly hasFallback: boolean;
}

interface Name {
  readonly fullname: string;
  /** In the order of their URIs. */
  definitions: Definition[];
  /** Each once, in no order. */
  referrers: string[];
}

function byName(definitions: readonly Definition[]): Map<string, Definition> {
  return new Map(definitions.map((each) => [each.fullname, each]));
}

function withoutDocs({ digest }: Definition): string {
  return digest.slice(0, digest.indexOf('.'));
}

/** Most names have no more than one definition or referrer, and a list that has been pushed to keeps room for many. */
const none: never[] = [];

function withItem<T>(list: T[], item: T, index: number): T[] {
  if (list.length < 8) return [...list.slice(0, index), item, ...list.slice(index)];
  list.splice(index, 0, item);
  return list;
}

/** How many of the definitions, which are in the order of their URIs, come before one of this URI. */
function countBefore(uri: string, definitions: readonly Definition[]): number {
  let [low, high] = [0, definitions.length];
  while (low < high) {
    // The last is looked at first, since texts mostly come in their order.
    const middle = high === definitions.length ? high - 1 : (low + high) >>> 1;
    const other = definitions[middle];
    if (other !== undefined && compare(other.uri, uri) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** By UTF-16 code units, so that the order is the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
