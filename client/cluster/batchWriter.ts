import { isCancelled, KafkaError } from '../../shared/errors.ts';
import { abortError, pause } from './abort.ts';
import type { Codec } from './codecNames.ts';
import { errorCodes, fromErrorCode, isStale } from './kafkaErrors.ts';
import { cancelledWhileSending, maybeSent, maybeSentCode } from './maybeSent.ts';
import { initProducerIdApi, produceApi, type PartitionMetadata } from './protocol.ts';
import { fetchTopic, type ClusterContext } from './topics.ts';
import { writeBatch, type ProducerIdentity, type RecordToWrite } from './writeBatch.ts';

/**
 * Writes batches for one producer. Each is written once or not at all; where that is not known, also because of an abort,
 * a `KafkaError` `kafka/maybe-sent` says so. An `AbortError` means that nothing was written.
 */
export interface BatchWriter {
  /**
   * Brokers take a producer's batches in the order of their numbers: of each partition one has to be done before the next
   * one begins.
   *
   * @returns the offset of the first record, and who leads the partition now
   */
  write(target: BatchTarget, records: readonly RecordToWrite[], content: BatchBytes, signal: AbortSignal): Promise<WrittenBatch>;
}

export type BatchTarget = Pick<PartitionMetadata, 'partition' | 'leader'> & { readonly topic: string };

/** Records as they stand in a batch, perhaps compressed. */
export interface BatchBytes {
  readonly bytes: Buffer;
  readonly codec: Codec;
}

export interface WrittenBatch {
  readonly offset: bigint;
  readonly leader: number;
}

export interface Patience {
  readonly mostAttempts: number;
  /** In milliseconds; no attempt begins later. */
  readonly forMs: number;
}

interface Identity {
  readonly producerId: bigint;
  readonly epoch: number;
  /** How many records were written, by topic and partition. */
  readonly sequences: Map<string, number>;
}

const retryMs = 100;
const longestRetryMs = 1_600;
const acknowledgeMs = 10_000;
/** Sequence numbers start anew behind the largest int32. */
const sequenceLimit = 2 ** 31;

/**
 * Returns a producer's writer; it asks for an id when it first writes.
 *
 * @param earlier by partition of the one topic that is written to: a producer that has written there before and is no more.
 *   It is gone on as, so that what it sent and nobody has seen yet is not written beside what it is sent again as. Where the
 *   broker knows more of it, `kafka/producer-forgotten` is thrown, and nothing was written.
 */
export function createBatchWriter(
  context: ClusterContext,
  patience: Patience,
  earlier: ReadonlyMap<number, ProducerIdentity> = new Map(),
): BatchWriter {
  const { brokers } = context;
  const resumed = new Map(earlier);
  let identity: Identity | 'unknown' = 'unknown';

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

  const writeOnce: BatchWriter['write'] = async (target, records, content, signal) => {
    const key = `${target.topic}/${target.partition}`;
    const producer = await identify(signal);
    const sequence = producer?.sequences.get(key) ?? 0;
    const identified = producer === undefined ? undefined : { producerId: producer.producerId, epoch: producer.epoch, sequence };
    try {
      const batch = writeBatch(records, content.bytes, content.codec, identified);
      const written = await sendUntilKnown(context, target, batch, identified, patience, signal);
      producer?.sequences.set(key, (sequence + records.length) % sequenceLimit);
      return written;
    } catch (error) {
      // What the broker has seen of this producer is no longer known, so the next batch comes from a new one.
      if (identity === producer) identity = 'unknown';
      throw error;
    }
  };

  const writeResumed = async (producer: ProducerIdentity, ...[target, records, content, signal]: Parameters<BatchWriter['write']>) => {
    resumed.delete(target.partition);
    const batch = writeBatch(records, content.bytes, content.codec, producer);
    const written = await sendUntilKnown(context, target, batch, producer, patience, signal);
    resumed.set(target.partition, { ...producer, sequence: (producer.sequence + records.length) % sequenceLimit });
    return written;
  };

  return {
    async write(...batch) {
      const producer = resumed.get(batch[0].partition);
      if (producer !== undefined) return writeResumed(producer, ...batch);
      try {
        return await writeOnce(...batch);
      } catch (error) {
        if (!(error instanceof KafkaError) || error.code !== forgottenCode) throw error;
        return writeOnce(...batch);
      }
    },
  };
}

/**
 * Sends a batch until it is known to be written or not. With an identity the broker recognizes a repeated batch, so
 * that it can be sent again when the answer was lost; without one it is sent again only where it was surely not written.
 */
async function sendUntilKnown(
  context: ClusterContext,
  target: BatchTarget,
  batch: Buffer,
  identity: ProducerIdentity | undefined,
  { mostAttempts, forMs }: Patience,
  signal: AbortSignal,
): Promise<WrittenBatch> {
  let { leader } = target;
  let mayBeWritten = false;
  const end = performance.now() + forMs;
  try {
    for (let attempt = 1; ; attempt++) {
      const outcome = await sendOnce(context, { ...target, leader }, batch, signal);
      if ('offset' in outcome) return { offset: outcome.offset, leader };
      mayBeWritten ||= outcome.isLost;
      const isLast = attempt === mostAttempts || performance.now() > end;
      if (isLast || !outcome.mayRepeat || (mayBeWritten && identity === undefined)) {
        throw mayBeWritten ? unanswered(target.topic, outcome.error) : outcome.error;
      }
      await pause(Math.min(retryMs * 2 ** (attempt - 1), longestRetryMs), signal);
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

async function sendOnce(
  { brokers, connection }: ClusterContext,
  target: BatchTarget,
  batch: Buffer,
  signal: AbortSignal,
): Promise<Outcome> {
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
async function findLeader(context: ClusterContext, { topic, partition, leader }: BatchTarget, signal: AbortSignal): Promise<number> {
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
