import { isCancelled } from '../../shared/errors.ts';
import type { RegistryDescription, VersionEntry } from '../cluster/registrySession.ts';
import type { Registries } from '../registries.ts';
import { createKept, type Kept } from './kept.ts';
import { keyOfSubject, type RegistryRootNode, type SubjectNode, type VersionNode } from './registryNodes.ts';
import { inSlices } from './slicing.ts';
import { sortSubjects } from './subjectLevels.ts';

export interface RegistryListsParts {
  readonly registries: Registries;
  /** Whether what is soft-deleted is listed, too. */
  readonly showsDeleted: () => boolean;
  /** Told the registries of which more is known now; undefined where one is to be collapsed. */
  readonly onLoaded: (nodes: readonly RegistryRootNode[] | undefined) => void;
}

export interface LoadedRegistry {
  readonly description: RegistryDescription | undefined;
  /** As people count. */
  readonly subjects: readonly SubjectNode[];
}

/** The lists that the view is made of, each fetched once until it is forgotten. */
export interface RegistryLists {
  /** Always the same node for a registry: the view tells nodes apart by their identity. */
  readonly rootOf: (connection: string) => RegistryRootNode;
  /** Begins to fetch it where that was not begun. @throws what the registry throws; an `AbortError` where a secret is not given */
  registry(connection: string): Promise<LoadedRegistry>;
  /** Begins to fetch it, and says whether that may take long enough to say so. */
  isWaitedFor(connection: string): boolean;
  /** The newest first. */
  versions(subject: SubjectNode): Promise<readonly VersionNode[]>;
  description(connection: string): RegistryDescription | undefined;
  /** Counts how often a registry's expansion was given up. */
  generation(connection: string): number;
  /** The user has asked for it, so that the next fetching may ask for a secret. */
  mayAsk(connection: string | undefined): void;
  forget(target: { readonly connection: string; readonly subject?: string | undefined } | undefined): void;
}

export function createRegistryLists({ registries, showsDeleted, onLoaded }: RegistryListsParts): RegistryLists {
  const roots = new Map<string, RegistryRootNode>();
  const nodes = new Map<string, ReadonlyMap<string, SubjectNode>>();
  const generations = new Map<string, number>();
  const asked = new Set<string>();
  const descriptions = new Map<string, RegistryDescription>();
  // A session that is closed ends what is under way in it.
  const { signal } = new AbortController();

  const rootOf = (connection: string): RegistryRootNode => {
    const root = roots.get(connection) ?? { kind: 'registry', connection };
    roots.set(connection, root);
    return root;
  };
  const loaded: Kept<LoadedRegistry> = createKept((connection, outcome) => {
    if (!outcome.ok && isCancelled(outcome.error)) {
      // A node that is expanded would be fetched again at once, so it gets another id, which the view has never expanded.
      loaded.forget((key) => key === connection);
      asked.delete(connection);
      generations.set(connection, (generations.get(connection) ?? 0) + 1);
      onLoaded(undefined);
      return;
    }
    onLoaded([rootOf(connection)]);
  });
  const versions: Kept<readonly VersionNode[]> = createKept(() => undefined);

  const fetchRegistry = async (connection: string): Promise<LoadedRegistry> => {
    // What the user did not just ask for must not ask for a secret.
    const ask = !asked.has(connection);
    asked.add(connection);
    const session = await registries.open(connection, { ask }, signal);
    const [entries, description] = await Promise.all([
      session.listSubjects({ deleted: showsDeleted() }, signal),
      // What it tells of itself is of use, but not needed.
      session.describe(signal).catch(() => undefined),
    ]);
    if (description !== undefined) descriptions.set(connection, description);
    const subjects = await inSlices(sortSubjects(connection, entries, nodes.get(connection) ?? new Map<string, SubjectNode>()));
    nodes.set(connection, new Map(subjects.map((node) => [node.subject, node])));
    return { description, subjects };
  };
  const fetchVersions = async (node: SubjectNode): Promise<readonly VersionNode[]> => {
    const session = await registries.open(node.connection, { ask: false }, signal);
    return toVersionNodes(node, await session.listVersions(node.subject, { deleted: node.isDeleted || showsDeleted() }, signal));
  };
  const begin = (connection: string): ReturnType<typeof loaded.get> => loaded.get(connection, () => fetchRegistry(connection));

  return {
    rootOf,
    registry: async (connection) => unwrap(await begin(connection).outcome),
    // A registry that answers does so at once, and news of it would be lost while the view waits for this answer.
    isWaitedFor: (connection) => begin(connection).now() === undefined && registries.state(connection).kind !== 'answered',
    versions: async (node) => unwrap(await versions.get(keyOfSubject(node), () => fetchVersions(node)).outcome),
    description: (connection) => descriptions.get(connection),
    generation: (connection) => generations.get(connection) ?? 0,
    mayAsk(connection) {
      if (connection === undefined) asked.clear();
      else asked.delete(connection);
    },
    forget(target) {
      const { connection, subject } = target ?? {};
      loaded.forget((key) => connection === undefined || key === connection);
      const isBelow = (key: string): boolean => connection === undefined || key.startsWith(`[${JSON.stringify(connection)},`);
      versions.forget((key) =>
        connection === undefined || subject === undefined ? isBelow(key) : key === keyOfSubject({ connection, subject }),
      );
    },
  };
}

function toVersionNodes({ connection, subject }: SubjectNode, entries: readonly VersionEntry[]): readonly VersionNode[] {
  const latest = entries.findLast(({ isDeleted }) => !isDeleted)?.version;
  return entries
    .map(({ version, isDeleted }): VersionNode => {
      return { kind: 'version', connection, subject, version, isLatest: version === latest, isDeleted };
    })
    .reverse();
}

function unwrap<T>(outcome: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T {
  if (outcome.ok) return outcome.value;
  throw outcome.error;
}
