import { dereference, type Schema } from '../../shared/avro/schema.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import type { SchemaText } from '../../shared/avro/schemaText.ts';
import { parseBytesLiteral } from '../../shared/avro/bytesLiteral.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import { CodecError, KafkaError } from '../../shared/errors.ts';
import type { RegistryCache } from '../../shared/registry/cache.ts';
import type { Decoder, ReadPart } from '../../shared/wire/decoder.ts';
import { framingNames } from '../../shared/wire/framings.ts';
import type { PrimitiveKind } from '../../shared/wire/primitives.ts';
import type { PartProfile } from '../../shared/wire/profile.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { encodePart } from '../cluster/encodePart.ts';
import { choosePartition } from '../cluster/partitioner.ts';
import type { ScanSink } from '../cluster/scanRequest.ts';
import { toKeyFilter } from './keyFilter.ts';
import type { KeyLocation, LocateKeyRequest } from './recordsSession.ts';
import { toSchemaName } from './rowViews.ts';

export interface LocateKeyContext {
  readonly cluster: Cluster;
  readonly registry: RegistryCache | undefined;
  readonly decoder: Decoder;
}

/** So many of the newest records tell how keys are written. */
const sampleCount = 50;
const sampleBytes = 4 << 20;
const sampleMs = 5000;

/**
 * Where Java's partitioner puts a key that people typed, encoded as the newest keys of the topic are.
 *
 * @throws KafkaError; CodecError `codec/invalid-value` where the text is no such key
 */
export async function locateKey(context: LocateKeyContext, request: LocateKeyRequest, signal: AbortSignal): Promise<KeyLocation> {
  const { partitions } = await context.cluster.describeTopic(request.topic, signal);
  if (partitions.length === 0) throw new KafkaError('kafka/unknown-topic', `The topic ${request.topic} has no partitions.`);
  const example = await findExample(context, request.topic, signal);
  const encoded = await encodeKey(context, request, example, signal);
  return {
    partition: choosePartition(encoded.bytes, partitions),
    partitions: partitions.length,
    filter: encoded.filter,
    encoding: encoded.encoding,
  };
}

/** The newest key that was understood; undefined where the newest records have none. */
async function findExample({ cluster, decoder }: LocateKeyContext, topic: string, signal: AbortSignal): Promise<ReadPart | undefined> {
  const parts: { bytes: Uint8Array | null; part: 'key'; headers: [] }[] = [];
  const sink: ScanSink = {
    take: (records) => void parts.push(...records.map(({ key }) => ({ bytes: key, part: 'key' as const, headers: [] as [] }))),
    unreadable: () => undefined,
    progress: () => undefined,
  };
  const until = { bytes: sampleBytes, timeoutMs: sampleMs };
  await cluster.scan(
    { topic, isolation: 'readCommitted', start: { kind: 'newest', count: sampleCount }, until, live: false },
    sink,
    signal,
  );
  signal.throwIfAborted();
  const keys = await decoder.read(
    parts.filter(({ bytes }) => bytes !== null),
    signal,
  );
  return keys.find(({ state }) => state !== 'failed' && state !== 'null' && state !== 'bytes') ?? keys[0];
}

interface EncodedKey {
  readonly bytes: Uint8Array;
  readonly filter: string;
  readonly encoding: string;
}

async function encodeKey(
  context: LocateKeyContext,
  { key, topic, decoding }: LocateKeyRequest,
  example: ReadPart | undefined,
  signal: AbortSignal,
): Promise<EncodedKey> {
  const { framing: chosen } = decoding.profile.key;
  const framing = chosen === 'automatic' ? (example?.framing ?? 'text') : chosen === 'bytes' ? 'none' : chosen;
  switch (framing) {
    case 'confluent-prefix':
    case 'bare':
      return encodeAvro(context, key, framing, await findSchema(context, decoding.profile.key, example, topic, signal));
    case 'json':
      if (parseJson(key).problems.length > 0) throw noSuchKey('JSON');
      return withFilter(new TextEncoder().encode(key), { kind: 'json', json: key }, framingNames.json);
    case 'int':
    case 'long':
    case 'short':
    case 'double':
    case 'float':
    case 'uuid':
      return encodePrimitive(framing, key);
    case 'text':
    case 'none': {
      const bytes = parseBytesLiteral(key);
      // A key that is shown in hex is typed in hex.
      if (bytes !== undefined) return withFilter(bytes, { kind: 'bytes', bytes }, 'bytes');
      return withFilter(new TextEncoder().encode(key), { kind: 'text', text: key }, framingNames.text);
    }
    default: {
      const message = `The keys of ${topic} are written with ${framingNames[framing]}, which can't be written here.`;
      throw new KafkaError('kafka/key-not-encoded', message, { remedy: 'Search all partitions with a filter on the key.' });
    }
  }
}

function withFilter(bytes: Uint8Array, what: Parameters<typeof toKeyFilter>[0], encoding: string): EncodedKey {
  return { bytes, filter: toKeyFilter(what), encoding };
}

function encodePrimitive(framing: PrimitiveKind, key: string): EncodedKey {
  const text = key.trim();
  const name = framingNames[framing];
  if (framing === 'uuid') {
    if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw noSuchKey(name);
    return withFilter(new TextEncoder().encode(text), { kind: 'text', text }, name);
  }
  const length = { short: 2, int: 4, float: 4, long: 8, double: 8 }[framing];
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  if (framing === 'double' || framing === 'float') {
    const number = framing === 'double' ? Number(text) : Math.fround(Number(text));
    if (text === '' || Number.isNaN(number)) throw noSuchKey(name);
    if (framing === 'double') view.setFloat64(0, number);
    else view.setFloat32(0, number);
    return withFilter(bytes, { kind: 'json', json: /^-?\d+$/.test(String(number)) ? `${number}.0` : String(number) }, name);
  }
  const long = /^-?\d+$/.test(text) ? BigInt(text) : undefined;
  if (long === undefined || BigInt.asIntN(8 * length, long) !== long) throw noSuchKey(name);
  if (framing === 'short') view.setInt16(0, Number(long));
  else if (framing === 'int') view.setInt32(0, Number(long));
  else view.setBigInt64(0, long);
  return withFilter(bytes, { kind: 'json', json: String(long) }, name);
}

function noSuchKey(name: string): CodecError {
  return new CodecError('codec/invalid-value', `The keys of this topic are written as ${name}, and this is none.`);
}

/** The writer schema of the newest key, with its id where it has one. */
async function findSchema(
  { registry }: LocateKeyContext,
  profile: PartProfile,
  example: ReadPart | undefined,
  topic: string,
  signal: AbortSignal,
): Promise<{ readonly schema: SchemaText; readonly schemaId: number | undefined }> {
  const writer = example?.writer;
  if (registry !== undefined && writer?.schemaId !== undefined) {
    const schema = await registry.fetchSchema(writer.schemaId, signal);
    return { schema: writer.subject === undefined ? schema : { ...schema, label: toSchemaName(writer) }, schemaId: writer.schemaId };
  }
  const chosen = profile.schema;
  if (chosen?.kind === 'text') return { schema: chosen.schema, schemaId: undefined };
  if (registry !== undefined && chosen?.kind === 'id') {
    return { schema: await registry.fetchSchema(chosen.schemaId, signal), schemaId: chosen.schemaId };
  }
  const subject = chosen?.kind === 'subject' ? chosen.subject : (writer?.subject ?? `${topic}-key`);
  const version = chosen?.kind === 'subject' ? chosen.version : 'latest';
  if (registry === undefined) {
    throw new KafkaError('kafka/key-not-encoded', `No schema is known that the keys of ${topic} could be written with.`);
  }
  const found =
    version === 'latest' ? await registry.fetchLatest(subject, 5000, signal) : await registry.fetchVersion(subject, version, signal);
  return { schema: found, schemaId: found.schemaId };
}

function encodeAvro(
  context: LocateKeyContext,
  key: string,
  framing: 'confluent-prefix' | 'bare',
  { schema, schemaId }: { readonly schema: SchemaText; readonly schemaId: number | undefined },
): EncodedKey {
  const json = asJson(key, resolveSchema(schema));
  if (framing === 'confluent-prefix' && schemaId === undefined) {
    throw new KafkaError('kafka/key-not-encoded', 'No schema id is known that the key could be written with.');
  }
  const frame =
    framing === 'bare' || schemaId === undefined ? ({ kind: 'bare' } as const) : ({ kind: 'confluent-prefix', schemaId } as const);
  const bytes = encodePart({ kind: 'avro', json, schema, framing: frame }, 'key').bytes ?? new Uint8Array();
  const name = `${schema.label} with ${framingNames[framing]}`;
  return withFilter(bytes, { kind: 'json', json }, framing === 'bare' ? `${schema.label}, ${framingNames.bare}` : name);
}

/** Text may be typed without its quotes. */
function asJson(key: string, schema: Schema): string {
  const target = dereference(schema);
  const isText = target?.type === 'string' || target?.type === 'enum';
  return isText && !/^".*"$/s.test(key.trim()) ? JSON.stringify(key) : key;
}
