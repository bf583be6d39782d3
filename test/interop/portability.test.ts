import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../shared/avro/check.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { targets } from '../../shared/avro/portability/targets.ts';
import { ask } from '../portability/ask.ts';
import { readMeasured } from '../portability/measure.ts';
import { probes } from '../portability/probes.ts';
import { randomSchema, seededRandom } from '../randomSchema.ts';

// Those that are fetched quickly and need nothing but Java and Python; `npm run measure` asks the others too.
const quick = ['java-1.12', 'java-1.11', 'fastavro', 'python-avro', 'avsc'] as const;

for (const target of quick) {
  test(`${target} makes of every probe what test/portability/measured.json says`, async () => {
    const verdicts = await ask(target, probes);
    const before = new Map(readMeasured().probes.map(({ id, verdicts: known }) => [id, known[target]?.verdict ?? 'accepted']));
    assert.deepEqual(
      probes.map(({ id }, index) => `${id}: ${verdicts[index]?.verdict ?? ''}`),
      probes.map(({ id }) => `${id}: ${before.get(id) ?? ''}`),
    );
  });
}

const seed = 20_261_125;
const count = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 50_000 : 5_000;
const random = seededRandom(seed);
const valid = Array.from({ length: count }, (_, index) => ({ id: String(index), text: randomSchema(random) })).filter(({ text }) =>
  checkSchema(parseSchema(text)).every(({ severity }) => severity !== 'error'),
);

for (const target of quick) {
  test(`${target} refuses of ${count} random schemas what we say that it refuses, seed ${seed}`, async () => {
    const verdicts = await ask(target, valid);
    const start = `${targets[target].name} refuses `;
    const [told, missed, taken]: [string[], string[], string[]] = [[], [], []];
    for (const [index, { text }] of valid.entries()) {
      const says = checkSchema(parseSchema(text), { targets: [target] }).some(({ message }) => message.startsWith(start));
      const refuses = verdicts[index]?.verdict === 'refused';
      if (says && !refuses) taken.push(text);
      if (refuses) (says ? told : missed).push(text);
    }
    // To avsc, which is JavaScript, ["A"] is as good a symbol as "A".
    assert.ok(taken.length * 100 <= (target === 'avsc' ? told.length : 0), `It takes ${taken.length}: ${taken.slice(0, 3).join('\n')}`);
    // Random schemas have oddities that nobody writes, and of which nothing is said.
    assert.ok(missed.length * 10 <= told.length, `${told.length} are told, ${missed.length} are not: ${missed.slice(0, 3).join('\n')}`);
  });
}
