import type { CodeLens, Command } from 'vscode-languageserver';
import type { SchemaTriedParams, VersionArgument, VerdictSummary } from '../../shared/protocol.ts';
import { isMade, isRegistered, isVersion } from '../madeDocuments.ts';
import { toRange } from '../range.ts';
import type { SchemaDocument } from '../schemaDocument.ts';
import type { Settings } from '../settings.ts';

export interface LensFacts {
  readonly verdicts: readonly VerdictSummary[];
  /** What came out when the schema was tried on real messages. */
  readonly trial: SchemaTriedParams | undefined;
  /** Which lenses there are. */
  readonly shown: Settings['codeLens'];
}

/** What can be done with a schema and how it stands beside its baselines, above its top type, and above each other named type. */
export function codeLenses(
  { uri, text, parsed }: SchemaDocument,
  { verdicts, trial, shown: { schemas, namedTypes } }: LensFacts,
): CodeLens[] {
  const { schema, definitions } = parsed;
  if (schema === undefined || schema.type === 'invalid' || !hasLenses(uri)) return [];
  const above = ({ start }: { readonly start: number }, commands: readonly Command[]): CodeLens[] =>
    commands.map((command) => ({ range: toRange(text, { start, end: start }), command }));
  const lenses = schemas ? above(schema.span, isVersion(uri) ? ofVersion(uri) : ofSchema(uri, verdicts, trial)) : [];
  // What is written with a registered version is written with all of it.
  if (!namedTypes || isVersion(uri)) return lenses;
  const others = [...definitions].filter(([, definition]) => definition !== schema);
  return [...lenses, ...others.flatMap(([fullname, { span }]) => above(span, [produceSample(uri, fullname)]))];
}

function hasLenses(uri: string): boolean {
  return isVersion(uri) || (!isMade(uri) && !uri.startsWith('git:'));
}

function ofVersion(uri: string): Command[] {
  // A message names its schema by a version or by a file, so there is none of what is in git.
  return isRegistered(uri) ? [run('Compare with Version…', 'compareWithVersion', uri), produceSample(uri)] : [];
}

/** One for each baseline, then the other commands once. */
function ofSchema(uri: string, verdicts: readonly VerdictSummary[], trial: SchemaTriedParams | undefined): Command[] {
  const hasRegistry = verdicts.some(({ connection, state }) => connection !== undefined && state !== 'asking');
  const canRegister = verdicts.some(
    ({ connection, state, isReadOnly = false }) => connection !== undefined && state === 'compatible' && !isReadOnly,
  );
  return [
    ...verdicts.flatMap((verdict) => verdictLens(uri, verdict) ?? []),
    ...(canRegister ? [run('Register Schema…', 'registerSchema', uri)] : []),
    // A message names its schema by the file.
    ...(uri.startsWith('untitled:') ? [] : [produceSample(uri)]),
    ...(hasRegistry ? [run('Try on Real Messages…', 'tryOnMessages', uri)] : []),
    ...(trial === undefined ? [] : [trialLens(trial)]),
  ];
}

function trialLens({ says, detail, hasFailed, report }: SchemaTriedParams): Command {
  const title = hasFailed ? `$(error)${space}${says}` : says;
  return { ...(report === undefined ? only(title) : run(title, 'showTriedItem', report)), tooltip: detail };
}

function verdictLens(uri: string, verdict: VerdictSummary): Command | undefined {
  const { state, text, firstProblem } = verdict;
  switch (state) {
    case 'compatible':
      return told(verdict, run(ticked(text), 'checkCompatibility', uri));
    case 'same':
      return told(verdict, openVersion(verdict) ?? run(ticked(text), 'checkCompatibility', uri));
    case 'breaks-reader':
    case 'breaks-writer':
    case 'invalid': {
      const place = firstProblem === undefined ? [] : [firstProblem];
      return told(verdict, run(`$(error)${space}${text}`, 'showProblemsItem', uri, ...place));
    }
    case 'none':
    case 'ambiguous':
      return told(verdict, run('Choose Subject…', 'chooseSubject', uri));
    case 'asking':
      return told(verdict, only(text));
    case 'not-checked':
    case 'unavailable':
      return told(verdict, run(text, 'chooseBaseline', uri));
    case 'off':
      return undefined;
  }
}

/** VS Code lays an icon and its text out apart and drops a plain space between them. */
const space = '\u00a0';

/** The tick stands before what is said of the text's age. */
function ticked(text: string): string {
  const old = text.lastIndexOf(', as of ');
  return old < 0 ? `${text} ✓` : `${text.slice(0, old)} ✓ ${text.slice(old + 2)}`;
}

function told({ detail }: VerdictSummary, command: Command): Command {
  return detail === undefined ? command : { ...command, tooltip: detail };
}

function openVersion({ text, connection, subject, version }: VerdictSummary): Command | undefined {
  if (connection === undefined || subject === undefined || version === undefined) return undefined;
  const argument: VersionArgument = { connection, subject, version };
  return run(ticked(text), 'openVersion', argument);
}

function produceSample(uri: string, ...fullname: readonly string[]): Command {
  return run('Produce Sample Message…', 'produceSample', uri, ...fullname);
}

/** A lens without a command only says something. */
function only(title: string): Command {
  return { title, command: '' };
}

function run(title: string, command: string, ...args: readonly unknown[]): Command {
  return { title, command: `avroWorkbench.${command}`, arguments: [...args] };
}
