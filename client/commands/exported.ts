import type { ExportProgress } from '../records/recordsSession.ts';
import type { CommandContext } from './context.ts';

/** Says how many records were exported and why some were not, and opens the file where that is wanted. */
export async function tellExported({ ui }: CommandContext, end: ExportProgress, path: string): Promise<void> {
  const answer = await ui.notify(end.leftOut > 0 ? 'warning' : 'info', toSummary(end), ['Open File']);
  if (answer === 'Open File') await ui.openFile(path);
}

/** "1,204 records", "12 records of 1,204 scanned". */
export function toProgress({ records, scanned }: ExportProgress): string {
  return scanned > records ? `${counted(records)} of ${scanned.toLocaleString()} scanned` : counted(records);
}

function toSummary({ records, leftOut, why }: ExportProgress): string {
  const were = leftOut === 1 ? 'was' : 'were';
  const left = leftOut === 0 ? '' : ` ${counted(leftOut)} ${were} left out.${why === undefined ? '' : ` ${why}`}`;
  return `Exported ${counted(records)}.${left}`;
}

function counted(records: number): string {
  return `${records.toLocaleString()} ${records === 1 ? 'record' : 'records'}`;
}
