import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { createJudge } from '../../../shared/diagnosis/judge.ts';
import type { Judgement, Sample } from '../../../shared/diagnosis/samples.ts';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import { FakeRegistry } from '../../fakes/registry.ts';
import { largeIds, makeSchemas } from './corpus/knownSchemas.ts';
import { checkMixture, formOf, type Outcome } from './corpus/mixtureOracle.ts';
import { consumes } from './corpus/simpleReader.ts';
import { isFrame, makeTopics, type CorpusTopic, type KnownCorpusSchema } from './corpus/topics.ts';

// Thousands of topics that were made in known ways. An oracle lists by brute force every framing with every known schema that
// reads all samples of a topic: where there is exactly one, the verdict must be it; where there are several, it must be undecided,
// unless the topic's own subject separates them. Of mixtures the same is asked of each part. What is decided wrong is never put up with.

const { signal } = new AbortController();
const count = Number(process.env['CORPUS_TOPICS'] ?? 5_000);
let fake: FakeRegistry;
let registry: RegistryCache;
let schemas: readonly KnownCorpusSchema[];

before(async () => {
  fake = await FakeRegistry.start({ flavour: 'confluent' });
  let next = 1;
  const ids = new Map<string, number>();
  schemas = makeSchemas(20_261_201).map((schema): KnownCorpusSchema => {
    const json: unknown = JSON.parse(schema.text);
    if (schema.topic === undefined) return { ...schema, schemaId: undefined, json };
    const schemaId = ids.get(schema.text) ?? largeIds.get(`${schema.name} ${schema.version}`) ?? next++;
    ids.set(schema.text, schemaId);
    fake.add(`${schema.topic}-value`, schema.text, { schemaId });
    return { ...schema, schemaId, json };
  });
  const client = createRegistryClient({ url: fake.url, auth: { type: 'none' }, fetch, timeoutMs: 30_000, retry: { attempts: 1 } });
  registry = new RegistryCache(client);
});
after(() => fake.close());

interface Pair {
  readonly framing: 'confluent-prefix' | 'bare' | 'single-object';
  /** Of bare Avro; of frames each sample names its own. */
  readonly schema: KnownCorpusSchema | undefined;
  readonly isOwn: boolean;
}

/** Every way in which all samples can be read. */
function listPairs({ topic, values }: CorpusTopic): Pair[] {
  const real = values.filter((value) => value !== null);
  const pairs: Pair[] = [];
  const named = real.map((value) => schemas.filter((schema) => isFrame(schema, value)));
  if (named.every((some) => some.length > 0)) {
    pairs.push({ framing: 'confluent-prefix', schema: undefined, isOwn: named.every((some) => some.some((one) => one.topic === topic)) });
  }
  const texts = new Set<string>();
  for (const schema of schemas) {
    if (texts.has(schema.text) || !real.every((value) => consumes(schema.json, value))) continue;
    texts.add(schema.text);
    const isOwn = schemas.some((one) => one.text === schema.text && one.topic === topic);
    pairs.push({ framing: 'bare', schema, isOwn });
  }
  return pairs;
}

async function judge({ topic, values }: CorpusTopic): Promise<Judgement> {
  const workspace = schemas.filter((schema) => schema.topic === undefined).map(({ name, text }) => ({ text, references: [], label: name }));
  const one = createJudge({ part: 'value', topic, registry, workspace, inflate: createInflate(1_000_000) });
  const samples = values.map((bytes, index): Sample => ({ partition: 0, offset: BigInt(index), timestampMs: -1, bytes, headers: [] }));
  await one.add(samples, signal);
  return one.judge();
}

/** @returns what became of a topic that is framed in one way, and whether the bytes decide it */
function check(topic: CorpusTopic, pairs: readonly Pair[], judged: Judgement): Outcome {
  const real = judged.classes.filter(({ framing }) => framing !== 'null');
  const [only, ...others] = real;
  if (judged.state !== 'decided') {
    const own = pairs.filter(({ isOwn }) => isOwn);
    const rivals = own.length > 1 ? own : pairs;
    const isListed = ({ framing, schema }: Pair): boolean =>
      judged.readings.some(
        (one) =>
          one.framing === framing && (schema === undefined || one.schemas.some((some) => formOf(some.schema.text) === formOf(schema.text))),
      );
    const isWhole = judged.state === 'unknown' || rivals.every(isListed);
    return pairs.length === 1 || own.length === 1 || !isWhole ? 'wrongly undecided' : 'undecided as it must be';
  }
  const fits = (pair: Pair): boolean =>
    others.length === 0 &&
    only?.framing === pair.framing &&
    (pair.schema === undefined || only.schemas.some(({ schema }) => schema.text === pair.schema?.text));
  const own = pairs.filter(({ isOwn }) => isOwn);
  // Nothing reads all of them: then some are said to be read by nothing.
  if (pairs.length === 0)
    return real.some(({ framing, fault }) => framing === 'none' || fault !== undefined) ? 'right' : 'confident and wrong';
  const right = pairs.length === 1 ? pairs : own.length === 1 ? own : [];
  return right.some(fits) ? 'right' : 'confident and wrong';
}

test(`the verdict on ${count.toLocaleString('en')} topics that were made in known ways`, async (t) => {
  const tally = new Map<string, Map<Outcome, number>>();
  const wrong: string[] = [];
  for (const topic of makeTopics(schemas, count, 7)) {
    if (topic.values.length === 0) continue;
    const judged = await judge(topic);
    const isMixture = new Set(topic.made).size > 1;
    const isSingle = topic.made.every((one) => one === 'single-object');
    const pairs: Pair[] = isSingle ? [{ framing: 'single-object', schema: undefined, isOwn: true }, ...listPairs(topic)] : listPairs(topic);
    const mixture = isMixture ? checkMixture(topic, judged, schemas) : undefined;
    const outcome = mixture?.outcome ?? check(topic, isSingle ? pairs.slice(0, 1) : pairs, judged);
    const own = tally.get(topic.kind) ?? new Map<Outcome, number>();
    own.set(outcome, (own.get(outcome) ?? 0) + 1);
    tally.set(topic.kind, own);
    if (outcome === 'confident and wrong' || outcome === 'wrongly undecided') {
      wrong.push(
        `${outcome}: ${topic.kind} ${topic.topic}, ${mixture?.note ?? ''} ${pairs.map(({ framing, schema, isOwn }) => `${framing} ${schema?.name ?? ''} ${isOwn}`).join('; ')} -> ${judged.state} ${judged.classes.map(({ framing, fault, schemas: some }) => `${framing} ${fault ?? ''} ${some.map(({ source }) => source.subject ?? source.fullname).join()}`).join('; ')}`,
      );
    }
  }
  const all = new Map<Outcome, number>();
  for (const [kind, own] of tally) {
    t.diagnostic(`${kind}: ${[...own].map(([outcome, times]) => `${times} ${outcome}`).join(', ')}`);
    for (const [outcome, times] of own) all.set(outcome, (all.get(outcome) ?? 0) + times);
  }
  const total = [...all.values()].reduce((sum, times) => sum + times, 0);
  t.diagnostic(`all ${total}: ${[...all].map(([outcome, times]) => `${times} ${outcome}`).join(', ')}`);
  if (process.env['CORPUS_NOTES'] !== undefined) t.diagnostic(wrong.join('\n'));
  assert.equal(
    all.get('confident and wrong') ?? 0,
    0,
    wrong
      .filter((one) => one.startsWith('confident'))
      .slice(0, 10)
      .join('\n'),
  );
  const decidable = total - (all.get('undecided as it must be') ?? 0);
  assert.ok((all.get('right') ?? 0) >= 0.995 * decidable, wrong.slice(0, 10).join('\n'));
  assert.ok((all.get('undecided as it must be') ?? 0) <= 0.3 * total);
});
