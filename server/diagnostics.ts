import { createHash } from 'node:crypto';
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem, Severity } from '../shared/avro/schema.ts';
import type { OpenDocument } from './documents.ts';
import type { ClientAbilities } from './kinds.ts';
import { toRange } from './range.ts';
import type { RuleLink } from './rulesPage.ts';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export interface DiagnosticSources {
  readonly ruleLink: RuleLink;
  /** Another text that a problem has to do with; undefined where it has gone. */
  readonly textOf: (uri: string) => TextDocument | undefined;
}

/** The problem as LSP has it; related places and the link to the rule are left out where the client can't show them. */
export function toDiagnostic(
  { text, uri }: OpenDocument,
  source: string,
  { code, source: own, severity, span, message, related }: Problem,
  { relatedInformation, codeDescriptions }: Pick<ClientAbilities, 'relatedInformation' | 'codeDescriptions'>,
  { ruleLink, textOf }: DiagnosticSources,
): Diagnostic {
  const href = codeDescriptions ? ruleLink(code) : undefined;
  const diagnostic: Diagnostic = {
    range: toRange(text, span),
    severity: severities[severity],
    code,
    ...(href !== undefined && { codeDescription: { href } }),
    source: own ?? source,
    message,
  };
  if (!relatedInformation || related === undefined) return diagnostic;
  const places = related.flatMap((place) => {
    const there = place.uri === undefined ? text : textOf(place.uri);
    return there === undefined ? [] : [{ location: { uri: place.uri ?? uri, range: toRange(there, place.span) }, message: place.message }];
  });
  return { ...diagnostic, relatedInformation: places };
}

/**
 * The diagnostics as an answer to a pull: whole, or only "unchanged" where the client has these very ones. The result id
 * is a hash of them, so nothing has to be remembered between two requests.
 */
export function toReport(items: Diagnostic[], previousResultId: string | undefined): DocumentDiagnosticReport {
  const resultId = createHash('sha1').update(JSON.stringify(items)).digest('base64');
  return resultId === previousResultId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
}
