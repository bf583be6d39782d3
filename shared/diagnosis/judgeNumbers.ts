import { likelyNumber } from '../wire/primitives.ts';
import type { LookedSample, Way } from './judgeWays.ts';
import type { JudgedClass, ReadSample } from './samples.ts';

/** So many of the samples among others must be numbers. */
export const fewNumbers = 5;
/** So many that differ are no chance. */
const someDistinct = 5;

/**
 * Samples as what Kafka's own serializers of numbers write: no frame and no schema, so that lengths and sizes are all that
 * speaks for it. Frames by schemas that are known, and all that this topic's own schemas explain, speak against it.
 *
 * @param isRival whether a schema reads them, too: then it is told only of what differs enough to be no chance
 * @returns undefined where they are no such numbers
 */
export function findNumbers(samples: readonly LookedSample[], places: readonly number[], isRival = false): Way | undefined {
  const length = samples[places[0] ?? 0]?.bytes.length;
  if (places.some((at) => samples[at]?.bytes.length !== length)) return undefined;
  const some = places.flatMap((at) => samples[at] ?? []);
  const found = likelyNumber(some.map(({ bytes }) => bytes));
  if (found === undefined || (isRival && (found.distinct < someDistinct || found.kind === 'short'))) return undefined;
  const isFramed = ({ looks }: LookedSample): boolean => looks.some(({ readable, state }) => readable !== undefined || state === 'damaged');
  if (some.some(({ looks }) => looks.some(({ own }) => own !== undefined)) || 2 * some.filter(isFramed).length > some.length)
    return undefined;
  return { id: found.kind, kind: 'plain', framing: found.kind, candidate: undefined, least: 0, most: 0, reads: [...places] };
}

/** How sure it is that samples are numbers: never quite, and least where they would make frames of few unknown ids, too. */
export function numberCertainty(group: readonly ReadSample[]): JudgedClass['certainty'] {
  const all = group.flatMap(({ sample }) => sample.bytes ?? []);
  const found = likelyNumber(all);
  return found === undefined || found.kind === 'short' || found.distinct < someDistinct || all.every(namesId) ? 'guessed' : 'likely';
}

/** Whether a Confluent prefix could stand there, which never has the id 0, and something behind it. */
export function namesId(bytes: Uint8Array): boolean {
  return bytes.length > 5 && bytes[0] === 0 && bytes.subarray(1, 5).some((byte) => byte !== 0);
}
