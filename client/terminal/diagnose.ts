import type { ExitCode, StreamIo } from './io.ts';
import { Misuse } from './io.ts';

/** Runs `avro-workbench diagnose`. */
export function diagnose(args: readonly string[], io: StreamIo, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  return Promise.reject(new Misuse(`Not yet (${args.length}, ${typeof io}, ${typeof environment}).`));
}
