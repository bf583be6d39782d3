import type { FixedColumn } from './recordsView.ts';

/** What the columns that every topic has are called. */
export const columnTitles: Readonly<Record<FixedColumn, string>> = {
  time: 'Time',
  age: 'Age',
  partition: 'Partition',
  offset: 'Offset',
  key: 'Key',
  value: 'Value',
  schema: 'Schema',
  schemaId: 'Schema id',
  size: 'Size',
  headers: 'Headers',
  leaderEpoch: 'Leader epoch',
  decoded: 'Decoded',
};
