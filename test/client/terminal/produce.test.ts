import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { splitBatches } from '../../../client/cluster/fetchedBatches.ts';
import { Misuse } from '../../../client/terminal/io.ts';
import { produce } from '../../../client/terminal/produce.ts';
import { FakeCluster, type FakePartition } from '../../fakes/kafkaCluster.ts';

// `avro-workbench produce` against a broker without a registry.

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

async function start(t: TestContext, files: Readonly<Record<string, string>>): Promise<Setup> {
  const folder = mkdtempSync(path.join(tmpdir(), 'avro-workbench-produce-'));
  const fake = await FakeCluster.start(1);
  t.after(async () => {
    await fake.stop();
    rmSync(folder, { recursive: true });
  });
  for (const [name, text] of Object.entries({ 'order.avsc': schema, ...files })) writeFileSync(path.join(folder, name), text);
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
      const status = await produce(args, io, { KAFKA_BROKERS: fake.addressOf(1) });
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
      if (typeof message === 'string') assert.equal(error.message, message);
      else assert.match(error.message, message);
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
