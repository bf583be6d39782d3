import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InspectedField } from '../../../client/records/recordsSession.ts';
import { fieldsOfTree, toByteFields, toOwners } from '../../../client/webview/byteFields.ts';
import type { TreeNode } from '../../../client/webview/recordsProtocol.ts';

const field = (depth: number, name: string, kind: InspectedField['kind'], start: number, end: number): InspectedField => ({
  ...{ depth, name, kind, start, end },
  ...{ value: '', type: '', explanation: '' },
});
const fields = toByteFields([
  field(0, 'frame', 'frame', 0, 5),
  field(0, 'value', 'field', 5, 12),
  field(1, 'id', 'field', 5, 6),
  field(1, 'nothing', 'field', 6, 6),
  field(1, 'note', 'field', 6, 9),
  field(2, 'branch', 'branch', 6, 7),
  field(2, 'length', 'length', 7, 8),
  field(1, 'lines', 'field', 9, 12),
  field(2, 'count', 'count', 9, 10),
  field(2, '[0]', 'field', 10, 11),
  field(2, 'end', 'end', 11, 12),
]);

test('fields that hold no others are numbered in the order of their bytes; those without bytes are not', () => {
  assert.deepEqual(
    fields.flatMap(({ number, path }) => (number === undefined ? [] : [[number, path]])),
    [
      [1, 'value.id'],
      [2, 'value.note'],
      [3, 'value.lines.0'],
    ],
  );
});

test('each byte belongs to the innermost field; its length and branch are parts of it', () => {
  const names = [...toOwners(fields, 13)].map((at) => fields[at]?.field.name ?? '-');
  assert.deepEqual(
    fields.find(({ path }) => path === 'value.note')?.parts.map(({ name }) => name),
    ['branch', 'length'],
  );
  assert.equal(names.join(' '), 'frame frame frame frame frame id note note note count [0] end -');
});

test('bytes that were not sent belong to nothing, and ranges beyond them do no harm', () => {
  assert.equal(toOwners(toByteFields([field(0, 'value', 'field', 0, 2 ** 40)]), 3).length, 3);
});

test('lines of the value tree find their bytes by their path', () => {
  const node = (depth: number, name: string): TreeNode => ({ depth, name, kind: 'text', text: '', more: '', type: '' });
  const found = fieldsOfTree([node(0, 'key'), node(0, 'value'), node(1, 'note'), node(1, 'lines'), node(2, '0'), node(2, '1')], fields);
  assert.deepEqual(
    found.map((one) => one?.field.start),
    [undefined, 5, 6, 9, 10, undefined],
  );
});
