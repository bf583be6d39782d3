import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createLocalRegistrySession, type LocalRegistryOptions } from '../../../client/cluster/localRegistrySession.ts';
import type { RegistrySession, SubjectMatch } from '../../../client/cluster/registrySession.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { FakeRegistry, guidOf, type FakeRegistryOptions, type Flavour } from '../../fakes/registry.ts';
import type { Misbehaviour } from '../../fakes/misbehaviour.ts';

const { signal } = new AbortController();
const flavours: readonly Flavour[] = ['apicurio', 'karapace', 'confluent'];
const order = '{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"id","type":"string"}]}';
const order2 = order.replace('"string"', '"long"');
const retry = { pauseMs: 1 };

async function open(
  t: TestContext,
  options: FakeRegistryOptions = {},
  more: LocalRegistryOptions & { readOnly?: boolean } = {},
): Promise<{ fake: FakeRegistry; session: RegistrySession }> {
  const fake = await FakeRegistry.start(options);
  const { readOnly = false, ...local } = more;
  const connection = { name: 'local', readOnly, registry: { url: fake.url, auth: { type: 'none' } as const } };
  const session = createLocalRegistrySession(connection, { retry, timeoutMs: 5_000, ...local });
  t.after(async () => {
    await session.close();
    await fake.close();
  });
  return { fake, session };
}

async function refusal(promise: Promise<unknown>): Promise<RegistryError> {
  const error = await promise.then(
    () => assert.fail('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof RegistryError, String(error));
  return error;
}

function toRegister(subject: string, text: string): Parameters<RegistrySession['register']>[0] {
  return { subject, text, references: [], normalize: false };
}

for (const flavour of flavours) {
  test(`${flavour}: registers, evolves, deletes softly and for good`, async (t) => {
    const { session } = await open(t, { flavour });
    const subject = 'a/b %41:c';
    assert.equal((await session.register(toRegister(subject, order), signal)).version, 1);
    assert.equal((await session.register(toRegister(subject, order2), signal)).version, 2);
    assert.equal((await session.lookUp(toRegister(subject, order2), signal))?.version, 2);
    assert.deepEqual(await session.listSubjects({ deleted: false }, signal), [{ subject, isDeleted: false }]);
    assert.deepEqual(
      (await session.fetchVersions(subject, 'all', signal)).map(({ version }) => version),
      [1, 2],
    );
    assert.deepEqual(
      (await session.fetchVersions(subject, 'latest', signal)).map(({ version }) => version),
      [2],
    );

    await session.deleteVersion(subject, 1, { permanent: false }, signal);
    assert.deepEqual(await session.listVersions(subject, { deleted: false }, signal), [{ version: 2, isDeleted: false }]);
    assert.deepEqual(await session.listVersions(subject, { deleted: true }, signal), [
      { version: 1, isDeleted: true },
      { version: 2, isDeleted: false },
    ]);
    const deleted = await session.fetchVersion(subject, 1, signal);
    assert.deepEqual([deleted.isDeleted, JSON.parse(deleted.text)], [true, JSON.parse(order)], 'it is still found by its number');
    assert.deepEqual(
      (await session.fetchVersions(subject, 'all', signal)).map(({ version }) => version),
      [2],
    );
    assert.equal((await refusal(session.deleteVersion(subject, 1, { permanent: false }, signal))).code, 'registry/version-not-found');
    await session.deleteVersion(subject, 1, { permanent: true }, signal);
    assert.equal((await refusal(session.fetchVersion(subject, 1, signal))).code, 'registry/version-not-found');

    assert.deepEqual(await session.deleteSubject(subject, { permanent: false }, signal), [2]);
    assert.deepEqual(await session.listSubjects({ deleted: false }, signal), []);
    assert.deepEqual(await session.listSubjects({ deleted: true }, signal), [{ subject, isDeleted: true }]);
    assert.deepEqual(await session.fetchVersions(subject, 'all', signal), []);
    assert.deepEqual(await session.deleteSubject(subject, { permanent: true }, signal), [2]);
    assert.deepEqual(await session.listSubjects({ deleted: true }, signal), []);
    assert.equal((await refusal(session.deleteSubject(subject, { permanent: true }, signal))).code, 'registry/subject-not-found');
  });

  test(`${flavour}: one step deletes for good what was never soft-deleted`, async (t) => {
    const { fake, session } = await open(t, { flavour });
    fake.add('s', order);
    fake.add('s', order2);
    await session.deleteVersion('s', 2, { permanent: true }, signal);
    assert.deepEqual(await session.deleteSubject('s', { permanent: true }, signal), [1]);
    assert.deepEqual(await session.listSubjects({ deleted: true }, signal), []);
  });

  test(`${flavour}: levels are the subject's own, or the global one`, async (t) => {
    const { fake, session } = await open(t, { flavour });
    fake.add('s', order);
    assert.deepEqual(await session.fetchLevel('s', signal), { level: 'BACKWARD', isOwn: false });
    assert.deepEqual(await session.fetchLevel('none', signal), { level: 'BACKWARD', isOwn: false });
    await session.setLevel('s', 'FULL_TRANSITIVE', signal);
    assert.deepEqual(await session.fetchLevel('s', signal), { level: 'FULL_TRANSITIVE', isOwn: true });
    await session.setLevel('s', undefined, signal);
    await session.setLevel('s', undefined, signal);
    assert.deepEqual(await session.fetchLevel('s', signal), { level: 'BACKWARD', isOwn: false });
    await session.setLevel(undefined, 'NONE', signal);
    assert.deepEqual(await session.fetchLevel('s', signal), { level: 'NONE', isOwn: false });
    assert.equal(await session.fetchMode('s', signal), 'READWRITE');
    assert.equal(await session.fetchMode('none', signal), 'READWRITE');
  });

  test(`${flavour}: the registry's own verdict`, async (t) => {
    const { fake, session } = await open(t, { flavour });
    fake.add('s', order);
    const check = async (subject: string, version: number | 'latest' | 'all'): Promise<boolean> =>
      (await session.checkCompatibility({ subject, text: order2, references: [], version }, signal)).isCompatible;
    assert.deepEqual([await check('s', 1), await check('s', 'latest'), await check('s', 'all')], [true, true, true]);
    assert.deepEqual([await check('none', 'latest'), await check('none', 'all')], [true, true]);
    fake.incompatible.add('s');
    assert.deepEqual([await check('s', 1), await check('s', 'latest'), await check('s', 'all')], [false, false, false]);
    assert.equal((await refusal(check('s', 9))).code, 'registry/version-not-found');
    const error = await refusal(session.register(toRegister('s', order2), signal));
    assert.deepEqual([error.code, error.status], ['registry/incompatible', 409]);
  });

  test(`${flavour}: subjects by the type that they hold`, async (t) => {
    const { fake, session } = await open(t, { flavour });
    const other = '{"type":"enum","name":"Suit","symbols":["A"]}';
    for (let index = 0; index < 60; index++) fake.add(`noise-${index}-value`, other);
    for (const subject of ['com.acme.Order', 'orders-com.acme.Order', 'orders-value', 'zz-top']) fake.add(subject, order);
    fake.add('broken-value', '{"type":');
    fake.add('proto-value', 'syntax = "proto3";', { schemaType: 'PROTOBUF' });
    fake.add('gone-value', order, { isDeleted: true });
    const told: SubjectMatch[] = [];
    const { matches, isComplete } = await session.findSubjects(
      { fullname: 'com.acme.Order', fileName: 'orders' },
      (match) => told.push(match),
      signal,
    );
    assert.deepEqual(
      matches.map(({ subject, strategy }) => [subject, strategy]),
      [
        ['com.acme.Order', 'RecordName'],
        ['orders-com.acme.Order', 'TopicRecordName'],
        ['orders-value', 'TopicName'],
        ['zz-top', 'other'],
      ],
    );
    assert.ok(isComplete);
    assert.deepEqual(told.at(-1)?.subject, 'zz-top', 'the likely ones come first');
    assert.equal(told.length, 4);
    const before = fake.requests.length;
    await session.findSubjects({ fullname: 'com.acme.Other', fileName: 'others' }, () => undefined, signal);
    assert.ok(fake.requests.length - before <= 2, 'what was seen is kept');
  });

  test(`${flavour}: what stands at the address`, async (t) => {
    const { fake, session } = await open(t, { flavour });
    fake.add(':.prod:s', order);
    const { label, ...rest } = await session.describe(signal);
    assert.equal(label, fake.url);
    const products = {
      apicurio: { product: 'Apicurio Registry', productVersion: '3.3.3', contexts: ['.prod'] },
      karapace: { product: 'Karapace', productVersion: '5.0.3', contexts: [] },
      confluent: { product: 'Confluent Schema Registry', productVersion: '7.9.0', contexts: ['.prod'] },
    };
    assert.deepEqual(rest, { level: 'BACKWARD', mode: 'READWRITE', ...products[flavour] });
  });

  test(`${flavour}: a schema by id and by GUID`, async (t) => {
    const { fake, session } = await open(t, { flavour });
    const schemaId = fake.add('s', order);
    fake.add('t', order, { schemaId });
    const found = await session.findSchema(` ${schemaId} `, signal);
    assert.equal(found.schema.label, `schema id ${schemaId}`);
    assert.match(found.displayText, /^\{\n/);
    assert.deepEqual(
      found.subjects?.map(({ subject }) => subject),
      ['s', 't'],
    );
    assert.equal((await refusal(session.findSchema('9999', signal))).code, 'registry/schema-not-found');
    assert.match((await refusal(session.findSchema('orders', signal))).message, /neither a schema id/);
    const byGuid = session.findSchema(guidOf(schemaId).toUpperCase(), signal);
    if (flavour === 'confluent') assert.deepEqual([(await byGuid).schema.schemaId, (await byGuid).guid], [schemaId, guidOf(schemaId)]);
    else assert.match((await refusal(byGuid)).message, /finds no schemas by GUID/);
  });
}

test('a version has its text laid out, and the texts of its references, circular ones once', async (t) => {
  const { fake, session } = await open(t, { flavour: 'confluent' });
  const reference = (subject: string): { name: string; subject: string; version: number } => ({ name: 'x', subject, version: 1 });
  fake.add('a', '"a"', { references: [reference('b')] });
  fake.add('b', '"b"', { references: [reference('a')] });
  fake.add(':.ctx:top', order, { references: [reference('b')] });
  fake.add(':.ctx:b', '"in context"');
  const { references, referenceNames, displayText } = await session.fetchVersion(':.ctx:top', 'latest', signal);
  assert.deepEqual(references, ['"in context"'], 'a reference means a subject of its own context');
  assert.deepEqual(referenceNames, [reference('b')]);
  assert.equal(JSON.stringify(JSON.parse(displayText)), order);
  assert.deepEqual((await session.fetchVersion('a', 1, signal)).references, ['"a"', '"b"']);
});

test('what is no Avro is shown as it is', async (t) => {
  const { fake, session } = await open(t);
  fake.add('proto', 'syntax = "proto3";', { schemaType: 'PROTOBUF' });
  fake.add('broken', '{"type": ');
  assert.equal((await session.fetchVersion('proto', 1, signal)).displayText, 'syntax = "proto3";');
  assert.equal((await session.fetchVersion('broken', 1, signal)).displayText, '{"type": ');
});

test('each call that writes is refused on a connection that is read-only, before anything is asked', async (t) => {
  const { fake, session } = await open(t, {}, { readOnly: true });
  for (const call of [
    session.register(toRegister('s', order), signal),
    session.setLevel('s', 'NONE', signal),
    session.setLevel(undefined, 'NONE', signal),
    session.deleteVersion('s', 1, { permanent: false }, signal),
    session.deleteSubject('s', { permanent: true }, signal),
  ]) {
    const error = await refusal(call);
    assert.deepEqual([error.code, error.message], ['registry/read-only', 'local is read-only: nothing is written to its registry.']);
  }
  assert.deepEqual(fake.requests, []);
});

test('a version that others refer to is not deleted, with the reason', async (t) => {
  const { fake, session } = await open(t, { flavour: 'confluent' });
  fake.add('base', order);
  fake.add('top', '"top"', { references: [{ name: 'x', subject: 'base', version: 1 }] });
  assert.equal((await refusal(session.deleteVersion('base', 1, { permanent: false }, signal))).code, 'registry/referenced');
});

test('normalize is asked for where it is wanted', async (t) => {
  const { fake, session } = await open(t);
  await session.register({ ...toRegister('s', order), normalize: true }, signal);
  const paths = fake.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
  assert.deepEqual(paths, ['/subjects/s/versions?normalize=true', '/subjects/s?normalize=true']);
});

test('versions are fetched once; the latest again after a refresh, and all of them where the subject was made anew', async (t) => {
  const { fake, session } = await open(t);
  fake.add('s', order);
  fake.add('s', order2);
  await session.fetchVersions('s', 'all', signal);
  const count = fake.requests.length;
  await session.fetchVersions('s', 'all', signal);
  assert.equal(fake.requests.length, count);
  await session.refresh();
  await session.fetchVersions('s', 'all', signal);
  assert.equal(fake.requests.length, count + 1, 'only the list is asked for');
});

test('a subject with 500 versions', async (t) => {
  const { fake, session } = await open(t);
  for (let index = 1; index <= 500; index++) fake.add('s', order.replace('"id"', `"id${index}"`));
  const versions = await session.fetchVersions('s', 'all', signal);
  assert.deepEqual(
    versions.map(({ version }) => version),
    Array.from({ length: 500 }, (_, index) => index + 1),
  );
});

for (const flavour of ['apicurio', 'confluent'] as const) {
  test(`${flavour}: 20,000 subjects do not mean as many requests for each file`, async (t) => {
    const { fake, session } = await open(t, { flavour });
    for (let index = 0; index < 20_000; index++) fake.add(`topic-${index}-value`, '"string"', { schemaId: 1 });
    fake.add('zz-value', order);
    assert.equal((await session.listSubjects({ deleted: false }, signal)).length, 20_001);
    const find = async (fullname: string): Promise<{ found: number; isComplete: boolean }> => {
      const { matches, isComplete } = await session.findSubjects({ fullname, fileName: 'order' }, () => undefined, signal);
      return { found: matches.length, isComplete };
    };
    // Where the registry does not tell all at once, the search is bounded and says so.
    const isAllAtOnce = flavour === 'confluent';
    assert.deepEqual(await find('com.acme.Order'), { found: isAllAtOnce ? 1 : 0, isComplete: isAllAtOnce });
    assert.ok(fake.requests.length < 3_100, String(fake.requests.length));
    const count = fake.requests.length;
    for (let index = 0; index < 20; index++) await find(`com.acme.Other${index}`);
    assert.ok(fake.requests.length - count <= 5, String(fake.requests.length - count));
  });
}

test('a schema of 2 MB', async (t) => {
  const { fake, session } = await open(t);
  const fields = Array.from({ length: 50_000 }, (_, index) => ({ name: `field_${index}`, type: 'string', doc: 'x' }));
  const text = JSON.stringify({ type: 'record', name: 'Large', fields });
  assert.ok(text.length > 2 ** 21);
  fake.add('large', text);
  const { displayText } = await session.fetchVersion('large', 'latest', signal);
  assert.equal(JSON.stringify(JSON.parse(displayText)), text);
});

for (const { how, code, requests } of [
  { how: 'html', code: 'registry/not-a-registry', requests: 1 },
  { how: 'half-a-json', code: 'registry/not-a-registry', requests: 1 },
  { how: 'error-500-code-0', code: 'registry/server-error', requests: 1 },
  { how: 'busy-503', code: 'registry/server-error', requests: 3 },
  { how: 'busy-500-code-50003', code: 'registry/server-error', requests: 3 },
  { how: 'closes-socket', code: 'registry/unreachable', requests: 3 },
  { how: { busy: 429 }, code: 'registry/server-error', requests: 3 },
  { how: { busy: 429, retryAfter: '3600' }, code: 'registry/server-error', requests: 1 },
  { how: { busy: 503, retryAfter: '0' }, code: 'registry/server-error', requests: 3 },
] as { how: Misbehaviour; code: string; requests: number }[]) {
  test(`a registry that answers ${JSON.stringify(how)} is asked ${requests} times`, async (t) => {
    const { fake, session } = await open(t);
    fake.misbehaviour = how;
    const error = await refusal(session.fetchVersion('s', 'latest', signal));
    assert.equal(error.code, code);
    assert.equal(fake.requests.length, requests);
  });
}

for (const { how, writes, attempts } of [
  { how: 'busy-500-code-50003', writes: true, attempts: 2 },
  { how: { busy: 429 }, writes: true, attempts: 2 },
  { how: { busy: 503, retryAfter: '0' }, writes: true, attempts: 2 },
  { how: { busy: 503 }, writes: true, attempts: 1 },
  { how: 'closes-socket', writes: true, attempts: 1 },
  { how: { busy: 503 }, writes: false, attempts: 2 },
  { how: 'closes-socket', writes: false, attempts: 2 },
] as { how: Misbehaviour; writes: boolean; attempts: number }[]) {
  const what = writes ? 'a registration' : 'a question';
  test(`${what} after ${JSON.stringify(how)} is ${attempts === 1 ? 'not sent again' : 'sent again'}`, async (t) => {
    const { fake, session } = await open(t);
    fake.misbehaviours.push(how);
    const outcome = (writes ? session.register(toRegister('s', order), signal) : session.fetchLevel(undefined, signal)).then(
      () => 2,
      () => 1,
    );
    assert.equal(await outcome, attempts);
    const sent = fake.requests.filter(({ path }) => (writes ? path.endsWith('/versions') : path === '/config'));
    assert.equal(sent.length, attempts);
  });
}

test('a refusal of the credentials is told as such, and not repeated', async (t) => {
  const { fake, session } = await open(t, { authorization: 'Bearer x' });
  assert.equal((await refusal(session.describe(signal))).code, 'registry/unauthorized');
  assert.equal(fake.requests.length, 1);
});

test('what takes too long ends, and so does all of it together', async (t) => {
  const { fake, session } = await open(t, {}, { timeoutMs: 100, retry: { ...retry, totalMs: 300 } });
  fake.misbehaviour = 'never-answers';
  assert.equal((await refusal(session.listSubjects({ deleted: false }, signal))).code, 'registry/timeout');
});

test('an abort ends the pause before the next try', async (t) => {
  const { fake, session } = await open(t, {}, { retry: { pauseMs: 60_000, maxRetryAfterMs: 120_000, totalMs: 240_000 } });
  fake.misbehaviour = { busy: 429, retryAfter: '60' };
  const abort = new AbortController();
  const asked = session.fetchMode(undefined, abort.signal);
  while (fake.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  setImmediate(() => abort.abort());
  await assert.rejects(asked, { name: 'AbortError' });
});
