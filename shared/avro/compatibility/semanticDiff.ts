import type { SemanticDifference } from '../../protocol.ts';
import { runAtOnce } from '../../slices.ts';
import type { Steps } from '../../slices.ts';
import { compareTypes } from './meaningWalk.ts';
import type { MeaningRun } from './meaningWalk.ts';
import type { Side } from './mismatch.ts';

/** A difference, and what it counts as in a summary. */
export interface MeaningDifference extends SemanticDifference {
  readonly counts: Counts;
}

/** By what they count as: the noun, and what happened to it. In the order of a summary. */
const counted = {
  fieldAdded: ['+', 'field', ''],
  fieldRemoved: ['-', 'field', ''],
  fieldRenamed: ['', 'field', 'renamed'],
  typeWidened: ['', 'type', 'widened'],
  typeNarrowed: ['', 'type', 'narrowed'],
  typeChanged: ['', 'type', 'changed'],
  nullAdded: ['', 'type', 'made nullable'],
  nullRemoved: ['', 'type', 'made required'],
  branchAdded: ['+', 'branch', ''],
  branchRemoved: ['-', 'branch', ''],
  symbolAdded: ['+', 'symbol', ''],
  symbolRemoved: ['-', 'symbol', ''],
  sizeChanged: ['', 'size', 'changed'],
  logicalTypeChanged: ['', 'logical type', 'changed'],
  defaultChanged: ['', 'default', 'changed'],
  typeRenamed: ['', 'type', 'renamed'],
  namespaceChanged: ['', 'namespace', 'changed'],
  aliasAdded: ['+', 'alias', ''],
  aliasRemoved: ['-', 'alias', ''],
  fieldMoved: ['', 'field', 'moved'],
  symbolMoved: ['', 'symbol', 'moved'],
  branchMoved: ['', 'branch', 'moved'],
  sortOrderChanged: ['', 'sort order', 'changed'],
  attributeChanged: ['', 'attribute', 'changed'],
  docChanged: ['', 'doc', 'changed'],
} as const;
export type Counts = keyof typeof counted;

/**
 * What differs in meaning between two schemas, whatever their layout, and wherever in them a type is defined.
 *
 * @param left the older one
 * @returns in the order of the right text, what was removed at its place among the others; empty where both mean the same
 */
export function compareMeanings(left: Side, right: Side): MeaningDifference[] {
  return runAtOnce(compareMeaningsSteps(left, right));
}

/** What {@link compareMeanings} does, in steps. */
export function* compareMeaningsSteps(left: Side, right: Side): Steps<MeaningDifference[]> {
  const run: MeaningRun = { left: left.parsed, right: right.parsed, found: [], met: new Set(), namespaces: new Set(), waiting: [] };
  run.waiting.push({ left: left.schema, right: right.schema, at: { path: '', subject: 'the schema' } });
  // Types that are referred to come after what refers to them, since chains of references have no end.
  for (let index = 0, next = run.waiting[index]; next !== undefined; next = run.waiting[++index]) {
    yield* compareTypes(next.left, next.right, next.at, run);
  }
  return run.found;
}

/**
 * The differences in a few words, such as `+1 field, 1 type widened`; empty where there are none. Docs count only where
 * nothing else has changed.
 */
export function differenceSummary(differences: readonly MeaningDifference[]): string {
  const numbers = new Map<Counts, number>();
  for (const { counts } of differences) numbers.set(counts, (numbers.get(counts) ?? 0) + 1);
  if (numbers.size > 1) numbers.delete('docChanged');
  // The keys of an object that is written out are all there is.
  const parts = (Object.keys(counted) as Counts[]).flatMap((counts) => {
    const number = numbers.get(counts);
    return number === undefined ? [] : [countText(counts, number)];
  });
  return parts.join(', ');
}

function countText(counts: Counts, number: number): string {
  const [sign, noun, what] = counted[counts];
  return `${sign}${number} ${number === 1 ? noun : plural(noun)}${what === '' ? '' : ` ${what}`}`;
}

function plural(noun: string): string {
  return /(?:s|ch)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
