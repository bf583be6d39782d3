import type { Baseline, BaselinesParams, BaselinesResult } from '../../shared/protocol.ts';
import type { SubjectMatch } from '../cluster/registrySession.ts';
import type { Subscription } from '../ui.ts';
import type { GitRef } from './gitRepository.ts';

/** What schema files are to be compatible with. */
export interface Baselines {
  /**
   * Answers from what is known, at once; what is not is asked for in the background, and told by `onDidChange` when it is
   * there. Never asks the user. Where some of several subjects are not known, the others are there, with the reason.
   */
  find(params: BaselinesParams): BaselinesResult;
  /**
   * The subjects of a file: by setting, else the one that was chosen, else those that are found; waits for the registries.
   * For what the user began: a secret that is missing is asked for.
   */
  subjectsOf(uri: string, fullname: string | undefined, signal: AbortSignal): Promise<readonly FileSubject[]>;
  /** The same where no setting and no choice counts, by the registry of one connection. @throws RegistryError, KafkaError */
  fittingSubjects(connection: string, uri: string, fullname: string, signal: AbortSignal): Promise<readonly SubjectMatch[]>;
  /** The baseline that a subject is, as it is now. Asks for a secret that is missing. @throws RegistryError, KafkaError */
  ofSubject(subject: FileSubject, uri: string, signal: AbortSignal): Promise<Baseline>;
  /** The baseline that a text such as `git:main`, or a file's or folder's path, names. @throws BaselineError with a sentence for people */
  ofText(baseline: string, uri: string, signal: AbortSignal): Promise<Baseline>;
  /** Remembers in this workspace which subject a file belongs to where no setting says it; undefined forgets it. */
  choose(uri: string, subject: { readonly connection: string; readonly subject: string } | undefined): Promise<void>;
  /** The subject that was chosen so. */
  chosen(uri: string): { readonly connection: string; readonly subject: string } | undefined;
  /** The branches and tags of the repository that a file is in, the newest first; none where it is in none. */
  refsOf(uri: string, signal: AbortSignal): Promise<readonly GitRef[]>;
  /** Told which files may have others now; undefined is all. */
  onDidChange(listener: (uris: readonly string[] | undefined) => void): Subscription;
}

export interface FileSubject {
  readonly connection: string;
  readonly subject: string;
  /** Whether a setting says so. */
  readonly isChosen: boolean;
}
