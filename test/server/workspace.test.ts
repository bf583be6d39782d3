import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { FileChangeType } from 'vscode-languageserver/node';
import type { ClientCapabilities, Location } from 'vscode-languageserver/node';
import { toFileUri } from '../../server/fileUris.ts';
import { processSlices } from '../../server/sharedWork.ts';
import type { Client, ClientOptions } from './harness.ts';
import { itemsOf, plainClient, pullingClient, startClient } from './harness.ts';

/** What VS Code says of files and folders. */
const watchingClient: ClientCapabilities = {
  ...pullingClient,
  workspace: { ...pullingClient.workspace, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } },
};

const enumOf = (name: string, ...symbols: string[]): string => JSON.stringify({ type: 'enum', name, symbols });
const recordOf = (name: string, ...types: unknown[]): string =>
  JSON.stringify({ type: 'record', name, fields: types.map((type, index) => ({ name: `f${index}`, type })) });

/** A folder on disk that is gone after the test. */
class Folder {
  readonly root: string;
  readonly uri: string;

  constructor(context: TestContext, files: Readonly<Record<string, string>> = {}) {
    this.root = mkdtempSync(path.join(tmpdir(), 'avro workbench+'));
    this.uri = toFileUri(this.root);
    context.after(() => rmSync(this.root, { recursive: true, force: true }));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  /** @returns the file's URI */
  write(name: string, text: string): string {
    const file = path.join(this.root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return this.uriOf(name);
  }

  uriOf(name: string): string {
    return toFileUri(path.join(this.root, name));
  }
}

async function start(context: TestContext, folders: readonly Pick<Folder, 'uri'>[], options: ClientOptions = {}): Promise<Client> {
  const client = await startClient({ capabilities: watchingClient, folders: folders.map(({ uri }) => uri), ...options });
  context.after(async () => {
    await client.request('shutdown', undefined);
    await client.dispose();
    assert.deepEqual(client.errors, [], 'no bug has been logged');
  });
  return client;
}

/** Opens a text that uses types as fields, and says where each of them is defined: the files' names, or `-`. */
class Probe {
  readonly #client: Client;
  readonly #text: string;
  readonly uri: string;

  constructor(client: Client, types: readonly string[], uri = 'untitled:probe') {
    this.#client = client;
    this.#text = recordOf('Probe', ...types);
    this.uri = client.open(this.#text, { uri });
  }

  async find(type: string): Promise<string> {
    const position = this.#client.positionAt(this.uri, this.#text.indexOf(`"${type}"`) + 1);
    const found = await this.#client.request<Location | Location[] | null>('textDocument/definition', {
      textDocument: { uri: this.uri },
      position,
    });
    const all = found === null ? [] : Array.isArray(found) ? found : [found];
    return all.map(({ uri }) => decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1))).join(' ') || '-';
  }
}

/** A file may be read again meanwhile. */
async function untilFound(probe: Probe, type: string): Promise<void> {
  let found = '-';
  while (found === '-') found = await probe.find(type);
}

function tell(client: Client, ...changes: (readonly [uri: string, type: FileChangeType])[]): void {
  void client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: changes.map(([uri, type]) => ({ uri, type })) });
}

const problemsOf = async (client: Client, uri: string): Promise<string[]> =>
  itemsOf(await client.pull(uri)).map(({ message }) => (typeof message === 'string' ? message : message.value));

test('workspace: finds what files define, at any depth, in every folder, of schemas and protocols', async (context) => {
  const [one, other] = [
    new Folder(context, { 'a.avsc': recordOf('n.A', enumOf('n.Inner')), 'deep/er/b.AVSC': enumOf('B') }),
    new Folder(context, {
      'p.avpr': JSON.stringify({ protocol: 'P', namespace: 'p', types: [{ type: 'fixed', name: 'F', size: 1 }] }),
      'c.json': enumOf('C'),
    }),
  ];
  const client = await start(context, [one, other]);
  const probe = new Probe(client, ['n.A', 'B', 'p.F', 'C']);
  assert.equal(await probe.find('n.A'), 'a.avsc');
  assert.equal(await probe.find('B'), 'b.AVSC');
  assert.equal(await probe.find('p.F'), 'p.avpr');
  assert.equal(await probe.find('C'), '-');
  assert.deepEqual(await problemsOf(client, probe.uri), ['"C" is not a type.']);
});

test('workspace: leaves out what the setting says, hidden folders, and what can’t be read; follows links but not in circles', async (context) => {
  const folder = new Folder(context, {
    'node_modules/a.avsc': enumOf('A'),
    'x/target/b.avsc': enumOf('B'),
    '.git/c.avsc': enumOf('C'),
    'x/.hidden.avsc': enumOf('D'),
    'real/e.avsc': enumOf('E'),
    'broken.avsc': '{"type":"enum","name":"G","symbols":[',
    'empty.avsc': '',
  });
  const elsewhere = new Folder(context, { 'f.avsc': enumOf('F') });
  mkdirSync(path.join(folder.root, 'folder.avsc'));
  symlinkSync(folder.root, path.join(folder.root, 'real/loop'));
  symlinkSync(path.join(folder.root, 'real'), path.join(folder.root, 'again'));
  symlinkSync(elsewhere.root, path.join(folder.root, 'linked'));
  symlinkSync(path.join(folder.root, 'nowhere'), path.join(folder.root, 'dangling.avsc'));
  const client = await start(context, [folder]);
  const probe = new Probe(client, ['A', 'B', 'C', 'D', 'E', 'F', 'G']);
  for (const [type, found] of Object.entries({ A: '-', B: '-', C: '-', D: '-', E: 'e.avsc', F: 'f.avsc', G: 'broken.avsc' })) {
    assert.equal(await probe.find(type), found, type);
  }
});

test('workspace: a changed setting is followed', async (context) => {
  const folder = new Folder(context, { 'a/a.avsc': enumOf('A'), 'target/b.avsc': enumOf('B') });
  const settings = new Map<string, unknown>();
  const client = await start(context, [folder], { settings });
  const probe = new Probe(client, ['A', 'B']);
  assert.deepEqual([await probe.find('A'), await probe.find('B')], ['a.avsc', '-']);
  settings.set('avroWorkbench.index.exclude', ['a/**']);
  const before = client.refreshes();
  void client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  // Once for the settings, and once when the files have been looked at again.
  await client.until(() => client.refreshes() >= before + 2);
  assert.deepEqual([await probe.find('A'), await probe.find('B')], ['-', 'b.avsc']);
});

test('workspace: what is open goes before what is saved, and what is saved counts again when it is closed', async (context) => {
  const folder = new Folder(context, { 'a.avsc': enumOf('Saved') });
  const client = await start(context, [folder]);
  const probe = new Probe(client, ['Saved', 'Typed']);
  assert.equal(await probe.find('Saved'), 'a.avsc');
  const uri = client.open(enumOf('Typed'), { uri: folder.uriOf('a.avsc') });
  assert.deepEqual([await probe.find('Saved'), await probe.find('Typed')], ['-', 'a.avsc']);
  // Once for all files, and once for what has been opened; on a busy machine for both at once.
  await client.until(() => client.refreshes() >= 1);
  folder.write('a.avsc', enumOf('Other'));
  tell(client, [uri, FileChangeType.Changed]);
  assert.deepEqual([await probe.find('Saved'), await probe.find('Typed')], ['-', 'a.avsc']);
  folder.write('a.avsc', enumOf('Saved'));
  client.closeDocument(uri);
  await untilFound(probe, 'Saved');
  assert.deepEqual([await probe.find('Saved'), await probe.find('Typed')], ['a.avsc', '-']);
});

test('workspace: another spelling of a file’s URI means the same file', async (context) => {
  const folder = new Folder(context, { 'a b(1).avsc': enumOf('A'), 'p.avsc': '' });
  const client = await start(context, [folder]);
  const probe = new Probe(client, ['A'], folder.uriOf('p.avsc').replaceAll('%2B', '+'));
  assert.equal(await probe.find('A'), 'a b(1).avsc');
  client.open(enumOf('A'), { uri: folder.uriOf('a b(1).avsc').replaceAll('%2B', '+').replace('%28', '(') });
  assert.equal(await probe.find('A'), 'a b(1).avsc', 'found once');
  assert.deepEqual(await problemsOf(client, probe.uri), []);
});

test('workspace: a version of a file from elsewhere defines nothing, and a text without a file does', async (context) => {
  const folder = new Folder(context, { 'a.avsc': enumOf('A') });
  const client = await start(context, [folder]);
  client.open(enumOf('A', 'OLD'), { uri: `git:${folder.uriOf('a.avsc').slice('file://'.length)}?HEAD` });
  client.open(enumOf('B'), { uri: 'untitled:Untitled-1' });
  const probe = new Probe(client, ['A', 'B'], 'untitled:Untitled-2');
  assert.deepEqual([await probe.find('A'), await probe.find('B')], ['a.avsc', 'Untitled-1'.replace(/^/, 'untitled:')]);
});

test('workspace: files that come, change, go and move are followed, folders too', async (context) => {
  const folder = new Folder(context, { 'x/a.avsc': enumOf('A'), 'x/y/b.avsc': enumOf('B'), 'xa.avsc': enumOf('C') });
  const client = await start(context, [folder]);
  const probe = new Probe(client, ['A', 'B', 'C', 'D']);
  const where = async (): Promise<string[]> => [await probe.find('A'), await probe.find('B'), await probe.find('C'), await probe.find('D')];
  const after = async (...changes: Parameters<typeof tell>[1][]): Promise<string[]> => {
    const before = client.refreshes();
    tell(client, ...changes);
    await client.until(() => client.refreshes() > before);
    return where();
  };
  assert.deepEqual(await where(), ['a.avsc', 'b.avsc', 'xa.avsc', '-']);
  const uri = folder.write('new/d.avsc', enumOf('D'));
  assert.deepEqual(await after([uri, FileChangeType.Created]), ['a.avsc', 'b.avsc', 'xa.avsc', 'd.avsc']);
  folder.write('new/d.avsc', enumOf('E'));
  assert.deepEqual(await after([uri, FileChangeType.Changed]), ['a.avsc', 'b.avsc', 'xa.avsc', '-']);
  renameSync(path.join(folder.root, 'xa.avsc'), path.join(folder.root, 'd.avsc'));
  const moved = [folder.uriOf('xa.avsc'), folder.uriOf('d.avsc')] as const;
  assert.deepEqual(await after([moved[0], FileChangeType.Deleted], [moved[1], FileChangeType.Created]), [
    'a.avsc',
    'b.avsc',
    'd.avsc',
    '-',
  ]);
  rmSync(path.join(folder.root, 'x'), { recursive: true });
  assert.deepEqual(await after([folder.uriOf('x'), FileChangeType.Deleted]), ['-', '-', 'd.avsc', '-']);
});

test('workspace: folders come and go', async (context) => {
  const [one, other] = [new Folder(context, { 'a.avsc': enumOf('A') }), new Folder(context, { 'b.avsc': enumOf('B') })];
  const client = await start(context, [one]);
  const probe = new Probe(client, ['A', 'B']);
  assert.deepEqual([await probe.find('A'), await probe.find('B')], ['a.avsc', '-']);
  const before = client.refreshes();
  void client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
    event: { added: [{ uri: other.uri, name: '' }], removed: [{ uri: `${one.uri}/`, name: '' }] },
  });
  await client.until(() => client.refreshes() > before);
  assert.deepEqual([await probe.find('A'), await probe.find('B')], ['-', 'b.avsc']);
});

test('workspace: of several definitions those of the same folder are meant', async (context) => {
  const [one, other] = [new Folder(context, { 'a1.avsc': enumOf('A') }), new Folder(context, { 'a2.avsc': enumOf('A', 'X') })];
  const client = await start(context, [one, other]);
  assert.equal(await new Probe(client, ['A'], other.uriOf('p.avsc')).find('A'), 'a2.avsc');
  assert.equal(await new Probe(client, ['A'], one.uriOf('p.avsc')).find('A'), 'a1.avsc');
});

test('workspace: open texts are checked again when what they refer to has changed, and not for anything else', async (context) => {
  const folder = new Folder(context, { 'b.avsc': recordOf('B', 'C'), 'c.avsc': enumOf('C', 'X') });
  const client = await start(context, [folder]);
  await client.until(() => client.refreshes() >= 1);
  const field = { name: 'b', type: 'B', default: { f0: 'X' } };
  const uri = client.open(JSON.stringify({ type: 'record', name: 'A', fields: [field] }), { uri: folder.uriOf('a.avsc') });
  const enumUri = client.open(enumOf('C', 'X'), { uri: folder.uriOf('c.avsc') });
  const other = client.open(enumOf('Other'), { uri: folder.uriOf('other.avsc') });
  assert.deepEqual(await problemsOf(client, uri), []);
  // A doc, a type that nobody refers to, and a text that says what it said: none of it matters to A.
  client.edit(enumUri, { start: 1, end: 1, text: '"doc":"All that there is.",' });
  client.edit(other, { start: 1, end: 1, text: '"x":1,' });
  folder.write('b.avsc', ` ${recordOf('B', 'C')}`);
  tell(client, [folder.uriOf('b.avsc'), FileChangeType.Changed]);
  // A's default does not fit any more: two texts away.
  folder.write('d.avsc', enumOf('D'));
  tell(client, [folder.uriOf('d.avsc'), FileChangeType.Created]);
  const at = client.textOf(enumUri).indexOf('"X"');
  client.edit(enumUri, { start: at, end: at + 3, text: '"Y"' });
  await client.until(() => client.refreshes() > 1);
  assert.equal(client.refreshes(), 2);
  assert.equal((await problemsOf(client, uri)).length, 1);
});

test('workspace: a client that is pushed its diagnostics is pushed those of what has changed', async (context) => {
  const folder = new Folder(context, { 'b.avsc': enumOf('B') });
  const client = await start(context, [folder], { capabilities: { ...plainClient, workspace: { workspaceFolders: true } } });
  const uri = client.open(recordOf('A', 'B'), { uri: folder.uriOf('a.avsc') });
  const opened = client.open(enumOf('B'), { uri: folder.uriOf('b.avsc') });
  await client.pushed((params) => params.uri === uri);
  const count = client.published.length;
  const at = client.textOf(opened).indexOf('"B"');
  client.edit(opened, { start: at, end: at + 3, text: '"C"' });
  await client.until(() => client.published.slice(count).some((params) => params.uri === uri && params.diagnostics.length === 1));
});

test('workspace: files that refer to each other in a circle', async (context) => {
  const folder = new Folder(context, {
    'a.avsc': recordOf('A', 'B'),
    'b.avsc': recordOf('B', ['null', 'C']),
    'c.avsc': recordOf('C', 'A'),
  });
  const client = await start(context, [folder]);
  const uri = client.open(recordOf('A', ['null', 'B'], { type: 'array', items: 'C' }), { uri: folder.uriOf('a.avsc') });
  assert.deepEqual(await problemsOf(client, uri), []);
  const position = client.positionAt(uri, client.textOf(uri).indexOf('"B"') + 1);
  assert.ok((await client.request('textDocument/hover', { textDocument: { uri }, position })) !== null);
});

test('workspace: the server has itself told of schemas and protocols, and of all that is deleted', async (context) => {
  const client = await start(context, [new Folder(context)]);
  await client.until(() => client.registrations.length >= 2);
  const watch = client.registrations.find(({ method }) => method === 'workspace/didChangeWatchedFiles');
  assert.deepEqual(watch?.registerOptions, { watchers: [{ globPattern: '**/*.{avsc,avpr}' }, { globPattern: '**/*', kind: 4 }] });
});

test('workspace: a folder that is not of this machine, and one that does not exist', async (context) => {
  const folder = new Folder(context);
  const client = await startClient({
    capabilities: watchingClient,
    folders: ['vscode-vfs://github/a/b', `${folder.uri}/nowhere`, 'file:///%2F'],
  });
  context.after(() => client.dispose());
  client.open(enumOf('A'), { uri: 'vscode-vfs://github/a/b/a.avsc' });
  client.open(enumOf('A', 'OLD'), { uri: 'vscode-vfs://github/other/a.avsc' });
  const probe = new Probe(client, ['A'], 'vscode-vfs://github/a/b/c.avsc');
  assert.equal(await probe.find('A'), 'a.avsc');
});

test('workspace: a file of many megabytes is indexed as well', async (context) => {
  const type = (index: number): unknown => ({ type: 'fixed', name: `F${index}`, size: 1, doc: 'x'.repeat(1000) });
  const folder = new Folder(context, { 'a.avsc': JSON.stringify(Array.from({ length: 10_000 }, (_, index) => type(index))) });
  const client = await start(context, [folder]);
  assert.equal(await new Probe(client, ['F9999']).find('F9999'), 'a.avsc');
});

test('workspace: how far indexing is shows where it takes long', async (context) => {
  const folder = new Folder(context, { 'a.avsc': enumOf('A'), 'b.avsc': enumOf('B'), 'c.avsc': enumOf('C') });
  let time = 0;
  const slices = { ...processSlices, now: () => (time += 400) };
  const client = await start(context, [folder], { slices, capabilities: { ...watchingClient, window: { workDoneProgress: true } } });
  await client.until(() => client.progress.some((value) => (value as { kind: string }).kind === 'end'));
  assert.deepEqual(client.progress[0], { kind: 'begin', title: 'Indexing 3 schemas', percentage: 0 });
});

test('workspace: what is over soon shows no progress', async (context) => {
  const folder = new Folder(context, { 'a.avsc': enumOf('A') });
  let time = 0;
  let step = 0;
  const slices = { ...processSlices, now: () => (time += step) };
  const client = await start(context, [folder], { slices, capabilities: { ...watchingClient, window: { workDoneProgress: true } } });
  assert.equal(await new Probe(client, ['A']).find('A'), 'a.avsc');
  // A file that comes later is read without a word, however late it is: nobody would end what is shown then.
  step = 400;
  tell(client, [folder.write('b.avsc', enumOf('B')), FileChangeType.Created]);
  const probe = new Probe(client, ['B'], 'untitled:later');
  while ((await probe.find('B')) !== 'b.avsc') await client.request('workspace/symbol', { query: 'B' });
  // The server would ask whether it may show something, be told that, and then show it.
  for (let turn = 0; turn < 3; turn++) await client.request('workspace/symbol', { query: 'B' });
  assert.deepEqual(client.progress, []);
});
