import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RegistrySession } from '../../client/cluster/registrySession.ts';
import { startRegistrySession } from '../../client/cluster/remoteRegistrySession.ts';
import { checkSchema } from '../../shared/avro/check.ts';
import { findMismatches } from '../../shared/avro/compatibility.ts';
import type { Side } from '../../shared/avro/compatibility/mismatch.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { RegistryError } from '../../shared/errors.ts';
import { seededRandom } from '../randomSchema.ts';
import { changeSchema, realisticSchema } from '../schemaChanges.ts';
import { never, plainConnection } from './stack.ts';

const workerPath = fileURLToPath(new URL('../../client/cluster/worker.ts', import.meta.url));

/** In a worker, as the extension has it. */
function openSession(t: TestContext): RegistrySession {
  const { name, readOnly, registry } = plainConnection();
  assert.ok(registry);
  const session = startRegistrySession({ name, readOnly, registry }, { workerPath });
  t.after(() => session.close());
  return session;
}

/** A subject of the test's own; it is deleted for good at the test's end. */
function newSubject(t: TestContext, session: RegistrySession, name: string): string {
  const subject = `${name}-${randomBytes(6).toString('hex')}`;
  // The test may have deleted it itself.
  t.after(() => session.deleteSubject(subject, { permanent: true }, never).catch(() => undefined));
  return subject;
}

function record(name: string, ...fields: readonly unknown[]): string {
  return JSON.stringify({ type: 'record', name, namespace: 'com.acme', fields });
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => assert.fail('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof RegistryError, String(error));
  return error.code;
}

test('a subject is registered, evolves, is found, and is deleted for good', async (t) => {
  const session = openSession(t);
  const subject = newSubject(t, session, 'a/b %41:c');
  const type = `Order${randomBytes(4).toString('hex')}`;
  const id = { name: 'id', type: 'string' };
  const first = record(type, id);
  const second = record(type, id, { name: 'n', type: 'long', default: 0 });
  const toRegister = (text: string): Parameters<RegistrySession['register']>[0] => ({ subject, text, references: [], normalize: false });

  assert.deepEqual(await session.fetchVersions(subject, 'all', never), []);
  assert.equal((await session.register(toRegister(first), never)).version, 1);
  assert.equal(await codeOf(session.register(toRegister(record(type, { name: 'other', type: 'int' })), never)), 'registry/incompatible');
  assert.equal((await session.register(toRegister(second), never)).version, 2);
  assert.equal((await session.register(toRegister(second), never)).version, 2, 'again, which changes nothing');
  assert.equal((await session.lookUp(toRegister(first), never))?.version, 1);
  const latest = await session.fetchVersion(subject, 'latest', never);
  assert.deepEqual([latest.version, JSON.parse(latest.displayText)], [2, JSON.parse(second)]);
  const { matches } = await session.findSubjects({ fullname: `com.acme.${type}`, fileName: 'order' }, () => undefined, never);
  assert.deepEqual(matches, [{ subject, version: 2, strategy: 'other' }]);
  const found = await session.findSchema(String(latest.schemaId), never);
  assert.deepEqual(found.subjects, [{ subject, version: 2 }]);

  await session.deleteVersion(subject, 1, { permanent: false }, never);
  assert.deepEqual(await session.listVersions(subject, { deleted: true }, never), [
    { version: 1, isDeleted: true },
    { version: 2, isDeleted: false },
  ]);
  assert.equal((await session.fetchVersion(subject, 1, never)).isDeleted, true);
  await session.deleteVersion(subject, 1, { permanent: true }, never);
  assert.deepEqual(await session.deleteSubject(subject, { permanent: false }, never), [2]);
  const isListed = async (deleted: boolean): Promise<boolean> =>
    (await session.listSubjects({ deleted }, never)).some((entry) => entry.subject === subject);
  assert.deepEqual([await isListed(false), await isListed(true)], [false, true]);
  await session.deleteSubject(subject, { permanent: true }, never);
  assert.equal(await isListed(true), false);
});

test('levels are set for a subject and taken away', async (t) => {
  const session = openSession(t);
  const subject = newSubject(t, session, 'levels');
  await session.register({ subject, text: '"string"', references: [], normalize: false }, never);
  const { level: globally } = await session.fetchLevel(undefined, never);
  assert.deepEqual(await session.fetchLevel(subject, never), { level: globally, isOwn: false });
  await session.setLevel(subject, 'FULL_TRANSITIVE', never);
  assert.deepEqual(await session.fetchLevel(subject, never), { level: 'FULL_TRANSITIVE', isOwn: true });
  await session.setLevel(subject, undefined, never);
  assert.deepEqual(await session.fetchLevel(subject, never), { level: globally, isOwn: false });
});

test('references are registered and come back with their texts', async (t) => {
  const session = openSession(t);
  const subject = newSubject(t, session, 'top');
  const base = newSubject(t, session, 'base');
  const text = record('Item', { name: 'sku', type: 'string' });
  await session.register({ subject: base, text, references: [], normalize: false }, never);
  const references = [{ name: 'com.acme.Item', subject: base, version: 1 }];
  const top = record('Order', { name: 'item', type: 'com.acme.Item' });
  await session.register({ subject, text: top, references, normalize: false }, never);
  const found = await session.fetchVersion(subject, 'latest', never);
  assert.deepEqual(
    found.references.map((each): unknown => JSON.parse(each)),
    [JSON.parse(text)],
  );
  assert.deepEqual(found.referenceNames, references);
});

test('what stands at the address', async (t) => {
  const { product, productVersion, level } = await openSession(t).describe(never);
  assert.deepEqual([product, typeof productVersion, typeof level], ['Apicurio Registry', 'string', 'string']);
});

test('over hundreds of changes, the verdict here is the verdict of the registry', async (t) => {
  const session = openSession(t);
  const random = seededRandom(5);
  const differing: string[] = [];
  let compared = 0;
  let broken = 0;
  for (let round = 0; round < 120; round++) {
    const subject = newSubject(t, session, 'verdict');
    const writerText = realisticSchema(random);
    const writer = toSide(writerText);
    if (writer === undefined) continue;
    const registered = await session
      .register({ subject, text: writerText, references: [], normalize: false }, never)
      .catch(() => undefined);
    if (registered === undefined) continue;
    for (let change = 0; change < 6; change++) {
      const text = changeSchema(writerText, random);
      const reader = toSide(text);
      if (reader === undefined) continue;
      const isCompatible = await verdictOf(session, subject, text);
      const isReadable = findMismatches(reader, writer).length === 0;
      compared++;
      if (!isReadable) broken++;
      if (isReadable !== isCompatible) differing.push(`here ${isReadable}, there ${isCompatible}: ${text} reads ${writerText}`);
    }
  }
  assert.deepEqual(differing, []);
  assert.ok(compared >= 200 && broken >= 50, `${compared} compared, ${broken} broken`);
});

/** The registry's own. Where a field could mean several, Java's Avro throws, and the registry calls the schema invalid. */
async function verdictOf(session: RegistrySession, subject: string, text: string): Promise<boolean> {
  try {
    return (await session.checkCompatibility({ subject, text, references: [], version: 'latest' }, never)).isCompatible;
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'registry/invalid-schema') return false;
    throw error;
  }
}

/** What Java's parser takes too; the others are no schemas for a registry. */
function toSide(text: string): Side | undefined {
  const parsed = parseSchema(text);
  if (parsed.schema === undefined || checkSchema(parsed).some(({ severity }) => severity === 'error')) return undefined;
  return { parsed, schema: parsed.schema };
}
