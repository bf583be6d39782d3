import type { Registries } from '../registries.ts';
import type { FindSubjectsRequest, SubjectMatch } from '../cluster/registrySession.ts';
import { Kept } from './kept.ts';

/** Which subjects of a registry have the type of a fullname as their latest schema. */
export interface SubjectSearch {
  /** What is known of a search; it is begun where nobody has asked for it yet. */
  find(connection: string, request: FindSubjectsRequest): FoundSubjects;
  /** The same, complete. @throws RegistryError, and what opening the registry throws */
  fetch(connection: string, request: FindSubjectsRequest, ask: boolean, signal: AbortSignal): Promise<readonly SubjectMatch[]>;
  /** Has what is asked for next searched anew, in one registry or in all: something may be another way there. */
  again(connection: string | undefined): void;
  /** The same of what has failed. */
  retry(connection: string, failedBeforeMs: number): void;
  close(): void;
}

export interface FoundSubjects {
  /** So far as they are found. */
  readonly matches: readonly SubjectMatch[];
  /** Whether it has come to an end once. */
  readonly isComplete: boolean;
  readonly failure: Error | undefined;
}

export interface SubjectSearchOptions {
  readonly registries: Pick<Registries, 'open'>;
  readonly changed: () => void;
  readonly now: () => number;
}

interface Search {
  readonly connection: string;
  readonly kept: Kept<readonly SubjectMatch[]>;
  /** Found by the search that is under way. */
  partial: readonly SubjectMatch[];
  /** Whether it is to be made again when somebody wants to know. */
  isStale: boolean;
}

/** So many searches are kept: a name that is being typed leaves some behind. */
const maxSearches = 2000;

export function createSubjectSearch({ registries, changed, now }: SubjectSearchOptions): SubjectSearch {
  const searches = new Map<string, Search>();
  const searchOf = (connection: string, request: FindSubjectsRequest): Search => {
    const key = JSON.stringify([connection, request.fullname, request.fileName]);
    const known = searches.get(key);
    if (known !== undefined) return known;
    const search: Search = {
      connection,
      partial: [],
      isStale: true,
      kept: new Kept<readonly SubjectMatch[]>({
        load: async (_previous, ask, signal) => {
          const session = await registries.open(connection, { ask }, signal);
          const found: SubjectMatch[] = [];
          const onFound = (match: SubjectMatch): void => {
            found.push(match);
            search.partial = [...found];
            changed();
          };
          const { matches } = await session.findSubjects(request, onFound, signal);
          return [...matches].sort((one, other) => (one.subject < other.subject ? -1 : 1));
        },
        isSame: (one, other) => JSON.stringify(one.map(({ subject }) => subject)) === JSON.stringify(other.map(({ subject }) => subject)),
        changed,
        now,
      }),
    };
    const [oldest] = searches.keys();
    if (searches.size >= maxSearches && oldest !== undefined) {
      searches.get(oldest)?.kept.close();
      searches.delete(oldest);
    }
    searches.set(key, search);
    return search;
  };
  return {
    find(connection, request) {
      const search = searchOf(connection, request);
      const { kept, partial } = search;
      if (search.isStale) {
        search.isStale = false;
        void kept.refresh();
      }
      return { matches: kept.value ?? partial, isComplete: kept.value !== undefined, failure: kept.failure };
    },
    fetch: (connection, request, ask, signal) => searchOf(connection, request).kept.fetch(ask, signal),
    again(connection) {
      for (const search of searches.values()) if (connection === undefined || search.connection === connection) search.isStale = true;
    },
    retry(connection, failedBeforeMs) {
      for (const search of searches.values()) {
        const { failure, failedMs = 0 } = search.kept;
        if (search.connection === connection && failure !== undefined && failedMs <= failedBeforeMs) search.isStale = true;
      }
    },
    close() {
      for (const { kept } of searches.values()) kept.close();
    },
  };
}
