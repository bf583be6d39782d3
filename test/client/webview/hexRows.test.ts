import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHexText } from '../../../shared/avro/bytesLiteral.ts';
import { fromBase64, toBase64, toHexRow } from '../../../client/webview/hexRows.ts';

const bytes = Uint8Array.from({ length: 20 }, (_, index) => (index < 5 ? index : 0x60 + index));

test('a full row, and the rest of the bytes in the last one', () => {
  assert.deepEqual(toHexRow(bytes, 0, 16), {
    position: '0000',
    bytes: ['00', '01', '02', '03', '04', '65', '66', '67', '68', '69', '6a', '6b', '6c', '6d', '6e', '6f'],
    ascii: '.....efghijklmno',
  });
  assert.deepEqual(toHexRow(bytes, 1, 16), { position: '0010', bytes: ['70', '71', '72', '73'], ascii: 'pqrs' });
});

test('only printable ASCII is shown as itself', () => {
  assert.equal(toHexRow(new Uint8Array([0x1f, 0x20, 0x7e, 0x7f, 0xff]), 0, 16).ascii, '. ~..');
});

test('hex in a line', () => {
  assert.equal(toHexText(bytes, 3), '00 01 02 …');
  assert.equal(toHexText(bytes.subarray(0, 3), 3), '00 01 02');
});

test('base64 there and back, also where it is long', () => {
  const long = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
  assert.equal(toBase64(new Uint8Array([0, 255, 10])), 'AP8K');
  assert.deepEqual(fromBase64(toBase64(long)), long);
});
