import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { finders, findFrames } from '../../../shared/wire/finders.ts';
import type { Frame, FrameInput } from '../../../shared/wire/frame.ts';
import { readMessageIndexes } from '../../../shared/wire/messageIndexes.ts';
import { findPrimitives, readPrimitive } from '../../../shared/wire/primitives.ts';
import { seededRandom } from '../../randomSchema.ts';
import { goldens, toInput } from './goldens.ts';

const inflate = createInflate(1 << 16);

// Millions of errors are made here, and nobody looks where.
Error.stackTraceLimit = 0;

/** Finds nothing that is not there: whatever the bytes are, what is found lies within them, and nothing is thrown. */
function checkAll(input: FrameInput): void {
  const { bytes, headers } = input;
  for (const frame of findFrames(input)) {
    assert.equal(frame.problem === undefined || frame.payload.length === 0, true);
    assert(frame.payloadStart >= 0 && frame.payloadStart <= bytes.length);
    if (frame.compression === 'none' && frame.problem === undefined) {
      assert.equal(frame.payload.byteOffset, bytes.byteOffset + frame.payloadStart);
      assert.equal(frame.payload.length, bytes.length - frame.payloadStart);
    }
    checkFields(frame, bytes, headers);
  }
  for (const { find, explain } of finders) {
    if (find(input) === undefined) assert.match(explain(input).message, /^[A-Z].*\.$/);
  }
  const indexes = readMessageIndexes(bytes);
  assert(indexes === undefined || (indexes.end <= bytes.length && indexes.indexes.length > 0));
  findPrimitives(bytes);
  for (const kind of ['int', 'long', 'short', 'double', 'float', 'uuid'] as const) readPrimitive(kind, bytes);
}

/** In their order, without overlaps, each within the bytes of the key or value, or of its header. */
function checkFields(frame: Frame, bytes: Uint8Array, headers: FrameInput['headers']): void {
  const ends = new Map<string | undefined, number>();
  for (const { header, start, end } of frame.fields()) {
    const limit = header === undefined ? bytes.length : (headers.find(({ name }) => name === header)?.value?.length ?? -1);
    assert(start >= (ends.get(header) ?? 0) && end >= start && end <= limit, `${frame.framing} ${start}-${end} of ${limit}`);
    ends.set(header, end);
  }
}

test('goldens cut at every byte', () => {
  for (const golden of goldens) {
    const input = toInput(golden, inflate);
    for (let end = 0; end <= input.bytes.length; end++) checkAll({ ...input, bytes: input.bytes.subarray(0, end) });
    for (const [index, { name, value }] of input.headers.entries()) {
      for (let end = 0; end < (value?.length ?? 0); end++) {
        const cut = { name, value: value?.subarray(0, end) ?? null };
        checkAll({ ...input, headers: input.headers.map((header, at) => (at === index ? cut : header)) });
      }
    }
  }
});

test('goldens with every byte of their frame set to bytes that mean something', () => {
  const telling = [0, 1, 2, 3, 5, 0x4f, 0x7f, 0x80, 0xc3, 0xff];
  for (const golden of goldens) {
    const input = toInput(golden, inflate);
    for (let at = 0; at < Math.min(input.bytes.length, 300); at++) {
      for (const byte of telling) {
        const bytes = input.bytes.slice();
        bytes[at] = byte;
        checkAll({ ...input, bytes });
      }
    }
  }
});

const seed = 20_261_130;

test(`goldens with random changes, in bytes and headers, seed ${seed}`, () => {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const mutate = (given: Uint8Array): Uint8Array => {
    const bytes = Array.from(given);
    for (let changes = 1 + below(4); changes > 0; changes--) {
      const at = below(bytes.length + 1);
      bytes.splice(at, below(3), ...Array.from({ length: below(4) }, () => below(256)));
    }
    return Uint8Array.from(bytes);
  };
  for (let round = 0; round < 10_000; round++) {
    const golden = goldens[below(goldens.length)];
    assert(golden !== undefined);
    const input = toInput(golden, inflate);
    const headers = input.headers.map(({ name, value }) => ({ name, value: value === null || below(2) === 0 ? value : mutate(value) }));
    checkAll({ ...input, bytes: below(2) === 0 ? input.bytes : mutate(input.bytes), headers });
  }
});

test(`random bytes behind every magic byte, seed ${seed}`, () => {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const starts = [[], [0], [1], [3], [3, 0], [3, 5], [0xc3, 1], [0x4f, 0x62, 0x6a, 1]];
  for (let round = 0; round < 20_000; round++) {
    const rest = Array.from({ length: below(40) }, () => below(256));
    const value = Uint8Array.from([below(3), ...Array.from({ length: below(24) }, () => below(256))]);
    const headers = [
      { name: '__value_schema_id', value },
      { name: 'apicurio.value.globalId', value: value.subarray(0, 8) },
    ];
    checkAll({
      bytes: Uint8Array.from([...(starts[below(starts.length)] ?? []), ...rest]),
      part: 'value',
      headers: below(3) === 0 ? headers : [],
      inflate,
    });
  }
});

test('a container with a million metadata entries is looked through at once', () => {
  const bytes = new Uint8Array((2 << 20) + 64);
  bytes.set([0x4f, 0x62, 0x6a, 1, 0x80, 0x80, 0x80, 1]);
  const start = performance.now();
  const [frame] = findFrames({ bytes, part: 'value', headers: [], inflate });
  assert.equal(frame?.framing, 'container');
  assert.equal(frame.problem, undefined);
  assert(performance.now() - start < 1000);
  assert(frame.fields().length <= 1002);
});
