import { findFrames } from './finders.ts';
import type { Frame, FrameInput } from './frame.ts';

/**
 * What key or value may be framed as, so far as it is worth asking: a Confluent prefix with the id 0 is the sign of
 * Apicurio's 8-byte id, and any other none of it. Such an id may be that of a content or a global one.
 */
export function likelyFrames(input: FrameInput): readonly Frame[] {
  const frames = findFrames(input);
  if (frames.length < 2) return frames;
  const apicurio = frames.find(({ framing }) => framing === 'apicurio-prefix');
  if (apicurio === undefined) return frames;
  const others = frames.filter((frame) => frame !== apicurio);
  if (!others.some(({ framing, schemaId }) => framing === 'confluent-prefix' && schemaId === 0)) return others;
  const withoutPrefix = others.filter(({ framing }) => framing !== 'confluent-prefix');
  const { names } = apicurio;
  if (names.kind !== 'content-id') return [...withoutPrefix, apicurio];
  return [...withoutPrefix, apicurio, { ...apicurio, names: { kind: 'global-id', id: names.id } }];
}
