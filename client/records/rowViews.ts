import type { DecodedSchema } from '../../shared/wire/decoded.ts';
import type { ReadPart } from '../../shared/wire/decoder.ts';
import type { RenderOptions } from '../../shared/wire/profile.ts';
import { formatBytes, toVisible } from '../webview/texts.ts';
import { toBytesCell, toFieldCell, toPartCell, toTextCell } from './cells.ts';
import type { ShownColumn } from './columns.ts';
import { createFindField } from './fieldValues.ts';
import type { Held, Verdict } from './heldRecord.ts';
import type { Masks } from './masks.ts';
import { notRead } from './readHeld.ts';
import type { CellText, RowState, RowView } from './recordsView.ts';

/** A held record with what its key and value are. */
export interface ReadHeld {
  readonly held: Held;
  readonly key: ReadPart;
  readonly value: ReadPart;
}

export interface RowOptions {
  readonly columns: readonly ShownColumn[];
  readonly masks: Masks;
  readonly render: RenderOptions;
}

/** Values larger than this are not decoded for a row. */
export const maxRowBytes = 1 << 20;

/** A record as a row. */
export function toRow({ held, key, value }: ReadHeld, { columns, masks, render }: RowOptions): RowView {
  const state = toRowState(held, key, value);
  const paths = columns.flatMap(({ place }) => place ?? []);
  const finders = { key: createFindField(key), value: createFindField(value) };
  const cells = paths.map(({ root, steps }) => toFieldCell(finders[root](steps), masks[root].below(steps), render));
  const why = state === 'keyFailed' ? `Key: ${whyOf(key)}` : state === 'unreadable' ? (held.failure?.message ?? '') : whyOf(value);
  return {
    partition: held.partition,
    offset: held.offset.toString(),
    timestampMs: held.timestampMs,
    key: held.failure ? toTextCell('', 'missing') : toPartCell(key, held.key, masks.key, render),
    fields: cells.some(({ kind }) => kind !== 'missing') ? cells : undefined,
    value: toWholeValue(held, value, state, masks, render),
    schema: toSchemaCell(value, state),
    schemaId: value.writer?.schemaId,
    size: value.size,
    headers: held.headers.map(({ name }) => toVisible(name)),
    leaderEpoch: held.leaderEpoch,
    state,
    untestable: held.isUntestable,
    why: toVisible(why),
  };
}

/** A row of a value that is too large to be decoded for it. */
export function toTruncatedRow({ held, key }: ReadHeld, options: RowOptions): RowView {
  const why = `${formatBytes(held.value?.length ?? 0)}, not shown here; the record is intact.`;
  const row = toRow({ held, key, value: notRead(held.value, why) }, options);
  return { ...row, state: 'truncated', value: toTextCell(why, 'plain'), schemaId: held.verdict.schemaId };
}

function toWholeValue(held: Held, value: ReadPart, state: RowState, masks: Masks, render: RenderOptions): CellText {
  if (state === 'unreadable') return toTextCell(held.failure?.message ?? '', 'error');
  if (value.state === 'null') return { text: 'Tombstone: the value is null', kind: 'null' };
  if (state === 'failed') return toTextCell(value.error?.message ?? '', 'error');
  if (state === 'noSchema' && masks.value.isEmpty && held.value) return toBytesCell(held.value);
  return toPartCell(value, held.value, masks.value, render);
}

/** What a row says of how its record was understood. */
export function toRowState({ failure }: Pick<Held, 'failure'>, key: ReadPart, value: ReadPart): RowState {
  if (failure !== undefined) return 'unreadable';
  if (value.state === 'failed') return isRegistryFailure(value) ? 'noSchema' : 'failed';
  if (key.state === 'failed') return 'keyFailed';
  if (value.state === 'null') return 'tombstone';
  if (value.state === 'text') return value.framing === 'json' ? 'json' : 'text';
  return value.state;
}

export function toVerdict(held: Pick<Held, 'failure'>, key: ReadPart, value: ReadPart): Verdict {
  return { state: toRowState(held, key, value), schemaId: value.writer?.schemaId };
}

/** Whether a row counts as not decoded. */
export function isUndecoded({ state }: Verdict): boolean {
  return state === 'failed' || state === 'keyFailed' || state === 'noSchema' || state === 'unreadable';
}

/** How a part was understood, or why it was not, in full. */
function whyOf({ error, explain, size }: ReadPart): string {
  return error?.message ?? explain(size);
}

/** What the registry failed by, where that kept a record from being decoded. */
export function registryFailure(key: ReadPart, value: ReadPart): ReadPart['error'] {
  return isRegistryFailure(value) ? value.error : isRegistryFailure(key) ? key.error : undefined;
}

/** Whether the registry failed, and not the bytes: a schema that it does not have is the record's own problem. */
function isRegistryFailure({ error }: Pick<ReadPart, 'error'>): boolean {
  return error !== undefined && error.code.startsWith('registry/') && !error.code.endsWith('not-found');
}

function toSchemaCell({ writer, state }: ReadPart, rowState: RowState): RowView['schema'] {
  if (!writer || state === 'null') return { text: 'none', kind: 'none' };
  const name = toVisible(toSchemaName(writer));
  if (rowState === 'noSchema') return { text: name, kind: 'guessed' };
  if (state === 'failed') return { text: `tried ${writer.version === undefined ? name : `v${writer.version}`}`, kind: 'tried' };
  return { text: name, kind: state === 'exact' ? 'exact' : 'guessed' };
}

/** "orders-value v3", "id 1042" where no subject is known, a fullname where there is no id either. */
export function toSchemaName(schema: DecodedSchema): string {
  if (schema.subject !== undefined) return schema.version === undefined ? schema.subject : `${schema.subject} v${schema.version}`;
  return schema.schemaId === undefined ? (schema.fullname ?? 'a schema') : `id ${schema.schemaId}`;
}
