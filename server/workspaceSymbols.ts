import type { SymbolInformation } from 'vscode-languageserver';
import { SymbolKind } from 'vscode-languageserver-types';
import { namespaceOf, unqualifiedName } from '../shared/avro/names.ts';
import type { Definition } from '../shared/avro/nameIndex.ts';
import { fuzzyScore } from '../shared/fuzzy.ts';
import { toRange } from './range.ts';
import type { SchemaWorkspace } from './schemaWorkspace.ts';

/** The named types of all texts that are found by what somebody has typed, the best first; a few hundred at most. */
export function findWorkspaceSymbols(workspace: SchemaWorkspace, query: string): SymbolInformation[] {
  const found: Found[] = [];
  for (const definition of workspace.allDefinitions()) {
    const score = scoreOf(query.trim(), definition.fullname);
    if (score !== undefined) found.push({ definition, score });
  }
  found.sort((a, b) => b.score - a.score || compare(a.definition, b.definition));
  return found.slice(0, maxSymbols).flatMap(({ definition }) => toSymbol(workspace, definition));
}

/** More than anybody looks through. */
const maxSymbols = 300;

interface Found {
  readonly definition: Definition;
  readonly score: number;
}

/** A name is found by itself; with its namespace less well, unless a dot was typed. */
function scoreOf(query: string, fullname: string): number | undefined {
  if (query === '') return 0;
  const own = query.includes('.') ? undefined : fuzzyScore(query, unqualifiedName(fullname));
  return own === undefined ? fuzzyScore(query, fullname) : own + 1000;
}

function compare(a: Definition, b: Definition): number {
  if (a.fullname !== b.fullname) return a.fullname < b.fullname ? -1 : 1;
  return a.uri < b.uri ? -1 : 1;
}

function toSymbol(workspace: SchemaWorkspace, { uri, fullname, type, nameSpan }: Definition): SymbolInformation[] {
  const text = workspace.textOf(uri);
  if (text === undefined) return [];
  const containerName = namespaceOf(fullname);
  return [
    {
      name: unqualifiedName(fullname),
      kind: kinds[type],
      location: { uri, range: toRange(text, nameSpan) },
      ...(containerName !== undefined && { containerName }),
    },
  ];
}

const kinds: Readonly<Record<Definition['type'], SymbolKind>> = {
  record: SymbolKind.Class,
  enum: SymbolKind.Enum,
  fixed: SymbolKind.Struct,
};
