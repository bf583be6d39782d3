import type { SchemaText } from '../../shared/avro/schemaText.ts';
import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { SchemaCandidate } from '../../shared/wire/decoder.ts';
import { topicSubject } from '../../shared/wire/topicSubjects.ts';
import type { Session } from '../cluster/session.ts';
import { findProfile, framingChoices, framingTitle, withPartSetting } from '../decodeProfiles.ts';
import type { PartSetting, SchemaSetting } from '../decodeProfiles.ts';
import { readWholeSchema } from '../messages/wholeSchema.ts';
import type { Choice, Place } from '../ui.ts';
import { chooseProfileSchema, settingOf } from './chooseProfileSchema.ts';
import { chooseTopic } from './chooseTopic.ts';
import type { Command, CommandContext } from './context.ts';
import { askSteps } from './steps.ts';
import { topicTarget, type TopicTarget } from './targets.ts';

const title = 'Set Decode Profile';

type Framing = NonNullable<PartSetting['framing']>;
type Scope = 'workspace' | 'user';

interface Draft {
  readonly part: 'key' | 'value' | undefined;
  readonly framing: Framing | undefined;
  readonly schema: SchemaSetting | undefined;
  readonly reader: SchemaSetting | undefined;
  readonly scope: Scope | undefined;
}

/** Framings that need no schema, or have it in the bytes. */
export const withoutSchema: ReadonlySet<Framing> = new Set(['json', 'text', 'int', 'long', 'short', 'double', 'float', 'uuid', 'bytes']);

/**
 * Chooses how the keys or values of a topic are read, and keeps it in the settings. What a record was guessed to be is
 * handed over by "Use for Topic": then only the place is asked for.
 */
export const setDecodeProfile: Command = {
  failure: "Can't set the decode profile",
  create:
    (context) =>
    async (...args) => {
      const target = topicTarget(args) ?? (await chooseTopic(context, { title }));
      const given = givenBy(args);
      const samples = createSamples(context, target);
      const draft = await askSteps<Draft>(stepsFor(context, target, given, samples), given);
      const { part = 'value', framing = 'automatic', schema = {}, reader = {}, scope = 'workspace' } = draft;
      const isNothing = framing === 'automatic' && isNone(schema) && isNone(reader);
      const setting: PartSetting = {
        ...(framing === 'automatic' ? {} : { framing }),
        ...schema,
        ...(isNone(reader) ? {} : { reader }),
      };
      await context.changeSettingIn(scope, 'decodeProfiles', (value) =>
        withPartSetting(value, target.topic, part, isNothing ? undefined : setting),
      );
      const { pattern } = findProfile(context.settings.decodeProfiles(), target.topic)[part];
      const others = isNothing && pattern !== undefined && pattern !== target.topic ? ` The pattern "${pattern}" counts for it now.` : '';
      context.ui.showStatus(`${part === 'key' ? 'Keys' : 'Values'} of ${target.topic}: ${settingText(setting)}.${others}`);
    },
};

function isNone({ subject, id, file }: SchemaSetting): boolean {
  return subject === undefined && id === undefined && file === undefined;
}

function settingText(setting: PartSetting): string {
  const named = schemaName(setting);
  const reader = setting.reader === undefined ? undefined : schemaName(setting.reader);
  const parts = [framingTitle(setting.framing ?? 'automatic'), named, reader === undefined ? undefined : `read as ${reader}`];
  return parts.filter((part) => part !== undefined).join(', ');
}

function schemaName({ subject, version, id, file }: SchemaSetting): string | undefined {
  if (subject !== undefined) return typeof version === 'number' ? `${subject} v${version}` : `${subject}, latest`;
  return id === undefined ? file : `schema id ${id}`;
}

/** What the first argument says beside the topic. */
function givenBy([first]: readonly unknown[]): Draft {
  const said: Readonly<Record<string, unknown>> = typeof first === 'object' && first !== null ? { ...first } : {};
  const part = said['part'] === 'key' || said['part'] === 'value' ? said['part'] : undefined;
  const framing = framingChoices.find((one) => one === said['framing']);
  const schema =
    typeof said['schema'] === 'object' && said['schema'] !== null
      ? settingOf(said['schema'] as DecodedName, typeof said['file'] === 'string' ? said['file'] : undefined)
      : undefined;
  const isGuess = framing !== undefined;
  return { part, framing, schema: schema ?? (isGuess ? {} : undefined), reader: isGuess ? {} : undefined, scope: undefined };
}

/** Of a record's decoded part, as pages hand it over. */
interface DecodedName {
  readonly subject: string | undefined;
  readonly version: number | undefined;
  readonly schemaId: number | undefined;
}

function stepsFor(context: CommandContext, target: TopicTarget, given: Draft, samples: Samples): Parameters<typeof askSteps<Draft>>[0] {
  const schemaStep = (which: 'schema' | 'reader') => async (draft: Draft, place: Place) => {
    const part = draft.part ?? 'value';
    const chosen = await chooseProfileSchema(context, {
      title,
      place,
      placeholder: which === 'schema' ? 'Which schema wrote them, where the bytes name none' : 'Read as which schema',
      without:
        which === 'schema'
          ? { label: 'As the Bytes Say', detail: "Else the topic's own subject is tried.", icon: 'sparkle', value: {} }
          : { label: 'As Written', detail: 'Shows values by the schema that wrote them.', icon: 'output', value: {} },
      subject: topicSubject(target.topic, part),
      session: await samples.session(),
      candidates: which === 'schema' ? (signal) => samples.candidates(part, signal) : () => Promise.resolve([]),
    });
    return { ...draft, [which]: chosen };
  };
  return [
    { applies: () => given.part === undefined, ask: async (draft, place) => ({ ...draft, part: await pickPart(context, target, place) }) },
    {
      applies: () => given.framing === undefined,
      ask: async (draft, place) => ({ ...draft, framing: await pickFraming(context, target, draft.part ?? 'value', samples, place) }),
    },
    {
      applies: ({ framing }) =>
        given.schema === undefined && (framing === undefined || !(withoutSchema.has(framing) || framing === 'container')),
      ask: schemaStep('schema'),
    },
    {
      applies: ({ framing }) => given.reader === undefined && (framing === undefined || !withoutSchema.has(framing)),
      ask: schemaStep('reader'),
    },
    { ask: async (draft, place) => ({ ...draft, scope: await pickScope(context, target, place) }) },
  ];
}

function pickPart(context: CommandContext, { topic }: TopicTarget, place: Place): Promise<'key' | 'value'> {
  return context.ui.pick<'key' | 'value'>({
    title,
    placeholder: `What of ${topic} is to be read`,
    place,
    choices: [
      { label: 'Value', value: 'value', icon: 'symbol-object' },
      { label: 'Key', value: 'key', icon: 'key' },
    ],
  });
}

function pickFraming(
  context: CommandContext,
  { topic }: TopicTarget,
  part: 'key' | 'value',
  samples: Samples,
  place: Place,
): Promise<Framing> {
  const current = findProfile(context.settings.decodeProfiles(), topic)[part].setting?.framing ?? 'automatic';
  return context.ui.pick<Framing>({
    title,
    placeholder: `How the ${part}s of ${topic} are framed`,
    place,
    choices: async (signal) => {
      const decided = await samples.evidence(part, signal);
      return framingChoices.map((framing): Choice<Framing> => {
        const description = framing === current ? 'current' : undefined;
        return { label: framingTitle(framing), description, detail: framing === 'automatic' ? decided : undefined, value: framing };
      });
    },
    isInitial: (framing) => framing === current,
  });
}

function pickScope(context: CommandContext, { topic }: TopicTarget, place: Place): Promise<Scope> {
  return context.ui.pick<Scope>({
    title,
    placeholder: `Where the profile of ${topic} is kept`,
    place,
    choices: [
      { label: 'Workspace Settings', detail: 'Shared with whoever has the workspace.', icon: 'folder', value: 'workspace' },
      { label: 'User Settings', detail: 'For you, in every window.', icon: 'account', value: 'user' },
    ],
  });
}

/** A few of the topic's newest records, read once, when they are first of use. */
interface Samples {
  session(): Promise<Session>;
  /** What automatic reading has decided of most of them: a sentence; undefined where there are none. */
  evidence(part: 'key' | 'value', signal: AbortSignal): Promise<string | undefined>;
  candidates(part: 'key' | 'value', signal: AbortSignal): Promise<readonly SchemaCandidate[]>;
}

const sampleCount = 20;
const mostFiles = 200;

function createSamples(context: CommandContext, { connection, topic }: TopicTarget): Samples {
  const session = (): Promise<Session> => context.sessions.open(connection, new AbortController().signal);
  let read: ReturnType<typeof readRows> | undefined;
  const rows = (signal: AbortSignal): ReturnType<typeof readRows> => (read ??= readRows(session, topic, signal));
  return {
    session,
    async evidence(part, signal) {
      const sentences = (await rows(signal)).map((row) => row[part]).filter(({ state }) => state !== 'null');
      const counts = new Map<string, number>();
      // Sizes differ from record to record.
      for (const { evidence } of sentences) {
        const sentence = evidence.replace(/ All \d+ bytes read, none left\./, '');
        counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
      }
      const [most] = [...counts].sort((a, b) => b[1] - a[1]);
      return most === undefined ? undefined : `${most[1]} of ${sentences.length}: ${most[0]}`;
    },
    async candidates(part, signal) {
      const found = (await rows(signal)).map((row) => (part === 'key' ? row.keyBytes : row.valueBytes));
      // Larger ones have come in part.
      const bytes = found.filter((one): one is Uint8Array => one !== null && one.length > 0 && one.length < 64 * 1024);
      if (bytes.length === 0) return [];
      const workspace = await readWorkspace(context, signal);
      return unlessKnown([], async () =>
        (await session()).suggestSchemas({ topic, part, samples: { bytes }, workspace, isRegistryAsked: true }, signal),
      );
    },
  };
}

async function readRows(
  session: () => Promise<Session>,
  topic: string,
  signal: AbortSignal,
): Promise<Awaited<ReturnType<Session['peek']>>['rows']> {
  const request = { topic, count: sampleCount, isolation: 'readCommitted', timeoutMs: 5_000, maxBytes: 4 * 2 ** 20 } as const;
  return unlessKnown([], async () => (await (await session()).peek(request, () => undefined, signal)).rows);
}

/** What is only of help is left out where it can't be had. */
async function unlessKnown<T>(otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KnownError && !isCancelled(error)) return otherwise;
    throw error;
  }
}

/** Schemas of the workspace, each whole, by the path that a profile names them by. Files with mistakes are left out. */
export async function readWorkspace(context: CommandContext, signal: AbortSignal): Promise<readonly SchemaText[]> {
  const files = await context.files.findSchemas(mostFiles, signal);
  const read = async (uri: string): Promise<readonly SchemaText[]> => {
    const written = await context.files.readText(uri).catch(() => undefined);
    if (written === undefined) return [];
    return unlessKnown([], async () => {
      const { text } = await readWholeSchema(context, uri, written, signal);
      return [{ text, references: [], label: context.files.relativePath(uri) }];
    });
  };
  return (await Promise.all(files.map(({ uri }) => read(uri)))).flat();
}
