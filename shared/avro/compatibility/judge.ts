import type { CompatibilityLevel } from '../../registry/registeredSchema.ts';
import { runAtOnce, sortInSteps } from '../../slices.ts';
import type { Steps } from '../../slices.ts';
import { findMismatchesSteps, mismatchesInStep } from '../compatibility.ts';
import type { ParsedSchema, Schema } from '../schema.ts';
import { levelRules } from './levels.ts';
import type { Direction } from './levels.ts';
import type { Mismatch, Part, Side } from './mismatch.ts';
import { alikeTypes, isCurrent, profileSteps } from './profile.ts';
import type { Profile } from './profile.ts';
import { isSameSchemaSteps } from './sameSchema.ts';
import type { Break, OtherVersion, Verdict } from './verdict.ts';

/**
 * What is known of the types of texts that are judged again and again, such as the versions of a subject. It keeps nothing of a
 * text that nobody holds any more.
 */
export class JudgeCache {
  readonly #profiles = new WeakMap<ParsedSchema, { readonly schema: Schema; readonly profile: Profile }>();

  /** What is known of a side, be it from before. */
  *profileSteps(side: Side): Steps<Profile> {
    const known = this.#profiles.get(side.parsed);
    if (known?.schema === side.schema && isCurrent(known.profile)) return known.profile;
    const profile = yield* profileSteps(side);
    this.#profiles.set(side.parsed, { schema: side.schema, profile });
    return profile;
  }
}

/**
 * Judges a schema beside versions as a registry does at this level: who can't read whom, at which places.
 *
 * What is invalid is taken for compatible (see `findMismatches`): whoever shows the verdict of a schema that has errors must say so.
 *
 * @param versions ascending; the last one is the latest. Without any, there is nothing to break.
 * @see Confluent Schema Registry, `CompatibilityChecker`
 */
export function judge(side: Side, versions: readonly OtherVersion[], level: CompatibilityLevel, cache?: JudgeCache): Verdict {
  return runAtOnce(judgeSteps(side, versions, level, cache));
}

/** What {@link judge} does, in steps. */
export function* judgeSteps(
  side: Side,
  versions: readonly OtherVersion[],
  level: CompatibilityLevel,
  cache = new JudgeCache(),
): Steps<Verdict> {
  const rule = levelRules[level];
  const latest = versions.at(-1);
  const isSame = latest !== undefined && (yield* isSameSchemaSteps(side.schema, latest.side.schema));
  const judged = rule.versions === 'all' ? versions : versions.slice(-1);
  const found = new Map(rule.directions.map((direction) => [direction, new Map<string, FoundBreak>()]));
  for (const version of judged) {
    if (rule.directions.length === 0) break;
    const areAlike = alikeTypes(yield* cache.profileSteps(side), yield* cache.profileSteps(version.side));
    for (const [direction, breaks] of found) {
      const [reader, writer] = direction === 'BACKWARD' ? [side, version.side] : [version.side, side];
      yield* addBreaks(direction, version, yield* findMismatchesSteps(reader, writer, areAlike), breaks);
    }
  }
  const all: Break[] = [];
  for (const breaks of found.values()) for (const each of yield* inTextOrder([...breaks.values()])) all.push(each);
  return { level, breaks: all, isSame };
}

interface FoundBreak extends Break {
  mismatch: Mismatch;
  readonly versions: OtherVersion[];
}

function* addBreaks(
  direction: Direction,
  version: OtherVersion,
  mismatches: readonly Mismatch[],
  breaks: Map<string, FoundBreak>,
): Steps<void> {
  for (const [index, mismatch] of mismatches.entries()) {
    if (index % mismatchesInStep === mismatchesInStep - 1) yield;
    const key = keyOf(direction, mismatch);
    const known = breaks.get(key);
    if (known === undefined) breaks.set(key, { direction, mismatch, versions: [version] });
    // Java finds some again at a place where two types meet once more.
    else if (known.versions.at(-1) !== version) {
      known.mismatch = mismatch;
      known.versions.push(version);
    }
  }
}

/** What is the same of the same break with several versions: the place in the edited text, and what is said of it. */
function keyOf(direction: Direction, { kind, message, path, symbols, matches, reader, writer }: Mismatch): string {
  const { span, isElsewhere } = direction === 'BACKWARD' ? reader : writer;
  const names = [reader, writer].flatMap((part) => [nameOf(part), part.field?.name?.value]);
  const fields = matches?.map(({ name }) => name?.value);
  return JSON.stringify([kind, span.start, span.end, isElsewhere ? path : '', message, symbols, names, fields]);
}

function nameOf({ schema }: Part): string | undefined {
  return 'fullname' in schema ? schema.fullname : undefined;
}

function* inTextOrder(breaks: FoundBreak[]): Steps<readonly Break[]> {
  yield* sortInSteps(breaks, (a, b) => {
    const [c, d] = [ownSpan(a), ownSpan(b)];
    return c.start - d.start || c.end - d.end;
  });
  return breaks;
}

/** The place of a break in the edited text. */
export function ownSpan({ direction, mismatch }: Break): Part['span'] {
  return (direction === 'BACKWARD' ? mismatch.reader : mismatch.writer).span;
}
