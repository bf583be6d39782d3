import avsc from 'avsc';
import { fileURLToPath } from 'node:url';
import { parseSchema } from '../../shared/avro/parse.ts';
import { compileReader } from '../../shared/avro/read.ts';
import type { Reader } from '../../shared/avro/read.ts';

/** How fast our reader is beside bare avsc on the same messages. */
export interface DecodeRow {
  readonly name: string;
  /** Of one message, frame not counted. */
  readonly bytes: number;
  /** Nanoseconds for one message, median. */
  readonly ours: number;
  readonly avsc: number;
  /** Our speed over avsc's, the median of the pairs: above 1 we are faster. */
  readonly ratio: number;
}

interface Subject {
  readonly name: string;
  readonly schema: unknown;
  readonly value: (index: number) => unknown;
  /** Messages of one timed run, in thousands. */
  readonly rounds: number;
}

const subjects: readonly Subject[] = [
  {
    name: 'ExampleMessage, framed',
    rounds: 60,
    schema: record('ExampleMessage', { field_1: 'string', field_2: 'long', field_3: { type: 'array', items: 'long' } }),
    value: (index) => ({ field_1: `field_1_${index}`, field_2: index, field_3: [index, 2 * index, 3 * index] }),
  },
  {
    name: 'click, framed',
    rounds: 60,
    schema: record('Click', {
      user_id: 'string',
      page: 'string',
      clicked_at: { type: 'long', logicalType: 'timestamp-millis' },
      duration_ms: 'int',
      referrer: ['null', 'string'],
      is_first: 'boolean',
    }),
    value: (index) => ({
      user_id: `user-${index}`,
      page: `/products/${index % 50}`,
      clicked_at: 1_794_315_727_123 + index,
      duration_ms: index % 5000,
      referrer: index % 3 === 0 ? null : { string: 'newsletter' },
      is_first: index % 2 === 0,
    }),
  },
  {
    name: '20 longs',
    rounds: 30,
    schema: record('Longs', Object.fromEntries(range(20).map((field) => [`long_${field}`, 'long']))),
    value: (index) =>
      Object.fromEntries(
        range(20).map((field) => [
          `long_${field}`,
          [index, 1_794_315_727_123 + index, index * 100_003, -index, 9_007_199_254_740_000 - index][field % 5],
        ]),
      ),
  },
  {
    name: 'nested, 2 KB',
    rounds: 4,
    schema: record('Order', {
      order_id: 'string',
      sequence: 'long',
      customer: record('Customer', {
        name: 'string',
        email: 'string',
        address: record('Address', { street: 'string', city: 'string', zip: 'string', latitude: 'double', longitude: 'double' }),
      }),
      lines: {
        type: 'array',
        items: record('Line', { sku: 'string', title: 'string', quantity: 'int', price: 'double', note: ['null', 'string'] }),
      },
      tags: { type: 'map', values: 'string' },
      status: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SHIPPED'] },
    }),
    value: (index) => ({
      order_id: `o-${index}`,
      sequence: index,
      customer: {
        name: `Ann Example ${index}`,
        email: `ann${index}@example.com`,
        address: { street: `Main Street ${index}`, city: 'Zürich', zip: '8001', latitude: 47.3, longitude: 8.5 },
      },
      lines: range(24).map((line) => ({
        sku: `SKU-${1000 + line}`,
        title: `A thing with a longer title, number ${line} of the catalogue`,
        quantity: line,
        price: line * 1.25,
        note: line % 4 === 0 ? { string: 'fragile, keep upright' } : null,
      })),
      tags: { source: 'web', campaign: 'autumn', language: 'de' },
      status: 'PAID',
    }),
  },
];

/** Decodes the same messages with our reader and with avsc by turns, and says how they compare. */
export function benchDecode(pairs = 15): DecodeRow[] {
  const prepared = subjects.map(prepare);
  // Each has been read before any is timed, as in a process that has been running for a while.
  for (const { runOurs, runAvsc } of prepared) {
    for (let warmUp = 0; warmUp < 3; warmUp++) {
      runOurs();
      runAvsc();
    }
  }
  return prepared.map(({ name, bytes, runOurs, runAvsc }) => {
    const times = range(pairs).map(() => ({ ours: runOurs(), avsc: runAvsc() }));
    return {
      name,
      bytes,
      ours: median(times.map((time) => time.ours)),
      avsc: median(times.map((time) => time.avsc)),
      ratio: median(times.map((time) => time.avsc / time.ours)),
    };
  });
}

function prepare({ name, schema, value, rounds }: Subject): { name: string; bytes: number; runOurs: () => number; runAvsc: () => number } {
  // avsc's types describe its schemas, and ours are plain JSON.
  const type = avsc.Type.forSchema(schema as avsc.Schema, { wrapUnions: true });
  const parsed = parseSchema(JSON.stringify(schema)).schema;
  if (parsed === undefined) throw new Error(`${name} has no schema.`);
  const reader = compileReader(parsed);
  const payloads = range(1000).map((index) => type.toBuffer(value(index)));
  const framed = payloads.map((payload) => Buffer.concat([Buffer.from([0, 0, 0, 0, 1]), payload]));
  return {
    name,
    bytes: payloads[0]?.length ?? 0,
    runOurs: () => time(rounds, framed, (bytes) => readFramed(reader, bytes)),
    runAvsc: () => time(rounds, payloads, (bytes) => void type.fromBuffer(bytes)),
  };
}

function readFramed(reader: Reader, bytes: Uint8Array): void {
  reader.read(bytes, 5);
}

/** Nanoseconds for one message. */
function time(rounds: number, messages: readonly Buffer[], read: (bytes: Buffer) => void): number {
  const start = process.hrtime.bigint();
  for (let round = 0; round < rounds; round++) for (const bytes of messages) read(bytes);
  return Number(process.hrtime.bigint() - start) / (rounds * messages.length);
}

function record(name: string, fields: Record<string, unknown>): unknown {
  return { type: 'record', name, fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })) };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The rows as a table for a terminal. */
export function decodeTable(rows: readonly DecodeRow[]): string {
  const lines = rows.map(
    ({ name, bytes, ours, avsc: theirs, ratio }) =>
      `${name.padEnd(24)} ${String(bytes).padStart(6)} ${ours.toFixed(0).padStart(9)} ${theirs.toFixed(0).padStart(9)} ${ratio.toFixed(2).padStart(7)}`,
  );
  return ['decoding                  bytes   ours ns   avsc ns   ratio', ...lines].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(decodeTable(benchDecode()));
