import type { CompatibilityLevel } from '../../registry/registeredSchema.ts';
import type { Steps } from '../../slices.ts';
import type { Span } from '../json.ts';
import type { Direction } from './levels.ts';
import { levelRules } from './levels.ts';
import { LossCache } from './lossCache.ts';
import { lossesOf } from './lossWalk.ts';
import type { Finding } from './lossWalk.ts';
import type { Side } from './mismatch.ts';
import { capital } from './sentences.ts';
import type { OtherVersion } from './verdict.ts';
import { versionsText } from './versionsText.ts';

/** What each kind of loss is called as a code. Codes never change. */
export const lossKinds = [
  'decimal-changed',
  'logical-type-changed',
  'digits-lost',
  'bytes-as-text',
  'symbol-becomes-default',
  'symbol-moved',
  'alias-needed',
  'namespace-changed',
] as const;
export type LossKind = (typeof lossKinds)[number];

/** Something that Avro lets pass, and that is read as something else than was written, or not by everyone. */
export interface Loss {
  readonly kind: LossKind;
  readonly direction: Direction;
  /** In the edited text. */
  readonly span: Span;
  /** One sentence. */
  readonly message: string;
  /** Ascending. */
  readonly versions: readonly OtherVersion[];
  /** In the text of the last of them; `message` is for people, such as `Version 7: "amount" is here.` */
  readonly related: { readonly span: Span; readonly message: string };
}

/**
 * What is lost between a schema and the versions that count for its level, in the directions of the level. Where one can't
 * be read as the other at all, that is a mismatch and no loss.
 *
 * @param side the edited schema
 * @param versions ascending: all that count, as for the verdict
 * @param cache what is known of the versions from before
 * @returns in the edited text's order
 */
export function* findLossesSteps(
  side: Side,
  versions: readonly OtherVersion[],
  level: CompatibilityLevel,
  cache = new LossCache(),
): Steps<Loss[]> {
  const { directions, versions: which } = levelRules[level];
  const groups = new Map<string, Group>();
  for (const version of which === 'latest' ? versions.slice(-1) : versions) {
    for (const direction of directions) {
      for (const finding of yield* lossesOf(side, version.side, direction, cache)) addTo(groups, finding, direction, version);
    }
  }
  const losses = [...groups.values()].map(toLoss);
  return losses.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

interface Group {
  readonly direction: Direction;
  /** That with the last of the versions. */
  finding: Finding;
  readonly versions: OtherVersion[];
}

/** What is the same with several versions is said once. */
function addTo(groups: Map<string, Group>, finding: Finding, direction: Direction, version: OtherVersion): void {
  const { kind, span, say } = finding;
  const key = [kind, span.start, span.end, say('\0', true)].join('\n');
  const known = groups.get(key);
  if (known === undefined) groups.set(key, { direction, finding, versions: [version] });
  else if (known.direction === direction && known.versions.at(-1) !== version) {
    known.versions.push(version);
    known.finding = finding;
  }
}

function toLoss({ direction, finding, versions }: Group): Loss {
  const { kind, span, say, place } = finding;
  return {
    kind,
    direction,
    span,
    message: say(versionsText(versions), versions.length === 1),
    versions,
    related: { span: place.span, message: `${capital(versions.at(-1)?.label ?? '')}: ${place.what} is here.` },
  };
}
