import type { NewTopic } from '../cluster/session.ts';
import { checkMayWrite, confirmProtected } from '../messages/guards.ts';
import type { Choice, Place } from '../ui.ts';
import { chooseConnection } from './chooseTopic.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { askSteps } from './steps.ts';
import { connectionTarget, topicTarget } from './targets.ts';

const title = 'Create Topic';

interface Draft {
  readonly connection: string | undefined;
  readonly name: string | undefined;
  readonly partitions: number | undefined;
  readonly replication: number | undefined;
  readonly cleanup: Cleanup | undefined;
}

/** Undefined is the broker's own policy. */
type Cleanup = { readonly configuration: Readonly<Record<string, string>> };

/** Makes a topic, with the settings that are asked for; what is left empty is as the broker has it. */
export const createTopic: Command = {
  failure: "Can't create the topic",
  create:
    (context) =>
    async (...args) => {
      const given = topicTarget(args);
      const connection = connectionTarget(args)?.connection;
      const draft = await askSteps<Draft>(
        [
          {
            applies: () => connection === undefined,
            ask: async (known, place) => ({
              ...known,
              connection: await chooseConnection(context, { title, place, which: 'writable', first: known.connection }),
            }),
          },
          {
            ask: async (known, place) => {
              // Better said before three questions than behind them.
              checkMayWrite(context, known.connection ?? '');
              return { ...known, name: await askName(context, known.name, place) };
            },
          },
          { ask: async (known, place) => ({ ...known, partitions: await askNumber(context, partitions, known.partitions, place) }) },
          { ask: async (known, place) => ({ ...known, replication: await askNumber(context, replication, known.replication, place) }) },
          { ask: async (known, place) => ({ ...known, cleanup: await askCleanup(context, known.cleanup, place) }) },
        ],
        { connection, name: given?.topic, partitions: undefined, replication: undefined, cleanup: undefined },
      );
      await create(context, draft);
    },
};

async function create(context: CommandContext, draft: Draft): Promise<void> {
  const { connection = '', name = '', partitions: count = -1, replication: factor = -1, cleanup } = draft;
  await confirmProtected(context, { connection, topic: name, title, what: 'this new topic' });
  const topic: NewTopic = { name, partitions: count, replication: factor, configuration: cleanup?.configuration ?? {} };
  await failingAs(`Can't create ${name}`, connection, () =>
    context.ui.progress(`Creating ${name} on ${connection}`, async (_report, signal) => {
      const session = await context.sessions.open(connection, signal);
      await session.createTopic(topic, signal);
    }),
  );
  context.log.info(`Created the topic ${name} on ${connection}.`);
  context.clusters.refresh();
  context.messages.schemas.forget();
  const sample = 'Produce Sample Message…';
  const answer = await context.ui.notify('info', `Created the topic ${name} on ${connection}.`, [sample]);
  if (answer === sample) await context.run('produceSample', { connection, topic: name });
}

function askName({ ui }: CommandContext, value: string | undefined, place: Place): Promise<string> {
  return ui.input({
    title,
    place,
    prompt: 'Name of the topic.',
    placeholder: 'orders',
    value: value ?? '',
    validate: (text) => nameProblem(text),
  });
}

/** Why a topic can't have this name: one sentence; undefined where it can. @see org.apache.kafka.common.internals.Topic */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'A name is needed.';
  if (name === '.' || name === '..') return 'A topic cannot be named so.';
  if (name.length > 249) return 'A name has at most 249 characters.';
  return /^[a-zA-Z0-9._-]+$/.test(name) ? undefined : 'A name has letters, digits, points, underscores and hyphens only.';
}

interface NumberQuestion {
  readonly prompt: string;
  readonly most: number;
}

const partitions: NumberQuestion = { prompt: "How many partitions. Empty: the broker's own number.", most: 10_000 };
const replication: NumberQuestion = { prompt: "How many replicas of each. Empty: the broker's own number.", most: 100 };

async function askNumber(
  { ui }: CommandContext,
  { prompt, most }: NumberQuestion,
  value: number | undefined,
  place: Place,
): Promise<number | undefined> {
  const text = await ui.input({
    title,
    place,
    prompt,
    placeholder: "broker's own",
    value: value === undefined ? '' : String(value),
    validate: (entered) =>
      entered.trim() === '' || (/^[1-9]\d{0,4}$/.test(entered.trim()) && Number(entered) <= most)
        ? undefined
        : `Write a whole number from 1 to ${most}.`,
  });
  return text.trim() === '' ? undefined : Number(text);
}

const day = 86_400_000;

const cleanups: readonly Choice<Cleanup>[] = [
  { label: "Broker's Own", description: 'what the cluster does with topics that say nothing', value: { configuration: {} } },
  deleting('Delete After 1 Day', day),
  deleting('Delete After 7 Days', 7 * day),
  deleting('Delete After 30 Days', 30 * day),
  deleting('Keep Everything', -1),
  {
    label: 'Compact',
    description: 'cleanup.policy=compact',
    detail: 'The newest record of each key is kept; a null value deletes the key.',
    value: { configuration: { 'cleanup.policy': 'compact' } },
  },
];

function deleting(label: string, retentionMs: number): Choice<Cleanup> {
  const configuration = { 'cleanup.policy': 'delete', 'retention.ms': String(retentionMs) };
  return { label, description: `cleanup.policy=delete, retention.ms=${retentionMs}`, value: { configuration } };
}

function askCleanup({ ui }: CommandContext, before: Cleanup | undefined, place: Place): Promise<Cleanup> {
  return ui.pick({ title, place, placeholder: 'How long records are kept', choices: cleanups, isInitial: (each) => each === before });
}
