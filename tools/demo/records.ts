import type { Message } from 'kafkajs';
import { createEncoder, decimal, frame, sampleSchema } from './encode.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

/** What was registered: the schema ids of a subject's versions, in order. */
export type SchemaIds = Readonly<Record<string, readonly number[]>>;

const minute = 60_000;
const day = 24 * 60 * minute;

const names = [
  'Ada Lovelace',
  'Grace Hopper',
  'Jean Bartik',
  'Mary Kenneth Keller',
  'Radia Perlman',
  'Karen Spärck Jones',
  '山田花子',
] as const;
const cities = ['Lyon', 'Kraków', 'Porto', 'Tartu', 'Ghent'] as const;
const skus = ['tea-green-100', 'tea-black-250', 'mug-blue', 'kettle-1l', 'filter-papers'] as const;

/** About 500 orders in three versions of the schema, one after another over the last day. */
export function orders(ids: SchemaIds, now: number): Message[] {
  const random = createRandom(1);
  const versions = ['schemas/orders-1.avsc', 'schemas/orders-2.avsc', 'workspace/schemas/orders.avsc'].map((file, index) => ({
    encode: createEncoder(sampleSchema(file)),
    schemaId: idOf(ids, 'orders-value', index),
  }));
  const count = 500;
  return spread(count, now, day, random).map((at, index) => {
    const version = versions[index < 120 ? 0 : index < 260 ? 1 : 2];
    if (version === undefined) throw new Error('An order has one of three versions.');
    const value = order(index, at, random);
    return {
      key: value.order_id,
      value: frame(version.schemaId, version.encode(value)),
      timestamp: String(at),
      ...(random.chance(0.3)
        ? {
            headers: {
              'trace-id': random
                .below(2 ** 31)
                .toString(16)
                .padStart(8, '0'),
              source: 'web-shop',
            },
          }
        : {}),
    };
  });
}

function order(index: number, at: number, random: Random) {
  const lines = Array.from({ length: 1 + random.below(3) }, () => ({
    sku: random.one(skus),
    quantity: 1 + random.below(4),
    cents: 150 + random.below(4000),
  }));
  const cents = lines.reduce((sum, line) => sum + line.quantity * line.cents, 0);
  const isRefund = random.chance(0.03);
  const card = { 'com.example.shop.Card': { last4: String(1000 + random.below(9000)) } };
  const transfer = { 'com.example.shop.Transfer': { iban: `DE${10 + random.below(89)}500105175407324931` } };
  return {
    order_id: `o-${1001 + index}`,
    // From 2^53 + 1 on, each second one is a number that a double cannot hold.
    sequence: index === 400 ? 9223372036854775807n : index === 401 ? -9223372036854775808n : 9007199254740993n + BigInt(index),
    // Of version 3 alone is CANCELLED.
    status: index >= 260 && random.chance(0.08) ? 'CANCELLED' : random.one(['NEW', 'PAID', 'SHIPPED']),
    amount: decimal(isRefund ? -cents : cents),
    created_at: at,
    customer: { name: random.one(names), email: random.chance(0.7) ? { string: `customer${random.below(90)}@example.com` } : null },
    lines: lines.map(({ sku, quantity, cents: price }) => ({ sku, quantity, price: decimal(price) })),
    payment: random.one<object | null>([card, transfer, null]),
    note: random.chance(0.2) ? { string: 'Please ring twice.' } : null,
    tags: random.chance(0.4) ? { channel: random.one(['web', 'app', 'phone']), 'gift-wrap': 'no' } : {},
  };
}

/** 200 payments without any frame; each column may be null. */
export function payments(now: number): Message[] {
  const random = createRandom(2);
  const encode = createEncoder(sampleSchema('workspace/schemas/payment.avsc'));
  const text = (value: string) => (random.chance(0.05) ? null : { string: value });
  return spread(200, now, day / 2, random).map((at, index) => ({
    key: `p-${5001 + index}`,
    timestamp: String(at),
    value: encode({
      payment_id: { string: `p-${5001 + index}` },
      order_id: text(`o-${1001 + random.below(500)}`),
      amount: random.chance(0.1) ? null : { 'com.example.shop.Payment.amount.fixed': decimal(100 + random.below(50_000), 5) },
      method: text(random.one(['card', 'transfer', 'voucher'])),
      attempts: random.chance(0.2) ? null : { int: 1 + random.below(3) },
      paid_at: random.chance(0.15) ? null : { long: at * 1000 },
    }),
  }));
}

/** An id that no registry has given out. */
export const unknownSchemaId = 393_732;

/** 90 events, by turns framed, bare and as JSON, and one whose frame names a schema that nobody has. */
export function mixed(ids: SchemaIds, now: number): Message[] {
  const random = createRandom(3);
  const encode = createEncoder(sampleSchema('schemas/event.avsc'));
  const schemaId = idOf(ids, 'mixed-value', 0);
  return spread(90, now, day / 4, random).map((at, index) => {
    const event = { event_id: `e-${index}`, kind: random.one(['login', 'logout', 'search', 'basket']), count: random.below(40), at };
    const framings = [() => frame(schemaId, encode(event)), () => encode(event), () => Buffer.from(JSON.stringify(event))] as const;
    const value = index === 80 ? frame(unknownSchemaId, encode(event)) : (framings[index % 3] ?? framings[0])();
    return { key: event.event_id, value, timestamp: String(at) };
  });
}

/** So many clicks, small and framed, the oldest first. */
export function clicks(ids: SchemaIds, now: number, count: number): Message[] {
  const random = createRandom(4);
  const encode = createEncoder(sampleSchema('schemas/click.avsc'));
  const schemaId = idOf(ids, 'clicks-value', 0);
  const pages = ['/', '/tea', '/mugs', '/basket', '/checkout', '/about'] as const;
  const step = Math.floor((2 * day) / count);
  return Array.from({ length: count }, (_, index) => {
    const at = now - (count - index) * step;
    const referrer = random.chance(0.2) ? { string: 'https://example.com/' } : null;
    const click = { click_id: BigInt(index), page: random.one(pages), at, x: random.below(1920), y: random.below(1080), referrer };
    return { key: `session-${random.below(5000)}`, value: frame(schemaId, encode(click)), timestamp: String(at) };
  });
}

/** 30 greetings as JSON text. */
export function greetings(now: number): Message[] {
  const random = createRandom(5);
  const words = ['Hello', 'Bonjour', 'Dzień dobry', 'Olá', 'Tere', 'こんにちは'] as const;
  return spread(30, now, day / 8, random).map((at, index) => ({
    key: String(index),
    timestamp: String(at),
    value: JSON.stringify({ greeting: random.one(words), to: random.one(names), count: index }),
  }));
}

/** 40 customers in several states each; the last word on a few of them is a tombstone. */
export function customers(ids: SchemaIds, now: number): Message[] {
  const random = createRandom(6);
  const encode = createEncoder(sampleSchema('schemas/customer.avsc'));
  const schemaId = idOf(ids, 'customers-value', 0);
  const deleted = new Set([3, 11, 17, 23, 31, 38]);
  const updates = Array.from({ length: 120 }, (_, index) => index % 40);
  const all = [...updates, ...deleted];
  return spread(all.length, now, 6 * day, random).map((at, index) => {
    const number = all[index] ?? 0;
    const key = `c-${number + 1}`;
    if (index >= updates.length) return { key, value: null, timestamp: String(at) };
    const birthday = random.chance(0.8) ? { int: 3650 + random.below(10_000) } : null;
    const city = random.chance(0.8) ? { string: random.one(cities) } : null;
    const name = names[number % names.length] ?? names[0];
    const value = { customer_id: key, name, city, birthday, points: BigInt(random.below(100_000)) };
    return { key, value: frame(schemaId, encode(value)), timestamp: String(at) };
  });
}

/** Times in ascending order, about evenly over the span that ends now. */
function spread(count: number, now: number, span: number, random: Random): number[] {
  const step = Math.floor(span / count);
  return Array.from({ length: count }, (_, index) => now - (count - index) * step + random.below(step));
}

function idOf(ids: SchemaIds, subject: string, version: number): number {
  const schemaId = ids[subject]?.[version];
  if (schemaId === undefined) throw new Error(`Version ${version + 1} of ${subject} was not registered.`);
  return schemaId;
}
