import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMessageIndexes } from '../../../shared/wire/messageIndexes.ts';
import { fromHex, goldens } from './goldens.ts';

// The payloads of confluent-kafka-python's ProtobufSerializer, as they stand in the goldens.
for (const { name, indexes, message } of [
  { name: 'Protobuf, the first message', indexes: [0], message: '0a03412d3110de07' },
  { name: 'Protobuf, a nested message', indexes: [1, 0, 0], message: '0807' },
]) {
  test(`message indexes: ${name}`, () => {
    const payload = fromHex(goldens.find((golden) => golden.name === name)?.payload ?? '');
    const read = readMessageIndexes(payload);
    assert.deepEqual(read?.indexes, indexes);
    assert.equal(Buffer.from(payload.subarray(read.end)).toString('hex'), message);
  });
}

// From the specification.
for (const { name, hex, indexes, end = hex.length / 2 } of [
  { name: 'nothing behind', hex: '00', indexes: [0] },
  { name: 'the first message, written out', hex: '0200', indexes: [0] },
  { name: 'an index of two bytes', hex: '028001', indexes: [64] },
  { name: 'the largest index', hex: '02feffffff0f', indexes: [0x7fff_ffff] },
  { name: 'no bytes', hex: '', indexes: undefined },
  { name: 'a negative count', hex: '0100', indexes: undefined },
  { name: 'a negative index', hex: '0201', indexes: undefined },
  { name: 'fewer indexes than said', hex: '040200', indexes: [1, 0] },
  { name: 'an index that is missing', hex: '0402', indexes: undefined },
  { name: 'an index that ends too early', hex: '0280', indexes: undefined },
  { name: 'an index beyond an int', hex: '02ffffffff1f', indexes: undefined },
  { name: 'an index of six bytes', hex: '02808080808000', indexes: undefined },
  { name: 'more indexes than messages nest', hex: `ca01${'00'.repeat(101)}`, indexes: undefined },
  { name: 'as many indexes as messages nest', hex: `c801${'00'.repeat(101)}`, indexes: Array.from({ length: 100 }, () => 0), end: 102 },
]) {
  test(`message indexes: ${name}`, () => {
    assert.deepEqual(readMessageIndexes(fromHex(hex)), indexes && { indexes, end });
    assert.deepEqual(readMessageIndexes(fromHex(`ffff${hex}`), 2), indexes && { indexes, end: end + 2 });
  });
}
