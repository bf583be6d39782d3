import { levelRules } from '../../shared/avro/compatibility/levels.ts';
import { CodecError } from '../../shared/errors.ts';
import type { Baseline, BaselineVersion, JudgeResult } from '../../shared/protocol.ts';
import type { CompatibilityLevel, RegistrySession, RegistryVersion, SchemaReference } from '../cluster/registrySession.ts';
import type { CommandContext } from './context.ts';
import { historyFile, parseHistory, type History, type HistoryVersion } from './historyFiles.ts';

/** A folder's history with the texts of its files. */
export interface ReadHistory {
  readonly history: History;
  /** The text of a file of the history. */
  readonly textOf: (version: HistoryVersion) => string;
  readonly uriOf: (version: HistoryVersion) => string;
}

/** What exporting comes to, before anything is written. */
export interface ExportPlan {
  readonly connection: string;
  readonly subject: string;
  readonly read: ReadHistory;
  /** The level that new versions are checked by. */
  readonly level: CompatibilityLevel;
  readonly hasOwnLevel: boolean;
  readonly steps: readonly PlannedVersion[];
  /** How many versions the subject has already. */
  readonly present: number;
}

export interface PlannedVersion {
  readonly version: HistoryVersion;
  /** The version that the subject has it as already. */
  readonly registered: number | undefined;
  /** What speaks against it, in one sentence; undefined where nothing does. */
  readonly problem: string | undefined;
}

/**
 * Reads a history's folder.
 *
 * @throws CodecError `history/invalid` or `history/no-folder`
 */
export async function readHistory(context: CommandContext, folder: string): Promise<ReadHistory> {
  const read = (path: string): Promise<string> =>
    context.files.readText(context.files.within(folder, ...path.split('/'))).catch((cause: unknown) => {
      throw new CodecError('history/no-folder', `The folder has no ${path}.`, {
        cause,
        remedy: 'Choose a folder that Avro: Import Subject History… has written.',
      });
    });
  const history = parseHistory(await read(historyFile));
  if (history.versions.length === 0) throw new CodecError('history/invalid', `${historyFile} names no version.`);
  const foreign = history.versions.find(({ schemaType }) => schemaType !== undefined);
  if (foreign !== undefined) {
    throw new CodecError('history/invalid', `Version ${foreign.version} is a schema of ${foreign.schemaType ?? ''}, not of Avro.`);
  }
  const texts = new Map<string, string>();
  for (const { file } of [...history.references, ...history.versions]) texts.set(file, await read(file));
  return {
    history,
    textOf: ({ file }) => texts.get(file) ?? '',
    uriOf: ({ file }) => context.files.within(folder, ...file.split('/')),
  };
}

/** Finds out which versions there are already, and how each of the others stands beside all before it. */
export async function planExport(
  context: CommandContext,
  session: RegistrySession,
  target: { readonly connection: string; readonly subject: string; readonly read: ReadHistory },
  signal: AbortSignal,
): Promise<ExportPlan> {
  const { connection, subject, read } = target;
  const present = await session.fetchVersions(subject, 'all', signal);
  const { level, isOwn } = await session.fetchLevel(subject, signal);
  const before: BaselineVersion[] = present.map(toBaselineVersion);
  const steps: PlannedVersion[] = [];
  for (const version of read.history.versions) {
    const text = read.textOf(version);
    const registered = present.find((each) => each.text === text && sameNames(each.referenceNames, version.references))?.version;
    const problem =
      registered === undefined ? await judge(context, { connection, subject, level, before }, read.uriOf(version), signal) : undefined;
    steps.push({ version, registered, problem });
    if (registered !== undefined) continue;
    before.push({
      version: undefined,
      schemaId: undefined,
      label: `version ${version.version} of the folder`,
      uri: read.uriOf(version),
      text,
      references: textsBehind(read, version.references),
    });
  }
  return { connection, subject, read, level, hasOwnLevel: isOwn, steps, present: present.length };
}

/** What the local verdict has against a version; what can't be judged here the registry will. */
async function judge(
  context: CommandContext,
  {
    connection,
    subject,
    level,
    before,
  }: {
    readonly connection: string;
    readonly subject: string;
    readonly level: CompatibilityLevel;
    readonly before: readonly BaselineVersion[];
  },
  uri: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (before.length === 0 || levelRules[level].directions.length === 0) return undefined;
  const versions = levelRules[level].versions === 'latest' ? before.slice(-1) : before;
  const baseline: Baseline = { kind: 'registry', label: subject, connection, level, versions };
  const result: JudgeResult = await context.languageServer.judge({ uri, baseline }, signal);
  if (!result.ok) return result.reason;
  const breaking = result.verdicts.find(({ state }) => state === 'breaks-reader' || state === 'breaks-writer' || state === 'invalid');
  return breaking && `${breaking.text}.`;
}

function toBaselineVersion({ version, schemaId, text, references }: RegistryVersion): BaselineVersion {
  return { version, schemaId, label: `version ${version}`, uri: '', text, references };
}

/** The texts of what a version refers to, each before those that need it. */
function textsBehind({ history, textOf }: ReadHistory, references: readonly SchemaReference[]): readonly string[] {
  const wanted = new Set(references.map(keyOf));
  // What needs others stands after them, so that going backwards finds all that is needed.
  for (const each of [...history.references].reverse()) {
    if (wanted.has(keyOf(each))) for (const needed of each.references) wanted.add(keyOf(needed));
  }
  return history.references.filter((each) => wanted.has(keyOf(each))).map(textOf);
}

export function keyOf({ subject, version }: { readonly subject: string; readonly version: number }): string {
  return JSON.stringify([subject, version]);
}

function sameNames(one: readonly SchemaReference[], other: readonly SchemaReference[]): boolean {
  return one.length === other.length && one.every(({ name }, index) => name === other[index]?.name);
}
