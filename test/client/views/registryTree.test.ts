import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RegistryError } from '../../../shared/errors.ts';
import type { CompareResult } from '../../../shared/protocol.ts';
import type { SchemaRequests } from '../../../client/schemaRequests.ts';
import type { NodeItem } from '../../../client/views/nodeItem.ts';
import type { RegistryNode } from '../../../client/views/registryNodes.ts';
import { createRegistryTree, type RegistryTree, type TreeArrangement } from '../../../client/views/registryTree.ts';
import { createFakeRegistries, type FakeRegistries } from '../../fakes/registries.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';

const { signal } = new AbortController();
const order = '{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"id","type":"long"}]}';
const money = '{"type":"record","name":"Money","namespace":"com.acme","fields":[]}';
const down = new RegistryError('registry/unreachable', 'localhost:8081 refuses the connection.', {
  retriable: true,
  remedy: 'Check the address.',
});

interface Options extends Partial<TreeArrangement> {
  readonly readOnly?: boolean;
  readonly trusted?: boolean;
  /** URIs of the files that define a type, by its fullname. */
  readonly files?: Readonly<Record<string, readonly string[]>>;
  /** What is said of a comparison with a file, by its URI. */
  readonly summaries?: Readonly<Record<string, string>>;
}

interface Built {
  readonly tree: RegistryTree;
  readonly registries: FakeRegistries;
  readonly bugs: unknown[];
  /** What was to be shown anew, each as the labels of its nodes, or "all". */
  readonly redrawn: string[];
  /** What the language server was asked. */
  readonly compared: string[];
}

function build(session: FakeRegistrySession, options: Options = {}): Built {
  const registries = createFakeRegistries({ local: session }, { readOnly: options.readOnly === true ? ['local'] : [], now: () => 42 });
  const bugs: unknown[] = [];
  const compared: string[] = [];
  const languageServer: Pick<SchemaRequests, 'definingFiles' | 'compare'> = {
    definingFiles: ({ fullnames }) => {
      compared.push(`definingFiles ${fullnames.join(' ')}`);
      const found = fullnames.flatMap((name) => (options.files?.[name] === undefined ? [] : [[name, options.files[name]] as const]));
      return Promise.resolve(Object.fromEntries(found));
    },
    compare: ({ right }): Promise<CompareResult> => {
      const uri = 'uri' in right ? right.uri : '';
      compared.push(`compare ${uri}`);
      return Promise.resolve({ ok: true, differences: [], backward: [], forward: [], losses: [], summary: options.summaries?.[uri] ?? '' });
    },
  };
  const tree = createRegistryTree({
    registries,
    languageServer,
    isTrusted: () => options.trusted ?? true,
    hostOf: () => 'localhost:8081',
    toClock: (ms) => `clock ${ms}`,
    onBug: (error) => bugs.push(error),
    arrangement: {
      filter: options.filter ?? '',
      isGrouped: options.isGrouped ?? false,
      showsDeleted: options.showsDeleted ?? false,
    },
  });
  const redrawn: string[] = [];
  tree.onDidChange((nodes) => redrawn.push(nodes === undefined ? 'all' : nodes.map((node) => tree.item(node).label).join(' ')));
  return { tree, registries, bugs, redrawn, compared };
}

/** A registry with what most tests need. */
function usual(): FakeRegistrySession {
  const session = new FakeRegistrySession({ level: 'BACKWARD', product: 'Some Registry', mode: 'READWRITE' });
  session.add('money', money);
  session.add('orders-value', order);
  session.add('orders-value', order.replace('long', 'string'), { references: [{ name: 'com.acme.Money', subject: 'money', version: 1 }] });
  session.add('orders-key', '"string"');
  session.add('gone-value', '"int"', { isDeleted: true });
  session.levels.set('orders-value', 'FULL_TRANSITIVE');
  return session;
}

/** The children once they are there, and what is known of them in the background. */
async function below(tree: RegistryTree, parent?: RegistryNode): Promise<readonly RegistryNode[]> {
  let nodes = await tree.children(parent);
  while (nodes[0]?.kind === 'waiting') {
    await settled();
    nodes = await tree.children(parent);
  }
  await settled();
  return nodes;
}

/** All that needs no timer has come to its end. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
}

function line({ icon, label, description }: NodeItem): string {
  return [`$(${icon})`, label, description].filter((part) => part !== '').join(' ');
}

async function lines(tree: RegistryTree, parent?: RegistryNode): Promise<string[]> {
  return (await below(tree, parent)).map((node) => line(tree.item(node)));
}

async function root(tree: RegistryTree): Promise<RegistryNode> {
  const [node] = await tree.children(undefined);
  assert.ok(node);
  return node;
}

/** The node at the end of a path of labels. */
async function at(tree: RegistryTree, ...labels: readonly string[]): Promise<RegistryNode> {
  let node = await root(tree);
  for (const label of labels) {
    const children = await below(tree, node);
    const found = children.find((child) => tree.item(child).label === label);
    assert.ok(found, `${label} is not among ${children.map((child) => tree.item(child).label).join(', ')}`);
    node = found;
  }
  return node;
}

test('registry tree: registries, subjects, versions, references; nothing is asked before a registry is expanded', async () => {
  const session = usual();
  const { tree, registries } = build(session);
  assert.deepEqual(await lines(tree), ['$(database) local localhost:8081']);
  assert.deepEqual(await tree.tooltip(await root(tree), signal), ['local', 'Address: localhost:8081']);
  assert.deepEqual(registries.opened, []);
  assert.deepEqual(await lines(tree, await root(tree)), [
    '$(symbol-interface) money v1 BACKWARD',
    '$(symbol-interface) orders-key v1 BACKWARD',
    '$(symbol-interface) orders-value v2 FULL_TRANSITIVE',
  ]);
  assert.deepEqual(await lines(tree), ['$(database) local localhost:8081, BACKWARD']);
  assert.deepEqual(await lines(tree, await at(tree, 'orders-value')), [
    '$(git-commit) Version 2 schema id 3, 1 reference',
    '$(git-commit) Version 1 schema id 2',
  ]);
  const version = await at(tree, 'orders-value', 'Version 2');
  assert.deepEqual(await lines(tree, version), ['$(references) com.acme.Money money v1']);
  const [first] = await tree.children(await at(tree, 'orders-value', 'Version 1'));
  assert.equal(first, undefined);
  assert.equal(tree.item(await at(tree, 'orders-value', 'Version 1')).canExpand, false);
  assert.equal(tree.item(version).onClick, 'openVersion');
});

test('registry tree: only an expansion may ask for a secret', async () => {
  const { tree, registries } = build(usual());
  await below(tree, await root(tree));
  registries.opened.splice(1);
  assert.deepEqual(registries.opened, ['local (ask)']);
  await registries.refresh();
  await below(tree, await root(tree));
  assert.ok(!registries.opened.slice(1).includes('local (ask)'));
  tree.refresh();
  await below(tree, await root(tree));
  assert.ok(registries.opened.slice(1).includes('local (ask)'));
});

for (const { name, options, registry, subject, version } of [
  { name: 'writable', options: {}, registry: 'registry+writable', subject: 'subject+writable+value', version: 'version+latest+writable' },
  { name: 'read-only', options: { readOnly: true }, registry: 'registry', subject: 'subject+value', version: 'version+latest' },
  { name: 'not trusted', options: { trusted: false }, registry: 'registry', subject: 'subject+value', version: 'version+latest' },
]) {
  test(`registry tree: what the menus go by, ${name}`, async () => {
    const { tree } = build(usual(), options);
    assert.equal(tree.item(await root(tree)).contextValue, registry);
    assert.equal(tree.item(await at(tree, 'orders-value')).contextValue, subject);
    assert.equal(tree.item(await at(tree, 'orders-key')).contextValue, subject.replace('value', 'key'));
    assert.equal(tree.item(await at(tree, 'money')).contextValue, subject.replace('+value', ''));
    assert.equal(tree.item(await at(tree, 'orders-value', 'Version 2')).contextValue, version);
    assert.equal(tree.item(await at(tree, 'orders-value', 'Version 1')).contextValue, version.replace('+latest', ''));
  });
}

test('registry tree: deleted subjects and versions are shown on demand, and nothing is asked of a deleted subject', async () => {
  const session = usual();
  session.add('orders-key', '"bytes"', { isDeleted: true });
  const { tree } = build(session);
  assert.ok(!(await lines(tree, await root(tree))).some((text) => text.includes('deleted')));
  tree.arrange({ showsDeleted: true });
  assert.ok((await lines(tree, await root(tree))).includes('$(trash) gone-value deleted'));
  const gone = await at(tree, 'gone-value');
  assert.equal(tree.item(gone).contextValue, 'subject+writable+value+deleted');
  assert.deepEqual(tree.item(gone).tooltip, ['gone-value', 'Soft-deleted: readers can still use its schema id.']);
  assert.ok(!session.calls.some((call) => call.startsWith('fetch') && call.includes('gone-value')));
  const [deleted, latest] = await below(tree, await at(tree, 'orders-key'));
  assert.ok(deleted && latest);
  assert.equal(line(tree.item(deleted)), '$(trash) Version 2 deleted');
  assert.equal(tree.item(deleted).contextValue, 'version+deleted+writable');
  assert.equal(tree.item(latest).contextValue, 'version+latest+writable');
  tree.arrange({ showsDeleted: false });
  assert.ok(!(await lines(tree, await root(tree))).some((text) => text.includes('deleted')));
});

test('registry tree: subjects stand as people count, those of a context in it, odd names as they are', async () => {
  const session = new FakeRegistrySession();
  for (const subject of ['a10', 'a9', 'B1', ':.prod:orders-value', ':.prod:clicks-value', 'a/b%c:d', ':.:plain', '.', 'a009'])
    session.add(subject, '"int"');
  const { tree } = build(session);
  const labels = (await below(tree, await root(tree))).map((node) => tree.item(node).label);
  assert.deepEqual(labels, ['.prod', '.', 'a/b%c:d', 'a009', 'a9', 'a10', 'B1', 'plain']);
  const context = await at(tree, '.prod');
  assert.equal(line(tree.item(context)), '$(symbol-namespace) .prod 2 subjects');
  const [clicks] = await below(tree, context);
  assert.ok(clicks?.kind === 'subject');
  assert.equal(clicks.subject, ':.prod:clicks-value');
  assert.equal(tree.parent(clicks), context);
});

test('registry tree: grouped by topic', async () => {
  const session = usual();
  session.add('orders-com.acme.Order', order);
  session.add('orders-2024.v1', '"int"');
  session.add('my-orders-value', '"int"');
  const { tree } = build(session, { isGrouped: true });
  assert.deepEqual(await lines(tree, await root(tree)), [
    '$(list-flat) my-orders 1 subject',
    '$(list-flat) orders 3 subjects',
    '$(symbol-interface) money v1 BACKWARD',
    '$(symbol-interface) orders-2024.v1 v1 BACKWARD',
  ]);
  const group = await at(tree, 'orders');
  assert.equal(tree.item(group).contextValue, 'subjectGroup');
  assert.deepEqual(
    (await below(tree, group)).map((node) => tree.item(node).label),
    ['orders-com.acme.Order', 'orders-key', 'orders-value'],
  );
  tree.arrange({ isGrouped: false });
  assert.equal((await below(tree, await root(tree))).length, 6);
});

test('registry tree: what is filtered, in any case; what the filter leaves out says so', async () => {
  const { tree, redrawn } = build(usual());
  await below(tree, await root(tree));
  redrawn.length = 0;
  tree.arrange({ filter: 'ORDERS-v' });
  assert.deepEqual(redrawn, ['all']);
  assert.deepEqual(await lines(tree, await root(tree)), ['$(symbol-interface) orders-value v2 FULL_TRANSITIVE']);
  tree.arrange({ filter: 'ordr' });
  assert.deepEqual(await lines(tree, await root(tree)), ['$(info) No subject contains "ordr".', '$(clear-all) Clear Filter']);
  assert.equal(tree.item(await at(tree, 'Clear Filter')).onClick, 'clearSubjectFilter');
});

for (const { name, options, shown } of [
  { name: '', options: {}, shown: ['$(info) The registry has no subjects.', '$(cloud-upload) Register Schema…'] },
  { name: ', which is read-only', options: { readOnly: true }, shown: ['$(info) The registry has no subjects.'] },
]) {
  test(`registry tree: an empty registry${name}`, async () => {
    const { tree } = build(new FakeRegistrySession(), options);
    assert.deepEqual(await lines(tree, await root(tree)), shown);
  });
}

test('registry tree: while a registry is waited for, a child says so', async () => {
  const session = usual();
  const release = session.hang('listSubjects');
  const { tree } = build(session);
  const registry = await root(tree);
  const shown = async (): Promise<string[]> => (await tree.children(registry)).map((node) => line(tree.item(node)));
  assert.deepEqual(await shown(), ['$(loading~spin) Asking the registry…']);
  release();
  assert.equal((await below(tree, registry)).length, 3);
});

for (const { name, error } of [
  { name: 'is down', error: down },
  { name: 'lets nobody in', error: new RegistryError('registry/unauthorized', 'The registry does not let you in.', { status: 401 }) },
  { name: 'is a web page', error: new RegistryError('registry/malformed-answer', 'What answers is no schema registry.', { status: 200 }) },
]) {
  test(`registry tree: a registry that ${name} is a child that says so and can be tried again`, async () => {
    const session = usual();
    session.fail('all', error);
    const { tree, bugs } = build(session);
    const failure = await at(tree, error.message);
    const { contextValue, tooltip, isError } = tree.item(failure);
    assert.deepEqual(
      { contextValue, tooltip, isError },
      { contextValue: 'error+retry', tooltip: [error.message, ...(error.remedy === undefined ? [] : [error.remedy])], isError: true },
    );
    const asked = session.calls.length;
    await below(tree, await root(tree));
    assert.equal(session.calls.length, asked);
    session.fail('all', undefined);
    tree.refresh({ connection: 'local' });
    assert.equal((await below(tree, await root(tree))).length, 3);
    assert.deepEqual(bugs, []);
  });
}

test('registry tree: a registry that fails once its subjects are shown goes on with them, and says since when', async () => {
  const session = usual();
  const { tree, registries } = build(session);
  const registry = await root(tree);
  await below(tree, registry);
  registries.setState('local', { kind: 'failed', error: down, lastAnsweredMs: 7 });
  assert.equal((await below(tree, registry)).length, 3);
  assert.equal(line(tree.item(registry)), '$(warning) local localhost:8081, BACKWARD, as of clock 7');
  assert.deepEqual(await tree.tooltip(registry, signal), [
    'local',
    'Address: http://localhost:8081',
    'Product: Some Registry',
    'Level: BACKWARD',
    'Mode: READWRITE',
    'localhost:8081 refuses the connection.',
    'The registry has not answered since clock 7.',
  ]);
});

test('registry tree: a secret that is not given leaves the registry collapsed and unasked', async () => {
  const { tree, registries } = build(usual());
  const registry = await root(tree);
  const before = tree.item(registry).id;
  registries.failToOpen('local', new DOMException('Cancelled.', 'AbortError'));
  await tree.children(registry);
  await settled();
  assert.notEqual(tree.item(registry).id, before);
  registries.failToOpen('local', undefined);
  assert.equal((await below(tree, registry)).length, 3);
  assert.deepEqual(
    registries.opened.filter((name) => name.endsWith('(ask)')),
    ['local (ask)', 'local (ask)'],
  );
});

test("registry tree: a subject whose versions can't be listed says so below itself", async () => {
  const session = usual();
  const { tree } = build(session);
  const subject = await at(tree, 'orders-value');
  session.fail('listVersions', new RegistryError('registry/subject-not-found', 'It is gone.', { status: 404 }));
  const failure = await at(tree, 'orders-value', 'It is gone.');
  assert.ok(failure.kind === 'error');
  assert.equal(failure.subject, 'orders-value');
  session.fail('listVersions', undefined);
  tree.refresh({ connection: 'local', subject: 'orders-value' });
  assert.equal((await below(tree, subject)).length, 2);
});

test("registry tree: what can't be told of one subject spoils no other", async () => {
  const session = usual();
  const { tree } = build(session);
  session.fail('fetchLevel', new RegistryError('registry/refused', 'You may not see it.', { status: 403 }));
  assert.deepEqual(await lines(tree, await root(tree)), [
    '$(symbol-interface) money v1',
    '$(symbol-interface) orders-key v1',
    '$(symbol-interface) orders-value v2',
  ]);
});

test('registry tree: a bug of ours is told to the log and is a child, not a throw', async () => {
  const session = usual();
  const bug = new TypeError('x is not a function');
  session.fail('listSubjects', bug);
  const { tree, bugs } = build(session);
  assert.deepEqual(await lines(tree, await root(tree)), ['$(error) x is not a function']);
  assert.ok(bugs.includes(bug));
});

test('registry tree: 20,000 subjects are asked for once, none by itself, and no level is long', async () => {
  const session = new FakeRegistrySession();
  const listed = Array.from({ length: 20_000 }, (_none, index) => ({ subject: `topic-${index}-value`, isDeleted: false }));
  session.listSubjects = () => {
    session.calls.push('listSubjects');
    return Promise.resolve(listed);
  };
  const { tree } = build(session);
  const ranges = await below(tree, await root(tree));
  assert.equal(ranges.length, 40);
  assert.equal(
    line(tree.item(await at(tree, 'topic-0-value … topic-499-value'))),
    '$(folder) topic-0-value … topic-499-value 500 subjects',
  );
  assert.equal((await below(tree, ranges[1])).length, 500);
  assert.equal(new Set(ranges.map((node) => tree.item(node).id)).size, 40);
  assert.deepEqual(session.calls, ['listSubjects', 'describe']);
  tree.arrange({ isGrouped: true });
  assert.equal((await below(tree, await root(tree))).length, 40);
  tree.arrange({ filter: 'topic-1999' });
  assert.equal((await below(tree, await root(tree))).length, 11);
  const found = await tree.find('local', 'topic-19998-value');
  assert.ok(found?.kind === 'subject');
  assert.deepEqual(
    session.calls.filter((call) => call.startsWith('list')),
    ['listSubjects'],
  );
});

test('registry tree: what nobody looks at is not asked for; what is looked at is', async () => {
  const session = new FakeRegistrySession({ level: 'FULL' });
  for (let index = 0; index < 101; index++) session.add(`s${index}`, '"int"');
  const { tree } = build(session);
  const nodes = await below(tree, await root(tree));
  assert.ok(!session.calls.some((call) => call.startsWith('fetch')));
  const [first, second] = nodes;
  assert.ok(first && second);
  tree.look([first]);
  await settled();
  assert.equal(line(tree.item(first)), '$(symbol-interface) s0 v1 FULL');
  assert.deepEqual(await tree.tooltip(second, signal), ['s1', 'Level: FULL (global)', 'Versions: 1, the latest is 1']);
  assert.equal(line(tree.item(second)), '$(symbol-interface) s1 v1 FULL');
});

test('registry tree: of 500 versions the newest are described, the others when they are looked at', async () => {
  const session = new FakeRegistrySession();
  for (let index = 1; index <= 500; index++) session.add('s', `{"type":"fixed","name":"F","size":${index}}`);
  const { tree } = build(session);
  const versions = await below(tree, await at(tree, 's'));
  assert.equal(versions.length, 500);
  assert.equal(session.calls.filter((call) => /^fetchVersion s \d/.test(call)).length, 20);
  const last = versions.at(-1);
  assert.ok(last);
  assert.equal(line(tree.item(last)), '$(git-commit) Version 1');
  assert.deepEqual(await tree.tooltip(last, signal), [
    's version 1',
    'Schema id: 1',
    'GUID: 00000000-0000-4000-8000-000000000001',
    'Size: 36 bytes',
  ]);
  assert.equal(line(tree.item(last)), '$(git-commit) Version 1 schema id 1');
});

test('registry tree: tooltips of a subject and of a version with references', async () => {
  const { tree } = build(usual());
  assert.deepEqual(await tree.tooltip(await at(tree, 'orders-value'), signal), [
    'orders-value',
    'Type: com.acme.Order',
    'Level: FULL_TRANSITIVE (own)',
    'Mode: READWRITE',
    'Versions: 2, the latest is 2',
  ]);
  assert.equal(
    (await tree.tooltip(await at(tree, 'orders-value', 'Version 2'), signal))?.at(-1),
    'Refers to com.acme.Money: money version 1',
  );
});

const file = 'file:///w/orders.avsc';

test('registry tree: a subject that differs from its file says so, until the file is as it is', async () => {
  const summaries: Record<string, string> = { [file]: '+1 field' };
  const { tree, compared, redrawn } = build(usual(), { files: { 'com.acme.Order': [file] }, summaries });
  const subject = await at(tree, 'orders-value');
  assert.equal(line(tree.item(subject)), '$(symbol-interface) orders-value v2 FULL_TRANSITIVE, differs from orders.avsc: +1 field');
  assert.equal(tree.item(subject).contextValue, 'subject+writable+drift+value');
  assert.deepEqual(compared, ['definingFiles com.acme.Money com.acme.Order', `compare ${file}`]);
  redrawn.length = 0;
  await tree.filesChanged();
  assert.deepEqual(redrawn, []);
  summaries[file] = '';
  await tree.filesChanged();
  assert.deepEqual(redrawn, ['orders-value']);
  assert.equal(tree.item(subject).contextValue, 'subject+writable+value');
});

test('registry tree: of several files that define a type one that is the same is enough', async () => {
  const { tree } = build(usual(), {
    files: { 'com.acme.Order': [file, 'file:///w/copy.avsc'] },
    summaries: { [file]: '+1 field', 'file:///w/copy.avsc': '' },
  });
  assert.equal(line(tree.item(await at(tree, 'orders-value'))), '$(symbol-interface) orders-value v2 FULL_TRANSITIVE');
});

test('registry tree: what was written is shown, and ids stay, so that what is expanded stays so', async () => {
  const session = usual();
  const { tree, redrawn } = build(session);
  const registry = await root(tree);
  const subject = await at(tree, 'orders-value');
  await below(tree, subject);
  const before = (await below(tree, registry)).map((node) => tree.item(node).id);
  redrawn.length = 0;
  await session.register({ subject: 'orders-value', text: '"int"', references: [], normalize: false }, signal);
  assert.equal(redrawn[0], 'local');
  const found = await tree.find('local', 'orders-value', 3);
  assert.ok(found);
  assert.equal(tree.item(found).contextValue, 'version+latest+writable');
  assert.equal(tree.parent(found), subject);
  assert.deepEqual(
    (await below(tree, registry)).map((node) => tree.item(node).id),
    before,
  );
  assert.equal(line(tree.item(subject)), '$(symbol-interface) orders-value v3 FULL_TRANSITIVE');
});

test('registry tree: the global level that was set is shown of all', async () => {
  const session = usual();
  const { tree } = build(session);
  await below(tree, await root(tree));
  await session.setLevel(undefined, 'FORWARD', signal);
  assert.deepEqual(await lines(tree, await root(tree)), [
    '$(symbol-interface) money v1 FORWARD',
    '$(symbol-interface) orders-key v1 FORWARD',
    '$(symbol-interface) orders-value v2 FULL_TRANSITIVE',
  ]);
  assert.deepEqual(await lines(tree), ['$(database) local localhost:8081, FORWARD']);
});

test('registry tree: what is not shown is not found', async () => {
  const session = usual();
  const { tree } = build(session, { filter: 'money' });
  assert.equal(await tree.find('local', 'orders-value'), undefined);
  assert.equal(await tree.find('local', 'money', 9), undefined);
  session.fail('all', down);
  tree.refresh();
  assert.equal(await tree.find('local', 'money'), undefined);
});

test('registry tree: the view asks again after each event, and the registry is still asked once', async () => {
  const session = usual();
  const { tree } = build(session);
  const registry = await root(tree);
  tree.onDidChange((nodes) => {
    for (const node of nodes ?? [registry]) void tree.children(node);
  });
  await Promise.all([below(tree, registry), below(tree, registry)]);
  assert.equal(session.calls.filter((call) => call.startsWith('listSubjects')).length, 1);
  assert.equal(session.calls.filter((call) => call === 'fetchVersion orders-value latest').length, 1);
});
