import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { SchemaToken, SchemaTokenType } from '../shared/avro/editing/tokens.ts';

const tokenTypes: readonly SchemaTokenType[] = [
  'namespace',
  'type',
  'class',
  'enum',
  'struct',
  'enumMember',
  'property',
  'parameter',
  'method',
  'keyword',
];
const typeNumbers: ReadonlyMap<SchemaTokenType, number> = new Map(tokenTypes.map((type, index) => [type, index]));

/** What the tokens' numbers mean: all are standard ones, so that every theme knows them. */
export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: [...tokenTypes],
  tokenModifiers: ['declaration', 'defaultLibrary'],
};

/** Tokens of a text, in its order, as LSP has them. */
export function toSemanticTokens(text: TextDocument, tokens: Iterable<SchemaToken>): SemanticTokens {
  const data: number[] = [];
  let last = { line: 0, character: 0 };
  for (const { span: place, type, isDeclaration, isBuiltIn } of tokens) {
    const start = text.positionAt(place.start);
    const character = start.line === last.line ? start.character - last.character : start.character;
    const modifiers = (isDeclaration === true ? 1 : 0) + (isBuiltIn === true ? 2 : 0);
    data.push(start.line - last.line, character, place.end - place.start, typeNumbers.get(type) ?? 0, modifiers);
    last = start;
  }
  return { data };
}
