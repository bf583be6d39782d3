import type { PartitionDescription, TopicDescription } from '../cluster/session.ts';
import type { ConfiguredConnection } from '../connectionSettings.ts';
import type { SessionState } from '../sessions.ts';
import { counted, errorItem, grouped, idOf, joined, noteItem, plain, waitingItem, type NodeItem } from './nodeItem.ts';

/**
 * A node of the view "Clusters". Commands get it as their argument: its properties `connection`, `topic` and `partition`
 * are those of `commands/targets.ts`.
 */
export type ClusterNode =
  | { readonly kind: 'connection'; readonly connection: string }
  | { readonly kind: 'internalTopics'; readonly connection: string; readonly topics: readonly TopicNode[] }
  | TopicNode
  | PartitionNode
  | { readonly kind: 'error'; readonly connection: string; readonly topic: string | undefined; readonly error: Error }
  | { readonly kind: 'note'; readonly connection: string; readonly text: string }
  /** Stands below a connection until its topics are there. */
  | { readonly kind: 'waiting'; readonly connection: string };

export interface TopicNode {
  readonly kind: 'topic';
  readonly connection: string;
  readonly topic: string;
  readonly partitions: number;
  readonly internal: boolean;
}

export interface PartitionNode {
  readonly kind: 'partition';
  readonly connection: string;
  readonly topic: string;
  readonly partition: number;
  readonly description: PartitionDescription;
}

export interface ConnectionFacts {
  readonly configured: ConfiguredConnection;
  readonly state: SessionState;
  readonly active: boolean;
  readonly trusted: boolean;
  /** Counts how often it was closed: a connection that was closed by hand is shown collapsed, and opens again when it is expanded. */
  readonly generation: number;
}

/** A connection's item. */
export function connectionItem({ configured, state, active, trusted, generation }: ConnectionFacts): NodeItem {
  const { name, settings } = configured;
  const base = { id: idOf('connection', name, generation), label: name, canExpand: true };
  if (settings === undefined) {
    const { problem } = configured;
    return {
      ...base,
      icon: 'error',
      isError: true,
      description: 'invalid settings',
      contextValue: 'connection+invalid',
      tooltip: [problem],
    };
  }
  const guard = settings.readOnly ? 'read-only' : settings.protected ? 'protected' : undefined;
  const activeNote = active ? 'active' : undefined;
  const where = {
    connected: settings.brokers[0],
    connecting: 'Connecting…',
    failed: 'not connected',
    disconnected: 'not connected',
  }[state.kind];
  const tokens = [
    state.kind === 'connected' || state.kind === 'connecting' ? state.kind : undefined,
    !settings.readOnly && trusted ? 'writable' : undefined,
    settings.protected ? 'protected' : undefined,
    active ? 'active' : undefined,
  ];
  return {
    ...base,
    icon: { connected: 'server-environment', connecting: 'loading~spin', failed: 'error', disconnected: 'debug-disconnect' }[state.kind],
    isError: state.kind === 'failed',
    // A narrow view shows its beginning alone.
    description: joined([where, guard, activeNote], ', '),
    contextValue: joined(['connection', ...tokens], '+'),
    tooltip: [
      name,
      ...(state.kind === 'failed' ? [state.error.message] : []),
      `Brokers: ${settings.brokers.join(', ')}`,
      `Security: ${settings.security}${settings.sasl === undefined ? '' : `, ${settings.sasl.mechanism} as ${settings.sasl.username}`}`,
      ...(settings.registry === undefined ? [] : [`Registry: ${settings.registry.url}`]),
      ...(settings.readOnly ? ['Read-only: nothing is written.'] : []),
      ...(guard === 'protected' ? ["Protected: the topic's name is typed before anything is written to it."] : []),
      ...(active ? ['Active: new documents and commands offer it first.'] : []),
    ],
  };
}

export interface TopicFacts {
  /** Known once the topic was expanded or hovered. */
  readonly description: TopicDescription | undefined;
  readonly writable: boolean;
}

/** A topic's item. */
export function topicItem(node: TopicNode, { description, writable }: TopicFacts): NodeItem {
  const policy = description?.configuration?.['cleanup.policy'];
  const offsets = description && offsetsIn(description);
  const tokens = [
    writable && !node.internal ? 'writable' : undefined,
    policy?.includes('compact') === true ? 'compacted' : undefined,
    node.internal ? 'internal' : undefined,
  ];
  return {
    id: idOf('topic', node.connection, node.topic),
    label: node.topic,
    description: joined([counted(node.partitions, 'partition'), offsets === undefined ? undefined : counted(offsets, 'offset')], ', '),
    icon: 'list-flat',
    isError: false,
    contextValue: joined(['topic', ...tokens], '+'),
    canExpand: true,
    tooltip: description && topicTooltip(description),
  };
}

/** Lines that say how a topic is kept. */
export function topicTooltip({ name, partitions, configuration }: TopicDescription): string[] {
  const replicas = new Set(partitions.map((partition) => partition.replicas.length));
  const setting = (label: string, key: string, toText: (value: string) => string = (value) => value): string[] => {
    const value = configuration?.[key];
    return value === undefined ? [] : [`${label}: ${toText(value)}`];
  };
  return [
    name,
    ...setting('Cleanup', 'cleanup.policy'),
    ...setting('Retention', 'retention.ms', retentionText),
    ...setting('Size limit of each partition', 'retention.bytes', (value) => (value === '-1' ? 'none' : `${grouped(value)} bytes`)),
    `Replication: ${[...replicas].sort((one, other) => one - other).join(', ')}`,
  ];
}

/** The children of an expanded connection: its topics, then Kafka's own in a folder of their own. */
export function topicNodes(
  connection: string,
  topics: readonly { readonly name: string; readonly partitions: number; readonly internal: boolean }[],
): ClusterNode[] {
  const nodes = topics.map(({ name, partitions, internal }): TopicNode => {
    return { kind: 'topic', connection, topic: name, partitions, internal };
  });
  const internal = nodes.filter((node) => node.internal);
  const own = nodes.filter((node) => !node.internal);
  return [
    ...(own.length === 0 ? [{ kind: 'note' as const, connection, text: 'No topics.' }] : own),
    ...(internal.length === 0 ? [] : [{ kind: 'internalTopics' as const, connection, topics: internal }]),
  ];
}

/** The item of any node that needs no more than itself. */
export function plainItem(node: Exclude<ClusterNode, TopicNode | { readonly kind: 'connection' }>): NodeItem {
  switch (node.kind) {
    case 'internalTopics':
      return {
        ...plain('internalTopics', node.connection),
        label: 'Internal Topics',
        description: String(node.topics.length),
        icon: 'folder',
        contextValue: 'topics+internal',
        canExpand: true,
        tooltip: ['Topics of Kafka itself.'],
      };
    case 'partition':
      return partitionItem(node);
    case 'error':
      return errorItem(idOf('error', node.connection, node.topic ?? ''), node.error);
    case 'waiting':
      return waitingItem(idOf('waiting', node.connection), 'Connecting…');
    case 'note':
      return noteItem(idOf('note', node.connection), node.text);
  }
}

function partitionItem({ connection, topic, partition, description }: PartitionNode): NodeItem {
  const { leader, replicas, inSyncReplicas } = description;
  const inSync = inSyncReplicas.length === 1 ? 'broker' : 'brokers';
  return {
    ...plain('partition', connection, topic, partition),
    label: `Partition ${partition}`,
    description: offsetRange(description) ?? 'no leader',
    icon: 'list-ordered',
    contextValue: 'partition',
    tooltip: [
      `Partition ${partition} of ${topic}`,
      leader < 0 ? 'No leader at the moment.' : `Leader: broker ${leader}`,
      ...(offsetRange(description) === undefined ? [] : [`Offsets: ${offsetRange(description)}`]),
      `In-sync replicas: ${inSyncReplicas.length} of ${replicas.length} (${inSync} ${inSyncReplicas.join(', ')})`,
    ],
  };
}

/** Such as "0 to 20411"; undefined where nobody could say. */
function offsetRange({ firstOffset, endOffset }: PartitionDescription): string | undefined {
  if (firstOffset === undefined || endOffset === undefined) return undefined;
  return endOffset <= firstOffset ? `empty, next is ${endOffset}` : `${firstOffset} to ${endOffset - 1n}`;
}

/** Undefined where one partition could not say. */
function offsetsIn({ partitions }: TopicDescription): bigint | undefined {
  let sum = 0n;
  for (const { firstOffset, endOffset } of partitions) {
    if (firstOffset === undefined || endOffset === undefined) return undefined;
    sum += endOffset - firstOffset;
  }
  return sum;
}

function retentionText(milliseconds: string): string {
  const value = Number(milliseconds);
  if (value < 0) return 'for ever';
  for (const [unit, size] of [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ] as const) {
    if (value >= size && value % size === 0) return counted(value / size, unit);
  }
  return `${grouped(milliseconds)} ms`;
}
