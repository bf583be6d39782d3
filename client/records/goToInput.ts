import { readTime, type TimeInputOptions } from './timeInput.ts';

export interface GoToOptions extends TimeInputOptions {
  /** Those of the topic, where they are known. */
  readonly partitions: readonly number[] | undefined;
}

export type GoToInput =
  | { readonly kind: 'offset'; readonly offset: string; readonly partition: number | undefined }
  | { readonly kind: 'time'; readonly timestampMs: number }
  | { readonly problem: string };

/** Where somebody wants to go to: an offset (`18204`), one of a partition (`3/18204`), else a time. */
export function readGoTo(text: string, options: GoToOptions): GoToInput {
  const place = readPlace(text);
  if (place !== undefined) {
    const { partition, offset } = place;
    if (partition !== undefined && options.partitions?.includes(partition) === false)
      return { problem: `There is no partition ${partition}.` };
    return { kind: 'offset', offset, partition };
  }
  const time = readTime(text, options);
  if ('problem' in time) {
    return { problem: 'Write an offset (18204 or 3/18204) or a time, such as 10 minutes ago or 2026-11-22 10:41.' };
  }
  return { kind: 'time', ...time };
}

const largestOffset = 2n ** 63n - 1n;

/** Nobody writes the milliseconds of a time without them being so many: shorter numbers are offsets. */
function readPlace(text: string): { readonly partition: number | undefined; readonly offset: string } | undefined {
  const [, partition, digits] = /^\s*(?:(\d{1,9})\s*[/:]\s*)?(\d{1,19})\s*$/.exec(text) ?? [];
  if (digits === undefined || BigInt(digits) > largestOffset) return undefined;
  // "10:41" is a time of day.
  if (partition !== undefined && /^\s*\d{1,2}:\d{2}\s*$/.test(text)) return undefined;
  return { partition: partition === undefined ? undefined : Number(partition), offset: BigInt(digits).toString() };
}

export type OffsetsInput = { readonly offsets: Readonly<Record<number, string>> } | { readonly problem: string };

/**
 * The offsets from which somebody wants to read: one for all partitions (`18204`), or by partition (`3/18204, 5/200`),
 * of which the others are not read.
 *
 * @param partitions those that are read where none is named
 */
export function readOffsets(text: string, partitions: readonly number[]): OffsetsInput {
  const offsets = new Map<number, string>();
  const items = text.split(',').filter((item) => item.trim() !== '');
  for (const item of items) {
    const place = /^\s*(?:\d{1,9}\s*[/:]\s*)?\d{1,19}\s*$/.test(item) ? readWhole(item) : undefined;
    if (place === undefined) return { problem: 'Write an offset, such as 18204, or 3/18204 for partition 3.' };
    const { partition, offset } = place;
    if (partition === undefined && items.length > 1) return { problem: 'Name the partition of each offset, such as 3/18204, 5/200.' };
    if (partition !== undefined && !partitions.includes(partition)) return { problem: `There is no partition ${partition}.` };
    for (const one of partition === undefined ? partitions : [partition]) offsets.set(one, offset);
  }
  return offsets.size === 0
    ? { problem: 'Write an offset, such as 18204, or 3/18204 for partition 3.' }
    : { offsets: Object.fromEntries(offsets) };
}

function readWhole(item: string): { readonly partition: number | undefined; readonly offset: string } | undefined {
  const [offset = '', partition] = item.split(/[/:]/).reverse();
  if (BigInt(offset.trim()) > largestOffset) return undefined;
  return { partition: partition === undefined ? undefined : Number(partition), offset: BigInt(offset.trim()).toString() };
}
