import type { Steps } from '../../slices.ts';
import { isNamed } from '../schemaTree.ts';
import { compareParts, compareSimple } from './comparisons.ts';
import type { Side } from './mismatch.ts';
import { compatible, isOutcome } from './outcome.ts';
import type { AreAlike, Comparison, Outcome, Run, Seed } from './outcome.ts';
import { enterRoot } from './place.ts';
import type { Pair, ResolvedSchema } from './place.ts';

/** So many pairs are compared in about a millisecond at most. */
const pairsInStep = 1000;

/** Only texts that are made for it have more pairs than this; what is beyond counts as compatible. */
const maxPairs = 3_000_000;

/** So many mismatches are told of. */
const maxMismatches = 10_000;

/** Compares two schemas and all that is in them, as Java's `ReaderWriterCompatibilityChecker` does it and in its order. */
export function* walk(reader: Side, writer: Side, areAlike: AreAlike): Steps<readonly Seed[]> {
  const run: Run = {
    reader: { parsed: reader.parsed, others: new Map() },
    writer: { parsed: writer.parsed, others: new Map() },
    areAlike,
    ambiguous: [],
    fields: new Map(),
    symbols: new Map(),
    branches: new Map(),
  };
  const [r, w] = [enterRoot(reader.schema, run.reader), enterRoot(writer.schema, run.writer)];
  if (r === undefined || w === undefined) return [];
  const outcome = yield* compareAll({ reader: r, writer: w, location: undefined, path: undefined }, run);
  return yield* collect([outcome, run.ambiguous]);
}

/** References can be chained without bound, so what has been begun waits in a list and not on the stack. */
function* compareAll(root: Pair, run: Run): Steps<Outcome> {
  const memo = new Memo();
  const begun: { readonly pair: Pair; readonly comparison: Comparison }[] = [];
  let outcome = compatible;
  let next: Pair | undefined = root;
  for (let count = 1; ; count++) {
    if (count % pairsInStep === 0) yield;
    if (next !== undefined) {
      const known = memo.find(next) ?? (count > maxPairs ? compatible : compareSimple(next, run));
      // A pair that is met again inside of itself is compatible until the contrary is known.
      outcome = known ?? compatible;
      memo.keep(next, outcome);
      if (known === undefined) begun.push({ pair: next, comparison: compareParts(next, run) });
    }
    const last = begun.at(-1);
    if (last === undefined) return outcome;
    const step = last.comparison.next(outcome);
    if (step.done === true) {
      begun.pop();
      memo.keep(last.pair, step.value);
      outcome = step.value;
      next = undefined;
    } else next = step.value;
  }
}

/**
 * The outcomes of pairs. They are those of where a pair was met first, with its location and with what was taken for
 * compatible at that time: so it is in Java.
 */
class Memo {
  readonly #outcomes = new Map<ResolvedSchema, Map<ResolvedSchema, Outcome>>();

  find({ reader, writer }: Pair): Outcome | undefined {
    return this.#outcomes.get(reader.schema)?.get(writer.schema);
  }

  keep({ reader, writer }: Pair, outcome: Outcome): void {
    // Only names lead to a place more than once: two parts without one meet only where what they are in has met.
    if (!isNamed(reader.schema) && !isNamed(writer.schema)) return;
    const ofReader = this.#outcomes.get(reader.schema);
    if (ofReader === undefined) this.#outcomes.set(reader.schema, new Map([[writer.schema, outcome]]));
    else ofReader.set(writer.schema, outcome);
  }
}

/** All seeds in their order, each once: outcomes are shared by all places that lead to a pair. */
function* collect(root: Outcome): Steps<readonly Seed[]> {
  const seeds = new Set<Seed>();
  const seen = new Set<Outcome>();
  const waiting: (Seed | Outcome)[] = [root];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined && seeds.size < maxMismatches; next = waiting.pop()) {
    if (++count % pairsInStep === 0) yield;
    if (!isOutcome(next)) seeds.add(next);
    else if (!seen.has(next)) {
      seen.add(next);
      for (let index = next.length - 1; index >= 0; index--) {
        const inner = next[index];
        if (inner !== undefined) waiting.push(inner);
      }
    }
  }
  return [...seeds];
}
