/** Small texts that the pages share: counts, sizes, durations, and text of unknown origin made safe to look at. */

export { toVisible } from '../../shared/visibleText.ts';

/** Counts have the locale's separators; offsets, ids and values never do. */
export function formatCount(count: number | bigint, locale?: string): string {
  return count.toLocaleString(locale);
}

/** "1 record", "1,204 records". */
export function formatNumber(count: number | bigint, one: string, many: string, locale?: string): string {
  return `${formatCount(count, locale)} ${BigInt(count) === 1n ? one : many}`;
}

const byteUnits = ['B', 'KB', 'MB', 'GB'] as const;

/** "92 B", "4.6 MB", "118 MB"; in steps of 1024. */
export function formatBytes(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (unit < byteUnits.length - 1 && (unit === 0 ? size >= 1024 : size >= 1023.5)) {
    size /= 1024;
    unit++;
  }
  const text = unit === 0 || size >= 9.95 ? size.toFixed(0) : size.toFixed(1);
  return `${text} ${byteUnits[unit] ?? 'B'}`;
}

/** "38 ms", "0.9 s", "30 s". */
export function formatDuration(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`;
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** "3", "3 and 4", "3, 4 and 7". */
export function joinAnd(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** At most `length` characters, the last one an ellipsis where something was cut; never half of a surrogate pair. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 1;
  const last = text.charCodeAt(end - 1);
  return `${text.slice(0, last >= 0xd800 && last < 0xdc00 ? end - 1 : end)}…`;
}
