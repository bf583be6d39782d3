import type { SubjectVersion } from '../registry/registeredSchema.ts';

/** The subject of a topic's keys or values by Confluent's default strategy, TopicName. */
export function topicSubject(topic: string, part: 'key' | 'value'): string {
  return `${topic}-${part}`;
}

/**
 * Whether a subject is one of this topic's keys or values by any of Confluent's strategies: TopicName `orders-value`,
 * TopicRecordName `orders-com.acme.Order`, or RecordName `com.acme.Order`, in whatever context (`:.prod:orders-value`).
 *
 * @param fullname of the schema's top type; undefined where it has none
 */
export function isSubjectOf(subject: string, topic: string, part: 'key' | 'value', fullname: string | undefined): boolean {
  const plain = withoutContext(subject);
  if (plain === topicSubject(topic, part)) return true;
  return fullname !== undefined && (plain === `${topic}-${fullname}` || plain === fullname);
}

/** Of the subjects of a schema id the one that is this topic's, in its newest version; undefined where none is. */
export function findSubjectOf(
  found: readonly SubjectVersion[],
  topic: string,
  part: 'key' | 'value',
  fullname: string | undefined,
): SubjectVersion | undefined {
  const own = found.filter(({ subject }) => isSubjectOf(subject, topic, part, fullname));
  // One that names the topic says more than one that any topic may use.
  const rank = ({ subject, version }: SubjectVersion): number => (withoutContext(subject) === fullname ? 0 : 1e9) + (version ?? 0);
  return own.sort((a, b) => rank(b) - rank(a))[0];
}

function withoutContext(subject: string): string {
  return subject.replace(/^:\.[^:]*:/, '');
}
