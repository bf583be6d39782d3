import type { CodeAction, CodeActionContext, Diagnostic, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../shared/avro/json.ts';
import type { Problem } from '../shared/avro/schema.ts';
import { toRange } from './range.ts';

/** Whether actions of a kind are wanted. */
export function wantsKind({ only }: Pick<CodeActionContext, 'only'>, kind: string): boolean {
  return only === undefined || only.some((each) => each === '' || kind === each || kind.startsWith(`${each}.`));
}

export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** What the client calls a problem, if it does. */
export function diagnosticsOf(text: TextDocument, { code, span }: Problem, known: readonly Diagnostic[]): Pick<CodeAction, 'diagnostics'> {
  const { start, end } = toRange(text, span);
  const isSame = (a: Range['start'], b: Range['start']): boolean => a.line === b.line && a.character === b.character;
  const diagnostics = known.filter((each) => each.code === code && isSame(each.range.start, start) && isSame(each.range.end, end));
  return diagnostics.length === 0 ? {} : { diagnostics };
}
