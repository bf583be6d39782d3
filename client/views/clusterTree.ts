import { isCancelled, KafkaError } from '../../shared/errors.ts';
import type { TopicDescription } from '../cluster/session.ts';
import type { Connections } from '../connections.ts';
import type { SessionRegistry } from '../sessions.ts';
import type { Subscription } from '../ui.ts';
import { connectionItem, plainItem, topicItem, topicNodes, topicTooltip, type ClusterNode } from './clusterNodes.ts';
import type { NodeItem } from './nodeItem.ts';

/** The tree of connections, topics and partitions, without the editor: its nodes, what is shown of them, what has changed. */
export interface ClusterTree {
  /**
   * Never throws: what goes wrong is a child that says so. The children of a connection are fetched by connecting it;
   * until they are there, a child says that they are waited for: VS Code shows nothing new of a node, and so no way to
   * cancel it, while it waits for its children.
   */
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
  const fetching = new Map<string, Fetching>();
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
  const isInvalid = (connection: string): boolean => {
    const configured = connections.find(connection);
    return configured !== undefined && configured.settings === undefined;
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

  const load = (node: ClusterNode, key: string): Fetching => {
    const begun: Fetching = { children: settle(node, key, () => fetching.get(key) === begun) };
    fetching.set(key, begun);
    return begun;
  };

  /** @param isWanted whether nobody has refreshed or closed it meanwhile */
  const settle = async (node: ClusterNode, key: string, isWanted: () => boolean): Promise<readonly ClusterNode[]> => {
    let children: readonly ClusterNode[];
    try {
      children = await fetchChildren(node);
    } catch (error) {
      if (!isWanted()) return [];
      if (isCancelled(error)) {
        fetching.delete(key);
        collapse(node.connection);
        return [];
      }
      if (!(error instanceof KafkaError)) parts.onBug(error);
      children = [toErrorNode(node, error)];
    }
    if (!isWanted()) return [];
    fetching.delete(key);
    fetched.set(key, children);
    // A connection's children take the place of the one that waits; a topic's own line tells its offsets from now on.
    if (node.kind === 'connection' || node.kind === 'topic') changed(node);
    return children;
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
      const known = fetched.get(key);
      if (known !== undefined) return known;
      const { children } = fetching.get(key) ?? load(node, key);
      // Topics of a connection that stands come at once, and news of them would be lost while VS Code waits for this answer.
      const isWaiting = node.kind === 'connection' && !isInvalid(node.connection) && sessions.state(node.connection).kind !== 'connected';
      return isWaiting ? [{ kind: 'waiting', connection: node.connection }] : children;
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

/** Children that are being fetched. */
interface Fetching {
  readonly children: Promise<readonly ClusterNode[]>;
}

/** A connection, a topic of it, or one of its folders. */
function keyOf(connection: string, topic?: string, kind = topic === undefined ? 'connection' : 'topic'): string {
  return JSON.stringify([connection, topic ?? null, kind]);
}

function isBelow(key: string, connection: string): boolean {
  return key.startsWith(`[${JSON.stringify(connection)},`);
}
