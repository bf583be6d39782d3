import { CodecError } from '../../shared/errors.ts';
import type { Choice, Place } from '../ui.ts';
import type { CommandContext } from './context.ts';

export interface PickSchemaFileOptions {
  readonly title: string;
  readonly place?: Place | undefined;
  /** Whether protocols can be chosen, too. */
  readonly protocols?: boolean;
  /** The files that stand first. */
  readonly likely?: readonly string[];
  /** What stands chosen at first. */
  readonly first?: string | undefined;
}

/** Asks for a schema file of the workspace. @throws an `AbortError`, a `WentBack`; CodecError where there is nothing to choose from */
export function pickSchemaFile(context: CommandContext, options: PickSchemaFileOptions): Promise<string> {
  const { title, place, protocols = false, likely = [], first } = options;
  return context.ui.pick({
    title,
    placeholder: 'Choose a schema file',
    place,
    choices: async (signal) => {
      const files = (await findSchemaFiles(context, signal)).filter(({ uri }) => protocols || !/\.avpr$/i.test(uri));
      const choices = files.map(({ uri, label }): Choice<string> => ({ label, value: uri, icon: 'file-code' }));
      return [...choices.filter(({ value }) => likely.includes(value)), ...choices.filter(({ value }) => !likely.includes(value))];
    },
    isInitial: (uri) => uri === first,
  });
}

const maxFiles = 10_000;

/**
 * The schema and protocol files of the workspace.
 *
 * @throws CodecError `schema/no-file` where there are none
 */
export async function findSchemaFiles(context: CommandContext, signal: AbortSignal): ReturnType<CommandContext['files']['findSchemas']> {
  const files = await context.files.findSchemas(maxFiles, signal, { protocols: true });
  if (files.length > 0) return files;
  throw new CodecError('schema/no-file', 'There is no schema file (.avsc or .avpr) in this workspace.');
}
