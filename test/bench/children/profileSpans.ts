import type { Profiler } from 'node:inspector';

/** What a CPU profile says of the code under some folder. */
export interface ProfileSpans {
  /** Milliseconds of the longest run of samples without a break in which that code is on the stack. */
  readonly longestMs: number;
  /** The functions of that run that took the most of it by themselves, the first first. */
  readonly within: readonly string[];
  /** Milliseconds of all such samples. */
  readonly totalMs: number;
  /** Milliseconds of the whole profile. */
  readonly profiledMs: number;
}

/** What V8 itself does in the middle of a run does not end it: it is waited for just the same. */
const own = new Set(['(garbage collector)', '(program)']);

/**
 * Finds the longest synchronous span of the code under a folder. Turns of the event loop between which the thread had no rest
 * count as one span, so what is found is the true one at least.
 *
 * @param folder its path, as URLs of scripts contain it
 */
export function findSpans({ nodes, samples = [], timeDeltas = [], startTime, endTime }: Profiler.Profile, folder: string): ProfileSpans {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const isOurs = new Map<number, boolean>();
  const ofOurs = (id: number): boolean => {
    const known = isOurs.get(id);
    if (known !== undefined) return known;
    const parent = parents.get(id);
    const found = byId.get(id)?.callFrame.url.includes(folder) === true || (parent !== undefined && ofOurs(parent));
    isOurs.set(id, found);
    return found;
  };
  let [time, total] = [startTime, 0];
  let span: { start: number; end: number; selfUs: Map<string, number> } | undefined;
  let longest = { us: 0, selfUs: new Map<string, number>() };
  for (const [index, id] of samples.entries()) {
    time += timeDeltas[index] ?? 0;
    const next = index + 1 < samples.length ? time + (timeDeltas[index + 1] ?? 0) : endTime;
    const { functionName = '', url = '', lineNumber = 0, columnNumber = 0 } = byId.get(id)?.callFrame ?? {};
    if (ofOurs(id)) {
      total += next - time;
      span ??= { start: time, end: next, selfUs: new Map() };
      span.end = next;
      const name = `${functionName || '(anonymous)'} ${url.split('/').at(-1) ?? ''}:${lineNumber + 1}:${columnNumber + 1}`;
      span.selfUs.set(name, (span.selfUs.get(name) ?? 0) + next - time);
      if (span.end - span.start > longest.us) longest = { us: span.end - span.start, selfUs: new Map(span.selfUs) };
    } else if (!own.has(functionName)) span = undefined;
  }
  const within = [...longest.selfUs].sort(([, a], [, b]) => b - a).slice(0, 5);
  return {
    longestMs: longest.us / 1000,
    within: within.map(([name, us]) => `${name} ${(us / 1000).toFixed(1)} ms`),
    totalMs: total / 1000,
    profiledMs: (endTime - startTime) / 1000,
  };
}
