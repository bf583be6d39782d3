import { CodecError } from '../../shared/errors.ts';
import type { RegistrySession, RegistryVersion, SchemaReference } from '../cluster/registrySession.ts';
import { askRegistry, chooseSubject } from './chooseSubjectVersion.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import {
  folderName,
  historyFile,
  historyText,
  versionFileName,
  type History,
  type HistoryVersion,
  type ReferredVersion,
} from './historyFiles.ts';

const title = 'Import Subject History';

/** Writes all versions of a subject into a folder, with what they refer to and all that is needed to register them again. */
export const importHistory: Command = {
  failure: "Can't import the history",
  create:
    (context) =>
    async (...args) => {
      const { connection, subject } = await chooseSubject(context, args, { title });
      const parent = await context.ui.chooseFolder({ title: `${title}: ${subject}`, button: 'Import Here' });
      const folder = context.files.within(parent, folderName(subject));
      await failingAs(`Can't import the history of ${subject}`, connection, async () => {
        const files = await askRegistry(context, connection, `Fetching all versions of ${subject}`, (session, signal, report) =>
          fetchHistory(session, subject, signal, report),
        );
        await write(context, folder, subject, files);
      });
    },
};

/** Texts by their paths within the folder. */
type FileTexts = ReadonlyMap<string, string>;

async function fetchHistory(
  session: RegistrySession,
  subject: string,
  signal: AbortSignal,
  report: (message: string) => void,
): Promise<FileTexts> {
  const versions = await session.fetchVersions(subject, 'all', signal);
  if (versions.length === 0) throw new CodecError('history/empty', 'It has no versions.');
  const { level, isOwn } = await session.fetchLevel(subject, signal);
  const texts = new Map<string, string>();
  const referred: Referred = { found: new Map(), seen: new Set() };
  const kept: HistoryVersion[] = [];
  for (const each of versions) {
    report(`version ${each.version}`);
    await follow(session, each.referenceNames, referred, signal);
    kept.push(toHistoryVersion(each, ''));
    texts.set(versionFileName(each.version, each.schemaType), each.text);
  }
  const references = [...referred.found.values()].map((each): ReferredVersion => {
    const own = toHistoryVersion(each, `references/${folderName(each.subject)}/`);
    texts.set(own.file, each.text);
    return { subject: each.subject, ...own };
  });
  const history: History = { subject, level: isOwn ? level : undefined, versions: kept, references };
  return texts.set(historyFile, historyText(history));
}

interface Referred {
  /** Each before those that need it. */
  readonly found: Map<string, RegistryVersion>;
  readonly seen: Set<string>;
}

async function follow(
  session: RegistrySession,
  references: readonly SchemaReference[],
  referred: Referred,
  signal: AbortSignal,
): Promise<void> {
  for (const { subject, version } of references) {
    const key = JSON.stringify([subject, version]);
    // A circle ends here as well.
    if (referred.seen.has(key)) continue;
    referred.seen.add(key);
    const found = await session.fetchVersion(subject, version > 0 ? version : 'latest', signal);
    await follow(session, found.referenceNames, referred, signal);
    referred.found.set(key, found);
  }
}

function toHistoryVersion({ version, schemaId, guid, schemaType, referenceNames }: RegistryVersion, folder: string): HistoryVersion {
  return { version, schemaId, guid, schemaType, file: `${folder}${versionFileName(version, schemaType)}`, references: referenceNames };
}

/** Writes what is not there yet; asks before it writes over what is something else. */
async function write(context: CommandContext, folder: string, subject: string, files: FileTexts): Promise<void> {
  const { ui } = context;
  const changed: string[] = [];
  const toWrite = new Map<string, string>();
  for (const [path, text] of files) {
    const before = await context.files.readText(uriOf(context, folder, path)).catch(() => undefined);
    if (before === text) continue;
    toWrite.set(path, text);
    if (before !== undefined) changed.push(path);
  }
  if (changed.length > 0) {
    const many = changed.length === 1 ? `1 file` : `${changed.length} files`;
    await ui.confirm({
      message: `Replace ${many} in ${folderName(subject)}?`,
      detail: `There is something else in ${changed.slice(0, 10).join(', ')}${changed.length > 10 ? ' and others' : ''}.`,
      buttons: ['Replace'],
    });
  }
  // The list of what there is comes last: without it a folder that was not finished is no history.
  for (const [path, text] of toWrite) {
    await context.files.writeText(uriOf(context, folder, path), text).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CodecError('history/not-written', `The file ${path} can't be written: ${reason}`, { cause });
    });
  }
  const count = [...files.keys()].filter((path) => !path.includes('/')).length - 1;
  const message = `Imported ${count === 1 ? '1 version' : `${count} versions`} of ${subject}.`;
  const answer = await ui.notify('info', message, ['Open Latest']);
  const latest = [...files.keys()].findLast((path) => path !== historyFile && !path.includes('/'));
  if (answer === 'Open Latest' && latest !== undefined) await ui.reveal(uriOf(context, folder, latest), { start: 0, end: 0 });
}

function uriOf({ files }: CommandContext, folder: string, path: string): string {
  return files.within(folder, ...path.split('/'));
}
