import assert from 'node:assert/strict';
import { parseSchema } from '../../../../shared/avro/parse.ts';
import { seededRandom } from '../../../randomSchema.ts';
import { randomUsableSchema } from '../../../randomValue.ts';
import { wireKinds } from '../../../interop/wireKinds.ts';

/** A schema that topics' samples are made by, or that may be tried on them. */
export interface CorpusSchema {
  readonly name: string;
  readonly text: string;
  /** The topic whose values' subject has it, and as which version; undefined of a schema of the workspace. */
  readonly topic: string | undefined;
  readonly version: number;
}

/** Of these names and versions the schemas have ids that look unlikely: one that is known is known however large. */
export const largeIds: ReadonlyMap<string, number> = new Map([
  ['order 1', 65_536],
  ['reading 1', 16_777_215],
  ['random-0 1', 2_147_483_647],
]);

function record(name: string, fields: readonly (readonly [string, unknown])[]): string {
  return JSON.stringify({ type: 'record', name, fields: fields.map(([field, type]) => ({ name: field, type })) });
}

function sameFields(names: string, type: unknown): (readonly [string, unknown])[] {
  return Array.from(names, (name) => [name, type] as const);
}

const nullable = (type: string): unknown => [type, 'null'];

/** Small ones, which read much that is none of theirs. */
const tiny: readonly (readonly [string, string])[] = [
  ['one-int', record('OneInt', sameFields('n', 'int'))],
  ['one-long', record('OneLong', sameFields('m', 'long'))],
  ['two-ints', record('TwoInts', sameFields('ab', 'int'))],
  ['three-ints', record('ThreeInts', sameFields('xyz', 'int'))],
  ['nine-ints', record('NineInts', sameFields('abcdefghi', 'int'))],
  [
    'flag',
    record('Flag', [
      ['flag', 'boolean'],
      ['count', 'int'],
    ]),
  ],
  ['switch', record('Switch', [['on', 'boolean']])],
  ['word', record('Word', [['word', 'string']])],
  ['choice', record('Choice', [['choice', { type: 'enum', name: 'Kind', symbols: ['A', 'B', 'C'] }]])],
  ['maybe', record('Maybe', [['maybe', ['null', 'int']]])],
  ['list', record('List', [['list', { type: 'array', items: 'int' }]])],
  ['counters', JSON.stringify([JSON.parse(record('Counters', sameFields('abc', nullable('long')))), 'null'])],
  [
    'nullable-first',
    record('NullableFirst', [
      ['a', nullable('string')],
      ['b', nullable('long')],
      ['c', nullable('double')],
    ]),
  ],
  [
    'reading',
    record('Reading', [
      ['at', 'long'],
      ['value', 'double'],
    ]),
  ],
];

/** Versions that come after the first. */
const later: readonly (readonly [string, string])[] = [
  [
    'word',
    record('Word', [
      ['word', 'string'],
      ['language', 'string'],
    ]),
  ],
  ['two-ints', record('TwoInts', sameFields('abc', 'int'))],
  [
    'reading',
    record('Reading', [
      ['at', 'long'],
      ['value', 'double'],
      ['unit', 'string'],
    ]),
  ],
  // Only a name is another: the bytes cannot tell.
  [
    'flag',
    record('Flag', [
      ['enabled', 'boolean'],
      ['count', 'int'],
    ]),
  ],
  [
    'order',
    record('Order', [
      ['id', 'string'],
      ['amount', 'double'],
      ['note', ['null', 'string']],
    ]),
  ],
  [
    'order',
    record('Order', [
      ['id', 'string'],
      ['amount', 'double'],
      ['note', ['null', 'string']],
      ['lines', { type: 'array', items: 'string' }],
    ]),
  ],
];

/** Registered in this order, so that the id of each is known: 1, 2, … for those that are new. */
export function makeSchemas(seed: number): readonly CorpusSchema[] {
  const schemas: CorpusSchema[] = [];
  const add = (name: string, text: string, version = 1): void => void schemas.push({ name, text, topic: name, version });
  for (const { name, schema } of wireKinds) add(name, schema);
  for (const [name, text] of tiny) add(name, text);
  add(
    'order',
    record('Order', [
      ['id', 'string'],
      ['amount', 'double'],
    ]),
  );
  const random = seededRandom(seed);
  for (let index = 0; index < 36;) {
    const text = randomUsableSchema(random);
    if (!isOrdinary(text)) continue;
    add(`random-${index++}`, text);
  }
  for (const [name, text] of later) add(name, text, 1 + schemas.filter(({ topic }) => topic === name).length);
  for (const schema of [...workspaceSchemas(schemas)]) schemas.push(schema);
  return schemas;
}

/** A record with fields, whose names Java and Python take. */
function isOrdinary(text: string): boolean {
  const { schema } = parseSchema(text);
  assert.ok(schema);
  return (
    schema.type === 'record' &&
    schema.fields.length >= 2 &&
    /^[ -~]*$/.test(text) &&
    text.length < 3_000 &&
    !/"(?:n\.)?Größe|-decimal|hex:/.test(text)
  );
}

/** Some of its own, and for some registered ones a schema without whose frame their frames are values. */
function workspaceSchemas(registered: readonly CorpusSchema[]): readonly CorpusSchema[] {
  const own: readonly (readonly [string, string])[] = [
    [
      'note',
      record('Note', [
        ['title', 'string'],
        ['body', 'string'],
      ]),
    ],
    [
      'point',
      record('Point', [
        ['x', 'double'],
        ['y', 'double'],
      ]),
    ],
    [
      'event',
      record('Event', [
        ['kind', ['null', 'string']],
        ['at', 'long'],
        ['tags', { type: 'map', values: 'string' }],
      ]),
    ],
  ];
  const look = ['flag', 'one-int', 'word', 'reading', 'example'].map((name) => {
    const found = registered.find(({ topic }) => topic === name);
    assert.ok(found);
    const framed = JSON.parse(found.text) as { name: string; fields: object[]; namespace?: string };
    const head = Array.from('vwxyz', (field) => ({ name: `frame_${field}`, type: 'int' }));
    return [`framed-${name}`, JSON.stringify({ ...framed, name: `Framed${framed.name}`, fields: [...head, ...framed.fields] })] as const;
  });
  return [...own, ...look].map(([name, text]) => ({ name, text, topic: undefined, version: 0 }));
}
