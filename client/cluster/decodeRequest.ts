import type { SchemaSource } from '../../shared/wire/decoder.ts';
import { createDecoder } from '../../shared/wire/decoder.ts';
import type { Decoder } from '../../shared/wire/decoder.ts';
import type { DecodedPart } from '../../shared/wire/decoded.ts';
import { automaticProfile, defaultRender } from '../../shared/wire/profile.ts';
import type { PartProfile } from '../../shared/wire/profile.ts';
import { createInflate } from './inflate.ts';
import type { DecodeRequest } from './session.ts';

/** What compressed bytes may inflate to where nobody says it. */
export const defaultMaxInflatedBytes = 64 * 2 ** 20;

export interface Decoding {
  readonly registry: SchemaSource | undefined;
  /** The topic's own decoder, which knows what has been read of the topic. */
  readonly decoderOf: (topic: string | undefined) => Decoder;
}

/** Decodes one key or value as the request says; a request that says nothing is read as all others of its topic. */
export async function decodeRequest(request: DecodeRequest, decoding: Decoding, signal: AbortSignal): Promise<DecodedPart> {
  const { bytes, part, headers = [] } = request;
  const [decoded] = await decoderFor(request, decoding).decodeAll([{ bytes, part, headers }], signal);
  if (decoded === undefined) throw new Error('A part was not decoded.');
  return decoded;
}

/** The decoder that reads as a request says. */
export function decoderFor(request: Omit<DecodeRequest, 'bytes' | 'part' | 'headers'>, { registry, decoderOf }: Decoding): Decoder {
  const { topic, schema, profile, render = defaultRender, workspace, maxInflatedBytes = defaultMaxInflatedBytes } = request;
  const isPlain = schema === undefined && profile === undefined && request.render === undefined && workspace === undefined;
  if (isPlain && request.maxInflatedBytes === undefined) return decoderOf(topic);
  const chosen = profile ?? automaticProfile.value;
  const one: PartProfile = schema === undefined ? chosen : { ...chosen, schema: { kind: 'text', schema } };
  return createDecoder({ registry, topic, profile: { key: one, value: one }, render, inflate: createInflate(maxInflatedBytes), workspace });
}
