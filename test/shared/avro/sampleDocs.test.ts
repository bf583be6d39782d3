import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { createSampler } from '../../../shared/avro/sample.ts';
import { valueToJson } from '../../../shared/avro/valueToJson.ts';

const now = Date.UTC(2026, 10, 22, 12);

for (const { doc, type = 'string', field = 'x', like } of [
  { doc: 'The price, in cents.', type: 'long', field: 'price', like: /^\d{3,5}$/ },
  { doc: 'in cents', type: 'int', like: /^\d{3,6}$/ },
  { doc: 'in minor units', type: 'int', like: /^\d{3,6}$/ },
  { doc: 'ISO 4217 code', like: /^"(CHF|EUR|JPY|USD)"$/ },
  { doc: 'As in ISO 4217.', like: /^"[A-Z]{3}"$/ },
  { doc: 'Country, ISO 3166-1 alpha-2', like: /^"[A-Z]{2}"$/ },
  { doc: 'Country, ISO 3166-1 alpha-3', like: /^"[A-Z]{3}"$/ },
  { doc: 'ISO 639-1', like: /^"[a-z]{2}"$/ },
  { doc: 'BCP 47 tag', like: /^"[a-z]{2}-[A-Z]{2}"$/ },
  { doc: 'E.164', like: /^"\+\d{11}"$/ },
  { doc: 'ISO 8601', like: /^"2026-11-22T1[12]:\d\d:\d\d\.\d{3}Z"$/ },
  { doc: 'ISO 8601 date', like: /^"2026-11-22"$/ },
  { doc: 'yyyy-MM-dd', like: /^"2026-11-22"$/ },
  { doc: 'IANA time zone', like: /^"(\w+\/\w+|UTC)"$/ },
  { doc: 'A UUID.', like: /^"[0-9a-f]{8}-/ },
  { doc: 'e-mail address of the buyer', like: /@example\.com"$/ },
  { doc: 'IP address', like: /^"192\.0\.2\./ },
  { doc: 'IPv6 address', like: /^"2001:db8::/ },
  { doc: 'IBAN without spaces', like: /^"[A-Z]{2}\d\d/ },
  { doc: 'SHA-256 of the body', like: /^"[0-9a-f]{64}"$/ },
  { doc: 'milliseconds since epoch', type: 'long', like: /^17953\d{8}$/ },
  { doc: 'Unix time in milliseconds', type: 'long', like: /^17953\d{8}$/ },
  { doc: 'Unix timestamp', type: 'long', like: /^17953\d{5}$/ },
  { doc: 'seconds since the epoch', type: 'long', like: /^17953\d{5}$/ },
  { doc: 'microseconds since the Unix epoch', type: 'long', like: /^17953\d{11}$/ },
  { doc: 'nanoseconds since 1970-01-01', type: 'long', like: /^17953\d{14}$/ },
  { doc: 'days since the epoch', type: 'int', like: /^20779$/ },
  { doc: 'milliseconds since epoch', type: 'double', like: /^17953\d{8}\.0$/ },
  { doc: 'between 1 and 5', type: 'int', like: /^[1-5]$/ },
  { doc: 'Between 1 and 5 stars.', type: ['null', 'int'], like: /^([1-5]|null)$/ },
  { doc: 'from 10 to 12', type: 'long', like: /^1[0-2]$/ },
  { doc: 'A score (1-5)', type: 'int', like: /^[1-5]$/ },
  { doc: 'In [7, 8].', type: 'int', like: /^[78]$/ },
  { doc: '3..4', type: 'int', like: /^[34]$/ },
  { doc: 'between 0 and 1', type: 'double', like: /^0\.\d+$/ },
  { doc: 'between 1,000 and 1,001', type: 'int', like: /^100[01]$/ },
  { doc: 'between 1 and 2', type: { type: 'bytes', logicalType: 'decimal', precision: 5, scale: 2 }, like: /^(1\.\d\d|2\.00)$/ },
  { doc: 'at least 2000', type: 'int', like: /^(2\d{3}|3000)$/ },
  { doc: 'at most 3', type: 'int', like: /^[0-3]$/ },
  { doc: 'less than 2', type: 'int', like: /^[01]$/ },
  { doc: 'greater than 5000', type: 'int', like: /^(500[1-9]|50[1-9]\d|5[1-9]\d\d|600[01])$/ },
  { doc: 'non-negative', type: 'int', like: /^\d+$/ },
  { doc: 'percentage', type: 'float', like: /^\d{1,3}(\.\d+)?$/ },
  { doc: 'one of A, B, C', like: /^"[ABC]"$/ },
  { doc: 'One of: NEW, PAID or SHIPPED.', like: /^"(NEW|PAID|SHIPPED)"$/ },
  { doc: 'either debit or credit', like: /^"(debit|credit)"$/ },
  { doc: "Possible values: 'in stock', 'sold out'", like: /^"(in stock|sold out)"$/ },
  { doc: 'Allowed values are A (active), B (blocked)', like: /^"[AB]"$/ },
  { doc: 'one of A|B|C', like: /^"[ABC]"$/ },
  { doc: 'Is "asc" or "desc".', like: /^"(asc|desc)"$/ },
  { doc: 'one of 10, 20, 30', type: 'int', like: /^[123]0$/ },
  { doc: 'one of A, B, C', type: { type: 'array', items: 'string' }, like: /^\[("[ABC]",?){1,3}\]$/ },
  { doc: 'e.g. ORD-1234', like: /^"ORD-[1-9]\d{3}"$/ },
  { doc: 'The number of the order (e.g. ORD-1234), as given by the shop.', like: /^"ORD-[1-9]\d{3}"$/ },
  { doc: 'Example: "a b"', like: /^"a b"$/ },
  { doc: 'for example red or blue', like: /^"(red|blue)"$/ },
  { doc: 'such as New York', like: /^"New York"$/ },
  { doc: 'e.g. 1.2.3', like: /^"1\.2\.3"$/ },
  { doc: 'e.g. 2020-01-31', like: /^"2026-11-22"$/ },
  { doc: 'example: 42', type: 'int', like: /^42$/ },
  { doc: 'a 6-digit code', like: /^"[1-9]\d{5}"$/ },
  { doc: '3-letter code', like: /^"[A-Z]{3}"$/ },
  { doc: 'at most 4 characters', field: 'description', like: /^".{1,4}"$/ },
  // What only sounds like it.
  { doc: 'One of the customers who order most.', field: 'email', like: /@example\.com"$/ },
  { doc: 'E.g. the user who clicked.', field: 'email', like: /@example\.com"$/ },
  { doc: 'Either a user or a robot.', field: 'email', like: /@example\.com"$/ },
  { doc: 'one of A, B, C', type: 'int', field: 'age', like: /^[1-8]\d$/ },
  { doc: 'between 1 and 5', type: { type: 'int', logicalType: 'date' }, like: /^"2026-11-22"$/ },
  { doc: 'between 5 and 1', type: 'int', field: 'age', like: /^[1-8]\d$/ },
  { doc: 'between 1 and 99999999999', type: 'int', like: /^\d{1,10}$/ },
]) {
  test(`sample by doc: ${doc} (${JSON.stringify(type)})`, () => {
    const text = JSON.stringify({ type: 'record', name: 'R', fields: [{ name: field, type, doc }] });
    const { schema } = parseSchema(text);
    assert.ok(schema);
    const sampler = createSampler(schema, { seed: 7, now });
    for (let round = 0; round < 40; round++) {
      assert.match(valueToJson(schema, sampler.next()).slice(field.length + 4, -1), like);
    }
  });
}

test('sample by doc: a doc of any text takes no long time', () => {
  const docs = [
    '"'.repeat(100_000),
    'one of '.repeat(20_000),
    'e.g. a, '.repeat(20_000),
    ' '.repeat(100_000),
    'A B '.repeat(30_000),
    '1.'.repeat(50_000),
  ];
  const fields = docs.map((doc, index) => ({ name: `f${index}`, type: 'string', doc }));
  const { schema } = parseSchema(JSON.stringify({ type: 'record', name: 'R', fields }));
  assert.ok(schema);
  const start = performance.now();
  createSampler(schema).next();
  assert.ok(performance.now() - start < 500);
});
