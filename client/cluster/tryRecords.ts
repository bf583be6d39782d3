import { dereference } from '../../shared/avro/schema.ts';
import { CodecError } from '../../shared/errors.ts';
import type { RegistryCache } from '../../shared/registry/cache.ts';
import { prefixLength } from '../../shared/wire/confluentPrefix.ts';
import type { Decoder, ReadOrigin, ReadPart } from '../../shared/wire/decoder.ts';
import type { DecodedSchema } from '../../shared/wire/decoded.ts';
import { Projection, withLength } from '../../shared/wire/projection.ts';
import { toReadable } from '../../shared/wire/readableSchema.ts';
import type { ReadableSchema } from '../../shared/wire/readableSchema.ts';
import { pause } from './abort.ts';
import type { Cluster, KafkaRecord } from './cluster.ts';
import { reportingPeek } from './peekRows.ts';
import type { PeekProgress, TriedRecord, TryOptions, TryOutcome, TryResult } from './session.ts';

/** So many records of one outcome are listed; the others are counted. */
const mostListed = 100;
/** So many kinds of outcomes are told apart. */
const mostOutcomes = 200;
/** How long to work before a cancellation gets its turn, in milliseconds. */
const sliceMs = 20;

/**
 * Reads the newest records of a topic with a schema as the reader schema, each by the schema that it was written with.
 * Nothing is committed, and nothing registered.
 *
 * @throws CodecError `codec/unusable-schema` where nothing can be read with the schema; KafkaError
 */
export async function tryRecords(
  { cluster, decoder, registry }: { cluster: Cluster; decoder: Decoder; registry: RegistryCache | undefined },
  request: TryOptions,
  onProgress: (progress: PeekProgress) => void,
  signal: AbortSignal,
): Promise<TryResult> {
  const reader = toReadable(request.schema, { schemaId: undefined, subject: undefined, version: undefined });
  const origins = createOrigins(registry, signal);
  const projection = new Projection(reader);
  const { records, unreadable, stopped, incomplete } = await reportingPeek(cluster, request, onProgress, signal);
  onProgress({ stage: 'decoding', records: records.length, bytes: 0 });
  const { part } = request;
  const parts = await decoder.read(
    records.map((record) => ({ bytes: record[part], part, headers: record.headers })),
    signal,
  );
  const tally = createTally();
  for (const { partition, lastOffset, error } of unreadable) {
    tally.add('unknown', { partition, offset: lastOffset, path: '', position: undefined }, error.message, undefined);
  }
  let since = performance.now();
  for (const [index, record] of records.entries()) {
    if (performance.now() - since > sliceMs) {
      await pause(0, signal);
      since = performance.now();
    }
    const read = parts[index];
    if (read === undefined) continue;
    const found = origins.find(read);
    tryRecord(record, read, found instanceof Promise ? await found : found, projection, tally);
  }
  return { ...tally.finish(), records: records.length + unreadable.length, stopped, incomplete };
}

function tryRecord(
  { partition, offset }: KafkaRecord,
  part: ReadPart,
  origin: ReadOrigin | undefined,
  projection: Projection,
  tally: Tally,
): void {
  const record = { partition, offset, path: '', position: undefined };
  if (part.bytes === null) {
    tally.addTombstone();
    return;
  }
  if (origin === undefined) {
    tally.add('unknown', record, reasonOf(part), undefined);
    return;
  }
  const failure = readAs(origin, projection);
  if (failure === undefined) {
    tally.addRead();
    return;
  }
  const { path, position, message } = failure;
  // What was inflated has other positions than the record.
  const place = { path, position: origin.bytes === part.bytes ? position : undefined };
  tally.add('failed', { ...record, ...place }, sentenceOf(message), labelOf(part.writer, origin.readable));
}

/** What is in the way of reading it; undefined where nothing is. */
function readAs({ readable, bytes, start, isConfluent }: ReadOrigin, projection: Projection): CodecError | undefined {
  const reader = projection.of(readable);
  if (reader instanceof CodecError) return reader;
  const hasNoLength = isConfluent && readable.schema !== undefined && dereference(readable.schema)?.type === 'bytes';
  try {
    if (hasNoLength) reader.read(withLength(bytes.subarray(start)));
    else reader.read(bytes, start);
    return undefined;
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    // Confluent's serializers write bytes without the length that Avro puts in front, so that positions are others.
    return hasNoLength ? new CodecError(error.code, error.message, { path: error.path, position: start }) : error;
  }
}

const schemaTypes = { PROTOBUF: 'Protobuf', JSON: 'JSON Schema' } as const;

function reasonOf({ error, state, writer }: ReadPart): string {
  if (error !== undefined) return sentenceOf(error.message);
  if (writer?.schemaType !== undefined) return `Its schema is one of ${schemaTypes[writer.schemaType]}, not of Avro.`;
  return state === 'text' ? 'It is text, not Avro.' : 'It is not known which schema wrote it.';
}

/** Without the byte, which is told apart, so that the same reasons stand together. */
function sentenceOf(message: string): string {
  const text = message.replace(/^Byte \d+: /, '');
  const sentence = /[.!?]$/.test(text) ? text : `${text}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function labelOf(writer: DecodedSchema | undefined, readable: ReadableSchema): string {
  const { schemaId, subject, version } = writer ?? readable.source;
  if (subject !== undefined) return version === undefined ? subject : `${subject} v${version}`;
  return schemaId === undefined ? readable.label : `schema id ${schemaId}`;
}

interface Origins {
  /** Where the value stands in the bytes, and what wrote it; undefined where no Avro is known to stand there. */
  find(part: ReadPart): ReadOrigin | undefined | Promise<ReadOrigin | undefined>;
}

function createOrigins(registry: RegistryCache | undefined, signal: AbortSignal): Origins {
  const known = new Map<number, ReadableSchema>();
  return {
    find({ state, framing, origin, writer, bytes }) {
      if (bytes === null || (state !== 'exact' && state !== 'guessed')) return undefined;
      if (origin !== undefined) return origin.readable.schema === undefined ? undefined : origin;
      // What most of a topic is, is read without a word about where.
      const schemaId = writer?.schemaId;
      if (framing !== 'confluent-prefix' || writer === undefined || schemaId === undefined || writer.schemaType !== undefined)
        return undefined;
      const found = (readable: ReadableSchema): ReadOrigin => ({ readable, bytes, start: prefixLength, isConfluent: true });
      const readable = known.get(schemaId);
      if (readable !== undefined || registry === undefined) return readable && found(readable);
      // The decoder has just read with it, so it is in the cache.
      return registry.fetchSchema(schemaId, signal).then((text) => {
        const compiled = toReadable(text, writer);
        known.set(schemaId, compiled);
        return found(compiled);
      });
    },
  };
}

/** What became of the records so far. */
interface Tally {
  addRead(): void;
  addTombstone(): void;
  /** @param writer what wrote it, for people */
  add(kind: 'failed' | 'unknown', record: TriedRecord, reason: string, writer: string | undefined): void;
  finish(): Pick<TryResult, 'read' | 'tombstones' | 'failed' | 'unknown'>;
}

interface Counted extends TryOutcome {
  count: number;
  readonly listed: TriedRecord[];
}

function createTally(): Tally {
  const counts = { read: 0, tombstones: 0 };
  const outcomes = { failed: new Map<string, Counted>(), unknown: new Map<string, Counted>() };
  return {
    addRead() {
      counts.read++;
    },
    addTombstone() {
      counts.tombstones++;
    },
    add(kind, record, reason, writer) {
      // Which item of an array and which key of a map it is makes no other reason.
      const path = record.path.replaceAll(/\[\d+\]/g, '[]').replaceAll(/\["(?:[^"\\]|\\.)*"\]/g, '{}');
      const all = outcomes[kind];
      const isNew = !all.has(JSON.stringify([path, reason, writer]));
      const key = JSON.stringify(isNew && all.size >= mostOutcomes ? [] : [path, reason, writer]);
      const others = { path: '', reason: 'Other reasons.', writer: undefined };
      const outcome = all.get(key) ?? { ...(key === '[]' ? others : { path, reason, writer }), count: 0, listed: [] };
      all.set(key, outcome);
      outcome.count++;
      if (outcome.listed.length < mostListed) outcome.listed.push(record);
    },
    finish: () => ({ ...counts, failed: mostFrequentFirst(outcomes.failed), unknown: mostFrequentFirst(outcomes.unknown) }),
  };
}

function mostFrequentFirst(outcomes: ReadonlyMap<string, Counted>): readonly TryOutcome[] {
  return [...outcomes.values()].sort((a, b) => b.count - a.count);
}
