import type { DocumentSymbol } from 'vscode-languageserver';
import { SymbolKind } from 'vscode-languageserver-types';
import type { Field, NamedSchema, Protocol, ProtocolMessage } from '../../shared/avro/schema.ts';
import type { SchemaPart } from '../../shared/avro/schemaTree.ts';
import { isField, isNamed, partsIn, rootOf } from '../../shared/avro/schemaTree.ts';
import { answerText, typeText } from '../../shared/avro/typeText.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';

/**
 * The named types with their fields and symbols, and the messages with their parameters; a type that is defined in a field
 * stands inside of that field.
 */
export function documentSymbols(document: SchemaDocument): DocumentSymbol[] {
  const root = rootOf(document.parsed);
  return root === undefined ? [] : symbolsOf(document, root);
}

function symbolsOf(document: SchemaDocument, part: SchemaPart): DocumentSymbol[] {
  const inner = partsIn(part).flatMap((each) => symbolsOf(document, each));
  if (!hasName(part)) return inner;
  const range = toRange(document.text, part.span);
  const children = !isField(part) && part.type === 'enum' ? enumSymbols(document, part.symbols) : inner;
  return [
    {
      // An editor refuses a symbol without a name.
      name: part.name?.value.trim() === '' || part.name === undefined ? wordFor(part) : part.name.value,
      detail: detailOf(part),
      kind: kinds[wordFor(part)],
      range,
      selectionRange: part.name === undefined ? { start: range.start, end: range.start } : toRange(document.text, part.name.span),
      children,
    },
  ];
}

type Named = NamedSchema | Field | Protocol | ProtocolMessage;

function hasName(part: SchemaPart): part is Named {
  return isField(part) || isNamed(part) || part.type === 'protocol' || part.type === 'message';
}

function wordFor(part: Named): keyof typeof kinds {
  return isField(part) ? (part.isParameter === true ? 'parameter' : 'field') : part.type === 'record' && part.isError ? 'error' : part.type;
}

function detailOf(part: Named): string {
  if (isField(part)) return typeText(part.schema);
  return part.type === 'message' ? answerText(part) : wordFor(part);
}

const kinds = {
  protocol: SymbolKind.Interface,
  message: SymbolKind.Method,
  parameter: SymbolKind.Variable,
  field: SymbolKind.Field,
  error: SymbolKind.Class,
  record: SymbolKind.Class,
  enum: SymbolKind.Enum,
  fixed: SymbolKind.Struct,
} as const;

function enumSymbols({ text }: SchemaDocument, symbols: Extract<NamedSchema, { type: 'enum' }>['symbols']): DocumentSymbol[] {
  return symbols.map(({ value, span }) => {
    const range = toRange(text, span);
    return { name: value.trim() === '' ? 'symbol' : value, kind: SymbolKind.EnumMember, range, selectionRange: range };
  });
}
