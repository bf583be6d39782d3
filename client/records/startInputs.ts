import type { InputOptions } from '../ui.ts';
import { readOffsets } from './goToInput.ts';
import { explainTime, readTime, type TimeInputOptions } from './timeInput.ts';

/** So many records are scanned at once at most, counted before the filter. */
export const mostScanned = 1_000_000;

/** A question for a time, which says while it is typed what was understood. */
export function timeInput(title: string, zone: TimeInputOptions['zone']): InputOptions {
  const options = (): TimeInputOptions => ({ zone, nowMs: Date.now() });
  return {
    title,
    prompt: `Time ${zone === 'UTC' ? 'in UTC' : 'of this machine’s zone'}, such as 10 minutes ago, yesterday 14:00 or 2026-11-22 10:41`,
    placeholder: '10 minutes ago',
    describe: (text) => explainTime(text, options()),
    validate: (text) => {
      const time = readTime(text, options());
      return 'problem' in time ? time.problem : undefined;
    },
  };
}

/** The time of a text that {@link timeInput} had nothing against. */
export function timeOf(text: string, zone: TimeInputOptions['zone']): number {
  const time = readTime(text, { zone, nowMs: Date.now() });
  if ('problem' in time) throw new Error(time.problem);
  return time.timestampMs;
}

/** A question for offsets. */
export function offsetInput(title: string, partitions: readonly number[]): InputOptions {
  return {
    title,
    prompt: 'Offset in all partitions, such as 18204, or by partition, such as 3/18204, 5/200',
    validate: (text) => {
      const found = readOffsets(text, partitions);
      return 'problem' in found ? found.problem : undefined;
    },
  };
}

/** The offsets of a text that {@link offsetInput} had nothing against; `named` are its partitions where it names them. */
export function offsetsOf(
  text: string,
  partitions: readonly number[],
): { readonly offsets: Readonly<Record<number, string>>; readonly named: readonly number[] | undefined } {
  const found = readOffsets(text, partitions);
  if ('problem' in found) throw new Error(found.problem);
  return { offsets: found.offsets, named: /[/:]/.test(text) ? Object.keys(found.offsets).map(Number) : undefined };
}
