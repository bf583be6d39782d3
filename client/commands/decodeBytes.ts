import { hasRegistry } from '../connections.ts';
import { toHexText } from '../../shared/avro/bytesLiteral.ts';
import { CodecError } from '../../shared/errors.ts';
import { textName } from '../../shared/textNames.ts';
import { parseBytesText, type ParsedBytes } from '../../shared/wire/bytesText.ts';
import type { DecodedPart } from '../../shared/wire/decoded.ts';
import type { SchemaCandidate } from '../../shared/wire/decoder.ts';
import type { PartProfile } from '../../shared/wire/profile.ts';
import type { SchemaText, Session } from '../cluster/session.ts';
import { framingChoices, framingTitle } from '../decodeProfiles.ts';
import type { Choice } from '../ui.ts';
import { chooseSchema, chooseSchemaOrFraming } from './chooseSchema.ts';
import type { Command, CommandContext } from './context.ts';
import { withoutCapital } from './failure.ts';
import { sourceOf } from './inspectBytes.ts';
import { toDecodedText } from './decodedText.ts';
import { readWorkspace, withoutSchema } from './setDecodeProfile.ts';

const title = 'Decode Bytes';

/** Of the document that shows what was decoded. */
export const decodedTitle = 'Decoded Bytes.jsonc';

/** More than this no thread is handed at once. */
const maxFileBytes = 64 * 1024 * 1024;

interface Source {
  readonly bytes: Uint8Array;
  /** Undefined of a file, which holds the bytes as they are. */
  readonly notation: ParsedBytes['notation'] | undefined;
  /** Such as "the selection". */
  readonly from: string;
}

/**
 * Decodes bytes that stand in the selection, on the clipboard or in a file, or are pasted, and shows the value or the reason beside.
 * Where they name no schema, the user chooses one, of the active connection's registry or of the workspace.
 */
export const decodeBytes: Command = {
  failure: "Can't decode the bytes",
  create:
    (context) =>
    async (...args) => {
      // The editor's menu hands over the file; the palette nothing, and then a selection need not have been meant.
      const source = await findBytes(context, args.length > 0);
      const connection = connectionWithRegistry(context);
      const { signal } = new AbortController();
      const session = connection === undefined ? undefined : await context.sessions.open(connection, signal);
      const workspace = await context.ui.progress('Reading the schemas of the workspace', (_say, limited) =>
        readWorkspace(context, limited),
      );
      let decoded = await decode(context, session, source, { workspace });
      let chosen: SchemaText | undefined;
      if (namesNoSchema(decoded)) {
        const how = await askHow(context, { connection, session, source, workspace, decoded });
        chosen = how.schema;
        if (how.schema !== undefined || how.framing !== undefined) decoded = await decode(context, session, source, { workspace, ...how });
      }
      context.inspectors.offer({
        ...sourceOf(context, source.bytes, 'Decoded Bytes', originOf(source)),
        schemas: { value: chosen },
      });
      await context.ui.showText({
        title: decodedTitle,
        language: 'jsonc',
        text: toDecodedText(decoded, { ...source, connection, chosen: chosen?.label }),
      });
    },
};

function originOf({ from, notation }: Source): string {
  const place = from.replace(/^the /, '');
  return notation === undefined ? place : `${place}, written as ${notation}`;
}

/** The active connection, where it has a registry to ask: without one there is no reason to open it. */
function connectionWithRegistry({ connections }: CommandContext): string | undefined {
  const active = connections.active();
  return hasRegistry(connections, active) ? active : undefined;
}

/** Whether another schema could make more of them. */
function namesNoSchema({ state, framing }: DecodedPart): boolean {
  return state === 'failed' || (state === 'bytes' && framing !== 'json');
}

async function decode(
  context: CommandContext,
  session: Session | undefined,
  { bytes }: Source,
  how: How & { readonly workspace: readonly SchemaText[] },
): Promise<DecodedPart> {
  return context.ui.progress(`Decoding ${countBytes(bytes)}`, async (_say, signal) => {
    const { schema, framing, workspace } = how;
    const profile = framing === undefined ? undefined : { framing, schema: undefined, reader: undefined };
    const { maxInflatedBytes } = context.settings.peek();
    const render = context.settings.view();
    const request = { bytes, topic: undefined, part: 'value' as const, schema, profile, render, workspace, maxInflatedBytes };
    return withSession(context, session, (one) => one.decode(request, signal));
  });
}

/** The connection's session, else one without a network, which is closed behind the work. */
async function withSession<T>(context: CommandContext, session: Session | undefined, work: (session: Session) => Promise<T>): Promise<T> {
  if (session !== undefined) return work(session);
  const offline = context.sessions.offline();
  try {
    return await work(offline);
  } finally {
    await offline.close();
  }
}

/** How the user wants bytes to be read that did not say it themselves. */
interface How {
  readonly schema?: SchemaText | undefined;
  readonly framing?: PartProfile['framing'] | undefined;
}

interface Undecided {
  readonly connection: string | undefined;
  readonly session: Session | undefined;
  readonly source: Source;
  readonly workspace: readonly SchemaText[];
  readonly decoded: DecodedPart;
}

/** Asks for a schema, those that read all of the bytes first, or for a framing and then for its schema. */
async function askHow(context: CommandContext, { connection, session, source, workspace, decoded }: Undecided): Promise<How> {
  const samples = { bytes: [source.bytes] };
  const candidates = (signal: AbortSignal): Promise<readonly SchemaCandidate[]> => {
    const request = { topic: '', part: 'value' as const, samples, workspace, isRegistryAsked: session !== undefined };
    return withSession(context, session, (one) => one.suggestSchemas(request, signal));
  };
  const options = { title, connection, session, reason: decoded.error?.message ?? decoded.evidence, candidates };
  const chosen = await chooseSchemaOrFraming(context, { ...options, offersFraming: true });
  if (chosen !== 'framing') return { schema: chosen };
  const framing = await context.ui.pick<PartProfile['framing']>({
    title,
    placeholder: 'How the bytes are framed',
    choices: framingChoices.filter((one) => one !== 'automatic').map((one) => ({ label: framingTitle(one), value: one })),
  });
  return { framing, schema: withoutSchema.has(framing) ? undefined : await chooseSchema(context, options) };
}

async function findBytes(context: CommandContext, isSelectionMeant: boolean): Promise<Source> {
  const selection = context.ui.activeEditor()?.selection ?? '';
  if (selection.trim() !== '') {
    const parsed = parseBytesText(selection);
    if ('bytes' in parsed) return { ...parsed, from: 'the selection' };
    if (isSelectionMeant) {
      const remedy = 'Select hex, base64 or escaped text.';
      throw new CodecError('bytes/unreadable', `The selection is no text of bytes: ${withoutCapital(parsed.error)}`, { remedy });
    }
  }
  const clipboard = parseBytesText(await context.ui.readClipboard());
  const choices: Choice<() => Promise<Source>>[] = [
    { label: 'Pasted Text…', detail: 'Hex, base64 or escaped text', icon: 'edit', value: () => askForText(context) },
    { label: 'File…', detail: 'The bytes that a file holds, up to 64 MB', icon: 'file-binary', value: () => askForFile(context) },
  ];
  if ('bytes' in clipboard) {
    choices.unshift({
      label: 'Clipboard',
      description: `${countBytes(clipboard.bytes)}, ${clipboard.notation}`,
      detail: toHexText(clipboard.bytes, 24),
      icon: 'clippy',
      value: () => Promise.resolve({ ...clipboard, from: 'the clipboard' }),
    });
  }
  const ask = await context.ui.pick({ title, placeholder: 'Which bytes to decode', choices });
  return ask();
}

async function askForText(context: CommandContext): Promise<Source> {
  const text = await context.ui.input({
    title,
    prompt: 'Bytes as hex, base64 or escaped text.',
    placeholder: '00 00 00 00 1f 08 61 62',
    validate(typed) {
      const parsed = parseBytesText(typed);
      return 'bytes' in parsed ? undefined : parsed.error;
    },
  });
  const parsed = parseBytesText(text);
  // The box takes nothing else.
  if (!('bytes' in parsed)) throw new CodecError('bytes/unreadable', parsed.error);
  return { ...parsed, from: 'what was pasted' };
}

async function askForFile(context: CommandContext): Promise<Source> {
  const uri = await context.ui.chooseFile({ title, button: 'Decode' });
  const name = textName(uri);
  const bytes = await context.files.readBytes(uri, maxFileBytes).catch((cause: unknown) => {
    if (cause instanceof CodecError) throw cause;
    throw new CodecError('bytes/no-file', `The file ${name} can't be read.`, { cause });
  });
  if (bytes.length === 0) throw new CodecError('bytes/none', `The file ${name} is empty.`);
  return { bytes, notation: undefined, from: `the file ${name}` };
}

function countBytes({ length }: Uint8Array): string {
  return length === 1 ? '1 byte' : `${length} bytes`;
}
