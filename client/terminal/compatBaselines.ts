import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Baseline } from '../../shared/protocol.ts';
import type { CompatibilityLevel } from '../../shared/registry/registeredSchema.ts';
import { parseBaselineText } from '../baselines/baselineText.ts';
import { readFileBaseline } from '../baselines/fileBaseline.ts';
import type { BaselineFiles } from '../baselines/fileBaseline.ts';
import { readGitBaseline } from '../baselines/gitBaseline.ts';
import { mappedSubjects } from '../baselines/mappedSubjects.ts';
import type { RunGit } from '../baselines/runGit.ts';
import { fetchSubjectBaseline } from '../baselines/subjectBaseline.ts';
import type { Settings } from '../settings.ts';
import type { CompatOptions } from './compatOptions.ts';
import type { RegistryAccess } from './registryAccess.ts';
import { relativePath } from './schemaFiles.ts';

export interface BaselineSources {
  readonly options: CompatOptions;
  readonly settings: Pick<Settings, 'compatibility' | 'subjects'>;
  readonly registries: RegistryAccess;
  readonly runGit: RunGit;
  readonly workingFolder: string;
}

/**
 * What a file is to be compatible with: what the options say, else the settings, else the subject that has its type.
 *
 * @param file absolute
 * @returns none where the file has no baseline, or the settings say that it has none; how many subjects fit where that is not clear
 * @throws KnownError, Misuse
 */
export async function findBaselines(
  sources: BaselineSources,
  file: string,
  fullname: string | undefined,
  signal: AbortSignal,
): Promise<readonly Baseline[] | { readonly fitting: readonly string[] }> {
  const { options, settings, workingFolder } = sources;
  const { enabled, baseline } = settings.compatibility(file);
  if (options.against.length > 0) return Promise.all(options.against.map((text) => readText(sources, text, file, signal)));
  if (options.subject !== undefined) return [await readSubject(sources, undefined, options.subject, file, signal)];
  if (!enabled) return [];
  if (parseBaselineText(baseline).kind !== 'registry') return [await readText(sources, baseline, file, signal)];
  const mapped = mappedSubjects(settings.subjects(file), relativePath(file, workingFolder));
  if (mapped === undefined) return findByType(sources, file, fullname, signal);
  const baselines: Baseline[] = [];
  for (const { connection, subject } of mapped) baselines.push(await readSubject(sources, connection, subject, file, signal));
  // One registry may stand in for all that the settings name.
  return baselines.filter(
    ({ label, connection }, index) => baselines.findIndex((each) => each.label === label && each.connection === connection) === index,
  );
}

async function findByType(
  sources: BaselineSources,
  file: string,
  fullname: string | undefined,
  signal: AbortSignal,
): Promise<readonly Baseline[] | { readonly fitting: readonly string[] }> {
  if (fullname === undefined || !sources.registries.isKnown()) return [];
  const { session } = await sources.registries.open(undefined);
  const request = { fullname, fileName: path.basename(file).replace(/\.[^.]*$/, '') };
  const { matches } = await session.findSubjects(request, () => undefined, signal);
  const [only, ...others] = matches;
  if (only === undefined) return [];
  if (others.length > 0) return { fitting: matches.map(({ subject }) => subject) };
  return [await readSubject(sources, undefined, only.subject, file, signal)];
}

async function readSubject(
  { options, settings, registries }: BaselineSources,
  connection: string | undefined,
  subject: string,
  file: string,
  signal: AbortSignal,
): Promise<Baseline> {
  const { name, session } = await registries.open(connection);
  const chosen = options.level ?? settings.compatibility(file).level;
  const level = chosen === 'fromRegistry' && options.all ? (await session.fetchLevel(subject, signal)).level : chosen;
  const counted = level === 'fromRegistry' ? level : levelOf(level, options);
  return fetchSubjectBaseline(session, { connection: name, subject }, counted, signal);
}

async function readText(sources: BaselineSources, text: string, file: string, signal: AbortSignal): Promise<Baseline> {
  const { options, settings, runGit, workingFolder } = sources;
  const chosen = options.level ?? settings.compatibility(file).level;
  // What is in no registry has no level of its own.
  const level = levelOf(chosen === 'fromRegistry' ? 'BACKWARD' : chosen, options);
  const uri = pathToFileURL(file).href;
  const meant = parseBaselineText(text);
  if (meant.kind === 'git') return (await readGitBaseline(runGit, { ref: meant.ref, uri, level }, undefined, signal)).baseline;
  const target = pathToFileURL(path.resolve(workingFolder, text)).href;
  return readFileBaseline(baselineFiles, { path: text, target, uri, level }, signal);
}

const transitive = {
  NONE: 'NONE',
  BACKWARD: 'BACKWARD_TRANSITIVE',
  BACKWARD_TRANSITIVE: 'BACKWARD_TRANSITIVE',
  FORWARD: 'FORWARD_TRANSITIVE',
  FORWARD_TRANSITIVE: 'FORWARD_TRANSITIVE',
  FULL: 'FULL_TRANSITIVE',
  FULL_TRANSITIVE: 'FULL_TRANSITIVE',
} as const satisfies Record<CompatibilityLevel, CompatibilityLevel>;

function levelOf(level: CompatibilityLevel, { all }: CompatOptions): CompatibilityLevel {
  return all ? transitive[level] : level;
}

const baselineFiles: BaselineFiles = {
  async kindOf(uri) {
    const found = await stat(fileURLToPath(uri)).catch(() => undefined);
    return found === undefined ? undefined : found.isDirectory() ? 'folder' : 'file';
  },
  readText: (uri) => readFile(fileURLToPath(uri), 'utf8'),
  async listFiles(uri, limit, signal) {
    const start = fileURLToPath(uri);
    const found: string[] = [];
    const folders = [start];
    for (let folder = folders.pop(); folder !== undefined && found.length < limit; folder = folders.pop()) {
      signal.throwIfAborted();
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        const full = path.join(folder, entry.name);
        if (entry.isDirectory()) folders.push(full);
        else if (entry.isFile()) found.push(relativePath(full, start));
      }
    }
    return found.slice(0, limit);
  },
  join: (folder, file) => pathToFileURL(path.join(fileURLToPath(folder), file)).href,
};
