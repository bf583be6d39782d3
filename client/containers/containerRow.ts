import { dereference } from '../../shared/avro/schema.ts';
import { CodecError } from '../../shared/errors.ts';
import type { ReadPart } from '../../shared/wire/decoder.ts';
import type { RenderOptions } from '../../shared/wire/profile.ts';
import { missingCell } from '../records/cells.ts';
import type { Example, ShownColumn } from '../records/columns.ts';
import { toColumnId } from '../records/fieldPath.ts';
import type { Held } from '../records/heldRecord.ts';
import { noMasks } from '../records/masks.ts';
import { failedPart, notRead } from '../records/readHeld.ts';
import type { ColumnId, RowView } from '../records/recordsView.ts';
import { toRow, type ReadHeld } from '../records/rowViews.ts';
import type { ContainerRecord, ContainerRecords } from './containerRecords.ts';

/** More fields than these have no column at first. */
const firstFields = 8;

/** The record's number, its fields, and where it stands. */
export function firstColumns({ header }: ContainerRecords): readonly ColumnId[] {
  const top = dereference(header.schema);
  const names = top?.type === 'record' ? top.fields.flatMap(({ name }) => name?.value ?? []) : [];
  const fields = names.slice(0, firstFields).map((name) => toColumnId({ root: 'value', steps: [name] }));
  return ['offset', ...(fields.length === 0 ? (['value'] as const) : fields), 'size', 'partition'];
}

export function toExample(records: ContainerRecords, record: ContainerRecord): Example {
  return { key: notRead(null), value: toPart(records, record) };
}

function toPart({ header }: ContainerRecords, record: ContainerRecord): ReadPart {
  if (!record.ok) return failedPart(new CodecError('container/damaged-block', record.why));
  return { ...notRead(record.bytes), state: 'exact', framing: 'container', schema: header.schema, value: record.value };
}

/** A record as a row: its block in place of the partition, its number in place of the offset. */
export function toRowView(
  records: ContainerRecords,
  record: ContainerRecord,
  columns: readonly ShownColumn[],
  render: RenderOptions,
): RowView {
  return { ...toRow(toReadHeld(records, record), { columns, masks: noMasks, render }), key: missingCell, ...(!record.ok && { size: -1 }) };
}

export function toReadHeld(records: ContainerRecords, record: ContainerRecord): ReadHeld {
  return { held: toHeld(record), key: notRead(null), value: toPart(records, record) };
}

function toHeld(record: ContainerRecord): Held {
  const value = record.ok ? record.bytes : new Uint8Array();
  return {
    sequence: record.index,
    partition: record.block,
    offset: BigInt(record.index),
    timestampMs: -1,
    timestampType: 'none',
    leaderEpoch: -1,
    key: null,
    value,
    headers: [],
    isUntestable: false,
    failure: undefined,
    bytes: value.length,
    verdict: { state: record.ok ? 'exact' : 'failed', schemaId: undefined },
    isDropped: false,
  };
}
