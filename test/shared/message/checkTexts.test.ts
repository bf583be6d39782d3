import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import type { PartSchema } from '../../../shared/message/check.ts';
import { checkMessages } from '../../../shared/message/checkDocument.ts';
import { parseMessages } from '../../../shared/message/document.ts';
import { mark } from '../../mark.ts';

const { schema } = parseSchema(
  JSON.stringify({
    type: 'record',
    name: 'com.acme.Order',
    fields: [
      { name: 'order_id', type: 'string', default: '' },
      { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SHIPPED'] }, default: 'NEW' },
      { name: 'quantity', type: 'int', default: 0 },
      { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 }, default: '' },
      { name: 'created_at', type: { type: 'long', logicalType: 'timestamp-millis' }, default: 0 },
      { name: 'signature', type: 'bytes', default: '' },
      { name: 'note', type: ['null', 'string'], default: null },
      { name: 'count', type: ['int', 'long'], default: 0 },
      {
        name: 'lines',
        type: { type: 'array', items: { type: 'record', name: 'Line', fields: [{ name: 'sku', type: 'string' }] } },
        default: [],
      },
    ],
  }),
);
assert.ok(schema !== undefined);
const order: PartSchema = { found: true, schema, label: 'orders-value v7' };
const none: PartSchema = { found: false, reason: undefined };

/** The sentences that people see, and the smallest text that must change. */
for (const { code, value, known = order, severity = 'error', says } of [
  { code: 'missing-field', value: '{"lines":[<<{>>}]}', says: '"sku" is missing; Line has no default for it.' },
  { code: 'unknown-field', value: '{<<"amuont">>:1}', says: 'Order has no field "amuont". Did you mean "amount"?' },
  { code: 'wrong-type', value: '{"status":<<3>>}', says: '"status" is an enum (NEW, PAID, SHIPPED), not a number.' },
  { code: 'out-of-range', value: '{"quantity":<<3000000000>>}', says: '3000000000 does not fit an int (-2147483648 to 2147483647).' },
  { code: 'not-an-integer', value: '{"quantity":<<1.5>>}', says: '"quantity" is an int: 1.5 has a fraction.' },
  { code: 'not-an-integer', value: '{"quantity":<<1e3>>}', says: '"quantity" is an int: write 1000 for 1e3.' },
  { code: 'decimal-scale', value: '{"amount":<<12.505>>}', says: '12.505 has 3 decimals; "amount" keeps 2.' },
  { code: 'decimal-precision', value: '{"amount":<<123456789.00>>}', says: '"amount" holds 9 digits in all; this has 11.' },
  {
    code: 'bad-timestamp',
    value: '{"created_at":<<"2026-11-10T14:02:07.123">>}',
    says: '"created_at" needs an offset, such as Z: 2026-11-10T14:02:07.123Z.',
  },
  {
    code: 'bad-timestamp',
    value: '{"created_at":<<"2026-11-10T14:02:07.123456Z">>}',
    says: '"created_at" keeps milliseconds; this has microseconds.',
  },
  { code: 'bytes-prefix', value: '{"signature":<<"00ff0a">>}', says: '"signature" is bytes: begin with hex: or base64:.' },
  { code: 'ambiguous-union', value: '{"count":<<5>>}', says: 'This fits int and long. Name the branch: { "long": 5 }.' },
  { code: 'no-branch', value: '{"note":<<7>>}', says: '"note" is null or string, not a number.' },
  { code: 'duplicate-key', value: '{"amount":1,<<"amount">>:2}', says: '"amount" is here twice.' },
  { code: 'unknown-symbol', value: '{"status":<<"PAYED">>}', says: '"PAYED" is not a symbol of Status. Did you mean "PAID"?' },
  {
    code: 'no-schema',
    value: '{}',
    known: none,
    severity: 'warning',
    says: 'No schema is known for orders: "value" is not checked and cannot be sent as Avro.',
  },
  {
    code: 'schema-unusable',
    value: '{}',
    known: { found: false, reason: 'orders.avsc has 2 errors, so nothing can be written with it.', isUnusable: true } as const,
    says: 'orders.avsc has 2 errors, so nothing can be written with it.',
  },
] satisfies { code: string; value: string; known?: PartSchema; severity?: string; says: string }[]) {
  test(`message check says of ${code}: ${says}`, () => {
    const marked = mark(`{"topic":"orders",${known.found ? '"value"' : '<<"value">>'}:${value}}`);
    const problems = checkMessages(parseMessages(marked.text), (_, part) => (part === 'value' ? known : none));
    assert.deepEqual(
      problems.map((problem) => [problem.code, problem.severity, problem.message, problem.span]),
      [[code, severity, says, marked.ranges[0]]],
    );
  });
}

test('message check says that a missing value is a tombstone', () => {
  const [problem, ...others] = checkMessages(parseMessages('{"topic":"orders"}'), () => order);
  assert.deepEqual(
    [problem?.code, problem?.severity, problem?.span, problem?.message, others],
    [
      'implicit-tombstone',
      'warning',
      { start: 0, end: 1 },
      'No "value": this sends a tombstone, which deletes the key on a compacted topic.',
      [],
    ],
  );
});
