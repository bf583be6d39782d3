import type { Diagnosis } from '../../shared/diagnosis/diagnosis.ts';

/** The pages that say what is on a topic, and who can read it: one for each topic of each connection. */
export interface Reports {
  /** Opens the topic's report, or brings it to the front, and diagnoses anew. It returns before anything is read. */
  show(target: { readonly connection: string; readonly topic: string }): void;
  /** The report that is in front, else the one that was last. */
  active(): OpenReport | undefined;
  find(connection: string, topic: string): OpenReport | undefined;
}

/** A report as commands see it. */
export interface OpenReport {
  readonly connection: string;
  readonly topic: string;
  /** What is known by now, which may not be all; undefined before there is anything. */
  readonly diagnosis: Diagnosis | undefined;
  /** The keys or the values, whichever are shown. */
  readonly part: 'key' | 'value';
  /** Diagnoses anew. It never rejects. */
  refresh(): Promise<void>;
}
