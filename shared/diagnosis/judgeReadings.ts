import { explainUnread, toFaultSetting } from './judgeFaults.ts';
import { readAs } from './judgeReads.ts';
import type { ReadTools } from './judgeReads.ts';
import { assign } from './judgeVerdict.ts';
import type { LookedSample, Way } from './judgeWays.ts';
import type { ReadSample } from './samples.ts';

/** What samples are by the ways that were chosen. What was read once is kept with its sample. */
export class JudgeReadings {
  readonly #tools: ReadTools;
  /** What was read last, where each sample was read in exactly one of the chosen ways. */
  #last: { readonly chosen: readonly Way[]; readonly read: readonly ReadSample[] } | undefined;

  constructor(tools: ReadTools) {
    this.#tools = tools;
  }

  /** Samples are read in more ways, or otherwise, than before. */
  forget(): void {
    this.#last = undefined;
  }

  /** Of what is chosen as it was before, only what has come since. */
  readOn(samples: readonly LookedSample[], chosen: readonly Way[]): readonly ReadSample[] {
    const last = this.#last;
    const isSame = last?.chosen.length === chosen.length && last.chosen.every((way, at) => chosen[at] === way);
    const known = isSame ? last.read : [];
    const added = samples.slice(known.length);
    const ways = added.map((looked) => chosen.filter((way) => looked.ways.has(way)));
    const isClear = ways.every(({ length }) => length === 1);
    const read = isClear
      ? [...known, ...added.map((looked, at) => this.#readBy(looked, ways[at]?.[0] as Way))] // by the line above
      : this.read(samples, chosen);
    this.#last = isClear ? { chosen, read } : undefined;
    return read;
  }

  #readBy(looked: LookedSample, way: Way): ReadSample {
    const read = looked.reads.get(way.id) ?? readAs(looked, way, this.#tools);
    looked.reads.set(way.id, read);
    return read;
  }

  /** Of each sample what it is; of those that nothing reads, what is wrong with them. */
  read(samples: readonly LookedSample[], chosen: readonly Way[]): readonly ReadSample[] {
    const ways = assign(samples, chosen);
    const unread = samples.filter((_, at) => ways[at] === undefined);
    const faults = unread.length === 0 ? undefined : toFaultSetting(samples, unread, chosen, this.#tools);
    const key = faults === undefined ? '' : ['unread', ...faults.reading, ...faults.established, ...chosen.map(({ id }) => id)].join(' ');
    return samples.map((looked, at) => {
      const way = ways[at];
      if (way !== undefined || faults === undefined) return this.#readBy(looked, way as Way); // by what `faults` is
      const known = looked.reads.get(key) ?? explainUnread(looked, faults);
      looked.reads.set(key, known);
      return known;
    });
  }
}
