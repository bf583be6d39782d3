import avsc from 'avsc';
import { fileURLToPath } from 'node:url';
import { parseSchema } from '../../shared/avro/parse.ts';
import { createSampler } from '../../shared/avro/sample.ts';
import { inTurns } from './inTurns.ts';

/** How many samples of a record of 30 fields are made in a second. */
export interface SamplesResult {
  readonly perSecond: number;
  /** Of avsc's `type.random()`, which knows nothing of names and docs. */
  readonly avscPerSecond: number;
  /** Our speed over avsc's, the median of the pairs: above 1 we are faster. */
  readonly ratio: number;
}

const count = 20_000;
const scalars = ['string', 'long', 'int', 'double', 'boolean', 'string'];
const names = ['order_id', 'customer_name', 'email', 'country', 'amount', 'quantity', 'created_at', 'note', 'status', 'price'];
const schema = {
  type: 'record',
  name: 'Order',
  fields: Array.from({ length: 30 }, (_, index) => ({
    name: `${names[index % names.length] ?? ''}${index < names.length ? '' : `_${index}`}`,
    type: fieldType(index),
    doc: index % 5 === 0 ? 'e.g. ORD-1234, between 1 and 5' : 'What the sender knows of it.',
  })),
};

function fieldType(index: number): avsc.Schema {
  const scalar = scalars[index % scalars.length] ?? 'string';
  if (index === 12) return { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SENT'] };
  if (index === 18) return { type: 'long', logicalType: 'timestamp-millis' };
  return index % 7 === 3 ? ['null', scalar] : scalar;
}

/** Makes samples with us and with avsc by turns. */
export async function benchSamples(): Promise<SamplesResult> {
  const type = avsc.Type.forSchema(schema as avsc.Schema);
  const parsed = parseSchema(JSON.stringify(schema)).schema;
  if (parsed === undefined) throw new Error('The schema is one.');
  const own = (): void => {
    const sampler = createSampler(parsed, { seed: 7 });
    for (let made = 0; made < count; made++) sampler.next();
  };
  const other = (): void => {
    for (let made = 0; made < count; made++) type.random();
  };
  const turns = await inTurns(own, other, { warmUps: 2, pairs: 11 });
  return { perSecond: (1000 * count) / turns.own, avscPerSecond: (1000 * count) / turns.other, ratio: 1 / turns.ratio };
}

export function samplesTable({ perSecond, avscPerSecond, ratio }: SamplesResult): string {
  const inWords = (number: number): string => Math.round(number).toLocaleString('en');
  return [
    'Samples of a record of 30 fields',
    `  ${inWords(perSecond)} a second (goal: 10,000 at least); type.random() of avsc: ${inWords(avscPerSecond)}; ratio ${ratio.toFixed(2)}`,
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(samplesTable(await benchSamples()));
