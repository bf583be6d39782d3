import { parseSchemaFile, isProtocolFile } from '../../shared/avro/schemaFiles.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import { CodecError } from '../../shared/errors.ts';
import type { CommandContext } from './context.ts';

/**
 * Which of a file's types is meant where that is not said: of a protocol one of its own, and in the editor the one at the
 * cursor, if that is what the user wants. Undefined for the whole schema.
 *
 * @param isLens whether it was called by a lens
 * @throws CodecError where a protocol has no types; an `AbortError` where the user gives up
 */
export async function chooseType(
  context: CommandContext,
  { title, uri, isLens }: { readonly title: string; readonly uri: string; readonly isLens: boolean },
): Promise<string | undefined> {
  const editor = context.ui.activeEditor();
  // A lens is above what it is for; the explorer says nothing of the cursor.
  const isInEditor = editor?.uri === uri && !isLens;
  if (!isInEditor && !isProtocolFile(uri)) return undefined;
  const text = await context.files.readText(uri).catch(() => '');
  const { schema, definitions } = parseSchemaFile(uri, text);
  const offset = isInEditor ? editor.offset : -1;
  const around = [...definitions].filter(([, { span }]) => span.start <= offset && offset <= span.end);
  const [atCursor] = around.sort(([, a], [, b]) => b.span.start - a.span.start)[0] ?? [];
  const whole = schema === undefined ? undefined : fullnameOf(schema);
  if (!isProtocolFile(uri) && (atCursor === undefined || atCursor === whole)) return undefined;
  const others = isProtocolFile(uri) ? [...definitions.keys()].filter((name) => name !== atCursor) : [];
  const choices = [
    ...(atCursor === undefined ? [] : [{ label: atCursor, description: 'at the cursor', value: atCursor }]),
    ...others.map((name) => ({ label: name, value: name })),
    ...(isProtocolFile(uri)
      ? []
      : [{ label: whole ?? 'The whole schema', description: whole === undefined ? '' : 'the whole schema', value: undefined }]),
  ];
  if (choices.length === 0) throw new CodecError('codec/unusable-schema', 'This protocol defines no types.');
  return choices.length === 1 ? choices[0]?.value : context.ui.pick<string | undefined>({ title, placeholder: 'Choose a type', choices });
}

/** Of a named type. */
export function fullnameOf(schema: Schema): string | undefined {
  return 'fullname' in schema && schema.type !== 'reference' ? schema.fullname : undefined;
}
