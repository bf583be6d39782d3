import { parseSchema } from '../../shared/avro/parse.ts';
import { RegistryError } from '../../shared/errors.ts';
import type { StoredVersion } from '../../shared/registry/answers.ts';
import type { RegistryClient } from '../../shared/registry/client.ts';
import { KeptAnswers } from '../../shared/registry/kept.ts';
import { isOfRegistry } from '../../shared/registry/reach.ts';
import { likelihood, strategyOf } from '../../shared/registry/strategies.ts';
import { abortError } from './abort.ts';
import { mapLimited } from './limited.ts';
import type { FindSubjectsRequest, SubjectMatch } from './registrySession.ts';
import type { RegistryVersions } from './registryVersions.ts';

/** So many subjects are looked at for their names' sake, for one request. */
const mostLikely = 40;
/** So many are looked at one by one in the background, as long as the session lasts. */
export const mostLooks = 3_000;
const requestsAtOnce = 3;
/** Rows of one page, where the registry tells the latest versions of all subjects at once. */
const pageSize = 500;
const mostPages = 200;

export interface SubjectFinder {
  find(
    request: FindSubjectsRequest,
    onFound: (subject: SubjectMatch) => void,
    signal: AbortSignal,
  ): Promise<{ readonly matches: readonly SubjectMatch[]; readonly isComplete: boolean }>;
  /** Something about the subject was changed from here. */
  forget(subject: string): void;
}

interface Seen {
  readonly version: number;
  /** Of its latest schema; undefined where that has none. */
  readonly fullname: string | undefined;
}

/**
 * Finds subjects by the name of the type that they hold. Whoever asks, each subject is looked at once: what was seen is
 * kept, as a subject rarely gets another type. Of those that are told the latest version is looked at anew.
 *
 * @param listSubjects those that are not deleted
 */
export function createSubjectFinder(
  client: RegistryClient,
  versions: RegistryVersions,
  listSubjects: (signal: AbortSignal) => Promise<readonly string[]>,
): SubjectFinder {
  const seen = new Map<string, Seen>();
  const listeners = new Set<(subject: string, found: Seen) => void>();
  const scans = new KeptAnswers<true>({ negativeMs: 0, now: () => performance.now(), maxEntries: 1, maxWeight: 1, weigh: () => 1 });
  let looks = 0;
  let hasPages = true;

  const note = (subject: string, found: Seen): void => {
    seen.set(subject, found);
    listeners.forEach((listener) => listener(subject, found));
  };
  const look = async (subject: string, signal: AbortSignal): Promise<void> => {
    try {
      note(subject, toSeen(await versions.fetchStored(subject, 'latest', signal)));
    } catch (error) {
      // One subject that is gone, or that we may not see, keeps nobody from finding the others.
      if (!(error instanceof RegistryError) || isOfRegistry(error)) throw error;
      note(subject, { version: 0, fullname: undefined });
    }
  };
  /** Takes pages of all latest versions, where the registry has such. */
  const readPages = async (signal: AbortSignal): Promise<void> => {
    let first = '';
    for (let page = 0; hasPages && page < mostPages; page++) {
      const rows = await client.listLatest({ offset: page * pageSize, limit: pageSize }, signal);
      if (rows === undefined) hasPages = false;
      // Who does not know pages gives the same again and again.
      const key = JSON.stringify(rows?.[0]?.subject);
      if (rows === undefined || rows.length === 0 || key === first) return;
      first = key;
      for (const stored of newestOf(rows)) note(stored.subject ?? '', toSeen(stored));
      if (rows.length !== pageSize) return;
    }
  };
  const scan = (signal: AbortSignal): Promise<true> =>
    scans.get('all', -1, signal, async (limited) => {
      const unseen = async (): Promise<string[]> => (await listSubjects(limited)).filter((subject) => !seen.has(subject));
      if ((await unseen()).length > mostLikely) await readPages(limited);
      const rest = (await unseen()).slice(0, Math.max(0, mostLooks - looks));
      await mapLimited(rest, requestsAtOnce, async (subject) => {
        if (limited.aborted) throw abortError();
        looks++;
        await look(subject, limited);
      });
      return true;
    });

  return {
    async find({ fullname, fileName }, onFound, signal) {
      const subjects = new Set(await listSubjects(signal));
      const matches = new Map<string, SubjectMatch>();
      const listener = (subject: string, found: Seen): void => {
        if (found.fullname !== fullname || matches.has(subject) || !subjects.has(subject)) return;
        const match = { subject, version: found.version, strategy: strategyOf(subject, fullname) };
        matches.set(subject, match);
        onFound(match);
      };
      listeners.add(listener);
      try {
        const known = [...subjects].filter((subject) => seen.get(subject)?.fullname === fullname);
        const likely = likelyOf(subjects, fullname, fileName).filter((subject) => !seen.has(subject));
        await mapLimited([...known, ...likely], requestsAtOnce, (subject) => look(subject, signal));
        const isUnseen = (subject: string): boolean => !seen.has(subject);
        if (looks < mostLooks && [...subjects].some(isUnseen)) await scan(signal);
        const sorted = [...matches.values()].sort((one, other) => (one.subject < other.subject ? -1 : 1));
        return { matches: sorted, isComplete: ![...subjects].some(isUnseen) };
      } finally {
        listeners.delete(listener);
      }
    },
    forget: (subject) => void seen.delete(subject),
  };
}

/** Those whose names suggest it, the likeliest first. */
function likelyOf(subjects: ReadonlySet<string>, fullname: string, fileName: string): string[] {
  const rated = [...subjects].map((subject) => ({ subject, rating: likelihood(subject, fullname, fileName) }));
  const likely = rated.filter(({ rating }) => rating > 0).sort((one, other) => other.rating - one.rating);
  return likely.slice(0, mostLikely).map(({ subject }) => subject);
}

/** The latest of each subject, where rows of all versions were given. */
function newestOf(rows: readonly StoredVersion[]): Iterable<StoredVersion> {
  const newest = new Map<string, StoredVersion>();
  for (const row of rows) {
    const other = newest.get(row.subject ?? '');
    if ((other?.version ?? 0) <= (row.version ?? 0)) newest.set(row.subject ?? '', row);
  }
  return newest.values();
}

function toSeen({ text, version = 0, schemaType }: StoredVersion): Seen {
  if (schemaType !== undefined) return { version, fullname: undefined };
  const { schema } = parseSchema(text);
  return { version, fullname: schema !== undefined && 'fullname' in schema ? schema.fullname : undefined };
}
