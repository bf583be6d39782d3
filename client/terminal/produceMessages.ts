import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CodecError, KnownError } from '../../shared/errors.ts';
import { jsonToText } from '../../shared/avro/jsonText.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import { checkFraming, framingOf, nodeOf, planPart, valueNode, type MessagePart } from '../../shared/message/check.ts';
import { parseMessages, type AvroFraming, type Message } from '../../shared/message/document.ts';
import { toMessageFraming } from '../../shared/message/framings.ts';
import type { SchemaRef } from '../../shared/protocol.ts';
import { maybeSentCode } from '../cluster/maybeSent.ts';
import type { PartToSend } from '../cluster/session.ts';
import { encodeMessage } from '../cluster/encodePart.ts';
import { toSchemaRef } from '../decodeProfiles.ts';
import type { PartRule } from '../sending/sendRequest.ts';
import { Misuse } from './io.ts';
import type { Producing } from './produce.ts';

/**
 * Sends the messages of a document in their order; each says itself what it is written with, and the options what it
 * does not say.
 *
 * @returns whether all of them were written
 * @throws Misuse where the document has a mistake: nothing of it is sent then
 */
export async function sendMessages(producing: Producing, file: string): Promise<boolean> {
  const { options, io, session } = producing;
  const document = parseMessages(await readText(producing, file));
  const mistake = document.problems.find(({ severity }) => severity === 'error');
  const lineOf = (offset: number): number => document.text.slice(0, offset).split('\n').length;
  if (mistake !== undefined) throw new Misuse(`${file}:${lineOf(mistake.span.start)}: ${mistake.message}`);
  const astray = options.topic === undefined ? document.messages.find(({ topic }) => topic === undefined) : undefined;
  if (astray !== undefined) {
    throw new Misuse(`${file}:${lineOf(astray.json.span.start)}: the message names no topic: name it by --topic.`);
  }
  const print = (facts: string): void => io.print(`{"file":${JSON.stringify(file)},${facts}}\n`);
  let [written, failed] = [0, 0];
  for (const message of document.messages.slice(0, options.limits.records)) {
    if (io.signal.aborted) break;
    const line = lineOf(message.json.span.start);
    try {
      const topic = message.topic?.value ?? options.topic ?? '';
      const key = await toPart(producing, message, 'key', topic, file);
      const value = await toPart(producing, message, 'value', topic, file);
      const { headers, partition, timestampMs } = message;
      const toSend = { topic, key, value, headers, partition, timestampMs };
      if (options.dryRun) {
        encodeMessage(toSend);
        continue;
      }
      const record = await session.send(toSend, io.signal);
      written++;
      print(`"line":${line},"partition":${record.partition},"offset":${record.offset}`);
    } catch (error) {
      // A schema that can't be used is the fault of this message alone: those before it are written already.
      if (!(error instanceof KnownError) && !(error instanceof Misuse)) throw error;
      failed++;
      const isMaybe = error instanceof KnownError && error.code === maybeSentCode;
      print(`"line":${line},"${isMaybe ? 'maybe' : 'error'}":${JSON.stringify(error.message)}`);
      if (options.onError === 'stop') break;
    }
  }
  const all = document.messages.length;
  if (!options.quiet) io.printError(`${file}: ${written} of ${all} ${all === 1 ? 'message' : 'messages'} written.\n`);
  return failed === 0 && !io.signal.aborted;
}

async function readText({ io }: Producing, file: string): Promise<string> {
  if (file === '-') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of io.readInput()) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }
  return readFile(path.resolve(io.workingFolder, file), 'utf8').catch((cause: unknown) => {
    throw new Misuse(`${file} can't be read.`, { cause });
  });
}

async function toPart(
  { options, schemas, io }: Producing,
  message: Message,
  part: MessagePart,
  topic: string,
  file: string,
): Promise<PartToSend> {
  const node = nodeOf(message, part);
  if (node === undefined || node.kind === 'null') return { kind: 'null' };
  const ref = (part === 'key' ? message.keySchema : message.valueSchema)?.value;
  const glueVersion = (part === 'key' ? message.keyGlueVersion : message.valueGlueVersion)?.value;
  const framing = framingOf(message, part) ?? options[part].framing;
  const schema =
    ref === undefined ? toSchemaRef(options[part].schema) : fromFolder(ref, path.resolve(io.workingFolder, path.dirname(file)));
  const rule = await schemas.ruleOf({ topic, part, schema, framing, glueVersion }, io.signal);
  if (rule.kind !== 'avro') return asItIs(message, part, rule.kind);
  // A rule that writes Avro has one of its framings.
  const [mistake] = checkFraming(message, part, toMessageFraming(rule.framing.kind) as AvroFraming);
  if (mistake !== undefined) throw new CodecError(`message/${mistake.code}`, mistake.message);
  const json = jsonToText(valueNode(resolveSchema(rule.schema), node));
  return { kind: 'avro', json, schema: rule.schema, framing: rule.framing };
}

function asItIs(message: Message, part: MessagePart, kind: Exclude<PartRule['kind'], 'avro'>): PartToSend {
  const framing = { name: kind === 'null' ? 'json' : kind, from: 'profile' } as const;
  const plan = planPart(message, part, { found: false, reason: undefined, framing });
  if ('code' in plan) throw new CodecError(`message/${plan.code}`, plan.message);
  if (plan.kind === 'avro') throw new Error('What is sent as it stands is not planned as Avro.');
  return plan;
}

/** A file is named from the folder of the document. */
function fromFolder(ref: SchemaRef, folder: string): SchemaRef {
  return ref.kind === 'file' ? { ...ref, file: path.resolve(folder, ref.file) } : ref;
}
