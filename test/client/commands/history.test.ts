import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderName, historyText, parseHistory } from '../../../client/commands/historyFiles.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';
import type { Answer } from '../../fakes/ui.ts';

const money = '{"type":"record","name":"Money","fields":[{"name":"amount","type":"long"}]}';
const first = '{ "type": "record", "name": "Order",\n  "fields": [{"name":"total","type":"Money"}]}';
const second = first.replace('}]}', '},{"name":"note","type":"string","default":""}]}');
const folder = 'file:///h';
const target = { kind: 'subject', connection: 'local', subject: 'orders-value' };

function source(): FakeRegistrySession {
  const session = new FakeRegistrySession({ level: 'BACKWARD' });
  session.add('other', '"int"');
  session.add('money', money);
  const references = [{ name: 'Money', subject: 'money', version: 1 }];
  session.add('orders-value', first, { references });
  session.add('orders-value', second, { references });
  session.levels.set('orders-value', 'FULL');
  return session;
}

function build(session: FakeRegistrySession, answers: readonly Answer[], options: FakeContextOptions = {}): FakeContext {
  const connections = { local: { brokers: ['a:1'], registry: { url: 'http://r' } } };
  return createFakeContext({ connections, registries: { local: session }, answers, ...options });
}

/** What importing writes, as files of the next test. */
async function imported(): Promise<Record<string, string>> {
  const { run, written } = build(source(), [{ folder }]);
  await run('importHistory', target);
  return Object.fromEntries(written);
}

test('import a history: texts as they are, what they refer to, and all that is needed to register them again', async () => {
  const { run, ui, written } = build(source(), [{ folder }]);
  await run('importHistory', target);
  assert.deepEqual(
    [...written.keys()],
    [
      `${folder}/orders-value/v1.avsc`,
      `${folder}/orders-value/v2.avsc`,
      `${folder}/orders-value/references/money/v1.avsc`,
      `${folder}/orders-value/subject.json`,
    ],
  );
  assert.equal(written.get(`${folder}/orders-value/v1.avsc`), first);
  assert.equal(written.get(`${folder}/orders-value/references/money/v1.avsc`), money);
  const history = parseHistory(written.get(`${folder}/orders-value/subject.json`) ?? '');
  assert.equal(history.level, 'FULL');
  assert.deepEqual(
    history.versions.map(({ version, schemaId, file, references }) => [version, schemaId, file, references.length]),
    [
      [1, 3, 'v1.avsc', 1],
      [2, 4, 'v2.avsc', 1],
    ],
  );
  assert.deepEqual(ui.notices, ['info: Imported 2 versions of orders-value. [Open Latest]']);
});

test('import a history: the latest version is opened where that is wanted', async () => {
  const { run, ui } = build(source(), [{ folder }, { button: 'Open Latest' }]);
  await run('importHistory', target);
  assert.deepEqual(
    ui.revealed.map(({ uri }) => uri),
    [`${folder}/orders-value/v2.avsc`],
  );
});

test('import a history: what is there already is not written again, and nothing is written over unasked', async () => {
  const files = await imported();
  const same = build(source(), [{ folder }], { files });
  await same.run('importHistory', target);
  assert.equal(same.written.size, 0);
  files[`${folder}/orders-value/v1.avsc`] = '"mine"';
  const kept = build(source(), [{ folder }, 'escape'], { files });
  await kept.run('importHistory', target);
  assert.equal(kept.written.size, 0);
  assert.deepEqual(kept.ui.notices, ['modal: Replace 1 file in orders-value? There is something else in v1.avsc.']);
  const replaced = build(source(), [{ folder }, { button: 'Replace' }], { files });
  await replaced.run('importHistory', target);
  assert.deepEqual([...replaced.written.keys()], [`${folder}/orders-value/v1.avsc`]);
});

test('import a history: a dialog that is closed, a cancelled fetch and a registry that is down write nothing', async () => {
  const closed = build(source(), ['escape']);
  await closed.run('importHistory', target);
  assert.deepEqual(closed.ui.notices, []);
  const cancelled = build(source(), [{ folder }]);
  cancelled.ui.cancelProgress = true;
  await cancelled.run('importHistory', target);
  assert.deepEqual(cancelled.ui.notices, []);
  const session = source();
  const down = build(session, [{ folder }]);
  session.fail('fetchVersions', new RegistryError('registry/unreachable', 'r refuses the connection.', { retriable: true }));
  await down.run('importHistory', target);
  assert.match(down.ui.notices[0] ?? '', /^error: Can't import the history of orders-value: r refuses the connection\./);
  for (const { written } of [closed, cancelled, down]) assert.equal(written.size, 0);
});

test('import a history: schemas that refer to each other in a circle come to an end', async () => {
  const session = new FakeRegistrySession();
  session.add('a', '"int"', { references: [{ name: 'b', subject: 'b', version: 1 }] });
  session.add('b', '"long"', { references: [{ name: 'a', subject: 'a', version: 1 }] });
  const { run, written } = build(session, [{ folder }]);
  await run('importHistory', { ...target, subject: 'a' });
  assert.ok(written.has(`${folder}/a/references/b/v1.avsc`));
});

const exporting = [{ folder: `${folder}/orders-value` }, { input: 'orders-value' }] as const;

test('export a history: references first, then the versions in their order, then the level', async () => {
  const session = new FakeRegistrySession({ level: 'NONE' });
  const { run, ui, events } = build(session, [...exporting, { button: 'Register' }], { files: await imported() });
  await run('exportHistory', { kind: 'registry', connection: 'local' });
  assert.deepEqual(
    session.calls.filter((call) => /^(?:register|setLevel)/.test(call)),
    ['register money', 'register orders-value', 'register orders-value', 'setLevel orders-value FULL'],
  );
  assert.deepEqual(ui.notices, [
    'modal: Register 2 versions under orders-value in the registry of local? orders-value is new.\nRegistered before them, where missing: money version 1.\nEach fits those before it (NONE).\nIts level is then set to FULL.',
    'info: Registered 2 versions of orders-value. [Open Version]',
  ]);
  assert.equal((await session.fetchVersion('orders-value', 2, new AbortController().signal)).text, second);
  assert.ok(events.includes('reveal local orders-value 2'));
});

test('export a history: what is there already is left alone, under the numbers that it has there', async () => {
  const session = new FakeRegistrySession({ level: 'NONE' });
  session.add('money', '"int"');
  session.add('money', money);
  session.add('orders-value', first, { references: [{ name: 'Money', subject: 'money', version: 2 }] });
  const { run } = build(session, [...exporting, { button: 'Register' }], { files: await imported() });
  session.levels.set('orders-value', 'NONE');
  await run('exportHistory');
  assert.deepEqual(
    session.calls.filter((call) => call.startsWith('register')),
    ['register orders-value'],
  );
  const latest = await session.fetchVersion('orders-value', 'latest', new AbortController().signal);
  assert.deepEqual(latest.referenceNames, [{ name: 'Money', subject: 'money', version: 2 }]);
  const again = build(session, [...exporting], { files: await imported() });
  await again.run('exportHistory');
  assert.deepEqual(again.ui.statuses, ['orders-value has all 2 versions already.']);
});

test('export a history: a registry that refuses one says what was registered before it', async () => {
  const session = new FakeRegistrySession({ level: 'NONE' });
  const { run, ui } = build(session, [...exporting, { button: 'Register' }], { files: await imported() });
  const register = session.register.bind(session);
  session.register = (request, signal) => {
    if (request.text === second) session.refuse.set('orders-value', 'it breaks readers');
    return register(request, signal);
  };
  await run('exportHistory');
  assert.match(
    ui.notices.at(-1) ?? '',
    /^error: Registered money version 1 and orders-value version 1; not orders-value version 2: the registry refuses/,
  );
});

test('export a history: nothing is written where the summary is refused', async () => {
  const session = new FakeRegistrySession({ level: 'NONE' });
  const { run } = build(session, [...exporting, 'escape'], { files: await imported() });
  await run('exportHistory');
  assert.ok(!session.calls.some((call) => /^(?:register|setLevel)/.test(call)));
});

for (const { name, files, notice } of [
  { name: 'without a list', files: {}, notice: /the folder has no subject\.json\. Choose a folder that/ },
  { name: 'with a list that is no JSON', files: { 'subject.json': '{' }, notice: /subject\.json is no JSON\./ },
  { name: 'without a subject', files: { 'subject.json': '{}' }, notice: /it names no "subject"\./ },
  {
    name: 'that leads out of itself',
    files: { 'subject.json': '{"subject":"s","versions":[{"version":1,"file":"../../secret.avsc"}]}' },
    notice: /the "file" of version 1 is no path within the folder\./,
  },
  {
    name: 'with a file that is missing',
    files: { 'subject.json': '{"subject":"s","versions":[{"version":1,"file":"v1.avsc"}]}' },
    notice: /the folder has no v1\.avsc\./,
  },
  {
    name: 'of another kind of schema',
    files: { 'subject.json': '{"subject":"s","versions":[{"version":1,"file":"v1.proto","schemaType":"PROTOBUF"}]}', 'v1.proto': '' },
    notice: /Version 1 is a schema of PROTOBUF, not of Avro\./,
  },
]) {
  test(`export a history: a folder ${name}`, async () => {
    const session = new FakeRegistrySession();
    const inFolder = Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
    const { run, ui } = build(session, [{ folder }], { files: inFolder });
    await run('exportHistory');
    assert.match(ui.notices[0] ?? '', notice);
    assert.deepEqual(session.calls, []);
  });
}

for (const { subject, name } of [
  { subject: 'orders-value', name: 'orders-value' },
  { subject: 'a/b%c:d', name: 'a%2Fb%25c%3Ad' },
  { subject: ':.prod:x', name: '%3A.prod%3Ax' },
  { subject: '..', name: '.%2E' },
  { subject: 'what*?', name: 'what%2A%3F' },
]) {
  test(`the folder of ${subject}`, () => {
    assert.equal(folderName(subject), name);
  });
}

test('a list of versions is read as it was written', () => {
  const history = {
    subject: ':.prod:a/b',
    level: 'FULL_TRANSITIVE',
    versions: [{ version: 3, schemaId: 0, guid: 'g', schemaType: undefined, file: 'v3.avsc', references: [] }],
    references: [],
  } as const;
  assert.deepEqual(parseHistory(historyText(history)), history);
});

test('export a history: a version that breaks those before it is named before anything is written', async () => {
  const breaking = '{"type":"record","name":"R","fields":[{"name":"id","type":"int"}]}';
  const history = {
    subject: 's',
    level: undefined,
    versions: [1, 2].map((version) => ({
      version,
      schemaId: version,
      guid: undefined,
      schemaType: undefined,
      file: `v${version}.avsc`,
      references: [],
    })),
    references: [],
  };
  const files = {
    [`${folder}/subject.json`]: historyText(history),
    [`${folder}/v1.avsc`]: '{"type":"record","name":"R","fields":[]}',
    [`${folder}/v2.avsc`]: breaking,
  };
  const { run, ui } = build(new FakeRegistrySession({ level: 'BACKWARD' }), [{ folder }, { input: 's' }, 'escape'], { files });
  await run('exportHistory');
  assert.match(ui.notices[0] ?? '', /s is new\.\nVersion 2 may be refused: Can't read 1 thing of s .*\(BACKWARD\)\.$/);
});
