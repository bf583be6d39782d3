import type { JsonNode } from './json.ts';

/**
 * Hashes JSON by what it says: white space and the order of properties make no difference, and of a repeated property the last
 * counts. What stands under `doc` is hashed apart, since nothing depends on it.
 *
 * Both forms of JSON, a tree with places and plain values, have the same hashes. Numbers are taken as doubles, so that two longs
 * which differ beyond their precision may have the same.
 */
export class JsonHasher<T extends object> {
  /** The objects whose digest is wanted, and which has been found. */
  readonly digests = new Map<T, string>();
  #doc = 0;
  #size = 0;

  /** Wants the digest of an object: the hash of all but docs, a dot, and the hash of the docs. */
  want(object: T): void {
    this.digests.set(object, '');
  }

  /** Begins with what an object's digest is of. */
  enter(object: T): { readonly object: T; readonly doc: number; readonly size: number } {
    const outer = { object, doc: this.#doc, size: this.#size };
    this.#doc = 0;
    this.#size = 0;
    return outer;
  }

  leave({ object, doc, size }: ReturnType<JsonHasher<T>['enter']>, hash: number): void {
    if (this.digests.has(object)) {
      // The length makes it all the less likely that two different objects have the same.
      this.digests.set(object, [(hash >>> 0).toString(36), '-', this.#size, '.', (this.#doc >>> 0).toString(36)].join(''));
    }
    this.#doc = (this.#doc + doc) | 0;
    this.#size += size;
  }

  addDoc(doc: string): void {
    this.#doc = (this.#doc + hashText(doc, docSeed)) | 0;
  }

  text(text: string, seed: number): number {
    this.#size += text.length;
    return hashText(text, seed);
  }
}

/** @param hasher whose wanted objects are among those that are met, which are all but those in docs */
export function hashTree(node: JsonNode, hasher: JsonHasher<JsonNode>): number {
  switch (node.kind) {
    case 'object': {
      const outer = hasher.enter(node);
      let hash = objectSeed;
      for (const { name, value } of lastOfEach(node.properties)) {
        if (value === undefined) continue;
        if (name.value === 'doc' && value.kind === 'string') hasher.addDoc(value.value);
        else hash = (hash + mix(hasher.text(name.value, keySeed), hashTree(value, hasher))) | 0;
      }
      hasher.leave(outer, hash);
      return hash;
    }
    case 'array': {
      let hash = arraySeed;
      for (const item of node.items) hash = mix(hash, hashTree(item, hasher));
      return hash;
    }
    case 'string':
      return hasher.text(node.value, stringSeed);
    case 'number':
      return hasher.text(String(Number(node.text)), numberSeed);
    case 'boolean':
      return node.value ? trueHash : falseHash;
    case 'null':
      return nullHash;
  }
}

/** The same for a value of `JSON.parse`. */
export function hashValue(value: unknown, hasher: JsonHasher<object>): number {
  if (typeof value === 'string') return hasher.text(value, stringSeed);
  if (typeof value === 'number') return hasher.text(String(value), numberSeed);
  if (typeof value !== 'object') return value === true ? trueHash : falseHash;
  if (value === null) return nullHash;
  if (Array.isArray(value)) {
    let hash = arraySeed;
    for (const item of value as readonly unknown[]) hash = mix(hash, hashValue(item, hasher));
    return hash;
  }
  const outer = hasher.enter(value);
  let hash = objectSeed;
  const values = value as Readonly<Record<string, unknown>>;
  // Faster than a list of the entries, and these objects inherit nothing that is listed.
  for (const name in values) {
    const inner = values[name];
    if (name === 'doc' && typeof inner === 'string') hasher.addDoc(inner);
    else hash = (hash + mix(hasher.text(name, keySeed), hashValue(inner, hasher))) | 0;
  }
  hasher.leave(outer, hash);
  return hash;
}

/** Any numbers, as long as they differ. */
const [objectSeed, arraySeed, keySeed, stringSeed, numberSeed, docSeed] = [
  0x1b873593, 0x2127599b, 0x165667b1, 0x27d4eb2f, 0x38495ab5, 0x4cf5ad43,
];
const [trueHash, falseHash, nullHash] = [0x5bd1e995, 0x6b8b4567, 0x7feb352d];

function hashText(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 0x9e3779b1) + text.charCodeAt(at)) | 0;
  return hash ^ (hash >>> 15);
}

function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ (b >>> 13), 0x85ebca6b) + b;
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
  return hash ^ (hash >>> 15);
}

type Properties = Extract<JsonNode, { readonly kind: 'object' }>['properties'];

function lastOfEach(properties: Properties): Iterable<Properties[number]> {
  const byName = new Map(properties.map((property) => [property.name.value, property]));
  return byName.size === properties.length ? properties : byName.values();
}
