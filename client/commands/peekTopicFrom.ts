import type { StartOption } from '../records/recordsSession.ts';
import { mostScanned, offsetInput, offsetsOf, timeInput, timeOf } from '../records/startInputs.ts';
import type { Choice, Place } from '../ui.ts';
import { chooseTopic } from './chooseTopic.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { askSteps } from './steps.ts';
import { connectionTarget, topicTarget, type TopicTarget } from './targets.ts';

const title = 'Peek Topic From';

type Kind = 'newest' | 'oldest' | 'offset' | 'time';

interface Draft {
  readonly kind: Kind | undefined;
  readonly start: StartOption | undefined;
  /** Where offsets of some partitions are given, only these are read. */
  readonly partitions: readonly number[] | undefined;
}

/** Asks for a topic and from where on it is to be read, and reads it. */
export const peekTopicFrom: Command = {
  failure: "Can't peek the topic",
  create:
    (context) =>
    async (...args) => {
      const target = topicTarget(args) ?? (await chooseTopic(context, { title, connection: connectionTarget(args)?.connection }));
      const { connection, topic, partition } = target;
      const own = partition === undefined ? undefined : [partition];
      const { start, partitions } = await askSteps<Draft>(
        [
          {
            ask: async (draft, place) => ({ ...draft, kind: await chooseKind(context, draft.kind, place) }),
          },
          {
            ask: (draft, place) => askStart(context, target, draft, place),
          },
        ],
        { kind: undefined, start: undefined, partitions: own },
      );
      if (start === undefined) return;
      context.records.show({ connection, topic, changes: { start, partitions: partitions ?? own, live: false } });
    },
};

/** Asks for a topic and shows what comes from now on. */
export const peekTopicLive: Command = {
  failure: "Can't peek the topic",
  create:
    (context) =>
    async (...args) => {
      const { connection, topic, partition } =
        topicTarget(args) ?? (await chooseTopic(context, { title: 'Peek Topic Live', connection: connectionTarget(args)?.connection }));
      context.records.show({ connection, topic, partition, changes: { start: { kind: 'live' }, live: true } });
    },
};

const kinds: readonly Choice<Kind>[] = [
  { label: 'Newest', description: 'so many of the newest records', icon: 'arrow-down', value: 'newest' },
  { label: 'Oldest', description: 'so many of the oldest records', icon: 'arrow-up', value: 'oldest' },
  { label: 'Offset…', description: 'from an offset on, in all partitions or in some', icon: 'list-ordered', value: 'offset' },
  { label: 'Time…', description: 'from a time on, such as 10 minutes ago', icon: 'history', value: 'time' },
];

function chooseKind(context: CommandContext, before: Kind | undefined, place: Place): Promise<Kind> {
  return context.ui.pick({ title, placeholder: 'From where on', choices: kinds, isInitial: (kind) => kind === before, place });
}

async function askStart(context: CommandContext, target: TopicTarget, draft: Draft, place: Place): Promise<Draft> {
  const { count } = context.settings.peek();
  const { timeZone } = context.settings.view();
  switch (draft.kind) {
    case 'time': {
      const text = await context.ui.input({ ...timeInput(title, timeZone), place });
      return { ...draft, start: { kind: 'time', timestampMs: timeOf(text, timeZone), count } };
    }
    case 'offset': {
      const all = target.partition === undefined ? await partitionsOf(context, target) : [target.partition];
      const { offsets, named } = offsetsOf(await context.ui.input({ ...offsetInput(title, all), place }), all);
      return { ...draft, start: { kind: 'offset', offsets, count }, partitions: named ?? draft.partitions };
    }
    default: {
      const kind = draft.kind ?? 'newest';
      const text = await context.ui.input({
        title,
        prompt: `How many of the ${kind} records, over all partitions`,
        value: String(count),
        validate: (typed) => (toCount(typed) === undefined ? `Write a whole number from 1 to ${mostScanned}.` : undefined),
        place,
      });
      return { ...draft, start: { kind, count: toCount(text) ?? count } };
    }
  }
}

function partitionsOf(context: CommandContext, { connection, topic }: TopicTarget): Promise<readonly number[]> {
  return failingAs(`Can't look up the partitions of ${topic}`, connection, () =>
    context.ui.progress(`Looking up the partitions of ${topic}`, async (_report, signal) => {
      const session = await context.sessions.open(connection, signal);
      return (await session.describeTopic(topic, signal)).partitions.map(({ partition }) => partition);
    }),
  );
}

/** Counts may have separators. */
function toCount(text: string): number | undefined {
  const digits = text.trim().replace(/[\s,._'’]/g, '');
  const count = /^\d{1,7}$/.test(digits) ? Number(digits) : 0;
  return count >= 1 && count <= mostScanned ? count : undefined;
}
