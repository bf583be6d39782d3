import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeldRecord } from '../../../client/records/recordsSession.ts';
import { recordJsonSteps, toRecordJson, toRecordPath, valueJsonSteps } from '../../../client/webview/recordDocument.ts';
import { runAtOnce } from '../../../shared/slices.ts';
import { exact, part, row, text } from './records.ts';

const utf8 = (value: string) => new TextEncoder().encode(value);
const failed = part({ state: 'failed', size: 3, error: { code: 'codec/x', message: 'Byte 1: "no".', position: 1 } });

for (const { name, record, json } of [
  {
    name: 'everything, digits and order as they are',
    record: row({
      partition: 2,
      offset: 9_223_372_036_854_775_807n,
      timestampMs: Date.UTC(2026, 10, 22, 9, 41, 7, 698),
      key: text('A-1'),
      keyBytes: utf8('A-1'),
      value: exact('{\n  "id": 9007199254740993,\n  "__proto__": 1.10\n}'),
      valueBytes: new Uint8Array([0]),
      headers: [
        { name: 'b', value: utf8('1') },
        { name: 'a', value: new Uint8Array([255]) },
        { name: 'b', value: null },
        { name: 'c', value: utf8('hex:00') },
      ],
    }),
    json: `{
  "topic": "or\\"ders",
  "partition": 2,
  "offset": 9223372036854775807,
  "timestamp": "2026-11-22T09:41:07.698Z",
  "key": "A-1",
  "headers": [
    { "name": "b", "value": "1" },
    { "name": "a", "value": "hex:ff" },
    { "name": "b", "value": null },
    { "name": "c", "value": "hex:6865783a3030" }
  ],
  "value": {
    "id": 9007199254740993,
    "__proto__": 1.10
  }
}
`,
  },
  {
    name: 'a tombstone without a time',
    record: row({ timestampMs: -1 }),
    json: '{\n  "topic": "or\\"ders",\n  "partition": 0,\n  "offset": 0,\n  "timestamp": null,\n  "key": null,\n  "headers": [],\n  "value": null\n}\n',
  },
  {
    name: 'what was not decoded is its bytes and the reason',
    record: row({
      timestampMs: 9.2e18,
      key: failed,
      keyBytes: new Uint8Array([1, 2, 3]),
      value: { ...failed, size: 70_000, error: undefined },
      valueBytes: new Uint8Array([1, 2]),
    }),
    json: `{
  "topic": "or\\"ders",
  "partition": 0,
  "offset": 0,
  "timestamp": 9200000000000000000,
  "key": "hex:010203",
  "keyNotDecoded": "Byte 1: \\"no\\".",
  "headers": [],
  "value": "hex:0102",
  "valueCut": "The first 2 of 70000 bytes."
}
`,
  },
  {
    name: 'a record of a batch that could not be read has no value at all',
    record: row({ key: failed, value: failed, timestampMs: -1 }),
    json: `{
  "topic": "or\\"ders",
  "partition": 0,
  "offset": 0,
  "timestamp": null,
  "keyNotDecoded": "Byte 1: \\"no\\".",
  "headers": [],
  "valueNotDecoded": "Byte 1: \\"no\\"."
}
`,
  },
]) {
  test(`document: ${name}`, () => assert.equal(toRecordJson('or"ders', record), json));
}

test('the value alone', () => {
  const json = (record: HeldRecord): string => runAtOnce(valueJsonSteps(record));
  assert.equal(json(row({ value: exact('[\n  1\n]'), valueBytes: new Uint8Array([2]) })), '[\n  1\n]');
  assert.equal(json(row()), 'null');
});

test('a masked record shows what the mask leaves, and no bytes', () => {
  const masked = row({ masked: true, key: part({ size: 3 }), value: exact('{\n  "card": "•••"\n}') });
  const json = toRecordJson('orders', masked);
  assert.match(json, /"key": "•••"/);
  assert.match(json, /"card": "•••"/);
});

test('a large value is written in steps, and whole', () => {
  const lines = Array.from({ length: 200_000 }, (_, index) => `  ${index}`).join(',\n');
  const steps = recordJsonSteps('orders', row({ value: exact(`[\n${lines}\n]`), valueBytes: new Uint8Array([1]) }));
  let pauses = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) pauses++;
  assert.ok(pauses > 1);
  assert.equal(step.value.split('\n').filter((line) => /^ {4}\d+,?$/.test(line)).length, 200_000);
});

test('names with slashes stay one part of the path each', () => {
  assert.equal(toRecordPath('my/local', 'a.b-c_d', { partition: 3, offset: '18204' }), '/my%2Flocal/a.b-c_d/3/18204.json');
});
