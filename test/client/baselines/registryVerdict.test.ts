import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askRegistryVerdict } from '../../../client/baselines/registryVerdict.ts';
import { KafkaError, RegistryError } from '../../../shared/errors.ts';
import { createFakeRegistries } from '../../fakes/registries.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';
import { record } from './baselineParts.ts';

function create() {
  const session = new FakeRegistrySession();
  session.add('orders-value', record('Order'));
  const registries = createFakeRegistries({ local: session });
  const notes: string[] = [];
  const controller = new AbortController();
  const ask = () =>
    askRegistryVerdict(
      { registries, now: () => 7, note: (reason) => notes.push(reason) },
      { connection: 'local', subject: 'orders-value', text: record('Order', 'x') },
      controller.signal,
    );
  return { session, registries, notes, ask, controller };
}

test("registry's verdict: as it says it, of all versions that count, without a question", async () => {
  const { session, registries, ask } = create();
  assert.deepEqual(await ask(), { isCompatible: true, messages: [], atMs: 7 });
  session.refuse.set('orders-value', 'READER_FIELD_MISSING_DEFAULT_VALUE');
  assert.deepEqual(await ask(), { isCompatible: false, messages: ['READER_FIELD_MISSING_DEFAULT_VALUE'], atMs: 7 });
  assert.deepEqual([session.calls[0], registries.opened], ['checkCompatibility orders-value all', ['local', 'local']]);
});

test("registry's verdict: that it calls the text invalid is none, and neither is that it can't be asked", async () => {
  const { session, registries, ask, notes } = create();
  session.fail('checkCompatibility', new RegistryError('registry/invalid-schema', 'The registry refuses it as invalid.', { status: 422 }));
  assert.equal(await ask(), null);
  session.fail('checkCompatibility', new RegistryError('registry/unreachable', 'Cannot reach the registry.', { retriable: true }));
  assert.equal(await ask(), null);
  registries.failToOpen('local', new KafkaError('connection/secret', 'A token is missing.'));
  assert.equal(await ask(), null);
  assert.equal(notes.length, 3);
});

test("registry's verdict: who asks no more is told nothing, and a bug is one", async () => {
  const { session, ask, controller } = create();
  session.fail('checkCompatibility', new TypeError('x'));
  await assert.rejects(ask(), TypeError);
  session.fail('checkCompatibility', undefined);
  session.hang();
  const asked = ask();
  controller.abort();
  await assert.rejects(asked, { name: 'AbortError' });
});
