import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { compat } from '../../../client/terminal/compat.ts';
import { Misuse } from '../../../client/terminal/io.ts';
import type { Environment } from '../../../client/terminal/registryAccess.ts';
import { FakeRegistry } from '../../fakes/registry.ts';
import type { FakeRegistryOptions } from '../../fakes/registry.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-compat-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

function order(...fields: readonly string[]): string {
  const written = ['{ "name": "id", "type": "long" }', ...fields];
  return `{\n  "type": "record", "name": "Order",\n  "fields": [\n    ${written.join(',\n    ')}\n  ]\n}\n`;
}

const currency = '{ "name": "currency", "type": "string" }';
const withDefault = '{ "name": "currency", "type": "string", "default": "" }';

let folders = 0;
function folderOf(files: Readonly<Record<string, string | object>>): string {
  const folder = path.join(scratch, `ws${folders++}`);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

interface Outcome {
  readonly status: number;
  readonly output: string;
}

async function run(workingFolder: string, args: readonly string[], environment: Environment = {}): Promise<Outcome> {
  let output = '';
  const print = (text: string): void => void (output += text);
  try {
    const status = await compat(args, { workingFolder, hasColours: false, print, printError: print }, environment);
    return { status, output };
  } catch (error) {
    if (error instanceof Misuse) return { status: 2, output: error.message };
    throw error;
  }
}

async function registryWith(
  t: TestContext,
  versions: Readonly<Record<string, readonly string[]>>,
  options?: FakeRegistryOptions,
): Promise<FakeRegistry> {
  const registry = await FakeRegistry.start(options);
  t.after(() => registry.close());
  for (const [subject, texts] of Object.entries(versions)) for (const text of texts) registry.add(subject, text);
  return registry;
}

/** A repository with one commit of these files, which others then take the place of. */
function repositoryOf(committed: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): string {
  const folder = folderOf(committed);
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { stdio: 'ignore' });
  };
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  for (const [name, text] of Object.entries(now)) writeFileSync(path.join(folder, name), text);
  return folder;
}

test('compat: a break with its line and the place underlined, then how the file stands', async (t) => {
  const registry = await registryWith(t, { 'orders-value': [order()] });
  const folder = folderOf({ 'orders.avsc': order(currency) });
  const { status, output } = await run(folder, [
    'orders.avsc',
    '--subject',
    'orders-value',
    '--level',
    'BACKWARD',
    '--registry',
    registry.url,
  ]);
  assert.equal(
    output,
    `orders.avsc:5:15 error This schema can't read data of version 1: "currency" has no default, and version 1 does not write it. READER_FIELD_MISSING_DEFAULT_VALUE
      { "name": "currency", "type": "string" }
                ^^^^^^^^^^

orders.avsc: Can't read 1 thing of orders-value v1 (BACKWARD)
`,
  );
  assert.equal(status, 1);
});

test('compat: what is compatible passes, by the level of the registry', async (t) => {
  const registry = await registryWith(t, { 'orders-value': [order()] });
  registry.levels.set('orders-value', 'FULL');
  const folder = folderOf({ 'orders.avsc': order(withDefault) });
  const outcome = await run(folder, ['orders.avsc', '--subject', 'orders-value'], { SCHEMA_REGISTRY_URL: registry.url });
  assert.deepEqual(outcome, { status: 0, output: 'orders.avsc: FULL with orders-value v1\n' });
});

test('compat: --all counts every version', async (t) => {
  const registry = await registryWith(t, { 'orders-value': [order(), order(currency)] });
  const folder = folderOf({ 'orders.avsc': order(currency, '{ "name": "note", "type": "string", "default": "" }') });
  const args = ['orders.avsc', '--subject', 'orders-value', '--level', 'backward', '--registry', registry.url];
  assert.deepEqual(await run(folder, args), { status: 0, output: 'orders.avsc: BACKWARD with orders-value v2\n' });
  const all = await run(folder, [...args, '--all']);
  assert.equal(all.status, 1);
  assert.match(all.output, /\norders\.avsc: Can't read 1 thing of orders-value v1 \(BACKWARD_TRANSITIVE\)\n$/);
});

test('compat: subjects by the settings, with types of other files; files without one are counted', async (t) => {
  const line = '{"type":"record","name":"Line","fields":[]}';
  const withLine = (type: string): string => order(`{ "name": "line", "type": ${type} }`);
  const registry = await registryWith(t, { 'orders-value': [withLine(line)] });
  const folder = folderOf({
    'schemas/orders.avsc': withLine('"Line"'),
    'schemas/line.avsc': line,
    '.vscode/settings.json': {
      'avroWorkbench.subjects': { 'schemas/orders.avsc': [{ subject: 'orders-value', connection: 'local' }], 'schemas/line.avsc': [] },
      'avroWorkbench.compatibility.level': 'FORWARD',
      'avroWorkbench.connections': { local: { brokers: ['127.0.0.1:1'], registry: { url: registry.url } } },
    },
  });
  assert.deepEqual(await run(folder, []), {
    status: 0,
    output: 'schemas/orders.avsc: Same as orders-value v1\n1 file with nothing to compare with.\n',
  });
});

test('compat: without a setting, the subject whose latest schema is the type', async (t) => {
  const registry = await registryWith(t, { 'orders-value': [order()], 'clicks-value': ['"string"'] });
  const folder = folderOf({ 'orders.avsc': order(currency) });
  const { status, output } = await run(folder, ['--level', 'BACKWARD'], { SCHEMA_REGISTRY_URL: registry.url });
  assert.equal(status, 1);
  assert.match(output, /of orders-value v1 \(BACKWARD\)\n$/);
});

test('compat: several subjects that fit are no choice', async (t) => {
  const registry = await registryWith(t, { 'orders-value': [order()], 'old-value': [order()] });
  const { status, output } = await run(folderOf({ 'orders.avsc': order() }), [], { SCHEMA_REGISTRY_URL: registry.url });
  assert.equal(status, 2);
  assert.match(
    output,
    /^orders\.avsc: not judged\. 2 subjects fit: .*orders-value.* Name one by --subject or avroWorkbench\.subjects\.\n$/,
  );
});

test('compat: beside what git has', async () => {
  const folder = repositoryOf({ 'orders.avsc': order() }, { 'orders.avsc': order(currency), 'new.avsc': '"string"' });
  const broken = await run(folder, ['orders.avsc', '--against', 'git:HEAD']);
  assert.equal(broken.status, 1);
  assert.match(broken.output, /This schema can't read data of HEAD: .*\n(.*\n)+orders\.avsc: Can't read 1 thing of HEAD \(BACKWARD\)\n$/);
  assert.deepEqual(await run(folder, ['new.avsc', '--against', 'git:HEAD']), { status: 0, output: 'new.avsc: Not in HEAD yet\n' });
  const unknown = await run(folder, ['orders.avsc', '--against', 'git:nowhere']);
  assert.equal(unknown.status, 2);
  assert.match(unknown.output, /^orders\.avsc: not judged\. git knows no commit, branch or tag nowhere here\./);
});

test('compat: beside files and folders, each by itself', async () => {
  const folder = folderOf({
    'orders.avsc': order('{ "name": "currency", "type": "int", "default": 0 }'),
    'old/orders.v1.avsc': order(),
    'old/orders.v2.avsc': order(currency),
    'other.avsc': order(),
  });
  const { status, output } = await run(folder, ['orders.avsc', '--against', 'old', '--against', 'other.avsc', '--all', '--level', 'FULL']);
  assert.equal(status, 1, output);
  assert.match(
    output,
    /\norders\.avsc: 1 change breaks readers of old, .*\(FULL_TRANSITIVE\)\norders\.avsc: FULL_TRANSITIVE with other\.avsc\n$/,
  );
  const gone = await run(folder, ['orders.avsc', '--against', 'gone']);
  assert.deepEqual(gone, { status: 2, output: 'orders.avsc: not judged. There is no file or folder gone to compare with.\n' });
});

test('compat: for programs, and for GitHub', async () => {
  const folder = folderOf({ 'orders.avsc': order(currency), 'old.avsc': order() });
  const json = await run(folder, ['orders.avsc', '--against', 'old.avsc', '--json']);
  assert.equal(json.status, 1);
  const parsed = JSON.parse(json.output) as { readonly checks: unknown; readonly findings: readonly Record<string, unknown>[] };
  assert.deepEqual(parsed.checks, [
    {
      ...{ file: 'orders.avsc', kind: 'file', against: 'old.avsc', level: 'BACKWARD', state: 'breaks-reader' },
      text: "Can't read 1 thing of old.avsc (BACKWARD)",
    },
  ]);
  const [finding] = parsed.findings;
  assert.deepEqual([finding?.['line'], finding?.['column'], finding?.['rule']], [5, 15, 'READER_FIELD_MISSING_DEFAULT_VALUE']);
  const github = await run(folder, ['orders.avsc', '--against', 'old.avsc', '--github']);
  assert.match(
    github.output,
    /^::error file=orders\.avsc,line=5,endLine=5,col=15,endColumn=25,title=READER_FIELD_MISSING_DEFAULT_VALUE::This schema/,
  );
});

test('compat: a loss of meaning is told, and fails where that is asked for', async () => {
  const decimal = (scale: number): string => JSON.stringify({ type: 'bytes', logicalType: 'decimal', precision: 9, scale });
  const folder = folderOf({ 'a.avsc': decimal(3), 'old.avsc': decimal(2) });
  const told = await run(folder, ['a.avsc', '--against', 'old.avsc']);
  assert.equal(told.status, 0);
  assert.match(told.output, /^a\.avsc:1:\d+ warning /);
  assert.equal((await run(folder, ['a.avsc', '--against', 'old.avsc', '--fail-on', 'warning'])).status, 1);
});

test('compat: a schema with errors is not judged', async () => {
  const folder = folderOf({ 'a.avsc': '"strin"', 'old.avsc': '"string"' });
  assert.deepEqual(await run(folder, ['a.avsc', '--against', 'old.avsc']), {
    status: 2,
    output: 'a.avsc: not judged. Fix 1 error to check compatibility.\n',
  });
});

test('compat: a registry that does not answer is no verdict', async (t) => {
  const registry = await registryWith(t, { 'orders-value': [order()] }, { authorization: 'Bearer right' });
  const folder = folderOf({ 'orders.avsc': order() });
  const args = ['orders.avsc', '--subject', 'orders-value', '--registry', registry.url];
  const refused = await run(folder, args, { SCHEMA_REGISTRY_TOKEN: 'wrong' });
  assert.equal(refused.status, 2);
  assert.match(refused.output, /^orders\.avsc: not judged\. /);
  assert.ok(!refused.output.includes('wrong'));
  assert.equal((await run(folder, args, { SCHEMA_REGISTRY_TOKEN: 'right' })).status, 0);
});

test('compat: a user name and a password', async (t) => {
  const authorization = `Basic ${Buffer.from('me:a:b').toString('base64')}`;
  const registry = await registryWith(t, { 'orders-value': [order()] }, { authorization });
  const environment = { SCHEMA_REGISTRY_URL: registry.url, SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO: 'me:a:b' };
  assert.equal((await run(folderOf({ 'orders.avsc': order() }), ['orders.avsc', '--subject', 'orders-value'], environment)).status, 0);
});

test('compat: no credentials are sent to a registry that the settings alone name', async (t) => {
  const registry = await registryWith(t, { 'orders-value': [order()] });
  const folder = folderOf({
    'orders.avsc': order(),
    '.vscode/settings.json': { 'avroWorkbench.connections': { local: { brokers: ['127.0.0.1:1'], registry: { url: registry.url } } } },
  });
  const outcome = await run(folder, ['orders.avsc', '--subject', 'orders-value'], { SCHEMA_REGISTRY_TOKEN: 'secret' });
  assert.equal(outcome.status, 0);
  assert.ok(registry.requests.length > 0 && registry.requests.every(({ headers }) => headers.authorization === undefined));
});

for (const { name, args, message } of [
  {
    name: 'two ways to compare',
    args: ['a.avsc', '--subject', 's', '--against', 'git:HEAD'],
    message: 'Choose one of --subject and --against.',
  },
  { name: 'a subject for many files', args: ['--subject', 's'], message: '--subject is for one file.' },
  {
    name: 'a level that is none',
    args: ['a.avsc', '--level', 'SOME'],
    message: /^--level does not know "SOME": it is one of NONE, BACKWARD,/,
  },
  {
    name: 'a registry that nobody names',
    args: ['a.avsc', '--subject', 's'],
    message: 'It is not known where the registry is: name it by --registry or SCHEMA_REGISTRY_URL.',
  },
  {
    name: 'an address with a password',
    args: ['a.avsc', '--subject', 's', '--registry', 'http://a:b@c'],
    message: /must not hold a user name or a password/,
  },
  {
    name: 'an address that is none',
    args: ['a.avsc', '--subject', 's', '--registry', 'nowhere'],
    message: "The registry's address begins with http:// or https://.",
  },
  { name: 'nothing to compare with', args: ['.'], message: /^No file has anything to be compared with/ },
  { name: 'a file that is not there', args: ['gone.avsc'], message: 'There is no gone.avsc.' },
  { name: 'an option that it does not know', args: ['--what'], message: /^Unknown option '--what'\./ },
]) {
  test(`compat: misuse, ${name}`, async () => {
    const { status, output } = await run(folderOf({ 'a.avsc': '"string"', 'b.avsc': '"string"' }), args);
    assert.equal(status, 2);
    if (typeof message === 'string') assert.equal(output, message);
    else assert.match(output, message);
  });
}

test('compat: --help says all', async () => {
  const { status, output } = await run(scratch, ['--help']);
  assert.equal(status, 0);
  assert.match(output, /SCHEMA_REGISTRY_TOKEN/);
  for (const line of output.split('\n')) assert.ok(line.length <= 80, line);
});
