import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startRegistrySession } from '../../../client/cluster/remoteRegistrySession.ts';
import type { SubjectMatch } from '../../../client/cluster/registrySession.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { FakeRegistry } from '../../fakes/registry.ts';

const { signal } = new AbortController();
const workerPath = fileURLToPath(new URL('../../../client/cluster/worker.ts', import.meta.url));
const order = '{"type":"record","name":"Order","namespace":"com.acme","fields":[]}';

test('a registry is asked in a worker: results, events, errors, aborts, and an end', async (t) => {
  const fake = await FakeRegistry.start({ flavour: 'confluent' });
  const connection = { name: 'local', readOnly: false, registry: { url: fake.url, auth: { type: 'none' } as const } };
  const session = startRegistrySession(connection, { workerPath });
  t.after(async () => {
    await session.close();
    await fake.close();
  });
  fake.add('orders-value', order);
  assert.deepEqual(await session.listSubjects({ deleted: true }, signal), [{ subject: 'orders-value', isDeleted: false }]);
  const told: SubjectMatch[] = [];
  const { matches } = await session.findSubjects({ fullname: 'com.acme.Order', fileName: 'x' }, (match) => told.push(match), signal);
  assert.deepEqual([matches, told], [[{ subject: 'orders-value', version: 1, strategy: 'TopicName' }], matches]);
  await assert.rejects(
    session.fetchVersion('orders-value', 7, signal),
    (error) => error instanceof RegistryError && error.code === 'registry/version-not-found' && error.status === 404,
  );
  await session.refresh();
  fake.misbehaviour = 'never-answers';
  const abort = new AbortController();
  const asked = session.describe(abort.signal);
  abort.abort();
  await assert.rejects(asked, { name: 'AbortError' });
  await session.close();
  await assert.rejects(session.describe(signal), { code: 'registry/closed' });
});
