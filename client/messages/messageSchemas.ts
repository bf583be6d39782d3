import type { RegisteredSchema, SchemaText, Session } from '../cluster/session.ts';
import type { CommandContext } from '../commands/context.ts';
import { CodecError, isCancelled, KnownError, RegistryError } from '../../shared/errors.ts';
import type { MessageSchemaParams, SchemaRef } from '../../shared/protocol.ts';
import { readWholeSchema } from './wholeSchema.ts';

/** The schema of a message's key or value, or why there is none. */
export type FoundSchema =
  | { readonly found: true; readonly schema: SchemaText; readonly source: SchemaSource }
  | {
      readonly found: false;
      /** One sentence; undefined where the topic simply has no schema. */
      readonly reason: string | undefined;
      /** Whether there is one, with which nothing can be written. */
      readonly isUnusable?: boolean;
    };

export type SchemaSource =
  | { readonly kind: 'registered'; readonly registered: RegisteredSchema }
  /** Of a file: whether and as what it is registered is asked when it is sent. */
  | {
      readonly kind: 'file';
      readonly uri: string;
      /** The other files whose types are in the schema's text. */
      readonly others: readonly string[];
    };

/** Finds the schemas of messages, the same way for checking while typing as for sending. */
export interface MessageSchemas {
  /**
   * What a part of a message is written with: the schema that the document names, else the latest one of the topic's
   * subject (TopicName strategy). Registered schemas are remembered: by id and version for good, the latest for a few
   * seconds.
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
  const remembered = new Map<string, { readonly result: FoundSchema; readonly until: number }>();
  const remember = (key: string, result: FoundSchema, forMs: number): FoundSchema => {
    remembered.delete(key);
    remembered.set(key, { result, until: now() + forMs });
    for (const oldest of remembered.keys()) {
      if (remembered.size <= maxRemembered) break;
      remembered.delete(oldest);
    }
    return result;
  };
  return {
    async find(params, interactive, signal) {
      const ref = params.schemaRef ?? { kind: 'latest' };
      if (ref.kind === 'file') return readFile(context, ref, params.uri, signal);
      const connection = params.connection ?? context.connections.active();
      const refused = cannotAsk(context, connection, params, interactive);
      if (connection === undefined || refused !== undefined) return refused ?? none;
      const subject = subjectOf(params.topic ?? '', params.part);
      const key = JSON.stringify([connection, ref, ref.kind === 'latest' ? subject : '']);
      const known = remembered.get(key);
      if (known !== undefined && known.until > now()) return known.result;
      try {
        const session = await context.sessions.open(connection, signal);
        const registered = await fetchRegistered(session, ref, subject, signal);
        const isForGood = ref.kind === 'id' || (ref.kind === 'subject' && ref.version !== 'latest');
        return remember(key, toFound(registered), isForGood ? Infinity : latestForMs);
      } catch (error) {
        if (isCancelled(error) || !(error instanceof KnownError)) throw error;
        const isAbsent = error instanceof RegistryError && error.status === 404 && params.schemaRef === undefined;
        // Whoever asks by hand has perhaps just mended what was wrong.
        return remember(key, isAbsent ? none : { found: false, reason: error.message }, interactive ? 0 : latestForMs);
      }
    },
    forget() {
      for (const [key, { until }] of remembered) if (until !== Infinity) remembered.delete(key);
    },
  };
}

const none: FoundSchema = { found: false, reason: undefined };

/** The subject of a topic's keys or values (TopicName strategy). */
export function subjectOf(topic: string, part: 'key' | 'value'): string {
  return `${topic}-${part}`;
}

/** Why a registry can't be asked, or that there is nothing to ask it for; undefined where it can be asked. */
function cannotAsk(
  context: CommandContext,
  connection: string | undefined,
  { topic, part, schemaRef }: MessageSchemaParams,
  interactive: boolean,
): FoundSchema | undefined {
  const isNamed = schemaRef !== undefined;
  const unless = (reason: string): FoundSchema => (isNamed ? { found: false, reason } : none);
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

function toFound(registered: RegisteredSchema): FoundSchema {
  const { schemaType, label } = registered;
  if (schemaType !== undefined) return { found: false, reason: `${label} is a schema of ${schemaType}, not of Avro.`, isUnusable: true };
  return { found: true, schema: registered, source: { kind: 'registered', registered } };
}

function fetchRegistered(session: Session, ref: SchemaRef, subject: string, signal: AbortSignal): Promise<RegisteredSchema> {
  switch (ref.kind) {
    case 'id':
      return session.fetchSchema(ref.schemaId, signal);
    case 'subject':
      return session.fetchVersion(ref.subject, ref.version, signal);
    case 'latest':
    case 'file':
      return session.fetchVersion(subject, 'latest', signal);
  }
}

async function readFile(
  context: CommandContext,
  ref: SchemaRef & { readonly kind: 'file' },
  document: string,
  signal: AbortSignal,
): Promise<FoundSchema> {
  const uri = context.files.resolve(ref.file, document);
  const written = await context.files.readText(uri).catch(() => undefined);
  if (written === undefined) {
    const place = document.startsWith('untitled:') ? 'in the workspace folder' : 'where the message is';
    return { found: false, reason: `There is no schema file ${ref.file} ${place}.` };
  }
  try {
    const { text, others } = await readWholeSchema(context, uri, written, signal);
    const schema = { text, references: [], label: ref.file.split('/').at(-1) ?? ref.file, fullname: ref.type };
    return { found: true, schema, source: { kind: 'file', uri, others } };
  } catch (error) {
    if (error instanceof CodecError) return { found: false, reason: error.message, isUnusable: true };
    throw error;
  }
}
