import { isSchemaFile } from '../../shared/avro/schemaFiles.ts';
import { CodecError } from '../../shared/errors.ts';
import type { NamedTypesResult, Refused, SchemaPlace } from '../../shared/protocol.ts';
import { textName } from '../../shared/textNames.ts';
import type { ActiveEditor } from '../ui.ts';
import type { CommandContext } from './context.ts';
import { pickSchemaFile } from './pickSchemaFile.ts';
import { fileTarget } from './targets.ts';

/** A schema that a command is about. */
export interface ChosenSchema extends SchemaPlace {
  /** What to call it: a type's fullname, else the file. */
  readonly label: string;
}

/**
 * The schema that a command is about: the file that it was called on, else the one in the active editor, else the one
 * that is asked for. Where the cursor is in or on a type that is only a part of the schema, the user says which one is
 * meant; of a protocol always one of its types.
 *
 * @param args what the command was called with
 * @returns what refuses it where the file can't be read
 * @throws an `AbortError` where the user gives up; CodecError where there is nothing to choose from
 */
export async function chooseSchemaPlace(
  context: CommandContext,
  args: readonly unknown[],
  title: string,
): Promise<({ readonly ok: true } & ChosenSchema) | Refused> {
  const editor = activeSchema(context);
  const uri = fileTarget(args) ?? editor?.uri ?? (await pickSchemaFile(context, { title, protocols: true }));
  // The explorer hands over all that is selected there; a cursor in an editor has nothing to do with it.
  const offset = editor?.uri === uri && !Array.isArray(args[1]) ? editor.offset : undefined;
  const label = textName(uri);
  const ask = (signal: AbortSignal): Promise<NamedTypesResult> => context.languageServer.namedTypes({ uri, offset }, signal);
  const types = await context.ui.progress(`Reading ${label}`, (_report, signal) => ask(signal));
  if (!types.ok) return types;
  const fullname = types.isProtocol ? await chooseType(context, types, title, label) : await choosePart(context, types, title, label);
  return { ok: true, uri, fullname, label: fullname ?? label };
}

/** The editor with a schema or protocol, where it is the active one. */
export function activeSchema({ ui }: CommandContext): ActiveEditor | undefined {
  const editor = ui.activeEditor();
  if (editor === undefined) return undefined;
  const isSchema = editor.language === 'avro-schema' || editor.language === 'avro-protocol' || isSchemaUri(editor.uri);
  return isSchema ? editor : undefined;
}

/** Whether a URI's path is that of a schema file or a protocol file. */
export function isSchemaUri(uri: string): boolean {
  return isSchemaFile(uri.replace(/[?#].*$/s, ''));
}

type NamedTypes = NamedTypesResult & { readonly ok: true };

const icons = { record: 'symbol-structure', enum: 'symbol-enum', fixed: 'symbol-array' } as const;

async function chooseType(context: CommandContext, { types, atCursor }: NamedTypes, title: string, label: string): Promise<string> {
  const [first, second] = types;
  if (first === undefined) throw new CodecError('schema/no-type', `${label} defines no type.`);
  if (second === undefined) return first.fullname;
  return context.ui.pick({
    title,
    placeholder: `Choose a type of ${label}`,
    choices: types.map(({ fullname, type }) => ({ label: fullname, description: type, value: fullname, icon: icons[type] })),
    isInitial: (fullname) => fullname === atCursor,
  });
}

async function choosePart(
  context: CommandContext,
  { types, top, atCursor }: NamedTypes,
  title: string,
  label: string,
): Promise<string | undefined> {
  if (atCursor === undefined || atCursor === top) return undefined;
  const type = types.find(({ fullname }) => fullname === atCursor)?.type ?? 'record';
  return context.ui.pick<string | undefined>({
    title,
    placeholder: 'The whole schema, or the type at the cursor',
    choices: [
      { label: top ?? label, description: 'the whole schema', value: undefined, icon: 'file-code' },
      { label: atCursor, description: `the ${type} at the cursor`, value: atCursor, icon: icons[type] },
    ],
  });
}
