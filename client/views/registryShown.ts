import type { Registries } from '../registries.ts';
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
import type { RegistryLists } from './registryLists.ts';
import type { RegistryNode } from './registryNodes.ts';
import type { RegistryDetails } from './subjectFacts.ts';

export interface RegistryShownParts {
  readonly registries: Registries;
  readonly lists: RegistryLists;
  readonly details: RegistryDetails;
  readonly isWritable: (connection: string) => boolean;
  /** The host of a registry's address, as the settings have it. */
  readonly hostOf: (connection: string) => string;
  /** Such as "11:40". */
  readonly toClock: (ms: number) => string;
}

/** A node's item, of what is known of it. */
export function itemOf(node: RegistryNode, parts: RegistryShownParts): NodeItem {
  const { details, isWritable } = parts;
  switch (node.kind) {
    case 'registry':
      return registryItem(node, factsOf(node.connection, parts));
    case 'context':
    case 'subjectGroup':
    case 'range':
      return folderItem(node);
    case 'subject':
      return subjectItem(node, { facts: details.subjects.get(node), writable: isWritable(node.connection) });
    case 'version':
      return versionItem(node, { facts: details.versions.get(node), writable: isWritable(node.connection) });
    case 'reference':
      return referenceItem(node);
    default:
      return smallItem(node);
  }
}

/** A node's tooltip, of what is fetched where it is not known; undefined where there is none, or where it can't be fetched. */
export async function tooltipOf(
  node: RegistryNode,
  parts: RegistryShownParts,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const { connection } = node;
  if (node.kind === 'registry') return registryTooltip(node, factsOf(connection, parts), parts.registries.isReadOnly(connection));
  try {
    return await fetchTooltip(node, parts, signal);
  } catch {
    // The same failure is told where the node is expanded; a tooltip is no place for it.
    return undefined;
  }
}

function factsOf(connection: string, { registries, lists, isWritable, hostOf, toClock }: RegistryShownParts): RegistryFacts {
  return {
    host: hostOf(connection),
    description: lists.description(connection),
    state: registries.state(connection),
    writable: isWritable(connection),
    toClock,
    generation: lists.generation(connection),
  };
}

async function fetchTooltip(
  node: RegistryNode,
  { registries, details }: RegistryShownParts,
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
