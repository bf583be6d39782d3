import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import type { IOnigLib, IRawGrammar } from 'vscode-textmate';
import textmate from 'vscode-textmate';
import type { Span } from '../shared/avro/json.ts';
import packageJson from '../package.json' with { type: 'json' };

/** A piece of a text, and what a grammar says that it is: scopes from the outermost to the innermost. */
export interface TextToken {
  readonly span: Span;
  readonly scopes: readonly string[];
}

/**
 * What VS Code uses to colour texts, with the grammars of package.json.
 *
 * @param others grammars of VS Code itself that ours include, by their scope
 * @returns what splits a text into tokens by the grammar of a language
 */
export function createTokenizer(
  others: Readonly<Record<string, IRawGrammar>> = {},
): (text: string, language: string) => Promise<TextToken[]> {
  const registry = new textmate.Registry({
    onigLib: onigLib(),
    loadGrammar: (scope) => Promise.resolve(grammarOf(scope) ?? others[scope] ?? null),
  });
  return async (text, language) => {
    const scope = packageJson.contributes.grammars.find((grammar) => grammar.language === language)?.scopeName;
    const grammar = scope === undefined ? null : await registry.loadGrammar(scope);
    if (grammar === null) throw new Error(`There is no grammar for ${language}.`);
    const tokens: TextToken[] = [];
    let state = textmate.INITIAL;
    let offset = 0;
    for (const line of text.split('\n')) {
      const found = grammar.tokenizeLine(line, state);
      for (const { startIndex, endIndex, scopes } of found.tokens) {
        const span = { start: offset + startIndex, end: offset + Math.min(endIndex, line.length) };
        if (span.end > span.start) tokens.push({ span, scopes });
      }
      state = found.ruleStack;
      offset += line.length + 1;
    }
    return tokens;
  };
}

function grammarOf(scope: string): IRawGrammar | undefined {
  const path = packageJson.contributes.grammars.find(({ scopeName }) => scopeName === scope)?.path;
  if (path === undefined) return undefined;
  return textmate.parseRawGrammar(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'), path);
}

async function onigLib(): Promise<IOnigLib> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  return {
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  };
}
