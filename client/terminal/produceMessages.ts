import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { KnownError } from '../../shared/errors.ts';
import { jsonToText } from '../../shared/avro/jsonText.ts';
import { framingOf, nodeOf, planPart, type MessagePart } from '../../shared/message/check.ts';
import { parseMessages, type Message } from '../../shared/message/document.ts';
import type { SchemaRef } from '../../shared/protocol.ts';
import { maybeSentCode } from '../cluster/maybeSent.ts';
import type { PartToSend } from '../cluster/session.ts';
import { encodeMessage } from '../cluster/encodePart.ts';
import type { SchemaSetting } from '../decodeProfiles.ts';
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
  const print = (facts: string): void => io.print(`{"file":${JSON.stringify(file)},${facts}}\n`);
  let [written, failed] = [0, 0];
  for (const message of document.messages.slice(0, options.limits.records)) {
    if (io.signal.aborted) break;
    const line = lineOf(message.json.span.start);
    try {
      const topic = message.topic?.value ?? options.topic;
      if (topic === undefined) throw new Misuse(`${file}:${line}: the message names no topic: name it by --topic.`);
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
      if (!(error instanceof KnownError)) throw error;
      failed++;
      print(`"line":${line},"${error.code === maybeSentCode ? 'maybe' : 'error'}":${JSON.stringify(error.message)}`);
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
  const schema = ref === undefined ? options[part].schema : toSetting(ref, path.dirname(file));
  const rule = await schemas.ruleOf({ topic, part, schema, framing, glueVersion }, io.signal);
  if (rule.kind === 'avro') return { kind: 'avro', json: jsonToText(node), schema: rule.schema, framing: rule.framing };
  const plan = planPart(message, part, {
    found: false,
    reason: undefined,
    framing: { name: rule.kind === 'null' ? 'json' : rule.kind, from: 'profile' },
  });
  if ('code' in plan) throw new Misuse(`${file}: ${plan.message}`);
  return plan.kind === 'avro' ? { kind: 'null' } : plan;
}

/** Undefined is the latest. */
function toSetting(ref: SchemaRef, folder: string): SchemaSetting | undefined {
  switch (ref.kind) {
    case 'id':
      return { id: ref.schemaId };
    case 'subject':
      return { subject: ref.subject, version: ref.version };
    case 'file':
      return { file: path.join(folder, ref.file) };
    case 'latest':
      return undefined;
  }
}
