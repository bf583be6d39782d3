import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { compilePart } from '../../client/cluster/encodePart.ts';
import { createRegistryFetch } from '../../client/cluster/registryFetch.ts';
import type { FramingToSend } from '../../client/cluster/session.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import type { Value } from '../../shared/avro/value.ts';
import { valueFromJson } from '../../shared/avro/valueFromJson.ts';
import type { RecordToPredict } from '../../shared/diagnosis/consumers/predict.ts';
import type { AskedId } from '../../shared/diagnosis/samples.ts';
import { KnownError } from '../../shared/errors.ts';
import { createRegistryClient, type RegistryClient } from '../../shared/registry/client.ts';
import type { RegisteredSchema } from '../../shared/registry/registeredSchema.ts';
import { writePrefixedFrame } from '../../shared/wire/confluentPrefix.ts';
import type { Header } from '../../shared/wire/frame.ts';
import { toReadable, type ReadableSchema } from '../../shared/wire/readableSchema.ts';
import { createTopic, never, openKafkajs, plainConnection } from '../stack/stack.ts';
import { guidOf, largeIdOffset, startRegistryProxy } from './registryProxy.ts';
import { wireKinds, type WireKind } from './wireKinds.ts';

/** How the messages of a case are framed. */
export const caseFramings = [
  'confluent-prefix',
  /** With an id above 65,535. */
  'confluent-prefix-large',
  /** With an id that the registry does not have. */
  'confluent-prefix-unknown',
  'confluent-guid-prefix',
  /** With the GUID, as Confluent's serializers write it. */
  'confluent-header',
  'apicurio-prefix',
  'apicurio-prefix-large',
  /** With the content id, as Apicurio 3 writes it. */
  'apicurio-header',
  'apicurio-header-large',
  /** With the global id, as Apicurio 2 writes it. */
  'apicurio-header-global',
  'single-object',
  'bare',
  'framed-twice',
  'framed-twice-large',
  /** Behind a Confluent prefix, with two bytes left over. */
  'trailing-bytes',
  'bare-trailing-bytes',
] as const;
export type CaseFraming = (typeof caseFramings)[number];

/** A record on a topic, and all that is known of it. */
export interface ConsumerCase {
  /** Of all, such as "six-ints, confluent-prefix, message 2". */
  readonly name: string;
  readonly kind: WireKind;
  readonly framing: CaseFraming;
  /** Its place in `kind.messages`. */
  readonly message: number;
  readonly topic: string;
  /** In partition 0, the topic's only one. */
  readonly offset: number;
  /** The bytes, what they mean and what the registry says of them. */
  readonly record: RecordToPredict;
}

export interface ConsumerCases {
  /** In each topic by ascending offsets from 0, without gaps; one topic for each kind, which holds all framings. */
  readonly cases: readonly ConsumerCase[];
  readonly topics: readonly CasesTopic[];
  readonly brokers: readonly string[];
  /** Of {@link startRegistryProxy}; Apicurio's own interface stands beside it, at `/apis/registry/v3`. */
  readonly registryUrl: string;
}

export interface CasesTopic {
  readonly topic: string;
  readonly kind: WireKind;
  /** Registered as the topic's value; its second id is larger by `largeIdOffset`. */
  readonly schemaId: number;
}

/** That no registry in a test has. */
const unknownId = 9_999_999;

/** Registers the schemas of the seven kinds and writes each message in each framing to a real topic. They are gone with the test. */
export async function writeConsumerCases(t: TestContext): Promise<ConsumerCases> {
  const { brokers, registry } = plainConnection();
  const registryUrl = await startRegistryProxy(t, registry?.url ?? assert.fail('no registry'));
  const client = createRegistryClient({ url: registryUrl, auth: { type: 'none' }, fetch: createRegistryFetch({}).fetch });
  const topics: CasesTopic[] = [];
  const open: OpenCase[] = [];
  for (const kind of wireKinds) {
    const topic = await createTopic(t, { name: `cases-${kind.name}` });
    const registered = await client.register(`${topic}-value`, kind.schema, never);
    topics.push({ topic, kind, schemaId: registered.schemaId });
    open.push(...framed(topic, kind, registered, await fetchGlobalId(registryUrl, `${topic}-value`)));
  }
  await produce(topics, open);
  const answers = await askForAll(client, open, topics);
  const cases = open.map((one) => ({ ...one, record: { ...one.record, ...answers } }));
  return { cases, topics, brokers, registryUrl };
}

type OpenCase = Omit<ConsumerCase, 'record'> & { readonly record: Omit<RecordToPredict, 'asked' | 'askedGuid'> };

function framed(topic: string, kind: WireKind, registered: RegisteredSchema, globalId: bigint): OpenCase[] {
  const readable = toReadable(registered, schemaSource(registered));
  const values = kind.messages.map((message) => toValue(readable, message));
  return caseFramings
    .flatMap((framing) => {
      const { write, headers } = compileCase(framing, readable, kind, registered.schemaId, globalId);
      return values.map((written, message) => ({ framing, message, written, bytes: write(written), headers }));
    })
    .map(({ framing, message, written, bytes, headers }, offset) => ({
      ...{ name: `${kind.name}, ${framing}, message ${message}`, kind, framing, message, topic, offset },
      record: { bytes, headers, part: 'value', topic, schema: readable, written },
    }));
}

function schemaSource({ schemaId, subject, version }: RegisteredSchema): Pick<RegisteredSchema, 'schemaId' | 'subject' | 'version'> {
  return { schemaId, subject, version };
}

function toValue({ schema }: ReadableSchema, message: unknown): Value {
  const { root } = parseJson(JSON.stringify(message));
  assert.ok(schema !== undefined && root !== undefined);
  const result = valueFromJson(schema, root);
  assert.ok(result.ok, JSON.stringify(message));
  return result.value;
}

interface CaseWriter {
  readonly write: (value: Value) => Uint8Array;
  readonly headers: readonly Header[];
}

function compileCase(framing: CaseFraming, { schema }: ReadableSchema, kind: WireKind, smallId: number, globalId: bigint): CaseWriter {
  assert.ok(schema !== undefined);
  const by = (toSend: FramingToSend): CaseWriter => compilePart(schema, toSend, 'value');
  const schemaId = framing.endsWith('-large') ? smallId + largeIdOffset : smallId;
  const guid = guidOf(kind.schema);
  switch (framing) {
    case 'confluent-prefix':
    case 'confluent-prefix-large':
      return by({ kind: 'confluent-prefix', schemaId });
    case 'confluent-prefix-unknown':
      return by({ kind: 'confluent-prefix', schemaId: unknownId });
    case 'confluent-guid-prefix':
    case 'confluent-header':
      return by({ kind: framing, guid });
    case 'apicurio-prefix':
    case 'apicurio-prefix-large':
      return by({ kind: 'apicurio-prefix', schemaId });
    case 'apicurio-header':
    case 'apicurio-header-large':
      return by({ kind: 'apicurio-header', schemaId });
    case 'apicurio-header-global': {
      const [, encoding] = by({ kind: 'apicurio-header', schemaId }).headers;
      const id = Buffer.alloc(8);
      id.writeBigInt64BE(globalId);
      return { ...by({ kind: 'bare' }), headers: [{ name: 'apicurio.value.globalId', value: id }, ...(encoding ? [encoding] : [])] };
    }
    case 'single-object':
    case 'bare':
      return by({ kind: framing });
    case 'framed-twice':
    case 'framed-twice-large': {
      const { write } = by({ kind: 'confluent-prefix', schemaId });
      return { write: (value) => writePrefixedFrame(schemaId, write(value)), headers: [] };
    }
    case 'trailing-bytes':
    case 'bare-trailing-bytes': {
      const { write } = by(framing === 'trailing-bytes' ? { kind: 'confluent-prefix', schemaId } : { kind: 'bare' });
      return { write: (value) => Buffer.concat([write(value), Buffer.from('!?')]), headers: [] };
    }
  }
}

/** Of a subject's only version, as Apicurio's own interface tells it. */
async function fetchGlobalId(registryUrl: string, subject: string): Promise<bigint> {
  const path = `/apis/registry/v3/groups/default/artifacts/${encodeURIComponent(subject)}/versions/branch=latest`;
  const answer = await fetch(new URL(path, registryUrl));
  assert.ok(answer.ok, `${answer.status}: ${await answer.clone().text()}`);
  return BigInt(((await answer.json()) as { readonly globalId: number }).globalId);
}

async function produce(topics: readonly CasesTopic[], cases: readonly OpenCase[]): Promise<void> {
  const producer = openKafkajs().producer();
  await producer.connect();
  try {
    for (const { topic } of topics) {
      const messages = cases
        .filter((one) => one.topic === topic)
        .map(({ record }) => ({
          key: null,
          value: Buffer.from(record.bytes),
          headers: Object.fromEntries(record.headers.map(({ name, value }) => [name, Buffer.from(value ?? [])])),
        }));
      const [written] = await producer.send({ topic, messages });
      assert.equal(written?.baseOffset, '0');
    }
  } finally {
    await producer.disconnect();
  }
}

/** Asks the registry for each schema id and GUID that the bytes may be taken to name. */
async function askForAll(
  client: RegistryClient,
  cases: readonly OpenCase[],
  topics: readonly CasesTopic[],
): Promise<Pick<RecordToPredict, 'asked' | 'askedGuid' | 'askedGlobalId'>> {
  const ids = new Set([0]);
  const globalIds = new Set<bigint>();
  const guids = new Set<string>();
  for (const { record } of cases) {
    const bytes = Buffer.from(record.bytes);
    for (const at of [1, 5]) if (bytes[0] === 0 && bytes.length >= at + 4) ids.add(bytes.readUInt32BE(at));
    if (bytes[0] === 0 && bytes.length >= 9) globalIds.add(bytes.readBigInt64BE(1));
    for (const { value } of record.headers) if (value?.length === 8) ids.add(Number(Buffer.from(value).readBigInt64BE()));
    for (const frame of [bytes, ...record.headers.map(({ value }) => Buffer.from(value ?? []))])
      if (frame[0] === 1 && frame.length >= 17) guids.add(toGuid(frame.subarray(1, 17)));
  }
  const byId = new Map<number, AskedId>();
  for (const schemaId of ids) byId.set(schemaId, await ask(() => client.fetchSchema(schemaId, never), topics));
  const byGuid = new Map<string, AskedId>();
  for (const guid of guids) byGuid.set(guid, await ask(() => client.fetchNamed({ kind: 'guid', guid }, never), topics));
  const byGlobalId = new Map<bigint, AskedId>();
  for (const id of globalIds) byGlobalId.set(id, await ask(() => client.fetchNamed({ kind: 'global-id', id }, never), topics));
  return {
    asked: (schemaId) => byId.get(schemaId) ?? assert.fail(`The schema id ${schemaId} was not asked for.`),
    askedGuid: (guid) => byGuid.get(guid) ?? assert.fail(`The GUID ${guid} was not asked for.`),
    askedGlobalId: (id) => byGlobalId.get(id) ?? assert.fail(`The global id ${id} was not asked for.`),
  };
}

async function ask(fetchSchema: () => Promise<RegisteredSchema>, topics: readonly CasesTopic[]): Promise<AskedId> {
  try {
    const found = await fetchSchema();
    const own = topics.find(({ schemaId }) => found.schemaId === schemaId || found.schemaId === schemaId + largeIdOffset);
    // Asked by id, a registry does not say whose it is.
    const schema = own === undefined ? found : { ...found, subject: `${own.topic}-value`, version: 1 };
    return { schema, readable: toReadable(schema, schemaSource(schema)) };
  } catch (error) {
    if (error instanceof KnownError) return { error };
    throw error;
  }
}

function toGuid(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
