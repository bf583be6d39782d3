import type { EnumSchema } from '../schema.ts';
import { tell } from './meaningWalk.ts';
import type { MeaningRun, Where } from './meaningWalk.ts';
import { movedItems } from './movedItems.ts';
import { quoted } from './sentences.ts';

/** Compares the symbols and the defaults of two enums. */
export function compareSymbols(left: EnumSchema, right: EnumSchema, { path, subject }: Where, run: MeaningRun): void {
  const [was, is] = [left, right].map(({ symbols }) => new Map(symbols.map(({ value }, index) => [value, index])));
  if (was === undefined || is === undefined) return;
  const kept = [...is.keys()].filter((symbol) => was.has(symbol));
  const moved = movedItems(kept.map((symbol) => was.get(symbol) ?? 0));
  for (const symbol of is.keys()) {
    if (!was.has(symbol)) tell(run, 'added', 'symbolAdded', path, `Symbol ${quoted(symbol)} of ${subject} was added.`);
    else if (moved.has(kept.indexOf(symbol))) tell(run, 'moved', 'symbolMoved', path, `Symbol ${quoted(symbol)} of ${subject} was moved.`);
  }
  for (const symbol of was.keys()) {
    if (!is.has(symbol)) tell(run, 'removed', 'symbolRemoved', path, `Symbol ${quoted(symbol)} of ${subject} was removed.`);
  }
  const [before, after] = [left.default?.value, right.default?.value];
  if (before === after) return;
  const text =
    before === undefined
      ? `${subject} got the default ${quoted(after ?? '')}.`
      : after === undefined
        ? `${subject} lost the default ${quoted(before)}.`
        : `The default of ${subject} was changed from ${quoted(before)} to ${quoted(after)}.`;
  tell(run, 'changed', 'defaultChanged', path, text);
}
