import { splitSubject, topicOfSubject } from '../../shared/registry/subjectNames.ts';
import { sortInSteps, type Steps } from '../../shared/slices.ts';
import type { SubjectEntry } from '../cluster/registrySession.ts';
import type { FolderNode, RegistryNode, SubjectNode } from './registryNodes.ts';

/** How many nodes stand below one: more are put into folders, as a list of many thousands is slow to draw and of no use. */
const maxInLevel = 1000;
const inRange = 500;
/** After so many subjects others may have a turn. */
const inStep = 500;

export interface Arrangement {
  /** What a subject's name must contain, in any case; empty for all. */
  readonly filter: string;
  readonly isGrouped: boolean;
}

/**
 * The subjects of a registry as people count: `orders-v2` before `orders-v10`.
 *
 * @param before nodes that there are already, by subject: one that still holds is taken, as the view knows it
 */
export function* sortSubjects(
  connection: string,
  entries: readonly SubjectEntry[],
  before: ReadonlyMap<string, SubjectNode>,
): Steps<readonly SubjectNode[]> {
  const keyed: (Keyed & { readonly node: SubjectNode })[] = [];
  for (const { subject, isDeleted } of entries) {
    const known = before.get(subject);
    const node = known?.isDeleted === isDeleted ? known : ({ kind: 'subject', connection, subject, isDeleted } as const);
    keyed.push({ key: naturalKey(splitSubject(subject).name), node });
    if (keyed.length % inStep === 0) yield;
  }
  yield* sortInSteps(keyed, byKey);
  return keyed.map(({ node }) => node);
}

/** What stands below a registry: contexts, then groups, then subjects; long levels in stretches. Empty where the filter leaves none. */
export function* arrangeSubjects(
  connection: string,
  subjects: readonly SubjectNode[],
  arrangement: Arrangement,
): Steps<readonly RegistryNode[]> {
  const filter = arrangement.filter.toLowerCase();
  const contexts = new Map<string | undefined, Named[]>();
  let count = 0;
  for (const node of subjects) {
    if (++count % inStep === 0) yield;
    if (!node.subject.toLowerCase().includes(filter)) continue;
    const { context, name } = splitSubject(node.subject);
    listOf(contexts, context).push({ node, name });
  }
  const folders: FolderNode[] = [];
  for (const context of [...contexts.keys()].filter((each) => each !== undefined).sort()) {
    const named = contexts.get(context) ?? [];
    const children = yield* arrangeContext(connection, context, named, arrangement.isGrouped);
    folders.push({ kind: 'context', connection, key: context, label: context, count: named.length, children });
  }
  return [...folders, ...(yield* arrangeContext(connection, '', contexts.get(undefined) ?? [], arrangement.isGrouped))];
}

interface Named {
  readonly node: SubjectNode;
  /** Within its context. */
  readonly name: string;
}

function* arrangeContext(
  connection: string,
  context: string,
  subjects: readonly Named[],
  isGrouped: boolean,
): Steps<readonly RegistryNode[]> {
  if (!isGrouped) return inRanges(connection, context, subjects.map(toNamedNode));
  const topics = new Map<string, SubjectNode[]>();
  const others: NamedNode[] = [];
  let count = 0;
  for (const named of subjects) {
    if (++count % inStep === 0) yield;
    const topic = topicOfSubject(named.name)?.topic;
    if (topic === undefined) others.push(toNamedNode(named));
    else listOf(topics, topic).push(named.node);
  }
  const groups: (Keyed & NamedNode)[] = [];
  for (const [topic, children] of topics) {
    const key = JSON.stringify([context, topic]);
    const node: FolderNode = { kind: 'subjectGroup', connection, key, label: topic, count: children.length, children };
    groups.push({ key: naturalKey(topic), node, name: topic, subjects: children.length });
    if (groups.length % inStep === 0) yield;
  }
  yield* sortInSteps(groups, byKey);
  return inRanges(connection, context, [...groups, ...others]);
}

interface NamedNode {
  readonly node: RegistryNode;
  readonly name: string;
  /** How many there are in it. */
  readonly subjects: number;
}

function toNamedNode({ node, name }: Named): NamedNode {
  return { node, name, subjects: 1 };
}

function inRanges(connection: string, context: string, nodes: readonly NamedNode[]): readonly RegistryNode[] {
  if (nodes.length <= maxInLevel) return nodes.map(({ node }) => node);
  const ranges: FolderNode[] = [];
  for (let start = 0; start < nodes.length; start += inRange) {
    const some = nodes.slice(start, start + inRange);
    const label = `${some[0]?.name ?? ''} … ${some.at(-1)?.name ?? ''}`;
    const count = some.reduce((sum, { subjects }) => sum + subjects, 0);
    const children = some.map(({ node }) => node);
    ranges.push({ kind: 'range', connection, key: JSON.stringify([context, start]), label, count, children });
  }
  return ranges;
}

function listOf<K, T>(lists: Map<K, T[]>, key: K): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

interface Keyed {
  readonly key: string;
}

function byKey({ key: one }: Keyed, { key: other }: Keyed): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Sorts as people do, and many times as fast as a collator: letters in any case, numbers by their value. */
function naturalKey(name: string): string {
  // What differs in case or in leading zeros alone is told apart by the name itself.
  return `${name.toLowerCase().replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(20, '0'))}\0${name}`;
}
