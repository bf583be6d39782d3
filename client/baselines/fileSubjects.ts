import { compileGlobs, type Globs } from '../../shared/globs.ts';
import type { BaselinesResult } from '../../shared/protocol.ts';
import { textName } from '../../shared/textNames.ts';
import type { FindSubjectsRequest, SubjectMatch } from '../cluster/registrySession.ts';
import type { Registries } from '../registries.ts';
import type { Settings } from '../settings.ts';
import { BaselineError } from './baselineError.ts';
import type { FileSubject } from './baselines.ts';
import { readChosen, type BaselineMemory } from './chosenSubjects.ts';
import { mappedSubjects } from './mappedSubjects.ts';
import { reasonOf } from './reason.ts';
import type { SubjectSearch } from './subjectSearch.ts';
import { TypeNames } from './typeNames.ts';

export interface FileSubjectsParts {
  readonly settings: Pick<Settings, 'subjects'>;
  readonly registries: Pick<Registries, 'list'>;
  readonly memory: BaselineMemory;
  readonly search: SubjectSearch;
  /** A file's path from its workspace folder, with `/`; of one that is in none, its whole path. */
  readonly pathOf: (uri: string) => string;
  /** Told that a file may have another subject, now that its type has borne a name for a while. */
  readonly settled: (uri: string) => void;
}

export type KnownSubjects =
  | { readonly subjects: readonly FileSubject[]; readonly without?: undefined }
  | { readonly subjects?: undefined; readonly without: BaselinesResult };

/** Which subjects of registries a file belongs to. */
export interface FileSubjects {
  /** As far as it is known. */
  now(uri: string, fullname: string | undefined): KnownSubjects;
  /** @throws RegistryError, KafkaError; BaselineError `baseline/no-registry` */
  fetch(uri: string, fullname: string | undefined, signal: AbortSignal): Promise<readonly FileSubject[]>;
  fitting(connection: string, uri: string, fullname: string, signal: AbortSignal): Promise<readonly SubjectMatch[]>;
  /** Forgets what a file that is closed was called. */
  forget(uri: string): void;
}

/** So many globs are kept compiled. */
const maxGlobs = 2000;
export function createFileSubjects({ settings, registries, memory, search, pathOf, settled }: FileSubjectsParts): FileSubjects {
  const names = new TypeNames(settled);
  const globs = new Map<string, Globs>();
  const compile = (glob: string): Globs => {
    const known = globs.get(glob) ?? compileGlobs([glob]);
    if (globs.size >= maxGlobs) globs.clear();
    globs.set(glob, known);
    return known;
  };
  const said = (uri: string): KnownSubjects | undefined => {
    const [active] = registries.list();
    const mapped = mappedSubjects(settings.subjects(uri), pathOf(uri), compile);
    if (mapped?.length === 0 && active !== undefined) return { without: none };
    if (mapped !== undefined && mapped.length > 0) {
      const subjects = mapped.flatMap(({ subject, connection = active }) =>
        connection === undefined ? [] : [{ connection, subject, isChosen: true }],
      );
      return subjects.length > 0 ? { subjects } : { without: { baselines: [], without: 'unavailable', reason: noRegistry } };
    }
    const chosen = readChosen(memory, uri);
    if (chosen !== undefined && registries.list().includes(chosen.connection)) return { subjects: [{ ...chosen, isChosen: false }] };
    return active === undefined ? { without: off } : undefined;
  };
  return {
    now(uri, fullname) {
      const known = said(uri);
      const [active] = registries.list();
      if (known !== undefined || active === undefined) return known ?? { without: off };
      const name = names.note(uri, fullname);
      const before = name.subject?.connection === active ? name.subject : undefined;
      if (name.settled === undefined) return before === undefined ? { without: none } : { subjects: [before] };
      const { matches, isComplete, failure } = search.find(active, requestOf(uri, name.settled));
      const subjects = matches.map(({ subject }) => ({ connection: active, subject, isChosen: false }));
      if (subjects.length > 1) return { without: { baselines: [], without: 'ambiguous', fitting: subjects.length } };
      if (subjects.length === 1 && isComplete) name.subject = subjects[0];
      if (subjects.length === 1) return { subjects };
      if (before !== undefined) return { subjects: [before] };
      if (isComplete) return { without: none };
      if (failure === undefined) return { without: { baselines: [], without: 'asking' } };
      return { without: { baselines: [], without: 'unavailable', reason: reasonOf(failure) } };
    },
    async fetch(uri, fullname, signal) {
      const known = said(uri);
      if (known?.subjects !== undefined) return known.subjects;
      const [active] = registries.list();
      if (known?.without.without === 'unavailable') throw new BaselineError('baseline/no-registry', noRegistry);
      if (known !== undefined || active === undefined || fullname === undefined) return [];
      const matches = await search.fetch(active, requestOf(uri, fullname), true, signal);
      return matches.map(({ subject }) => ({ connection: active, subject, isChosen: false }));
    },
    fitting: (connection, uri, fullname, signal) => search.fetch(connection, requestOf(uri, fullname), true, signal),
    forget: (uri) => names.forget(uri),
  };
}

const none: BaselinesResult = { baselines: [], without: 'none' };
const noRegistry = 'No connection has a schema registry.';
/** Nobody who has no registry is to choose one of its subjects. */
const off: BaselinesResult = { baselines: [], without: 'off', reason: noRegistry };

function requestOf(uri: string, fullname: string): FindSubjectsRequest {
  return { fullname, fileName: textName(uri).replace(/\.[^.]*$/, '') };
}
