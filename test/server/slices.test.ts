import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancellationTokenSource, DocumentDiagnosticRequest, ResponseError } from 'vscode-languageserver/node';
import type { Slices } from '../../server/sharedWork.ts';
import type { Client, ClientOptions } from './harness.ts';
import { itemsOf, plainClient, startClient } from './harness.ts';

/** So many steps make a slice here. */
const stepsInSlice = 20;
const small = '["int","x.Y"]';

/** Some 2 MB: records with a reference, a default and a union each, and one type that there is none of. */
const large = `[${Array.from(
  { length: 10_000 },
  (_, index) =>
    `{"type":"record","name":"com.example.R${index}","doc":"The record of number ${index}, which is one of many.","fields":[` +
    `{"name":"before","type":["null","${index === 0 ? 'string' : `R${index - 1}`}"],"default":null},{"name":"n","type":"long","default":7}]}`,
).join(',\n')},"x.Y"]`;

interface Counting extends Slices {
  /** How many steps of work have been done. */
  readonly steps: () => number;
  /** The most steps without a pause. */
  readonly longest: () => number;
  /** Called at each pause, which ends when it does. */
  onPause: (pauses: number) => Promise<void>;
}

/** A text that no other sees, so that nobody but who asks for it makes the server look at it. */
const unseen = { uri: 'git:/large.avsc' };

/** Counts steps in place of milliseconds. */
function counting(): Counting {
  let [steps, sinceBreak, longest, pauses] = [0, 0, 0, 0];
  const slices: Counting = {
    sliceMs: stepsInSlice,
    now() {
      longest = Math.max(longest, sinceBreak++);
      return steps++;
    },
    async pause() {
      sinceBreak = 0;
      await new Promise((resolve) => setImmediate(resolve));
      await slices.onPause(++pauses);
      sinceBreak = 0;
    },
    steps: () => steps,
    longest: () => longest,
    onPause: () => Promise.resolve(),
  };
  return slices;
}

async function start(options: ClientOptions = {}): Promise<{ readonly client: Client; readonly slices: Counting }> {
  const slices = counting();
  return { client: await startClient({ slices, ...options }), slices };
}

/** Requests go through in order, so all that was sent before has arrived when this is answered. */
async function arrival(client: Client, uri: string): Promise<unknown> {
  return client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 8 } });
}

/** How many steps it takes to check the large text from the beginning to the end. */
async function stepsOfLarge(): Promise<number> {
  const { client, slices } = await start();
  await client.pull(client.open(large, unseen));
  await client.dispose();
  return slices.steps();
}

test('a schema of 2 MB is checked in slices', async (t) => {
  const { client, slices } = await start();
  t.after(() => client.dispose());
  assert.ok(large.length > 2_000_000);
  const items = itemsOf(await client.pull(client.open(large, unseen)));
  assert.deepEqual(
    items.map(({ code }) => code),
    ['unknown-type'],
  );
  // The last slice of the parsing and the first one of the checking have no pause between them.
  assert.ok(slices.longest() <= 2 * stepsInSlice, `${slices.longest()} steps without a pause`);
  assert.ok(slices.steps() > 20 * stepsInSlice, `${slices.steps()} steps`);
});

test('a newer keystroke stops the work for the text before, pulled and pushed', async (t) => {
  const whole = await stepsOfLarge();
  const { client, slices } = await start();
  t.after(() => client.dispose());
  const [uri, other] = [client.open(large, unseen), client.open(small, { uri: 'file:///b.avsc' })];
  let stepsAtEdit = 0;
  slices.onPause = async (pauses) => {
    if (pauses !== 3) return;
    client.edit(uri, { start: 1, end: 1, text: ' ' });
    await arrival(client, other);
    stepsAtEdit = slices.steps();
  };
  const answer = client.pull(uri);
  await assert.rejects(answer, (error) => error instanceof ResponseError && error.code === -32802);
  assert.equal(slices.steps(), stepsAtEdit);
  assert.ok(stepsAtEdit < whole / 2, `${stepsAtEdit} of ${whole} steps`);
  const items = itemsOf(await client.pull(uri));
  assert.deepEqual(
    items.map(({ range }) => client.offsetAt(uri, range.start)),
    [large.length - 5],
  );
  assert.ok(slices.steps() <= stepsAtEdit + whole + stepsInSlice, `${slices.steps()} steps`);
});

test('of texts that are pushed, the one that is overtaken while it is checked is checked no further', async (t) => {
  const whole = await stepsOfLarge();
  const { client, slices } = await start({ capabilities: plainClient });
  t.after(() => client.dispose());
  const [uri, other] = [client.open(large, unseen), client.open('"int"', { uri: 'file:///b.avsc' })];
  slices.onPause = async (pauses) => {
    if (pauses !== 3) return;
    client.edit(uri, { start: 1, end: 1, text: ' ' });
    await arrival(client, other);
  };
  await client.pushed((params) => params.uri === uri);
  assert.deepEqual(
    client.published.filter((params) => params.uri === uri).map(({ version }) => version),
    [2],
  );
  assert.ok(slices.steps() < whole * 1.5, `${slices.steps()} steps, and ${whole} for the whole`);
});

test('another document is answered while a large one is at work', async (t) => {
  const { client, slices } = await start();
  t.after(() => client.dispose());
  const [uri, other] = [client.open(large, unseen), client.open('{"type":"fixed","name":"F","size":8}', { uri: 'file:///b.avsc' })];
  const answers: unknown[] = [];
  slices.onPause = async (pauses) => {
    if (pauses === 1) answers.push(await arrival(client, other));
  };
  await client.pull(uri);
  assert.equal(answers.length, 1);
  assert.notEqual(answers[0], null);
});

test('a request that is cancelled stops the work, which is taken up again and not begun again', async (t) => {
  const whole = await stepsOfLarge();
  const { client, slices } = await start();
  t.after(() => client.dispose());
  const [uri, other] = [client.open(large, unseen), client.open(small, { uri: 'file:///b.avsc' })];
  const source = new CancellationTokenSource();
  slices.onPause = async (pauses) => {
    if (pauses !== 3) return;
    source.cancel();
    await arrival(client, other);
  };
  const answer = client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } }, source.token);
  await assert.rejects(answer, (error) => error instanceof ResponseError && error.code === -32800);
  const stepsAtCancel = slices.steps();
  assert.ok(stepsAtCancel < whole / 2, `${stepsAtCancel} of ${whole} steps`);
  await client.pull(uri);
  assert.ok(slices.steps() < whole + 2 * stepsInSlice, `${slices.steps()} steps, and ${whole} for the whole`);
});

test('one version is parsed and checked once, whoever asks how often', async (t) => {
  const whole = await stepsOfLarge();
  const { client, slices } = await start();
  t.after(() => client.dispose());
  const uri = client.open(large, unseen);
  await Promise.all([client.pull(uri), client.pull(uri), arrival(client, uri)]);
  await client.pull(uri);
  assert.ok(slices.steps() < whole + 2 * stepsInSlice, `${slices.steps()} steps, and ${whole} for the whole`);
});

test('a version is checked again when the settings change, or what another text defines', async (t) => {
  const settings = new Map<string, unknown>();
  const { client } = await start({ settings });
  t.after(() => client.dispose());
  const uri = client.open('["int","x.Y"]');
  const codes = async (): Promise<unknown[]> => itemsOf(await client.pull(uri)).map(({ code, severity }) => `${String(code)} ${severity}`);
  assert.deepEqual(await codes(), ['unknown-type 1']);
  settings.set('avroWorkbench.rules', { 'unknown-type': 'hint' });
  assert.deepEqual(await codes(), ['unknown-type 4']);
  const other = client.open('{"type":"fixed","name":"x.Y","size":8}', { uri: 'file:///schemas/y.avsc' });
  assert.deepEqual(await codes(), []);
  client.edit(other, { start: 25, end: 28, text: 'x.Z' });
  assert.deepEqual(await codes(), ['unknown-type 4']);
});
