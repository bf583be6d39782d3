import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSettings } from '../../client/settings.ts';
import packageJson from '../../package.json' with { type: 'json' };

const properties = new Map<string, { readonly default?: unknown }>(
  packageJson.contributes.configuration.flatMap((section) => Object.entries(section.properties)),
);
const read = (values: Readonly<Record<string, unknown>>) => createSettings((id) => values[id]);

test('settings: without a value they are what package.json says', () => {
  const declared = (id: string): unknown => properties.get(`avroWorkbench.${id}`)?.default;
  const settings = read({});
  assert.deepEqual(settings.peek(), {
    count: declared('peek.count'),
    timeoutMs: Number(declared('peek.timeoutSeconds')) * 1000,
    maxRecords: declared('peek.maxRecords'),
    maxBytes: Number(declared('peek.maxMegabytes')) * 1024 * 1024,
    isolation: declared('peek.isolation'),
  });
  assert.deepEqual(settings.view(), { timeZone: declared('view.timeZone') });
  assert.deepEqual(settings.sample(), {
    seed: declared('sample.seed') ?? undefined,
    nullProbability: declared('sample.nullProbability'),
  });
  assert.deepEqual(settings.codeLens(), { schemas: declared('codeLens.schemas'), messages: declared('codeLens.messages') });
});

for (const { id, good, bad, get } of [
  { id: 'peek.count', good: 1, bad: [0, -1, 100_001, '100', null, NaN], get: (s: Settings) => s.peek().count },
  { id: 'peek.timeoutSeconds', good: 2, bad: [0, 3601, '2'], get: (s: Settings) => s.peek().timeoutMs / 1000 },
  { id: 'peek.maxRecords', good: 5, bad: [0, Infinity], get: (s: Settings) => s.peek().maxRecords },
  { id: 'peek.maxMegabytes', good: 1, bad: [0, 1025], get: (s: Settings) => s.peek().maxBytes / 1024 / 1024 },
  { id: 'peek.isolation', good: 'readUncommitted', bad: ['READ_UNCOMMITTED', 1], get: (s: Settings) => s.peek().isolation },
  { id: 'view.timeZone', good: 'UTC', bad: ['utc', {}], get: (s: Settings) => s.view().timeZone },
  { id: 'sample.seed', good: 7, bad: [1.5, '7', 2 ** 53], get: (s: Settings) => s.sample().seed },
  { id: 'sample.nullProbability', good: 1, bad: [-0.1, 1.1, '1'], get: (s: Settings) => s.sample().nullProbability },
  { id: 'codeLens.schemas', good: false, bad: ['false', 0], get: (s: Settings) => s.codeLens().schemas },
  { id: 'codeLens.messages', good: false, bad: ['false', 0], get: (s: Settings) => s.codeLens().messages },
]) {
  test(`settings: ${id} is taken where it is valid, and is its default elsewhere`, () => {
    assert.equal(get(read({ [id]: good })), good);
    const fallback = get(read({}));
    for (const value of bad) assert.equal(get(read({ [id]: value })), fallback, JSON.stringify(value));
  });
}

type Settings = ReturnType<typeof createSettings>;
