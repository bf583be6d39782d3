import type { Session, TopicDescription } from '../cluster/session.ts';
import type { PartitionProgress } from '../cluster/scanRequest.ts';
import type { Decoding, ScanProgress, StartOption } from '../records/recordsSession.ts';
import { firstView, type RecordPlace, type RecordsView } from '../records/recordsView.ts';
import type { Settings } from '../settings.ts';
import { automaticProfile, type DecodeProfile } from '../../shared/wire/profile.ts';
import type { ScanWish } from './scanRunner.ts';
import type { Emptiness, PartitionView, ProfileView, ProgressView, ReadSettings, RecordAction, RecordsState } from './recordsProtocol.ts';

/** What a page says of its connection. */
export interface ConnectionFacts {
  readonly color: string | undefined;
  readonly readOnly: boolean;
  readonly protected: boolean;
  readonly tooltip: string;
}

/** How a topic is decoded by the settings, ready for the worker, with what the page says of it. */
export interface PageProfile {
  readonly profile: DecodeProfile;
  readonly key: ProfileView;
  readonly value: ProfileView;
}

/** What a page reads at first: the newest records, as many as the settings say. */
export function firstSettings(settings: Settings): ReadSettings {
  const { count, isolation } = settings.peek();
  return { start: { kind: 'newest', count }, partitions: undefined, live: false, isolation, filter: '' };
}

/** The view of a topic that nobody has changed yet: with the columns that were kept for it. */
export function viewOf(settings: Settings, topic: string): RecordsView {
  const columns = settings.columns(topic)?.filter(isColumn);
  return { ...firstView, columns };
}

const fixed = ['time', 'age', 'partition', 'offset', 'key', 'value', 'schema', 'schemaId', 'size', 'headers', 'leaderEpoch', 'decoded'];

/** Whether the text names a column. */
export function isColumn(text: string): text is NonNullable<RecordsView['columns']>[number] {
  return fixed.includes(text) || /^(?:key|value)[.[]./.test(text);
}

/** The limits of a scan, and what is kept of it. */
export function limitsOf(settings: Settings, { start }: ReadSettings): RecordsState['limits'] {
  const { timeoutMs, maxBytes, maxRecords } = settings.peek();
  return { timeoutMs, bytes: maxBytes, records: 'count' in start ? start.count : maxRecords, keptRecords: maxRecords };
}

const automatic: ProfileView = { framing: 'automatic', text: 'Automatic', why: 'Found out from the bytes of each record.' };

/** Of a topic for which nobody has chosen anything. */
export const automaticPageProfile: PageProfile = { profile: automaticProfile, key: automatic, value: automatic };

/** The state of a page that has read nothing yet. */
export function emptyState(given: {
  readonly connection: string;
  readonly topic: string;
  readonly facts: ConnectionFacts;
  readonly settings: Settings;
  readonly read: ReadSettings;
  readonly view: RecordsView;
  readonly actions: readonly RecordAction[];
}): RecordsState {
  const { connection, topic, facts, settings, read, view, actions } = given;
  return {
    connection,
    ...factsIn(facts),
    topic,
    settings: read,
    view,
    ...settingsIn(settings, topic),
    scan: 0,
    decoding: 0,
    activity: 'waiting',
    progress: undefined,
    limits: limitsOf(settings, read),
    problem: undefined,
    emptiness: undefined,
    partitions: undefined,
    profile: { key: automatic, value: automatic },
    fieldPaths: [],
    columns: [],
    select: undefined,
    missing: undefined,
    keyLocation: undefined,
    comparing: undefined,
    actions,
  };
}

/** What of a page's state is the connection's. */
export function factsIn(facts: ConnectionFacts): Pick<RecordsState, 'connectionColor' | 'readOnly' | 'protected' | 'connectionTooltip'> {
  return { connectionColor: facts.color, readOnly: facts.readOnly, protected: facts.protected, connectionTooltip: facts.tooltip };
}

/** What of a page's state is the settings'. */
export function settingsIn(settings: Settings, topic: string): Pick<RecordsState, 'timeZone' | 'savedFilters' | 'hasMasks'> {
  return { timeZone: settings.view().timeZone, savedFilters: settings.filters(), hasMasks: settings.masks(topic).length > 0 };
}

/** What a scan is doing, as the page says it. */
export function toActivity(stage: ScanProgress['stage']): RecordsState['activity'] {
  if (stage === 'waiting') return 'retrying';
  return stage === 'stopped' ? 'idle' : stage;
}

/**
 * Progress as plain JSON.
 *
 * @param baseRevision added, so that revisions grow over all scans of a page
 */
export function toProgressView(progress: ScanProgress, baseRevision: number): ProgressView {
  return { ...progress, revision: baseRevision + progress.revision, partitions: progress.partitions.map(toPartitionView) };
}

function toPartitionView({ partition, firstOffset, endOffset, low, next, heldBackTo }: PartitionProgress): PartitionView {
  return {
    partition,
    firstOffset: firstOffset.toString(),
    endOffset: endOffset.toString(),
    low: low.toString(),
    next: next.toString(),
    heldBackTo: heldBackTo?.toString(),
  };
}

/** All partitions of a topic, those that were not read as they were known before. */
export function toPartitions(known: RecordsState['partitions'], progress: readonly PartitionProgress[]): RecordsState['partitions'] {
  if (progress.length === 0) return known;
  const all = new Map((known ?? []).map((one) => [one.partition, one]));
  for (const { partition, firstOffset, endOffset } of progress) {
    all.set(partition, { partition, first: firstOffset.toString(), end: endOffset.toString() });
  }
  return [...all.values()].sort((one, other) => one.partition - other.partition);
}

/** The same of what the cluster says of the topic. */
export function describedPartitions({ partitions }: TopicDescription): RecordsState['partitions'] {
  return partitions.map(({ partition, firstOffset = -1n, endOffset = -1n }) => {
    return { partition, first: firstOffset.toString(), end: endOffset.toString() };
  });
}

/** What the cluster says of a topic of which a scan has found nothing. */
export async function explainEmptiness(
  session: Pick<Session, 'describeTopic'>,
  { topic, partitions }: { readonly topic: string; readonly partitions: readonly number[] | undefined },
  { control }: ScanProgress,
  signal: AbortSignal,
): Promise<Pick<RecordsState, 'emptiness' | 'partitions'>> {
  const description = await session.describeTopic(topic, signal);
  return { emptiness: toEmptiness(description, partitions, control), partitions: describedPartitions(description) };
}

/**
 * Why a topic, or the partitions of it that were read, hold no record.
 *
 * @param control how many control records were passed over
 */
export function toEmptiness(description: TopicDescription, partitions: readonly number[] | undefined, control: number): Emptiness {
  if (control > 0) return { kind: 'onlyControl', count: control };
  const looked = description.partitions.filter(({ partition }) => partitions?.includes(partition) ?? true);
  const ends: bigint[] = [];
  for (const { firstOffset, endOffset } of looked) {
    // A partition without a leader says nothing of its offsets.
    if (firstOffset === undefined || endOffset === undefined) return { kind: 'unknown' };
    if (firstOffset < endOffset) return { kind: 'noRecords' };
    ends.push(endOffset);
  }
  const last = ends.reduce((highest, end) => (end > highest ? end : highest), 0n);
  return last === 0n ? { kind: 'neverWritten' } : { kind: 'usedUp', lastOffset: (last - 1n).toString() };
}

/** The options of a scan that reads what a page reads. */
export function toWish(settings: Settings, topic: string, read: ReadSettings, decoding: Decoding): ScanWish {
  const { start, partitions, live, isolation, filter } = read;
  const { keptRecords, ...limits } = limitsOf(settings, read);
  const keep = { records: keptRecords, bytes: settings.peek().maxBytes };
  return { topic, start, partitions, live, isolation, filter: filter.trim() === '' ? undefined : filter, decoding, limits, keep };
}

/** Where to begin so that a record stands in the middle of so many of its partition. */
export function startAround({ partition, offset }: RecordPlace, count: number): StartOption {
  const first = BigInt(offset) - BigInt(Math.floor(count / 2));
  return { kind: 'offset', offsets: { [partition]: (first < 0n ? 0n : first).toString() }, count };
}

/** What is read with changes, which came as JSON: an empty list of partitions is all. */
export function mergedSettings({ settings, keyLocation }: RecordsState, changes: Partial<ReadSettings> = {}): ReadSettings {
  const start = changes.start ?? settings.start;
  // Another filter than the key's own has nothing to do with the key's partition.
  const wasOfKey = keyLocation !== undefined && changes.filter !== undefined && changes.partitions === undefined;
  const partitions = changes.partitions ?? (wasOfKey || isAll(changes) ? undefined : settings.partitions);
  const live = changes.live ?? (start.kind === 'live' || (settings.live && settings.start.kind !== 'live'));
  return { ...settings, ...changes, start, live, partitions: partitions?.length === 0 ? undefined : partitions };
}

function isAll(changes: Partial<ReadSettings>): boolean {
  return 'partitions' in changes && changes.partitions === undefined;
}
