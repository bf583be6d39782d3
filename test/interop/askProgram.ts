import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../tools/support/processes.ts';

/** A program that is given a question as a file of JSON. */
export interface AskedProgram {
  /** Such as Python. */
  readonly command: string;
  /** The program, and what comes before the file. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** For people: what is done. */
  readonly what: string;
  readonly limitMs: number;
}

/** Runs it; returns the lines that it prints. */
export async function askProgram({ command, args, env, what, limitMs }: AskedProgram, asked: unknown): Promise<string[]> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
  try {
    const file = path.join(scratch, 'asked.json');
    writeFileSync(file, JSON.stringify(asked));
    const output = await run(command, [...args, file], { env: { ...process.env, ...env }, what, limitMs });
    return output.split('\n').filter((line) => line !== '');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
