import { dereference } from '../../shared/avro/schema.ts';
import { abortError, pause } from '../cluster/abort.ts';
import { createCsvWriter } from '../records/exportCsv.ts';
import { openNewFile } from '../records/exportFile.ts';
import { toPartJson, type ExportWriter } from '../records/exportRecord.ts';
import { toColumnId } from '../records/fieldPath.ts';
import { noMasks } from '../records/masks.ts';
import type { ExportProgress } from '../records/recordsSession.ts';
import type { ColumnId } from '../records/recordsView.ts';
import type { ContainerRecords } from './containerRecords.ts';
import type { ContainerSession } from './containerSession.ts';
import { toReadHeld } from './containerRow.ts';

const takenTogether = 500;
const progressMs = 100;

/**
 * Writes the records of a container file, as lines of JSON or as comma-separated values. What can't be read is left out
 * and counted.
 *
 * @throws CodecError `export/not-written`; AbortError
 */
export async function exportContainer(
  records: ContainerRecords,
  { format, path, render }: Parameters<ContainerSession['exportRecords']>[0],
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportProgress> {
  const file = await openNewFile(path);
  try {
    const writer = format === 'csv' ? createCsvWriter(columnsOf(records)) : createLinesWriter();
    let toldAt = performance.now();
    const progress = { records: 0, scanned: 0, bytes: 0, leftOut: 0, why: undefined as string | undefined, stopped: undefined };
    for (let from = 0; ; from += takenTogether) {
      // Blocks that are not known yet are found on the way.
      while (records.index.records < from + takenTogether && (await records.index.advance()));
      const some = await records.read(from, takenTogether, signal);
      for (const record of some) {
        progress.scanned++;
        if (!record.ok) {
          progress.leftOut++;
          progress.why ??= record.why;
          continue;
        }
        const piece = writer.write({ ...toReadHeld(records, record), masks: noMasks, render });
        if (typeof piece === 'object' && 'leftOut' in piece) continue;
        await file.write(piece);
        progress.records++;
      }
      if (some.length < takenTogether) break;
      if (signal.aborted) throw abortError();
      if (performance.now() - toldAt < progressMs) continue;
      onProgress({ ...progress, bytes: file.size });
      await pause(0, signal);
      toldAt = performance.now();
    }
    await file.write(writer.end());
    await file.finish();
    const done = { ...progress, bytes: file.size, stopped: 'end' } as const;
    onProgress(done);
    return done;
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** A line for each value; a file has neither keys nor offsets. */
function createLinesWriter(): ExportWriter {
  return { write: ({ value, masks, render }) => `${toPartJson(value, masks.value, render).json}\n`, end: () => '' };
}

function columnsOf({ header }: ContainerRecords): readonly ColumnId[] {
  const top = dereference(header.schema);
  if (top?.type !== 'record' || top.fields.length === 0) return ['value'];
  return top.fields.flatMap(({ name }) => (name === undefined ? [] : toColumnId({ root: 'value', steps: [name.value] })));
}
