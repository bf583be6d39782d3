import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAddress, parseAddress } from '../../../client/cluster/address.ts';

for (const { text, host, port, formatted = text } of [
  { text: 'kafka-1:9093', host: 'kafka-1', port: 9093 },
  { text: '127.0.0.1:9092', host: '127.0.0.1', port: 9092 },
  { text: 'kafka-1', host: 'kafka-1', port: 9092, formatted: 'kafka-1:9092' },
  { text: ' kafka-1:9093 ', host: 'kafka-1', port: 9093, formatted: 'kafka-1:9093' },
  { text: '[::1]:9093', host: '::1', port: 9093 },
  { text: '[fe80::1%eth0]', host: 'fe80::1%eth0', port: 9092, formatted: '[fe80::1%eth0]:9092' },
]) {
  test(`address: ${text}`, () => {
    assert.deepEqual(parseAddress(text), { host, port });
    assert.equal(formatAddress({ host, port }), formatted);
  });
}
