import type { FoundSchema } from '../messages/messageSchemas.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import { jsonToText } from '../../shared/avro/jsonText.ts';
import { framingOf, type MessagePart } from '../../shared/message/check.ts';
import type { Message } from '../../shared/message/document.ts';
import { createMessageSampler, type SampleMessage } from '../../shared/message/sample.ts';
import { replaceSamples, sampleRun } from '../../shared/message/sampleMessages.ts';
import { readSampleOptions, type DocumentSampleOptions } from '../../shared/message/sampleOptions.ts';
import { resolveWritable } from '../../shared/message/writableSchema.ts';
import { CodecError } from '../../shared/errors.ts';
import type { Command, CommandContext } from './context.ts';
import { findIndex, messageAt, MessageError, mistakesIn, readMessages } from './messageTarget.ts';

/**
 * Replaces the value at the cursor (or of the CodeLens's message) by another generated one; all else stays as it is. What
 * a comment at the document's head says of samples is obeyed: several may be asked for.
 */
export const newSample: Command = {
  failure: "Can't make a new sample",
  create:
    (context) =>
    async (...args) => {
      const target = await readMessages(context, args);
      const { uri, document } = target;
      const index = findIndex(context, target, args);
      const message = messageAt(document, index);
      const framing = framingOf(message, 'value');
      if (framing === 'text' || framing === 'hex') {
        throw new MessageError('message/no-schema', `With the framing ${framing}, a value has no schema to make a sample of.`);
      }
      const { options, problems } = readSampleOptions(document.text);
      const [problem] = problems;
      if (problem !== undefined) throw new MessageError('message/sample-option', problem.message);
      const [, ...others] = sampleRun(document, index, options.count ?? 1);
      const run = [message, ...others] as const;
      const broken = run.flatMap((each) => mistakesIn(document, each)).find(({ code }) => code === 'json-syntax');
      if (broken !== undefined) throw new MessageError('message/json-syntax', broken.message);
      const found = await findSchema(context, uri, message, 'value');
      if (!found.found) throw new MessageError('message/no-schema', found.reason ?? 'No schema is known for this message.');
      const schema = resolveWritable(found.schema, found.source.kind);
      const count = options.count ?? 1;
      const keyFraming = framingOf(message, 'key');
      const changesKeys = count > run.length && keyFraming !== 'hex';
      const keySchema = changesKeys && keyFraming !== 'text' ? await findKeySchema(context, uri, message) : undefined;
      const settings = { nullProbability: context.settings.sample(uri).nullProbability, now: Date.now() };
      const place = `${uri} ${found.schema.label} ${found.schema.fullname ?? ''}`;
      const samples = await nextSamples(context, place, { schema, keySchema, message, options: { ...settings, ...options, count } });
      const edit = replaceSamples(document, run, samples, changesKeys);
      await context.ui.replaceText(uri, edit.span, edit.text);
    },
};

function findSchema(context: CommandContext, uri: string, message: Message, part: MessagePart): Promise<FoundSchema> {
  const { connection, topic, valueSchema, keySchema } = message;
  const schemaRef = (part === 'value' ? valueSchema : keySchema)?.value;
  const params = { uri, part, connection: connection?.value, topic: topic?.value, schemaRef } as const;
  return context.ui.progress(part === 'value' ? 'Looking up the schema' : 'Looking up the key schema', (_report, signal) =>
    context.messages.schemas.find(params, true, signal),
  );
}

/** The schema of the keys, where there is one that can be used. */
async function findKeySchema(context: CommandContext, uri: string, message: Message): Promise<Schema | undefined> {
  const found = await findSchema(context, uri, message, 'key');
  try {
    return found.found ? resolveWritable(found.schema, found.source.kind) : undefined;
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

interface Series {
  readonly schema: Schema;
  readonly keySchema: Schema | undefined;
  readonly options: DocumentSampleOptions & { readonly count: number };
  /** What is to be another one. */
  readonly message: Message;
}

/** Series begin anew after so many: nobody has come so far by clicking. */
const longestSeries = 10_000;
const maxPlaces = 50;
const turnsKey = 'sampleTurns';

/** Goes on where the last samples of a document ended: in the series of a seed, and with the branches that are due. */
async function nextSamples(
  { memory }: CommandContext,
  place: string,
  { schema, keySchema, options, message }: Series,
): Promise<SampleMessage[]> {
  const { count, seed, branches } = options;
  const sampler = createMessageSampler(schema, keySchema, options);
  const next = (howMany: number): SampleMessage[] => Array.from({ length: howMany }, () => sampler.next());
  if (seed === undefined && branches !== 'all') return next(count);
  const key = `${place} ${seed ?? ''} ${branches ?? ''}`;
  const turns = readTurns(memory.get(turnsKey));
  const from = (turns.get(key) ?? 0) % longestSeries;
  next(from);
  let samples = next(count);
  // Whoever asks for a new one wants to see something change.
  const isSkipped = count === 1 && isSame(message, samples[0]);
  if (isSkipped) samples = next(1);
  turns.delete(key);
  turns.set(key, from + count + (isSkipped ? 1 : 0));
  await memory.set(turnsKey, [...turns].slice(-maxPlaces));
  return samples;
}

/** How many samples each series has had. */
function readTurns(stored: unknown): Map<string, number> {
  const entries: readonly unknown[] = Array.isArray(stored) ? stored : [];
  return new Map(
    entries.flatMap((entry) => {
      const [key, turn] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
      return typeof key === 'string' && typeof turn === 'number' ? [[key, turn] as const] : [];
    }),
  );
}

function isSame({ value }: Message, sample: SampleMessage | undefined): boolean {
  const { root } = parseJson(sample?.value(0) ?? '');
  return value !== undefined && root !== undefined && jsonToText(value) === jsonToText(root);
}
