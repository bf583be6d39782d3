import type { SchemaCandidate } from '../../shared/wire/decoder.ts';
import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { SchemaText, Session } from '../cluster/session.ts';
import { readWholeSchema } from '../messages/wholeSchema.ts';
import type { Choice, Place } from '../ui.ts';
import type { CommandContext } from './context.ts';
import { askSteps } from './steps.ts';

export interface ChooseSchemaOptions {
  readonly title: string;
  /** Whose registry is asked for subjects; undefined where there is none. */
  readonly connection: string | undefined;
  /** The connection's. */
  readonly session: Session | undefined;
  /** One sentence that says why a schema is asked for. */
  readonly reason: string;
  /** Those that read the bytes, the likeliest first; they stand above all others. */
  readonly candidates?: ((signal: AbortSignal) => Promise<readonly SchemaCandidate[]>) | undefined;
  /** Whether it may be the framing that is to be chosen. */
  readonly offersFraming?: boolean | undefined;
}

/** Where a schema is to be had. */
type Source =
  | { readonly kind: 'none' }
  | { readonly kind: 'framing' }
  | { readonly kind: 'candidate'; readonly schema: SchemaText }
  | { readonly kind: 'file'; readonly uri: string; readonly label: string }
  | { readonly kind: 'subject'; readonly subject: string }
  | { readonly kind: 'unavailable'; readonly error: Error };

interface Draft {
  readonly source: Source | undefined;
  readonly schema: SchemaText | undefined;
}

const maxFiles = 1000;
const maxVersions = 200;

/**
 * Asks for a schema: a file of the workspace, or a subject of the registry and one of its versions.
 *
 * @returns undefined where the user wants none
 * @throws an `AbortError` where the user gives up; RegistryError; Error if a file can't be read
 */
export async function chooseSchema(context: CommandContext, options: ChooseSchemaOptions): Promise<SchemaText | undefined> {
  const chosen = await chooseSchemaOrFraming(context, { ...options, offersFraming: false });
  return chosen === 'framing' ? undefined : chosen;
}

/** The same; `framing` where the user wants to choose that. */
export async function chooseSchemaOrFraming(
  context: CommandContext,
  options: ChooseSchemaOptions,
): Promise<SchemaText | 'framing' | undefined> {
  const { source, schema } = await askSteps<Draft>(
    [
      { ask: async (_draft, place) => ({ source: await pickSource(context, options, place), schema: undefined }) },
      {
        applies: (draft) => draft.source?.kind === 'subject',
        ask: async (draft, place) => ({ ...draft, schema: await pickVersion(context, options, draft.source, place) }),
      },
    ],
    { source: undefined, schema: undefined },
  );
  if (source?.kind === 'unavailable') throw source.error;
  if (source?.kind === 'framing') return 'framing';
  if (source?.kind === 'candidate') return source.schema;
  if (source?.kind !== 'file') return schema;
  const { uri, label } = source;
  const written = await context.files.readText(uri);
  const { text } = await context.ui.progress(`Reading ${label}`, (_say, signal) => readWholeSchema(context, uri, written, signal));
  return { text, references: [], label };
}

function pickSource(context: CommandContext, options: ChooseSchemaOptions, place: Place): Promise<Source> {
  return context.ui.pick<Source>({
    title: options.title,
    placeholder: `Choose a schema. ${options.reason}`,
    place,
    async choices(signal) {
      const none: Choice<Source> = {
        label: 'Without a Schema',
        detail: 'Shows the bytes as they are.',
        icon: 'file-binary',
        value: { kind: 'none' },
      };
      const framing: Choice<Source> = {
        label: 'Other Framing…',
        detail: 'Says what stands around the Avro binary.',
        icon: 'symbol-ruler',
        value: { kind: 'framing' },
      };
      const found = (await options.candidates?.(signal)) ?? [];
      const candidates = found.map(({ schema, reason, preview }): Choice<Source> => {
        const value = { kind: 'candidate', schema } as const;
        return { label: schema.label, description: reason, detail: preview, icon: 'lightbulb', group: 'Reads All Bytes', value };
      });
      const files = await context.files.findSchemas(maxFiles, signal);
      const fromFiles = files.map(({ uri, label }): Choice<Source> => {
        return { label, icon: 'symbol-interface', group: 'Workspace', value: { kind: 'file', uri, label } };
      });
      const first = options.offersFraming === true ? [none, framing] : [none];
      return [...first, ...candidates, ...(await registryChoices(options, signal)), ...fromFiles];
    },
  });
}

async function registryChoices({ connection, session }: ChooseSchemaOptions, signal: AbortSignal): Promise<readonly Choice<Source>[]> {
  if (connection === undefined || session === undefined) return [];
  const group = `Registry of ${connection}`;
  try {
    const subjects = await session.listSubjects(signal);
    return subjects.map((subject): Choice<Source> => {
      return { label: subject, icon: 'database', group, value: { kind: 'subject', subject } };
    });
  } catch (error) {
    // The workspace's files are still of use, so this is one of the choices and not the end.
    if (isCancelled(error) || !(error instanceof KnownError)) throw error;
    return [{ label: "The registry can't be asked", detail: error.message, icon: 'error', group, value: { kind: 'unavailable', error } }];
  }
}

async function pickVersion(
  context: CommandContext,
  { title, session }: ChooseSchemaOptions,
  source: Source | undefined,
  place: Place,
): Promise<SchemaText | undefined> {
  if (source?.kind !== 'subject' || session === undefined) return undefined;
  const { subject } = source;
  const version = await context.ui.pick<number | 'latest'>({
    title,
    place,
    placeholder: `Choose a version of ${subject}`,
    async choices(signal) {
      const latest = (await session.fetchVersion(subject, 'latest', signal)).version ?? 1;
      const earlier = Array.from({ length: Math.min(latest, maxVersions) - 1 }, (_none, index) => latest - 1 - index);
      return [
        { label: `Version ${latest}`, description: 'latest', value: 'latest' },
        ...earlier.map((number) => ({ label: `Version ${number}`, value: number })),
      ];
    },
    // Versions may have gaps, and not all are listed.
    fromText: (text) => (/^[1-9]\d{0,8}$/.test(text) ? { label: `Version ${text}`, value: Number(text) } : undefined),
  });
  return context.ui.progress(`Fetching ${subject}`, (_say, signal) => session.fetchVersion(subject, version, signal));
}
