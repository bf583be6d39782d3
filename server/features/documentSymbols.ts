import type { DocumentSymbol } from 'vscode-languageserver';
import { SymbolKind } from 'vscode-languageserver-types';
import type { NamedSchema } from '../../shared/avro/schema.ts';
import type { SchemaPart } from '../../shared/avro/schemaTree.ts';
import { isField, isNamed, partsIn } from '../../shared/avro/schemaTree.ts';
import { typeText } from '../../shared/avro/typeText.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/** The named types with their fields and symbols; a type that is defined in a field stands inside of that field. */
export function documentSymbols(document: SchemaDocument): DocumentSymbol[] {
  return document.parsed.schema === undefined ? [] : symbolsOf(document, document.parsed.schema);
}

function symbolsOf(document: SchemaDocument, part: SchemaPart): DocumentSymbol[] {
  const inner = partsIn(part).flatMap((each) => symbolsOf(document, each));
  if (!isField(part) && !isNamed(part)) return inner;
  const range = toRange(document.text, part.span);
  const children = !isField(part) && part.type === 'enum' ? enumSymbols(document, part.symbols) : inner;
  return [
    {
      // An editor refuses a symbol without a name.
      name: part.name?.value.trim() === '' || part.name === undefined ? (isField(part) ? 'field' : part.type) : part.name.value,
      detail: isField(part) ? typeText(part.schema) : part.type,
      kind: isField(part) ? SymbolKind.Field : kinds[part.type],
      range,
      selectionRange: part.name === undefined ? { start: range.start, end: range.start } : toRange(document.text, part.name.span),
      children,
    },
  ];
}

const kinds: Readonly<Record<NamedSchema['type'], SymbolKind>> = {
  record: SymbolKind.Class,
  enum: SymbolKind.Enum,
  fixed: SymbolKind.Struct,
};

function enumSymbols({ text }: SchemaDocument, symbols: Extract<NamedSchema, { type: 'enum' }>['symbols']): DocumentSymbol[] {
  return symbols.map(({ value, span }) => {
    const range = toRange(text, span);
    return { name: value.trim() === '' ? 'symbol' : value, kind: SymbolKind.EnumMember, range, selectionRange: range };
  });
}
