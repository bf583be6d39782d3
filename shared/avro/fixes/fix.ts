import type { Fix, Spanned } from '../schema.ts';
import { replaceSpan } from './jsonEdits.ts';
import type { Edits } from './jsonEdits.ts';

/**
 * A fix as a list, so that lists can be put together.
 *
 * @returns nothing where the edits cannot be made
 */
export function fix(title: string, edits: Edits, { isPreferred = false }: { readonly isPreferred?: boolean } = {}): Fix[] {
  if (edits === undefined) return [];
  return [{ title, edits, ...(isPreferred && { isPreferred }) }];
}

/** Puts another string in the place of one; the first of several is preferred where nothing else is said. */
export function changeTo(
  { span }: Pick<Spanned<unknown>, 'span'>,
  words: readonly string[],
  { isPreferred = true }: { readonly isPreferred?: boolean } = {},
): Fix[] {
  return words.flatMap((word, index) =>
    fix(`Change to ${titleWord(word)}`, replaceSpan(span, JSON.stringify(word)), { isPreferred: isPreferred && index === 0 }),
  );
}

/** A word of the text as a title has it; of a long one the beginning. */
export function titleWord(word: string): string {
  return `"${word.length > 60 ? `${word.slice(0, 57)}…` : word}"`;
}

/** A piece of JSON as a title has it: in one line, of a long one the beginning. */
export function titleJson(json: string): string {
  const line = json.replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
