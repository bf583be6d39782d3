import type { Session } from '../cluster/session.ts';
import { subjectOf, type SubjectParts } from '../messages/messageSubjects.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { RegistryError } from '../../shared/errors.ts';
import { fullnameOf } from './chooseType.ts';

/** How many subjects' latest versions are looked at to find the topic that a schema belongs to, and for how long. */
const maxLookedAt = 40;
const maxLookMs = 3000;

/** The schema whose topic is looked for. */
export interface Sought {
  readonly fullname: string | undefined;
  readonly file: string;
  readonly strategy: SubjectParts['strategy'];
}

/**
 * The topic whose values are records of this fullname, by the registry's latest schemas; those named like the file first.
 *
 * @throws an `AbortError` also where it takes too long
 */
export async function topicOf(
  session: Session,
  topics: readonly string[],
  { fullname, file, strategy }: Sought,
  stop: AbortSignal,
): Promise<string | undefined> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(maxLookMs)]);
  const stem = file.replace(/\.avsc$/i, '').toLowerCase();
  const isAlike = (topic: string): boolean => topic.toLowerCase().includes(stem) || stem.includes(topic.toLowerCase());
  const subjects = new Set(await session.listSubjects(signal));
  if (strategy === 'TopicRecordName' && fullname !== undefined) return topics.find((topic) => subjects.has(`${topic}-${fullname}`));
  // By RecordName no subject tells a topic.
  if (strategy !== 'TopicName') return undefined;
  const all = topics.filter((topic) => subjects.has(subjectOf(topic, 'value')));
  const candidates = [...all.filter(isAlike), ...all.filter((topic) => !isAlike(topic))].slice(0, maxLookedAt);
  if (fullname === undefined) return candidates.find(isAlike);
  for (let at = 0; at < candidates.length; at += 8) {
    const some = candidates.slice(at, at + 8);
    const found = await Promise.all(some.map((topic) => latestFullname(session, topic, signal)));
    const match = some[found.indexOf(fullname)];
    if (match !== undefined) return match;
  }
  return undefined;
}

/** One subject that can't be read, such as one that was just deleted, spoils no other. */
async function latestFullname(session: Session, topic: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { schema } = parseSchema((await session.fetchVersion(subjectOf(topic, 'value'), 'latest', signal)).text);
    return schema === undefined ? undefined : fullnameOf(schema);
  } catch (error) {
    if (error instanceof RegistryError) return undefined;
    throw error;
  }
}
