import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeMessage } from '../../../client/cluster/encodePart.ts';
import type { MessageToSend, RegisteredSchema, Session } from '../../../client/cluster/session.ts';
import { messageBytes, type MessageBytes } from '../../../client/messages/messageBytes.ts';
import { sendMessage } from '../../../client/messages/send.ts';
import { toHex } from '../../../shared/avro/bytesLiteral.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { messageFramings, parseMessages } from '../../../shared/message/document.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';
import { FakeSession } from '../../fakes/session.ts';

const never = new AbortController().signal;
const order = '{"type":"record","name":"Order","fields":[{"name":"id","type":"string"}]}';
const guid = '89791762-2336-4186-9674-299b90a802e2';
const glue = '6f1c2d3e-4a5b-4c6d-8e7f-901a2b3c4d5e';
const local = { brokers: ['a:1'], registry: { url: 'http://r' } };

function fetched(more: Partial<RegisteredSchema> = {}): Promise<RegisteredSchema> {
  return Promise.resolve({ text: order, references: [], label: 'orders v3', schemaId: 13, subject: 'orders', version: 3, guid, ...more });
}

interface Given {
  readonly options?: FakeContextOptions;
  readonly session?: Partial<Session>;
  readonly topic?: string | undefined;
}

function contextOf({ options, session }: Given): FakeContext {
  const methods = { fetchVersion: () => fetched(), fetchSchema: () => fetched(), ...session };
  return createFakeContext({
    connections: { local },
    session: () => new FakeSession(methods),
    registries: { local: new FakeRegistrySession({ level: 'BACKWARD' }) },
    files: { 'file:///order.avsc': order },
    ...options,
  });
}

function messageOf(text: string) {
  const [message] = parseMessages(text).messages;
  assert.ok(message !== undefined);
  return message;
}

async function shown(text: string, given: Given = {}): Promise<MessageBytes> {
  const to = { connection: 'local', topic: 'topic' in given ? given.topic : 'orders' };
  const { context } = contextOf(given);
  return messageBytes({ context, message: messageOf(text), document: 'file:///m.json', to, signal: never });
}

const value = '"value":{"id":"o-1"}';
const parts = '"key":{"id":"k"},"value":{"id":"o-1"}';
const each = messageFramings.map((framing) => {
  if (framing === 'text' || framing === 'hex') return `{"key":"0a","value":"0b","framing":{"key":"${framing}","value":"${framing}"}}`;
  const version = framing === 'glue' ? `,"glueVersionId":{"key":"${glue}","value":"${glue}"}` : '';
  return `{${parts},"framing":{"key":"${framing}","value":"${framing}"},"headers":{"trace":"7"}${version}}`;
});

for (const text of [
  ...each,
  `{${parts}}`,
  '{"key":{"id":"k"},"value":null}',
  `{${value},"framing":"bare","valueSchema":{"file":"order.avsc"}}`,
]) {
  test(`message bytes: what is shown is what is sent: ${text}`, async () => {
    const bytes = await shown(text);
    const sent: MessageToSend[] = [];
    const send: Session['send'] = (message) => {
      sent.push(message);
      return Promise.resolve({ partition: 0, offset: 1n });
    };
    await sendMessage(
      contextOf({ session: { send } }).context,
      messageOf(text),
      'file:///m.json',
      { connection: 'local', topic: 'orders' },
      never,
    );
    assert.ok(sent[0] !== undefined);
    const { key, value: written, headers } = encodeMessage(sent[0]);
    assert.deepEqual([bytes.key, bytes.value, bytes.headers], [key, written, headers]);
    assert.deepEqual(bytes.notes, []);
  });
}

test('message bytes: the headers that framings add are among those shown', async () => {
  const { headers, value: bytes } = await shown(`{${value},"framing":"confluent-header","headers":{"trace":"7"}}`);
  assert.deepEqual(
    headers.map((header) => `${header.name} ${toHex(header.value ?? new Uint8Array())}`),
    ['trace 37', '__value_schema_id 0189791762233641869674299b90a802e2'],
  );
  assert.equal(toHex(bytes ?? new Uint8Array()), '066f2d31');
});

test('message bytes: a GUID that one answer of the registry lacks is asked for', async () => {
  const text = `{${value},"framing":"confluent-prefix-guid"}`;
  const given = await shown(text, { session: { fetchVersion: () => fetched({ guid: undefined }) } });
  assert.equal(toHex(given.value ?? new Uint8Array()), `01${guid.replaceAll('-', '')}066f2d31`);
  const none = { fetchVersion: () => fetched({ guid: undefined }), fetchSchema: () => fetched({ guid: undefined }) };
  await assert.rejects(shown(text, { session: none }), { code: 'message/no-guid' });
});

for (const { name, topic } of [
  { name: 'a file that is not registered', topic: 'orders' },
  { name: 'a file without a topic that would name its subject', topic: undefined },
]) {
  test(`message bytes: ${name}: its frame is missing, and that is said`, async () => {
    const { value: bytes, notes } = await shown(`{${value},"valueSchema":{"file":"order.avsc"}}`, { topic });
    assert.equal(toHex(bytes ?? new Uint8Array()), '066f2d31');
    assert.deepEqual(notes, ['the schema of the value is not registered yet, so its frame is missing']);
  });
}

const asRead = (framing: string): Given => ({ options: { settings: { decodeProfiles: { orders: { value: { framing } } } } } });

for (const { name, text, given = {}, hex } of [
  { name: 'with a registry', text: `{${value}}`, hex: '000000000d066f2d31' },
  {
    name: 'without one',
    text: `{${value},"valueSchema":{"file":"order.avsc"}}`,
    given: { options: { connections: { local: { brokers: ['a:1'] } } } },
    hex: '066f2d31',
  },
  { name: 'by the decode profile', text: `{${value}}`, given: asRead('apicurio-prefix'), hex: '00000000000000000d066f2d31' },
  { name: 'by the decode profile, as text', text: '{"value":"a"}', given: asRead('text'), hex: '61' },
  { name: 'by the decode profile, as bytes', text: '{"value":"0102"}', given: asRead('int'), hex: '0102' },
  {
    name: 'by the decode profile, as JSON, though the registry is down',
    text: '{"value":{"a":1}}',
    given: { ...asRead('json'), session: { fetchVersion: gone } },
    hex: '7b2261223a317d',
  },
  { name: 'by the document, whatever the profile', text: `{${value},"framing":"bare"}`, given: asRead('text'), hex: '066f2d31' },
] satisfies { name: string; text: string; given?: Given; hex: string }[]) {
  test(`message bytes: framed ${name}`, async () => {
    assert.equal(toHex((await shown(text, given)).value ?? new Uint8Array()), hex);
  });
}

for (const { name, text, given = {}, error } of [
  {
    name: 'Glue without a version',
    text: `{${value},"framing":"glue"}`,
    error: {
      code: 'message/no-glue-version',
      message: 'The framing glue needs "glueVersionId", the UUID of a schema version in AWS Glue.',
    },
  },
  {
    name: 'a header that the framing adds',
    text: `{${value},"framing":"confluent-header","headers":{"__value_schema_id":"hex:00"}}`,
    error: {
      code: 'message/header-clash',
      message: 'The framing confluent-header adds the header "__value_schema_id" by itself: leave it out here.',
    },
  },
  {
    name: 'what the decode profile reads as no message can be',
    text: `{${value}}`,
    given: asRead('int'),
    error: {
      code: 'message/bytes-prefix',
      message: 'The decode profile of orders reads its values as Kafka int: give the bytes in hex, or add a "framing".',
    },
  },
  {
    name: 'a schema that was deleted',
    text: `{${value},"valueSchema":{"id":13}}`,
    given: { session: { fetchSchema: gone } },
    error: { message: 'Schema id 13 is not in the registry.' },
  },
] satisfies { name: string; text: string; given?: Given; error: object }[]) {
  test(`message bytes: refused: ${name}`, async () => {
    await assert.rejects(shown(text, given), error);
  });
}

function gone(): Promise<never> {
  return Promise.reject(new RegistryError('registry/schema-not-found', 'Schema id 13 is not in the registry.', { status: 404 }));
}
