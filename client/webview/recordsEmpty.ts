import type { ProgressView, RecordsState } from './recordsProtocol.ts';
import { findSymbolMistake } from './filterSymbols.ts';
import { goLive, openSettings, readAgain, scanOlder, type Offer } from './recordsOffers.ts';
import { isCutShort } from './recordsStatus.ts';
import { formatNumber, joinAnd } from './texts.ts';
import { formatStamp } from './timeText.ts';

/** What stands in place of the rows where there are none. */
export interface EmptyView {
  readonly icon: 'inbox' | 'error' | 'lock' | 'refresh' | 'filter' | 'watch';
  readonly title: string;
  /** A filter, as it was written; empty where it is none of its business. */
  readonly code: string;
  readonly detail: string;
  readonly offers: readonly Offer[];
}

export interface EmptyOptions {
  /** Rows of the view; undefined before they are known. */
  readonly shown: number | undefined;
  readonly locale?: string | undefined;
}

/** What to show where there is no row; undefined where there are rows, or where one may yet come. */
export function toEmpty(state: RecordsState, options: EmptyOptions): EmptyView | undefined {
  const { activity, problem, progress, topic } = state;
  if (activity === 'waiting') {
    return view('refresh', `Read ${topic} again?`, 'Records are not kept when the window closes.', [readAgain]);
  }
  const held = progress?.held ?? 0;
  if (options.shown === undefined ? held > 0 : options.shown > 0) return undefined;
  if (progress && held > 0) return toHidden(state, progress, options.locale);
  if (activity === 'idle' && problem?.kind === 'failed') {
    return view(problem.isForbidden ? 'lock' : 'error', problem.message, problem.remedy ?? '', [{ ...readAgain, label: 'Try Again' }]);
  }
  if (activity === 'live') return toAwaited(state, progress, options.locale);
  if (activity !== 'idle') return undefined;
  if (!progress) return problem ? view('inbox', 'No record was read.', '', [readAgain]) : undefined;
  // A filter that was ended has not said what matches.
  if (progress.stopped === 'filter') {
    return view(
      'error',
      progress.problem ?? 'The filter was ended.',
      '',
      [{ does: 'editFilter', label: 'Edit Filter' }, readAgain],
      state.settings.filter,
    );
  }
  if (state.settings.filter !== '' && progress.scanned > 0) return toNoneMatches(state, progress, options.locale);
  return toNothing(state, progress, options.locale);
}

function view(icon: EmptyView['icon'], title: string, detail: string, offers: readonly Offer[], code = ''): EmptyView {
  return { icon, title, code, detail, offers };
}

/** Rows are held, and none of them is shown. */
function toHidden(state: RecordsState, progress: ProgressView, locale: string | undefined): EmptyView | undefined {
  if (state.view.timeRange) {
    const outside = formatNumber(progress.held, 'record', 'records', locale).replace(/ records?$/, '');
    return view('watch', 'No record in this time range.', `${outside} outside it.`, [{ does: 'clearRange', label: 'Clear the range' }]);
  }
  return state.view.showUndecoded ? undefined : toNoneMatches(state, progress, locale);
}

/** Live, and nothing has come. */
function toAwaited(state: RecordsState, progress: ProgressView | undefined, locale: string | undefined): EmptyView {
  const detail = 'New records appear here as they arrive.';
  const { filter } = state.settings;
  if (filter === '' || !progress || progress.scanned === 0) return view('inbox', 'No record yet.', detail, []);
  const none = toNoneMatches(state, progress, locale);
  return { ...none, detail: [none.detail, detail].filter((text) => text !== '').join(' '), offers: [] };
}

function toNoneMatches(state: RecordsState, progress: ProgressView, locale: string | undefined): EmptyView {
  const { scanned, untestable } = progress;
  const title =
    scanned === 1
      ? 'The only scanned record does not match.'
      : `None of ${formatNumber(scanned, 'scanned record', 'scanned records', locale)} matches.`;
  const sentences: string[] = [];
  const offers: Offer[] = [];
  const { filter } = state.settings;
  const mistake = findSymbolMistake(filter, state.fieldPaths);
  if (mistake) {
    sentences.push(`${mistake.text} is no symbol of ${mistake.path}; did you mean ${mistake.symbol}?`);
    offers.push({ does: 'useFilter', label: `Use "${mistake.symbol}"`, text: mistake.repaired });
  }
  if (untestable > 0) {
    const count = formatNumber(untestable, 'record', 'records', locale);
    const it = untestable === 1 ? 'it' : 'them';
    sentences.push(`${count} could not be ${progress.undecoded >= untestable ? 'decoded' : 'tested'}, ${toUntested(progress, it)}`);
    if (!state.view.showUndecoded) offers.push({ does: 'showUndecoded', label: `Show the ${count.replace(/ records?$/, '')}` });
  }
  if (isCutShort(progress)) sentences.push('Not all was read.');
  if (isCutShort(progress)) offers.push({ does: 'continue', label: 'Continue' });
  else if (state.settings.start.kind !== 'oldest' && progress.stopped !== 'end') offers.push({ ...scanOlder, label: 'Scan Older Records' });
  offers.push({ does: 'editFilter', label: 'Edit Filter' });
  return view('filter', title, sentences.join(' '), offers, filter);
}

function toUntested({ undecoded, untestable }: ProgressView, it: string): string {
  return undecoded >= untestable
    ? `so the filter could not test ${it}.`
    : `since the filter fails on ${it}: a field that it names is not there, or ${it === 'it' ? 'it was' : 'they were'} not decoded.`;
}

/** Nothing was scanned, or nothing that is a record. */
function toNothing(state: RecordsState, progress: ProgressView, locale: string | undefined): EmptyView {
  const { emptiness, settings, topic } = state;
  if (progress.stopped === 'deleted') return view('inbox', 'The topic was deleted while reading.', '', [readAgain]);
  if (progress.stopped === 'cancelled') return view('inbox', 'No record was read.', 'Cancelled by you.', [readAgain]);
  if (progress.stopped === 'live' && settings.start.kind !== 'live') return view('inbox', 'No record has come.', 'Live is off.', [goLive]);
  if (progress.stopped === 'timeout' || progress.stopped === 'bytes') {
    return view('inbox', 'No record was read before the limit.', 'The limits are settings.', [
      { does: 'continue', label: 'Continue' },
      openSettings,
    ]);
  }
  const chosen = settings.partitions;
  const where = chosen ? `${chosen.length === 1 ? 'Partition' : 'Partitions'} ${joinAnd(chosen)} of ${topic}` : `The topic ${topic}`;
  const has = chosen && chosen.length > 1 ? 'have' : 'has';
  const none = `${where} ${has} no records now.`;
  switch (emptiness?.kind) {
    case 'neverWritten':
      return view('inbox', `${where} ${has === 'have' ? 'are' : 'is'} empty.`, toNeverWritten(state, progress), [
        goLive,
        ...toSample(state),
      ]);
    case 'usedUp':
      return view('inbox', none, `Offsets 0 to ${emptiness.lastOffset} were used; no record is left.`, [goLive, readAgain]);
    case 'onlyControl': {
      const count = emptiness.count.toLocaleString(locale);
      return view('inbox', `Only control records of transactions here (${count}).`, '', [goLive, readAgain]);
    }
    case 'unknown':
      return view('inbox', 'No record was read.', 'What the topic holds is not known: no broker leads one of its partitions.', [readAgain]);
    case 'noRecords': {
      const detail = 'Its offsets belong to control records of transactions, or to records that were compacted away.';
      return view('inbox', none, detail, [goLive, readAgain]);
    }
    default:
      return toAfterStart(state, none);
  }
}

function toNeverWritten({ settings, partitions }: RecordsState, progress: ProgressView): string {
  const count = settings.partitions?.length ?? partitions?.length ?? progress.partitions.length;
  const which = count === 1 ? '1 partition, with' : `${count} partitions, each with`;
  return `${which} first and end offset 0: nothing was ever written.`;
}

function toSample({ readOnly }: RecordsState): Offer[] {
  return readOnly ? [] : [{ does: 'produceSample', label: 'Produce Sample Message…' }];
}

/** Where a scan began behind the last record, that says nothing of the topic. */
function toAfterStart({ settings: { start }, timeZone }: RecordsState, none: string): EmptyView {
  const older: Offer = { ...scanOlder, label: 'Scan Older Records' };
  switch (start.kind) {
    case 'time':
      return view('inbox', `No record at or after ${formatStamp(start.timestampMs, timeZone)}.`, 'Older records were not read.', [
        older,
        goLive,
      ]);
    case 'offset':
      return view('inbox', 'No record at or after the chosen offset.', 'Older records were not read.', [older, goLive]);
    case 'live':
      return view('inbox', 'No new record has come.', 'Older records were not read.', [goLive, older]);
    default:
      return view('inbox', none, '', [readAgain]);
  }
}
