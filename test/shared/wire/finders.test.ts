import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { CodecError } from '../../../shared/errors.ts';
import { findFrames, readFrame } from '../../../shared/wire/finders.ts';
import type { Frame } from '../../../shared/wire/frame.ts';
import type { Framing } from '../../../shared/wire/framings.ts';
import { fromHex, goldens, toInput } from './goldens.ts';

const inflate = createInflate(1 << 20);
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function fieldsOf(frame: Frame): string[] {
  return frame.fields().map(({ header, start, end, name, text }) => `${header ?? ''} ${start}-${end} ${name} = ${text}`.trim());
}

for (const golden of goldens) {
  test(`${golden.name}: found as ${golden.foundAs.join(', then ') || 'nothing'}`, () => {
    const frames = findFrames(toInput(golden, inflate));
    assert.deepEqual(
      frames.map(({ framing }) => framing),
      golden.foundAs,
    );
  });
}

for (const golden of goldens) {
  test(`${golden.name}: looking at it leaves it as it is`, () => {
    const given = toInput(golden, inflate);
    // A slice of a Buffer is a view, unlike that of a Uint8Array.
    const bytes = Buffer.from(given.bytes);
    findFrames({ ...given, bytes });
    assert.deepEqual(bytes, Buffer.from(given.bytes));
  });
}

for (const golden of goldens.filter(({ framing }) => framing !== 'bare')) {
  test(`${golden.name}: taken apart as what it is, by ${golden.by}`, () => {
    const input = toInput(golden, inflate);
    const frame = readFrame(golden.framing, input);
    assert(frame !== undefined);
    assert.equal(frame.framing, golden.framing);
    assert.deepEqual(frame.names, golden.names);
    assert.equal(frame.schemaId, golden.names.kind === 'schema-id' ? golden.names.schemaId : undefined);
    assert.equal(toHex(frame.payload), golden.payload);
    assert.deepEqual(fieldsOf(frame), golden.fields);
    const { compression = 'none', encoding = 'binary', messageIndexes } = golden.special ?? {};
    assert.deepEqual([frame.compression, frame.encoding, frame.messageIndexes], [compression, encoding, messageIndexes]);
    assert.equal(frame.problem, undefined);
    if (compression === 'none') {
      assert.equal(frame.payload.buffer, input.bytes.buffer, 'a view');
      assert.equal(frame.payload.byteOffset - input.bytes.byteOffset, frame.payloadStart);
    }
  });
}

const uuid = 'b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63';
const uuidHex = uuid.replaceAll('-', '');

// From the specifications: what nearly is a frame, and what a registry would hardly give out but is one all the same.
for (const { name, hex, headers = [], part = 'value' as const, foundAs } of [
  { name: 'no bytes', hex: '', foundAs: [] },
  { name: 'a GUID prefix that is a byte short', hex: `01${uuidHex.slice(2)}`, foundAs: [] },
  { name: 'a GUID prefix without a payload', hex: `01${uuidHex}`, foundAs: ['confluent-guid-prefix'] },
  { name: 'an Apicurio prefix that is a byte short', hex: '0000000000000004', foundAs: ['confluent-prefix'] },
  { name: 'a negative id of 8 bytes', hex: '00ff00000000000004', foundAs: ['confluent-prefix'] },
  { name: 'the largest id of 8 bytes', hex: '007fffffffffffffff', foundAs: ['confluent-prefix', 'apicurio-prefix'] },
  { name: 'AWS Glue, a byte short', hex: `0300${uuidHex.slice(2)}`, foundAs: [] },
  { name: 'AWS Glue of another compression', hex: `0306${uuidHex}00`, foundAs: [] },
  { name: 'AWS Glue, compressed, with nothing behind', hex: `0305${uuidHex}`, foundAs: [] },
  { name: 'AWS Glue, compressed, with no zlib behind', hex: `0305${uuidHex}789d00`, foundAs: [] },
  { name: 'single-object encoding, a byte short', hex: 'c3015183fc8d801f31', foundAs: [] },
  { name: 'single-object encoding of another version', hex: 'c3025183fc8d801f3139', foundAs: [] },
  { name: 'a container of another version', hex: '4f626a02', foundAs: [] },
  { name: 'a header of the other part', hex: '02', headers: ['__key_schema_id=0000000412'], foundAs: [] },
  { name: 'a header of the other part', hex: '02', part: 'key' as const, headers: ['__value_schema_id=0000000412'], foundAs: [] },
  { name: 'an empty header', hex: '02', headers: ['__value_schema_id='], foundAs: [] },
  { name: 'a null header', hex: '02', headers: ['__value_schema_id'], foundAs: [] },
  { name: 'a header that is a byte short', hex: '02', headers: ['__value_schema_id=00000004'], foundAs: [] },
  { name: 'a header that is 3 bytes long, in ASCII', hex: '02', headers: ['__value_schema_id=313034'], foundAs: [] },
  { name: 'a header of 8 bytes', hex: '02', headers: ['__value_schema_id=0000000000000412'], foundAs: [] },
  { name: 'a header with what are no message indexes', hex: '02', headers: [`__value_schema_id=01${uuidHex}0402`], foundAs: [] },
  { name: 'a header of another magic byte', hex: '02', headers: ['__value_schema_id=0200000412'], foundAs: [] },
  {
    name: 'a header beside a prefix',
    hex: '0000000412',
    headers: ['__value_schema_id=0000000413'],
    foundAs: ['confluent-header', 'confluent-prefix'],
  },
  {
    name: 'headers of both kinds',
    hex: '02',
    headers: ['apicurio.value.globalId=000000000000004d', '__value_schema_id=0000000413'],
    foundAs: ['confluent-header', 'apicurio-header'],
  },
  { name: "Apicurio's header of 4 bytes", hex: '02', headers: ['apicurio.value.globalId=0000004d'], foundAs: [] },
  { name: "Apicurio's encoding alone", hex: '02', headers: ['apicurio.value.encoding=42494e415259'], foundAs: [] },
] satisfies readonly { name: string; hex: string; headers?: readonly string[]; part?: 'key' | 'value'; foundAs: readonly Framing[] }[]) {
  test(`${name} (${part}): found as ${foundAs.join(', then ') || 'nothing'}`, () => {
    const list = headers.map((header) => {
      const [key = '', value] = header.split('=');
      return { name: key, value: value === undefined ? null : fromHex(value) };
    });
    const frames = findFrames({ bytes: fromHex(hex), part, headers: list, inflate });
    assert.deepEqual(
      frames.map(({ framing }) => framing),
      foundAs,
    );
  });
}

test('of headers of the same name the last is taken, as Java does', () => {
  const headers = ['0000000001', '0000000002'].map((hex) => ({ name: '__value_schema_id', value: fromHex(hex) }));
  assert.equal(readFrame('confluent-header', { bytes: fromHex('02'), part: 'value', headers, inflate })?.schemaId, 2);
});

test('of two ids of Apicurio that of the content is taken', () => {
  const headers = ['apicurio.value.globalId', 'apicurio.value.contentId'].map((name, index) => ({
    name,
    value: fromHex(`000000000000000${index}`),
  }));
  const frame = readFrame('apicurio-header', { bytes: fromHex('02'), part: 'value', headers, inflate });
  assert.deepEqual(frame?.names, { kind: 'content-id', id: 1n });
});

for (const { name, hex, framing, code, message } of [
  {
    name: 'AWS Glue, cut short',
    hex: '0305b7b4a7f09c964e4aa687fb5de9ef0c63789c134acb4ccd49',
    framing: 'glue',
    code: 'codec/damaged',
    message: 'The compressed payload ends too early.',
  },
  {
    name: 'AWS Glue with a wrong checksum',
    hex: '0305b7b4a7f09c964e4aa687fb5de9ef0c63789c134acb4ccd4989378c376462126100001eeb034e',
    framing: 'glue',
    code: 'codec/damaged',
    message: 'The compressed payload is damaged.',
  },
  {
    name: 'a container of four bytes',
    hex: '4f626a01',
    framing: 'container',
    code: 'container/damaged-header',
    message: 'The header of the container is damaged: Byte 4: number expected, no byte left.',
  },
  {
    name: 'a container with a key of 2^62 bytes',
    hex: '4f626a0102feffffffffffffffff01',
    framing: 'container',
    code: 'container/damaged-header',
  },
  {
    name: 'a container whose sync marker is a byte short',
    hex: `4f626a0100${uuidHex.slice(2)}`,
    framing: 'container',
    code: 'container/damaged-header',
  },
] satisfies readonly { name: string; hex: string; framing: Framing; code: string; message?: string }[]) {
  test(`${name}: found, with what is wrong`, () => {
    const frame = readFrame(framing, { bytes: fromHex(hex), part: 'value', headers: [], inflate });
    assert(frame?.problem instanceof CodecError);
    assert.equal(frame.problem.code, code);
    if (message !== undefined) assert.equal(frame.problem.message, message);
    assert.equal(frame.payload.length, 0);
    assert(frame.fields().length > 0);
  });
}

const of = (hex: string, ...headers: readonly string[]): { hex: string; headers: readonly string[] } => ({ hex, headers });

for (const { framing, hex, headers, code, message } of [
  {
    framing: 'confluent-guid-prefix',
    ...of('01'),
    code: 'frame/too-short',
    message: 'A Confluent prefix with GUID takes 17 bytes; here is 1.',
  },
  {
    framing: 'apicurio-prefix',
    ...of('00'),
    code: 'frame/too-short',
    message: 'An Apicurio prefix with 8-byte id takes 9 bytes; here is 1.',
  },
  {
    framing: 'apicurio-prefix',
    ...of('00ff00000000000004'),
    code: 'frame/invalid-schema-id',
    message: 'The id of 8 bytes would be negative: -72057594037927932.',
  },
  {
    framing: 'glue',
    ...of(`0000${uuidHex}`),
    code: 'frame/no-magic-byte',
    message: 'The first byte is 00, not 03, so this is no AWS Glue header.',
  },
  { framing: 'glue', ...of('0300'), code: 'frame/too-short', message: 'An AWS Glue header takes 18 bytes; here are 2.' },
  {
    framing: 'glue',
    ...of(`0307${uuidHex}`),
    code: 'frame/unknown-compression',
    message: 'Byte 1 is 07, and AWS Glue knows 00, no compression, and 05, zlib.',
  },
  {
    framing: 'glue',
    ...of(`0305${uuidHex}00`),
    code: 'frame/no-zlib',
    message: 'Byte 1 says zlib, but what stands from byte 18 on does not begin like zlib.',
  },
  {
    framing: 'single-object',
    ...of('c302'),
    code: 'frame/no-magic-byte',
    message: 'The first bytes are c3 02, not c3 01, so this is no Avro single-object encoding.',
  },
  { framing: 'single-object', ...of('c3'), code: 'frame/too-short', message: 'An Avro single-object encoding takes 10 bytes; here is 1.' },
  {
    framing: 'container',
    ...of('4f626b'),
    code: 'frame/no-magic-byte',
    message: 'The first bytes are 4f 62 6b, not 4f 62 6a, so this is no Avro object container.',
  },
  { framing: 'confluent-header', ...of('02'), code: 'frame/no-header', message: 'The record has no header __value_schema_id.' },
  {
    framing: 'confluent-header',
    ...of('02', '__value_schema_id=02'),
    code: 'frame/invalid-header',
    message: 'The header __value_schema_id holds no schema id: it has 1 byte, and it should have 0 and 4 bytes more, or 1 and 16.',
  },
  {
    framing: 'apicurio-header',
    ...of('02'),
    code: 'frame/no-header',
    message: 'The record has no header apicurio.value.contentId or apicurio.value.globalId.',
  },
  {
    framing: 'apicurio-header',
    ...of('02', 'apicurio.value.globalId=0102'),
    code: 'frame/invalid-header',
    message: 'The header apicurio.value.globalId holds no schema id: it has 2 bytes, and it should have 8.',
  },
] satisfies readonly { framing: Framing; hex: string; headers: readonly string[]; code: string; message: string }[]) {
  test(`no ${framing}: ${hex} ${headers.join()}: ${code}`, () => {
    const list = headers.map((header) => {
      const [name = '', value = ''] = header.split('=');
      return { name, value: fromHex(value) };
    });
    const input = { bytes: fromHex(hex), part: 'value', headers: list, inflate } as const;
    assert.throws(() => readFrame(framing, input), { name: 'FrameError', code, message, retriable: false });
  });
}

test('framings without bytes of their own are not looked for', () => {
  for (const framing of ['bare', 'json', 'text', 'int', 'long', 'short', 'double', 'float', 'uuid', 'none'] as const) {
    assert.equal(readFrame(framing, { bytes: fromHex('00'), part: 'value', headers: [], inflate }), undefined);
  }
});
