import { isCancelled, KafkaError } from '../../shared/errors.ts';
import type { TopicDescription } from '../cluster/session.ts';
import type { Connections } from '../connections.ts';
import type { SessionRegistry } from '../sessions.ts';
import type { Subscription } from '../ui.ts';
import { connectionItem, plainItem, topicItem, topicNodes, topicTooltip, type ClusterNode, type NodeItem } from './clusterNodes.ts';

/** The tree of connections, topics and partitions, without the editor: its nodes, what is shown of them, what has changed. */
export interface ClusterTree {
  /** Never throws: what goes wrong is a child that says so. The children of a connection are fetched by connecting it. */
  children(node: ClusterNode | undefined): Promise<readonly ClusterNode[]>;
  item(node: ClusterNode): NodeItem;
  /** A tooltip that has to be fetched; undefined where there is none, or where it can't be. */
  tooltip(node: ClusterNode, signal: AbortSignal): Promise<readonly string[] | undefined>;
  /** Forgets what was fetched and has it shown anew: all of it, or what is below one connection or topic. */
  refresh(target?: { readonly connection: string; readonly topic?: string | undefined }): void;
  /** A connection's node, such as to reveal it. */
  nodeOf(connection: string): ClusterNode;
  /** Told which node has to be shown anew with what is below it; undefined is the whole tree. */
  onDidChange(listener: (node: ClusterNode | undefined) => void): Subscription;
}

export interface ClusterTreeParts {
  readonly connections: Connections;
  readonly sessions: SessionRegistry;
  readonly isTrusted: () => boolean;
  /** Told of what is no {@link KafkaError}: a bug of ours. */
  readonly onBug: (error: unknown) => void;
}

/**
 * The tree over the sessions. What was fetched is kept until it is refreshed or its connection is closed, so that the
 * view can ask again whenever something is to be drawn anew.
 */
export function createClusterTree(parts: ClusterTreeParts): ClusterTree {
  const { connections, sessions } = parts;
  const listeners = new Set<(node: ClusterNode | undefined) => void>();
  const changed = (node: ClusterNode | undefined): void => listeners.forEach((listener) => listener(node));
  const fetched = new Map<string, readonly ClusterNode[]>();
  const fetching = new Map<string, Promise<readonly ClusterNode[]>>();
  const descriptions = new Map<string, TopicDescription>();
  const generations = new Map<string, number>();
  // The view tells nodes apart by their identity, so a connection's is kept.
  const connectionNodes = new Map<string, ClusterNode>();

  const nodeOf = (connection: string): ClusterNode => {
    const node = connectionNodes.get(connection) ?? { kind: 'connection', connection };
    connectionNodes.set(connection, node);
    return node;
  };
  const findTopic = (connection: string, topic: string): ClusterNode | undefined => {
    const below = fetched.get(keyOf(connection)) ?? [];
    const all = below.flatMap((node): readonly ClusterNode[] => (node.kind === 'internalTopics' ? node.topics : [node]));
    return all.find((node) => node.kind === 'topic' && node.topic === topic);
  };
  const forget = (connection: string): void => {
    for (const map of [fetched, fetching, descriptions]) for (const key of map.keys()) if (isBelow(key, connection)) map.delete(key);
  };

  const describe = async (connection: string, topic: string, signal: AbortSignal): Promise<TopicDescription> => {
    const session = await sessions.open(connection, signal);
    const description = await session.describeTopic(topic, signal);
    descriptions.set(keyOf(connection, topic), description);
    return description;
  };

  const fetchChildren = async (node: ClusterNode): Promise<readonly ClusterNode[]> => {
    const { connection } = node;
    // A session that is closed ends what is under way in it.
    const { signal } = new AbortController();
    if (node.kind === 'connection') {
      const configured = connections.find(connection);
      if (configured !== undefined && configured.settings === undefined) throw new KafkaError('connection/invalid', configured.problem);
      const session = await sessions.open(connection, signal);
      return topicNodes(connection, await session.listTopics(signal));
    }
    if (node.kind === 'topic') {
      const { topic } = node;
      const { partitions } = await describe(connection, topic, signal);
      return partitions.map((one) => ({ kind: 'partition', connection, topic, partition: one.partition, description: one }));
    }
    return node.kind === 'internalTopics' ? node.topics : [];
  };

  const load = async (node: ClusterNode, key: string): Promise<readonly ClusterNode[]> => {
    try {
      const children = await fetchChildren(node);
      if (fetching.has(key)) fetched.set(key, children);
      return children;
    } catch (error) {
      if (!fetching.has(key)) return [];
      if (isCancelled(error)) {
        collapse(node.connection);
        return [];
      }
      if (!(error instanceof KafkaError)) parts.onBug(error);
      const children = [toErrorNode(node, error)];
      fetched.set(key, children);
      return children;
    } finally {
      fetching.delete(key);
      // A topic's own line tells how many offsets there are, once that is known.
      if (node.kind === 'topic' && fetched.has(key)) changed(node);
    }
  };

  /** A node that is expanded would be fetched again at once, so it gets another id, which the view has never expanded. */
  const collapse = (connection: string): void => {
    generations.set(connection, (generations.get(connection) ?? 0) + 1);
    changed(undefined);
  };

  sessions.onDidChange((connection) => {
    const state = sessions.state(connection);
    const key = keyOf(connection);
    if (state.kind === 'disconnected') {
      forget(connection);
      collapse(connection);
      return;
    }
    if (state.kind === 'failed') fetched.set(key, [toErrorNode(nodeOf(connection), state.error)]);
    if (state.kind === 'connected' && fetched.get(key)?.[0]?.kind === 'error') fetched.delete(key);
    changed(nodeOf(connection));
  });
  connections.onDidChange(() => changed(undefined));

  return {
    nodeOf,
    async children(node) {
      if (node === undefined) return connections.list().map(({ name }) => nodeOf(name));
      const key = keyOf(node.connection, 'topic' in node ? node.topic : undefined, node.kind);
      const known = fetched.get(key) ?? fetching.get(key);
      if (known !== undefined) return known;
      const pending = load(node, key);
      fetching.set(key, pending);
      return pending;
    },
    item: (node) => itemOf(node, parts, descriptions, generations),
    async tooltip(node, signal) {
      if (node.kind !== 'topic' || sessions.state(node.connection).kind !== 'connected') return undefined;
      const known = descriptions.get(keyOf(node.connection, node.topic));
      try {
        return topicTooltip(known ?? (await describe(node.connection, node.topic, signal)));
      } catch {
        // The same failure is told where the topic is expanded; a tooltip is no place for it.
        return undefined;
      }
    },
    refresh(target) {
      if (target === undefined) {
        for (const map of [fetched, fetching, descriptions]) map.clear();
        changed(undefined);
        return;
      }
      const { connection, topic } = target;
      const node = topic === undefined ? nodeOf(connection) : findTopic(connection, topic);
      if (topic === undefined) forget(connection);
      else for (const map of [fetched, fetching, descriptions]) map.delete(keyOf(connection, topic));
      changed(node ?? nodeOf(connection));
    },
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}

function itemOf(
  node: ClusterNode,
  { connections, sessions, isTrusted }: ClusterTreeParts,
  descriptions: ReadonlyMap<string, TopicDescription>,
  generations: ReadonlyMap<string, number>,
): NodeItem {
  const { connection } = node;
  const configured = connections.find(connection) ?? { name: connection, settings: undefined, problem: 'It is no longer in the settings.' };
  if (node.kind === 'topic') {
    const writable = isTrusted() && configured.settings?.readOnly === false;
    return topicItem(node, { description: descriptions.get(keyOf(connection, node.topic)), writable });
  }
  if (node.kind !== 'connection') return plainItem(node);
  const state = sessions.state(connection);
  const active = connections.active() === connection;
  return connectionItem({ configured, state, active, trusted: isTrusted(), generation: generations.get(connection) ?? 0 });
}

function toErrorNode(node: ClusterNode, error: unknown): ClusterNode {
  const topic = node.kind === 'topic' ? node.topic : undefined;
  return { kind: 'error', connection: node.connection, topic, error: error instanceof Error ? error : new Error(String(error)) };
}

/** A connection, a topic of it, or one of its folders. */
function keyOf(connection: string, topic?: string, kind = topic === undefined ? 'connection' : 'topic'): string {
  return JSON.stringify([connection, topic ?? null, kind]);
}

function isBelow(key: string, connection: string): boolean {
  return key.startsWith(`[${JSON.stringify(connection)},`);
}
