import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import type { RegistryCacheOptions } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import { FakeRegistry } from '../../fakes/registry.ts';

const { signal } = new AbortController();
const fakes: FakeRegistry[] = [];
after(() => Promise.all(fakes.map((fake) => fake.close())));

async function start(options: RegistryCacheOptions = {}): Promise<{ fake: FakeRegistry; cache: RegistryCache; clock: { ms: number } }> {
  const fake = await FakeRegistry.start();
  fakes.push(fake);
  const clock = { ms: 0 };
  const client = createRegistryClient({ url: fake.url, auth: { type: 'none' }, fetch, timeoutMs: 5_000 });
  return { fake, cache: new RegistryCache(client, { now: () => clock.ms, ...options }), clock };
}

const hour = 3_600_000;

test('a schema id is asked for once', async () => {
  const { fake, cache, clock } = await start();
  const schemaId = fake.add('s', '"int"');
  assert.equal((await cache.fetchSchema(schemaId, signal)).text, '"int"');
  clock.ms = 1000 * hour;
  assert.equal((await cache.fetchSchema(schemaId, signal)).text, '"int"');
  cache.refresh();
  await cache.fetchSchema(schemaId, signal);
  await cache.fetchVersion('s', 1, signal);
  await cache.fetchVersion('s', 1, signal);
  assert.deepEqual(
    fake.requests.map(({ path }) => path),
    ['/schemas/ids/1', '/subjects/s/versions/1'],
  );
});

test('who asks at the same time shares one request', async () => {
  const { fake, cache } = await start();
  const schemaId = fake.add('s', '"int"');
  const found = await Promise.all(Array.from({ length: 50 }, () => cache.fetchSchema(schemaId, signal)));
  assert.equal(new Set(found).size, 1);
  assert.equal(fake.requests.length, 1);
});

test('one who is aborted leaves the others undisturbed', async () => {
  const { fake, cache } = await start();
  const schemaId = fake.add('s', '"int"');
  let open = (): void => assert.fail('nothing waits yet');
  fake.gate = new Promise<void>((resolve) => (open = resolve));
  const controller = new AbortController();
  const first = cache.fetchSchema(schemaId, controller.signal);
  const second = cache.fetchSchema(schemaId, signal);
  controller.abort();
  await assert.rejects(first, { name: 'AbortError' });
  open();
  assert.equal((await second).text, '"int"');
  assert.equal(fake.requests.length, 1);
});

test('the last one who is aborted ends the request, and the next begins anew', async () => {
  const { fake, cache } = await start();
  const schemaId = fake.add('s', '"int"');
  fake.misbehaviour = 'never-answers';
  const controllers = [new AbortController(), new AbortController()];
  const waiting = controllers.map((controller) => cache.fetchSchema(schemaId, controller.signal));
  for (const controller of controllers) controller.abort();
  for (const one of waiting) await assert.rejects(one, { name: 'AbortError' });
  fake.misbehaviour = undefined;
  assert.equal((await cache.fetchSchema(schemaId, signal)).text, '"int"');
  await assert.rejects(cache.fetchSchema(schemaId, AbortSignal.abort()), { name: 'AbortError' }, 'even where the answer is there');
});

test('a refusal is believed for a few seconds only', async () => {
  const { fake, cache, clock } = await start({ negativeMs: 5_000 });
  await assert.rejects(cache.fetchSchema(7, signal), { code: 'registry/schema-not-found' });
  fake.add('s', '"int"', { schemaId: 7 });
  clock.ms = 5_000;
  await assert.rejects(cache.fetchSchema(7, signal), { code: 'registry/schema-not-found' });
  assert.equal(fake.requests.length, 1);
  clock.ms = 5_001;
  assert.equal((await cache.fetchSchema(7, signal)).text, '"int"');
});

test('a failure is forgotten at once on demand', async () => {
  const { fake, cache } = await start();
  await assert.rejects(cache.fetchSchema(7, signal), { code: 'registry/schema-not-found' });
  fake.add('s', '"int"', { schemaId: 7 });
  cache.refresh();
  assert.equal((await cache.fetchSchema(7, signal)).text, '"int"');
});

test('failures alone are forgotten when somebody tries again', async () => {
  const { fake, cache } = await start();
  fake.add('s', '"int"', { schemaId: 7 });
  assert.equal((await cache.fetchLatest('s', hour, signal)).version, 1);
  const ask = [
    () => cache.fetchSchema(8, signal),
    () => cache.fetchVersion('s', 2, signal),
    () => cache.fetchLatest('t', hour, signal),
    () => cache.listVersions('t', hour, signal),
  ];
  for (const one of ask) await assert.rejects(one());
  fake.add('s', '"long"', { schemaId: 8 });
  fake.add('t', '"long"', { schemaId: 8 });
  cache.forgetFailures();
  for (const one of ask) await one();
  assert.equal((await cache.fetchLatest('s', hour, signal)).version, 1);
});

test('what changes is as old as the caller allows', async () => {
  const { fake, cache, clock } = await start();
  const schemaId = fake.add('s', '"int"');
  const ask = async (maxAgeMs: number): Promise<unknown> => [
    (await cache.fetchLatest('s', maxAgeMs, signal)).version,
    await cache.listVersions('s', maxAgeMs, signal),
    (await cache.findSubjectVersions(schemaId, maxAgeMs, signal))?.map(({ subject }) => subject),
  ];
  assert.deepEqual(await ask(1_000), [1, [1], ['s']]);
  fake.add('s', '"long"');
  fake.add('t', '"int"', { schemaId });
  clock.ms = 1_000;
  assert.deepEqual(await ask(1_000), [1, [1], ['s']]);
  assert.equal(fake.requests.length, 3);
  assert.deepEqual(await ask(999), [2, [1, 2], ['s', 't']]);
});

test('what was being fetched when it changed is not kept', async () => {
  const { fake, cache } = await start();
  fake.add('s', '"int"');
  const before = cache.fetchLatest('s', hour, signal);
  cache.refresh();
  await before;
  fake.add('s', '"long"');
  assert.equal((await cache.fetchLatest('s', hour, signal)).version, 2);
});

for (const { name, options, asked } of [
  { name: 'in number', options: { maxSchemas: 2 }, asked: [1, 2, 3, 2] },
  { name: 'in size', options: { maxCharacters: 2 * '"schema1"'.length }, asked: [1, 2, 3, 2] },
]) {
  test(`what was not asked for longest goes first: bounded ${name}`, async () => {
    const { fake, cache } = await start(options);
    for (const schemaId of [1, 2, 3]) fake.add(`s${schemaId}`, `"schema${schemaId}"`);
    for (const schemaId of [1, 2, 1, 3, 1, 2]) await cache.fetchSchema(schemaId, signal);
    assert.deepEqual(
      fake.requests.map(({ path }) => Number(path.split('/').at(-1))),
      asked,
    );
  });
}

test('a schema larger than the whole cache is still returned', async () => {
  const { fake, cache } = await start({ maxCharacters: 10 });
  const schemaId = fake.add('s', JSON.stringify('x'.repeat(100)));
  assert.equal((await cache.fetchSchema(schemaId, signal)).text.length, 102);
  assert.equal((await cache.fetchSchema(schemaId, signal)).text.length, 102);
});
