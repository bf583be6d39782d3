import { CodecError } from '../shared/errors.ts';
import { needsSchema, type MessagePart, type PartSchema } from '../shared/message/check.ts';
import type { Message, MessageDocument } from '../shared/message/document.ts';
import { resolveWritable } from '../shared/message/writableSchema.ts';
import type { MessageSchemaParams, MessageSchemaResult, RegisteredAs } from '../shared/protocol.ts';
import type { RequestContext } from './kinds.ts';

/** What a part is written with, and where that is to be had. */
export type LocatedSchema = PartSchema & {
  readonly registered?: RegisteredAs | undefined;
  /** The file's URI, where it is one's. */
  readonly uri?: string | undefined;
};

/** The schemas of all parts that need one. Parts that name the same one ask for it once. */
export async function findSchemas(
  { messages }: MessageDocument,
  uri: string,
  context: RequestContext,
): Promise<(message: Message, part: MessagePart) => PartSchema | undefined> {
  const asked = new Map<string, Promise<PartSchema>>();
  for (const message of messages) {
    for (const part of ['key', 'value'] as const) {
      const id = idOf(message, part);
      if (needsSchema(message, part) && !asked.has(id)) asked.set(id, findSchema(paramsOf(message, part, uri), context));
    }
  }
  const found = new Map(await Promise.all([...asked].map(async ([id, schema]) => [id, await schema] as const)));
  return (message, part) => (needsSchema(message, part) ? found.get(idOf(message, part)) : undefined);
}

function idOf(message: Message, part: MessagePart): string {
  const ref = refOf(message, part);
  return [part, message.connection?.value, message.topic?.value, ref === undefined ? '' : JSON.stringify(ref)].join('\n');
}

/** The schema of a part of a message. */
export function findSchemaOf(message: Message, part: MessagePart, uri: string, context: RequestContext): Promise<LocatedSchema> {
  return findSchema(paramsOf(message, part, uri), context);
}

function paramsOf(message: Message, part: MessagePart, uri: string): MessageSchemaParams {
  return { uri, part, connection: message.connection?.value, topic: message.topic?.value, schemaRef: refOf(message, part) };
}

function refOf(message: Message, part: MessagePart): MessageSchemaParams['schemaRef'] {
  return (part === 'key' ? message.keySchema : message.valueSchema)?.value;
}

async function findSchema(params: MessageSchemaParams, context: RequestContext): Promise<LocatedSchema> {
  const found = await context.findMessageSchema(params);
  return found.found ? toLocated(found, params) : found;
}

function toLocated(found: MessageSchemaResult & { readonly found: true }, { schemaRef }: MessageSchemaParams): LocatedSchema {
  const { framing, label, registered, uri } = found;
  try {
    const schema = resolveWritable(found, schemaRef?.kind === 'file' ? 'file' : 'registered');
    return { found: true, schema, label, framing, registered, uri };
  } catch (error) {
    if (error instanceof CodecError) return { found: false, reason: error.message, isUnusable: true, framing, uri };
    throw error;
  }
}
