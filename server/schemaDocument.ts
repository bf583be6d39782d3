import type { TextDocument } from 'vscode-languageserver-textdocument';
import { checkSchema } from '../shared/avro/check.ts';
import { parseSchema } from '../shared/avro/parse.ts';
import type { ParsedSchema } from '../shared/avro/schema.ts';
import { completion } from './features/completion.ts';
import { definition } from './features/definition.ts';
import { documentSymbols } from './features/documentSymbols.ts';
import { foldingRanges } from './features/foldingRanges.ts';
import { hover } from './features/hover.ts';
import { references } from './features/references.ts';
import type { ParsedDocument } from './kinds.ts';

/** One version of a schema's text, parsed: what each feature for schemas is given. */
export interface SchemaDocument {
  readonly text: TextDocument;
  readonly parsed: ParsedSchema;
}

/** One version of a schema's text, with the features for it. */
export function openSchemaDocument(text: TextDocument): ParsedDocument {
  const document: SchemaDocument = { text, parsed: parseSchema(text.getText()) };
  const { json } = document.parsed;
  return {
    problems: ({ settings }) => checkSchema(document.parsed, { severities: Object.fromEntries(settings.rules) }),
    completion: (position, { client }) => completion(document, position, client),
    hover: (position) => hover(document, position),
    symbols: () => documentSymbols(document),
    definition: (position) => definition(document, position),
    references: (position, { includeDeclaration }) => references(document, position, { includeDeclaration }),
    foldingRanges: () => foldingRanges(text, json === undefined ? [] : [json]),
  };
}
