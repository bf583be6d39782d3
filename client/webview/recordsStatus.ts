import type { ReadSummary, RecordsState } from './recordsProtocol.ts';
import { formatBytes, formatCount, formatDuration, formatNumber, joinAnd } from './texts.ts';
import { formatRange } from './timeText.ts';

/** The status line, in its order. Every text is a sentence or a part of one; together they read as a paragraph. */
export interface StatusView {
  readonly icon: 'pass' | 'info' | 'warning' | 'error' | 'busy';
  readonly why: string;
  readonly parts: readonly StatusPart[];
  /** Whether Escape stops something. */
  readonly stoppable: boolean;
}

export interface StatusPart {
  readonly text: string;
  /** What goes first where there is no room: the highest. 0 never goes. */
  readonly dispensable: 0 | 1 | 2 | 3;
  /** A click goes to the next such record. */
  readonly goesTo?: 'undecoded' | 'guessed';
  readonly tooltip?: string;
}

/** What stands in place of the rows where there are none. */
export interface EmptyView {
  readonly icon: 'inbox' | 'error' | 'lock' | 'refresh';
  readonly title: string;
  readonly detail: string;
  readonly offers: readonly Offer[];
}

/** Buttons that lead on. */
export type Offer = 'readAgain' | 'openSettings' | 'produceSample';

/** A line above or below the rows. */
export interface NoteView {
  readonly severity: 'info' | 'warning' | 'error';
  readonly place: 'above' | 'below';
  readonly strong: string;
  readonly text: string;
  readonly offers: readonly Offer[];
}

export interface StatusOptions {
  readonly nowMs: number;
  /** Undefined is the reader's own. */
  readonly locale?: string | undefined;
}

/** Says what the last read did, or what the present one is at. */
export function toStatus(state: RecordsState, options: StatusOptions): StatusView {
  const { activity, problem, summary } = state;
  switch (activity.kind) {
    case 'waiting':
      return { icon: 'info', why: 'Nothing is read yet.', parts: [], stoppable: false };
    case 'connecting':
      return { icon: 'busy', why: 'Connecting…', parts: [], stoppable: true };
    case 'reading':
    case 'decoding': {
      const why = activity.kind === 'reading' ? 'Reading…' : 'Decoding…';
      const records = formatNumber(activity.records, 'record', 'records', options.locale);
      const parts = activity.records === 0 ? [] : [part(`${records}, ${formatBytes(activity.bytes)}`, 0)];
      return { icon: 'busy', why, parts, stoppable: true };
    }
    case 'idle':
      break;
  }
  if (problem) {
    const parts = summary && state.rowCount > 0 ? [part('The records below are those of the read before.', 0)] : [];
    return problem.kind === 'cancelled'
      ? { icon: 'info', why: 'Cancelled by you.', parts, stoppable: false }
      : { icon: 'error', why: `Could not read ${state.topic}.`, parts, stoppable: false };
  }
  if (!summary) return { icon: 'info', why: 'Nothing is read yet.', parts: [], stoppable: false };
  return toResult(state, summary, options);
}

function toResult(state: RecordsState, summary: ReadSummary, options: StatusOptions): StatusView {
  const stopped = summary.stopped === 'timeout' || summary.stopped === 'bytes';
  const count = part(toCount(state, summary, options.locale), 0, offsetsTooltip(summary, options.locale));
  const why = toWhyStopped(summary);
  const parts: StatusPart[] = stopped || state.rowCount === 0 ? [count] : [];
  if (summary.values !== '') parts.push(part(summary.values, 1));
  if (!stopped && state.rowCount > 0) parts.push(part(why, 1));
  if (state.undecoded.length > 0) {
    const text = `${formatCount(state.undecoded.length, options.locale)} not decoded`;
    parts.push({ text, dispensable: 0, goesTo: 'undecoded', tooltip: 'Go to the next record that could not be decoded (F8)' });
  }
  if (state.guessed.length > 0) {
    const text = `${formatCount(state.guessed.length, options.locale)} guessed`;
    parts.push({ text, dispensable: 2, goesTo: 'guessed', tooltip: 'Go to the next guessed record' });
  }
  parts.push(part(`${formatBytes(summary.bytes)}, ${formatDuration(summary.durationMs)}`, 3, 'Bytes fetched, and how long it took'));
  parts.push(part(toReach(state, summary, options), 3));
  if (stopped) return { icon: 'warning', why, parts, stoppable: false };
  return { icon: 'pass', why: state.rowCount === 0 ? why : count.text, parts, stoppable: false };
}

function part(text: string, dispensable: StatusPart['dispensable'], tooltip?: string): StatusPart {
  return tooltip === undefined ? { text, dispensable } : { text, dispensable, tooltip };
}

function toCount(state: RecordsState, summary: ReadSummary, locale: string | undefined): string {
  const offsets = BigInt(summary.offsetsInTopic);
  const shown = BigInt(state.rowCount);
  if (state.rowCount === 0) return '0 records';
  if (summary.upTo) {
    const { partition, offset } = summary.upTo;
    return `${formatNumber(shown, 'record', 'records', locale)} of partition ${partition} up to offset ${offset}, newest first.`;
  }
  if (summary.stopped === 'end') {
    const all = shown === 1n ? 'The only record.' : `All ${formatCount(shown, locale)} records, newest first.`;
    return offsets > shown ? all.replace(/\.$/, ` (${formatCount(offsets, locale)} offsets).`) : all;
  }
  const of = summary.gaps ? 'of at most' : 'of';
  return `${formatCount(shown, locale)} ${of} ${formatCount(offsets, locale)} records, newest first.`;
}

function offsetsTooltip(summary: ReadSummary, locale: string | undefined): string {
  const offsets = formatNumber(BigInt(summary.offsetsInTopic), 'offset', 'offsets', locale);
  return `${offsets} from the first to the end. Compaction and transactions use offsets that hold no record.`;
}

function toWhyStopped({ stopped, timeoutMs, maxBytes, upTo }: ReadSummary): string {
  switch (stopped) {
    case 'enough':
      return 'Stopped: enough.';
    case 'end':
      // Back from an offset, what was reached is the other end.
      return upTo ? 'Reached the beginning of the partition.' : 'Reached the end of the topic.';
    case 'timeout':
      return `Stopped after ${formatDuration(timeoutMs)} (time limit).`;
    case 'bytes':
      return `Reached the limit of ${formatBytes(maxBytes)}.`;
  }
}

function toReach(state: RecordsState, summary: ReadSummary, { nowMs }: StatusOptions): string {
  const { oldestMs, newestMs } = summary;
  const all = summary.partitions === 1 ? 'The only partition' : `All ${summary.partitions} partitions`;
  const where = state.partitions ? `Only partition ${joinAnd(state.partitions)}` : all;
  const range = oldestMs === undefined || newestMs === undefined ? '' : formatRange(oldestMs, newestMs, state.timeZone, nowMs);
  return range === '' ? where : `${where}, ${range}`;
}

/** What to show where there is no row; undefined where there are rows, or where one may yet come. */
export function toEmpty(state: RecordsState): EmptyView | undefined {
  if (state.rowCount > 0) return undefined;
  if (state.activity.kind === 'waiting') {
    const detail = 'Records are not kept when the window closes.';
    return { icon: 'refresh', title: `Read ${state.topic} again?`, detail, offers: ['readAgain'] };
  }
  if (state.activity.kind !== 'idle') return undefined;
  if (state.problem?.kind === 'cancelled') {
    return { icon: 'inbox', title: 'No record was read.', detail: '', offers: ['readAgain'] };
  }
  if (state.problem) {
    return { icon: 'error', title: state.problem.message, detail: state.problem.remedy ?? '', offers: ['readAgain'] };
  }
  return state.summary && { icon: 'inbox', ...toEmptyText(state, state.summary), offers: toEmptyOffers(state, state.summary) };
}

function toEmptyOffers(state: RecordsState, { stopped, emptiness }: ReadSummary): Offer[] {
  if (stopped === 'timeout' || stopped === 'bytes') return ['readAgain', 'openSettings'];
  return emptiness?.kind === 'neverWritten' && !state.readOnly ? ['produceSample', 'readAgain'] : ['readAgain'];
}

function toEmptyText({ topic, partitions }: RecordsState, summary: ReadSummary): { title: string; detail: string } {
  if (summary.stopped === 'timeout' || summary.stopped === 'bytes') {
    return { title: 'No record was read before the limit.', detail: 'The limits are settings.' };
  }
  const where = partitions ? `Partition ${joinAnd(partitions)} of ${topic}` : `The topic ${topic}`;
  const none = `${where} has no records now.`;
  switch (summary.emptiness?.kind) {
    case 'neverWritten': {
      const each = partitions ? 'First and end offset are 0' : `${partitionCount(summary.partitions)} with first and end offset 0`;
      return { title: `${where} is empty.`, detail: `${each}: nothing was ever written.` };
    }
    case 'usedUp':
      return { title: none, detail: `Offsets 0 to ${summary.emptiness.lastOffset} were used; no record is left.` };
    case 'noRecords':
      return { title: none, detail: 'Its offsets belong to control records of transactions, or to records that were compacted away.' };
    default:
      return { title: none, detail: '' };
  }
}

function partitionCount(partitions: number): string {
  return partitions === 1 ? '1 partition,' : `${partitions} partitions, each`;
}

/** Lines that must not be missed. */
export function toNotes(state: RecordsState, locale?: string): NoteView[] {
  if (state.activity.kind !== 'idle') return [];
  const notes: NoteView[] = [];
  const { problem, summary } = state;
  if (problem?.kind === 'failed' && state.rowCount > 0) {
    notes.push(note('error', 'above', problem.message, problem.remedy ?? '', ['readAgain']));
  }
  if (problem || !summary) return notes;
  if (summary.registryProblem !== undefined && state.rowCount > 0) {
    notes.push(note('warning', 'above', summary.registryProblem, 'Values that need it are shown as bytes.', ['readAgain']));
  }
  if (summary.missing) {
    const { partition, offset } = summary.missing;
    notes.push(note('warning', 'above', `Partition ${partition} has no record at offset ${offset} now.`, 'The newest are shown.', []));
  }
  if (summary.heldBack.length > 0) notes.push(note('info', 'below', toHeldBack(summary, locale), '', []));
  if (summary.incomplete.length > 0 && state.rowCount > 0) {
    notes.push(note('warning', 'below', '', toIncomplete(summary), ['readAgain', 'openSettings']));
  }
  return notes;
}

function note(severity: NoteView['severity'], place: NoteView['place'], strong: string, text: string, offers: readonly Offer[]): NoteView {
  return { severity, place, strong, text, offers };
}

function toHeldBack({ heldBack }: ReadSummary, locale: string | undefined): string {
  const offsets = heldBack.reduce((sum, { lastStable, endOffset }) => sum + BigInt(endOffset) - BigInt(lastStable), 0n);
  const [first] = heldBack;
  const where =
    heldBack.length === 1 && first
      ? `of partition ${first.partition}, from ${first.lastStable} on`
      : `of partitions ${joinAnd(heldBack.map(({ partition }) => partition))}`;
  return `An open transaction holds back ${formatNumber(offsets, 'offset', 'offsets', locale)} ${where}.`;
}

function toIncomplete({ incomplete }: ReadSummary): string {
  const leaderless = incomplete.filter(({ nextOffset }) => nextOffset.startsWith('-')).map(({ partition }) => partition);
  const unread = incomplete.filter(({ nextOffset }) => !nextOffset.startsWith('-'));
  const places = unread
    .slice(0, 3)
    .map(({ partition, nextOffset, endOffset }) => `offsets ${nextOffset} to ${BigInt(endOffset) - 1n} of partition ${partition}`);
  if (unread.length > 3) places.push(`more of ${formatNumber(unread.length - 3, 'other partition', 'other partitions')}`);
  const sentences = places.length === 0 ? [] : [`Not read: ${joinAnd(places)}.`];
  if (leaderless.length > 0) {
    const which = leaderless.length === 1 ? 'partition' : 'partitions';
    sentences.push(`No broker leads ${which} ${joinAnd(leaderless)}, so nothing of it was read.`);
  }
  return sentences.join(' ');
}
