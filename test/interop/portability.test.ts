import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../portability/ask.ts';
import { readMeasured } from '../portability/measure.ts';
import { probes } from '../portability/probes.ts';

// Those that are fetched quickly and need nothing but Java and Python; `npm run measure` asks the others too.
for (const target of ['java-1.12', 'java-1.11', 'fastavro', 'python-avro', 'avsc'] as const) {
  test(`${target} makes of every probe what test/portability/measured.json says`, async () => {
    const verdicts = await ask(target, probes);
    const before = new Map(readMeasured().probes.map(({ id, verdicts: known }) => [id, known[target]?.verdict ?? 'accepted']));
    assert.equal(verdicts.length, probes.length);
    assert.deepEqual(
      probes.map(({ id }, index) => `${id}: ${verdicts[index]?.verdict ?? ''}`),
      probes.map(({ id }) => `${id}: ${before.get(id) ?? ''}`),
    );
  });
}
