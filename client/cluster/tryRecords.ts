import type { Reader } from '../../shared/avro/read.ts';
import { compileResolvingReader } from '../../shared/avro/resolvingReader.ts';
import { dereference } from '../../shared/avro/schema.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import { checkUsable } from '../../shared/avro/usable.ts';
import { CodecError } from '../../shared/errors.ts';
import type { RegistryCache } from '../../shared/registry/cache.ts';
import { prefixLength } from '../../shared/wire/confluentPrefix.ts';
import type { Decoder } from '../../shared/wire/decoder.ts';
import type { DecodedPart, DecodedSchema } from '../../shared/wire/decoded.ts';
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
  const reader = resolveSchema(request.schema);
  checkUsable(reader);
  const readers = createReaders(reader, registry, signal);
  const { records, unreadable, stopped, incomplete } = await reportingPeek(cluster, request, onProgress, signal);
  onProgress({ stage: 'decoding', records: records.length, bytes: 0 });
  const { part } = request;
  const parts = await decoder.decodeAll(
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
    await tryRecord(record, record[part], parts[index], readers, tally);
  }
  return { ...tally.finish(), records: records.length + unreadable.length, stopped, incomplete };
}

async function tryRecord(
  { partition, offset }: KafkaRecord,
  bytes: Uint8Array | null,
  decoded: DecodedPart | undefined,
  readers: Readers,
  tally: Tally,
): Promise<void> {
  const record = { partition, offset, path: '', position: undefined };
  if (bytes === null) {
    tally.addTombstone();
    return;
  }
  const isAvro = decoded?.framing === 'confluent-prefix' || decoded?.framing === 'bare';
  const isRead = decoded?.state === 'exact' || decoded?.state === 'guessed';
  const read = decoded?.schema === undefined || !isAvro || !isRead ? undefined : await readers.of(decoded.schema);
  if (decoded?.schema === undefined || read === undefined) {
    tally.add('unknown', record, reasonOf(decoded), undefined);
    return;
  }
  try {
    read(bytes, decoded.framing === 'bare' ? 0 : prefixLength);
    tally.addRead();
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    const { path, position } = error;
    tally.add('failed', { ...record, path, position }, sentenceOf(error.message), labelOf(decoded.schema));
  }
}

function reasonOf(decoded: DecodedPart | undefined): string {
  if (decoded?.error !== undefined) return sentenceOf(decoded.error.message);
  return decoded?.state === 'text' ? 'It is text, not Avro.' : 'It is not known which schema wrote it.';
}

/** Without the byte, which is told apart, so that the same reasons stand together. */
function sentenceOf(message: string): string {
  const text = message.replace(/^Byte \d+: /, '');
  const sentence = /[.!?]$/.test(text) ? text : `${text}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function labelOf({ subject, version, schemaId }: DecodedSchema): string {
  if (subject !== undefined) return version === undefined ? subject : `${subject} v${version}`;
  return `schema id ${schemaId ?? 'unknown'}`;
}

/** Reads the bytes from a position on, or throws a CodecError. */
type ReadFrom = (bytes: Uint8Array, start: number) => void;

interface Readers {
  /** Undefined where the writer schema is not to be had. */
  of(writer: DecodedSchema): Promise<ReadFrom | undefined>;
}

function createReaders(reader: Schema, registry: RegistryCache | undefined, signal: AbortSignal): Readers {
  const known = new Map<number, ReadFrom>();
  return {
    async of({ schemaId }) {
      if (schemaId === undefined) return undefined;
      const read = known.get(schemaId);
      if (read !== undefined || registry === undefined) return read;
      // The decoder has just read with it, so it is in the cache.
      const writer = resolveSchema(await registry.fetchSchema(schemaId, signal));
      const compiled = toReadFrom(writer, compileResolvingReader(writer, reader));
      known.set(schemaId, compiled);
      return compiled;
    },
  };
}

function toReadFrom(writer: Schema, reader: Reader): ReadFrom {
  if (dereference(writer)?.type !== 'bytes') return (bytes, start) => void reader.read(bytes, start);
  return (bytes, start) => {
    // Behind a prefix Confluent's serializers write these without the length that Avro puts in front.
    reader.read(start === 0 ? bytes : withLength(bytes.subarray(start)));
  };
}

function withLength(bytes: Uint8Array): Uint8Array {
  const length: number[] = [];
  let rest = 2 * bytes.length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) length.push((rest % 0x80) | 0x80);
  return Uint8Array.from([...length, rest, ...bytes]);
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
