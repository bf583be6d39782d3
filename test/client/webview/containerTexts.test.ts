import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerState } from '../../../client/webview/containerProtocol.ts';
import { toGaps, toIndexText, toNoRecords, toRecordNumber, toSearchText, withCounts } from '../../../client/webview/containerTexts.ts';

const state: ContainerState = {
  name: 'orders.avro',
  scan: 1,
  activity: 'idle',
  timeZone: 'UTC',
  facts: { fullname: 'Order', codec: 'null', isCodecKnown: true, size: 1000, metadata: [] },
  blocks: 3210,
  records: 1_204_000,
  position: 1000,
  isComplete: true,
  gaps: [],
  fieldPaths: [],
  problem: undefined,
  change: undefined,
};

for (const { name, changes, says } of [
  { name: 'all is known', changes: {}, says: '1,204,000 records in 3,210 blocks' },
  {
    name: 'on the way',
    changes: { isComplete: false, position: 409, activity: 'indexing' },
    says: '1,204,000 records in 3,210 blocks so far, 40 %',
  },
  { name: 'one of each', changes: { records: 1, blocks: 1 }, says: '1 record in 1 block' },
  { name: 'being opened', changes: { facts: undefined, activity: 'opening' }, says: 'Opening…' },
  { name: 'not opened', changes: { facts: undefined }, says: '' },
] as const) {
  test(`how far a file is known: ${name}`, () => {
    assert.equal(toIndexText({ ...state, ...changes }, 'en'), says);
  });
}

test('damaged places say where, and where reading goes on; they lead to a record that is there', () => {
  const message = 'Byte 1048576: no sync marker behind the block that begins at byte 1040000.';
  const gaps = [
    { position: 1_040_000, end: 1_050_000, message, record: 70 },
    { position: 1_900_000, end: 2_000_000, message: 'Byte 1900000: no block begins here.', record: 100 },
  ];
  assert.deepEqual(toGaps({ gaps, records: 100 }, 2_000_000, 'en'), [
    {
      text: 'Byte 1,048,576: no sync marker behind the block that begins at byte 1,040,000. Reading goes on at byte 1,050,000.',
      record: 70,
    },
    { text: 'Byte 1,900,000: no block begins here. Nothing behind it can be read: 98 KB.', record: 99 },
  ]);
  assert.equal(withCounts('Byte 17: string of 40960 bytes, id 123456', 'en'), 'Byte 17: string of 40,960 bytes, id 123456');
});

test('why there is no row', () => {
  const gap = { text: '', record: 0 };
  assert.equal(toNoRecords(state), undefined);
  assert.equal(toNoRecords({ ...state, records: 0, isComplete: false }), undefined);
  assert.equal(toNoRecords({ ...state, records: 0, blocks: 0 }), 'This file has a schema, but no records.');
  assert.equal(toNoRecords({ ...state, records: 0, blocks: 2 }), 'The blocks of this file have no records.');
  assert.equal(toNoRecords({ ...state, records: 0, blocks: 0, gaps: [gap] }), 'No block of this file can be read.');
});

for (const { text, changes, finds } of [
  { text: '12', changes: {}, finds: 12 },
  { text: ' 1,203,999 ', changes: {}, finds: 1_203_999 },
  { text: '1.203.999', changes: {}, finds: 1_203_999 },
  { text: '1204000', changes: {}, finds: 'The last record is 1,203,999.' },
  { text: '1204000', changes: { isComplete: false }, finds: 'Records up to 1,203,999 are known so far.' },
  { text: '0', changes: { records: 0 }, finds: 'There are no records.' },
  { text: '-1', changes: {}, finds: 'Type the number of a record, from 0 on.' },
  { text: 'x', changes: {}, finds: 'Type the number of a record, from 0 on.' },
]) {
  test(`going to record ${text}: ${finds}`, () => {
    assert.equal(toRecordNumber(text, { ...state, ...changes }, 'en'), finds);
  });
}

test('how far a search is', () => {
  assert.equal(toSearchText(1_204_000, 5_000_000, 'en'), 'Searched 1,204,000 of 5,000,000 records');
  assert.equal(toSearchText(7, 5, 'en'), 'Searched 7 of 7 records');
});
