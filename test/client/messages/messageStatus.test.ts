import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FoundSchema } from '../../../client/messages/messageSchemas.ts';
import { messageStatus } from '../../../client/messages/messageStatus.ts';
import { parseMessages } from '../../../shared/message/document.ts';

const registered: FoundSchema = {
  found: true,
  schema: { text: '"string"', references: [], label: 'orders-value v7', fullname: undefined },
  source: { kind: 'file', uri: 'file:///a.avsc', others: [] },
  framing: { name: 'confluent-prefix', from: 'registry' },
};
const none: FoundSchema = { found: false, reason: undefined, framing: { name: 'bare', from: 'no-registry' } };
const profiled: FoundSchema = { ...registered, framing: { name: 'bare', from: 'profile' } };

for (const { name, text, found = registered, isByProfile = false, says, detail } of [
  {
    name: 'all by the topic',
    text: '{"topic":"orders","value":"a"}',
    says: 'orders on local, orders-value v7, Confluent prefix',
    detail: "The active connection. The latest schema of the topic's subject. The framing as the connection has a registry.",
  },
  {
    name: 'all by the message',
    text: '{"connection":"prod","topic":"orders","framing":"single-object","valueSchema":{"id":3},"value":"a"}',
    says: 'orders on prod, orders-value v7, Avro single-object encoding',
    detail: 'The connection by the message. The schema by the message. The framing by the message.',
  },
  {
    name: 'a decode profile',
    text: '{"topic":"orders","value":"a"}',
    found: profiled,
    isByProfile: true,
    says: 'orders on local, orders-value v7, Bare Avro',
    detail: "The active connection. The schema from the topic's decode profile. The framing from the topic's decode profile.",
  },
  {
    name: 'no schema',
    text: '{"topic":"orders","value":"a"}',
    found: none,
    says: 'orders on local, no schema, Bare Avro',
    detail: 'The active connection. The topic has no schema. The framing as the connection has no registry.',
  },
  { name: 'a tombstone', text: '{"topic":"orders","value":null}', says: 'orders on local, tombstone', detail: 'The active connection.' },
  {
    name: 'what is sent as it stands',
    text: '{"topic":"orders","framing":"json","value":1}',
    says: 'orders on local, JSON',
    detail: 'The active connection. The framing by the message.',
  },
  { name: 'no topic', text: '{"value":null}', says: 'no topic yet on local, tombstone', detail: 'The active connection.' },
]) {
  test(`message status: ${name}`, () => {
    const [message] = parseMessages(text).messages;
    assert.ok(message !== undefined);
    assert.deepEqual(messageStatus(message, { active: 'local', found, isByProfile }), { text: says, detail });
  });
}
