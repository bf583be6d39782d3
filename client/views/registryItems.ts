import type { RegistryDescription } from '../cluster/registrySession.ts';
import type { RegistryState } from '../registries.ts';
import { splitSubject, topicOfSubject } from '../../shared/registry/subjectNames.ts';
import { counted, errorItem, grouped, idOf, joined, noteItem, plain, waitingItem, type NodeItem } from './nodeItem.ts';
import type {
  FolderNode,
  ReferenceNode,
  RegistryRootNode,
  SmallNode,
  SubjectFacts,
  SubjectNode,
  VersionFacts,
  VersionNode,
} from './registryNodes.ts';

export interface RegistryFacts {
  /** Of the registry's address, as the settings have it. */
  readonly host: string;
  /** Known once the registry was asked. */
  readonly description: RegistryDescription | undefined;
  readonly state: RegistryState;
  readonly writable: boolean;
  /** Such as "11:40". */
  readonly toClock: (ms: number) => string;
  /** Counts how often its expansion was given up: it is shown collapsed then. */
  readonly generation: number;
}

/** A registry's item. */
export function registryItem(
  { connection }: RegistryRootNode,
  { host, description, state, writable, toClock, generation }: RegistryFacts,
): NodeItem {
  const isOld = state.kind === 'failed' && state.lastAnsweredMs !== undefined;
  const asOf = isOld ? `as of ${toClock(state.lastAnsweredMs)}` : undefined;
  return {
    id: idOf('registry', connection, generation),
    label: connection,
    description: joined([host, description?.level, asOf], ', '),
    icon: isOld ? 'warning' : 'database',
    isError: false,
    contextValue: writable ? 'registry+writable' : 'registry',
    canExpand: true,
    tooltip: undefined,
  };
}

/** Lines that say which registry it is, how it is set, and since when what is shown is known. */
export function registryTooltip(
  { connection }: RegistryRootNode,
  { host, description, state, writable, toClock }: RegistryFacts,
  isReadOnly: boolean,
): string[] {
  const line = (label: string, value: string | undefined): string[] => (value === undefined ? [] : [`${label}: ${value}`]);
  const product = description?.product === undefined ? undefined : joined([description.product, description.productVersion], ' ');
  return [
    connection,
    `Address: ${description?.label ?? host}`,
    ...line('Product', product),
    ...line('Level', description?.level),
    ...line('Mode', description?.mode),
    ...(state.kind === 'answered' ? [`As of ${toClock(state.atMs)}.`] : []),
    ...(state.kind === 'failed' ? [state.error.message] : []),
    ...(state.kind === 'failed' && state.lastAnsweredMs !== undefined
      ? [`The registry has not answered since ${toClock(state.lastAnsweredMs)}.`]
      : []),
    ...(isReadOnly ? ['Read-only: nothing is written.'] : writable ? [] : ['The workspace is not trusted: nothing is written.']),
  ];
}

/** The item of subjects that stand together. */
export function folderItem({ kind, connection, key, label, count }: FolderNode): NodeItem {
  return {
    id: idOf(kind, connection, key),
    label,
    description: counted(count, 'subject'),
    icon: { context: 'symbol-namespace', subjectGroup: 'list-flat', range: 'folder' }[kind],
    isError: false,
    contextValue: kind,
    canExpand: true,
    tooltip: [kind === 'context' ? `Context ${label}` : label],
  };
}

/** A subject's item. */
export function subjectItem(
  { connection, subject, isDeleted }: SubjectNode,
  { facts, writable }: { readonly facts: SubjectFacts | undefined; readonly writable: boolean },
): NodeItem {
  const { name } = splitSubject(subject);
  const drift = facts?.drift && `differs from ${facts.drift.file}: ${facts.drift.summary}`;
  const tokens = [
    writable ? 'writable' : undefined,
    drift === undefined || isDeleted ? undefined : 'drift',
    topicOfSubject(name)?.part,
    isDeleted ? 'deleted' : undefined,
  ];
  return {
    id: idOf('subject', connection, subject),
    label: name,
    description: isDeleted ? 'deleted' : facts === undefined ? '' : joined([joined([`v${facts.latest}`, facts.level], ' '), drift], ', '),
    icon: isDeleted ? 'trash' : 'symbol-interface',
    isError: false,
    contextValue: joined(['subject', ...tokens], '+'),
    canExpand: true,
    tooltip: isDeleted ? [name, softDeleted] : undefined,
  };
}

const softDeleted = 'Soft-deleted: readers can still use its schema id.';

/** Lines that say what is known of a subject. */
export function subjectTooltip(
  { subject }: SubjectNode,
  facts: SubjectFacts,
  { versions, mode }: { readonly versions: number; readonly mode: string | undefined },
): string[] {
  const { fullname, latest, level, isOwnLevel, drift } = facts;
  return [
    subject,
    ...(fullname === undefined ? [] : [`Type: ${fullname}`]),
    ...(level === undefined ? [] : [`Level: ${level} (${isOwnLevel ? 'own' : 'global'})`]),
    ...(mode === undefined ? [] : [`Mode: ${mode}`]),
    `Versions: ${grouped(versions)}, the latest is ${latest}`,
    ...(drift === undefined ? [] : [`Differs from ${drift.file}: ${drift.summary}`]),
  ];
}

/** A version's item. */
export function versionItem(
  { connection, subject, version, isLatest, isDeleted }: VersionNode,
  { facts, writable }: { readonly facts: VersionFacts | undefined; readonly writable: boolean },
): NodeItem {
  const references = facts?.references.length ?? 0;
  const known = facts && [`schema id ${facts.schemaId}`, references === 0 ? undefined : counted(references, 'reference'), facts.schemaType];
  const tokens = [isLatest ? 'latest' : undefined, isDeleted ? 'deleted' : undefined, writable ? 'writable' : undefined];
  return {
    id: idOf('version', connection, subject, version),
    label: `Version ${version}`,
    description: isDeleted ? 'deleted' : joined(known ?? [], ', '),
    icon: isDeleted ? 'trash' : 'git-commit',
    isError: false,
    contextValue: joined(['version', ...tokens], '+'),
    // Whether it refers to others is known once it was looked at.
    canExpand: facts === undefined || references > 0,
    tooltip: undefined,
    onClick: 'openVersion',
  };
}

/** Lines that say what is known of a version. */
export function versionTooltip({ subject, version, isDeleted }: VersionNode, facts: VersionFacts): string[] {
  return [
    `${subject} version ${version}`,
    ...(isDeleted ? [softDeleted] : []),
    `Schema id: ${facts.schemaId}`,
    ...(facts.guid === undefined ? [] : [`GUID: ${facts.guid}`]),
    ...(facts.schemaType === undefined ? [] : [`Type: ${facts.schemaType}`]),
    `Size: ${counted(facts.bytes, 'byte')}`,
    ...facts.references.map((reference) => `Refers to ${reference.name}: ${versionText(reference.subject, reference.version)}`),
  ];
}

/** The item of a version that another one refers to. */
export function referenceItem({ connection, subject, version, name, from }: ReferenceNode): NodeItem {
  return {
    ...plain('reference', connection, from.subject, from.version, name),
    label: name,
    description: version < 0 ? `${subject} latest` : `${subject} v${version}`,
    icon: 'references',
    contextValue: 'reference',
    tooltip: [name, `${from.subject} version ${from.version} refers to it as ${versionText(subject, version)}.`],
    onClick: 'openVersion',
  };
}

/** A reference may name whatever is the latest version: -1. */
function versionText(subject: string, version: number): string {
  return version < 0 ? `the latest version of ${subject}` : `${subject} version ${version}`;
}

/** The item of what stands in place of children. */
export function smallItem(node: SmallNode): NodeItem {
  const { connection } = node;
  switch (node.kind) {
    case 'error':
      return errorItem(idOf('error', connection, node.subject ?? '', node.version ?? ''), node.error);
    case 'waiting':
      return waitingItem(idOf('waiting', connection), 'Asking the registry…');
    case 'note':
      return noteItem(idOf('note', connection, node.text), node.text);
    case 'action':
      return {
        ...plain('action', connection, node.command),
        label: node.text,
        icon: node.icon,
        contextValue: 'action',
        tooltip: [node.text],
        onClick: node.command,
      };
  }
}
