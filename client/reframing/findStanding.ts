import { KafkaError } from '../../shared/errors.ts';
import type { Cluster, KafkaRecord } from '../cluster/cluster.ts';
import { readPartition } from './readPartition.ts';
import type { RecordReframer } from './recordReframer.ts';
import type { ReframeCandidate, ReframeDoubt, ReframeRange } from './reframeRequest.ts';
import { digestOf, isSameRecord } from './sameRecord.ts';
import { OneByOne, readExpected, type Expected } from './sequence.ts';

/** How far a partition of the target is. */
export type Standing =
  /** `offset`: the first of the source that is not there yet. `isProved`: all that is there was compared. */
  | { readonly kind: 'at'; readonly offset: bigint; readonly present: number; readonly isProved: boolean }
  | { readonly kind: 'doubt'; readonly doubt: ReframeDoubt }
  /** It can't be compared, since it is not known yet what frames will call the schemas. */
  | { readonly kind: 'unnamed' };

export interface StandingContext {
  readonly cluster: Pick<Cluster, 'scan'>;
  readonly reframer: RecordReframer;
  readonly source: string;
  readonly target: string;
  readonly stopsAtFailure: boolean;
  /** Told of each record that was compared. */
  readonly onCompared: () => void;
}

/** A partition of the target as it is. */
export interface TargetPartition {
  readonly firstOffset: bigint;
  readonly endOffset: bigint;
}

/** So many of the last records are looked for in the source where the whole does not tell. */
const tailLength = 1_000;
const mostCandidates = 10;

/**
 * Finds out how far a partition of the target is, by comparing its records with those that the job writes. A partition that
 * nobody else has written to has at each offset the record of that place in the job; compaction may have taken some, but
 * what is there must be what the job writes there. Anything else is a doubt, with the places where its last records fit.
 *
 * @throws KafkaError `reframe/foreign-target` where nothing in it is of this job; what reading and re-framing throw
 */
export async function findStanding(
  context: StandingContext,
  range: ReframeRange,
  there: TargetPartition,
  signal: AbortSignal,
): Promise<Standing> {
  const { firstOffset, endOffset } = there;
  if (endOffset === 0n) return { kind: 'at', offset: range.from, present: 0, isProved: true };
  if (firstOffset === endOffset) return emptied(context, range, endOffset, signal);
  const compared = firstOffset === 0n ? await compareAll(context, range, there, signal) : undefined;
  if (compared === 'unnamed') return { kind: 'unnamed' };
  if (compared?.isWhole === true) return { kind: 'at', offset: compared.offset, present: compared.present, isProved: true };
  return search(context, range, there, compared, signal);
}

interface Compared {
  /** Whether all that is there is what the job writes there. */
  readonly isWhole: boolean;
  /** How many are. */
  readonly present: number;
  /** Of the source, behind the last of them. */
  readonly offset: bigint;
}

function expectedOf(context: StandingContext, range: ReframeRange, signal: AbortSignal): OneByOne<Expected> {
  const { cluster, reframer, source: topic, stopsAtFailure } = context;
  return new OneByOne(readExpected(cluster, reframer, { topic, range, stopsAtFailure }, signal));
}

async function* targetRecords(
  { cluster, target }: StandingContext,
  partition: number,
  from: bigint,
  to: bigint,
  signal: AbortSignal,
): AsyncGenerator<readonly KafkaRecord[], void> {
  for await (const { records } of readPartition(cluster, { topic: target, partition, from, to, isolation: 'readUncommitted' }, signal)) {
    yield records;
  }
}

/** Goes through both from their beginnings. */
async function compareAll(
  context: StandingContext,
  range: ReframeRange,
  { endOffset }: TargetPartition,
  signal: AbortSignal,
): Promise<Compared | 'unnamed'> {
  const job = expectedOf(context, range, signal);
  const there = new OneByOne(targetRecords(context, range.partition, 0n, endOffset, signal));
  try {
    let place = -1n;
    let present = 0;
    let offset = range.from;
    for (;;) {
      const next = there.next();
      const found = next instanceof Promise ? await next : next;
      // The last record of a partition is never compacted away: what ends with something else was written by others, too.
      if (found === undefined) return { isWhole: place === endOffset - 1n, present, offset };
      let expected: Expected | undefined;
      while (place < found.offset) {
        const one = job.next();
        expected = one instanceof Promise ? await one : one;
        if (expected === undefined) return { isWhole: false, present, offset };
        place++;
      }
      if (expected?.outcome.isNamed === false) return 'unnamed';
      if (expected === undefined || !isSameRecord(expected.outcome.record, found, hasOwnTime(found)))
        return { isWhole: false, present, offset };
      present++;
      offset = expected.offset + 1n;
      context.onCompared();
    }
  } finally {
    await Promise.all([job.close(), there.close()]);
  }
}

/** Topics that set the time themselves have another one than the source. */
function hasOwnTime({ timestampType }: KafkaRecord): boolean {
  return timestampType !== 'LogAppendTime';
}

/** A place of the job where the target's last record stands, and how many records before it stand where they should, too. */
interface Fit {
  readonly place: bigint;
  readonly offset: bigint;
  readonly length: number;
}

/** Looks for the target's last records in all that the job writes. */
async function search(
  context: StandingContext,
  range: ReframeRange,
  there: TargetPartition,
  compared: Compared | undefined,
  signal: AbortSignal,
): Promise<Standing> {
  const { partition } = range;
  const { firstOffset, endOffset } = there;
  const from = endOffset - BigInt(tailLength) > firstOffset ? endOffset - BigInt(tailLength) : firstOffset;
  const tail: KafkaRecord[] = [];
  for await (const records of targetRecords(context, partition, from, endOffset, signal)) tail.push(...records);
  const fits = await findFits(context, range, tail, signal);
  if (fits === 'unnamed') return { kind: 'unnamed' };
  const [best, other] = fits;
  const isBegun = compared !== undefined && compared.present > 0;
  if (best === undefined && !isBegun) throw foreign(context.target, partition);
  const isSure = compared === undefined && best !== undefined && other === undefined;
  // Its first records are gone, and those that are left are where they should be, and nowhere else.
  if (isSure && best.length === tail.length && best.place === endOffset - 1n) {
    return { kind: 'at', offset: best.offset + 1n, present: Number(endOffset), isProved: true };
  }
  const candidates: ReframeCandidate[] = fits
    .filter(({ length }) => length === best?.length)
    .slice(0, mostCandidates)
    .map(({ offset, length }) => ({ offset: offset + 1n, reason: fitText(offset, length, tail.length) }));
  if (isBegun && candidates.every(({ offset }) => offset !== compared.offset)) {
    const reason = `Its first ${counted(compared.present)} this job's, those of the source before offset ${compared.offset}; what stands behind them is not.`;
    candidates.push({ offset: compared.offset, reason });
  }
  return { kind: 'doubt', doubt: { partition, reason: reasonOf(context.target, partition, there, compared, fits.length), candidates } };
}

async function findFits(
  context: StandingContext,
  range: ReframeRange,
  tail: readonly KafkaRecord[],
  signal: AbortSignal,
): Promise<readonly Fit[] | 'unnamed'> {
  const last = tail.at(-1);
  if (last === undefined) return [];
  const isTimed = tail.every(hasOwnTime);
  const digests = tail.map((record) => digestOf(record, isTimed));
  const fits: Fit[] = [];
  /** Of the last places, each at its own modulo the length. */
  const passed = new Array<string>(tailLength);
  const job = expectedOf(context, range, signal);
  try {
    for (let place = 0n; ; place++) {
      const one = job.next();
      const expected = one instanceof Promise ? await one : one;
      if (expected === undefined) break;
      if (!expected.outcome.isNamed) return 'unnamed';
      const digest = digestOf(expected.outcome.record, isTimed);
      passed[Number(place % BigInt(tailLength))] = digest;
      if (digest !== digests.at(-1)) continue;
      let length = 0;
      for (let index = tail.length - 1; index >= 0; index--) {
        const at = place - (last.offset - (tail[index]?.offset ?? 0n));
        if (at < 0n || passed[Number(at % BigInt(tailLength))] !== digests[index]) break;
        length++;
      }
      fits.push({ place, offset: expected.offset, length });
      // Of endless repetitions a few say as much; the longest are kept.
      if (fits.length > 10 * mostCandidates) fits.splice(0, fits.length, ...sorted(fits).slice(0, mostCandidates + 1));
    }
  } finally {
    await job.close();
  }
  return sorted(fits);
}

function sorted(fits: readonly Fit[]): Fit[] {
  return fits.toSorted((a, b) => b.length - a.length || Number(a.place - b.place));
}

/** A partition that had records: they may have been this job's, or none of it. */
async function emptied(context: StandingContext, range: ReframeRange, endOffset: bigint, signal: AbortSignal): Promise<Standing> {
  const { partition } = range;
  const candidates: ReframeCandidate[] = [{ offset: range.from, reason: 'From the beginning: none of them was of this job.' }];
  const job = expectedOf(context, range, signal);
  try {
    for (let place = 0n; place < endOffset; place++) {
      const one = job.next();
      const expected = one instanceof Promise ? await one : one;
      if (expected === undefined) break;
      if (place !== endOffset - 1n) continue;
      const reason = `Behind offset ${expected.offset}: they were the first ${endOffset} that this job writes, and were deleted since.`;
      candidates.push({ offset: expected.offset + 1n, reason });
    }
  } finally {
    await job.close();
  }
  const reason = `Partition ${partition} of ${context.target} is empty, and had ${endOffset} records before.`;
  return { kind: 'doubt', doubt: { partition, reason, candidates } };
}

function foreign(target: string, partition: number): KafkaError {
  const message = `${target} is not empty, and what partition ${partition} ends with is not what this job writes.`;
  return new KafkaError('reframe/foreign-target', message, { remedy: 'Choose a topic that is empty, or that this very job has begun.' });
}

function counted(records: number): string {
  return records === 1 ? 'record is' : `${records.toLocaleString('en')} records are`;
}

function fitText(offset: bigint, length: number, of: number): string {
  const those =
    length === of
      ? of === 1
        ? 'Its only record'
        : `All of its last ${of} records`
      : length === 1
        ? 'Its last record'
        : `Its last ${length} records`;
  return `${those} ${length === 1 ? 'is what is' : 'are what is'} written up to offset ${offset} of the source${length === of ? '' : '; those before are not'}.`;
}

function reasonOf(
  target: string,
  partition: number,
  { firstOffset }: TargetPartition,
  compared: Compared | undefined,
  fits: number,
): string {
  const where = `Partition ${partition} of ${target}`;
  if (compared === undefined && fits > 1)
    return `${where} begins at offset ${firstOffset}, and its last record stands in the source more than once.`;
  if (compared === undefined) return `${where} begins at offset ${firstOffset}: nobody can say what stood before.`;
  return `${where} holds other records than this job writes from its beginning on: records of the source are gone since, or others wrote there.`;
}
