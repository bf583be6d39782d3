import type { RegisteredSchema, SchemaText, Session } from '../cluster/session.ts';
import type { CommandContext } from '../commands/context.ts';
import { findProfile, toSchemaRef, type PartSetting } from '../decodeProfiles.ts';
import { CodecError, isCancelled, KnownError, RegistryError } from '../../shared/errors.ts';
import type { KnownFraming } from '../../shared/message/check.ts';
import { defaultFraming } from '../../shared/message/framings.ts';
import type { DefaultFraming } from '../../shared/message/document.ts';
import type { MessageSchemaParams, SchemaRef } from '../../shared/protocol.ts';
import { findLatestSubject } from './messageSubjects.ts';
import { readWholeSchema } from './wholeSchema.ts';

/** The schema of a message's key or value, or why there is none. */
export type FoundSchema = KnownFraming & SchemaOrNone;

type SchemaOrNone =
  | { readonly found: true; readonly schema: SchemaText; readonly source: SchemaSource }
  | {
      readonly found: false;
      /** One sentence; undefined where the topic simply has no schema. */
      readonly reason: string | undefined;
      /** What the reason is from, where asking failed. */
      readonly error?: KnownError;
      /** Whether there is one, with which nothing can be written. */
      readonly isUnusable?: boolean;
      /** The file's URI, where it is one's. */
      readonly uri?: string;
    };

export type SchemaSource =
  | { readonly kind: 'registered'; readonly registered: RegisteredSchema }
  /** Of a file: whether and as what it is registered is asked when it is sent. */
  | {
      readonly kind: 'file';
      readonly uri: string;
      /** The other files whose types are in the schema's text. */
      readonly others: readonly string[];
      /** Where it is to be registered, if that is not by the strategy of the settings. */
      readonly subject?: string | undefined;
    };

/** Finds the schemas of messages, the same way for checking while typing as for sending. */
export interface MessageSchemas {
  /**
   * What a part of a message is written with: the schema that the document names, else the one of the topic's decode
   * profile, else the latest one of the topic's subject by the strategy of the settings; and how it is framed where the
   * document does not say it. Registered schemas are remembered: by id and version for good, the latest for a few seconds.
   *
   * @param interactive whether a connection may be opened for it, which may ask the user for a secret
   * @throws an `AbortError`; everything else is a reason
   */
  find(params: MessageSchemaParams, interactive: boolean, signal: AbortSignal): Promise<FoundSchema>;
  /** Forgets what is not certain to stay as it is. */
  forget(): void;
}

/** How long the latest version of a subject, or its absence, is believed. */
const latestForMs = 5000;
const maxRemembered = 200;

export function createMessageSchemas(context: CommandContext, now: () => number = Date.now): MessageSchemas {
  const remembered = new Map<string, { readonly result: SchemaOrNone; readonly until: number }>();
  const remember = (key: string, result: SchemaOrNone, forMs: number): SchemaOrNone => {
    remembered.delete(key);
    remembered.set(key, { result, until: now() + forMs });
    for (const oldest of remembered.keys()) {
      if (remembered.size <= maxRemembered) break;
      remembered.delete(oldest);
    }
    return result;
  };
  const findRegistered = async (
    params: MessageSchemaParams,
    ref: Exclude<SchemaRef, { readonly kind: 'file' }>,
    interactive: boolean,
    signal: AbortSignal,
  ): Promise<SchemaOrNone> => {
    const connection = params.connection ?? context.connections.active();
    const refused = cannotAsk(context, connection, params, interactive);
    if (connection === undefined || refused !== undefined) return refused ?? none;
    const { topic = '', part, uri } = params;
    const strategy = context.settings.produce(uri).subjectStrategy;
    const key = JSON.stringify([connection, ref, ...(ref.kind === 'latest' ? [topic, part, strategy] : [])]);
    const known = remembered.get(key);
    if (known !== undefined && known.until > now()) return known.result;
    try {
      const session = await context.sessions.open(connection, signal);
      const registered = await fetchRegistered(session, ref, () => findLatestSubject(session, { topic, part, strategy }, signal), signal);
      const isForGood = ref.kind === 'id' || (ref.kind === 'subject' && ref.version !== 'latest');
      return remember(key, toFound(registered), isForGood ? Infinity : latestForMs);
    } catch (error) {
      if (isCancelled(error) || !(error instanceof KnownError)) throw error;
      const isAbsent = error instanceof RegistryError && error.status === 404 && params.schemaRef === undefined;
      // Whoever asks by hand has perhaps just mended what was wrong.
      return remember(key, isAbsent ? none : { found: false, reason: error.message, error }, interactive ? 0 : latestForMs);
    }
  };
  return {
    async find(params, interactive, signal) {
      const setting = profileOf(context, params);
      const framing = framingOf(context, params, setting);
      const ref = params.schemaRef ?? toSchemaRef(setting);
      const document = params.schemaRef === undefined ? 'untitled:decode-profile' : params.uri;
      const found =
        ref?.kind === 'file'
          ? await readFile(context, ref, document, signal)
          : await findRegistered({ ...params, schemaRef: ref }, ref ?? { kind: 'latest' }, interactive, signal);
      return { ...found, framing };
    },
    forget() {
      for (const [key, { until }] of remembered) if (until !== Infinity) remembered.delete(key);
    },
  };
}

const none = { found: false, reason: undefined } as const;

/** What the decode profile of the message's topic says. */
function profileOf({ settings }: CommandContext, { topic, part }: MessageSchemaParams): PartSetting | undefined {
  return topic === undefined ? undefined : findProfile(settings.decodeProfiles(), topic)[part].setting;
}

function framingOf(
  { connections }: CommandContext,
  { connection = connections.active(), topic, part }: MessageSchemaParams,
  setting: PartSetting | undefined,
): DefaultFraming | undefined {
  const configured = connection === undefined ? undefined : connections.find(connection);
  // Of a connection whose settings can't be used nobody knows whether it has one.
  if (connection !== undefined && configured?.settings === undefined) return undefined;
  return defaultFraming({ part, topic, profile: setting?.framing, hasRegistry: configured?.settings?.registry !== undefined });
}

/** Why a registry can't be asked, or that there is nothing to ask it for; undefined where it can be asked. */
function cannotAsk(
  context: CommandContext,
  connection: string | undefined,
  { topic, part, schemaRef }: MessageSchemaParams,
  interactive: boolean,
): SchemaOrNone | undefined {
  const isNamed = schemaRef !== undefined;
  const unless = (reason: string): SchemaOrNone => (isNamed ? { found: false, reason } : none);
  if (connection === undefined) return unless('There is no connection whose registry could be asked for the schema.');
  const configured = context.connections.find(connection);
  if (configured === undefined) return { found: false, reason: `There is no connection "${connection}".` };
  if (configured.settings === undefined) return { found: false, reason: `The settings of ${connection} can't be used.` };
  if (configured.settings.registry === undefined) return unless(`${connection} has no schema registry.`);
  if ((schemaRef?.kind ?? 'latest') === 'latest' && topic === undefined) {
    return unless(`Without a topic it is not known which ${part} schema is the latest.`);
  }
  // A session that failed may be gone: starting another may ask for a password, and nobody expects that while typing.
  const { kind } = context.sessions.state(connection);
  if (interactive || kind === 'connected' || kind === 'connecting') return undefined;
  return { found: false, reason: `${connection} is not connected, so its registry was not asked for the schema.` };
}

function toFound(registered: RegisteredSchema): SchemaOrNone {
  const { schemaType, label } = registered;
  if (schemaType !== undefined) return { found: false, reason: `${label} is a schema of ${schemaType}, not of Avro.`, isUnusable: true };
  return { found: true, schema: registered, source: { kind: 'registered', registered } };
}

async function fetchRegistered(
  session: Session,
  ref: Exclude<SchemaRef, { readonly kind: 'file' }>,
  latestSubject: () => Promise<string>,
  signal: AbortSignal,
): Promise<RegisteredSchema> {
  switch (ref.kind) {
    case 'id':
      return session.fetchSchema(ref.schemaId, signal);
    case 'subject':
      return session.fetchVersion(ref.subject, ref.version, signal);
    case 'latest':
      return session.fetchVersion(await latestSubject(), 'latest', signal);
  }
}

async function readFile(
  context: CommandContext,
  ref: SchemaRef & { readonly kind: 'file' },
  document: string,
  signal: AbortSignal,
): Promise<SchemaOrNone> {
  const uri = context.files.resolve(ref.file, document);
  const written = await context.files.readText(uri).catch(() => undefined);
  if (written === undefined) {
    const place = document.startsWith('untitled:') ? 'in the workspace folder' : 'where the message is';
    return { found: false, reason: `There is no schema file ${ref.file} ${place}.` };
  }
  try {
    const { text, others } = await readWholeSchema(context, uri, written, signal, ref.type);
    const schema = { text, references: [], label: ref.file.split('/').at(-1) ?? ref.file, fullname: ref.type };
    return { found: true, schema, source: { kind: 'file', uri, others, ...(ref.subject === undefined ? {} : { subject: ref.subject }) } };
  } catch (error) {
    if (error instanceof CodecError) return { found: false, reason: error.message, isUnusable: true, uri };
    throw error;
  }
}
