/**
 * Makes schemas that are mostly valid, from few names so that they meet, with mistakes of every kind strewn in.
 *
 * @param random yields numbers from 0 up to 1
 * @returns the text of one schema
 */
export function randomSchema(random: () => number): string {
  const maker = newMaker(random);
  const text = JSON.stringify(makeSchema(maker, 0));
  return random() < 0.05 ? breakText(text, random) : text;
}

export function newMaker(random: () => number): Maker {
  return {
    random,
    left: 3 + Math.floor(random() ** 2 * 60),
    mistakes: random() < 0.4 ? 0 : random() * 0.06,
    given: [],
    defaults: random() < 0.5 ? 0.2 : 0.9,
  };
}

/** A number generator with a seed (mulberry32), so that a failure can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What is being made. */
export interface Maker {
  readonly random: () => number;
  /** How many schemas may still be made, so that it ends. */
  left: number;
  /** How probable a mistake is at each place where one can be made. */
  readonly mistakes: number;
  /** How probable a default is. */
  readonly defaults: number;
  /** The names given so far. */
  readonly given: string[];
}

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
export const names = ['A', 'B', 'C', 'D', 'E', 'F'];
const dottedNames = ['n.A', 'n.B', 'n.m.C', '.D', 'm.E'];
export const oddNames = ['', 'a-b', '1a', 'n..A', 'int', 'n.int', 'array', 'record', '.', 'a.', 'Ä', '1.A', 'n.1', 'string', 'a b'];
export const namespaces = ['n', 'n.m', '', 'm'];
export const oddNamespaces = ['1', 'a..b', '.a', 'a.', 'a-b'];
const values: Json[] = [
  null,
  true,
  1,
  1.5,
  -1,
  2147483648,
  1e30,
  'A',
  'x',
  'NaN',
  '1.5',
  '',
  [],
  {},
  [1],
  ['A'],
  { a: 1 },
  { a: {} },
  { b: null, a: 'A' },
];

export function makeSchema(maker: Maker, depth: number): Json {
  maker.left--;
  if (slips(maker))
    return pick(maker, [5, null, true, { type: 5 }, {}, { type: { type: 'int' } }, { type: ['null', 'int'] }, { type: 'A' }, 'Nope', '']);
  if (depth > 6 || maker.left <= 0 || chance(maker, 0.3)) {
    const name = pick(maker, primitives);
    return chance(maker, 0.8) ? name : withExtras(maker, { type: name });
  }
  if (chance(maker, 0.3)) return makeReference(maker);
  const makers = [makeRecord, makeRecord, makeRecord, makeUnion, makeUnion, makeArray, makeMap, makeEnum, makeFixed];
  return pick(maker, makers)(maker, depth);
}

function makeReference(maker: Maker): Json {
  if (maker.given.length === 0) return pick(maker, chance(maker, 0.8) ? primitives : names);
  if (chance(maker, 0.7)) return pick(maker, maker.given);
  return pick(maker, chance(maker, 0.7) ? names : [...dottedNames, ...(slips(maker) ? oddNames : [])]);
}

function makeNamed(maker: Maker, type: string): Record<string, Json> {
  const named: Record<string, Json> = { type };
  if (!slips(maker)) named['name'] = makeName(maker);
  if (typeof named['name'] === 'string') maker.given.push(named['name']);
  if (chance(maker, 0.25)) named['namespace'] = slips(maker) ? pick<Json>(maker, [...oddNamespaces, 5]) : pick(maker, namespaces);
  if (chance(maker, 0.1)) named['doc'] = slips(maker) ? 5 : 'text';
  if (chance(maker, 0.1))
    named['aliases'] = slips(maker)
      ? pick<Json>(maker, ['A', [5], [''], ['1.A'], ['a-b'], null])
      : [pick(maker, [...names, ...dottedNames])];
  return withExtras(maker, named);
}

function makeName(maker: Maker): Json {
  if (slips(maker)) return pick<Json>(maker, [...oddNames, 5, null, {}]);
  const name = pick(maker, chance(maker, 0.85) ? names : dottedNames);
  // Most definitions of one name differ, which is a mistake.
  return maker.given.includes(name) && chance(maker, 0.8) ? pick(maker, names) : name;
}

function withExtras(maker: Maker, schema: Record<string, Json>): Record<string, Json> {
  if (chance(maker, 0.1)) schema['custom'] = pick(maker, [1, 1.0, 'x', null, { a: [1, null] }, 2 ** 53, 1e20]);
  if (chance(maker, 0.1)) schema['logicalType'] = pick<Json>(maker, ['date', 'decimal', 'uuid', 'duration', 'timestamp-millis', 'nope', 5]);
  if (chance(maker, 0.05)) schema['precision'] = pick<Json>(maker, [4, 0, 'x', 1.5]);
  return schema;
}

export function makeRecord(maker: Maker, depth: number): Json {
  const record = makeNamed(maker, chance(maker, 0.95) ? 'record' : slips(maker) ? 'recrod' : 'error');
  const fields: Json[] = [];
  const count = Math.floor(maker.random() * 5);
  for (let index = 0; index < count; index++)
    fields.push(slips(maker) ? pick<Json>(maker, [5, 'a', null, [], {}]) : makeField(maker, depth, index));
  if (!slips(maker)) record['fields'] = slips(maker) ? pick<Json>(maker, [null, {}, 'a']) : fields;
  return record;
}

export function makeField(maker: Maker, depth: number, index: number): Json {
  const field: Record<string, Json> = {};
  if (!slips(maker))
    field['name'] = slips(maker) ? pick<Json>(maker, [...oddNames, 'n.a', 5]) : slips(maker) ? 'a' : (['a', 'b', 'c', 'd'][index] ?? 'e');
  if (!slips(maker)) field['type'] = makeSchema(maker, depth + 1);
  if (chance(maker, maker.defaults)) field['default'] = slips(maker) ? pick(maker, values) : defaultFor(maker, field['type'] ?? null, 0);
  if (chance(maker, 0.05))
    field['order'] = slips(maker) ? pick<Json>(maker, ['up', 5, null]) : pick(maker, ['ascending', 'ignore', 'DESCENDING']);
  if (chance(maker, 0.05)) field['aliases'] = slips(maker) ? pick<Json>(maker, ['a', [5]]) : ['x'];
  return withExtras(maker, field);
}

/** A default that has a good chance to fit. */
function defaultFor(maker: Maker, schema: Json, depth: number): Json {
  if (depth > 5) return null;
  if (Array.isArray(schema)) return schema.length === 0 ? null : defaultFor(maker, pick(maker, schema), depth + 1);
  const type = typeof schema === 'object' && schema !== null ? schema['type'] : schema;
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return true;
    case 'int':
      return pick(maker, [0, -2147483648, 2147483647]);
    case 'long':
      return pick(maker, [0, 4294967296]);
    case 'float':
    case 'double':
      return pick<Json>(maker, [1.5, 2, 'NaN', '1e3']);
    case 'bytes':
    case 'string':
    case 'enum':
    case 'fixed':
      return 'A';
    case 'array':
      return chance(maker, 0.5) ? [] : [defaultFor(maker, (schema as Record<string, Json>)['items'] ?? null, depth + 1)];
    case 'map':
      return chance(maker, 0.5) ? {} : { k: defaultFor(maker, (schema as Record<string, Json>)['values'] ?? null, depth + 1) };
    case 'record':
    case 'error':
      return defaultForRecord(maker, (schema as Record<string, Json>)['fields'] ?? null, depth);
    default:
      return pick<Json>(maker, ['A', {}, { a: 1 }, { a: null }, { a: {} }]);
  }
}

function defaultForRecord(maker: Maker, fields: Json, depth: number): Json {
  const value: Record<string, Json> = {};
  for (const field of Array.isArray(fields) ? fields : []) {
    if (typeof field !== 'object' || field === null || Array.isArray(field) || chance(maker, 0.1)) continue;
    const name = field['name'];
    if (typeof name === 'string') value[name] = defaultFor(maker, field['type'] ?? null, depth + 1);
  }
  return value;
}

function makeUnion(maker: Maker, depth: number): Json {
  const branches: Json[] = [];
  const count = Math.floor(maker.random() * 4);
  for (let index = 0; index < count; index++) {
    const branch = makeSchema(maker, depth + 1);
    const isPlain = !Array.isArray(branch) && !branches.some((other) => JSON.stringify(other) === JSON.stringify(branch));
    if (isPlain || slips(maker)) branches.push(branch);
  }
  return branches;
}

function makeArray(maker: Maker, depth: number): Json {
  return withExtras(maker, slips(maker) ? { type: 'array' } : { type: 'array', items: makeSchema(maker, depth + 1) });
}

function makeMap(maker: Maker, depth: number): Json {
  return withExtras(maker, slips(maker) ? { type: 'map' } : { type: 'map', values: makeSchema(maker, depth + 1) });
}

export function makeEnum(maker: Maker): Json {
  const schema = makeNamed(maker, 'enum');
  if (!slips(maker))
    schema['symbols'] = slips(maker)
      ? pick<Json>(maker, ['A', null, ['A', 'A'], ['a-b'], [5], ['']])
      : ['A', 'B'].slice(0, chance(maker, 0.8) ? 2 : 1);
  if (chance(maker, 0.2)) schema['default'] = slips(maker) ? pick<Json>(maker, ['X', 5, null]) : 'A';
  return schema;
}

export function makeFixed(maker: Maker): Json {
  const schema = makeNamed(maker, 'fixed');
  if (!slips(maker))
    schema['size'] = slips(maker) ? pick<Json>(maker, [-1, 1.5, '4', null, 2147483647, 3000000000]) : pick(maker, [0, 4, 12, 16]);
  return schema;
}

/** One edit of the text itself. */
export function breakText(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const edits = [
    text.slice(0, at) + text.slice(at + 1),
    `${text.slice(0, at)}${[',', '"', '}', ']', ' ', '//', '/* x */', '0', '\\', '\t', 'e'][Math.floor(random() * 11)] ?? ''}${text.slice(at)}`,
    text.slice(0, at),
    `${text} // end`,
    `// begin\n${text}`,
    `${text}\n`,
    `\uFEFF${text}`,
    text.replace('}', ',}'),
    text.replace(/"type":"/, '"type":"int","type":"'),
  ];
  return edits[Math.floor(random() * edits.length)] ?? text;
}

export function slips(maker: Maker): boolean {
  return maker.random() < maker.mistakes;
}

export function chance(maker: Maker, probability: number): boolean {
  return maker.random() < probability;
}

export function pick<T>(maker: Maker, from: readonly T[]): T {
  // There is always something to pick from.
  return from[Math.floor(maker.random() * from.length)] as T;
}
