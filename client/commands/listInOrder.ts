import { CodecError } from '../../shared/errors.ts';
import { textName } from '../../shared/textNames.ts';
import type { Choice } from '../ui.ts';
import { activeSchema, isSchemaUri } from './chooseSchemaPlace.ts';
import type { Command, CommandContext } from './context.ts';
import { findSchemaFiles } from './pickSchemaFile.ts';
import { fileTargets } from './targets.ts';

const title = 'List Files in Dependency Order';

/** Opens a list of schema files, a path a line, in which each stands after those that it needs. */
export const listInOrder: Command = {
  failure: "Can't list the files",
  create:
    (context) =>
    async (...args) => {
      const selected = fileTargets(args);
      const uris = selected.length > 0 ? selected.filter(isSchemaUri) : await chooseFiles(context);
      if (uris.length === 0) throw new CodecError('schema/no-file', 'No schema file (.avsc or .avpr) is selected.');
      const found = await context.ui.progress('Reading schema files', (_report, signal) =>
        context.languageServer.filesInOrder({ uris }, signal),
      );
      const asked = new Set(uris);
      const pathOf = (uri: string): string => context.files.relativePath(uri).replaceAll('\\', '/');
      const added = found.uris.filter((uri) => !asked.has(uri)).map((uri) => `Needed, though not selected: ${pathOf(uri)}`);
      // A path a line can be pasted into a build's configuration; what has to be said stands before, apart from it.
      const notes = [...found.notes, ...added].map((note) => `# ${note}\n`);
      const gap = notes.length > 0 ? '\n' : '';
      await context.ui.newDocument('plaintext', `${notes.join('')}${gap}${found.uris.map((uri) => `${pathOf(uri)}\n`).join('')}`);
    },
};

/** All schema files, or one whose needs are wanted: the one in the active editor first. */
function chooseFiles(context: CommandContext): Promise<readonly string[]> {
  const active = activeSchema(context)?.uri;
  return context.ui.pick<readonly string[]>({
    title,
    placeholder: 'Which files to list',
    choices: async (signal) => {
      const files = await findSchemaFiles(context, signal);
      const all: Choice<readonly string[]> = {
        label: 'All Schema Files',
        description: files.length === 1 ? '1 file' : `${files.length} files`,
        icon: 'files',
        value: files.map(({ uri }) => uri),
      };
      const group = 'One file and what it needs';
      const others = files.filter(({ uri }) => uri !== active);
      const ordered = active === undefined ? files : [{ uri: active, label: labelOf(active, files) }, ...others];
      return [all, ...ordered.map(({ uri, label }) => ({ label, value: [uri], icon: 'file-code', group }))];
    },
  });
}

function labelOf(uri: string, files: readonly { readonly uri: string; readonly label: string }[]): string {
  return files.find((file) => file.uri === uri)?.label ?? textName(uri);
}
