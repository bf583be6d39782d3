import type { Range, SemanticTokens } from 'vscode-languageserver';
import { schemaTokens } from '../../shared/avro/editing/tokens.ts';
import type { SchemaDocument } from '../schemaDocument.ts';
import { toSemanticTokens } from '../tokens.ts';

/** The words that mean something, each in relation to the one before, as LSP has it. */
export function semanticTokens({ text, parsed }: SchemaDocument, range: Range | undefined): SemanticTokens {
  const span = range && { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  return toSemanticTokens(text, schemaTokens(parsed, span));
}
