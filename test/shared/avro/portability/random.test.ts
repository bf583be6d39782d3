import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../../../shared/avro/check.ts';
import { parseSchema } from '../../../../shared/avro/parse.ts';
import { targetIds } from '../../../../shared/avro/portability/targets.ts';
import { applyFix } from '../../../expectFix.ts';
import { randomSchema, seededRandom } from '../../../randomSchema.ts';

const seed = 20_261_125;
const count = 5000;

test(`whatever stands in ${count} random texts, what is said of all targets has its place in them, seed ${seed}`, () => {
  const random = seededRandom(seed);
  let found = 0;
  for (let round = 0; round < count; round++) {
    const whole = randomSchema(random);
    // Half of them are cut somewhere.
    const text = random() < 0.5 ? whole : whole.slice(0, Math.floor(random() * whole.length));
    for (const { code, span, message, fixes } of checkSchema(parseSchema(text), { targets: targetIds })) {
      if (code !== 'portability') continue;
      found++;
      assert.ok(0 <= span.start && span.start < span.end && span.end <= text.length, text);
      assert.match(message, /^[^ ].*[^.]\.$/);
      for (const fix of fixes?.() ?? []) assert.notEqual(applyFix(text, fix), text);
    }
  }
  assert.ok(found > 1000, `${found} findings`);
});
