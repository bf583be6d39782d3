import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeText, toDetails } from '../../../client/webview/recordDetails.ts';
import { exact, nullPart, part, row, text } from './records.ts';

const utf8 = (value: string) => new TextEncoder().encode(value);
const lines = (tree: readonly { depth: number; name: string; text: string; more: string; type: string }[]) =>
  tree.map((node) => `${node.depth} ${node.name}: ${node.text}${node.more === '' ? '' : ` ${node.more}`} (${node.type})`);

test('a record with everything', () => {
  const details = toDetails(
    row({
      partition: 2,
      offset: 4_821_377n,
      timestampMs: 5,
      key: text('A-1'),
      keyBytes: utf8('A-1'),
      value: exact('{\n  "customer_id": 9007199254740993,\n  "lines": [\n    "x\\u202e"\n  ]\n}', 3, { evidence: 'All read.' }),
      valueBytes: new Uint8Array([0, 0, 0, 0, 13, 2]),
      headers: [{ name: 'b', value: utf8('1') }],
    }),
  );
  assert.equal(details.title, 'A-1');
  assert.equal(details.offset, '4821377');
  assert.deepEqual(lines(details.key.tree), ['0 key: "A-1" (UTF-8 text)']);
  assert.deepEqual(lines(details.value.tree), [
    '0 value: 2 properties (object)',
    '1 customer_id: 9007199254740993 (number)',
    '1 lines: 1 item (array)',
    '2 0: "x\\u202e" (string)',
  ]);
  assert.deepEqual(
    [details.value.frame, details.value.bytes, details.value.stop, details.value.cut],
    [5, 'AAAAAA0C', undefined, undefined],
  );
  assert.deepEqual(details.value.schema, { schemaId: 13, subject: 'orders-value', version: 3, fullname: 'com.acme.Order' });
});

test('a large value is cut, and says so', () => {
  const json = `[${Array.from({ length: 1480 }, () => `"${'x'.repeat(3000)}"`).join(',')}]`;
  const { tree, cut } = toDetails(row({ value: exact(json, 3, { size: 4_000_000 }), valueBytes: new Uint8Array(65_536) })).value;
  assert.equal(tree[0]?.text, '1,480 items, 100 shown');
  assert.equal(tree[1]?.more, '+ 1002 B');
  assert.equal(tree.length, 101);
  assert.ok(cut && cut.of === json.length && cut.shown < 210_000 && cut.shown > 190_000, JSON.stringify(cut));
});

for (const { name, value, bytes, shown, evidence } of [
  {
    name: 'a tombstone',
    value: { ...nullPart, evidence: 'Tombstone: the value is null.' },
    bytes: null,
    shown: 'null (null)',
    evidence: 'Tombstone: the value is null.',
  },
  {
    name: 'bytes that were not read',
    value: part({
      state: 'failed',
      framing: 'confluent-prefix',
      size: 40,
      evidence: 'A frame.',
      error: { code: 'codec/x', message: 'Byte 7: no.', position: 7, remedy: 'Look.' },
    }),
    bytes: new Uint8Array(40).fill(0xab),
    shown: `${'ab '.repeat(31)}ab + 8 B (bytes)`,
    evidence: 'Byte 7: no. A frame.',
  },
  {
    name: 'a batch that could not be read',
    value: part({
      state: 'failed',
      evidence: 'Its checksum is wrong.',
      error: { code: 'kafka/x', message: 'Its checksum is wrong.', position: undefined },
    }),
    bytes: null,
    shown: ' (not read)',
    evidence: 'Its checksum is wrong.',
  },
  {
    name: 'an error that is the evidence too',
    value: part({
      state: 'failed',
      size: 1,
      evidence: 'No frame.',
      error: { code: 'frame/not-found', message: 'No frame.', position: undefined },
    }),
    bytes: new Uint8Array([1]),
    shown: '01 (bytes)',
    evidence: 'No frame.',
  },
] as const) {
  test(`details of ${name}`, () => {
    const details = toDetails(row({ value, valueBytes: bytes }));
    assert.deepEqual(lines(details.value.tree), [`0 value: ${shown}`]);
    assert.equal(details.value.evidence, evidence);
    assert.equal(details.value.stop, value.error?.position);
  });
}

test('a frame is no longer than the value', () => {
  assert.equal(toDetails(row({ value: part({ framing: 'confluent-prefix', size: 3 }), valueBytes: new Uint8Array(3) })).value.frame, 3);
});

test('the title is the key', () => {
  assert.equal(toDetails(row()).title, 'No key');
  assert.equal(toDetails(row({ key: part({ state: 'failed', preview: '00 01' }) })).title, '00 01');
  assert.equal(toDetails(row({ key: part({ state: 'failed' }) })).title, 'Key not decoded');
});

test('headers keep their order and their repeats, and are text only where they are', () => {
  const headers = [
    { name: 'b', value: utf8('Zoë\n') },
    { name: 'a', value: new Uint8Array([0, 255]) },
    { name: 'b', value: null },
    { name: '__proto__', value: new Uint8Array() },
    { name: '2\u202e', value: utf8('\u0007') },
  ];
  assert.deepEqual(
    toDetails(row({ headers })).headers.map(({ name, kind, text: shown, size }) => `${name} ${kind} ${shown} ${size}`),
    ['b text Zoë\\n 5', 'a hex 00 ff 2', 'b null null 0', '__proto__ text  0', '2\\u202e hex 07 1'],
  );
});

for (const { name, value, shown, more } of [
  { name: 'a text that is short enough', value: utf8('ü'.repeat(4096)), shown: 4096, more: '' },
  { name: 'a long text', value: utf8('ü'.repeat(5000)), shown: 4096, more: '+ 1.8 KB' },
  { name: 'a text that would be cut within a character', value: utf8(`${'a'.repeat(4095)}😀`), shown: 4095, more: '+ 4 B' },
  { name: 'bytes that are few enough', value: new Uint8Array(256), shown: 767, more: '' },
  { name: 'many bytes', value: new Uint8Array(300), shown: 767, more: '+ 44 B' },
]) {
  test(`what is left out of a header's value is said: ${name}`, () => {
    const [header] = toDetails(row({ headers: [{ name: 'a', value }] })).headers;
    assert.deepEqual([header?.text.length, header?.more, header?.size], [shown, more, value.length]);
  });
}

test('text is valid UTF-8 without control characters, its byte order mark kept', () => {
  assert.equal(decodeText(utf8('\ufeffa\t\r\n')), '\ufeffa\t\r\n');
  assert.equal(decodeText(new Uint8Array([0xc3])), undefined);
  assert.equal(decodeText(utf8('a\u0000')), undefined);
});

test('a masked part that was not decoded shows nothing of itself', () => {
  const details = toDetails(row({ masked: true, value: part({ size: 7 }), key: exact('{"card":"•••"}') }));
  assert.deepEqual(lines(details.value.tree), ['0 value:  (masked)']);
  assert.deepEqual([details.masked, details.value.bytes, details.value.size], [true, '', 7]);
});

test('the schema that a value was read as is named beside the one that wrote it', () => {
  const reader = { schemaId: 14, subject: 'orders-value', version: 4, fullname: 'com.acme.Order' };
  const details = toDetails(row({ value: exact('{}', 3, { reader }), leaderEpoch: 7 }));
  assert.deepEqual([details.value.schema?.version, details.value.reader, details.leaderEpoch], [3, 'orders-value v4', 7]);
});

for (const { framing, frame } of [
  { framing: 'confluent-prefix', frame: 5 },
  { framing: 'confluent-guid-prefix', frame: 17 },
  { framing: 'apicurio-prefix', frame: 9 },
  { framing: 'glue', frame: 18 },
  { framing: 'single-object', frame: 10 },
  { framing: 'confluent-header', frame: 0 },
] as const) {
  test(`so many bytes are the frame: ${framing}`, () => {
    assert.equal(toDetails(row({ value: exact('{}', 3, { framing, size: 40 }) })).value.frame, frame);
    assert.ok(toDetails(row({ value: exact('{}', 3, { framing, size: 3 }) })).value.frame <= 3);
  });
}
