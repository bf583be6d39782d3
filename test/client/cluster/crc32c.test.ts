import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32c } from '../../../client/cluster/crc32c.ts';

const bytesOf = (length: number, at: (index: number) => number): Uint8Array => Uint8Array.from({ length }, (_, index) => at(index));

// RFC 3720, appendix B.4, and the check value of the catalogue of CRC algorithms.
for (const { name, bytes, crc } of [
  { name: '32 zeros', bytes: bytesOf(32, () => 0), crc: 0x8a9136aa },
  { name: '32 times 0xff', bytes: bytesOf(32, () => 0xff), crc: 0x62a8ab43 },
  { name: '0 to 31', bytes: bytesOf(32, (index) => index), crc: 0x46dd794e },
  { name: '31 to 0', bytes: bytesOf(32, (index) => 31 - index), crc: 0x113fdb5c },
  { name: '123456789', bytes: Buffer.from('123456789'), crc: 0xe3069283 },
  { name: 'nothing', bytes: new Uint8Array(), crc: 0 },
]) {
  test(`CRC-32C of ${name}`, () => assert.equal(crc32c(bytes), crc));
}

test('CRC-32C does not depend on where the bytes lie', () => {
  const whole = bytesOf(100, (index) => (index * 37) & 0xff);
  for (let length = 0; length < 40; length++) {
    for (let start = 0; start < 9; start++) {
      const view = whole.subarray(start, start + length);
      assert.equal(crc32c(view), crc32c(Uint8Array.from(view)));
    }
  }
});
