import type { CodeAction, CodeActionContext, Diagnostic, Range, WorkspaceEdit } from 'vscode-languageserver';
import { findingPath } from '../../shared/avro/findingPath.ts';
import { fixAll } from '../../shared/avro/fixes/fixAll.ts';
import { refactorings } from '../../shared/avro/refactorings/index.ts';
import type { Offer } from '../../shared/avro/refactorings/refactoring.ts';
import { refactoringPlace } from '../../shared/avro/refactorings/refactoring.ts';
import type { Problem } from '../../shared/avro/schema.ts';
import type { VersionArgument } from '../../shared/protocol.ts';
import type { ClientAbilities } from '../kinds.ts';
import { diagnosticsOf, touches, wantsKind } from '../actions.ts';
import { isMade } from '../madeDocuments.ts';
import type { SchemaDocument } from '../schemaDocument.ts';
import type { ParsedText } from '../schemaWorkspace.ts';
import type { Finding } from '../standing.ts';
import { toWorkspaceEdit, withNewFile } from '../workspaceEdit.ts';

export interface ActionRequest {
  readonly range: Range;
  readonly wanted: CodeActionContext;
  readonly client: ClientAbilities;
  /** Finds what is wrong in the document; not asked where nobody wants to know. */
  readonly problems: () => Promise<readonly Problem[]>;
  /** Finds what breaks readers or writers of other versions; not asked where nobody wants to know. */
  readonly findings: () => Promise<readonly Finding[]>;
}

/** What can be done at the range: fixes of the problems that it touches, refactorings, and all fixes that are beyond doubt at once. */
export async function codeActions(document: SchemaDocument, request: ActionRequest): Promise<CodeAction[]> {
  const { text, uri } = document;
  const { range, wanted, client } = request;
  // What is made of a schema can't be changed, and a light bulb there would only lead to a refusal.
  if (isMade(uri)) return [];
  const wants = (kind: string): boolean => wantsKind(wanted, kind);
  const span = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  const actions: CodeAction[] = [];
  if (wants('quickfix')) {
    const touched = (await request.problems()).filter((problem) => touches(problem.span, span));
    const broken = (await request.findings()).filter(({ problem }) => touches(problem.span, span));
    actions.push(...touched.flatMap((problem) => fixesOf(document, problem, request)));
    actions.push(...broken.flatMap(({ problem }) => fixesOf(document, problem, request)));
    if (client.workbenchCommands) actions.push(...touched.flatMap((problem) => commandsOf(document, problem, wanted.diagnostics)));
    if (client.workbenchCommands) actions.push(...compatibilityCommands(document, broken, wanted.diagnostics));
  }
  for (const refactoring of refactorings) {
    const kind = `refactor.${refactoring.kind}`;
    if (!wants(kind)) continue;
    const place = refactoringPlace(document.parsed, span.start, othersOf(document, client));
    for (const offer of place === undefined ? [] : refactoring.offers(place)) {
      actions.push({ title: offer.title, kind, edit: editOf(document, offer, client) });
    }
  }
  // Nobody is shown this who has not asked for it: it is for the moment when a file is saved.
  if (wanted.only !== undefined && wants(fixAllKind)) actions.push(...allFixes(document, await request.problems(), client));
  return actions;
}

/** The kind of the action that repairs all that is beyond doubt. */
export const fixAllKind = 'source.fixAll.avro';

function fixesOf(document: SchemaDocument, problem: Problem, { wanted, client }: ActionRequest): CodeAction[] {
  const diagnostics = diagnosticsOf(document.text, problem, wanted.diagnostics);
  return (problem.fixes?.() ?? []).map(({ title, edits, isPreferred }) => ({
    title,
    kind: 'quickfix',
    ...diagnostics,
    ...(isPreferred === true && { isPreferred }),
    edit: toWorkspaceEdit([{ text: versionOf(document), edits }], client),
  }));
}

/** Lets the user look at the versions that break, and choose another baseline. */
function compatibilityCommands(document: SchemaDocument, broken: readonly Finding[], known: readonly Diagnostic[]): CodeAction[] {
  const { uri } = document;
  const actions = new Map<string, CodeAction>();
  const add = (finding: Finding, title: string, command: string, argument: unknown): void => {
    const id = JSON.stringify([command, argument]);
    if (actions.has(id)) return;
    actions.set(id, {
      title,
      kind: 'quickfix',
      ...diagnosticsOf(document.text, finding.problem, known),
      command: { title, command: `avroWorkbench.${command}`, arguments: [argument] },
    });
  };
  for (const finding of broken) {
    const { connection, label: subject } = finding.baseline;
    const version = finding.version?.version;
    if (connection === undefined || version === undefined) continue;
    const argument: VersionArgument = { uri, connection, subject, version };
    add(finding, `Compare with Version ${version}`, 'compareWithVersion', argument);
  }
  const [first] = broken;
  if (first !== undefined) add(first, 'Choose Another Baseline…', 'chooseBaseline', uri);
  return [...actions.values()];
}

/** Lets the user accept what is no error, there or in the whole file, and read what the rule is about. */
function commandsOf(document: SchemaDocument, problem: Problem, known: readonly Diagnostic[]): CodeAction[] {
  const { code, severity, span } = problem;
  const run = (title: string, command: string, ...args: readonly string[]): CodeAction => ({
    title,
    kind: 'quickfix',
    ...diagnosticsOf(document.text, problem, known),
    command: { title, command: `avroWorkbench.${command}`, arguments: [...args] },
  });
  const suppress = (title: string, ...more: readonly string[]): CodeAction =>
    run(title, 'suppressFindingItem', document.uri, code, ...more);
  const path = severity === 'error' ? undefined : findingPath(document.parsed, span);
  return [
    ...(path === undefined ? [] : [suppress(`Suppress "${code}" for ${shortened(path)}`, path)]),
    ...(severity === 'error' ? [] : [suppress(`Suppress "${code}" in This File`)]),
    run(`Show Documentation of "${code}"`, 'showRules', code),
  ];
}

/** Of a long path the end, which tells it from its neighbours. */
function shortened(path: string): string {
  return path.length > 60 ? `…${path.slice(-57)}` : path;
}

function allFixes(document: SchemaDocument, problems: readonly Problem[], client: ClientAbilities): CodeAction[] {
  const edits = fixAll(problems);
  if (edits.length === 0) return [];
  return [{ title: 'Fix All Avro Problems', kind: fixAllKind, edit: toWorkspaceEdit([{ text: versionOf(document), edits }], client) }];
}

function othersOf({ uri, workspace }: SchemaDocument, client: ClientAbilities): Parameters<typeof refactoringPlace>[2] {
  return {
    otherNames: workspace.otherNames(uri),
    readText: (other) => workspace.textOf(other)?.getText(),
    canCreate: (name) => client.createFiles && uri.startsWith('file:') && workspace.textOf(besideUri(uri, name)) === undefined,
  };
}

function editOf(document: SchemaDocument, { edits, file }: Offer, client: ClientAbilities): WorkspaceEdit {
  const edit = toWorkspaceEdit([{ text: versionOf(document), edits }], client);
  return file === undefined ? edit : withNewFile(edit, { uri: besideUri(document.uri, file.name), text: file.text });
}

/** The URI of a file in the same folder. */
function besideUri(uri: string, name: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1) + encodeURIComponent(name);
}

function versionOf({ uri, text, parsed }: SchemaDocument): ParsedText {
  return { uri, text, parsed, version: text.version };
}
