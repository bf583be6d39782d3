import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dependencyOrder, needsOf } from '../../../shared/avro/dependencyOrder.ts';
import type { DependencyOrder } from '../../../shared/avro/dependencyOrder.ts';
import { seededRandom } from '../../randomSchema.ts';
import { linkTexts } from '../../linkedTexts.ts';

function record(name: string, ...types: readonly string[]): string {
  const fields = types.map((type, index) => ({ name: `f${index}`, type }));
  return JSON.stringify({ type: 'record', name, fields });
}

function order(texts: Readonly<Record<string, string>>, asked = Object.keys(texts)): DependencyOrder {
  const linked = linkTexts(texts);
  return dependencyOrder(asked, (uri) => {
    const text = linked.get(uri);
    return text === undefined ? [] : needsOf(text.parsed, text.otherNames);
  });
}

for (const { name, texts, asked, uris, cycles = [], missing = [], ambiguous = [] } of [
  {
    name: 'what is needed comes before',
    texts: { a: record('A', 'B'), b: record('B', 'C'), c: record('C', 'int') },
    uris: ['c', 'b', 'a'],
  },
  { name: 'what is independent stays as it is', texts: { b: record('B'), a: record('A'), c: record('C', 'A') }, uris: ['b', 'a', 'c'] },
  {
    name: 'what is needed is there though nobody asked for it',
    texts: { a: record('A', 'B'), b: record('B') },
    asked: ['a'],
    uris: ['b', 'a'],
  },
  {
    name: 'texts that need each other',
    texts: { a: record('A', 'B'), b: record('B', 'C'), c: record('C', 'B', 'D'), d: record('D') },
    uris: ['d', 'b', 'c', 'a'],
    cycles: [['b', 'c']],
  },
  { name: 'a type that refers to itself', texts: { a: record('A', 'A') }, uris: ['a'] },
  {
    name: 'names through namespaces and without any',
    texts: { a: record('n.A', 'B', 'C', 'm.D'), b: record('n.B'), c: record('C'), d: record('m.D') },
    uris: ['b', 'c', 'd', 'a'],
  },
  {
    name: 'messages of a protocol',
    texts: { 'p.avpr': '{"protocol":"P","messages":{"m":{"request":[],"response":"B"}}}', b: record('B') },
    uris: ['b', 'p.avpr'],
  },
  {
    name: 'types that are nowhere',
    texts: { a: record('n.A', 'B', 'B', 'm.C') },
    uris: ['a'],
    missing: [
      { fullname: 'n.B', uri: 'a' },
      { fullname: 'm.C', uri: 'a' },
    ],
  },
  { name: 'the same definition twice', texts: { a: record('A', 'B'), b: record('B'), c: record('B') }, asked: ['a'], uris: ['b', 'a'] },
  {
    name: 'of two definitions the one that was asked for',
    texts: { a: record('A', 'B'), b: record('B', 'int'), c: record('B') },
    asked: ['a', 'c'],
    uris: ['c', 'a'],
  },
  {
    name: 'two definitions of which none was asked for',
    texts: { a: record('A', 'B'), b: record('B', 'int'), c: record('B') },
    asked: ['a'],
    uris: ['a'],
    ambiguous: [{ fullname: 'B', uris: ['b', 'c'] }],
  },
  {
    name: 'two definitions of which both were asked for',
    texts: { a: record('A', 'B'), b: record('B', 'int'), c: record('B') },
    uris: ['b', 'c', 'a'],
    ambiguous: [{ fullname: 'B', uris: ['b', 'c'] }],
  },
  { name: 'a text twice, and one that is not there', texts: { a: record('A') }, asked: ['a', 'x', 'a'], uris: ['a', 'x'] },
  { name: 'no text', texts: {}, uris: [] },
] as readonly (Partial<DependencyOrder> & {
  readonly name: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly asked?: readonly string[];
})[]) {
  test(`dependency order: ${name}`, () => {
    assert.deepEqual(order(texts, asked === undefined ? Object.keys(texts) : [...asked]), { uris, cycles, missing, ambiguous });
  });
}

test('dependency order: a chain of a hundred thousand texts, and a circle of as many', () => {
  const count = 100_000;
  const needs = (uri: string, isCircle: boolean): { fullname: string; definitions: never[] }[] => {
    const next = Number(uri) + 1;
    const target = next < count ? String(next) : isCircle ? '0' : undefined;
    // Only the URI and the digest of a definition are looked at.
    return target === undefined ? [] : [{ fullname: target, definitions: [{ uri: target, digest: '' }] as never[] }];
  };
  const chain = dependencyOrder(['0'], (uri) => needs(uri, false));
  assert.deepEqual([chain.uris.length, chain.uris[0], chain.uris.at(-1), chain.cycles], [count, String(count - 1), '0', []]);
  const circle = dependencyOrder(['0'], (uri) => needs(uri, true));
  assert.deepEqual([circle.uris.length, circle.cycles.map(({ length }) => length)], [count, [count]]);
});

test('dependency order: of random graphs, each text comes after what it needs, or shares a cycle with it', () => {
  const random = seededRandom(5);
  for (let round = 0; round < 300; round++) {
    const count = 1 + Math.floor(random() * 12);
    const names = Array.from({ length: count }, (_none, index) => `T${index}`);
    const needed = new Map(names.map((name) => [name, names.filter(() => random() < 0.15)]));
    const texts = Object.fromEntries([...needed].map(([name, types]) => [name, record(name, ...types)]));
    const { uris, cycles } = order(texts);
    assert.deepEqual([...uris].sort(), [...names].sort());
    for (const [name, types] of needed) {
      for (const type of types) {
        const isTogether = name === type || cycles.some((cycle) => cycle.includes(name) && cycle.includes(type));
        // Whether they share a cycle is asked of the graph itself: each leads to the other.
        assert.equal(isTogether, name === type || leads(type, name, needed), `${name} needs ${type}`);
        if (!isTogether) assert.ok(uris.indexOf(type) < uris.indexOf(name), `${name} needs ${type}: ${uris.join(' ')}`);
      }
    }
  }
});

function leads(from: string, to: string, needed: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(needed.get(next) ?? []));
  }
  return false;
}
