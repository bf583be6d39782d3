import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelledWhileSending, maybeSent } from '../../../client/cluster/maybeSent.ts';
import { KafkaError } from '../../../shared/errors.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';

const uri = 'file:///note.avro-message.json';
const text = '{ "connection": "prod", "topic": "notes", "key": "1", "value": null }';
const prod = { brokers: ['a:1'] };

async function sending(options: FakeContextOptions, send?: FakeSession['send']): Promise<FakeContext> {
  const session = (): FakeSession => new FakeSession(send === undefined ? {} : { send });
  const fake = createFakeContext({ session, files: { [uri]: text }, ...options });
  fake.ui.editor = { uri, language: 'avro-message', selection: '', offset: 0 };
  await fake.run('sendMessage');
  return fake;
}

for (const { name, options, notice } of [
  { name: 'read-only connection', options: { connections: { prod: { ...prod, readOnly: true } } }, notice: 'prod is read-only.' },
  { name: 'untrusted workspace', options: { connections: { prod }, trusted: false }, notice: 'this workspace is not trusted.' },
]) {
  test(`send message: on a ${name} the command says why nothing is sent`, async () => {
    const { ui, context, started } = await sending({ ...options, answers: ['close'] });
    assert.deepEqual(ui.notices, [`error: Can't send the message: ${notice} [Show Output]`]);
    assert.deepEqual([context.messages.states.get(uri, 0, text).kind, started.length], ['ready', 0]);
  });
}

for (const { name, error, state } of [
  {
    name: 'a refusal',
    error: new KafkaError('kafka/message-too-large', 'It is too large.', { remedy: 'Make it smaller.' }),
    state: { kind: 'failed', reason: 'It is too large. Make it smaller.' },
  },
  {
    name: 'a broker that did not answer',
    error: maybeSent(cancelledWhileSending('notes')),
    state: {
      kind: 'unknown',
      connection: 'prod',
      topic: 'notes',
      reason: 'Sending to notes was cancelled before the broker answered. Look in the topic before it is sent again.',
    },
  },
]) {
  test(`send message: ${name} is told above the message, and not a second time`, async () => {
    const { ui, context } = await sending({ connections: { prod } }, () => Promise.reject(error));
    assert.deepEqual(ui.notices, []);
    assert.deepEqual(context.messages.states.get(uri, 0, text), state);
  });
}
