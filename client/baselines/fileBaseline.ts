import { levelRules } from '../../shared/avro/compatibility/levels.ts';
import { unqualifiedName } from '../../shared/avro/names.ts';
import { parseSchemaFileSteps } from '../../shared/avro/schemaFiles.ts';
import type { Baseline, BaselineVersion } from '../../shared/protocol.ts';
import type { CompatibilityLevel } from '../../shared/registry/registeredSchema.ts';
import { runInSlices } from '../../shared/slices.ts';
import { textName } from '../../shared/textNames.ts';
import { BaselineError } from './baselineError.ts';
import { collectReferences, type FoundText } from './references.ts';

/** Reads files and folders, by their URIs. */
export interface BaselineFiles {
  /** What stands there; undefined where nothing does. */
  kindOf(uri: string): Promise<'file' | 'folder' | undefined>;
  /** A file's text, as it stands in the editor where it is open there. @throws Error if it can't be read */
  readText(uri: string): Promise<string>;
  /** The files in a folder and the folders in it, at most `limit`: their paths from there, with `/`. */
  listFiles(uri: string, limit: number, signal: AbortSignal): Promise<readonly string[]>;
  /** The URI of a file by its path from a folder. */
  join(folder: string, path: string): string;
}

const maxFiles = 2000;
const maxVersions = 1000;

export interface FileBaselineRequest {
  /** As the setting has it, for sentences. */
  readonly path: string;
  /** What that means. */
  readonly target: string;
  /** The schema file. */
  readonly uri: string;
  readonly level: CompatibilityLevel;
}

/**
 * A file, or the versions in a folder: its `.avsc` files whose whole schema is the type of this file; all that stand in
 * the folder itself where none is. They are sorted as people number them: `v2` before `v10`.
 *
 * @throws BaselineError where there is no such file or folder, or it can't be read
 */
export async function readFileBaseline(files: BaselineFiles, request: FileBaselineRequest, signal: AbortSignal): Promise<Baseline> {
  const { path, target, uri, level } = request;
  const kind = await files.kindOf(target);
  if (kind === undefined) throw new BaselineError('baseline/no-file', `There is no file or folder ${path} to compare with.`);
  const base = { connection: undefined, level } as const;
  if (kind === 'file') {
    const text = await readText(files, target);
    const folder = target.slice(0, target.lastIndexOf('/'));
    const version = await toVersion(files, folder, { path: textName(target), text }, target, signal);
    return { ...base, kind, label: textName(target), versions: [version] };
  }
  const found = await findVersions(files, target, uri, signal);
  const counted = levelRules[level].versions === 'latest' ? found.slice(-1) : found;
  const versions: BaselineVersion[] = [];
  for (const each of counted)
    versions.push(await toVersion(files, folderOf(target, each.path), each, files.join(target, each.path), signal));
  return { ...base, kind, label: textName(target), versions };
}

async function findVersions(files: BaselineFiles, folder: string, uri: string, signal: AbortSignal): Promise<FoundText[]> {
  const fullname = await topName(uri, await readText(files, uri), signal);
  const paths = (await files.listFiles(folder, maxFiles, signal)).filter(
    (path) => /\.avsc$/i.test(path) && files.join(folder, path) !== uri,
  );
  const found: FoundText[] = [];
  const ofType: FoundText[] = [];
  for (const path of paths) {
    signal.throwIfAborted();
    const each = { path, text: await readText(files, files.join(folder, path)) };
    found.push(each);
    const mayBe = fullname !== undefined && each.text.includes(unqualifiedName(fullname));
    if (mayBe && (await topName(path, each.text, signal)) === fullname) ofType.push(each);
  }
  const versions = ofType.length > 0 ? ofType : found.filter(({ path }) => !path.includes('/'));
  const { compare } = byNumber();
  return versions.sort((one, other) => compare(one.path, other.path)).slice(-maxVersions);
}

/** Made where it is needed: the first of a process takes longer than reading a topic does, and most never need one. */
function byNumber(): Intl.Collator {
  return new Intl.Collator('en', { numeric: true });
}

/** The fullname of the whole schema; undefined where it is no named type. Parses a stretch at a time: texts can be large, and many. */
async function topName(name: string, text: string, signal: AbortSignal): Promise<string | undefined> {
  const parsed = await runInSlices(parseSchemaFileSteps(name, text), {
    sliceMs: 10,
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    isCancelled: () => signal.aborted,
  });
  const schema = parsed?.schema;
  return schema !== undefined && 'fullname' in schema && schema.type !== 'reference' ? schema.fullname : undefined;
}

/** What it refers to is looked for beside it. */
async function toVersion(
  files: BaselineFiles,
  folder: string,
  { path, text }: FoundText,
  uri: string,
  signal: AbortSignal,
): Promise<BaselineVersion> {
  let beside: FoundText[] | undefined;
  const references = await collectReferences({ path: textName(uri), text }, async () => {
    beside ??= await readBeside(files, folder, signal);
    return beside;
  });
  return { version: undefined, schemaId: undefined, label: path, uri, text, references };
}

async function readBeside(files: BaselineFiles, folder: string, signal: AbortSignal): Promise<FoundText[]> {
  const depth = (path: string): number => path.split('/').length;
  const { compare } = byNumber();
  const paths = (await files.listFiles(folder, maxFiles, signal))
    .filter((path) => /\.avsc$/i.test(path))
    .sort((one, other) => depth(one) - depth(other) || compare(one, other));
  const texts: FoundText[] = [];
  for (const path of paths) {
    signal.throwIfAborted();
    texts.push({ path, text: await readText(files, files.join(folder, path)) });
  }
  return texts;
}

function folderOf(folder: string, path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? folder : `${folder.replace(/\/$/, '')}/${path.slice(0, slash).split('/').map(encodeURIComponent).join('/')}`;
}

async function readText(files: BaselineFiles, uri: string): Promise<string> {
  try {
    return await files.readText(uri);
  } catch (cause) {
    throw new BaselineError('baseline/file', `${textName(uri)} can't be read.`, { cause });
  }
}
