import type { ProgressView, RecordsState } from './recordsProtocol.ts';
import { continueScan, openSettings, readAgain, type Offer } from './recordsOffers.ts';
import { isCutShort } from './recordsStatus.ts';
import { findHeldBack, findLeaderless } from './scanReach.ts';
import { formatBytes, formatCount, formatNumber, joinAnd } from './texts.ts';
import { formatRange } from './timeText.ts';

/** A line above or below the rows that must not be missed. */
export interface NoteView {
  readonly severity: 'info' | 'warning' | 'error';
  readonly place: 'above' | 'below';
  readonly strong: string;
  readonly text: string;
  readonly offers: readonly Offer[];
  /** In place of the severity's own: what is missing is a right. */
  readonly icon?: 'lock';
  /** Whether it goes on with when the registry is asked again. */
  readonly isRetried?: boolean;
}

/** What stands above and below the rows that are held. */
export function toNotes(state: RecordsState, options: { readonly nowMs: number; readonly locale?: string | undefined }): NoteView[] {
  const { problem, progress } = state;
  if (state.activity === 'waiting') return [];
  const notes: NoteView[] = [];
  const hasRows = (progress?.held ?? 0) > 0;
  if (problem?.kind === 'failed' && hasRows) notes.push(note('error', 'above', problem.message, problem.remedy ?? '', [readAgain]));
  if (state.keyLocation) notes.push(toKeyNote(state.keyLocation));
  if (state.missing) {
    const { partition, offset } = state.missing;
    notes.push(note('warning', 'above', `Partition ${partition} has no record at offset ${offset} now.`, 'The newest are shown.', []));
  }
  if (!progress || problem?.kind === 'failed') return notes;
  return [...notes, ...toTroubles(state, progress), ...toLimits(state, progress, options)];
}

function note(severity: NoteView['severity'], place: NoteView['place'], strong: string, text: string, offers: readonly Offer[]): NoteView {
  return { severity, place, strong, text, offers };
}

function toKeyNote({ partition, encoding }: NonNullable<RecordsState['keyLocation']>): NoteView {
  const strong = `Only partition ${partition} is read: Java's partitioner puts this key there.`;
  return note('info', 'above', strong, `The key was encoded as ${encoding}.`, [{ does: 'allPartitions', label: 'All Partitions' }]);
}

/** What the broker, the registry and the filter have to say. */
function toTroubles(state: RecordsState, progress: ProgressView): NoteView[] {
  const notes: NoteView[] = [];
  if (progress.registryProblem !== undefined && progress.held > 0) {
    const text = 'Values are shown as bytes; filters on value cannot be tested.';
    const made = note('warning', 'above', progress.registryProblem, text, [{ ...readAgain, label: 'Retry' }]);
    const isForbidden = progress.registryCode === 'registry/unauthorized' || progress.registryCode === 'registry/forbidden';
    notes.push({ ...made, ...(isForbidden && { icon: 'lock' }), ...(state.registryRetryInMs !== undefined && { isRetried: true }) });
  }
  if (state.activity === 'retrying') {
    const strong = progress.problem ?? 'The broker does not answer.';
    notes.push(
      note('warning', 'above', strong, toGoesOn(progress), [
        { ...readAgain, label: 'Retry Now' },
        { does: 'stop', label: 'Stop' },
      ]),
    );
  } else if (progress.stopped === 'filter' && progress.held > 0) {
    const strong = progress.problem ?? 'The filter was ended.';
    const text = 'The records that it had let through stay.';
    notes.push(note('warning', 'above', strong, text, [{ does: 'editFilter', label: 'Edit Filter' }]));
  }
  return notes;
}

/** What a note of the registry ends with. */
export function toRetryText(inMs: number): string {
  return inMs > 0 ? `Trying again in ${Math.ceil(inMs / 1000)} s.` : 'Trying again…';
}

/** Names one place, so that whoever doubts it can look. */
function toGoesOn({ partitions }: ProgressView): string {
  const read = partitions.find(({ low, next }) => BigInt(next) > BigInt(low));
  if (!read) return 'No record is skipped.';
  const like = partitions.length > 1 ? ' and the like' : '';
  return `No record is skipped: reading goes on after offset ${BigInt(read.next) - 1n} of partition ${read.partition}${like}.`;
}

function toLimits(
  state: RecordsState,
  progress: ProgressView,
  { nowMs, locale }: { readonly nowMs: number; readonly locale?: string | undefined },
): NoteView[] {
  const notes: NoteView[] = [];
  if (progress.dropped > 0) {
    const { keptRecords, bytes } = state.limits;
    const limit = progress.held >= keptRecords ? `${formatCount(keptRecords, locale)} rows` : formatBytes(bytes);
    const text = `Oldest ${formatCount(progress.dropped, locale)} dropped (limit ${limit}).`;
    notes.push(note('info', 'below', '', text, [{ ...openSettings, label: 'Change the limit…' }]));
  }
  const isUnderWay = state.activity !== 'idle';
  const heldBack = isUnderWay ? [] : findHeldBack(progress);
  if (heldBack.length > 0) notes.push(note('info', 'below', '', toHeldBack(heldBack, locale), []));
  const leaderless = findLeaderless(progress);
  if (leaderless.length > 0) {
    const which = `No broker leads ${leaderless.length === 1 ? 'partition' : 'partitions'} ${joinAnd(leaderless)}`;
    notes.push(note('warning', 'below', '', `${which}, so nothing of it was read.`, isUnderWay ? [] : [readAgain]));
  }
  if (isUnderWay || progress.held === 0 || !isCutShort(progress)) return notes;
  if (progress.stopped === 'cancelled') {
    const text = `The ${formatNumber(progress.held, 'record', 'records', locale)} found so far ${progress.held === 1 ? 'stays' : 'stay'}.`;
    const offers = [continueScan, { ...readAgain, label: 'Start Again' }];
    notes.push(note('info', 'below', '', `${text} Continue goes on where the scan stopped.`, offers));
  } else {
    const label = progress.stopped === 'timeout' ? 'Time Limit…' : 'Size Limit…';
    // The same filter would be ended again.
    const offers = progress.stopped === 'filter' ? [] : [continueScan, { ...openSettings, label }];
    notes.push(note('warning', 'below', '', toPartial(state, progress, nowMs), offers));
  }
  return notes;
}

function toHeldBack(partitions: ReturnType<typeof findHeldBack>, locale: string | undefined): string {
  const offsets = partitions.reduce((sum, { endOffset, heldBackTo }) => sum + BigInt(heldBackTo) - BigInt(endOffset), 0n);
  const [first] = partitions;
  const where =
    partitions.length === 1 && first
      ? `of partition ${first.partition}, from ${first.endOffset} on`
      : `of partitions ${joinAnd(partitions.map(({ partition }) => partition))}`;
  return `An open transaction holds back ${formatNumber(offsets, 'offset', 'offsets', locale)} ${where}.`;
}

function toPartial(state: RecordsState, { completeFromMs }: ProgressView, nowMs: number): string {
  if (state.settings.start.kind !== 'newest') return 'Newer records were not read.';
  const from = completeFromMs === undefined ? '' : formatRange(completeFromMs, completeFromMs, state.timeZone, nowMs);
  return from === '' ? 'Older records were not read.' : `Older records were not read. What is shown is complete from ${from} on.`;
}
