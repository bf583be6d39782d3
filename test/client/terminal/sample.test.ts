import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import avsc from 'avsc';
import { Misuse } from '../../../client/terminal/io.ts';
import { sample, sampleHelp } from '../../../client/terminal/sample.ts';
import { parseMessages } from '../../../shared/message/document.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'avro-workbench-sample-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const order =
  '{"type":"record","name":"com.acme.Order","fields":[{"name":"id","type":"string"},{"name":"to","type":"Address"},{"name":"status","type":{"type":"enum","name":"Status","symbols":["NEW","PAID","SENT"]}}]}';
const files = {
  'order.avsc': order,
  'a/address.avsc': '{"type":"record","name":"com.acme.Address","fields":[{"name":"city","type":["null","string"]}]}',
  'shop.avpr':
    '{"protocol":"com.acme.Shop","types":[{"type":"record","name":"Line","fields":[{"name":"quantity","type":"int"}]}],"messages":{}}',
  'bad.avsc': '{"type":"record"',
  'endless.avsc': '{"type":"record","name":"R","fields":[{"name":"again","type":"R"}]}',
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

interface Outcome {
  readonly code: number;
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly errors: string;
}

async function run(...args: readonly string[]): Promise<Outcome> {
  let text = '';
  let errors = '';
  const chunks: Uint8Array[] = [];
  const io = {
    workingFolder: folder,
    hasColours: false,
    print: (more: string): void => void (text += more),
    printError: (more: string): void => void (errors += more),
    signal: new AbortController().signal,
    drained: () => Promise.resolve(),
    readInput: async function* () {
      await Promise.resolve();
      yield new Uint8Array();
    },
    ask: undefined,
    workerPath: undefined,
  };
  const code = await sample(args, io, (bytes) => void chunks.push(bytes));
  return { code, text, bytes: Buffer.concat(chunks), errors };
}

const value = /^\{"id":"id-\d{4}","to":\{"city":("[^"]+"|null)\},"status":"(NEW|PAID|SENT)"\}$/;

test('terminal sample: one value on one line, with the types of other files', async () => {
  const { code, text } = await run('order.avsc');
  assert.equal(code, 0);
  assert.match(text.trimEnd(), value);
  assert.ok(text.endsWith('}\n'));
});

test('terminal sample: as many as are asked for, the same again with a seed', async () => {
  const args = ['order.avsc', '--count', '20', '--seed', '7', '--now', '2026-11-10T12:00:00Z', '--null-probability', '0.5'];
  const { text } = await run(...args);
  const lines = text.trimEnd().split('\n');
  for (const line of lines) assert.match(line, value);
  assert.deepEqual([lines.length, (await run(...args)).text], [20, text]);
  assert.ok(lines.some((line) => line.includes('null')) && lines.some((line) => !line.includes('null')));
});

test('terminal sample: every branch and symbol', async () => {
  const { text } = await run('order.avsc', '--branches', 'all');
  const lines = text.trimEnd().split('\n');
  assert.equal(lines.length, 3);
  for (const part of ['"city":null', '"city":"', 'NEW', 'PAID', 'SENT']) assert.ok(text.includes(part), part);
});

test('terminal sample: over several lines', async () => {
  assert.match((await run('order.avsc', '--format', 'json')).text, /^\{\n {2}"id": "/);
});

test('terminal sample: one of the types of a file, or of a protocol', async () => {
  assert.match((await run('order.avsc', '--type', 'com.acme.Status')).text, /^"(NEW|PAID|SENT)"\n$/);
  assert.match((await run('shop.avpr', '--type', 'com.acme.Line')).text, /^\{"quantity":[1-9]\}\n$/);
});

test('terminal sample: a container file, as avsc reads it', async () => {
  const { bytes } = await run('order.avsc', '--format', 'avro', '--count', '5000');
  const decoder = new avsc.streams.BlockDecoder();
  const ids: string[] = [];
  decoder.on('data', (record: { readonly id: string }) => ids.push(record.id));
  decoder.end(bytes);
  await new Promise((resolve) => decoder.on('end', resolve));
  assert.deepEqual([ids.length, ids.every((id) => /^id-\d{4}$/.test(id))], [5000, true]);
});

test('terminal sample: message documents', async () => {
  const { text } = await run('order.avsc', '--topic', 'orders', '--count', '2', '--type', 'com.acme.Order');
  const { messages, problems } = parseMessages(text);
  assert.deepEqual(problems, []);
  const schema = { kind: 'file', file: 'order.avsc', type: 'com.acme.Order' };
  assert.deepEqual(
    messages.map(({ topic, valueSchema }) => [topic?.value, valueSchema?.value]),
    [
      ['orders', schema],
      ['orders', schema],
    ],
  );
});

test('terminal sample: help', async () => {
  assert.deepEqual(await run('--help'), { code: 0, text: sampleHelp, bytes: Buffer.alloc(0), errors: '' });
});

test('terminal sample: a schema of which there is no value', async () => {
  const { code, errors } = await run('endless.avsc');
  assert.equal(code, 2);
  assert.match(errors, /^avro-workbench: .+\n$/);
});

for (const { args, message } of [
  { args: [], message: 'Name one schema file.' },
  { args: ['a.avsc', 'b.avsc'], message: 'Name one schema file.' },
  { args: ['none.avsc'], message: "can't be read." },
  { args: ['bad.avsc'], message: 'bad.avsc has errors, so no value can be made of it: avro-workbench lint says which.' },
  { args: ['order.avsc', '--count', '1.5'], message: '--count is a whole number, not "1.5".' },
  { args: ['order.avsc', '--null-probability', '0,5'], message: '--null-probability is a number from 0 to 1, not "0,5".' },
  { args: ['order.avsc', '--now', 'today'], message: '--now is a time with an offset, such as 2026-11-10T12:00:00Z, not "today".' },
  { args: ['order.avsc', '--branches', 'each'], message: '--branches does not know "each": it is all or random.' },
  { args: ['order.avsc', '--format', 'csv'], message: '--format does not know "csv": it is one of ndjson, json, avro.' },
  { args: ['order.avsc', '--message', '--format', 'avro'], message: '--message is for JSON: give no --format avro with it.' },
  { args: ['order.avsc', '--type', 'Line'], message: 'order.avsc has no type Line: it defines com.acme.Order, com.acme.Status.' },
  { args: ['shop.avpr'], message: 'shop.avpr is a protocol: say by --type of which type; it defines com.acme.Line.' },
]) {
  test(`terminal sample: ${args.join(' ')}: ${message}`, async () => {
    await assert.rejects(run(...args), (error) => error instanceof Misuse && error.message.endsWith(message));
  });
}
