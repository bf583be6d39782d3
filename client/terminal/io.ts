import { KnownError } from '../../shared/errors.ts';

/** What a command at a terminal has to do with the world outside. */
export interface TerminalIo {
  /** Absolute. */
  readonly workingFolder: string;
  /** Whether what is printed may be coloured. */
  readonly hasColours: boolean;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/** What a command that reads on and on has to do with it. */
export interface StreamIo extends TerminalIo {
  /** Aborted when the user has had enough, or nobody reads what is printed any more. */
  readonly signal: AbortSignal;
  /** Resolves when what was printed is taken. */
  readonly drained: () => Promise<void>;
  /** All of the standard input. */
  readonly readInput: () => AsyncIterable<Uint8Array>;
  /** Asks for a secret without showing it; undefined where nobody can be asked. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** The worker's file; undefined where there is none. */
  readonly workerPath: string | undefined;
}

/** The command was called in a way that it does not know; the message is one sentence. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** How a command ended: 0 nothing was found, 1 something was, 2 it was called wrongly. */
export type ExitCode = 0 | 1 | 2;

/** Prints what a command failed by, and its remedy. @throws what is no known error */
export function printFailure(error: unknown, { printError }: Pick<TerminalIo, 'printError'>): ExitCode {
  if (!(error instanceof KnownError)) throw error;
  printError(`avro-workbench: ${error.message}${error.remedy === undefined ? '' : ` ${error.remedy}`}\n`);
  return 2;
}
