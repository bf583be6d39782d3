import { property } from '../../shared/schemaSettings.ts';

/** A few values by name, kept for a workspace. */
export interface BaselineMemory {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
}

export interface ChosenSubject {
  readonly connection: string;
  readonly subject: string;
}

const key = 'chosenSubjects';
/** The oldest are forgotten. */
const maxChosen = 1000;

/** The subject that the user chose for a file where no setting names one. */
export function readChosen(memory: BaselineMemory, uri: string): ChosenSubject | undefined {
  const chosen = property(memory.get(key), uri);
  const [connection, subject] = [property(chosen, 'connection'), property(chosen, 'subject')];
  return typeof connection === 'string' && typeof subject === 'string' ? { connection, subject } : undefined;
}

export async function writeChosen(memory: BaselineMemory, uri: string, subject: ChosenSubject | undefined): Promise<void> {
  const all = memory.get(key);
  const others = typeof all === 'object' && all !== null ? Object.entries(all).filter(([each]) => each !== uri) : [];
  const own = subject === undefined ? [] : [[uri, { connection: subject.connection, subject: subject.subject }] as const];
  await memory.set(key, Object.fromEntries([...others, ...own].slice(-maxChosen)));
}
