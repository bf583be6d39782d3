import { unqualifiedName } from '../avro/names.ts';

export interface SubjectName {
  /** Such as `.prod`; undefined in the default context. */
  readonly context: string | undefined;
  /** The subject's name within its context. */
  readonly name: string;
}

/**
 * A subject's context and its name in it: `:.prod:orders-value` is `orders-value` of `.prod`.
 *
 * @see Confluent Schema Registry, "Schema Contexts"
 */
export function splitSubject(subject: string): SubjectName {
  const match = /^:(\.[^:]*):(.*)$/s.exec(subject);
  const [, context, name] = match ?? [];
  return name === undefined || name === ''
    ? { context: undefined, name: subject }
    : { context: context === '.' ? undefined : context, name };
}

/** The topic, and what of its records it is for, that a subject's name within its context tells; undefined where it tells none. */
export interface SubjectTopic {
  readonly topic: string;
  /** Undefined under TopicRecordName, which names a type. */
  readonly part: 'key' | 'value' | undefined;
}

/** By Confluent's strategies TopicName `orders-value` and TopicRecordName `orders-com.acme.Order`. */
export function topicOfSubject(name: string): SubjectTopic | undefined {
  const [, topic, part] = /^(.+)-(key|value)$/s.exec(name) ?? [];
  if (topic !== undefined) return { topic, part: part === 'key' ? 'key' : 'value' };
  const [, before, fullname] = /^(.+)-([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)$/s.exec(name) ?? [];
  if (before === undefined || fullname === undefined) return undefined;
  // By convention types begin with a capital: "com.acme.my-app.v2" is more likely a name with dots than a topic and a type.
  return /^[A-Z_]/.test(unqualifiedName(fullname)) ? { topic: before, part: undefined } : undefined;
}
