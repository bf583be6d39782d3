import type { Decoder, ReadPart } from '../../shared/wire/decoder.ts';
import type { DecodedPart } from '../../shared/wire/decoded.ts';
import { shorten } from '../webview/texts.ts';
import { maskHeaders, maskText, type Masks, type PartMasks } from './masks.ts';
import type { HeldRecord } from './recordsSession.ts';
import type { ReadHeld } from './rowViews.ts';

const previewLength = 200;

/** A record whole, without what is hidden: then its bytes, which would reveal it, do not go along either. */
export function toHeldRecord({ held, key, value }: ReadHeld, decoder: Decoder, masks: Masks, maxBytes: number | undefined): HeldRecord {
  const parts = { key: maskPart(key, decoder, masks.key), value: maskPart(value, decoder, masks.value) };
  const { headers, masked } = maskHeaders(held.headers, masks);
  const isMasked = masked || parts.key.masked || parts.value.masked;
  const bytesOf = (bytes: Uint8Array | null): Uint8Array | null =>
    isMasked || bytes === null ? null : new Uint8Array(bytes.subarray(0, maxBytes));
  return {
    partition: held.partition,
    offset: held.offset,
    timestampMs: held.timestampMs,
    timestampType: held.timestampType,
    leaderEpoch: held.leaderEpoch,
    key: parts.key.part,
    value: parts.value.part,
    keyBytes: bytesOf(held.key),
    valueBytes: bytesOf(held.value),
    // Views into what other records lie in, too, would all go along.
    headers: headers.map((header) => ({ name: header.name, value: header.value && new Uint8Array(header.value) })),
    masked: isMasked,
  };
}

/** A part as people read it, without what is hidden. */
export function maskPart(part: ReadPart, decoder: Decoder, masks: PartMasks): { readonly part: DecodedPart; readonly masked: boolean } {
  const decoded = decoder.render(part);
  if (masks.isEmpty || part.state === 'null') return { part: decoded, masked: false };
  const isTakenApart = part.value !== undefined || part.framing === 'json' || part.writer?.schemaType === 'JSON';
  // What was not taken apart may hold what is hidden anywhere.
  if (masks.hidesAll || !isTakenApart || decoded.json === undefined) {
    const json = decoded.json === undefined ? undefined : JSON.stringify(maskText);
    return { part: { ...decoded, json, preview: maskText }, masked: true };
  }
  const { json, masked } = masks.apply(decoded.json, part.schema);
  if (!masked) return { part: decoded, masked: false };
  return { part: { ...decoded, json, preview: shorten(json.replaceAll(/\n */g, ' '), previewLength) }, masked: true };
}
