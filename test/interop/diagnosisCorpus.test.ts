import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createInflate } from '../../client/cluster/inflate.ts';
import { createJudge } from '../../shared/diagnosis/judge.ts';
import type { Judgement } from '../../shared/diagnosis/samples.ts';
import { RegistryCache } from '../../shared/registry/cache.ts';
import { createRegistryClient } from '../../shared/registry/client.ts';
import { FakeRegistry } from '../fakes/registry.ts';
import { seededRandom } from '../randomSchema.ts';
import { largeIds, makeSchemas } from '../shared/diagnosis/corpus/knownSchemas.ts';
import type { CorpusSchema } from '../shared/diagnosis/corpus/knownSchemas.ts';
import { writeBodies } from './diagnosis/bodies.ts';
import { checkTopic } from './diagnosis/checkTopic.ts';
import type { Outcome } from './diagnosis/checkTopic.ts';
import { Oracle } from './diagnosis/oracle.ts';
import { makeTopic } from './diagnosis/topics.ts';
import type { Ingredients, SchemaWithBodies } from './diagnosis/messages.ts';
import type { Topic } from './diagnosis/topics.ts';

// Topics whose values Java's Avro and fastavro wrote, in all framings, mixtures and with all faults. The oracle lists by brute
// force every framing with every known schema that reads all samples. Exactly one: the verdict must be it, and undecided counts
// as wrong. Several: it must be undecided and list them all, unless a header or a subject of the topic separates them. None:
// each sample must be said to be what it was made as, or not be claimed to be anything.

const seed = 20_261_201;
const count = Number(process.env['CORPUS_TOPICS'] ?? 5_200);
const { signal } = new AbortController();
const fakes = new Map<Topic['flavour'], FakeRegistry>();
after(() => Promise.all([...fakes.values()].map((fake) => fake.close())));

async function makeIngredients(): Promise<Ingredients> {
  // Java takes no reference to a name without a namespace that begins with a dot.
  const usable = (one: number): CorpusSchema[] => makeSchemas(one).filter(({ text }) => !text.includes('".'));
  const known = usable(seed);
  const secret = usable(seed + 1)
    .filter(({ name }) => name.startsWith('random-'))
    .slice(0, 8);
  const every = [...known, ...secret];
  const bodies = await writeBodies(
    every.map(({ text }) => text),
    seed,
  );
  for (const flavour of ['confluent', 'apicurio'] as const) fakes.set(flavour, await FakeRegistry.start({ flavour }));
  const ids = new Map<string, number>();
  let next = 1;
  const all = every.map((schema, index): SchemaWithBodies => {
    const isRegistered = schema.topic !== undefined && index < known.length;
    let schemaId = 0;
    // The same id in both.
    if (isRegistered) {
      schemaId = ids.get(schema.text) ?? largeIds.get(`${schema.name} ${schema.version}`) ?? next++;
      ids.set(schema.text, schemaId);
      for (const fake of fakes.values()) fake.add(`${schema.topic}-value`, schema.text, { schemaId });
    }
    const written = bodies[index];
    assert.ok(written);
    return { ...schema, schemaId, bodies: written };
  });
  return {
    random: seededRandom(seed),
    registered: all.filter(({ schemaId }) => schemaId > 0),
    workspace: all.slice(0, known.length).filter(({ topic }) => topic === undefined),
    secret: all.slice(known.length),
  };
}

test(`the verdict on ${count} topics, written by Java's Avro and by fastavro, seed ${seed}`, async (t) => {
  const given = await makeIngredients();
  const oracle = new Oracle([...given.registered, ...given.workspace]);
  const workspace = given.workspace.map(({ text, name }) => ({ text, references: [], label: name }));
  const caches = new Map([...fakes].map(([flavour, { url }]) => [flavour, cacheOf(url)]));
  const judge = async ({ name, flavour, samples }: Topic): Promise<Judgement> => {
    const one = createJudge({ part: 'value', topic: name, registry: caches.get(flavour), workspace, inflate: createInflate(1_000_000) });
    // In two parts, as they come.
    await one.add(samples.slice(0, samples.length / 2), signal);
    await one.add(samples.slice(samples.length / 2), signal);
    return one.judge();
  };
  const tally = new Map<string, Map<Outcome, number>>();
  const notes: string[] = [];
  for (let made = 0; made < count; made += 20) {
    const topics = Array.from({ length: 20 }, () => makeTopic(given));
    const judged = await Promise.all(topics.map(judge));
    for (const [index, topic] of topics.entries()) {
      const { outcome, note } = checkTopic(topic, judged[index] ?? assert.fail(), oracle);
      const row = tally.get(topic.kind) ?? new Map<Outcome, number>();
      tally.set(topic.kind, row.set(outcome, (row.get(outcome) ?? 0) + 1));
      if (note !== undefined) notes.push(`${topic.kind}: ${outcome}: ${note}`);
    }
  }
  const all = new Map<Outcome, number>();
  for (const [kind, row] of tally) {
    t.diagnostic(`${kind}: ${[...row].map(([outcome, times]) => `${times} ${outcome}`).join(', ')}`);
    for (const [outcome, times] of row) all.set(outcome, (all.get(outcome) ?? 0) + times);
  }
  t.diagnostic(`all: ${[...all].map(([outcome, times]) => `${times} ${outcome}, ${((100 * times) / count).toFixed(1)} %`).join('; ')}`);
  const times = (outcome: Outcome): number => all.get(outcome) ?? 0;
  if (process.env['CORPUS_NOTES'] !== undefined) t.diagnostic(notes.join('\n'));
  assert.equal(
    times('confident and wrong'),
    0,
    notes
      .filter((note) => note.includes('confident'))
      .slice(0, 10)
      .join('\n'),
  );
  assert.equal(
    times('lists not all'),
    0,
    notes
      .filter((note) => note.includes('lists'))
      .slice(0, 10)
      .join('\n'),
  );
  const decidable = times('right') + times('wrongly undecided');
  assert.ok(times('right') >= 0.995 * decidable, notes.slice(0, 10).join('\n'));
  assert.ok(times('undecided as it must be') <= 0.3 * count);
});

function cacheOf(url: string): RegistryCache {
  return new RegistryCache(createRegistryClient({ url, auth: { type: 'none' }, fetch, timeoutMs: 30_000, retry: { attempts: 1 } }));
}
