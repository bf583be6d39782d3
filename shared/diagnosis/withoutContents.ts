import type { ConsumerTable } from './consumerTable.ts';
import type { Diagnosis, SideDiagnosis } from './diagnosis.ts';

/**
 * The diagnosis without what messages contain, to be shared: of readings and of values that consumers read wrong only the places
 * of the records stay. Framings, schemas, offsets, times and counts are all there.
 */
export function withoutContents(diagnosis: Diagnosis): Diagnosis {
  return { ...diagnosis, key: sideWithout(diagnosis.key), value: sideWithout(diagnosis.value) };
}

function sideWithout(side: SideDiagnosis): SideDiagnosis {
  const readings = side.readings.map((reading) => ({ ...reading, contents: [] }));
  return { ...side, readings, consumers: tableWithout(side.consumers) };
}

function tableWithout(table: ConsumerTable): ConsumerTable {
  const rows = table.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => {
      const { comparison } = cell;
      // Paths name keys of maps, which are contents too.
      const kept = comparison && { record: comparison.record, rows: [], more: comparison.more + comparison.rows.length };
      return { ...cell, comparison: kept };
    }),
  }));
  return { ...table, rows };
}
