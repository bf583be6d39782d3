import type { Session } from '../cluster/session.ts';
import type { ProduceSettings } from '../settings.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { dereference, type Schema } from '../../shared/avro/schema.ts';
import type { SchemaText } from '../../shared/avro/schemaText.ts';
import { CodecError, RegistryError } from '../../shared/errors.ts';
import { splitSubject } from '../../shared/registry/subjectNames.ts';

/** What a subject's name is made of. */
export interface SubjectParts {
  readonly topic: string;
  readonly part: 'key' | 'value';
  readonly strategy: ProduceSettings['subjectStrategy'];
}

/** The subject of a topic's keys or values by the strategy TopicName. */
export function subjectOf(topic: string, part: 'key' | 'value'): string {
  return `${topic}-${part}`;
}

/**
 * The subject under which a schema is registered.
 *
 * @see Confluent, "Subject name strategy": a type without a name is called by its kind, such as `string`
 */
export function subjectFor({ topic, part, strategy }: SubjectParts, schema: Schema): string {
  if (strategy === 'TopicName') return subjectOf(topic, part);
  const target = dereference(schema);
  const fullname = target !== undefined && 'fullname' in target ? target.fullname : undefined;
  const name = fullname ?? target?.type ?? '';
  return strategy === 'RecordName' ? name : `${topic}-${name}`;
}

/**
 * The top type of a schema's text, by which it is registered and its subject is named: the type that is meant must be that
 * one, since the readers of a frame take the whole registered schema.
 *
 * @throws CodecError `message/part-of-file` where it is another one, `codec/unusable-schema` where the text is no schema
 */
export function wholeType({ text, label, fullname }: SchemaText): Schema {
  const top = parseSchema(text).schema;
  if (top === undefined) throw new CodecError('codec/unusable-schema', `${label} is not a schema, so nothing can be written with it.`);
  if (fullname === undefined || ('fullname' in top && top.type !== 'reference' && top.fullname === fullname)) return top;
  const sentence = `${label} defines more than ${fullname}, and a frame names a registered schema as a whole.`;
  throw new CodecError('message/part-of-file', sentence, { remedy: 'Name a registered version by "subject", or add "framing": "bare".' });
}

/**
 * The subject whose latest schema is meant where a message names none. By TopicRecordName it is the only one of the
 * topic's records; by RecordName there is none that the topic could tell. Keys have seldom a named type: theirs is
 * always the topic's.
 *
 * @throws RegistryError `message/no-subject` where it can't be told
 */
export async function findLatestSubject(session: Session, parts: SubjectParts, signal: AbortSignal): Promise<string> {
  const { topic, part, strategy } = parts;
  if (strategy === 'TopicName' || part === 'key') return subjectOf(topic, part);
  if (strategy === 'RecordName') {
    throw new RegistryError(
      'message/no-subject',
      'By the strategy RecordName a topic does not tell its subject: name it by "valueSchema".',
    );
  }
  const others = new Set(['key', 'value'].map((each) => `${topic}-${each}`));
  const isOfTopic = (name: string): boolean =>
    name.startsWith(`${topic}-`) && !others.has(name) && isTypeName(name.slice(topic.length + 1));
  const all = (await session.listSubjects(signal)).filter((subject) => isOfTopic(splitSubject(subject).name));
  const [only, ...more] = all;
  if (only === undefined) throw new RegistryError('registry/subject-not-found', `No record of ${topic} is registered.`, { status: 404 });
  if (more.length === 0) return only;
  const text = `${all.length} records of ${topic} are registered: name one by "valueSchema", such as { "subject": "${only}" }.`;
  throw new RegistryError('message/no-subject', text);
}

function isTypeName(text: string): boolean {
  return /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(text);
}
