import { fileURLToPath } from 'node:url';
import { dirname } from 'node:path';
import { unqualifiedName } from '../../shared/avro/names.ts';
import type { Baseline } from '../../shared/protocol.ts';
import type { CompatibilityLevel } from '../../shared/registry/registeredSchema.ts';
import { textName } from '../../shared/textNames.ts';
import { BaselineError } from './baselineError.ts';
import { findCommit, findGitFile, listFiles, listRefs, readFiles, type GitEntry, type GitFile, type GitRef } from './gitRepository.ts';
import { collectReferences, nearestFirst, type FoundText } from './references.ts';
import { GitFailure, type RunGit } from './runGit.ts';
import { gitUri } from './versionUris.ts';

/** What a ref makes of a file, and by what that can be told again. */
export interface GitBaseline {
  readonly baseline: Baseline;
  readonly commit: string;
}

/** A schema beyond this is none that anybody wrote. */
const maxFileBytes = 16 * 1024 * 1024;
const maxSearched = 400;
const maxSearchedBytes = 64 * 1024 * 1024;

/**
 * A schema file as it is in a commit; without a version where it is not there yet.
 *
 * @param previous what is returned again where the ref still means the same commit
 * @throws BaselineError with a sentence for people; an `AbortError`
 */
export async function readGitBaseline(
  run: RunGit,
  { ref, uri, level }: { readonly ref: string; readonly uri: string; readonly level: CompatibilityLevel },
  previous: GitBaseline | undefined,
  signal: AbortSignal,
): Promise<GitBaseline> {
  const name = textName(uri);
  const folder = folderOf(uri);
  if (folder === undefined) throw new BaselineError('baseline/no-file', `${name} is not a file of this machine, so git does not know it.`);
  const file = await findGitFile(run, folder, name, signal);
  const commit = await findCommit(run, folder, ref, signal);
  if (previous?.commit === commit && previous.baseline.level === level) return previous;
  const text = await readText(run, file, commit, ref, signal);
  const shown = { version: undefined, schemaId: undefined, label: ref, uri: gitUri({ ref, fileUri: uri }) };
  const versions = text === undefined ? [] : [{ ...shown, text, references: await readReferences(run, file, commit, text, signal) }];
  return { commit, baseline: { kind: 'git', label: ref, connection: undefined, level, versions } };
}

/** The text of a file in a commit. @throws BaselineError where it is not there */
export async function readGitText(
  run: RunGit,
  { ref, uri }: { readonly ref: string; readonly uri: string },
  signal: AbortSignal,
): Promise<string> {
  const { baseline } = await readGitBaseline(run, { ref, uri, level: 'BACKWARD' }, undefined, signal);
  const [version] = baseline.versions;
  if (version === undefined) throw new BaselineError('baseline/not-in-ref', `${textName(uri)} is not in ${ref}.`);
  return version.text;
}

/** The branches and tags of the repository that a file is in; none where it is in none. */
export async function listRefsOf(run: RunGit, uri: string, signal: AbortSignal): Promise<readonly GitRef[]> {
  const folder = folderOf(uri);
  return folder === undefined ? [] : listRefs(run, folder, signal);
}

async function readText(run: RunGit, file: GitFile, commit: string, ref: string, signal: AbortSignal): Promise<string | undefined> {
  const [entry] = await listFiles(run, file.folder, commit, signal, file.path);
  if (entry === undefined) return undefined;
  if (entry.bytes > maxFileBytes) throw new BaselineError('baseline/too-large', `${file.path} is larger in ${ref} than a schema can be.`);
  return (await readFiles(run, file.folder, commit, [file.path], signal)).get(file.path);
}

/** The files of the same commit that define what a text needs. */
async function readReferences(run: RunGit, file: GitFile, commit: string, text: string, signal: AbortSignal): Promise<string[]> {
  const read = new Map<string, FoundText>();
  let schemas: readonly GitEntry[] | undefined;
  return collectReferences({ path: file.path, text }, async (fullnames) => {
    schemas ??= await listFiles(run, file.folder, commit, signal);
    const mentioned = new Set(await findMentions(run, file.folder, commit, fullnames, signal));
    const near = nearestFirst(file.path);
    const candidates = schemas.filter(({ path }) => /\.avsc$/i.test(path) && mentioned.has(path));
    const wanted = withinBytes(candidates.sort((one, other) => near(one.path, other.path)).slice(0, maxSearched));
    const missing = wanted.filter((path) => !read.has(path));
    for (const [path, found] of await readFiles(run, file.folder, commit, missing, signal)) read.set(path, { path, text: found });
    return wanted.flatMap((path) => read.get(path) ?? []);
  });
}

/** The first files that are together no more than can be read at once. */
function withinBytes(entries: readonly GitEntry[]): string[] {
  let left = maxSearchedBytes;
  return entries.flatMap(({ path, bytes }) => ((left -= bytes) >= 0 ? [path] : []));
}

/** The files of a commit in which one of the names ends a string, as where it is defined. */
async function findMentions(
  run: RunGit,
  folder: string,
  commit: string,
  fullnames: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const patterns = [...new Set(fullnames.map(unqualifiedName))].flatMap((name) => ['-e', `${name}"`]);
  try {
    const output = await run(folder, ['grep', '--name-only', '-z', '-F', '-I', ...patterns, commit], signal);
    const prefix = `${commit}:`;
    const files = new TextDecoder().decode(output).split('\0');
    return files.flatMap((each) => (each.startsWith(prefix) ? [each.slice(prefix.length)] : []));
  } catch (error) {
    // It ends so where nothing is found.
    if (error instanceof GitFailure) return [];
    throw error;
  }
}

/** Undefined for what is no file of this machine. */
function folderOf(uri: string): string | undefined {
  if (!/^file:/i.test(uri)) return undefined;
  try {
    return dirname(fileURLToPath(uri));
  } catch {
    // Such as an encoded slash, which no path can have.
    return undefined;
  }
}
