import type { ProgressView, RecordsState } from './recordsProtocol.ts';
import { toScannable, toWhere } from './scanReach.ts';
import { formatBytes, formatCount, formatDuration, formatNumber } from './texts.ts';
import { formatRange, toTimeParts } from './timeText.ts';

/** The status line, in its order. Every text is a sentence or a part of one; together they read as a paragraph. */
export interface StatusView {
  readonly icon: 'pass' | 'info' | 'warning' | 'error' | 'busy' | 'live' | 'paused' | 'stopped';
  readonly why: string;
  readonly parts: readonly StatusPart[];
  /** Whether Escape stops something. */
  readonly stoppable: boolean;
  /** How much of what is to be scanned is scanned, from 0 to 1, while that is under way; undefined where it is not known. */
  readonly done: number | undefined;
}

export interface StatusPart {
  readonly text: string;
  /** The count in the text, which stands out. */
  readonly strong?: string;
  /** In place of the text where there is room for nothing else. */
  readonly short?: string;
  /** Goes on behind the text where there is room for it. */
  readonly tail?: string;
  /** What goes first where there is no room: the highest. 0 never goes. */
  readonly dispensable: 0 | 2 | 3;
  /** A click goes to the next such record. */
  readonly goesTo?: 'undecoded' | 'guessed';
  readonly tooltip?: string;
  /** How many of the matching ones are shown: it stands at the right end and can be cleared. */
  readonly isShown?: boolean;
}

export interface StatusOptions {
  readonly nowMs: number;
  /** Undefined is the reader's own. */
  readonly locale?: string | undefined;
  /** Rows of the view; undefined before they are known. */
  readonly shown?: number | undefined;
  /** When the connection was lost. */
  readonly lostAtMs?: number | undefined;
  /** When the last record came; the newest record's own time where none came since the page looks. */
  readonly lastArrivalMs?: number | undefined;
}

/** Says what the scan did, or what it is at. */
export function toStatus(state: RecordsState, options: StatusOptions): StatusView {
  const { activity, problem, progress } = state;
  const isIdle = activity === 'idle' || activity === 'waiting';
  if (isIdle && problem?.kind === 'failed') {
    const parts = (progress?.held ?? 0) > 0 ? [plain('The records below are those of the read before.', 0)] : [];
    const why = problem.isForbidden ? 'Not allowed to read this topic.' : `Could not read ${state.topic}.`;
    return { icon: 'error', why, parts, stoppable: false, done: undefined };
  }
  const why = toWhy(state, options);
  const parts = progress && activity !== 'waiting' && activity !== 'connecting' ? toParts(state, progress, options) : [];
  return { ...why, parts, stoppable: !isIdle, done: activity === 'reading' && progress ? toDone(state, progress) : undefined };
}

/** "Live. Last record 1 s ago." changes by itself; all others only with the state. */
export function isTicking(state: RecordsState): boolean {
  return state.activity === 'live';
}

function toWhy(state: RecordsState, options: StatusOptions): Pick<StatusView, 'icon' | 'why'> {
  switch (state.activity) {
    case 'waiting':
      return { icon: 'info', why: 'Nothing is read yet.' };
    case 'connecting':
      return { icon: 'busy', why: 'Connecting…' };
    case 'reading':
      return { icon: 'busy', why: 'Scanning…' };
    case 'live':
      return { icon: 'live', why: `Live. ${toLastRecord(state, options)}` };
    case 'retrying':
      return { icon: 'warning', why: toLost(state, options) };
    case 'paused':
      return { icon: 'paused', why: 'Paused.' };
    case 'idle':
      return toWhyStopped(state, options.locale);
  }
}

function toLost(state: RecordsState, { lostAtMs }: StatusOptions): string {
  const clock = lostAtMs === undefined ? undefined : toTimeParts(lostAtMs, state.timeZone)?.clock.slice(0, 8);
  return `Connection lost${clock === undefined ? '' : ` at ${clock}`}. Reading goes on by itself.`;
}

function toLastRecord(state: RecordsState, { lastArrivalMs, nowMs }: StatusOptions): string {
  const last = lastArrivalMs ?? state.progress?.newestMs;
  if (last === undefined) return 'No record yet.';
  return `Last record ${formatAge(Math.max(0, nowMs - last))} ago.`;
}

/** "1 s", "5 min", "3 h", "2 days". */
function formatAge(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  const hours = Math.floor(seconds / 3600);
  if (hours < 48) return `${hours} h`;
  return `${Math.floor(hours / 24)} days`;
}

function toWhyStopped(state: RecordsState, locale: string | undefined): Pick<StatusView, 'icon' | 'why'> {
  const { limits, progress, problem } = state;
  const stopped = progress?.stopped ?? (problem?.kind === 'cancelled' ? 'cancelled' : undefined);
  switch (stopped) {
    case undefined:
      return { icon: 'info', why: 'Nothing is read yet.' };
    case 'end':
      return { icon: 'pass', why: 'Reached the end of the topic.' };
    case 'records':
      return { icon: 'pass', why: `Reached the limit of ${formatNumber(toRecordLimit(state), 'record', 'records', locale)}.` };
    case 'offset':
      return { icon: 'pass', why: toOffsetReached(progress) };
    case 'timestamp':
      return { icon: 'pass', why: 'Reached the chosen time.' };
    case 'bytes':
      return { icon: 'warning', why: `Reached the limit of ${formatBytes(limits.bytes)}.` };
    case 'timeout':
      return { icon: 'warning', why: `Stopped after ${formatDuration(limits.timeoutMs)} (time limit).` };
    case 'deleted':
      return { icon: 'warning', why: 'The topic was deleted while reading.' };
    case 'cancelled':
      return { icon: 'stopped', why: 'Cancelled by you.' };
    case 'live':
      return { icon: 'stopped', why: 'Live is off.' };
    case 'filter':
      return { icon: 'error', why: 'The filter was ended.' };
  }
}

/** The smaller one of what was asked for and what a scan may read. */
function toRecordLimit({ limits, settings: { start } }: RecordsState): number {
  return 'count' in start ? Math.min(start.count, limits.records) : limits.records;
}

function toOffsetReached(progress: ProgressView | undefined): string {
  const [only, ...others] = progress?.partitions ?? [];
  if (!only || others.length > 0) return 'Reached the chosen offsets.';
  return `Reached offset ${BigInt(only.next) - 1n}.`;
}

function toParts(state: RecordsState, progress: ProgressView, options: StatusOptions): StatusPart[] {
  const { locale } = options;
  const count = (value: number) => formatCount(value, locale);
  const parts = [toScanned(state, progress, locale)];
  if (state.settings.filter !== '') {
    parts.push({ text: `${count(progress.matched)} matched`, strong: count(progress.matched), dispensable: 0 });
  }
  if (progress.undecoded > 0) {
    const tooltip = 'Go to the next record that could not be decoded (F8)';
    parts.push({ text: `${count(progress.undecoded)} not decoded`, dispensable: 0, goesTo: 'undecoded', tooltip });
  }
  // Where they are the same records, once is enough.
  if (state.settings.filter !== '' && progress.untestable > 0 && progress.untestable !== progress.undecoded) {
    const tooltip = 'The filter could not test them: they could not be decoded, or a field that it names is not there';
    parts.push({ ...plain(`${count(progress.untestable)} not testable`, 0), tooltip });
  }
  if (progress.guessed > 0) {
    const tooltip = 'Go to the next guessed record';
    parts.push({ text: `${count(progress.guessed)} guessed`, dispensable: 2, goesTo: 'guessed', tooltip });
  }
  const reach = toReach(state, progress, options);
  if (reach !== '') parts.push(plain(reach, 3));
  const shown = toShown(state, progress, options);
  return shown ? [...parts, shown] : parts;
}

function plain(text: string, dispensable: StatusPart['dispensable']): StatusPart {
  return { text, dispensable };
}

function toScanned(state: RecordsState, progress: ProgressView, locale: string | undefined): StatusPart {
  const { scanned } = progress;
  const strong = formatCount(scanned, locale);
  const of = toOf(state, progress, locale);
  const tail = `, ${formatBytes(progress.bytes)}, ${formatDuration(progress.durationMs)}`;
  const tooltip = 'Read from the topic, the bytes that were fetched for it (uncompressed), and how long it took';
  return {
    text: `Scanned ${strong}${of ?? (scanned === 1 ? ' record' : ' records')}`,
    strong,
    short: `${strong} scanned`,
    tail,
    dispensable: 0,
    tooltip,
  };
}

/** " of 5,000 records", " of about 6.2 million"; undefined where all was read that was to be read. */
function toOf(state: RecordsState, progress: ProgressView, locale: string | undefined): string | undefined {
  const isPartial = ['reading', 'paused'].includes(state.activity) || isCutShort(progress);
  if (!isPartial || state.settings.live) return undefined;
  const { start } = state.settings;
  const scannable = toScannable(state, progress);
  if ('count' in start && BigInt(start.count) <= scannable) {
    return progress.scanned <= start.count ? ` of ${formatCount(start.count, locale)} records` : undefined;
  }
  return scannable > BigInt(progress.scanned) ? ` of about ${formatAbout(scannable, locale)}` : undefined;
}

/** "6.2 million"; exact below a million. Offsets may hold no record, so it is not a count of records. */
function formatAbout(count: bigint, locale: string | undefined): string {
  if (count < 1_000_000n) return formatCount(count, locale);
  return new Intl.NumberFormat(locale, { notation: 'compact', compactDisplay: 'long', maximumFractionDigits: 1 }).format(count);
}

/** Whether the scan stopped before what it was asked for. */
export function isCutShort({ stopped }: ProgressView): boolean {
  return stopped === 'timeout' || stopped === 'bytes' || stopped === 'cancelled' || stopped === 'filter';
}

function toDone(state: RecordsState, progress: ProgressView): number | undefined {
  const { start } = state.settings;
  const scannable = Number(toScannable(state, progress));
  const all = 'count' in start ? Math.min(start.count, scannable) : scannable;
  return all > 0 && progress.scanned <= all ? progress.scanned / all : undefined;
}

function toReach(state: RecordsState, progress: ProgressView, { nowMs }: StatusOptions): string {
  const { oldestMs, newestMs, completeFromMs } = progress;
  const isBackwards = state.settings.start.kind === 'newest';
  if (isBackwards && completeFromMs !== undefined && (state.activity === 'reading' || isCutShort(progress))) {
    return `Back to ${formatRange(completeFromMs, completeFromMs, state.timeZone, nowMs)}`;
  }
  const where = toWhere(state);
  const range = oldestMs === undefined || newestMs === undefined ? '' : formatRange(oldestMs, newestMs, state.timeZone, nowMs);
  return [where, range].filter((text) => text !== '').join(', ');
}

/** Only where something of what is held is hidden. */
function toShown(state: RecordsState, progress: ProgressView, { shown, locale }: StatusOptions): StatusPart | undefined {
  if (!state.view.timeRange || shown === undefined) return undefined;
  const strong = formatCount(shown, locale);
  const short = `${strong} of ${formatCount(progress.held, locale)}`;
  return { text: `Time range: ${short} shown`, short, strong, dispensable: 0, isShown: true };
}
