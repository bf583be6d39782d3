import type { IndexProgress } from '../containers/containerSession.ts';
import type { ContainerState, GapView } from './containerProtocol.ts';
import { formatBytes, formatCount, formatNumber } from './texts.ts';

/** "1,204,000 records in 3,210 blocks so far, 40 %". */
export function toIndexText({ activity, records, blocks, position, isComplete, facts }: ContainerState, locale?: string): string {
  if (facts === undefined) return activity === 'opening' ? 'Opening…' : '';
  const counted = `${formatNumber(records, 'record', 'records', locale)} in ${formatNumber(blocks, 'block', 'blocks', locale)}`;
  if (isComplete || facts.size === 0) return counted;
  return `${counted} so far, ${Math.floor((100 * position) / facts.size)} %`;
}

/** What stands in place of the rows where there are none; undefined where there are some, or may yet be. */
export function toNoRecords(state: ContainerState): string | undefined {
  const { records, isComplete, gaps, blocks } = state;
  if (records > 0 || !isComplete) return undefined;
  if (gaps.length > 0 && blocks === 0) return 'No block of this file can be read.';
  return blocks === 0 ? 'This file has a schema, but no records.' : 'The blocks of this file have no records.';
}

/** Each place that is damaged, and where reading goes on behind it. */
export function toGaps({ gaps, records }: Pick<IndexProgress, 'gaps' | 'records'>, size: number, locale?: string): GapView[] {
  return gaps.map(({ message, position, end, record }) => {
    const rest = formatBytes(size - position);
    const on = end < size ? `Reading goes on at byte ${formatCount(end, locale)}.` : `Nothing behind it can be read: ${rest}.`;
    return { text: `${withCounts(message, locale)} ${on}`, record: Math.max(0, Math.min(record, records - 1)) };
  });
}

/** Positions within files are long, so they are written as counts are. */
export function withCounts(message: string, locale?: string): string {
  return message.replace(
    /\b([Bb]yte |of )(\d{4,15})\b/g,
    (_all, word: string, digits: string) => word + formatCount(Number(digits), locale),
  );
}

/** "Searched 1,204,000 of 5,000,000 records". */
export function toSearchText(searched: number, of: number, locale?: string): string {
  return `Searched ${formatCount(searched, locale)} of ${formatNumber(Math.max(searched, of), 'record', 'records', locale)}`;
}

/** The record that was typed, or why there is none. */
export function toRecordNumber(text: string, { records, isComplete }: ContainerState, locale?: string): number | string {
  const digits = text.replace(/[\s,.'_]/g, '');
  if (!/^\d{1,15}$/.test(digits)) return 'Type the number of a record, from 0 on.';
  const record = Number(digits);
  if (record < records) return record;
  if (records === 0) return 'There are no records.';
  const last = formatCount(records - 1, locale);
  return isComplete ? `The last record is ${last}.` : `Records up to ${last} are known so far.`;
}
