import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The command as `esbuild.mjs` bundles it, run in a process of its own. */
const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-lint-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const bundle = path.join(scratch, 'dist/cli.js');
cpSync(fileURLToPath(new URL('../../../package.json', import.meta.url)), path.join(scratch, 'package.json'));
await build({
  entryPoints: [fileURLToPath(new URL('../../../client/terminal/main.ts', import.meta.url))],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  outfile: bundle,
  logLevel: 'silent',
});

const order = `{
  "type": "record", "name": "com.example.Order",
  "fields": [
    { "name": "id", "type": "strin" },
    { "name": "to", "type": "Address" }
  ]
}
`;
const address = '{"type":"record","name":"com.example.Address","fields":[{"name":"street","type":"string"}]}';
const commented = '// A number.\n"int"';

let folders = 0;
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = path.join(scratch, `ws${folders++}`);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  mkdirSync(folder, { recursive: true });
  return folder;
}

function run(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env['PATH'], ...env },
  });
  return { status, stdout, stderr };
}

test('lint: findings for people, with the line and the place underlined', () => {
  const folder = folderOf({ 'a/order.avsc': order, 'a/address.avsc': address });
  const { status, stdout } = run(folder, ['lint']);
  assert.equal(status, 1);
  assert.equal(
    stdout,
    `a/order.avsc:4:29 error "strin" is not a type. Did you mean "string"? unknown-type
      { "name": "id", "type": "strin" },
                              ^^^^^^^

1 error in 2 files.
`,
  );
});

test('lint: colours where they are asked for', () => {
  const folder = folderOf({ 'a.avsc': '"strin"' });
  const { stdout } = run(folder, ['lint'], { FORCE_COLOR: '1' });
  assert.ok(stdout.startsWith('\u001b[1ma.avsc:1:1\u001b[0m \u001b[31merror\u001b[0m'), stdout);
});

test('lint: nothing found', () => {
  assert.deepEqual(run(folderOf({ 'address.avsc': address }), ['lint']), { status: 0, stdout: 'Nothing found in 1 file.\n', stderr: '' });
});

test('lint: findings for programs', () => {
  const folder = folderOf({ 'a/order.avsc': order, 'a/address.avsc': address });
  const { status, stdout } = run(folder, ['lint', '--json', 'a/order.avsc']);
  assert.equal(status, 1);
  assert.deepEqual(JSON.parse(stdout), {
    files: 1,
    findings: [
      {
        file: 'a/order.avsc',
        line: 4,
        column: 29,
        endLine: 4,
        endColumn: 36,
        severity: 'error',
        rule: 'unknown-type',
        message: '"strin" is not a type. Did you mean "string"?',
      },
    ],
  });
});

test('lint: annotations for GitHub, with what means something there escaped', () => {
  const folder = folderOf({ 'a,b:c%.avsc': '"in%t"' });
  assert.equal(
    run(folder, ['lint', '--github']).stdout,
    '::error file=a%2Cb%3Ac%25.avsc,line=1,endLine=1,col=1,endColumn=7,title=unknown-type::"in%25t" is not a type. Did you mean "int"?\n1 error in 1 file.\n',
  );
});

for (const { name, files, args, status, finds } of [
  { name: 'a warning fails', files: { 'a.avsc': commented }, args: [], status: 1, finds: ['comment'] },
  {
    name: 'a warning passes where only errors fail',
    files: { 'a.avsc': commented },
    args: ['--fail-on', 'error'],
    status: 0,
    finds: ['comment'],
  },
  { name: 'a rule is switched off', files: { 'a.avsc': commented }, args: ['--rule', 'comment=off'], status: 0, finds: [] },
  {
    name: 'a rule is made an error',
    files: { 'a.avsc': commented },
    args: ['--rule=comment=error', '--fail-on=error'],
    status: 1,
    finds: ['comment'],
  },
  {
    name: "the editor's settings count, comments and all",
    files: { 'a.avsc': commented, '.vscode/settings.json': '{\n  // Ours.\n  "avroWorkbench.rules": { "comment": "off" },\n}' },
    args: [],
    status: 0,
    finds: [],
  },
  {
    name: 'unless they are not wanted',
    files: { 'a.avsc': commented, '.vscode/settings.json': '{"avroWorkbench.rules":{"comment":"off"}}' },
    args: ['--no-settings'],
    status: 1,
    finds: ['comment'],
  },
  {
    name: 'other settings',
    files: { 'a.avsc': commented, 'ci.json': '{"avroWorkbench.rules":{"comment":"off"}}' },
    args: ['--settings', 'ci.json'],
    status: 0,
    finds: [],
  },
  {
    name: 'what the settings accept',
    files: {
      'old/a.avsc': commented,
      'new/a.avsc': commented,
      '.vscode/settings.json': '{"avroWorkbench.suppressions":{"old/**":[{"rule":"comment"}]}}',
    },
    args: [],
    status: 1,
    finds: ['comment'],
  },
  {
    name: 'what the settings leave out',
    files: { 'a.avsc': '"int"', 'node_modules/x/a.avsc': '"strin"', 'gen/a.avsc': '"strin"' },
    args: ['--exclude', 'gen/**'],
    status: 0,
    finds: [],
  },
  {
    name: 'a protocol',
    files: { 'a.avpr': '{"protocol":"P","types":[],"messages":{"m":{"request":[],"response":"strin"}}}' },
    args: [],
    status: 1,
    finds: ['unknown-type'],
  },
  { name: 'a byte order mark', files: { 'a.avsc': '\uFEFF"int"' }, args: [], status: 1, finds: ['byte-order-mark'] },
  {
    name: 'files that refer to each other',
    files: {
      'a.avsc': '{"type":"record","name":"n.A","fields":[{"name":"b","type":["null","B"]}]}',
      'b.avsc': '{"type":"record","name":"n.B","fields":[{"name":"a","type":["null","A"]}]}',
    },
    args: [],
    status: 0,
    finds: [],
  },
]) {
  test(`lint: ${name}`, () => {
    const { status: actual, stdout, stderr } = run(folderOf(files), ['lint', '--json', ...args]);
    assert.equal(stderr, '');
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly rule: string }[] };
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      finds,
    );
    assert.equal(actual, status);
  });
}

for (const { name, args, says } of [
  { name: 'no command', args: [], says: 'Say what to do. See avro-workbench --help.' },
  { name: 'an unknown command', args: ['lnt'], says: 'There is no command "lnt".' },
  { name: 'an unknown option', args: ['lint', '--jsn'], says: "Unknown option '--jsn'." },
  { name: 'two formats', args: ['lint', '--json', '--github'], says: 'Choose one of --json and --github.' },
  { name: 'an unknown rule', args: ['lint', '--rule', 'coment=off'], says: 'There is no rule "coment".' },
  { name: 'a rule without a severity', args: ['lint', '--rule', 'comment'], says: 'write --rule comment=off, for example.' },
  { name: 'an unknown severity', args: ['lint', '--fail-on', 'loud'], says: '--fail-on does not know "loud"' },
  { name: 'no such file', args: ['lint', 'nowhere.avsc'], says: 'There is no nowhere.avsc.' },
  { name: 'no such settings', args: ['lint', '--settings', 'nowhere.json'], says: "nowhere.json can't be read." },
  { name: 'a folder without schemas', args: ['lint', '.'], says: 'There is no .avsc or .avpr file there.' },
]) {
  test(`lint: ${name} is a misuse`, () => {
    const { status, stdout, stderr } = run(folderOf({}), args);
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.ok(stderr.includes(says), stderr);
  });
}

test('lint: broken settings are a misuse, and not as if there were none', () => {
  const { status, stderr } = run(folderOf({ 'a.avsc': '"int"', '.vscode/settings.json': '{' }), ['lint']);
  assert.equal(status, 2);
  assert.match(stderr, /settings\.json is no valid JSON\./);
});

test('help and version', () => {
  const folder = folderOf({});
  assert.match(run(folder, ['--help']).stdout, /^Usage: avro-workbench <command>/);
  assert.match(run(folder, ['lint', '--help']).stdout, /^Usage: avro-workbench lint/);
  assert.match(run(folder, ['--version']).stdout, /^\d+\.\d+\.\d+\n$/);
});
