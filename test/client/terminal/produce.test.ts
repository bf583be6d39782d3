import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { splitBatches } from '../../../client/cluster/fetchedBatches.ts';
import { Misuse } from '../../../client/terminal/io.ts';
import { produce } from '../../../client/terminal/produce.ts';
import { FakeCluster, type FakePartition } from '../../fakes/kafkaCluster.ts';
import { FakeRegistry } from '../../fakes/registry.ts';

// `avro-workbench produce` against a broker, mostly without a registry.

interface Outcome {
  readonly status: number;
  readonly lines: readonly string[];
  readonly errors: string;
}

interface Setup {
  readonly partition: FakePartition;
  readonly fake: FakeCluster;
  readonly run: (args: readonly string[], input?: string) => Promise<Outcome>;
}

const schema = JSON.stringify({
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'note', type: ['null', 'string'], default: null },
  ],
});

async function start(t: TestContext, files: Readonly<Record<string, string>>, registry?: FakeRegistry): Promise<Setup> {
  const folder = mkdtempSync(path.join(tmpdir(), 'avro-workbench-produce-'));
  const fake = await FakeCluster.start(1);
  t.after(async () => {
    await fake.stop();
    rmSync(folder, { recursive: true });
  });
  for (const [name, text] of Object.entries({ 'order.avsc': schema, ...files })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const [partition] = fake.topic('orders', 1);
  assert.ok(partition !== undefined);
  return {
    partition,
    fake,
    async run(args, input = '') {
      let [output, errors] = ['', ''];
      const io = {
        workingFolder: folder,
        hasColours: false,
        print: (text: string) => void (output += text),
        printError: (text: string) => void (errors += text),
        signal: new AbortController().signal,
        drained: () => Promise.resolve(),
        readInput: async function* () {
          yield await Promise.resolve(Buffer.from(input));
        },
        ask: undefined,
        workerPath: undefined,
      };
      const status = await produce(args, io, {
        KAFKA_BROKERS: fake.addressOf(1),
        ...(registry && { SCHEMA_REGISTRY_URL: registry.url }),
      });
      return { status, lines: output.split('\n').filter((line) => line !== ''), errors };
    },
  };
}

function stored({ batches }: FakePartition): [string | null, string | null][] {
  const range = { partition: 0, from: 0n, until: 1n << 62n, last: 1000, maxBytes: 1 << 24 };
  return batches
    .flatMap(({ bytes }) => splitBatches(bytes).flatMap((batch) => batch.read(range).records))
    .map(({ key, value }) => [key && Buffer.from(key).toString(), value && Buffer.from(value).toString('hex')]);
}

const bare = ['--topic', 'orders', '--value-schema', 'order.avsc'];

test('lines of the standard input, with a field as the key', async (t) => {
  const { partition, run } = await start(t, {});
  const { status, lines, errors } = await run([...bare, '--key-field', 'id', '-'], '{"id":1}\n{"id":2,"note":"x"}\n');
  assert.deepEqual(
    [status, lines],
    [0, ['{"file":"-","line":1,"partition":0,"offset":0}', '{"file":"-","line":2,"partition":0,"offset":1}']],
  );
  assert.match(errors, /^-: 2 records written, \d+\.\d s \([\d,]+ a second\)\. All of it was read\.\n$/);
  assert.deepEqual(stored(partition), [
    ['1', '0200'],
    ['2', '04020278'],
  ]);
});

test('a table, what does not fit is left out, and the exit status says so', async (t) => {
  const { partition, run } = await start(t, { 'orders.csv': 'id,note\n1,a\nx,b\n3,\n' });
  const { status, lines } = await run([...bare, '--on-error', 'skip', '-q', 'orders.csv']);
  assert.equal(status, 1);
  assert.match(
    lines.find((line) => line.includes('error')) ?? '',
    /^{"file":"orders\.csv","line":3,"error":"It does not fit order\.avsc\./,
  );
  assert.deepEqual(
    stored(partition).map(([, value]) => value),
    ['02020261', '0600'],
  );
});

test('values as they stand, and a limit', async (t) => {
  const { partition, run } = await start(t, { 'a.jsonl': '{"x": 1.50}\n[2]\n"three"' });
  const { status } = await run(['--topic', 'orders', '--framing', 'json', '--limit', '2', '-q', 'a.jsonl']);
  assert.equal(status, 0);
  assert.deepEqual(
    stored(partition).map(([, value]) => Buffer.from(value ?? '', 'hex').toString()),
    ['{"x":1.50}', '[2]'],
  );
});

test('message documents say themselves where they go', async (t) => {
  const document = `[
    { "topic": "orders", "key": "a", "value": { "id": 5 }, "valueSchema": { "file": "order.avsc" } }, // one
    { "topic": "orders", "key": "b", "value": "text", "framing": "text" },
    { "topic": "orders", "key": "c", "value": null },
    { "topic": "orders", "value": { "id": "x" }, "valueSchema": { "file": "order.avsc" } }
  ]`;
  const { partition, run } = await start(t, { 'all.avro-message.json': document });
  const { status, lines, errors } = await run(['all.avro-message.json']);
  assert.equal(status, 1);
  assert.deepEqual(stored(partition), [
    ['a', '0a00'],
    ['b', Buffer.from('text').toString('hex')],
    ['c', null],
  ]);
  assert.match(lines[3] ?? '', /^{"file":"all\.avro-message\.json","line":5,"error":"/);
  assert.equal(errors, 'all.avro-message.json: 3 of 4 messages written.\n');
});

const line = { type: 'record', name: 'com.acme.Line', fields: [{ name: 'sku', type: 'string' }] };
const ofOrder = { type: 'record', name: 'com.acme.Order', fields: [{ name: 'line', type: line }] };
const protocol = { protocol: 'Shop', namespace: 'com.acme', types: [line, ofOrder], messages: {} };
const more = { 'lines/all.avsc': JSON.stringify(ofOrder), 'lines/shop.avpr': JSON.stringify(protocol) };

/** Documents stand in a folder of their own, from which files are named. */
async function produceMessage(setup: Setup, message: object, args: readonly string[] = []): Promise<Outcome> {
  return setup.run(['--format', 'messages', ...args, '-'], JSON.stringify({ topic: 'orders', ...message }));
}

for (const { name, message, bytes } of [
  {
    name: 'the type of a file that is meant',
    message: { value: { sku: 'x' }, valueSchema: { file: 'lines/all.avsc', type: 'com.acme.Line' } },
    bytes: '0278',
  },
  {
    name: 'its top type where none is named',
    message: { value: { line: { sku: 'y' } }, valueSchema: { file: 'lines/all.avsc' } },
    bytes: '0279',
  },
  {
    name: 'the type of a protocol',
    message: { value: { sku: 'z' }, valueSchema: { file: 'lines/shop.avpr', type: 'com.acme.Line' } },
    bytes: '027a',
  },
  {
    name: 'the null of a union, which is no tombstone',
    message: { value: { null: null }, valueSchema: { file: 'lines/maybe.avsc' } },
    bytes: '00',
  },
]) {
  test(`message documents: ${name}`, async (t) => {
    const setup = await start(t, { ...more, 'lines/maybe.avsc': '["null",{"type":"map","values":["null","int"]}]' });
    const { status, lines } = await produceMessage(setup, message);
    assert.deepEqual([status, lines], [0, ['{"file":"-","line":1,"partition":0,"offset":0}']]);
    assert.deepEqual(stored(setup.partition), [[null, bytes]]);
  });
}

for (const { name, message, error } of [
  {
    name: 'another type of the file',
    message: { value: { line: { sku: 'y' } }, valueSchema: { file: 'lines/all.avsc', type: 'com.acme.Line' } },
    error: /^The value does not fit lines\/all\.avsc\./,
  },
  {
    name: 'a type that there is not',
    message: { value: { sku: 'y' }, valueSchema: { file: 'lines/all.avsc', type: 'com.acme.Nope' } },
    error: /^lines\/all\.avsc has no type com\.acme\.Nope, so nothing/,
  },
  {
    name: 'a type that the protocol does not have',
    message: { value: { sku: 'y' }, valueSchema: { file: 'lines/shop.avpr', type: 'com.acme.Nope' } },
    error: 'lines/shop.avpr has no type com.acme.Nope.',
  },
  {
    name: 'a protocol without a type',
    message: { value: { sku: 'y' }, valueSchema: { file: 'lines/shop.avpr' } },
    error: 'lines/shop.avpr is a protocol: a message names one of its types by "type".',
  },
  {
    name: 'a value that is no text',
    message: { value: 1, framing: 'text' },
    error: 'With the framing text, "value" is a text in quotes.',
  },
]) {
  test(`message documents: nothing is written by ${name}`, async (t) => {
    const setup = await start(t, more);
    const { status, lines } = await produceMessage(setup, message);
    assert.deepEqual([status, lines.length, setup.partition.batches], [1, 1, []]);
    expectText((JSON.parse(lines[0] ?? '') as { readonly error: string }).error, error);
  });
}

test('message documents: one without a topic is told before any is written', async (t) => {
  const { partition, run } = await start(t, {});
  const messages = '{"topic":"orders","value":1,"framing":"json"}\n{"value":2,"framing":"json"}';
  await assert.rejects(run(['--format', 'messages', '-'], messages), new Misuse('-:2: the message names no topic: name it by --topic.'));
  assert.deepEqual(partition.batches, []);
});

const profiles = { 'avroWorkbench.decodeProfiles': { orders: { value: { subject: 'other' } } } };
const byRecord = { 'avroWorkbench.produce.subjectStrategy': 'TopicRecordName' };

for (const { name, message, settings = {}, bytes, error } of [
  {
    name: 'the subject that a file is registered under',
    message: { value: { id: 1 }, valueSchema: { file: 'order.avsc', subject: 'billing' } },
    bytes: '00000000150200',
  },
  {
    name: 'the latest of the topic, if it is asked for, whatever the decode profile says',
    message: { value: { id: 1 }, valueSchema: 'latest' },
    settings: profiles,
    bytes: '00000000160200',
  },
  { name: "the decode profile's schema, where nothing is said", message: { value: 'x' }, settings: profiles, bytes: '00000000170278' },
  { name: 'the latest by the strategy of the settings', message: { value: { id: 1 } }, settings: byRecord, bytes: '00000000180200' },
  {
    name: 'a file under the subject by the strategy of the settings',
    message: { value: { id: 1 }, valueSchema: { file: 'order.avsc' } },
    settings: byRecord,
    bytes: '00000000180200',
  },
  {
    name: 'a part of a file, which no frame can name',
    message: { value: { sku: 'x' }, valueSchema: { file: 'lines/all.avsc', type: 'com.acme.Line' } },
    error: 'lines/all.avsc defines more than com.acme.Line, and a frame names a registered schema as a whole.',
  },
  {
    name: 'a file that is not registered under its subject',
    message: { value: { id: 1 }, valueSchema: { file: 'order.avsc', subject: 'nowhere' } },
    error: 'order.avsc is not registered under nowhere, so there is no schema id for a frame.',
  },
  {
    name: 'a header that the framing adds by itself',
    message: { value: { id: 1 }, framing: 'apicurio-header', headers: { 'apicurio.value.contentId': 'x' } },
    error: /^The framing apicurio-header adds the header "apicurio\.value\.contentId" by itself/,
  },
]) {
  test(`message documents with a registry: ${name}`, async (t) => {
    const registry = await FakeRegistry.start({ flavour: 'confluent' });
    t.after(() => registry.close());
    registry.add('billing', schema, { schemaId: 21 });
    registry.add('orders-value', schema, { schemaId: 22 });
    registry.add('other', '"string"', { schemaId: 23 });
    registry.add('orders-Order', schema, { schemaId: 24 });
    const setup = await start(t, { ...more, 'settings.json': JSON.stringify(settings) }, registry);
    const { status, lines } = await produceMessage(setup, message, ['--settings', 'settings.json']);
    if (error !== undefined) {
      assert.deepEqual([status, lines.length, setup.partition.batches], [1, 1, []]);
      expectText((JSON.parse(lines[0] ?? '') as { readonly error: string }).error, error);
      return;
    }
    assert.deepEqual([status, lines], [0, ['{"file":"-","line":1,"partition":0,"offset":0}']]);
    assert.deepEqual(stored(setup.partition), [[null, bytes]]);
  });
}

function expectText(text: string, expected: string | RegExp): void {
  if (typeof expected === 'string') assert.equal(text, expected);
  else assert.match(text, expected);
}

test('a dry run writes nothing', async (t) => {
  const { partition, fake, run } = await start(t, {});
  const { status, lines, errors } = await run([...bare, '--dry-run', '-'], '{"id":1}\n{"id":2}\n');
  assert.deepEqual([status, lines, partition.batches.length], [0, [], 0]);
  assert.equal(errors, '-: 2 records read, nothing written. All of it was read.\n');
  assert.equal(fake.requests.filter(({ api }) => api === 'Produce').length, 0);
});

for (const { name, args, message } of [
  { name: 'no file', args: ['--topic', 'orders'], message: 'Name a file, or - for the standard input.' },
  { name: 'no topic', args: ['-'], message: 'Name the topic by --topic.' },
  {
    name: 'an unknown framing',
    args: [...bare, '--framing', 'x', '-'],
    message: /^--framing does not know "x": it is one of confluent-prefix, /,
  },
  {
    name: 'a file of an unknown kind',
    args: [...bare, 'a.txt'],
    message: 'a.txt does not tell by its name what is in it: say it by --format.',
  },
  {
    name: 'no schema',
    args: ['--topic', 'orders', '-'],
    message: /^No schema is known for the values of orders: name it by --value-schema/,
  },
  { name: 'a rate that is none', args: [...bare, '--rate', '0', '-'], message: '--rate 0 is no whole number from 1 on.' },
]) {
  test(`called wrongly: ${name}`, async (t) => {
    const { run } = await start(t, {});
    await assert.rejects(run(args), (error) => {
      assert.ok(error instanceof Misuse);
      expectText(error.message, message);
      return true;
    });
  });
}

test('what cannot begin says why', async (t) => {
  const { run } = await start(t, {});
  const { status, errors } = await run(['--topic', 'nope', '--framing', 'json', '-'], '1');
  assert.equal(status, 2);
  assert.match(errors, /^avro-workbench: The topic nope does not exist on /);
});
