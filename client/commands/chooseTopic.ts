import type { Session } from '../cluster/session.ts';
import { KafkaError } from '../../shared/errors.ts';
import type { Choice, Place } from '../ui.ts';
import type { CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { askSteps } from './steps.ts';
import type { TopicTarget } from './targets.ts';

export interface ChooseTopicOptions {
  readonly title: string;
  /** Only connections that may be written to. */
  readonly writable?: boolean;
  /** A connection that is given already, so that only the topic is asked for. */
  readonly connection?: string | undefined;
  /** Finds the topic that stands first in place of the last choice, such as the one whose subject has a certain schema. */
  readonly preferred?: ((session: Session, topics: readonly string[], signal: AbortSignal) => Promise<string | undefined>) | undefined;
}

const lastTopicKey = 'lastTopic';

/**
 * Asks for a connection (where there is more than one) and a topic; the last choice stands first in both, else the
 * active connection. The choice is remembered for the next time, whichever command asks.
 *
 * @throws an `AbortError` where the user gives up, a `Failure` where the topics can't be listed
 */
export async function chooseTopic(context: CommandContext, options: ChooseTopicOptions): Promise<TopicTarget> {
  const last = lastTopic(context);
  const names = selectable(context, options.writable === true ? 'writable' : 'usable');
  const [only] = names;
  const given = options.connection ?? (names.length === 1 ? only : undefined);
  const draft = await askSteps<{ connection: string | undefined; topic: string | undefined }>(
    [
      {
        applies: () => given === undefined,
        ask: async (known, place) => ({
          ...known,
          connection: await chooseConnection(context, {
            title: options.title,
            place,
            which: options.writable === true ? 'writable' : 'usable',
            first: known.connection ?? last?.connection,
          }),
        }),
      },
      {
        ask: async (known, place) => ({ ...known, topic: await pickTopic(context, known.connection ?? '', options, last, place) }),
      },
    ],
    { connection: given, topic: undefined },
  );
  const target = { connection: draft.connection ?? '', topic: draft.topic ?? '', partition: undefined };
  await context.memory.set(lastTopicKey, { connection: target.connection, topic: target.topic });
  return target;
}

/**
 * - `usable`: its settings can be understood;
 * - `writable`: and it is not read-only;
 * - `all`: also one whose settings can't be understood.
 */
export type WhichConnections = 'usable' | 'writable' | 'all';

/**
 * Asks for a connection: the one that stands first is `first`, else the active one.
 *
 * @returns its name
 * @throws an `AbortError` where the user gives up; KafkaError `connection/none` where there is nothing to choose
 */
export async function chooseConnection(
  context: CommandContext,
  options: { readonly title: string; readonly place?: Place; readonly which?: WhichConnections; readonly first?: string | undefined },
): Promise<string> {
  const names = selectable(context, options.which ?? 'usable');
  const first = options.first ?? context.connections.active();
  const ordered = [...names.filter((name) => name === first), ...names.filter((name) => name !== first)];
  return context.ui.pick({
    title: options.title,
    placeholder: 'Choose a connection',
    choices: ordered.map((name) => connectionChoice(context, name)),
    place: options.place,
  });
}

function selectable(context: CommandContext, which: WhichConnections): string[] {
  const all = context.connections.list();
  const usable = all.filter((one) => which === 'all' || one.settings !== undefined);
  const names = usable.filter((one) => which !== 'writable' || one.settings?.readOnly === false).map((one) => one.name);
  if (names.length > 0) return names;
  if (usable.length > 0) throw new KafkaError('connection/none', 'All connections are read-only.');
  throw all.length > 0
    ? new KafkaError('connection/none', 'The settings of no connection can be used.', { remedy: 'Correct avroWorkbench.connections.' })
    : new KafkaError('connection/none', 'There is no connection yet.', { remedy: 'Use Avro: Add Connection….' });
}

function connectionChoice(context: CommandContext, name: string): Choice<string> {
  const settings = context.connections.find(name)?.settings;
  const notes = [
    name === context.connections.active() ? 'active' : undefined,
    settings?.readOnly === true ? 'read-only' : settings?.protected === true ? 'protected' : undefined,
    settings === undefined ? 'invalid settings' : undefined,
  ];
  return {
    label: name,
    value: name,
    icon: settings === undefined ? 'error' : settings.readOnly ? 'lock' : settings.protected ? 'shield' : 'server-environment',
    description: notes.filter((note) => note !== undefined).join(', '),
    detail: settings?.brokers.join(', '),
  };
}

async function pickTopic(
  context: CommandContext,
  connection: string,
  options: ChooseTopicOptions,
  last: { readonly connection: string; readonly topic: string } | undefined,
  place: Place,
): Promise<string> {
  return failingAs(`Can't list the topics of ${connection}`, connection, () =>
    context.ui.pick({
      title: options.title,
      placeholder: `Choose a topic of ${connection}`,
      place: place.of > 1 ? place : undefined,
      choices: async (signal) => {
        const session = await context.sessions.open(connection, signal);
        const topics = (await session.listTopics(signal)).filter((topic) => !topic.internal);
        if (topics.length === 0) throw new KafkaError('kafka/no-topics', 'It has none, or none that this connection may see.');
        const names = topics.map(({ name }) => name);
        // Where the registry can't be asked, the list is still of use.
        const preferred = await options.preferred?.(session, names, signal).catch(() => undefined);
        const first = preferred ?? (last?.connection === connection ? last.topic : undefined);
        return [...topics.filter(({ name }) => name === first), ...topics.filter(({ name }) => name !== first)].map(
          ({ name, partitions }) => ({
            label: name,
            value: name,
            icon: 'list-flat',
            description: partitions === 1 ? '1 partition' : `${partitions} partitions`,
          }),
        );
      },
    }),
  );
}

function lastTopic(context: CommandContext): { readonly connection: string; readonly topic: string } | undefined {
  const value = context.memory.get(lastTopicKey);
  if (typeof value !== 'object' || value === null || !('connection' in value) || !('topic' in value)) return undefined;
  const { connection, topic } = value;
  return typeof connection === 'string' && typeof topic === 'string' ? { connection, topic } : undefined;
}
