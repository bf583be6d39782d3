import { parseSchema } from '../../shared/avro/parse.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import { checkUsable } from '../../shared/avro/usable.ts';
import { fromVersionUri } from '../baselines/versionUris.ts';
import type { SchemaText, Session, TryResult } from '../cluster/session.ts';
import { resolveProfile } from '../decodeProfiles.ts';
import { readWholeSchema } from '../messages/wholeSchema.ts';
import { textName } from '../../shared/textNames.ts';
import { isSubjectOf } from '../../shared/wire/topicSubjects.ts';
import { CodecError, KnownError } from '../../shared/errors.ts';
import type { SchemaTriedParams } from '../../shared/protocol.ts';
import type { Place } from '../ui.ts';
import { activeSchema } from './chooseSchemaPlace.ts';
import { chooseTopic } from './chooseTopic.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { pickSchemaFile } from './pickSchemaFile.ts';
import { askSteps } from './steps.ts';
import { schemaTarget, subjectTarget } from './targets.ts';
import type { SubjectTarget, TopicTarget } from './targets.ts';
import { toTriedText, triedLens, triedStatus, type TriedOn } from './triedText.ts';

const title = 'Try on Real Messages';

/**
 * Reads the newest records of a topic with a schema as it stands in the editor, each by the schema that it was written
 * with, and says how many fail and where. Nothing is registered, written or committed.
 */
export const tryOnMessages: Command = {
  failure: "Can't try the schema",
  create:
    (context) =>
    async (...args) => {
      const tried = await schemaToTry(context, args);
      // Nobody is to choose a topic for what nothing can be read with.
      checkUsable(resolveSchema(tried.schema));
      const { target, count } = await askSteps<Draft>(
        [
          { ask: async (draft) => ({ ...draft, target: await askTopic(context, tried) }) },
          { ask: async (draft, place) => ({ ...draft, count: await askCount(context, draft, place) }) },
        ],
        { target: undefined, count: context.settings.peek().count },
      );
      if (target !== undefined) await tryOn(context, tried, target, count);
    },
};

interface Draft {
  readonly target: TopicTarget | undefined;
  readonly count: number;
}

interface SchemaToTry {
  readonly schema: SchemaText;
  /** That it stands in; undefined of a registered version. */
  readonly file?: Pick<SchemaTriedParams, 'uri' | 'text' | 'others'>;
  /** Of its top type. */
  readonly fullname: string | undefined;
  /** Of the cluster that its topics are looked for in, where that is known. */
  readonly connection: string | undefined;
  /** That it belongs to, as far as they can be known. */
  readonly subjects: (signal: AbortSignal) => Promise<readonly string[]>;
}

async function schemaToTry(context: CommandContext, args: readonly unknown[]): Promise<SchemaToTry> {
  const subject = subjectTarget(args);
  if (subject !== undefined) return ofSubject(context, subject);
  const uri = schemaTarget(args) ?? activeSchema(context)?.uri ?? (await pickSchemaFile(context, { title }));
  const version = fromVersionUri(uri);
  if (version !== undefined) return ofSubject(context, version);
  const label = textName(uri);
  const text = await context.files.readText(uri).catch((cause: unknown) => {
    throw new CodecError('schema/no-file', `The file ${label} can't be read.`, { cause });
  });
  const whole = await context.ui.progress(`Reading ${label}`, (_report, signal) => readWholeSchema(context, uri, text, signal));
  const fullname = fullnameOf(text);
  const known = context.baselines
    .find({ uri, fullname })
    .baselines.flatMap(({ kind, connection }) => (kind === 'registry' ? [connection] : []));
  const [only, ...others] = new Set(known);
  return {
    schema: { text: whole.text, references: [], label },
    file: { uri, text, others: whole.others },
    fullname,
    connection: others.length === 0 ? only : undefined,
    subjects: async (signal) => (await context.baselines.subjectsOf(uri, fullname, signal)).map((each) => each.subject),
  };
}

async function ofSubject(context: CommandContext, { connection, subject, version }: SubjectTarget): Promise<SchemaToTry> {
  const schema = await failingAs(`Can't fetch ${subject}`, connection, () =>
    context.ui.progress(`Fetching ${subject}`, async (_report, signal) => {
      const session = await context.sessions.open(connection, signal);
      return session.fetchVersion(subject, version ?? 'latest', signal);
    }),
  );
  if (schema.schemaType !== undefined)
    throw new CodecError('codec/not-avro', `${schema.label} is a schema of ${schema.schemaType}, not of Avro.`);
  return { schema, fullname: fullnameOf(schema.text), connection, subjects: () => Promise.resolve([subject]) };
}

function fullnameOf(text: string): string | undefined {
  const { schema } = parseSchema(text);
  return schema !== undefined && 'fullname' in schema ? schema.fullname : undefined;
}

/** The topic whose keys or values the schema's subject is comes first. */
function askTopic(context: CommandContext, tried: SchemaToTry): Promise<TopicTarget> {
  const { connection } = tried;
  return chooseTopic(context, {
    title,
    connection: connection !== undefined && context.connections.find(connection)?.settings !== undefined ? connection : undefined,
    preferred: async (_session: Session, topics, signal) => {
      const subjects = await tried.subjects(signal);
      return topics.find((topic) => isOf(tried, subjects, topic, 'value') || isOf(tried, subjects, topic, 'key'));
    },
  });
}

/** Whether one of the subjects is that of a topic's keys or values. A subject that any topic may use says nothing of one. */
function isOf({ fullname }: SchemaToTry, subjects: readonly string[], topic: string, part: 'key' | 'value'): boolean {
  return subjects.some((subject) => subject !== fullname && isSubjectOf(subject, topic, part, fullname));
}

const mostRecords = 100_000;

async function askCount(context: CommandContext, { target, count }: Draft, place: Place): Promise<number> {
  const text = await context.ui.input({
    title,
    prompt: `How many of the newest records of ${target?.topic ?? ''} to read.`,
    value: String(count),
    place,
    validate: (typed) =>
      /^[1-9]\d{0,5}$/.test(typed.trim()) && Number(typed) <= mostRecords ? undefined : 'A whole number from 1 to 100,000.',
  });
  return Number(text);
}

async function tryOn(context: CommandContext, tried: SchemaToTry, target: TopicTarget, count: number): Promise<void> {
  const { connection, topic } = target;
  const part = await partOf(tried, topic);
  const { isolation, timeoutMs, maxBytes } = context.settings.peek();
  let problem: string | undefined;
  const result = await failingAs(`Can't try ${tried.schema.label} on ${topic}`, connection, () =>
    context.ui.progress(`Reading ${topic} with ${tried.schema.label}`, async (report, signal): Promise<TryResult> => {
      const session = await context.sessions.open(connection, signal);
      const resolved = await resolveProfile(context, topic, signal);
      problem = resolved.problem;
      const profile = resolved.chosenBy === undefined ? undefined : resolved.profile[part];
      const request = { topic, count, isolation, timeoutMs, maxBytes, part, schema: tried.schema, profile };
      return session.tryRecords(request, ({ records }) => report(records === 1 ? '1 record' : `${records} records`), signal);
    }),
  );
  context.ui.showStatus(triedStatus(result, part));
  await tell(context, tried, { ...target, part, problem }, result);
}

/** What came out stands at the schema until its text changes; what failed is a document. */
async function tell(
  context: CommandContext,
  { schema: { label }, file }: SchemaToTry,
  { connection, topic, part, problem }: Omit<TriedOn, 'label'>,
  result: TryResult,
): Promise<void> {
  const hasFailed = result.failed.length > 0;
  const report =
    hasFailed || result.unknown.length > 0
      ? { title: `${label} on ${topic}.txt`, text: toTriedText(result, { label, connection, topic, part, problem }) }
      : undefined;
  const says = triedLens(result, part);
  if (file !== undefined && says !== undefined) {
    const detail = `Tried on the newest ${part === 'key' ? 'keys' : 'values'} of ${topic} (${connection}).`;
    context.languageServer.schemaTried({ ...file, says, detail, hasFailed, report });
  }
  if (report !== undefined) await context.ui.showText({ language: 'plaintext', ...report });
}

/** Values, unless the schema is known to be that of the topic's keys alone. */
async function partOf(tried: SchemaToTry, topic: string): Promise<'key' | 'value'> {
  try {
    const subjects = await tried.subjects(AbortSignal.timeout(partWithinMs));
    return isOf(tried, subjects, topic, 'key') && !isOf(tried, subjects, topic, 'value') ? 'key' : 'value';
  } catch (error) {
    if (error instanceof KnownError || error instanceof DOMException) return 'value';
    throw error;
  }
}

/** It was asked for already, when the topics were listed; so it is known, or not to be had. */
const partWithinMs = 2000;
