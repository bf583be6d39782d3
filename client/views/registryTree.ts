import { isCancelled, KnownError } from '../../shared/errors.ts';

import type { RegistryView } from '../commands/context.ts';
import type { Subscription } from '../ui.ts';
import type { NodeItem } from './nodeItem.ts';
import {
  folderItem,
  referenceItem,
  registryItem,
  registryTooltip,
  smallItem,
  subjectItem,
  subjectTooltip,
  versionItem,
  versionTooltip,
  type RegistryFacts,
} from './registryItems.ts';
import { createRegistryLists, type LoadedRegistry, type RegistryListsParts } from './registryLists.ts';
import type { RegistryNode, RegistryRootNode, SubjectNode, VersionNode } from './registryNodes.ts';
import { inSlices } from './slicing.ts';
import { createRegistryDetails, type RegistryDetails, type SubjectFactsParts } from './subjectFacts.ts';
import { arrangeSubjects, type Arrangement } from './subjectLevels.ts';

/** The tree of registries, subjects and versions, without the editor: its nodes, what is shown of them, what has changed. */
export interface RegistryTree {
  /** Never throws: what goes wrong is a child that says so. Nothing is asked of a registry before its children are. */
  children(node: RegistryNode | undefined): Promise<readonly RegistryNode[]>;
  /** Of a node that `children` has returned. */
  parent(node: RegistryNode): RegistryNode | undefined;
  item(node: RegistryNode): NodeItem;
  /** A tooltip that has to be fetched; undefined where there is none, or where it can't be. */
  tooltip(node: RegistryNode, signal: AbortSignal): Promise<readonly string[] | undefined>;
  /** Somebody looks at these nodes, so that what is to be known of them is fetched. */
  look(nodes: readonly RegistryNode[]): void;
  /** Fetches what leads to a subject or one of its versions; undefined where that is not shown. */
  find(connection: string, subject: string, version?: number): Promise<RegistryNode | undefined>;
  arrangement(): TreeArrangement;
  /** Shows the tree another way. */
  arrange(change: Partial<TreeArrangement>): void;
  /** Forgets what was fetched, because the user wants so, and has it shown anew: all of it, or of one registry or subject. */
  refresh: RegistryView['refresh'];
  /** Schema files of the workspace have changed. */
  filesChanged(): Promise<void>;
  /** Told which nodes have to be shown anew with what is below them; undefined is the whole tree. */
  onDidChange(listener: (nodes: readonly RegistryNode[] | undefined) => void): Subscription;
}

export interface TreeArrangement extends Arrangement {
  readonly showsDeleted: boolean;
}

export interface RegistryTreeParts
  extends Omit<RegistryListsParts, 'onLoaded' | 'showsDeleted'>, Pick<SubjectFactsParts, 'languageServer'> {
  readonly isTrusted: () => boolean;
  /** The host of a registry's address, as the settings have it. */
  readonly hostOf: (connection: string) => string;
  /** Such as "11:40". */
  readonly toClock: (ms: number) => string;
  /** Told of what is no `KnownError`: a bug of ours. */
  readonly onBug: (error: unknown) => void;
  readonly arrangement: TreeArrangement;
}

/** As many subjects in one level are described without being looked at one by one: each takes two requests. */
const maxDescribed = 100;
/** Of a subject's versions the newest are described at once, the others when somebody looks at them. */
const maxVersions = 20;

export function createRegistryTree(parts: RegistryTreeParts): RegistryTree {
  const { registries } = parts;
  const listeners = new Set<(nodes: readonly RegistryNode[] | undefined) => void>();
  const changed = (nodes: readonly RegistryNode[] | undefined): void => listeners.forEach((listener) => listener(nodes));
  let arrangement = parts.arrangement;
  const parents = new WeakMap<RegistryNode, RegistryNode>();
  const lists = createRegistryLists({ ...parts, showsDeleted: () => arrangement.showsDeleted, onLoaded: changed });
  const details = createRegistryDetails({
    registries,
    languageServer: parts.languageServer,
    onKnown: changed,
    onFailure: (error) => tellBug(error, parts),
  });
  const arranged = new WeakMap<LoadedRegistry, { readonly by: TreeArrangement; readonly nodes: Promise<readonly RegistryNode[]> }>();
  const isWritable = (connection: string): boolean => parts.isTrusted() && !registries.isReadOnly(connection);

  const arrangeRegistry = (root: RegistryRootNode, loaded: LoadedRegistry): Promise<readonly RegistryNode[]> => {
    const known = arranged.get(loaded);
    if (known?.by === arrangement) return known.nodes;
    const nodes = inSlices(arrangeSubjects(root.connection, loaded.subjects, arrangement)).then((some) =>
      some.length > 0 ? some : emptyNodes(root.connection, arrangement.filter, loaded.subjects.length === 0, isWritable(root.connection)),
    );
    arranged.set(loaded, { by: arrangement, nodes });
    return nodes;
  };
  const fetchChildren = async (node: RegistryNode): Promise<readonly RegistryNode[]> => {
    switch (node.kind) {
      case 'registry': {
        if (lists.isWaitedFor(node.connection)) return [{ kind: 'waiting', connection: node.connection }];
        return arrangeRegistry(node, await lists.registry(node.connection));
      }
      case 'context':
      case 'subjectGroup':
      case 'range':
        return node.children;
      case 'subject': {
        const versions = await lists.versions(node);
        details.versions.want(versions.slice(0, maxVersions));
        return versions;
      }
      case 'version':
        return referencesOf(node, details);
      default:
        return [];
    }
  };

  registries.onDidWrite(({ connection, subject }) => {
    forget(details, lists, { connection, subject });
    changed([lists.rootOf(connection)]);
  });
  const failed = new Set<string>();
  registries.onDidChange((connection) => {
    if (connection === undefined) {
      forget(details, lists, undefined);
      changed(undefined);
      return;
    }
    // It is told of every request; what is shown of it here changes with its failing alone.
    const isFailed = registries.state(connection).kind === 'failed';
    if (isFailed === failed.has(connection)) return;
    if (isFailed) failed.add(connection);
    else failed.delete(connection);
    changed([lists.rootOf(connection)]);
  });

  const children = async (node: RegistryNode | undefined): Promise<readonly RegistryNode[]> => {
    if (node === undefined) return registries.list().map(lists.rootOf);
    let below: readonly RegistryNode[];
    try {
      below = await fetchChildren(node);
    } catch (error) {
      // It was given up, and is collapsed.
      if (isCancelled(error)) return [];
      tellBug(error, parts);
      below = [toErrorNode(node, error)];
    }
    for (const child of below) parents.set(child, node);
    const subjects = below.filter((child) => child.kind === 'subject');
    if (subjects.length <= maxDescribed) details.subjects.want(subjects.filter(({ isDeleted }) => !isDeleted));
    return below;
  };
  const factsOf = (connection: string): RegistryFacts => ({
    host: parts.hostOf(connection),
    description: lists.description(connection),
    state: registries.state(connection),
    writable: isWritable(connection),
    toClock: parts.toClock,
    generation: lists.generation(connection),
  });

  return {
    children,
    parent: (node) => parents.get(node),
    item: (node) => itemOf(node, details, factsOf),
    async tooltip(node, signal) {
      if (node.kind === 'registry') return registryTooltip(node, factsOf(node.connection), registries.isReadOnly(node.connection));
      try {
        return await fetchTooltip(node, details, parts, signal);
      } catch {
        // The same failure is told where the node is expanded; a tooltip is no place for it.
        return undefined;
      }
    },
    look(nodes) {
      details.subjects.want(nodes.filter((node) => node.kind === 'subject').filter(({ isDeleted }) => !isDeleted));
      details.versions.want(nodes.filter((node) => node.kind === 'version'));
    },
    async find(connection, subject, version) {
      const root = lists.rootOf(connection);
      try {
        await lists.registry(connection);
      } catch {
        // The view says so in the registry's place.
        return undefined;
      }
      const found = await findSubject(root, subject, children);
      if (found === undefined || version === undefined) return found;
      return (await children(found)).find((node) => node.kind === 'version' && node.version === version);
    },
    arrangement: () => arrangement,
    arrange(change) {
      const before = arrangement;
      arrangement = { ...arrangement, ...change };
      if (before.showsDeleted !== arrangement.showsDeleted) lists.forget(undefined);
      changed(undefined);
    },
    refresh(target) {
      lists.mayAsk(target?.connection);
      forget(details, lists, target);
      changed(target === undefined ? undefined : [lists.rootOf(target.connection)]);
    },
    filesChanged: () => details.compareAgain(),
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}

/** What stands below a registry of which no subject is shown. */
function emptyNodes(connection: string, filter: string, isEmpty: boolean, writable: boolean): readonly RegistryNode[] {
  if (isEmpty) {
    const register = { kind: 'action', connection, text: 'Register Schema…', icon: 'cloud-upload', command: 'registerSchema' } as const;
    return [{ kind: 'note', connection, text: 'The registry has no subjects.' }, ...(writable ? [register] : [])];
  }
  return [
    { kind: 'note', connection, text: `No subject contains "${filter}".` },
    { kind: 'action', connection, text: 'Clear Filter', icon: 'clear-all', command: 'clearSubjectFilter' },
  ];
}

function forget(
  details: RegistryDetails,
  lists: ReturnType<typeof createRegistryLists>,
  target: { readonly connection: string; readonly subject?: string | undefined } | undefined,
): void {
  const isMeant = (node: SubjectNode | VersionNode): boolean =>
    target === undefined || (node.connection === target.connection && (target.subject === undefined || node.subject === target.subject));
  details.subjects.forget(isMeant);
  details.versions.forget(isMeant);
  lists.forget(target);
}

function itemOf(node: RegistryNode, details: RegistryDetails, factsOf: (connection: string) => RegistryFacts): NodeItem {
  switch (node.kind) {
    case 'registry':
      return registryItem(node, factsOf(node.connection));
    case 'context':
    case 'subjectGroup':
    case 'range':
      return folderItem(node);
    case 'subject':
      return subjectItem(node, { facts: details.subjects.get(node), writable: factsOf(node.connection).writable });
    case 'version':
      return versionItem(node, { facts: details.versions.get(node), writable: factsOf(node.connection).writable });
    case 'reference':
      return referenceItem(node);
    default:
      return smallItem(node);
  }
}

async function fetchTooltip(
  node: RegistryNode,
  details: RegistryDetails,
  { registries }: RegistryTreeParts,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  if (node.kind === 'version') {
    const facts = await details.versions.need(node, signal);
    return facts && versionTooltip(node, facts);
  }
  if (node.kind !== 'subject') return undefined;
  const session = await registries.open(node.connection, { ask: false }, signal);
  const [facts, versions, mode] = await Promise.all([
    details.subjects.need(node, signal),
    session.listVersions(node.subject, { deleted: false }, signal),
    // Not every registry has modes, or tells them.
    session.fetchMode(node.subject, signal).catch(() => undefined),
  ]);
  return facts && subjectTooltip(node, facts, { versions: versions.length, mode });
}

async function referencesOf(node: VersionNode, details: RegistryDetails): Promise<readonly RegistryNode[]> {
  const facts = await details.versions.need(node, new AbortController().signal);
  const { connection } = node;
  return (facts?.references ?? []).map(({ name, subject, version }) => {
    return { kind: 'reference', connection, subject, version, name, from: node };
  });
}

/** Goes down to a subject through the folders that it is in, so that each knows what it stands in. */
async function findSubject(node: RegistryNode, subject: string, children: RegistryTree['children']): Promise<RegistryNode | undefined> {
  const below = await children(node);
  const next = below.find((child) => holds(child, subject));
  return next === undefined || next.kind === 'subject' ? next : findSubject(next, subject, children);
}

function holds(node: RegistryNode, subject: string): boolean {
  if (node.kind === 'subject') return node.subject === subject;
  return 'children' in node && node.children.some((child) => holds(child, subject));
}

function toErrorNode(node: RegistryNode, reason: unknown): RegistryNode {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  const { connection } = node;
  if (node.kind === 'subject') return { kind: 'error', connection, subject: node.subject, error };
  return node.kind === 'version'
    ? { kind: 'error', connection, subject: node.subject, version: node.version, error }
    : { kind: 'error', connection, error };
}

function tellBug(error: unknown, { onBug }: RegistryTreeParts): void {
  if (!(error instanceof KnownError) && !isCancelled(error)) onBug(error);
}
