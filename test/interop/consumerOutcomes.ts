import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Value } from '../../shared/avro/value.ts';
import type { ConsumerId } from '../../shared/diagnosis/consumerTable.ts';
import { predictRecord } from '../../shared/diagnosis/consumers/predict.ts';
import { caseFramings, type ConsumerCase } from './consumerCases.ts';

/** What real software made of a record: what it read as plain JSON, or its failure and what caused it, as `predictRecord` has them. */
export type SeenOutcome = { readonly ok: unknown } | { readonly error: string; readonly causes: readonly string[] };

/** Asserts that each case ends in a consumer's hands as it is predicted: a test for each framing. */
export async function expectPredicted(
  t: TestContext,
  consumer: ConsumerId,
  cases: readonly ConsumerCase[],
  seenOf: (one: ConsumerCase) => SeenOutcome | undefined,
): Promise<void> {
  for (const framing of caseFramings) {
    await t.test(`${consumer}, ${framing}`, () => {
      const some = cases.filter((one) => one.framing === framing);
      assert.ok(some.length > 0);
      const differing = some.flatMap((one) => {
        const seen = describeSeen(one, seenOf(one) ?? assert.fail(`${consumer} said nothing of ${one.name}.`));
        const predicted = describePredicted(consumer, one);
        const isSame = JSON.stringify(seen) === JSON.stringify(predicted) || (failsSomehow(predicted) && 'error' in (seenOf(one) ?? {}));
        return isSame ? [] : [{ case: one.name, bytes: Buffer.from(one.record.bytes).toString('hex'), seen, predicted }];
      });
      assert.deepEqual(differing.slice(0, 4), [], `${differing.length} of ${some.length} differ`);
    });
  }
}

function describeSeen({ record }: ConsumerCase, seen: SeenOutcome): unknown {
  if ('error' in seen) return { kind: 'fails', text: seen.error, causes: seen.causes };
  const json = sorted(seen.ok);
  const written = sorted(plain(record.written ?? null));
  return { kind: JSON.stringify(json) === JSON.stringify(written) ? 'reads' : 'wrong', json };
}

/** Whether it is said to fail, but nobody knows with which words. */
function failsSomehow(predicted: unknown): boolean {
  return JSON.stringify(predicted) === '{"kind":"fails","text":"","causes":[]}';
}

function describePredicted(consumer: ConsumerId, { record }: ConsumerCase): unknown {
  const predicted = predictRecord(consumer, record);
  switch (predicted.kind) {
    case 'reads':
      return {
        kind: 'reads',
        json: predicted.json === undefined ? sorted(plain(record.written ?? null)) : sorted(parseExactly(predicted.json)),
      };
    case 'wrong':
      return { kind: 'wrong', json: sorted(parseExactly(predicted.json)) };
    case 'fails':
      return { kind: 'fails', text: predicted.text, causes: predicted.causes };
    case 'unknown':
      return predicted;
  }
}

/** JSON with all digits of its integers: those that a number can't hold are strings. */
export function parseExactly(text: string): unknown {
  const keepDigits = (_: string, value: unknown, { source }: { readonly source?: string } = {}): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '') ? source : value;
  // The types of TypeScript do not know the third parameter yet.
  return JSON.parse(text, keepDigits);
}

function plain(value: Value): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Value) => plain(item));
  const entries =
    value instanceof Map ? [...(value as ReadonlyMap<string, Value>)] : Object.entries(value as { readonly [key: string]: Value });
  return Object.fromEntries(entries.map(([name, each]) => [name, plain(each)]));
}

/** The same with the properties of objects by name, since maps have no order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}
