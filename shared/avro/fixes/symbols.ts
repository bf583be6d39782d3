import type { EnumSchema, Fix, ParsedSchema, Schema, Spanned, TextChange } from '../schema.ts';
import { dereference } from '../schema.ts';
import { allParts, isField, rootOf } from '../schemaTree.ts';
import { fix, titleWord } from './fix.ts';
import { replaceSpan } from './jsonEdits.ts';

/** The fix that gives an enum's symbol another name, also where the enum or a field of it has the symbol as its default. */
export function replaceSymbol(
  schema: EnumSchema,
  symbol: Spanned<string>,
  name: string,
  { parsed, isPreferred }: { readonly parsed: ParsedSchema; readonly isPreferred: boolean },
): Fix[] {
  const edits: TextChange[] = [];
  const rename = (place: Spanned<string> | undefined): void => {
    if (place?.value === symbol.value) edits.push(...replaceSpan(place.span, JSON.stringify(name)));
  };
  rename(symbol);
  rename(schema.default);
  for (const part of allParts(rootOf(parsed))) {
    if (isField(part) && part.default?.kind === 'string' && isOf(schema, part.schema)) rename(part.default);
  }
  return fix(`Change to ${titleWord(name)}`, edits, { isPreferred });
}

/** Whether a schema is the enum or a union with it. */
function isOf(enumSchema: EnumSchema, schema: Schema): boolean {
  const target = dereference(schema);
  return target === enumSchema || (target?.type === 'union' && target.branches.some((branch) => dereference(branch) === enumSchema));
}
