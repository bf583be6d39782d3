import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RegistryError } from '../../../shared/errors.ts';
import type { DecodedPart } from '../../../shared/wire/decoded.ts';
import type { SchemaCandidate } from '../../../shared/wire/decoder.ts';
import type { DecodeRequest, Session } from '../../../client/cluster/session.ts';
import { toDecodedText } from '../../../client/commands/decodedText.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';

const guessed: DecodedPart = {
  state: 'guessed',
  framing: 'confluent-prefix',
  evidence: 'Guessed: Confluent prefix, schema id 31.',
  schema: { schemaId: 31, subject: 'orders-value', version: 7, fullname: 'com.acme.Order' },
  json: '{\n  "id": 9007199254740993\n}',
  preview: '{ "id": 9007199254740993 }',
  error: undefined,
  size: 9,
};
const unknown: DecodedPart = {
  state: 'bytes',
  framing: 'none',
  evidence: 'Nothing says what these bytes are.',
  schema: undefined,
  json: undefined,
  preview: '02 61',
  error: undefined,
  size: 2,
};
const byChoice: DecodedPart = {
  ...unknown,
  state: 'guessed',
  framing: 'bare',
  evidence: 'Bare Avro, read to the last byte as orders.avsc.',
  schema: { schemaId: undefined, subject: undefined, version: undefined, fullname: 'com.acme.Order' },
  json: '"a"',
};

interface Decoding extends FakeContext {
  readonly requests: DecodeRequest[];
}

/** Bytes that are understood only by a schema where `needsSchema`. */
function decoding(options: FakeContextOptions & { readonly needsSchema?: boolean; readonly methods?: Partial<Session> } = {}): Decoding {
  const requests: DecodeRequest[] = [];
  const registered = { text: '"string"', references: [], label: 'orders-value v3', schemaId: 13, subject: 'orders-value', version: 3 };
  const methods: Partial<Session> = {
    decode(request) {
      requests.push(request);
      if (options.needsSchema !== true) return Promise.resolve(guessed);
      return Promise.resolve(request.schema === undefined ? unknown : byChoice);
    },
    suggestSchemas: () => Promise.resolve([]),
    listSubjects: () => Promise.resolve(['orders-value', 'payments-value']),
    fetchVersion: (_subject, version) =>
      Promise.resolve({ ...registered, version: version === 'latest' ? 3 : version, label: `orders-value v${version}` }),
    ...options.methods,
  };
  return { ...createFakeContext({ session: () => new FakeSession(methods), ...options }), requests };
}

const connections = { local: { brokers: ['a:1'], registry: { url: 'http://r' } } };
const files = { 'file:///orders.avsc': '"string"' };
const selecting = (selection: string): { uri: string; language: string; selection: string; offset: number } => ({
  uri: 'file:///a.txt',
  language: 'plaintext',
  selection,
  offset: 0,
});
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

test('decode bytes: the selection, with the schemas of the active connection, is shown beside', async () => {
  const { ui, run, requests, started } = decoding({ connections });
  ui.editor = selecting('00 00 00 00 1f 02 61');
  await run('decodeBytes', { scheme: 'file', path: '/a.txt' });
  assert.equal(hex(requests[0]?.bytes), '000000001f0261');
  assert.equal(started[0]?.connection.name, 'local');
  assert.deepEqual(ui.texts, [
    {
      title: 'Decoded Bytes.jsonc',
      language: 'jsonc',
      text: [
        '// 7 bytes from the selection, written as hex.',
        '// Registry: that of local.',
        '// Framing: Confluent prefix (magic byte 0, schema id, Avro).',
        '// Schema: orders-value v7 (com.acme.Order, schema id 31).',
        '// Guessed: Confluent prefix, schema id 31.',
        '{',
        '  "id": 9007199254740993',
        '}',
        '',
      ].join('\n'),
    },
  ]);
});

for (const { name, options } of [
  { name: 'without a connection', options: {} },
  { name: 'on a connection without a registry', options: { connections: { local: { brokers: ['a:1'] } } } },
]) {
  test(`decode bytes: ${name} a session without a network decodes, and is closed`, async () => {
    const { ui, run, started, requests } = decoding(options);
    ui.editor = selecting('0261');
    await run('decodeBytes');
    assert.equal(requests.length, 1);
    assert.deepEqual(
      started.map(({ connection, session }) => [connection.brokers.length, connection.registry, session.closed]),
      [[0, undefined, true]],
    );
    assert.match(ui.texts[0]?.text ?? '', /^\/\/ Registry: none was asked\.$/m);
  });
}

test('decode bytes: the clipboard is offered where it holds bytes', async () => {
  const { ui, run, requests } = decoding({ connections, answers: [{ pick: 'Clipboard' }] });
  ui.clipboard = 'AAAAAB8CYQ==';
  await run('decodeBytes');
  assert.equal(hex(requests[0]?.bytes), '000000001f0261');
  assert.match(ui.texts[0]?.text ?? '', /^\/\/ 7 bytes from the clipboard, written as base64\.\n/);
});

for (const { name, clipboard, answers } of [
  { name: 'other bytes than those of the clipboard', clipboard: '0261', answers: [{ pick: 'Pasted Text…' }, { input: '0262' }] },
  {
    name: 'what is pasted, where the clipboard holds no bytes',
    clipboard: 'Hello, world!',
    answers: [{ pick: 'Pasted Text…' }, { input: 'no bytes!' }, { input: '0262' }],
  },
]) {
  test(`decode bytes: ${name}`, async () => {
    const { ui, run, requests } = decoding({ connections, answers });
    ui.clipboard = clipboard;
    await run('decodeBytes');
    assert.equal(hex(requests[0]?.bytes), '0262');
    assert.ok(ui.notices.every((notice) => notice.startsWith('refused: ')));
  });
}

const file = 'file:///logs/dead%20letter.bin';

test('decode bytes: those that a file holds, as they are, and the inspector is offered them', async () => {
  const answers = [{ pick: 'File…' }, { file }];
  const { ui, run, requests, context } = decoding({ connections, answers, binaryFiles: { [file]: Uint8Array.of(0x30, 0x32) } });
  await run('decodeBytes');
  assert.deepEqual(ui.offered, [['Pasted Text…', 'File…']]);
  assert.equal(hex(requests[0]?.bytes), '3032');
  assert.match(ui.texts[0]?.text ?? '', /^\/\/ 2 bytes from the file dead letter\.bin\.\n/);
  assert.equal(context.inspectors.offered()?.origin, '2 bytes from the file dead letter.bin');
});

test('decode bytes: the file stands beside the clipboard', async () => {
  const { ui, run } = decoding({ connections, answers: ['escape'] });
  ui.clipboard = 'AAAAAB8CYQ==';
  await run('decodeBytes');
  assert.deepEqual(ui.offered, [['Clipboard', 'Pasted Text…', 'File…']]);
});

for (const { name, bytes, message } of [
  { name: 'one that is not there', bytes: undefined, message: "the file dead letter.bin can't be read." },
  { name: 'an empty one', bytes: new Uint8Array(), message: 'the file dead letter.bin is empty.' },
  { name: 'one that is too large', bytes: new Uint8Array((1 << 26) + 1), message: 'the file has more than 67108864 bytes.' },
]) {
  test(`decode bytes: of a file: ${name}`, async () => {
    const answers = [{ pick: 'File…' }, { file }];
    const { ui, run, requests } = decoding({ connections, answers, binaryFiles: bytes === undefined ? {} : { [file]: bytes } });
    await run('decodeBytes');
    assert.deepEqual(requests, []);
    assert.ok(ui.notices[0]?.startsWith(`error: Can't decode the bytes: ${message}`), ui.notices[0]);
  });
}

test('decode bytes: closing the dialog for a file shows nothing', async () => {
  const { ui, run } = decoding({ connections, answers: [{ pick: 'File…' }, 'escape'] });
  await run('decodeBytes');
  assert.deepEqual([ui.texts, ui.notices], [[], []]);
});

test('decode bytes: a selection that is none is an error from its menu, and is passed over from the palette', async () => {
  const menu = decoding({ connections });
  menu.ui.editor = selecting('Hello, world!');
  await menu.run('decodeBytes', { scheme: 'file', path: '/a.txt' });
  assert.match(menu.ui.notices[0] ?? '', /^error: Can't decode the bytes: the selection is no text of bytes: "H" at character 1 /);
  const palette = decoding({ connections, answers: [{ pick: 'Pasted Text…' }, { input: '0262' }] });
  palette.ui.editor = selecting('Hello, world!');
  await palette.run('decodeBytes');
  assert.equal(hex(palette.requests[0]?.bytes), '0262');
});

test('decode bytes: where the bytes name no schema, one of the workspace is chosen, and it says so', async () => {
  const { ui, run, requests } = decoding({ connections, needsSchema: true, files, answers: [{ pick: 'orders.avsc' }] });
  ui.editor = selecting('0261');
  await run('decodeBytes');
  assert.deepEqual(ui.offered, [['Without a Schema', 'Other Framing…', 'orders-value', 'payments-value', 'orders.avsc']]);
  assert.deepEqual(requests[1]?.schema, { text: '"string"', references: [], label: 'orders.avsc' });
  assert.match(ui.texts[0]?.text ?? '', /^\/\/ Schema: orders\.avsc, by your choice\.$/m);
});

for (const { pick, version } of [
  { pick: 'Version 3', version: 'latest' },
  { pick: 'Version 2', version: 2 },
  { pick: '17', version: 17 },
]) {
  test(`decode bytes: a version of a subject: ${pick}`, async () => {
    const { ui, run, requests } = decoding({ connections, needsSchema: true, answers: [{ pick: 'orders-value' }, { pick }] });
    ui.editor = selecting('0261');
    await run('decodeBytes');
    assert.deepEqual(ui.offered[1], ['Version 3', 'Version 2', 'Version 1']);
    assert.equal(requests[1]?.schema?.label, `orders-value v${version}`);
  });
}

test('decode bytes: Back from the version asks for the schema again; without one the bytes are shown', async () => {
  const { ui, run, requests } = decoding({
    connections,
    needsSchema: true,
    answers: [{ pick: 'orders-value' }, 'back', { pick: 'Without a Schema' }],
  });
  ui.editor = selecting('0261');
  await run('decodeBytes');
  assert.equal(requests.length, 1);
  assert.match(ui.texts[0]?.text ?? '', /\n\/\/ Schema: none\.\n\/\/ Nothing says what these bytes are\.\n"hex:0261"\n$/);
});

test("decode bytes: a registry that can't be asked leaves the workspace's files", async () => {
  const error = new RegistryError('registry/unreachable', 'The registry http://r refuses the connection.', { remedy: 'Look.' });
  const options = { connections, files, needsSchema: true, methods: { listSubjects: () => Promise.reject(error) } };
  const chosen = decoding({ ...options, answers: [{ pick: 'orders.avsc' }] });
  chosen.ui.editor = selecting('0261');
  await chosen.run('decodeBytes');
  assert.deepEqual(chosen.ui.offered, [['Without a Schema', 'Other Framing…', "The registry can't be asked", 'orders.avsc']]);
  assert.equal(chosen.ui.texts.length, 1);
  const told = decoding({ ...options, answers: [{ pick: "The registry can't be asked" }] });
  told.ui.editor = selecting('0261');
  await told.run('decodeBytes');
  assert.deepEqual(told.ui.notices, ["error: Can't decode the bytes: the registry http://r refuses the connection. Look. [Show Output]"]);
});

test('decode bytes: schemas that read all bytes stand first, with the reason', async () => {
  const schema = { text: '"bytes"', references: [], label: 'likely.avsc' };
  const source = { schemaId: undefined, subject: undefined, version: undefined, fullname: undefined };
  const suggestSchemas = (): Promise<SchemaCandidate[]> =>
    Promise.resolve([{ schema, source, fits: 1, samples: 1, reason: 'It reads the sample to the last byte.', preview: '"a"' }]);
  const { ui, run, requests } = decoding({
    connections,
    needsSchema: true,
    methods: { suggestSchemas },
    answers: [{ pick: 'likely.avsc' }],
  });
  ui.editor = selecting('0261');
  await run('decodeBytes');
  assert.deepEqual(ui.offered[0]?.slice(0, 3), ['Without a Schema', 'Other Framing…', 'likely.avsc']);
  assert.equal(requests[1]?.schema, schema);
});

for (const { pick, answers, framing, label } of [
  { pick: 'AWS Glue header', answers: [{ pick: 'orders.avsc' }], framing: 'glue', label: 'orders.avsc' },
  { pick: 'Kafka long', answers: [], framing: 'long', label: undefined },
]) {
  test(`decode bytes: a framing by choice: ${pick}`, async () => {
    const all = [{ pick: 'Other Framing…' }, { pick }, ...answers];
    const { ui, run, requests } = decoding({ connections, needsSchema: true, files, answers: all });
    ui.editor = selecting('0261');
    await run('decodeBytes');
    assert.deepEqual([requests[1]?.profile?.framing, requests[1]?.schema?.label], [framing, label]);
  });
}

test('decode bytes: giving up shows nothing', async () => {
  const { ui, run } = decoding({ connections, needsSchema: true, answers: ['escape'] });
  ui.editor = selecting('0261');
  await run('decodeBytes');
  assert.deepEqual([ui.texts, ui.notices], [[], []]);
});

const from = { bytes: Uint8Array.of(0, 255), notation: 'hex', from: 'the selection', connection: undefined, chosen: undefined };

for (const { name, decoded, chosen, lines } of [
  {
    name: 'a reason, with its place and its remedy',
    decoded: { ...unknown, state: 'failed', error: { code: 'codec/x', message: 'It is cut off.', remedy: 'Copy all of it.', position: 1 } },
    chosen: undefined,
    lines: ['// Schema: none.', '// Not decoded: It is cut off (byte 1).', '// Copy all of it.', '"hex:00ff"'],
  },
  {
    name: 'a chosen schema that does not fit',
    decoded: { ...unknown, state: 'failed', error: { code: 'codec/x', message: 'Byte 1: no', position: 1 } },
    chosen: 'orders.avsc',
    lines: ['// Schema: orders.avsc, by your choice.', '// Not decoded: Byte 1: no.'],
  },
  {
    name: 'a schema that the registry names no subject of',
    decoded: { ...guessed, schema: { schemaId: 31, subject: undefined, version: undefined, fullname: undefined } },
    chosen: undefined,
    lines: ['// Schema: schema id 31.'],
  },
  {
    name: 'text that breaks no comment',
    decoded: { ...guessed, evidence: 'Read as\n"x": */ y' },
    chosen: undefined,
    lines: ['// Read as "x": */ y'],
  },
  {
    name: 'a long sentence in lines of its own',
    decoded: { ...guessed, evidence: `${'word '.repeat(16)}end.` },
    chosen: undefined,
    lines: [`// ${'word '.repeat(13).trim()}`, `//   ${'word '.repeat(3)}end.`],
  },
] satisfies { name: string; decoded: DecodedPart; chosen: string | undefined; lines: string[] }[]) {
  test(`decoded text: ${name}`, () => {
    const text = toDecodedText(decoded, { ...from, chosen }).split('\n');
    for (const line of lines) assert.ok(text.includes(line), `${line} in\n${text.join('\n')}`);
  });
}

test('decoded text: a reason that the bytes look like already is said once', () => {
  const error = { code: 'codec/x', message: 'It is cut off.', position: undefined };
  const text = toDecodedText({ ...unknown, state: 'failed', evidence: 'It is cut off.', error }, from);
  assert.equal(text.split('It is cut off').length, 2);
});

test('decoded text: what is too long for an editor is not shown, and it says so', () => {
  const text = toDecodedText(guessed, { ...from, chosen: undefined });
  assert.ok(text.endsWith(`${guessed.json ?? ''}\n`));
  const long = toDecodedText({ ...guessed, json: `"${'x'.repeat(16_000_000)}"` }, from);
  assert.ok(long.length < 1_000);
  assert.match(long, /^\/\/ Not shown here: as text it is longer than 16 million characters\.$/m);
  assert.ok(toDecodedText(unknown, { ...from, bytes: new Uint8Array(8_000_001) }).length < 1_000);
});
