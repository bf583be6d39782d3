import type { FilterMistake } from '../../shared/filter/filter.ts';

/** "Column 16: …", counted from 1 as editors do; with its line where there are several. */
export function toMistakeText(text: string, { message, start }: FilterMistake): string {
  const before = text.slice(0, start);
  const line = before.split('\n').length;
  const column = start - (before.lastIndexOf('\n') + 1) + 1;
  const where = text.includes('\n') ? `Line ${line}, column ${column}` : `Column ${column}`;
  return `${where}: ${message}`;
}
