import type { FrameError } from '../errors.ts';
import { findApicurioHeader, noApicurioHeader } from './apicurioHeader.ts';
import { findApicurioPrefix, noApicurioPrefix } from './apicurioPrefix.ts';
import { findConfluentGuidPrefix, noConfluentGuidPrefix } from './confluentGuidPrefix.ts';
import { findConfluentHeader, noConfluentHeader } from './confluentHeader.ts';
import { findConfluentPrefix, noConfluentPrefix } from './confluentPrefix.ts';
import { findContainer, noContainer } from './container.ts';
import type { FindFrame, Frame, FrameInput } from './frame.ts';
import type { Framing } from './framings.ts';
import { findGlue, noGlue } from './glue.ts';
import { findSingleObject, noSingleObject } from './singleObject.ts';

/** A framing that has bytes of its own; the others are the payload alone. */
export interface Finder {
  readonly framing: Framing;
  readonly find: FindFrame;
  /** Why `find` found nothing. */
  readonly explain: (input: FrameInput) => FrameError;
}

/**
 * All of them, in the order in which they are to be asked: headers first, since they are written on purpose and hold
 * nothing else; then prefixes by their magic bytes. Bytes that begin with 0 may be found twice, as Confluent's prefix and
 * as Apicurio's.
 */
export const finders: readonly Finder[] = [
  { framing: 'confluent-header', find: findConfluentHeader, explain: noConfluentHeader },
  { framing: 'apicurio-header', find: findApicurioHeader, explain: noApicurioHeader },
  { framing: 'confluent-prefix', find: findConfluentPrefix, explain: noConfluentPrefix },
  { framing: 'apicurio-prefix', find: findApicurioPrefix, explain: noApicurioPrefix },
  { framing: 'confluent-guid-prefix', find: findConfluentGuidPrefix, explain: noConfluentGuidPrefix },
  { framing: 'glue', find: findGlue, explain: noGlue },
  { framing: 'single-object', find: findSingleObject, explain: noSingleObject },
  { framing: 'container', find: findContainer, explain: noContainer },
];

/** Everything that key or value may be framed as, the likelier first. */
export function findFrames(input: FrameInput): readonly Frame[] {
  const frames: Frame[] = [];
  for (const { find } of finders) {
    const frame = find(input);
    if (frame !== undefined) frames.push(frame);
  }
  return frames;
}

/**
 * The frame that somebody says is there.
 *
 * @returns undefined for framings that have no bytes of their own, such as `bare`
 * @throws FrameError where it is not: `frame/too-short`, `frame/no-magic-byte`, `frame/no-header`, `frame/invalid-header`,
 *   `frame/invalid-schema-id`, `frame/unknown-compression` or `frame/no-zlib`
 */
export function readFrame(framing: Framing, input: FrameInput): Frame | undefined {
  const finder = finders.find((one) => one.framing === framing);
  if (finder === undefined) return undefined;
  const frame = finder.find(input);
  if (frame === undefined) throw finder.explain(input);
  return frame;
}
