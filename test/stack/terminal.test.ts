import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createLocalSession } from '../../client/cluster/localSession.ts';
import type { PartToSend } from '../../client/cluster/session.ts';
import { createTopic, never, plainConnection } from './stack.ts';

// `avro-workbench peek` and `decode` as they are bundled, each in a process of its own, against a real cluster.

const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-terminal-'));
const cli = path.join(scratch, 'cli.js');
const connection = plainConnection();
const session = createLocalSession(connection);
const environment = { KAFKA_BROKERS: connection.brokers.join(','), SCHEMA_REGISTRY_URL: connection.registry?.url ?? '' };
let topic: string;
/** Of frames alone. */
let plain: string;
let schemaId: number;

const schema = JSON.stringify({
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'status', type: 'string' },
  ],
});

async function prepare(t: TestContext): Promise<void> {
  const entry = (file: string): string => fileURLToPath(new URL(`../../client/${file}`, import.meta.url));
  await build({
    entryPoints: { cli: entry('terminal/background.ts'), worker: entry('terminal/background.ts') },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    outdir: scratch,
    logLevel: 'silent',
  });
  topic = await createTopic(t, { partitions: 2, configuration: { 'retention.ms': '-1' } });
  ({ schemaId } = await session.register(`${topic}-value`, schema, never));
  plain = await createTopic(t);
  await session.register(`${plain}-value`, schema, never);
  await session.send({ topic: plain, key: { kind: 'null' }, value: order(1n, 'PAID'), headers: [] }, never);
  for (let index = 0; index < 6; index++) {
    await send(
      { kind: 'bytes', bytes: Buffer.from(`k-${index}`) },
      order(9_007_199_254_740_993n + BigInt(index), index % 2 === 0 ? 'PAID' : 'NEW'),
      index,
    );
  }
}
after(async () => {
  await session.close();
  rmSync(scratch, { recursive: true, force: true });
});

function order(id: bigint, status: string): PartToSend {
  const json = `{"id": ${id}, "status": "${status}"}`;
  return { kind: 'avro', json, schema: { text: schema, references: [], label: 'order' }, framing: { kind: 'confluent-prefix', schemaId } };
}

const firstMs = Date.UTC(2026, 0, 2, 3, 4, 5);

async function send(key: PartToSend, value: PartToSend, index: number): Promise<void> {
  await session.send({ topic, key, value, headers: [], partition: index % 2, timestampMs: firstMs + index * 1000 }, never);
}

interface Outcome {
  readonly status: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = environment): ChildProcess & { outcome: Promise<Outcome> } {
  const child = spawn(process.execPath, [cli, ...args], { cwd: scratch, env: { PATH: process.env['PATH'], ...env }, stdio: 'pipe' });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const outcome = new Promise<Outcome>((resolve) => {
    child.on('close', (status) => resolve({ status, lines: output.split('\n').filter((line) => line !== ''), errors }));
  });
  return Object.assign(child, { outcome });
}

async function run(...args: readonly string[]): Promise<Outcome> {
  return start(args).outcome;
}

const ids = (lines: readonly string[]): string[] => lines.map((line) => /"id":(\d+)/.exec(line)?.[1] ?? line);
const all = [3, 4, 5, 6, 7, 8].map((digit) => `900719925474099${digit}`);

/** Each is run once the topic has its records. */
const checks: { readonly name: string; readonly run: () => Promise<void> }[] = [];
const check = (name: string, run: () => Promise<void>): void => void checks.push({ name, run });

check('peek: the newest records as lines of JSON, oldest first, every digit of a long', async () => {
  const { status, lines, errors } = await run('peek', topic);
  assert.deepEqual(ids(lines), all, errors);
  assert.equal(
    lines[0],
    `{"partition":0,"offset":0,"timestamp":"2026-01-02T03:04:05.000Z","key":"k-0","value":{"id":9007199254740993,"status":"PAID"},"headers":[]}`,
  );
  assert.match(errors, /^6 records printed, \d+ bytes fetched\. Reached the end of the topic\.\n$|^6 records printed, .* fetched\. /);
  assert.equal(status, 0);
});

for (const { name, args, expected } of [
  { name: 'the newest two', args: ['--newest', '2'], expected: all.slice(-2) },
  { name: 'a filter', args: ['--filter', 'value.status == "NEW"'], expected: [all[1], all[3], all[5]] },
  {
    name: 'a filter with a regular expression',
    args: ['--all', '--partitions', '0', '--filter', 'value.status.matches("^P")'],
    expected: [all[0], all[2], all[4]],
  },
  { name: 'some partitions', args: ['--partitions', '1'], expected: [all[1], all[3], all[5]] },
  { name: 'an offset of one partition', args: ['--offset', '1/1', '--partitions', '1'], expected: [all[3], all[5]] },
  {
    name: 'from a time up to another',
    args: ['--since', '2026-01-02T03:04:07Z', '--until', '2026-01-02T03:04:10Z', '--partitions', '0'],
    expected: [all[2], all[4]],
  },
  { name: 'the newest one that matches', args: ['--filter', 'value.status == "NEW"', '--count', '1'], expected: [all[5]] },
]) {
  check(`peek: ${name}`, async () => {
    const { status, lines, errors } = await run('peek', topic, '--quiet', ...args);
    assert.deepEqual(ids(lines), expected, errors);
    assert.equal(errors, '');
    assert.equal(status, 0);
  });
}

check('peek: a connection out of client.properties, a projection onto a schema file, and masks of the settings', async () => {
  writeFileSync(
    path.join(scratch, 'client.properties'),
    `bootstrap.servers=${environment.KAFKA_BROKERS}\nschema.registry.url=${environment.SCHEMA_REGISTRY_URL}\n`,
  );
  writeFileSync(path.join(scratch, 'reader.avsc'), '{"type":"record","name":"Order","fields":[{"name":"status","type":"string"}]}');
  writeFileSync(path.join(scratch, 'settings.json'), JSON.stringify({ 'avroWorkbench.masks': { [topic]: ['value.status'] } }));
  const args = [
    'peek',
    topic,
    '--newest',
    '1',
    '--config',
    'client.properties',
    '--value-reader',
    'reader.avsc',
    '--settings',
    'settings.json',
    '-q',
  ];
  const { status, lines, errors } = await start(args, {}).outcome;
  assert.match(lines[0] ?? errors, /"value":\{"status":"•••"\}/);
  assert.equal(status, 0);
});

check('peek: live until it is interrupted', async () => {
  const child = start(['peek', topic, '--live', '--newest', '1']);
  let seen = '';
  await new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes(all[5] ?? '')) resolve();
    });
  });
  await send({ kind: 'null' }, { kind: 'bytes', bytes: Buffer.from('not framed') }, 7);
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (seen.includes('not framed')) resolve();
    };
    child.stdout?.on('data', look);
    look();
  });
  child.kill('SIGINT');
  const { status, errors } = await child.outcome;
  assert.match(errors, /^2 records printed, .* fetched\. Cancelled\.\n$/);
  assert.equal(status, 0);
});

check('peek: what cannot be read is said, and so is a mistake', async () => {
  const unknown = await run('peek', `${topic}-unknown`);
  assert.equal(unknown.status, 2);
  assert.match(unknown.errors, /^avro-workbench: The topic \S+ does not exist/);
  const mistake = await run('peek', topic, '--filter', 'value.status ==');
  assert.equal(mistake.status, 2);
  assert.match(mistake.errors, /^avro-workbench: --filter has a mistake at character \d+: /);
  const nowhere = await start(['peek', topic], {}).outcome;
  assert.equal(
    nowhere.errors,
    'avro-workbench: Name the brokers by --brokers, --config or KAFKA_BROKERS. See avro-workbench peek --help.\n',
  );
});

check('peek: whoever reads no further ends it', async () => {
  const child = start(['peek', topic, '--live', '--all']);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  child.stdout?.destroy();
  // A program learns that nobody reads by writing.
  await send({ kind: 'null' }, order(1n, 'NEW'), 8);
  await send({ kind: 'null' }, order(2n, 'NEW'), 9);
  assert.equal((await child.outcome).status, 0);
});

check('decode: hex of the arguments, base64 in lines, raw bytes of the standard input', async () => {
  const framed = Buffer.concat([Buffer.from([0, 0, 0, 0, 0]), Buffer.from('02084e455721', 'hex')]);
  framed.writeUInt32BE(schemaId, 1);
  const json = '{"id":1,"status":"NEW!"}';
  const one = await run('decode', '--topic', topic, framed.toString('hex'));
  assert.deepEqual([one.lines, one.status], [[json], 0], one.errors);
  assert.match(
    one.errors,
    new RegExp(`^Confluent prefix, schema id ${schemaId} is ${topic}-value v1\\. All 11 bytes read, none left\\.\n$`),
  );

  const lines = start(['decode', '--topic', topic, '--lines', '-q']);
  lines.stdin?.end(`${framed.toString('base64')}\n\n${framed.subarray(0, 7).toString('hex')}\n`);
  const outcome = await lines.outcome;
  assert.equal(outcome.lines[0], json);
  assert.match(outcome.lines[1] ?? '', /^"hex:/);
  assert.equal(outcome.status, 1);

  const raw = start(['decode', '--topic', topic, '--raw', '-q']);
  raw.stdin?.end(framed);
  assert.deepEqual((await raw.outcome).lines, [json]);
});

check('decode: bare bytes with a schema file', async () => {
  writeFileSync(path.join(scratch, 'order.avsc'), schema);
  const { status, lines, errors } = await start(['decode', '--value-schema', 'order.avsc', '--value-framing', 'bare', '02084e455721'], {})
    .outcome;
  assert.deepEqual(lines, ['{"id":1,"status":"NEW!"}'], errors);
  assert.match(errors, /by your choice/);
  assert.equal(status, 0);
});

check('diagnose: a report without contents, and 1 once another framing has come', async () => {
  const { status, lines, errors } = await run('diagnose', plain, '--json');
  assert.equal(status, 0, errors);
  const text = lines.join('\n');
  const report = JSON.parse(text) as { readonly contents: boolean; readonly value: { readonly state: string; readonly headline: string } };
  assert.deepEqual([report.contents, report.value.state], [false, 'one']);
  assert.match(report.value.headline, /^Values are Confluent-framed throughout/);
  assert.doesNotMatch(text, /PAID/);
  const bare = { kind: 'avro', json: '{"id": 2, "status": "NEW"}', schema: { text: schema, references: [], label: 'order' } } as const;
  await session.send({ topic: plain, key: { kind: 'null' }, value: { ...bare, framing: { kind: 'bare' } }, headers: [] }, never);
  const changed = await run('diagnose', plain, '--samples', '30');
  assert.equal(changed.status, 1, changed.errors);
  assert.match(changed.lines.join('\n'), /Values are bare Avro since .*before that Confluent/);
  const wrong = await run('diagnose', 'no-such-topic');
  assert.equal(wrong.status, 2);
  assert.match(wrong.errors, /no-such-topic does not exist/);
  assert.match((await run('diagnose', '--help')).lines.join('\n'), /Exit status: 0 keys and values are framed in one way each/);
});

test('at a terminal', async (t) => {
  await prepare(t);
  for (const { name, run: runCheck } of checks) await t.test(name, runCheck);
});
