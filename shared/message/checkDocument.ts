import { closestWord } from '../avro/closestWord.ts';
import { changeTo } from '../avro/fixes/fix.ts';
import type { Problem, Spanned } from '../avro/schema.ts';
import { valueFromJsonSteps } from '../avro/valueFromJson.ts';
import { runAtOnce, sortInSteps } from '../slices.ts';
import type { Steps } from '../slices.ts';
import { checkFraming, needsSchema, nodeOf, planPart, valueNode, type MessagePart, type PartSchema } from './check.ts';
import { inOrder, type Message, type MessageDocument } from './document.ts';
import { messageFixes } from './messageFixes.ts';
import { readSampleOptions } from './sampleOptions.ts';
import { valueFixes } from './valueFixes.ts';

/** What is known beside the document; each undefined where it is not. */
export interface CheckMessagesOptions {
  /** Names of the connections that there are. */
  readonly connections?: readonly string[] | undefined;
  /** What is known of a message's topic where its cluster has none of this name. */
  readonly unknownTopic?: ((message: Message) => UnknownTopic | undefined) | undefined;
}

/** A topic that a cluster does not have. */
export interface UnknownTopic {
  /** The connection that it would be sent on. */
  readonly connection: string;
  /** The topic that is probably meant. */
  readonly closest: string | undefined;
}

type SchemaOf = (message: Message, part: MessagePart) => PartSchema | undefined;

/**
 * All problems of a document: its own, those of every key and value against its schema, and those of the sample options at
 * its head, in the text's order, with their fixes.
 *
 * @param schemaOf undefined while the schema is still being looked for, or where none is needed
 */
export function checkMessages(document: MessageDocument, schemaOf: SchemaOf, options: CheckMessagesOptions = {}): Problem[] {
  return runAtOnce(checkMessagesSteps(document, schemaOf, options));
}

/** What {@link checkMessages} does, in steps. */
export function* checkMessagesSteps(document: MessageDocument, schemaOf: SchemaOf, options: CheckMessagesOptions = {}): Steps<Problem[]> {
  const found: Problem[] = [];
  let pauseAt = charsInStep;
  for (const message of document.messages) {
    for (const problem of yield* checkMessage(document, message, schemaOf, options)) found.push(problem);
    if (message.json.span.end < pauseAt) continue;
    pauseAt = message.json.span.end + charsInStep;
    yield;
  }
  // What is refused twice in the same place is the schema's to say, which counts it as an error.
  const doubled = new Set(found.filter(({ code }) => code === 'duplicate-key').map(({ span }) => span.start));
  for (const own of document.problems) {
    if (own.code === 'duplicate-key' && doubled.has(own.span.start)) continue;
    found.push({ ...own, fixes: () => messageFixes(document, own) });
  }
  found.push(...readSampleOptions(document.text).problems);
  yield* sortInSteps(found, inOrder);
  return found;
}

/** So much text is checked in well under a millisecond or two, whatever it holds. */
const charsInStep = 8192;

function* checkMessage(
  document: MessageDocument,
  message: Message,
  schemaOf: SchemaOf,
  { connections, unknownTopic }: CheckMessagesOptions,
): Steps<Problem[]> {
  const value = yield* checkPart(document, message, 'value', schemaOf(message, 'value'));
  const key = yield* checkPart(document, message, 'key', schemaOf(message, 'key'));
  // The same reason twice in one message would only be noise.
  const parts = [...key.filter((one) => !value.some((other) => isSameReason(one, other))), ...value];
  const connection = unknownConnection(message, connections);
  if (connection !== undefined) return [connection, ...parts.filter(({ code }) => code !== 'no-schema')];
  const topic = message.topic === undefined ? undefined : unknownTopic?.(message);
  if (message.topic === undefined || topic === undefined) return parts;
  return [topicProblem(message.topic, topic), ...parts];
}

function* checkPart(
  document: MessageDocument,
  message: Message,
  part: MessagePart,
  schema: PartSchema | undefined,
): Steps<readonly Problem[]> {
  const node = nodeOf(message, part);
  if (node === undefined || (schema === undefined && needsSchema(message, part))) return [];
  const plan = planPart(message, part, schema ?? { found: false, reason: undefined });
  if ('code' in plan) return [{ ...plan, fixes: () => messageFixes(document, plan) }];
  if (plan.kind !== 'avro' || schema?.found !== true) return [];
  const framing = checkFraming(message, part, plan.framing);
  const result = yield* valueFromJsonSteps(schema.schema, valueNode(schema.schema, plan.node));
  if (result.ok) return framing;
  const { text } = document;
  return [
    ...framing,
    ...result.problems.map((problem): Problem => {
      const { code, span, message: sentence } = problem;
      return { code, severity: 'error', span, message: sentence, fixes: () => valueFixes({ text, root: plan.node }, problem) };
    }),
  ];
}

function isSameReason(one: Problem, other: Problem): boolean {
  return one.code === 'no-schema' && other.code === 'no-schema' && one.message === other.message;
}

function unknownConnection({ connection }: Message, connections: readonly string[] | undefined): Problem | undefined {
  if (connection === undefined || connections === undefined || connections.includes(connection.value)) return undefined;
  const closest = closestWord(connection.value, connections);
  return misspelt('unknown-connection', connection, `There is no connection "${connection.value}".`, closest);
}

function topicProblem(topic: Spanned<string>, { connection, closest }: UnknownTopic): Problem {
  return misspelt('unknown-topic', topic, `${connection} has no topic "${topic.value}".`, closest);
}

function misspelt(code: string, word: Spanned<string>, sentence: string, closest: string | undefined): Problem {
  const problem = { code, severity: 'warning', span: word.span } as const;
  if (closest === undefined) return { ...problem, message: sentence };
  return { ...problem, message: `${sentence} Did you mean "${closest}"?`, fixes: () => changeTo(word, [closest]) };
}
