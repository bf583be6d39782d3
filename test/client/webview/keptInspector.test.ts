import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScanOptions } from '../../../client/records/recordsSession.ts';
import { canReadAgain, goneText, mostInspectedBytes, readAgain, readKept, toKept } from '../../../client/webview/keptInspector.ts';
import { FakeSession } from '../../fakes/session.ts';
import { decoding } from '../records/held.ts';
import { part, progress, row } from './records.ts';

const record = {
  ...{ name: 'orders 3/18204', connection: 'local', topic: 'orders', place: { partition: 3, offset: '18204' } },
  ...{ key: Uint8Array.of(65), value: Uint8Array.of(66, 67), headers: [{ name: 'h', value: Uint8Array.of(68) }], scan: 'a' },
};
const never = new AbortController().signal;

test('what is kept of bytes is where they came from, and no value', () => {
  const kept = toKept(record, 'key');
  assert.deepEqual(Object.keys(kept).sort(), ['connection', 'name', 'origin', 'part', 'place', 'topic']);
  const found = readKept(JSON.parse(JSON.stringify(kept)));
  const none = { origin: undefined, key: undefined, value: undefined, headers: [], isGone: true };
  const { name, connection, topic, place } = record;
  assert.deepEqual(found, { name, connection, topic, place, part: 'key', ...none });
});

for (const { name, state, text, again } of [
  { name: 'a record', state: toKept(record, 'value'), text: 'the record orders 3/18204', again: true },
  {
    name: 'a selection',
    state: { name: 'Selection', origin: '12 bytes from the selection' },
    text: '12 bytes from the selection',
    again: false,
  },
  {
    name: 'a place that is none',
    state: { ...toKept(record, 'value'), place: { partition: 'x', offset: '1' } },
    text: 'orders 3/18204',
    again: false,
  },
  { name: 'nothing', state: undefined, text: undefined, again: false },
  { name: 'something else', state: { name: 7 }, text: undefined, again: false },
]) {
  test(`bytes that are gone: ${name}`, () => {
    const found = readKept(state);
    assert.equal(found && goneText(found), text && `Bytes are not kept when the window closes; these were ${text}.`);
    assert.equal(found !== undefined && canReadAgain(found), again);
  });
}

for (const { name, held, code } of [
  {
    name: 'is read alone, and let go',
    held: row({ keyBytes: Uint8Array.of(1), valueBytes: null, headers: record.headers }),
    code: undefined,
  },
  { name: 'that is not there any more', held: undefined, code: 'record/not-there' },
  { name: 'that is masked', held: row({ masked: true }), code: 'record/masked' },
  { name: 'that is too large', held: row({ value: part({ size: mostInspectedBytes + 1 }) }), code: 'record/too-large' },
] as const) {
  test(`a record ${name}`, async () => {
    const asked: ScanOptions[] = [];
    const session = new FakeSession({
      scan: (options) => {
        asked.push(options);
        return Promise.resolve(progress());
      },
      record: () => Promise.resolve(held),
      closeScan: () => Promise.resolve(),
    });
    const kept = readKept(toKept(record, 'value')) ?? assert.fail();
    const reading = readAgain(kept, { session, decoding, timeoutMs: 1000 }, never);
    if (code !== undefined) await assert.rejects(reading, { code });
    else {
      const { key, value, headers, isGone } = await reading;
      assert.deepEqual([key, value, headers, isGone], [Uint8Array.of(1), null, record.headers, false]);
    }
    const start = { kind: 'offset', offsets: { 3: '18204' }, count: 1 };
    assert.deepEqual([asked[0]?.start, asked[0]?.partitions, asked[0]?.limits.records], [start, [3], 1]);
    assert.deepEqual(session.calls.at(-1), 'closeScan');
  });
}
