import type { JsonObject } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import type { Fix, Spanned } from '../schema.ts';
import { fix } from './fix.ts';
import { removeItem } from './jsonEdits.ts';

/** Takes one alias of a type or field away. */
export function removeAlias(
  text: string,
  owner: JsonObject,
  { span }: Spanned<string>,
  options: { readonly isPreferred?: boolean } = {},
): Fix[] {
  const list = findValue(owner, 'aliases');
  const item = list?.kind === 'array' ? list.items.find((each) => each.span.start === span.start) : undefined;
  return list?.kind !== 'array' || item === undefined ? [] : fix('Remove the Alias', removeItem(text, list, item), options);
}
