import type { Diagnosis } from './diagnosis.ts';
import { withoutContents } from './withoutContents.ts';

/**
 * A diagnosis as JSON for programs: `format` is "avro-workbench-diagnosis", `version` 1, and behind them stand the properties of
 * {@link Diagnosis}, which keep their names and meanings within a version; others may be added. Offsets, and counts of records of
 * a whole topic, are strings of digits, since they have 64 bits; times are milliseconds since 1970. What is not known is left out.
 *
 * @param options `contents`: with what messages contain, as far as the diagnosis has it
 */
export function toReportJson(diagnosis: Diagnosis, { contents }: { readonly contents: boolean }): string {
  const report = { format: 'avro-workbench-diagnosis', version: 1, contents, ...(contents ? diagnosis : withoutContents(diagnosis)) };
  return `${JSON.stringify(report, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)}\n`;
}
