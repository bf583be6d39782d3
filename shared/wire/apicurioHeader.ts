import type { FrameError } from '../errors.ts';
import type { FindFrame, FrameInput, Header } from './frame.ts';
import { findHeader, noHeader, readInt64, toField, toFrame } from './frameParts.ts';

/** The headers that name a schema, the one that is believed first. */
const idHeaders = [
  { kind: 'content-id', suffix: 'contentId', name: 'content id' },
  { kind: 'global-id', suffix: 'globalId', name: 'global id' },
] as const;

/**
 * A frame in headers of Apicurio Registry's serializers: `apicurio.value.contentId` or `apicurio.value.globalId` (int64,
 * big-endian), and `apicurio.value.encoding`, which is `BINARY` or `JSON`; of keys `apicurio.key.…`. The payload is all
 * of the bytes.
 *
 * @see Apicurio's `KafkaSerdeHeaders` (3.x) and `SerdeHeaders` (2.x)
 */
export const findApicurioHeader: FindFrame = ({ bytes, part, headers }) => {
  if (headers.length === 0) return undefined;
  for (const { kind, suffix, name } of idHeaders) {
    const header = `apicurio.${part}.${suffix}`;
    const value = findHeader(headers, header);
    if (value?.length !== 8) continue;
    const id = readInt64(value, 0);
    const encodingHeader = `apicurio.${part}.encoding`;
    const encoding = findEncoding(headers, encodingHeader);
    const explained = encoding && toField(0, encoding.length, 'encoding', encoding.text, encodingHeader);
    const fields = [toField(0, 8, name, String(id), header), ...(explained === undefined ? [] : [explained])];
    return toFrame('apicurio-header', { kind, id }, bytes, 0, () => fields, { encoding: encoding?.text === 'JSON' ? 'json' : 'binary' });
  }
  return undefined;
};

function findEncoding(headers: readonly Header[], name: string): { readonly text: string; readonly length: number } | undefined {
  const value = findHeader(headers, name);
  // Nobody writes a longer one, and it is shown whole.
  if (value === undefined || value.length > 64) return undefined;
  return { text: new TextDecoder().decode(value), length: value.length };
}

/** The headers by which Apicurio's serializers name a content, and say that the payload is Avro's binary encoding. */
export function apicurioHeaders(part: 'key' | 'value', contentId: bigint): readonly Header[] {
  const id = new Uint8Array(8);
  new DataView(id.buffer).setBigInt64(0, contentId);
  return [
    { name: `apicurio.${part}.contentId`, value: id },
    { name: `apicurio.${part}.encoding`, value: new TextEncoder().encode('BINARY') },
  ];
}

/** Why there is no such frame. */
export function noApicurioHeader(input: FrameInput): FrameError {
  const names = idHeaders.map(({ suffix }) => `apicurio.${input.part}.${suffix}`);
  return noHeader(input, names, 'it should have 8');
}
