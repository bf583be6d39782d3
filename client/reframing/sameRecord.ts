import { createHash } from 'node:crypto';
import { writeRecords, type RecordToWrite } from '../cluster/writeBatch.ts';

/** Whether two records are the same in key, value and headers, and in time where that is kept. */
export function isSameRecord(a: RecordToWrite, b: RecordToWrite, hasOwnTime: boolean): boolean {
  return (
    (!hasOwnTime || a.timestampMs === b.timestampMs) &&
    isSameBytes(a.key, b.key) &&
    isSameBytes(a.value, b.value) &&
    a.headers.length === b.headers.length &&
    a.headers.every(({ name, value }, index) => {
      const other = b.headers[index];
      return other !== undefined && other.name === name && isSameBytes(value, other.value);
    })
  );
}

function isSameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : a.length === b.length && Buffer.compare(a, b) === 0;
}

/** The same text of the same records, and of no others. */
export function digestOf(record: RecordToWrite, hasOwnTime: boolean): string {
  const hash = createHash('sha256').update(hasOwnTime ? `${record.timestampMs} ` : '');
  return hash.update(writeRecords([record])).digest('base64');
}
