import type { Decoder, ReadPart } from '../../shared/wire/decoder.ts';
import { parseColumn } from './fieldPath.ts';
import { createFindField } from './fieldValues.ts';
import type { Held } from './heldRecord.ts';
import type { Masks, PartMasks } from './masks.ts';
import { readInTurns } from './readHeld.ts';
import type { ColumnId, RowState } from './recordsView.ts';
import { toSchemaName, type ReadHeld } from './rowViews.ts';
import { toSortKey, type SortKey } from './sortKeys.ts';

/** By what a column sorts records; of what is hidden, by nothing: an order would tell what it is. */
export async function readSortKeys(
  decoder: Decoder,
  records: readonly Held[],
  { column, masks }: { readonly column: ColumnId; readonly masks: Masks },
  signal: AbortSignal,
): Promise<readonly SortKey[]> {
  const ofHeld = fixedKeys[column];
  if (ofHeld !== undefined) return records.map(ofHeld);
  const ofRead = keyReader(column, masks);
  if (ofRead === undefined) return records.map(() => undefined);
  const keys: SortKey[] = [];
  const wanted = { key: column.startsWith('key'), value: !column.startsWith('key') };
  for await (const some of readInTurns(decoder, records, wanted, signal)) for (const one of some) keys.push(ofRead(one));
  return keys;
}

/** From what needs attention to what needs none. */
const stateOrder: readonly RowState[] = [
  'unreadable',
  'failed',
  'keyFailed',
  'noSchema',
  'guessed',
  'truncated',
  'bytes',
  'text',
  'json',
  'exact',
  'tombstone',
];

const fixedKeys: Partial<Record<ColumnId, (held: Held) => SortKey>> = {
  // These are ordered by the records themselves.
  time: () => undefined,
  age: () => undefined,
  partition: ({ partition }) => partition,
  offset: ({ offset }) => offset,
  schemaId: ({ verdict }) => verdict.schemaId,
  size: ({ value }) => value?.length,
  headers: ({ headers }) => (headers.length === 0 ? undefined : headers.map(({ name }) => name).join(', ')),
  leaderEpoch: ({ leaderEpoch }) => (leaderEpoch < 0 ? undefined : leaderEpoch),
  decoded: ({ verdict }) => stateOrder.indexOf(verdict.state),
};

function keyReader(column: ColumnId, masks: Masks): ((record: ReadHeld) => SortKey) | undefined {
  if (column === 'schema') return ({ value: { writer, state } }) => (writer && state !== 'null' ? toSchemaName(writer) : undefined);
  if (column === 'key' || column === 'value') return (record) => wholeKey(record[column], masks[column]);
  const place = parseColumn(column);
  if (place === undefined || masks[place.root].below(place.steps).hidesAll) return undefined;
  return (record) => toSortKey(createFindField(record[place.root])(place.steps));
}

/** What was not decoded has no key, as what is hidden. */
function wholeKey(part: ReadPart, masks: PartMasks): SortKey {
  if (part.state === 'failed' || part.state === 'null' || masks.hidesAll) return undefined;
  if (part.value !== undefined) return toSortKey(createFindField(part)([]));
  if (!masks.isEmpty) return undefined;
  return part.text ?? part.bytes ?? undefined;
}
