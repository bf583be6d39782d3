import { isCancelled, KafkaError } from '../../shared/errors.ts';
import { abortError, orAbort, pause } from './abort.ts';
import type { ProducedRecord, RecordToProduce } from './cluster.ts';
import type { Codec } from './codecs.ts';
import { errorCodes, fromErrorCode, isStale, tooLarge } from './kafkaErrors.ts';
import { cancelledWhileSending, maybeSent, maybeSentCode } from './maybeSent.ts';
import { choosePartition } from './partitioner.ts';
import { initProducerIdApi, produceApi, type PartitionMetadata } from './protocol.ts';
import { headerSize } from './recordBatch.ts';
import { fetchConfiguration, fetchTopic, type ClusterContext } from './topics.ts';
import { writeBatch, writeRecords, type ProducerIdentity, type RecordToWrite } from './writeBatch.ts';

/**
 * Writes batches, one after the other. Each is written once or not at all; where that is not known, also because of an
 * abort, a `KafkaError` `kafka/maybe-sent` says so. An `AbortError` means that nothing was written.
 */
export interface Producer {
  produce(record: RecordToProduce, signal: AbortSignal): Promise<ProducedRecord>;
  /**
   * Writes records together; returns the offset of the first.
   *
   * @param compress what `codec` makes of the records
   */
  append(
    target: { readonly topic: string; readonly partition: number },
    records: readonly RecordToWrite[],
    compression: { readonly codec: Codec; readonly compress: (bytes: Buffer) => Promise<Buffer> },
    signal: AbortSignal,
  ): Promise<bigint>;
}

interface Identity {
  readonly producerId: bigint;
  readonly epoch: number;
  /** How many records were written, by topic and partition. */
  readonly sequences: Map<string, number>;
}

/** Records as they stand in a batch, perhaps compressed. */
interface Content {
  readonly bytes: Buffer;
  readonly codec: Codec;
}

const mostAttempts = 3;
const retryMs = 100;
const acknowledgeMs = 10_000;
/** Sequence numbers start anew behind the largest int32. */
const sequenceLimit = 2 ** 31;

/** Returns the one producer of a cluster's connections; it asks for an id when it first writes. */
export function createProducer(context: ClusterContext): Producer {
  const { brokers, connection } = context;
  let identity: Identity | 'unknown' = 'unknown';
  let last: Promise<unknown> = Promise.resolve();

  /** Brokers take a producer's batches in the order of their numbers, so one is written after the other. */
  const inTurn = <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    // Who still waits can leave at once; what has begun ends by itself when it is aborted, and says how.
    const turn = orAbort(last, signal).then(work);
    last = Promise.allSettled([last, turn]);
    return turn;
  };

  /** Undefined where the cluster gives no id: then what may have been written is not sent again. */
  const identify = async (signal: AbortSignal): Promise<Identity | undefined> => {
    if (identity !== 'unknown') return identity;
    try {
      const { errorCode, producerId, epoch } = await brokers.askAny(initProducerIdApi, null, signal);
      if (errorCode === errorCodes.none) identity = { producerId, epoch, sequences: new Map() };
    } catch (error) {
      if (!(error instanceof KafkaError) || error.code !== 'kafka/unsupported-broker') throw error;
    }
    return identity === 'unknown' ? undefined : identity;
  };

  const writeOnce = async (target: Target, records: readonly RecordToWrite[], content: Content, signal: AbortSignal): Promise<bigint> => {
    const key = `${target.topic}/${target.partition}`;
    const producer = await identify(signal);
    const sequence = producer?.sequences.get(key) ?? 0;
    const identified = producer === undefined ? undefined : { producerId: producer.producerId, epoch: producer.epoch, sequence };
    try {
      const batch = writeBatch(records, content.bytes, content.codec, identified);
      const offset = await sendUntilKnown(context, target, batch, identified, signal);
      producer?.sequences.set(key, (sequence + records.length) % sequenceLimit);
      return offset;
    } catch (error) {
      // What the broker has seen of this producer is no longer known, so the next batch comes from a new one.
      identity = 'unknown';
      throw error;
    }
  };

  const write: typeof writeOnce = async (...batch) => {
    try {
      return await writeOnce(...batch);
    } catch (error) {
      if (!(error instanceof KafkaError) || error.code !== forgottenCode) throw error;
      return writeOnce(...batch);
    }
  };

  return {
    produce: (record, signal) =>
      inTurn(signal, async () => {
        const { topic } = record;
        const { partitions } = await fetchTopic(context, topic, signal);
        const partition = record.partition ?? choosePartition(record.key, partitions);
        const metadata = partitions.find((one) => one.partition === partition);
        if (metadata === undefined) {
          throw new KafkaError('kafka/unknown-partition', `The topic ${topic} has no partition ${partition} on ${connection.name}.`);
        }
        const toWrite = [{ ...record, timestampMs: record.timestampMs ?? Date.now() }];
        const content = writeRecords(toWrite);
        try {
          return { partition, offset: await write({ topic, ...metadata }, toWrite, { bytes: content, codec: 'none' }, signal) };
        } catch (error) {
          if (!(error instanceof KafkaError) || error.code !== 'kafka/message-too-large') throw error;
          throw await withLimit(context, topic, headerSize + content.length, signal);
        }
      }),
    append: ({ topic, partition }, records, { codec, compress }, signal) =>
      inTurn(signal, async () => {
        const content = { bytes: await compress(writeRecords(records)), codec };
        const { partitions } = await fetchTopic(context, topic, signal);
        const leader = partitions.find((one) => one.partition === partition)?.leader ?? -1;
        return write({ topic, partition, leader }, records, content, signal);
      }),
  };
}

type Target = Pick<PartitionMetadata, 'partition' | 'leader'> & { readonly topic: string };

/**
 * Sends a batch until it is known to be written or not. With an identity the broker recognizes a repeated batch, so
 * that it can be sent again when the answer was lost; without one it is sent again only where it was surely not written.
 */
async function sendUntilKnown(
  context: ClusterContext,
  target: Target,
  batch: Buffer,
  identity: ProducerIdentity | undefined,
  signal: AbortSignal,
): Promise<bigint> {
  let { leader } = target;
  let mayBeWritten = false;
  try {
    for (let attempt = 1; ; attempt++) {
      const outcome = await sendOnce(context, { ...target, leader }, batch, signal);
      if ('offset' in outcome) return outcome.offset;
      mayBeWritten ||= outcome.isLost;
      if (attempt === mostAttempts || !outcome.mayRepeat || (mayBeWritten && identity === undefined)) {
        throw mayBeWritten ? unanswered(target.topic, outcome.error) : outcome.error;
      }
      await pause(retryMs * 2 ** (attempt - 1), signal);
      leader = await findLeader(context, { ...target, leader }, signal);
    }
  } catch (error) {
    // One that was cancelled between two attempts may have been written by the first.
    throw mayBeWritten && isCancelled(error) ? maybeSent(cancelledWhileSending(target.topic), error) : error;
  }
}

type Outcome =
  | { readonly offset: bigint }
  /** `isLost`: it may have been written all the same. `mayRepeat`: another attempt may do better. */
  | { readonly error: KafkaError; readonly isLost: boolean; readonly mayRepeat: boolean };

async function sendOnce({ brokers, connection }: ClusterContext, target: Target, batch: Buffer, signal: AbortSignal): Promise<Outcome> {
  const { topic, partition, leader } = target;
  const record = { isOnItsWay: false };
  const api: typeof produceApi = {
    ...produceApi,
    // Called once the connection is there, also where nobody waits any more: what was cancelled must not go out then.
    encode: (...request) => {
      if (signal.aborted) throw abortError();
      record.isOnItsWay = true;
      return produceApi.encode(...request);
    },
  };
  try {
    const request = { topic, partition, batch, timeoutMs: acknowledgeMs };
    const { errorCode, firstOffset, errorMessage } = await brokers.ask(leader, api, request, signal);
    if (errorCode === errorCodes.none) return { offset: firstOffset };
    if (isForgotten(errorCode)) return { error: forgottenProducer(topic), isLost: false, mayRepeat: false };
    const error = fromErrorCode(errorCode, connection, { topic, partition, action: 'write' }, errorMessage);
    const isLost = lostAnswers.has(errorCode);
    return { error, isLost, mayRepeat: isStale(errorCode) || (isLost && errorCode !== errorCodes.duplicateSequence) };
  } catch (error) {
    if (isCancelled(error) && record.isOnItsWay) {
      return { error: maybeSent(cancelledWhileSending(topic), error), isLost: true, mayRepeat: false };
    }
    if (!(error instanceof KafkaError)) throw error;
    const isLost = lostOnTheWay.has(error.code);
    return { error, isLost, mayRepeat: isLost || neverSent.has(error.code) };
  }
}

/** By these the leader says that it has the batch, but not that all of its followers have it. */
const lostAnswers: ReadonlySet<number> = new Set([
  errorCodes.requestTimedOut,
  errorCodes.notEnoughReplicasAfterAppend,
  errorCodes.duplicateSequence,
]);
const lostOnTheWay = new Set(['kafka/connection-closed', 'kafka/timeout', 'kafka/closed', 'kafka/malformed-answer']);
const neverSent = new Set(['kafka/unreachable', 'kafka/advertised-unreachable', 'kafka/no-leader']);

/** Brokers forget a producer that was silent for a day. */
function isForgotten(errorCode: number): boolean {
  return (
    errorCode === errorCodes.outOfOrderSequence || errorCode === errorCodes.unknownProducer || errorCode === errorCodes.invalidProducerEpoch
  );
}

const forgottenCode = 'kafka/producer-forgotten';

function forgottenProducer(topic: string): KafkaError {
  return new KafkaError(forgottenCode, `The broker of ${topic} no longer knows who is writing.`, {
    retriable: true,
    remedy: 'Send it again.',
  });
}

/** Who leads the partition now; where that cannot be found out, the next attempt tells why. */
async function findLeader(context: ClusterContext, { topic, partition, leader }: Target, signal: AbortSignal): Promise<number> {
  try {
    const { partitions } = await fetchTopic(context, topic, signal);
    return partitions.find((one) => one.partition === partition)?.leader ?? leader;
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    return leader;
  }
}

function unanswered(topic: string, error: KafkaError): KafkaError {
  if (error.code === maybeSentCode) return error;
  return maybeSent(`The broker did not say whether it has written the record to ${topic}.`, error);
}

async function withLimit(context: ClusterContext, topic: string, size: number, signal: AbortSignal): Promise<KafkaError> {
  const limit = Number((await fetchConfiguration(context, topic, signal))?.['max.message.bytes']);
  return tooLarge(topic, size, Number.isFinite(limit) ? limit : undefined);
}
