/** A kind of schema with messages of it, on which readers behave differently where the bytes are not framed as they expect. */
export interface WireKind {
  readonly name: 'example' | 'null-first' | 'string-first' | 'int-only' | 'six-ints' | 'nested' | 'nullable-record';
  /** A schema of Avro as text. */
  readonly schema: string;
  /** In Avro's JSON encoding, so that every language's library can write them. */
  readonly messages: readonly unknown[];
}

const record = (name: string, fields: readonly (readonly [string, unknown])[]): string =>
  JSON.stringify({ type: 'record', name, namespace: 'example.avro', fields: fields.map(([field, type]) => ({ name: field, type })) });

/** The seven kinds: strings and arrays, unions with null first and last, numbers alone, nested records, and a nullable top level. */
export const wireKinds: readonly WireKind[] = [
  {
    name: 'example',
    schema: record('ExampleMessage', [
      ['field_1', 'string'],
      ['field_2', 'int'],
      ['field_3', { type: 'array', items: 'int' }],
    ]),
    messages: [
      { field_1: '', field_2: 0, field_3: [] },
      ...Array.from({ length: 9 }, (_, index) => ({ field_1: `field_1_${index + 1}`, field_2: index + 1, field_3: [10 * (index + 1)] })),
    ],
  },
  {
    name: 'null-first',
    schema: record('NullFirst', [
      ['note', ['null', 'string']],
      ['count', 'int'],
    ]),
    messages: [
      { note: null, count: 0 },
      { note: null, count: 7 },
      { note: { string: 'hello' }, count: 3 },
      { note: { string: '' }, count: -1 },
    ],
  },
  {
    name: 'string-first',
    schema: record('StringFirst', [
      ['note', ['string', 'null']],
      ['count', 'int'],
    ]),
    messages: [
      { note: { string: 'hello' }, count: 3 },
      { note: { string: '' }, count: 0 },
      { note: null, count: 5 },
      { note: { string: 'a longer text' }, count: 64 },
    ],
  },
  {
    name: 'int-only',
    schema: record('IntOnly', [['n', 'int']]),
    messages: [{ n: 0 }, { n: 1 }, { n: -1 }, { n: 1_000_000 }],
  },
  {
    name: 'six-ints',
    schema: record(
      'SixInts',
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, 'int']),
    ),
    messages: [
      { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 },
      { a: 0, b: 0, c: 0, d: 0, e: 0, f: 0 },
      { a: 0, b: 0, c: 0, d: 0, e: 1, f: 2 },
      { a: -1, b: 100, c: -100, d: 70_000, e: 2_147_483_647, f: -2_147_483_648 },
    ],
  },
  {
    name: 'nested',
    schema: JSON.stringify({
      type: 'record',
      name: 'Order',
      namespace: 'example.avro',
      fields: [
        { name: 'order_id', type: 'string' },
        {
          name: 'customer',
          type: [
            'null',
            {
              type: 'record',
              name: 'Customer',
              fields: [
                { name: 'name', type: 'string' },
                { name: 'age', type: ['null', 'int'] },
              ],
            },
          ],
        },
        {
          name: 'items',
          type: {
            type: 'array',
            items: {
              type: 'record',
              name: 'Item',
              fields: [
                { name: 'sku', type: 'string' },
                { name: 'quantity', type: 'int' },
              ],
            },
          },
        },
        { name: 'tags', type: { type: 'map', values: 'string' } },
        { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SHIPPED'] } },
      ],
    }),
    messages: [
      { order_id: '', customer: null, items: [], tags: {}, status: 'NEW' },
      {
        order_id: 'o-1001',
        customer: { 'example.avro.Customer': { name: 'Ada', age: { int: 36 } } },
        items: [{ sku: 'A-7', quantity: 2 }],
        tags: { channel: 'web' },
        status: 'PAID',
      },
      { order_id: 'o-1002', customer: { 'example.avro.Customer': { name: 'Bo', age: null } }, items: [], tags: {}, status: 'SHIPPED' },
      {
        order_id: 'o-1003',
        customer: null,
        items: [
          { sku: 'B', quantity: 1 },
          { sku: 'C', quantity: 300 },
        ],
        tags: {},
        status: 'NEW',
      },
    ],
  },
  {
    name: 'nullable-record',
    // As Spark's to_avro derives it: nullable at the top, and each field nullable.
    schema: JSON.stringify([
      {
        type: 'record',
        name: 'topLevelRecord',
        fields: [
          { name: 'a', type: ['long', 'null'] },
          { name: 'b', type: ['long', 'null'] },
          { name: 'c', type: ['string', 'null'] },
        ],
      },
      'null',
    ]),
    messages: [
      { topLevelRecord: { a: { long: 0 }, b: { long: 1 }, c: { string: 'x' } } },
      { topLevelRecord: { a: { long: 12 }, b: null, c: { string: 'hello' } } },
      { topLevelRecord: { a: null, b: null, c: null } },
      { topLevelRecord: { a: { long: 0 }, b: { long: 0 }, c: { string: '' } } },
    ],
  },
];
