/** What becomes of a value that one schema wrote where another reads it. Java's Avro says the same where `java` does not say otherwise. */
export interface ResolvingRow {
  readonly name: string;
  readonly writer: unknown;
  readonly reader: unknown;
  /** By the specification; the interop test has Java read it. */
  readonly hex: string;
  /** The value as people read it. */
  readonly json?: string;
  /** In its place: the error's code without `codec/`, its message, path and position. */
  readonly refused?: { readonly code: string; readonly message: string; readonly path: string; readonly position: number };
  readonly java?: 'refuses';
}

type Fields = Readonly<Record<string, unknown>>;

/** A field's type, or an array of its type and default, and of its aliases behind them. */
function record(name: string, fields: Fields, more: Fields = {}): unknown {
  const all = Object.entries(fields).map(([field, type]) => {
    if (!Array.isArray(type) || type[0] !== 'field') return { name: field, type };
    const [, inner, value, aliases] = type as [string, unknown, unknown, string[] | undefined];
    return { name: field, type: inner, ...(value === undefined ? {} : { default: value }), ...(aliases === undefined ? {} : { aliases }) };
  });
  return { type: 'record', name, ...more, fields: all };
}

function withDefault(type: unknown, value: unknown): unknown {
  return ['field', type, value];
}

function withAlias(type: unknown, alias: string, value?: unknown): unknown {
  return ['field', type, value, [alias]];
}

function symbols(name: string, list: readonly string[], more: Fields = {}): unknown {
  return { type: 'enum', name, symbols: list, ...more };
}

function refused(message: string, path = '', position = 0): NonNullable<ResolvingRow['refused']> {
  return { code: 'not-resolvable', message, path, position };
}

const node = record('Node', { value: 'int', next: ['null', 'Node'] });
const wideNode = record('Node', { next: ['null', 'Node'], value: 'long', note: withDefault('string', '-') });

export const resolvingRows: readonly ResolvingRow[] = [
  { name: 'int to long', writer: 'int', reader: 'long', hex: 'ffffffff0f', json: '-2147483648' },
  { name: 'int to float, rounded', writer: 'int', reader: 'float', hex: 'feffffff0f', json: '2147483600.0' },
  { name: 'int to double', writer: 'int', reader: 'double', hex: 'feffffff0f', json: '2147483647.0' },
  { name: 'long to double, rounded', writer: 'long', reader: 'double', hex: 'feffffffffffffffff01', json: '9223372036854776000.0' },
  { name: 'long to float', writer: 'long', reader: 'float', hex: '02', json: '1.0' },
  // 2^60 + 2^36 + 1: by way of a double it would be the middle of two floats, and go to the even one below.
  { name: 'long to float, rounded once', writer: 'long', reader: 'float', hex: '828080808084808020', json: '1152921600000000000.0' },
  {
    name: 'float to double, with the digits that it then has',
    writer: 'float',
    reader: 'double',
    hex: 'cdcccc3d',
    json: '0.10000000149011612',
  },
  { name: 'string to bytes', writer: 'string', reader: 'bytes', hex: '045ac3', json: '"hex:5ac3"' },
  { name: 'bytes to string', writer: 'bytes', reader: 'string', hex: '06c3bc61', json: '"üa"' },
  {
    name: 'long to int',
    writer: record('R', { a: 'string', b: 'long' }),
    reader: record('R', { b: 'int', a: 'string' }),
    hex: '026102',
    refused: refused("Written as long, which can't be read as int.", 'b', 2),
  },
  {
    name: 'fields in another order, by default, and skipped',
    writer: record('R', { gone: { type: 'array', items: 'string' }, a: 'int', b: 'string' }),
    reader: record('R', { b: 'string', added: withDefault({ type: 'map', values: 'int' }, { k: 7 }), a: 'long' }),
    hex: '0402610262000e0278',
    json: '{"b":"x","added":{"k":7},"a":7}',
  },
  {
    name: 'a default of the union branch that it fits',
    writer: record('R', {}),
    reader: record('R', {
      a: withDefault(['null', 'string'], null),
      b: withDefault(['string', 'int', 'null'], 'x'),
      c: withDefault('bytes', '\u00ff'),
    }),
    hex: '',
    json: '{"a":null,"b":"x","c":"hex:ff"}',
  },
  {
    name: 'a field that nobody wrote, without a default',
    writer: record('Order', { lines: { type: 'array', items: record('Line', { sku: 'string' }) } }),
    reader: record('Order', { lines: { type: 'array', items: record('Line', { sku: 'string', price: 'double' }) } }),
    hex: '02026100',
    refused: refused('"price" has no default, and it was not written.', 'lines[0]', 1),
  },
  {
    name: 'the same where there is no such record',
    writer: { type: 'array', items: record('Line', { sku: 'string' }) },
    reader: { type: 'array', items: record('Line', { sku: 'string', price: 'double' }) },
    hex: '00',
    json: '[]',
  },
  {
    name: "a field's alias",
    writer: record('R', { old: 'int', other: 'int' }),
    reader: record('R', { other: 'int', fresh: withAlias('int', 'old') }),
    hex: '0204',
    json: '{"other":2,"fresh":1}',
  },
  {
    name: "a type's alias, and the alias of its field",
    writer: record('Old', { a: 'int' }, { namespace: 'n' }),
    reader: ['null', record('New', { b: withAlias('int', 'a', 5) }, { namespace: 'm', aliases: ['n.Old'] })],
    hex: '02',
    json: '{"b":1}',
  },
  {
    name: "a field's alias in a record of another namespace counts for Java only where there is no other way",
    writer: record('R', { a: 'int' }, { namespace: 'n' }),
    reader: record('R', { b: withAlias('int', 'a', 5) }, { namespace: 'm' }),
    hex: '02',
    json: '{"b":5}',
  },
  {
    name: 'and without a default by the specification alone',
    writer: record('R', { a: 'int' }, { namespace: 'n' }),
    reader: record('R', { b: withAlias('int', 'a') }, { namespace: 'm' }),
    hex: '02',
    json: '{"b":1}',
    java: 'refuses',
  },
  {
    name: 'two fields that an alias makes one',
    writer: record('R', { a: 'int', b: 'int' }),
    reader: record('R', { b: withAlias('int', 'a') }),
    hex: '0204',
    refused: refused('More than one field was written that "b" stands for by its aliases.'),
  },
  {
    name: 'symbols in another order, and one that is the default',
    writer: { type: 'array', items: symbols('E', ['A', 'B', 'C']) },
    reader: { type: 'array', items: symbols('E', ['X', 'C', 'A'], { default: 'X' }) },
    hex: '060002' + '0400',
    json: '["A","X","C"]',
  },
  {
    name: 'a symbol that is unknown',
    writer: record('R', { status: symbols('n.Status', ['NEW', 'LOST']) }),
    reader: record('R', { status: symbols('n.Status', ['NEW']) }),
    hex: '02',
    refused: refused('Written as the symbol "LOST", which n.Status lacks, and it has no default.', 'status'),
  },
  {
    name: 'an enum of another name',
    writer: symbols('E', ['A']),
    reader: symbols('F', ['A']),
    hex: '00',
    refused: refused("Written as E, which can't be read as F: no alias says that they are the same."),
  },
  {
    name: 'an enum of another name by alias',
    writer: symbols('E', ['A']),
    reader: symbols('F', ['A'], { aliases: ['E'] }),
    hex: '00',
    json: '"A"',
  },
  { name: 'an enum of another namespace', writer: symbols('a.E', ['A']), reader: symbols('b.E', ['A']), hex: '00', json: '"A"' },
  {
    name: 'the same as a branch, by the specification alone',
    writer: symbols('a.E', ['A']),
    reader: ['null', symbols('b.E', ['A'])],
    hex: '00',
    json: '"A"',
    java: 'refuses',
  },
  {
    name: 'the same in unions that are otherwise alike',
    writer: ['null', symbols('a.E', ['A'])],
    reader: ['null', symbols('b.E', ['A'])],
    hex: '0200',
    json: '"A"',
  },
  {
    name: 'a fixed of another size',
    writer: { type: 'fixed', name: 'F', size: 2 },
    reader: { type: 'fixed', name: 'F', size: 3 },
    hex: '0102',
    refused: refused("Written as F of 2 bytes, which can't be read as 3 bytes."),
  },
  { name: 'no union to union', writer: 'int', reader: ['null', 'int'], hex: '02', json: '1' },
  { name: 'union to no union', writer: ['null', 'int'], reader: 'long', hex: '0202', json: '1' },
  {
    name: 'a branch that is met and is none',
    writer: ['null', 'int'],
    reader: 'int',
    hex: '00',
    refused: refused("Written as null, which can't be read as int.", '', 1),
  },
  { name: 'a branch of the same type before a promotion', writer: 'int', reader: ['double', 'int'], hex: '02', json: '{"int":1}' },
  { name: 'the first promotion', writer: 'int', reader: ['string', 'double', 'long'], hex: '02', json: '1.0' },
  {
    name: 'a branch that is missing',
    writer: record('R', { note: ['null', 'long'] }),
    reader: record('R', { note: ['null', 'string'] }),
    hex: '0202',
    refused: refused('Written as long, which is none of null and string.', 'note', 1),
  },
  {
    name: 'a record as the branch whose fields fit',
    writer: record('W', { a: 'int' }),
    reader: ['null', record('X', { b: 'int' }), record('Y', { a: 'long' })],
    hex: '02',
    json: '{"a":1}',
  },
  {
    name: 'a record of the same name before one whose fields fit',
    writer: record('W', { a: 'int' }),
    reader: ['null', record('X', { a: 'int' }), record('W', { a: 'string' })],
    hex: '02',
    refused: refused("Written as int, which can't be read as string.", 'a'),
  },
  {
    name: 'recursion',
    writer: node,
    reader: wideNode,
    hex: '02020400',
    json: '{"next":{"next":null,"value":2,"note":"-"},"value":1,"note":"-"}',
  },
  {
    name: 'logical types are those of the reader',
    writer: { type: 'long', logicalType: 'timestamp-millis' },
    reader: { type: 'long', logicalType: 'timestamp-micros' },
    hex: 'd00f',
    json: '"1970-01-01T00:00:00.001000Z"',
  },
  {
    name: 'records of other names, without a union',
    writer: record('W', { a: 'int' }),
    reader: record('X', { a: 'int' }),
    hex: '02',
    json: '{"a":1}',
  },
];
