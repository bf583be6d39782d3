import { runAtOnce } from '../slices.ts';
import type { Steps } from '../slices.ts';
import type { Mismatch, Side } from './compatibility/mismatch.ts';
import type { AreAlike } from './compatibility/outcome.ts';
import { toMismatch } from './compatibility/parts.ts';
import { walk } from './compatibility/walk.ts';

export { symbolSpan } from './compatibility/parts.ts';
export type { Mismatch, MismatchKind, Part, Side } from './compatibility/mismatch.ts';

/** So many mismatches are made, or put together with others, in about a millisecond. */
export const mismatchesInStep = 200;

/**
 * Finds all that a reader can't make of what a writer writes: the incompatibilities of Java Avro 1.12's
 * `SchemaCompatibility.checkReaderWriterCompatibility`, in its order, with its kinds, locations and messages, each once. Only
 * these are different:
 *
 * - Where a field of the reader means several fields of the writer, by its name and aliases, Java throws. That is a
 *   `NAME_MISMATCH` here, with the fields in `matches` and a message of our own, be it in a union or not.
 * - A part that is invalid, or a name that nothing defines, is compatible with everything: what is wrong with a text is said
 *   where it is checked.
 * - Unions of more than a hundred branches are not tried branch by branch. In contrived cases Java's location of a pair of types
 *   that meets again later is the one of the trial.
 * - Of more mismatches than 10,000 the others are left out.
 *
 * It never throws, however deep or wide the schemas are.
 */
export function findMismatches(reader: Side, writer: Side): readonly Mismatch[] {
  return runAtOnce(findMismatchesSteps(reader, writer));
}

/**
 * What {@link findMismatches} does, in steps.
 *
 * @param areAlike says of which types it is known before that they are the same, with all that they refer to
 */
export function* findMismatchesSteps(reader: Side, writer: Side, areAlike: AreAlike = () => false): Steps<readonly Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const seed of yield* walk(reader, writer, areAlike)) {
    if (mismatches.push(toMismatch(seed, reader, writer)) % mismatchesInStep === 0) yield;
  }
  return mismatches;
}
