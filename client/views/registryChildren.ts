import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { LoadedRegistry, RegistryLists } from './registryLists.ts';
import type { RegistryNode, RegistryRootNode, VersionNode } from './registryNodes.ts';
import { inSlices } from './slicing.ts';
import type { RegistryDetails } from './subjectFacts.ts';
import { arrangeSubjects, type Arrangement } from './subjectLevels.ts';

/** What stands below what in the view "Registries". */
export interface RegistryChildren {
  /** Never throws: what goes wrong is a child that says so. */
  of(node: RegistryNode): Promise<readonly RegistryNode[]>;
  /** Of a node that `of` has returned; undefined of any other. */
  parent(node: RegistryNode): RegistryNode | undefined;
  /** Fetches what leads to a subject or one of its versions; undefined where that is not shown. */
  find(connection: string, subject: string, version: number | undefined): Promise<RegistryNode | undefined>;
}

export interface RegistryChildrenParts {
  readonly lists: RegistryLists;
  readonly details: RegistryDetails;
  readonly arrangement: () => Arrangement;
  readonly isWritable: (connection: string) => boolean;
  /** Told of what is no `KnownError`: a bug of ours. */
  readonly onBug: (error: unknown) => void;
}

/** As many subjects in one level are described without being looked at one by one: each takes two requests. */
const maxDescribed = 100;
/** Of a subject's versions the newest are described at once, the others when somebody looks at them. */
const maxVersions = 20;

export function createRegistryChildren(parts: RegistryChildrenParts): RegistryChildren {
  const { lists, details } = parts;
  const parents = new WeakMap<RegistryNode, RegistryNode>();
  const arrange = createArranging(parts);

  const fetch = async (node: RegistryNode): Promise<readonly RegistryNode[]> => {
    switch (node.kind) {
      case 'registry': {
        if (lists.isWaitedFor(node.connection)) return [{ kind: 'waiting', connection: node.connection }];
        return arrange(node, await lists.registry(node.connection));
      }
      case 'context':
      case 'subjectGroup':
      case 'range':
        return node.children;
      case 'subject': {
        const versions = await lists.versions(node);
        // In a long list, too, who opens a subject looks at it.
        if (!node.isDeleted) details.subjects.want([node]);
        details.versions.want(versions.slice(0, maxVersions));
        return versions;
      }
      case 'version':
        return referencesOf(node, details);
      default:
        return [];
    }
  };
  const of = async (node: RegistryNode): Promise<readonly RegistryNode[]> => {
    const below = await fetch(node).catch((error: unknown) => inPlace(node, error, parts));
    for (const child of below) parents.set(child, node);
    const subjects = below.filter((child) => child.kind === 'subject');
    if (subjects.length <= maxDescribed) details.subjects.want(subjects.filter(({ isDeleted }) => !isDeleted));
    return below;
  };

  return {
    of,
    parent: (node) => parents.get(node),
    async find(connection, subject, version) {
      try {
        await lists.registry(connection);
      } catch {
        // The view says so in the registry's place.
        return undefined;
      }
      const found = await findSubject(lists.rootOf(connection), subject, of);
      if (found === undefined || version === undefined) return found;
      return (await of(found)).find((node) => node.kind === 'version' && node.version === version);
    },
  };
}

type Arrange = (root: RegistryRootNode, loaded: LoadedRegistry) => Promise<readonly RegistryNode[]>;

/** Puts a registry's subjects into their places, once for each arrangement. */
function createArranging({ arrangement, isWritable }: RegistryChildrenParts): Arrange {
  const arranged = new WeakMap<LoadedRegistry, { readonly by: Arrangement; readonly nodes: Promise<readonly RegistryNode[]> }>();
  return ({ connection }: RegistryRootNode, loaded: LoadedRegistry): Promise<readonly RegistryNode[]> => {
    const by = arrangement();
    const known = arranged.get(loaded);
    if (known?.by === by) return known.nodes;
    const nodes = inSlices(arrangeSubjects(connection, loaded.subjects, by)).then((some) =>
      some.length > 0 ? some : emptyNodes(connection, by.filter, loaded.subjects.length === 0, isWritable(connection)),
    );
    arranged.set(loaded, { by, nodes });
    return nodes;
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

async function referencesOf(node: VersionNode, details: RegistryDetails): Promise<readonly RegistryNode[]> {
  const facts = await details.versions.need(node, new AbortController().signal);
  const { connection } = node;
  return (facts?.references ?? []).map(({ name, subject, version }) => {
    return { kind: 'reference', connection, subject, version, name, from: node };
  });
}

/** Goes down to a subject through the folders that it is in, so that each knows what it stands in. */
async function findSubject(node: RegistryNode, subject: string, children: RegistryChildren['of']): Promise<RegistryNode | undefined> {
  const below = await children(node);
  const next = below.find((child) => holds(child, subject));
  return next === undefined || next.kind === 'subject' ? next : findSubject(next, subject, children);
}

function holds(node: RegistryNode, subject: string): boolean {
  if (node.kind === 'subject') return node.subject === subject;
  return 'children' in node && node.children.some((child) => holds(child, subject));
}

/** What stands in place of children that could not be fetched. */
function inPlace(node: RegistryNode, error: unknown, { onBug }: RegistryChildrenParts): readonly RegistryNode[] {
  // It was given up, and is collapsed.
  if (isCancelled(error)) return [];
  if (!(error instanceof KnownError)) onBug(error);
  return [toErrorNode(node, error)];
}

function toErrorNode(node: RegistryNode, reason: unknown): RegistryNode {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  const { connection } = node;
  if (node.kind === 'subject') return { kind: 'error', connection, subject: node.subject, error };
  return node.kind === 'version'
    ? { kind: 'error', connection, subject: node.subject, version: node.version, error }
    : { kind: 'error', connection, error };
}
