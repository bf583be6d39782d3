import type { RegisteredSchema, SchemaText, Session } from '../cluster/session.ts';
import type { CommandContext } from '../commands/context.ts';
import { isCancelled, KnownError, RegistryError } from '../../shared/errors.ts';
import type { MessageSchemaParams, SchemaRef } from '../../shared/protocol.ts';

/** The schema of a message's key or value, or why there is none. */
export type FoundSchema =
  | { readonly found: true; readonly schema: SchemaText; readonly source: SchemaSource }
  /** `reason` is one sentence; undefined where the topic simply has no schema. */
  | { readonly found: false; readonly reason: string | undefined };

export type SchemaSource =
  | { readonly kind: 'registered'; readonly registered: RegisteredSchema }
  /** Of a file: whether and as what it is registered is asked when it is sent. */
  | { readonly kind: 'file'; readonly uri: string };

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
      if (ref.kind === 'file') return readFile(context, ref, params.uri);
      const connection = params.connection ?? context.connections.active();
      const reason = unusable(context, connection, ref, interactive);
      if (connection === undefined || reason !== undefined) return { found: false, reason: reason === '' ? undefined : reason };
      if (ref.kind === 'latest' && params.topic === undefined) return { found: false, reason: undefined };
      const key = JSON.stringify([connection, ref, ref.kind === 'latest' ? subjectOf(params.topic ?? '', params.part) : '']);
      const known = remembered.get(key);
      if (known !== undefined && known.until > now()) return known.result;
      try {
        const session = await context.sessions.open(connection, signal);
        const registered = await fetchRegistered(session, ref, subjectOf(params.topic ?? '', params.part), signal);
        const forMs = ref.kind === 'id' || (ref.kind === 'subject' && ref.version !== 'latest') ? Infinity : latestForMs;
        return remember(key, { found: true, schema: registered, source: { kind: 'registered', registered } }, forMs);
      } catch (error) {
        if (isCancelled(error) || !(error instanceof KnownError)) throw error;
        const absent = error instanceof RegistryError && error.status === 404 && params.schemaRef === undefined;
        return remember(key, { found: false, reason: absent ? undefined : error.message }, latestForMs);
      }
    },
    forget() {
      for (const [key, { until }] of remembered) if (until !== Infinity) remembered.delete(key);
    },
  };
}

/** The subject of a topic's keys or values (TopicName strategy). */
export function subjectOf(topic: string, part: 'key' | 'value'): string {
  return `${topic}-${part}`;
}

/** Why a registry can't be asked: a sentence, '' where nobody expects one, undefined where it can be asked. */
function unusable(context: CommandContext, connection: string | undefined, ref: SchemaRef, interactive: boolean): string | undefined {
  const expected = ref.kind !== 'latest';
  if (connection === undefined) return expected ? 'There is no connection whose registry could be asked for the schema.' : '';
  const settings = context.connections.find(connection)?.settings;
  if (settings === undefined) return `There is no connection "${connection}".`;
  if (settings.registry === undefined) return expected ? `${connection} has no schema registry.` : '';
  if (!interactive && context.sessions.state(connection).kind === 'disconnected') {
    return `${connection} is not connected, so its registry was not asked for the schema.`;
  }
  return undefined;
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

async function readFile(context: CommandContext, ref: SchemaRef & { readonly kind: 'file' }, document: string): Promise<FoundSchema> {
  const uri = context.files.resolve(ref.file, document);
  try {
    const text = await context.files.readText(uri);
    const schema = { text, references: [], label: ref.file.split('/').at(-1) ?? ref.file, fullname: ref.type };
    return { found: true, schema, source: { kind: 'file', uri } };
  } catch {
    return { found: false, reason: `There is no schema file ${ref.file}.` };
  }
}
