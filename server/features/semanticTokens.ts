import type { SemanticTokensLegend } from 'vscode-languageserver';

/** What the tokens' numbers mean. */
export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: ['type', 'class', 'enum', 'struct', 'enumMember', 'property', 'namespace', 'keyword'],
  tokenModifiers: ['declaration', 'deprecated', 'defaultLibrary'],
};
