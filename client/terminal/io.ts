/** What a command at a terminal has to do with the world outside. */
export interface TerminalIo {
  /** Absolute. */
  readonly workingFolder: string;
  /** Whether what is printed may be coloured. */
  readonly hasColours: boolean;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/** The command was called in a way that it does not know; the message is one sentence. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** How a command ended: 0 nothing was found, 1 something was, 2 it was called wrongly. */
export type ExitCode = 0 | 1 | 2;
