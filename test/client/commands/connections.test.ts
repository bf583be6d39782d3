import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KafkaError } from '../../../shared/errors.ts';
import type { ConnectionReport, Stage, StageReport } from '../../../client/cluster/session.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';
import type { Answer } from '../../fakes/ui.ts';

const stages: readonly Stage[] = ['name-resolution', 'tcp', 'tls', 'authentication', 'metadata', 'registry'];

/** A test that passes, or stops at one stage. */
function report(failsAt?: Stage, message = 'It does not answer.', remedy?: string): ConnectionReport {
  const reports: StageReport[] = [];
  for (const stage of stages) {
    const failed = stage === failsAt;
    reports.push({
      stage,
      outcome: failed ? 'failed' : 'passed',
      message: failed ? message : 'Fine.',
      remedy: failed ? remedy : undefined,
      durationMs: 3,
    });
    if (failed) break;
  }
  return { ok: failsAt === undefined, stages: reports };
}

function adding(answers: readonly Answer[], options: FakeContextOptions & { readonly reports?: ConnectionReport[] } = {}): FakeContext {
  const reports = [...(options.reports ?? [])];
  const session = (): FakeSession =>
    new FakeSession({
      test: (onStage) => {
        const result = reports.shift() ?? report();
        for (const stage of result.stages) onStage({ ...stage, outcome: 'running', message: `Trying ${stage.stage}…` });
        return Promise.resolve(result);
      },
      listTopics: () => Promise.resolve([]),
    });
  return createFakeContext({ session, answers, ...options });
}

const pem = (label: string): string => `-----BEGIN ${label}-----\nAAAA\n`;
const files = {
  'ca.pem': pem('CERTIFICATE'),
  'cert.pem': pem('CERTIFICATE'),
  'key.pem': pem('PRIVATE KEY'),
  'locked.pem': pem('ENCRYPTED PRIVATE KEY'),
};
const plain: Answer[] = [{ input: 'local' }, { input: 'localhost:9092' }, { pick: 'Plaintext' }, { input: '' }, { pick: 'Read and Write' }];

for (const { name, answers, stored, secrets = [] } of [
  { name: 'plaintext', answers: plain, stored: { brokers: ['localhost:9092'], security: 'PLAINTEXT' } },
  {
    name: 'several brokers, read-only, with an open registry',
    answers: [
      { input: ' local ' },
      { input: 'a:1, b:2' },
      { pick: 'Plaintext' },
      { input: 'http://localhost:8080/apis/ccompat/v7' },
      { pick: 'Open' },
      { pick: 'Read Only' },
    ],
    stored: {
      brokers: ['a:1', 'b:2'],
      security: 'PLAINTEXT',
      registry: { url: 'http://localhost:8080/apis/ccompat/v7' },
      readOnly: true,
    },
  },
  {
    name: 'TLS with an own authority',
    answers: [{ input: 'local' }, { input: 'a:1' }, { pick: 'TLS' }, { input: 'ca.pem' }, { input: '' }, { pick: 'Read and Write' }],
    stored: { brokers: ['a:1'], security: 'SSL', ssl: { ca: 'ca.pem' } },
  },
  {
    name: "TLS with the system's authorities",
    answers: [{ input: 'local' }, { input: 'a:1' }, { pick: 'TLS' }, { input: '' }, { input: '' }, { pick: 'Read and Write' }],
    stored: { brokers: ['a:1'], security: 'SSL' },
  },
  {
    name: 'mTLS with a key that has a passphrase',
    answers: [
      { input: 'local' },
      { input: 'a:1' },
      { pick: 'Mutual TLS (mTLS)' },
      { input: 'ca.pem' },
      { input: 'cert.pem' },
      { input: 'locked.pem' },
      { input: 'geheim' },
      { input: '' },
      { pick: 'Read and Write' },
    ],
    stored: { brokers: ['a:1'], security: 'SSL', ssl: { ca: 'ca.pem', cert: 'cert.pem', key: 'locked.pem' } },
    secrets: ['keyPassphrase'],
  },
  ...(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const).flatMap((mechanism) =>
    (['SASL_SSL', 'SASL_PLAINTEXT'] as const).map((security) => ({
      name: `${mechanism} ${security}`,
      answers: [
        { input: 'local' },
        { input: 'a:1' },
        { pick: `${mechanism === 'PLAIN' ? 'SASL PLAIN' : mechanism} ${security === 'SASL_SSL' ? 'over TLS' : 'without TLS'}` },
        ...(security === 'SASL_SSL' ? [{ input: '' }] : []),
        { input: 'svc' },
        { input: 'geheim' },
        { input: '' },
        { pick: 'Read and Write' },
      ],
      stored: { brokers: ['a:1'], security, sasl: { mechanism, username: 'svc' } },
      secrets: ['saslPassword'],
    })),
  ),
  {
    name: 'a registry with a user',
    answers: [
      ...plain.slice(0, 3),
      { input: 'https://r.example' },
      { pick: 'User Name and Password' },
      { input: 'u' },
      { input: 'geheim' },
      { pick: 'Read and Write' },
    ],
    stored: { brokers: ['localhost:9092'], security: 'PLAINTEXT', registry: { url: 'https://r.example', auth: 'basic', username: 'u' } },
    secrets: ['registryPassword'],
  },
  {
    name: 'a registry with a token',
    answers: [...plain.slice(0, 3), { input: 'https://r.example' }, { pick: 'Token' }, { input: 'geheim' }, { pick: 'Read and Write' }],
    stored: { brokers: ['localhost:9092'], security: 'PLAINTEXT', registry: { url: 'https://r.example', auth: 'bearer' } },
    secrets: ['registryToken'],
  },
] satisfies { name: string; answers: Answer[]; stored: object; secrets?: string[] }[]) {
  test(`add connection: ${name}`, async () => {
    const { ui, store, run, context, secretStore, logged } = adding(answers, { files });
    await run('addConnection');
    assert.deepEqual(ui.unused, []);
    assert.deepEqual(store.scopes.user, { local: stored });
    assert.equal(context.connections.active(), 'local');
    assert.equal(context.sessions.state('local').kind, 'connected');
    assert.deepEqual(
      [...secretStore.keys()],
      secrets.map((kind) => JSON.stringify(['local', kind])),
    );
    const told = JSON.stringify([store.scopes, logged, ui.notices, ui.asked, ui.prompts, ui.progressed]);
    assert.doesNotMatch(told, /geheim/);
  });
}

test('add connection: each question says where it stands; passwords are hidden', async () => {
  const { ui, run } = adding([
    { input: 'local' },
    { input: 'a:1' },
    { pick: 'SCRAM-SHA-512 over TLS' },
    { input: '' },
    { input: 'svc' },
    { input: 'geheim' },
    { input: 'http://r' },
    { pick: 'Token' },
    { input: 'geheim' },
    { pick: 'Read and Write' },
  ]);
  await run('addConnection');
  assert.deepEqual(ui.asked, [
    'input Add Connection 1/5',
    'input Add Connection 2/5 <',
    'pick Add Connection 3/5 <',
    'input Add Connection 4/8 <',
    'input Add Connection 5/8 <',
    'password Password of svc on local 6/8 <',
    'input Add Connection 7/8 <',
    'pick Add Connection 8/9 <',
    'password Token for the Registry of local 9/10 <',
    'pick Add Connection 10/10 <',
  ]);
  assert.ok(
    ui.prompts.includes('A proof of it goes to a:1 over TLS, never the password itself.') && ui.prompts.includes('It goes to http://r.'),
  );
});

test('add connection: Back asks the step before again, and what was said stays', async () => {
  const { run, store } = adding([
    { input: 'local' },
    { input: 'a:1' },
    'back',
    'back',
    { input: 'other' },
    { input: 'b:2' },
    ...plain.slice(2),
  ]);
  await run('addConnection');
  assert.deepEqual(store.scopes.user, { other: { brokers: ['b:2'], security: 'PLAINTEXT' } });
});

test("add connection: what can't be right is refused where it is typed", async () => {
  const { ui, run } = adding(
    [
      { input: '' },
      { input: 'known' },
      { input: 'local' },
      { input: 'localhost' },
      { input: 'localhost:9092' },
      { pick: 'Mutual TLS (mTLS)' },
      { input: 'gone.pem' },
      { input: 'notes.txt' },
      { input: 'ca.pem' },
      { input: '' },
      { input: 'cert.pem' },
      { input: 'key.pem' },
      { input: 'r.example' },
      { input: 'https://u:geheim@r.example' },
      { input: '' },
      { pick: 'Read Only' },
    ],
    { connections: { known: { brokers: ['a:1'] } }, files: { ...files, 'notes.txt': 'hello' } },
  );
  await run('addConnection');
  assert.deepEqual(
    ui.notices.filter((notice) => notice.startsWith('refused: ')),
    [
      'refused: A connection needs a name.',
      'refused: There is already a connection "known".',
      'refused: The broker "localhost" is not host:port, such as "localhost:9092".',
      "refused: This file can't be read.",
      'refused: This is no PEM file: no line in it begins with "-----BEGIN".',
      'refused: This file is needed.',
      "refused: The registry's address begins with http:// or https://.",
      "refused: The registry's address must not hold a user name or a password: those are asked for and kept apart.",
    ],
  );
});

test('add connection: giving up anywhere stores nothing', async () => {
  for (let length = 0; length < plain.length; length++) {
    const { run, store, secretStore, ui } = adding([...plain.slice(0, length), 'escape']);
    await run('addConnection');
    assert.deepEqual([store.scopes.user, secretStore.size, ui.notices], [undefined, 0, []]);
  }
});

for (const { stage, message, asksAgain } of [
  {
    stage: 'name-resolution',
    message: "Can't connect to local (name resolution): it does not answer. Look.",
    asksAgain: 'input Add Connection 2/5 <',
  },
  { stage: 'tcp', message: "Can't connect to local (TCP): it does not answer. Look.", asksAgain: 'input Add Connection 2/5 <' },
  { stage: 'tls', message: "Can't connect to local (TLS): it does not answer. Look.", asksAgain: 'pick Add Connection 3/5 <' },
  {
    stage: 'authentication',
    message: "Can't connect to local (authentication): it does not answer. Look.",
    asksAgain: 'pick Add Connection 3/5 <',
  },
  { stage: 'metadata', message: "Can't connect to local (metadata): it does not answer. Look.", asksAgain: 'input Add Connection 2/5 <' },
  {
    stage: 'registry',
    message: 'local works, but its registry does not: it does not answer. Look.',
    asksAgain: 'input Add Connection 4/5 <',
  },
] satisfies { stage: Stage; message: string; asksAgain: string }[]) {
  test(`add connection: a test that fails at ${stage} says so, and editing begins where it is put right`, async () => {
    const { ui, run, store, logged } = adding([...plain, { button: 'Edit' }, 'escape'], {
      reports: [report(stage, 'It does not answer.', 'Look.')],
    });
    await run('addConnection');
    assert.deepEqual(ui.notices, [`error: ${message} [Edit] [Save Anyway]`]);
    assert.equal(ui.asked.at(-1), asksAgain);
    assert.equal(store.scopes.user, undefined);
    assert.match(logged.join('\n'), /failed after 3 ms\. It does not answer\./);
  });
}

test('add connection: after editing it is tried again', async () => {
  const { run, store, ui } = adding(
    [...plain, { button: 'Edit' }, { input: 'localhost:9093' }, { pick: 'Plaintext' }, { input: '' }, { pick: 'Read and Write' }],
    { reports: [report('tcp')] },
  );
  await run('addConnection');
  assert.deepEqual(store.scopes.user, { local: { brokers: ['localhost:9093'], security: 'PLAINTEXT' } });
  assert.ok(ui.notices.at(-1)?.startsWith('info: Connected to local.'));
});

test('add connection: Save Anyway stores it and connects to nothing; closing the message stores nothing', async () => {
  const saved = adding([...plain, { button: 'Save Anyway' }], { reports: [report('tcp')] });
  await saved.run('addConnection');
  assert.deepEqual(Object.keys(saved.store.scopes.user ?? {}), ['local']);
  assert.equal(saved.context.sessions.state('local').kind, 'disconnected');
  const closed = adding([...plain, 'close'], { reports: [report('tcp')] });
  await closed.run('addConnection');
  assert.equal(closed.store.scopes.user, undefined);
});

test('add connection: a test that is cancelled can still be saved', async () => {
  const session = (): FakeSession => new FakeSession({ test: (_onStage, signal) => Promise.reject(signal.reason as Error) });
  const { run, store, ui } = adding([...plain, { button: 'Save Anyway' }], { session });
  ui.cancelProgress = true;
  await run('addConnection');
  assert.match(ui.notices[0] ?? '', /^error: The test of local was cancelled/);
  assert.deepEqual(Object.keys(store.scopes.user ?? {}), ['local']);
});

test('add connection: the progress names each stage', async () => {
  const { run, ui } = adding(plain);
  await run('addConnection');
  assert.deepEqual(ui.progressed, ['Testing local', ...stages.map((stage) => `Trying ${stage}…`), 'Connecting to local']);
});

const prod = {
  brokers: ['a:1'],
  security: 'SASL_SSL',
  sasl: { mechanism: 'SCRAM-SHA-512', username: 'svc' },
  registry: { url: 'https://r.example', auth: 'basic', username: 'u' },
};
const editAll: Answer[] = [
  { input: 'prod' },
  { input: 'a:1' },
  { pick: 'SCRAM-SHA-512 over TLS' },
  { input: '' },
  { input: 'svc' },
  { input: '' },
  { input: 'https://r.example' },
  { pick: 'User Name and Password' },
  { input: 'u' },
  { input: '' },
  { pick: 'Read Only' },
];

test('edit connection: answers and secrets are kept where nothing else is entered', async () => {
  const { run, store, context, started } = adding(editAll, { connections: { prod } });
  const settings = context.connections.find('prod')?.settings;
  assert.ok(settings);
  await context.secrets.store(settings, 'saslPassword', 'one');
  await context.secrets.store(settings, 'registryPassword', 'two');
  await run('editConnection', { connection: 'prod' });
  assert.deepEqual(store.scopes.user, { prod: { ...prod, readOnly: true } });
  const tested = started[0]?.connection;
  assert.equal(tested?.sasl?.password, 'one');
  assert.deepEqual(tested.registry?.auth, { type: 'basic', username: 'u', password: 'two' });
});

test('edit connection: a secret that was given for other settings must be entered again', async () => {
  const { run, ui, context, store } = adding(
    [...editAll.slice(0, 5), { input: '' }, { input: 'neu' }, { input: '' }, { pick: 'Read Only' }],
    {
      connections: { prod: { ...prod, registry: undefined } },
    },
  );
  const settings = context.connections.find('prod')?.settings;
  assert.ok(settings);
  await context.secrets.store({ ...settings, brokers: ['elsewhere:1'] }, 'saslPassword', 'one');
  await run('editConnection', { connection: 'prod' });
  assert.deepEqual(ui.notices.slice(0, 1), ['refused: It is needed.']);
  assert.ok(store.scopes.user);
});

test("edit connection: settings that can't be understood are opened as text", async () => {
  const { run, events } = adding([{ pick: 'bad' }], { connections: { bad: {} } });
  await run('editConnection');
  assert.deepEqual(events, ['openSettings connections']);
});

test('remove connection: after a question, with its session and its secrets', async () => {
  const fake = adding([{ pick: 'prod' }, { button: 'Remove' }], { connections: { prod, other: { brokers: ['a:1'] } } });
  const settings = fake.context.connections.find('prod')?.settings;
  assert.ok(settings);
  for (const kind of ['saslPassword', 'registryPassword'] as const) await fake.context.secrets.store(settings, kind, 'x');
  await fake.context.sessions.connect('prod', new AbortController().signal);
  await fake.run('removeConnection');
  assert.deepEqual(Object.keys(fake.store.scopes.user ?? {}), ['other']);
  assert.equal(fake.secretStore.size, 0);
  assert.equal(fake.started[0]?.session.closed, true);
});

test('remove connection: without an answer everything stays', async () => {
  const { run, store } = adding(['escape'], { connections: { prod } });
  await run('removeConnection', { connection: 'prod' });
  assert.deepEqual(store.scopes.user, { prod });
});

test('select connection: the choice is active; read-only ones are marked, invalid ones are not offered', async () => {
  const connections = { alpha: { brokers: ['a:1'] }, beta: { brokers: ['b:2'], readOnly: true }, bad: {} };
  const { run, context, ui } = adding([{ pick: 'beta' }], { connections });
  await run('selectConnection');
  assert.equal(context.connections.active(), 'beta');
  assert.deepEqual(ui.offered, [['alpha', 'beta']]);
});

test('commands that need a connection say how to get one', async () => {
  for (const id of ['editConnection', 'removeConnection', 'selectConnection', 'connect']) {
    const { run, ui } = adding([]);
    await run(id);
    assert.match(ui.notices[0] ?? '', /: there is no connection yet\. Use Avro: Add Connection…\./, id);
  }
});

const unreachable = new KafkaError('kafka/unreachable', 'a:1 refuses the connection.', { remedy: 'Look.' });
const refusing = (): FakeSession => new FakeSession({ listTopics: () => Promise.reject(unreachable) });

test('connect: the connection is opened, and expanded in the view', async () => {
  const { run, context, events } = adding([{ pick: 'local' }], { connections: { local: { brokers: ['a:1'] } } });
  await run('connect');
  assert.equal(context.sessions.state('local').kind, 'connected');
  assert.deepEqual(events, ['expand local']);
});

for (const { viewVisible, notices } of [
  { viewVisible: false, notices: ["error: Can't connect to local: a:1 refuses the connection. Look. [Edit Connection…] [Show Output]"] },
  { viewVisible: true, notices: [] },
]) {
  test(`connect: a failure is told ${viewVisible ? 'in the view alone' : "by a message where the view can't be seen"}`, async () => {
    const { run, ui, logged } = adding([], { connections: { local: { brokers: ['a:1'] } }, session: refusing, viewVisible });
    await run('connect', { connection: 'local' });
    assert.deepEqual(ui.notices, notices);
    assert.deepEqual(logged, ["Can't connect to local: a:1 refuses the connection. Look."]);
  });
}

test('disconnect: the one that is open, or the one that was chosen', async () => {
  const connections = { alpha: { brokers: ['a:1'] }, beta: { brokers: ['b:2'] } };
  const { run, context, ui } = adding([], { connections });
  const { signal } = new AbortController();
  await run('disconnect');
  assert.match(ui.notices[0] ?? '', /: no connection is open\./);
  await context.sessions.connect('alpha', signal);
  await run('disconnect');
  assert.equal(context.sessions.state('alpha').kind, 'disconnected');
  await context.sessions.connect('alpha', signal);
  await context.sessions.connect('beta', signal);
  ui.answer({ pick: 'beta' });
  await run('disconnect');
  assert.equal(context.sessions.state('beta').kind, 'disconnected');
  await run('cancelConnectItem', { connection: 'alpha' });
  assert.equal(context.sessions.state('alpha').kind, 'disconnected');
});

test('forget secrets: of one connection or of all, also where it is gone from the settings', async () => {
  const fake = adding([], { connections: { prod } });
  const settings = fake.context.connections.find('prod')?.settings;
  assert.ok(settings);
  const fill = async (): Promise<void> => {
    for (const name of ['prod', 'gone']) await fake.context.secrets.store({ ...settings, name }, 'saslPassword', 'x');
  };
  await fill();
  fake.ui.answer({ pick: 'gone' }, { button: 'Forget' });
  await fake.run('forgetSecrets');
  assert.deepEqual([...fake.secretStore.keys()], [JSON.stringify(['prod', 'saslPassword'])]);
  await fill();
  fake.ui.answer({ pick: 'All' }, 'escape');
  await fake.run('forgetSecrets');
  assert.equal(fake.secretStore.size, 2);
  fake.ui.answer({ pick: 'All' }, { button: 'Forget' });
  await fake.run('forgetSecrets');
  assert.equal(fake.secretStore.size, 0);
  await fake.run('forgetSecrets');
  assert.match(fake.ui.notices.at(-1) ?? '', /: no secrets are stored\./);
});

test('small commands do what they say', async () => {
  const { run, events, ui } = adding([]);
  await run('refreshClusters');
  await run('retryItem', { kind: 'error', connection: 'local', topic: 'orders' });
  await run('retryItem', { kind: 'error', connection: 'local', topic: undefined });
  await run('showOutput');
  await run('restartServer');
  assert.deepEqual(events, ['refresh', 'refresh local orders', 'refresh local', 'showOutput', 'restart']);
  await run('copyName', { kind: 'topic', connection: 'local', topic: 'orders' });
  assert.equal(ui.clipboard, 'orders');
  await run('copyName', { kind: 'connection', connection: 'local' });
  assert.equal(ui.clipboard, 'local');
});
