import type { CodeAction, CodeActionContext, CompletionItem, Hover, Position, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../shared/avro/schema.ts';
import { formatText } from '../shared/avro/editing/format.ts';
import { checkMessagesSteps, type UnknownTopic } from '../shared/message/checkDocument.ts';
import { parseMessagesSteps, type Message, type MessageDocument } from '../shared/message/document.ts';
import { findMessageAround, placeInMessage, proposeAtPlace, type MessagePlace } from '../shared/message/proposals.ts';
import { CodecError } from '../shared/errors.ts';
import type { MessageNamesResult } from '../shared/protocol.ts';
import type { Steps } from '../shared/slices.ts';
import { toCompletionItems } from './completionItems.ts';
import { foldingRanges } from './features/foldingRanges.ts';
import { toTextEdits } from './features/formatting.ts';
import { messageActions } from './features/messageActions.ts';
import { messageHover } from './features/messageHover.ts';
import { messageSymbols } from './features/messageSymbols.ts';
import { messageTokens } from './features/messageTokens.ts';
import { selectionRangesIn } from './features/selectionRanges.ts';
import type { ParsedDocument, RequestContext } from './kinds.ts';
import { findSchemaOf, findSchemas } from './messageSchemas.ts';
import { SharedWork } from './sharedWork.ts';

/** One version of a message document. */
export function* openMessageDocument(text: TextDocument): Steps<ParsedDocument> {
  const document = yield* parseMessagesSteps(text.getText());
  const roots = document.messages.map(({ json }) => json);
  const target: MessageText = { uri: text.uri, text, document };
  return {
    problems: (context) => check(target, context),
    completion: (position, context) => complete(target, position, context),
    hover: (position, context) => hover(target, position, context),
    codeActions: (range, wanted, context) => actions(target, range, wanted, context),
    symbols: () => messageSymbols(target),
    semanticTokens: (range) => messageTokens(target, range),
    selectionRanges: (positions) => selectionRangesIn(text, roots, positions),
    formatting: (options, range) => {
      const span = range && { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
      return toTextEdits(text, formatText(document, options, span));
    },
    foldingRanges: () => foldingRanges(text, roots),
  };
}

/** One version of a message document's text, parsed: what each feature for them is given. */
export interface MessageText {
  readonly uri: string;
  readonly text: TextDocument;
  readonly document: MessageDocument;
}

async function check({ uri, document }: MessageText, context: RequestContext): Promise<readonly Problem[]> {
  const namesConnections = document.messages.some(({ connection }) => connection !== undefined);
  const [schemaOf, connections, unknownTopic] = await Promise.all([
    findSchemas(document, uri, context),
    namesConnections ? context.findConnectionNames() : undefined,
    findUnknownTopics(document, context),
  ]);
  return context.waitFor(new SharedWork(checkMessagesSteps(document, schemaOf, { connections, unknownTopic })));
}

/** The topics of all messages are asked about at once, by their connection. */
async function findUnknownTopics(
  { messages }: MessageDocument,
  context: RequestContext,
): Promise<(message: Message) => UnknownTopic | undefined> {
  const asked = new Map<string | undefined, Set<string>>();
  for (const { connection, topic } of messages) {
    if (topic === undefined) continue;
    const topics = asked.get(connection?.value) ?? new Set();
    asked.set(connection?.value, topics.add(topic.value));
  }
  const unknown = new Map<string | undefined, Map<string, UnknownTopic>>();
  const answers = [...asked].map(async ([connection, topics]) => {
    const answer = await context.findUnknownTopics({ connection, topics: [...topics] });
    const found = (answer?.unknown ?? []).map(({ topic, closest }) => [topic, { connection: answer?.connection ?? '', closest }] as const);
    unknown.set(connection, new Map(found));
  });
  await Promise.all(answers);
  return ({ connection, topic }) => (topic === undefined ? undefined : unknown.get(connection?.value)?.get(topic.value));
}

async function complete({ uri, text, document }: MessageText, position: Position, context: RequestContext): Promise<CompletionItem[]> {
  const offset = text.offsetAt(position);
  const message = findMessageAround(document, offset);
  const place = message === undefined ? undefined : placeInMessage(document, message, offset);
  if (message === undefined || place === undefined) return [];
  const { part } = place;
  const [schema, names] = await Promise.all([
    part === undefined ? undefined : findSchemaOf(message, part, uri, context),
    namesFor(place, message, uri, context),
  ]);
  const facts = { names, schema: schema?.found === true ? schema.schema : undefined, now: Date.now() };
  try {
    return toCompletionItems(text, { cursor: place.cursor, proposals: proposeAtPlace(place, message, facts) }, context.client);
  } catch (error) {
    // Of a part of the schema there is no value, such as of a record that contains itself without end.
    if (error instanceof CodecError) return [];
    throw error;
  }
}

async function namesFor(
  { asked }: MessagePlace,
  { connection, topic }: Message,
  uri: string,
  context: RequestContext,
): Promise<MessageNamesResult> {
  if (asked === undefined) return [];
  if (asked.kind === 'connections') return ((await context.findConnectionNames()) ?? []).map((name) => ({ name, detail: 'connection' }));
  return context.findMessageNames({ uri, connection: connection?.value, topic: topic?.value, asked });
}

async function hover(target: MessageText, position: Position, context: RequestContext): Promise<Hover | undefined> {
  const message = findMessageAround(target.document, target.text.offsetAt(position));
  if (message === undefined) return undefined;
  const [key, value] = await Promise.all([
    findSchemaOf(message, 'key', target.uri, context),
    findSchemaOf(message, 'value', target.uri, context),
  ]);
  return messageHover(target, message, position, { key, value });
}

function actions(target: MessageText, range: Range, wanted: CodeActionContext, context: RequestContext): Promise<CodeAction[]> {
  return messageActions(target, {
    range,
    wanted,
    client: context.client,
    problems: () => check(target, context),
    schemaOf: (message, part) => findSchemaOf(message, part, target.uri, context),
    connectionOf: async ({ connection }) =>
      connection?.value ?? (await context.findUnknownTopics({ connection: undefined, topics: [] }))?.connection,
  });
}
