import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import avsc from 'avsc';
import type { ExportFormat, ExportProgress, ExportRequest, RecordsSession } from '../../../client/records/recordsSession.ts';
import { firstView } from '../../../client/records/recordsView.ts';
import { record } from '../../fakes/scanCluster.ts';
import { framed, never, open, openRegistry, options, scan } from './held.ts';

const start = 1_770_000_000_000;
const schema = {
  type: 'record',
  name: 'Order',
  namespace: 'com.acme',
  fields: [
    { name: 'id', type: 'long', doc: 'of the "shop"' },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 } },
    { name: 'next', type: ['null', 'Order'] },
  ],
};
const write = framed(1, schema);
const order = (id: number | bigint, note: string | null) => write({ id, note, amount: Uint8Array.of(0x04, 0xd2), next: null });

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'exports-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

async function write_(
  session: RecordsSession,
  path: string,
  format: ExportFormat,
  source?: ExportRequest['source'],
): Promise<ExportProgress> {
  const shown = { kind: 'shown', scan: 'a', view: firstView } as const;
  return session.exportRecords({ source: source ?? shown, format, path }, () => undefined, never);
}

const records = [
  record({ offset: 0n, timestampMs: start, key: Buffer.from('k,1'), value: order(2n ** 60n, 'a "b"\n') }),
  record({
    ...{ offset: 1n, timestampMs: -1, value: order(-2, '=1+1') },
    headers: [
      { name: 'h', value: Buffer.from('v') },
      { name: 'h', value: Buffer.of(0xff) },
      { name: 'n', value: null },
    ],
  }),
  record({ offset: 2n, timestampMs: start + 2, key: Buffer.from('{"a": 1.50}'), value: null }),
  record({ offset: 3n, timestampMs: start + 3, value: Buffer.from('0000000001ff', 'hex') }),
  record({ offset: 4n, timestampMs: start + 4, value: order(5, '') }),
];

test('NDJSON has a record a line, with all digits, and says what was not decoded', async (t) => {
  const { session } = open(records, await openRegistry(t, schema));
  const path = join(folder(t), 'out.ndjson');
  await scan(session);
  const done = await write_(session, path, 'ndjson');
  const text = readFileSync(path, 'utf8');
  assert.deepEqual([done.records, done.leftOut, done.bytes], [5, 0, Buffer.byteLength(text)]);
  const lines = text.trimEnd().split('\n');
  assert.equal(lines.length, 5);
  assert.equal(
    lines[3],
    '{"partition":0,"offset":0,"timestamp":"2026-02-02T02:40:00.000Z","key":"k,1","value":{"id":1152921504606846976,"note":"a \\"b\\"\\n","amount":12.34,"next":null},"headers":[]}',
  );
  assert.equal(
    lines[4],
    '{"partition":0,"offset":1,"timestamp":null,"key":null,"value":{"id":-2,"note":"=1+1","amount":12.34,"next":null},"headers":[{"name":"h","value":"v"},{"name":"h","value":"hex:ff"},{"name":"n","value":null}]}',
  );
  assert.match(lines[1] ?? '', /"value":"hex:0000000001ff","valueNotDecoded":".+","headers":\[\]\}$/);
  assert.match(lines[2] ?? '', /"key":\{"a":1\.50\},"value":null,/);
  for (const line of lines) JSON.parse(line);
});

test('CSV is as RFC 4180 has it, and text that a spreadsheet would run is none any more', async (t) => {
  const { session } = open(records, await openRegistry(t, schema));
  const path = join(folder(t), 'out.csv');
  await scan(session);
  await write_(session, path, 'csv');
  const all = readFileSync(path, 'utf8');
  assert.ok(all.startsWith('partition,offset,time,key,value.id,value.note,value.amount,value.next,headers,schema,decoded\r\n'), all);
  assert.ok(
    all.includes(
      '0,0,2026-02-02T02:40:00.000Z,"k,1",1152921504606846976,"a ""b""\n",12.34,,,orders-value v1,"exact, Confluent prefix"\r\n',
    ),
  );
  assert.ok(all.includes("0,1,,,-2,'=1+1,12.34,,h=v; h=hex:ff; n=null,orders-value v1,"), all);
  // An empty text is none that is missing.
  assert.ok(all.includes(',5,"",12.34,'), all);
  const view = { ...firstView, columns: ['offset', 'value.note', 'value.nobody'] as const };
  await write_(session, path, 'csv', { kind: 'chosen', scan: 'a', view, places: [{ partition: 0, offset: '1' }] });
  assert.equal(readFileSync(path, 'utf8'), "offset,value.note,value.nobody\r\n1,'=1+1,\r\n");
});

for (const text of ['=1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1']) {
  test(`a cell that begins with ${JSON.stringify(text[0])} is no formula`, async (t) => {
    const { session } = open([record({ offset: 0n, text: JSON.stringify({ a: text }) })]);
    const path = join(folder(t), 'out.csv');
    await scan(session);
    await write_(session, path, 'csv', { kind: 'shown', scan: 'a', view: { ...firstView, columns: ['value.a'] } });
    assert.match(readFileSync(path, 'utf8'), /^value\.a\r\n"?'/);
  });
}

test('an Avro container holds the values of one schema, which avsc reads, and counts what was left out', async (t) => {
  const other = { ...schema, name: 'Order', fields: schema.fields.slice(0, 1) };
  const another = record({ offset: 9n, timestampMs: start + 1, value: framed(2, other)({ id: 1 }) });
  const { session } = open([...records, another], await openRegistry(t, schema, other));
  const path = join(folder(t), 'out.avro');
  await scan(session);
  const done = await write_(session, path, 'avro');
  assert.deepEqual([done.records, done.leftOut], [3, 3]);
  assert.match(done.why ?? '', /^Their|^They/);
  const long = avsc.types.LongType.__with({
    ...{ fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(), toBuffer: (value: bigint) => toBuffer(value) },
    ...{
      fromJSON: BigInt,
      toJSON: String,
      isValid: (value: unknown) => typeof value === 'bigint',
      compare: (a: bigint, b: bigint) => Number(a - b),
    },
  });
  const read: { id: bigint; note: { string: string } | null; amount: Buffer }[] = [];
  await new Promise((resolve, reject) => {
    const typeHook = (attrs: unknown) => (attrs === 'long' || (attrs as { type?: unknown }).type === 'long' ? long : undefined);
    const decoder = avsc.createFileDecoder(path, {
      parseHook: (text: unknown) => avsc.Type.forSchema(text as avsc.Schema, { typeHook }),
    });
    decoder
      .on('data', (value: (typeof read)[number]) => read.push(value))
      .on('end', resolve)
      .on('error', reject);
  });
  assert.deepEqual(
    read.map(({ id }) => id),
    [5n, 2n ** 60n, -2n],
  );
  assert.deepEqual(read[0]?.amount, Buffer.of(0x04, 0xd2));
});

function toBuffer(value: bigint): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64LE(value);
  return buffer;
}

test('a whole scan is written without being held, with its filter, as far as its limits', async (t) => {
  const many = Array.from({ length: 5000 }, (_, index) =>
    record({ offset: BigInt(index), timestampMs: start + index, text: `{"n":${index}}` }),
  );
  const { session } = open(many);
  const path = join(folder(t), 'out.ndjson');
  const source = { kind: 'scan', options: options({ filter: 'value.n < 3000', start: { kind: 'oldest', count: 4000 } }) } as const;
  const done = await write_(session, path, 'ndjson', source);
  assert.deepEqual([done.records, done.scanned, done.stopped], [3000, 4000, 'records']);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  assert.equal(lines.length, 3000);
  assert.ok(lines.every((line, index) => line.includes(`"value":{"n":${index}}`)));
  await assert.rejects(session.rows({ scan: 'a', view: firstView, from: 0, count: 1 }, never), { code: 'kafka/no-such-scan' });
});

for (const { name, kind } of [
  { name: 'what is held', kind: 'shown' },
  { name: 'a whole scan', kind: 'scan' },
] as const) {
  test(`an export of ${name} that is cancelled leaves the file as it was, and nothing beside`, async (t) => {
    const many = Array.from({ length: 5000 }, (_, index) => record({ offset: BigInt(index), text: `{"n":${index}}` }));
    const { session, cluster } = open(many);
    await scan(session);
    const path = join(folder(t), 'out.ndjson');
    writeFileSync(path, 'before');
    const abort = new AbortController();
    cluster.onBlock = (block) => {
      if (block === 2) abort.abort();
    };
    const source = kind === 'scan' ? ({ kind, options: options() } as const) : ({ kind, scan: 'a', view: firstView } as const);
    const exporting = session.exportRecords({ source, format: 'ndjson', path }, () => undefined, abort.signal);
    if (kind === 'shown') setImmediate(() => abort.abort());
    await assert.rejects(exporting, { name: 'AbortError' });
    assert.equal(readFileSync(path, 'utf8'), 'before');
    assert.deepEqual(readdirSync(join(path, '..')), ['out.ndjson']);
  });
}

test('a file that cannot be written says so, and one without records is whole', async (t) => {
  const { session } = open([]);
  await scan(session);
  const path = folder(t);
  await assert.rejects(write_(session, join(path, 'none', 'out.csv'), 'csv'), { code: 'export/not-written' });
  for (const format of ['ndjson', 'csv', 'avro'] as const) {
    assert.equal((await write_(session, join(path, format), format)).records, 0);
    assert.ok(existsSync(join(path, format)));
  }
  assert.equal(readFileSync(join(path, 'csv'), 'utf8'), 'partition,offset,time,key,value,headers,schema,decoded\r\n');
});
