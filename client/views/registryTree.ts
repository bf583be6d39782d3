import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { RegistryView } from '../commands/context.ts';
import type { Registries } from '../registries.ts';
import type { Subscription } from '../ui.ts';
import type { NodeItem } from './nodeItem.ts';
import { createRegistryChildren } from './registryChildren.ts';
import { createRegistryLists, type RegistryLists } from './registryLists.ts';
import type { RegistryNode, SubjectNode, VersionNode } from './registryNodes.ts';
import { itemOf, tooltipOf, type RegistryShownParts } from './registryShown.ts';
import { createRegistryDetails, type RegistryDetails, type SubjectFactsParts } from './subjectFacts.ts';
import type { Arrangement } from './subjectLevels.ts';

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
  extends Pick<RegistryShownParts, 'registries' | 'hostOf' | 'toClock'>, Pick<SubjectFactsParts, 'languageServer'> {
  readonly isTrusted: () => boolean;
  /** Told of what is no `KnownError`: a bug of ours. */
  readonly onBug: (error: unknown) => void;
  readonly arrangement: TreeArrangement;
}

export function createRegistryTree(parts: RegistryTreeParts): RegistryTree {
  const { registries } = parts;
  const listeners = new Set<(nodes: readonly RegistryNode[] | undefined) => void>();
  const changed = (nodes: readonly RegistryNode[] | undefined): void => listeners.forEach((listener) => listener(nodes));
  let arrangement = parts.arrangement;
  const lists = createRegistryLists({ registries, showsDeleted: () => arrangement.showsDeleted, onLoaded: changed });
  const onFailure = (error: unknown): void => tellBug(error, parts);
  const details = createRegistryDetails({ registries, languageServer: parts.languageServer, onKnown: changed, onFailure });
  const isWritable = (connection: string): boolean => parts.isTrusted() && !registries.isReadOnly(connection);
  const children = createRegistryChildren({ lists, details, arrangement: () => arrangement, isWritable, onBug: parts.onBug });
  const shown: RegistryShownParts = { ...parts, lists, details, isWritable };
  const startAnew = (target: Target | undefined): void => {
    forget(details, lists, target);
    changed(target === undefined ? undefined : [lists.rootOf(target.connection)]);
  };
  registries.onDidWrite(startAnew);
  registries.onDidChange((connection) => {
    if (connection === undefined) startAnew(undefined);
  });
  onFailingChange(registries, (connection) => changed([lists.rootOf(connection)]));

  return {
    children: async (node) => (node === undefined ? registries.list().map(lists.rootOf) : children.of(node)),
    parent: (node) => children.parent(node),
    item: (node) => itemOf(node, shown),
    tooltip: (node, signal) => tooltipOf(node, shown, signal),
    look(nodes) {
      details.subjects.want(nodes.filter((node) => node.kind === 'subject').filter(({ isDeleted }) => !isDeleted));
      details.versions.want(nodes.filter((node) => node.kind === 'version'));
    },
    find: (connection, subject, version) => children.find(connection, subject, version),
    arrangement: () => arrangement,
    arrange(change) {
      const before = arrangement;
      arrangement = { ...arrangement, ...change };
      if (before.showsDeleted !== arrangement.showsDeleted) lists.forget(undefined);
      changed(undefined);
    },
    refresh(target) {
      lists.mayAsk(target?.connection);
      startAnew(target);
    },
    filesChanged: () => details.compareAgain(),
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}

/** A registry, or one of its subjects. */
interface Target {
  readonly connection: string;
  readonly subject?: string | undefined;
}

function forget(details: RegistryDetails, lists: RegistryLists, target: Target | undefined): void {
  const isMeant = (node: SubjectNode | VersionNode): boolean =>
    target === undefined || (node.connection === target.connection && (target.subject === undefined || node.subject === target.subject));
  details.subjects.forget(isMeant);
  details.versions.forget(isMeant);
  lists.forget(target);
}

/**
 * What is shown of a registry's state changes with its failing alone, and not with every request.
 *
 * @param listener told which registry fails now, or no longer
 */
function onFailingChange(registries: Registries, listener: (connection: string) => void): void {
  const failed = new Set<string>();
  registries.onDidChange((connection) => {
    if (connection === undefined) return;
    const isFailed = registries.state(connection).kind === 'failed';
    if (isFailed === failed.has(connection)) return;
    if (isFailed) failed.add(connection);
    else failed.delete(connection);
    listener(connection);
  });
}

function tellBug(error: unknown, { onBug }: RegistryTreeParts): void {
  if (!(error instanceof KnownError) && !isCancelled(error)) onBug(error);
}
