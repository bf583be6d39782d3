import type { Baseline, BaselinesParams, BaselinesResult } from '../../shared/protocol.ts';
import type { Subscription } from '../ui.ts';

/** What schema files are to be compatible with. */
export interface Baselines {
  /**
   * Answers from what is known, at once; what is not is asked for in the background, and told by `onDidChange` when it is
   * there. Never asks the user.
   */
  find(params: BaselinesParams): BaselinesResult;
  /** The subjects of a file: by setting, else those that were found; waits for the registries. */
  subjectsOf(uri: string, fullname: string | undefined, signal: AbortSignal): Promise<readonly FileSubject[]>;
  /** The baseline that a subject is. @throws RegistryError */
  ofSubject(subject: FileSubject, uri: string, signal: AbortSignal): Promise<Baseline>;
  /** The baseline that a text such as `git:main`, or a file's or folder's path, names. @throws Error with a sentence for people */
  ofText(baseline: string, uri: string, signal: AbortSignal): Promise<Baseline>;
  /** Told which files may have others now; undefined is all. */
  onDidChange(listener: (uris: readonly string[] | undefined) => void): Subscription;
}

export interface FileSubject {
  readonly connection: string;
  readonly subject: string;
  /** Whether a setting says so. */
  readonly isChosen: boolean;
}
