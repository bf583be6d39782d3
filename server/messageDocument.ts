import type { CompletionItem, Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { CodecError } from '../shared/errors.ts';
import { checkMessages, needsSchema, type MessagePart, type PartSchema } from '../shared/message/check.ts';
import { parseMessagesSteps, type Message, type MessageDocument } from '../shared/message/document.ts';
import { findMessageAround, proposeInMessage, type ProposalFacts } from '../shared/message/proposals.ts';
import { resolveWritable } from '../shared/message/writableSchema.ts';
import type { MessageSchemaParams } from '../shared/protocol.ts';
import type { Steps } from '../shared/slices.ts';
import { toCompletionItems } from './completionItems.ts';
import { foldingRanges } from './features/foldingRanges.ts';
import type { ParsedDocument, RequestContext } from './kinds.ts';

/** One version of a message document. */
export function* openMessageDocument(text: TextDocument): Steps<ParsedDocument> {
  const document = yield* parseMessagesSteps(text.getText());
  const roots = document.messages.map(({ json }) => json);
  return {
    async problems(context) {
      const namesConnections = document.messages.some(({ connection }) => connection !== undefined);
      const [schemas, connections] = await Promise.all([
        findSchemas(document, text.uri, context),
        namesConnections ? context.findConnectionNames() : undefined,
      ]);
      return checkMessages(document, (message, part) => schemas.get(message)?.[part], { connections });
    },
    completion: (position, context) => complete(document, text, position, context),
    foldingRanges: () => foldingRanges(text, roots),
  };
}

async function complete(
  document: MessageDocument,
  text: TextDocument,
  position: Position,
  context: RequestContext,
): Promise<CompletionItem[]> {
  const offset = text.offsetAt(position);
  const message = findMessageAround(document, offset);
  if (message === undefined) return [];
  const find = (part: MessagePart): Promise<PartSchema> => findSchema(paramsOf(message, part, text.uri), context);
  const [key, value, connections] = await Promise.all([find('key'), find('value'), context.findConnectionNames()]);
  const schemas = { key, value };
  const facts: ProposalFacts = {
    connections: connections ?? [],
    schemaOf: (part) => (schemas[part].found ? schemas[part].schema : undefined),
    sample: { nullProbability: 0 },
  };
  try {
    const found = proposeInMessage(document, message, offset, facts);
    return found === undefined ? [] : toCompletionItems(text, found, context.client);
  } catch (error) {
    // Of a part of the schema there is no value, such as of a record that contains itself without end.
    if (error instanceof CodecError) return [];
    throw error;
  }
}

type PartSchemas = Partial<Record<MessagePart, PartSchema>>;

/** The schemas of all parts that need one. Parts that name the same one ask for it once. */
async function findSchemas(document: MessageDocument, uri: string, context: RequestContext): Promise<Map<Message, PartSchemas>> {
  const asked = new Map<string, Promise<PartSchema>>();
  const find = (message: Message, part: MessagePart): Promise<PartSchema> | undefined => {
    if (!needsSchema(message, part)) return undefined;
    const params = paramsOf(message, part, uri);
    const id = JSON.stringify(params);
    const found = asked.get(id) ?? findSchema(params, context);
    asked.set(id, found);
    return found;
  };
  const entries = document.messages.map(async (message): Promise<[Message, PartSchemas]> => {
    const [key, value] = await Promise.all([find(message, 'key'), find(message, 'value')]);
    return [message, { ...(key !== undefined && { key }), ...(value !== undefined && { value }) }];
  });
  return new Map(await Promise.all(entries));
}

function paramsOf(message: Message, part: MessagePart, uri: string): MessageSchemaParams {
  const schemaRef = (part === 'key' ? message.keySchema : message.valueSchema)?.value;
  return { uri, part, connection: message.connection?.value, topic: message.topic?.value, schemaRef };
}

async function findSchema(params: MessageSchemaParams, context: RequestContext): Promise<PartSchema> {
  const found = await context.findMessageSchema(params);
  if (!found.found) return found;
  try {
    const schema = resolveWritable(found, params.schemaRef?.kind === 'file' ? 'file' : 'registered');
    return { found: true, schema, label: found.label };
  } catch (error) {
    if (error instanceof CodecError) return { found: false, reason: error.message, isUnusable: true };
    throw error;
  }
}
