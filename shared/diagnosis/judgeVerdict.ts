import { isNumberKind } from '../wire/primitives.ts';
import { findCovers, toBits } from './judgeCovers.ts';
import { fewNumbers, findNumbers } from './judgeNumbers.ts';
import { nameKey } from './judgeWays.ts';
import type { LookedSample, Way } from './judgeWays.ts';

/** Which ways explain the samples that can be read at all. */
export interface Decision {
  /** Ways that together read them; empty where none is read. */
  readonly chosen: readonly Way[];
  /** Where it is undecided: two or more such selections, the likelier first; else none. */
  readonly rivals: readonly (readonly Way[])[];
}

/** No more framings and schemas are looked for among each other. */
const mostMixed = 4;
/** No id of a registry is larger that is worth believing when nobody knows it. */
const likelyIds = 2 ** 24;

/** What the ways to read the samples say of them. */
export function decide(samples: readonly LookedSample[], ways: readonly Way[]): Decision {
  const isComplete = ({ reads }: Way): boolean => reads.length === samples.length;
  const clean = ways.filter(({ kind }) => kind !== 'behind');
  const behind = ways.filter((way) => way.kind === 'behind' && isPlausible(way, samples));
  let complete = withoutPlainer(clean.filter(isComplete));
  const behindComplete = behind.filter(isComplete);
  if (complete.length === 0) complete = behindComplete;
  else complete = [...complete, ...behindComplete.filter(({ least }) => least >= 2)];
  const isSettled = complete.some(({ kind, most }) => kind === 'plain' || kind === 'named' || most > 0);
  const numbers = isSettled ? undefined : findNumbers(samples, [...samples.keys()], complete.length > 0);
  if (numbers !== undefined) complete = [...complete, numbers];
  const best = complete.filter((way) => !complete.some((other) => other.least > way.most));
  const [first] = best;
  if (first === undefined) return decideMixed(samples, clean, behind);
  if (best.length > 1) return { chosen: [first], rivals: best.map((way) => [way]) };
  const named = first.most >= 2 ? undefined : namedCover(samples, clean);
  return { chosen: [first], rivals: named === undefined ? [] : [[first], named] };
}

/** JSON and UUIDs are text, too. */
function withoutPlainer(ways: readonly Way[]): readonly Way[] {
  return ways.some(({ framing }) => framing === 'json' || framing === 'uuid') ? ways.filter(({ framing }) => framing !== 'text') : ways;
}

/** What ties to this topic explain, where nothing else reads all of it but one way without a tie. */
function namedCover(samples: readonly LookedSample[], clean: readonly Way[]): readonly Way[] | undefined {
  const named = clean.filter(({ least }) => least >= 2);
  const bits = named.map(({ reads }) => toBits(reads, samples.length));
  const { covers } = findCovers(bits, samples.length, 2);
  const [cover] = covers;
  if (cover === undefined) return undefined;
  const found = pick(named, cover);
  return samples.every(({ ways }) => found.some((way) => ways.has(way))) ? found : undefined;
}

function decideMixed(samples: readonly LookedSample[], clean: readonly Way[], behind: readonly Way[]): Decision {
  const ways = [...usableWays(samples, clean), ...behind.filter(({ least }) => least >= 2)];
  const bits = ways.map(({ reads }) => toBits(reads, samples.length));
  const { covers } = findCovers(bits, samples.length, mostMixed);
  const found = covers.map((cover) => pick(ways, cover));
  const best = found.filter((cover) => !found.some((other) => beats(other, cover)));
  const [chosen] = best;
  if (best.length > 1 && best.every((cover) => believable(samples, cover).length === cover.length))
    return { chosen: best[0] ?? [], rivals: best };
  return { chosen: withNumbers(samples, believable(samples, chosen ?? ways)), rivals: [] };
}

/** What nothing else reads may be numbers, but for some of other lengths. */
function withNumbers(samples: readonly LookedSample[], chosen: readonly Way[]): readonly Way[] {
  const left = [...samples.keys()].filter((at) => !chosen.some((way) => samples[at]?.ways.has(way)));
  const alike = [2, 4, 8].map((length) => left.filter((at) => samples[at]?.bytes.length === length));
  const [most = []] = alike.sort((a, b) => b.length - a.length);
  const numbers = most.length < fewNumbers ? undefined : findNumbers(samples, most);
  return numbers === undefined ? chosen : [...chosen, numbers];
}

/**
 * Without schemas that read only a part of the samples, and that nothing ties to this topic, neither a subject nor a frame
 * that names them: among many schemas there is always one that reads some bytes by chance.
 */
function believable(samples: readonly LookedSample[], ways: readonly Way[]): readonly Way[] {
  const isNamed = (key: string): boolean =>
    samples.some(({ looks }) => looks.some(({ state, readable }) => state === 'reads' && readable?.fingerprint() === key));
  return ways.filter(
    ({ framing, most, candidate }) => framing !== 'bare' || most >= 1 || (candidate !== undefined && isNamed(candidate.key)),
  );
}

/** Text and schemas without a tie explain nothing that frames of this topic's own schemas explain as damaged. */
function usableWays(samples: readonly LookedSample[], clean: readonly Way[]): readonly Way[] {
  const isNamedMisfit = ({ looks }: LookedSample): boolean => looks.some(({ state, own }) => state === 'misfit' && own !== undefined);
  return clean.filter(
    (way) => way.most >= 2 || way.kind === 'named' || way.reads.some((at) => !isNamedMisfit(samples[at] as LookedSample)),
  );
}

function pick<T>(items: readonly T[], places: readonly number[]): T[] {
  return places.flatMap((place) => items[place] ?? []);
}

/** Whether all in which one selection differs is tied more closely than all in which the other does. */
function beats(one: readonly Way[], other: readonly Way[]): boolean {
  const [mine, theirs] = [one.filter((way) => !other.includes(way)), other.filter((way) => !one.includes(way))];
  return mine.length > 0 && Math.min(...mine.map(({ least }) => least)) > Math.max(...theirs.map(({ most }) => most));
}

/** Whether frames that name schemas which nobody has name few and likely ones, as real frames do. */
function isPlausible({ framing, reads }: Way, samples: readonly LookedSample[]): boolean {
  if (framing.endsWith('-header')) return true;
  const names = new Set<string>();
  for (const at of reads) {
    const look = samples[at]?.looks.find((one) => one.framing === framing && one.state !== 'reads');
    if (look === undefined) return false;
    const { names: name } = look;
    if (name.kind === 'schema-id' && (name.schemaId < 1 || name.schemaId >= likelyIds)) return false;
    names.add(nameKey(name));
  }
  return names.size <= 1 + reads.length / 8;
}

/**
 * Which of the chosen ways each sample was written in: the only one that reads it, or the one of the nearest in its
 * partition that only one way reads; undefined where none reads it.
 */
export function assign(samples: readonly LookedSample[], chosen: readonly Way[]): readonly (Way | undefined)[] {
  const numbers = chosen.filter(({ framing }) => isNumberKind(framing));
  const areNumbers = new Set(numbers.flatMap(({ reads }) => reads));
  // Numbers are what nothing else reads, unless they are a reading of all.
  const choices = samples.map(({ ways }, at) => {
    const others = chosen.filter((way) => ways.has(way));
    return others.length === 0 && areNumbers.has(at) ? numbers : others;
  });
  if (choices.every(({ length }) => length < 2)) return choices.map(([way]) => way);
  const most = [...chosen].sort((a, b) => b.most - a.most || b.reads.length - a.reads.length);
  const sure = new Map<number, { readonly offset: bigint; readonly way: Way }[]>();
  for (const [at, { sample }] of samples.entries()) {
    const [way, another] = choices[at] ?? [];
    if (way === undefined || another !== undefined) continue;
    const known = sure.get(sample.partition);
    if (known === undefined) sure.set(sample.partition, [{ offset: sample.offset, way }]);
    else known.push({ offset: sample.offset, way });
  }
  for (const known of sure.values()) known.sort((a, b) => (a.offset < b.offset ? -1 : 1));
  const named = namesOf(samples, choices);
  return samples.map((looked, at) => {
    const { sample } = looked;
    const all = choices[at] ?? [];
    if (all.length < 2) return all[0];
    const likely = all.filter((way) => !isChanceFrame(looked, way, named));
    const possible = likely.length === 0 ? all : likely;
    if (possible.length < 2) return possible[0];
    const near = (sure.get(sample.partition) ?? []).filter(({ way }) => possible.includes(way));
    return nearest(near, sample.offset) ?? most.find((way) => possible.includes(way));
  });
}

/** The schemas that frames name which nothing else reads. */
function namesOf(samples: readonly LookedSample[], choices: readonly (readonly Way[])[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [at, { looks }] of samples.entries()) {
    const [way, another] = choices[at] ?? [];
    if (way?.kind !== 'named' || another !== undefined) continue;
    for (const look of looks) if (look.framing === way.framing) names.add(nameKey(look.names));
  }
  return names;
}

/** Whether it is a frame by chance, as far as one can see: of a schema that is not this topic's, and that no other frame names. */
function isChanceFrame({ looks }: LookedSample, { kind, framing }: Way, named: ReadonlySet<string>): boolean {
  const look = kind === 'named' ? looks.find((one) => one.framing === framing && one.state === 'reads') : undefined;
  return look !== undefined && look.own === undefined && !named.has(nameKey(look.names));
}

function nearest(sorted: readonly { readonly offset: bigint; readonly way: Way }[], offset: bigint): Way | undefined {
  const after = sorted.findIndex((one) => one.offset >= offset);
  const [before, behind] = after < 0 ? [sorted.at(-1), undefined] : [sorted[after - 1], sorted[after]];
  if (before === undefined || behind === undefined) return (before ?? behind)?.way;
  return behind.offset - offset < offset - before.offset ? behind.way : before.way;
}
