import { unqualifiedName } from '../avro/names.ts';
import { splitSubject, topicOfSubject } from './subjectNames.ts';

export type SubjectStrategy = 'TopicName' | 'RecordName' | 'TopicRecordName' | 'other';

/** By which convention a subject that holds the type `fullname` has its name. @see Confluent, "Subject name strategy" */
export function strategyOf(subject: string, fullname: string): SubjectStrategy {
  const { name } = splitSubject(subject);
  if (name === fullname) return 'RecordName';
  if (name.endsWith(`-${fullname}`)) return 'TopicRecordName';
  return topicOfSubject(name)?.part === undefined ? 'other' : 'TopicName';
}

/**
 * How much a subject's name suggests that it holds the type `fullname` of a file; 0 is not at all.
 *
 * @param fileName without its extension
 */
export function likelihood(subject: string, fullname: string, fileName: string): number {
  const { name } = splitSubject(subject);
  if (name === fullname || name.endsWith(`-${fullname}`)) return 4;
  const { topic, part } = topicOfSubject(name) ?? { topic: name, part: undefined };
  const words = plain(topic);
  const last = plain(topic.split(/[.\-_/]/).at(-1) ?? '');
  const hints = new Set([plain(unqualifiedName(fullname)), plain(fileName), plain(fileName.split('.').at(-1) ?? '')]);
  let best = 0;
  for (const hint of hints) {
    if (hint === '') continue;
    if (words === hint || last === hint) best = Math.max(best, 3);
    else if (words.includes(hint)) best = Math.max(best, 2);
    else if (last.length >= 4 && hint.includes(last)) best = Math.max(best, 1);
  }
  // Values have named types more often than keys.
  return best === 0 ? 0 : best + (part === 'value' ? 0.5 : 0);
}

/** As one word, so that "order_events" is "OrderEvent". */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/s$/, '');
}
