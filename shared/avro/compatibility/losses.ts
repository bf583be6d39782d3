import type { Steps } from '../../slices.ts';
import type { Span } from '../json.ts';
import type { CompatibilityLevel } from '../../registry/registeredSchema.ts';
import type { Direction } from './levels.ts';
import type { Side } from './mismatch.ts';
import type { OtherVersion } from './verdict.ts';

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
 * What is lost between a schema and the versions that count for its level, in the directions of the level.
 *
 * @param side the edited schema
 * @param versions ascending: all that count, as for the verdict
 * @returns in the edited text's order
 */
export function* findLossesSteps(side: Side, versions: readonly OtherVersion[], level: CompatibilityLevel): Steps<Loss[]> {
  void side;
  void versions;
  void level;
  yield;
  return [];
}
