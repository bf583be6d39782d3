import { isCancelled, KnownError, RegistryError } from '../../shared/errors.ts';
import { createRegistryClient, type RegistryClient } from '../../shared/registry/client.ts';
import { KeptAnswers } from '../../shared/registry/kept.ts';
import type { RetryOptions } from '../../shared/registry/persistence.ts';
import { isOfRegistry } from '../../shared/registry/reach.ts';
import type { RegistryConnection } from './connection.ts';
import { createRegistryFetch } from './registryFetch.ts';
import type { CompatibilityLevel, RegistryDescription, RegistrySession, RegistryVersion } from './registrySession.ts';
import { createRegistryVersions, freshMs, unlessNotFound } from './registryVersions.ts';
import { createSubjectFinder } from './subjectFinder.ts';

export interface LocalRegistryOptions {
  /** For each request, in milliseconds. */
  readonly timeoutMs?: number;
  readonly retry?: RetryOptions;
}

/** Returns the session of a connection's registry that works in this very thread. Nothing is asked until it is called. */
export function createLocalRegistrySession(
  { name, readOnly, registry }: RegistryConnection,
  options: LocalRegistryOptions = {},
): RegistrySession {
  const transport = createRegistryFetch(registry);
  const client = createRegistryClient({ ...registry, ...options, fetch: transport.fetch });
  const versions = createRegistryVersions(client);
  const kept = { maxEntries: 20_000, maxWeight: 20_000, weigh: () => 1, negativeMs: freshMs, now: () => performance.now() };
  const subjectLists = new KeptAnswers<readonly string[]>(kept);
  const levels = new KeptAnswers<{ readonly level: CompatibilityLevel; readonly isOwn: boolean }>(kept);
  const listSubjects = (deleted: boolean, signal: AbortSignal): Promise<readonly string[]> =>
    subjectLists.get(String(deleted), freshMs, signal, async (limited) => sorted(await client.listSubjects(limited, { deleted })));
  const finder = createSubjectFinder(client, versions, (signal) => listSubjects(false, signal));

  /** Writes, and forgets what is another way then, even where it failed: nobody knows how far it came. */
  const write = async <T>(subject: string | undefined, work: () => Promise<T>): Promise<T> => {
    if (readOnly) throw new RegistryError('registry/read-only', `${name} is read-only: nothing is written to its registry.`);
    try {
      return await work();
    } finally {
      subjectLists.clear();
      levels.clear();
      if (subject !== undefined) {
        versions.forget(subject);
        finder.forget(subject);
      }
    }
  };

  return {
    describe: (signal) => describe(client, signal),
    async listSubjects({ deleted }, signal) {
      const present = await listSubjects(false, signal);
      if (!deleted) return present.map((subject) => ({ subject, isDeleted: false }));
      const isPresent = new Set(present);
      const all = await listSubjects(true, signal);
      return all.map((subject) => ({ subject, isDeleted: !isPresent.has(subject) }));
    },
    async listVersions(subject, { deleted }, signal) {
      if (!deleted) return (await versions.list(subject, false, signal)).map((version) => ({ version, isDeleted: false }));
      const all = await versions.list(subject, true, signal);
      const isPresent = new Set(await unlessNotFound(versions.list(subject, false, signal)));
      return all.map((version) => ({ version, isDeleted: !isPresent.has(version) }));
    },
    fetchVersion: (subject, version, signal) => versions.fetch(subject, version, signal),
    async fetchVersions(subject, which, signal): Promise<readonly RegistryVersion[]> {
      if (which === 'all') return await versions.fetchAll(subject, signal);
      const latest = await unlessNotFound(versions.fetch(subject, 'latest', signal));
      return latest === undefined ? [] : [latest];
    },
    findSubjects: (request, onFound, signal) => finder.find(request, onFound, signal),
    findSchema: (idOrGuid, signal) => versions.findSchema(idOrGuid, signal),
    fetchLevel: (subject, signal) =>
      levels.get(JSON.stringify(subject ?? null), freshMs, signal, (limited) => client.fetchCompatibilityLevel(subject, limited)),
    setLevel: (subject, level, signal) => write(subject, () => client.setCompatibilityLevel(subject, level, signal)),
    fetchMode: (subject, signal) => client.fetchMode(subject, signal),
    checkCompatibility: ({ subject, text, version, references }, signal) =>
      client.checkCompatibility(subject, text, version, signal, references),
    lookUp: ({ subject, text, references, normalize }, signal) => client.lookUp(subject, text, signal, { references, normalize }),
    register: ({ subject, text, references, normalize }, signal) =>
      write(subject, () => client.register(subject, text, signal, { references, normalize })),
    deleteVersion: (subject, version, { permanent }, signal) =>
      write(subject, () => client.deleteVersion(subject, version, signal, { permanent })),
    deleteSubject: (subject, { permanent }, signal) => write(subject, () => client.deleteSubject(subject, signal, { permanent })),
    refresh() {
      subjectLists.clear();
      levels.clear();
      versions.refresh();
      return Promise.resolve();
    },
    close: () => transport.close(),
  };
}

function sorted(subjects: readonly string[]): readonly string[] {
  return [...subjects].sort();
}

/** What cannot be told is left out, but a registry that can't be asked at all is an error. */
async function describe(client: RegistryClient, signal: AbortSignal): Promise<RegistryDescription> {
  // The first question decides whether there is a registry that lets us in.
  const found = await unlessAsidePoint(client.fetchCompatibilityLevel(undefined, signal));
  const [mode, contexts, product] = await Promise.all([
    unlessAsidePoint(client.fetchMode(undefined, signal)),
    unlessAsidePoint(client.listContexts(signal)),
    client.fetchProduct(signal),
  ]);
  return { label: client.label, ...product, level: found?.level, mode, contexts: contexts ?? [] };
}

async function unlessAsidePoint<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (isCancelled(error) || !(error instanceof KnownError) || (error instanceof RegistryError && isOfRegistry(error))) throw error;
    return undefined;
  }
}
