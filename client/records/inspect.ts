import type { OpenDecoder } from './heldScan.ts';
import type { InspectRequest, Inspection } from './recordsSession.ts';

/** What each byte of a key or value is: the frame, and what the whole was decoded as. */
export async function inspect(openDecoder: OpenDecoder, request: InspectRequest, signal: AbortSignal): Promise<Inspection> {
  const { bytes, part, headers, topic, decoding, schema } = request;
  const own = { ...decoding.profile[part], ...(schema === undefined ? {} : { schema: { kind: 'text', schema } as const }) };
  const decoder = openDecoder(topic, { ...decoding, profile: { ...decoding.profile, [part]: own } });
  const [decoded] = await decoder.decodeAll([{ bytes, part, headers }], signal);
  // The decoder yields one for each that it is given.
  if (decoded === undefined) throw new Error('The bytes were not decoded.');
  const { error } = decoded;
  const stop = error?.position === undefined ? undefined : { position: error.position, what: error.message, path: '', explanation: [] };
  return { part: decoded, fields: [], stop, leftOver: undefined, cut: false };
}
