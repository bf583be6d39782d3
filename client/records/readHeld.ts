import type { KnownError } from '../../shared/errors.ts';
import type { Decoder, PartToRead, ReadPart } from '../../shared/wire/decoder.ts';
import type { Held } from './heldRecord.ts';
import type { ReadHeld } from './rowViews.ts';

/** Records that are decoded together: many enough that it is quick, and few enough that their values take little. */
export const readTogether = 500;
const bytesTogether = 4 << 20;

/** Which parts are needed; the others stand as nothing that was read. */
export interface PartsWanted {
  readonly key: boolean;
  readonly value: boolean;
}

/** Decodes records that are held. @throws AbortError */
export async function readHeld(
  decoder: Decoder,
  records: readonly Held[],
  wanted: PartsWanted,
  signal: AbortSignal,
): Promise<readonly ReadHeld[]> {
  const parts: PartToRead[] = [];
  for (const { key, value, headers, failure } of records) {
    if (failure !== undefined) continue;
    if (wanted.key) parts.push({ bytes: key, part: 'key', headers });
    if (wanted.value) parts.push({ bytes: value, part: 'value', headers });
  }
  const read = parts.length === 0 ? [] : await decoder.read(parts, signal);
  let next = 0;
  return records.map((held) => {
    if (held.failure !== undefined) return { held, key: failedPart(held.failure), value: failedPart(held.failure) };
    const key = wanted.key ? read[next++] : undefined;
    const value = wanted.value ? read[next++] : undefined;
    return { held, key: key ?? notRead(held.key), value: value ?? notRead(held.value) };
  });
}

/** Decodes any number of records that are held, some at a time. */
export async function* readInTurns(
  decoder: Decoder,
  records: readonly Held[],
  wanted: PartsWanted,
  signal: AbortSignal,
): AsyncGenerator<readonly ReadHeld[], void> {
  for (let start = 0; start < records.length;) {
    let end = start;
    for (let bytes = 0; end < records.length && end - start < readTogether && bytes < bytesTogether; end++)
      bytes += records[end]?.bytes ?? 0;
    yield await readHeld(decoder, records.slice(start, end), wanted, signal);
    start = end;
    // Other calls have their turn.
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
}

/** Of a batch that could not be read: not even its bytes are known. */
export function failedPart({ code, message, remedy }: KnownError): ReadPart {
  return { ...nothing, state: 'failed', error: { code, message, remedy, position: undefined }, bytes: null, explain: () => message };
}

/** Of bytes that nobody decodes. */
export function notRead(bytes: Uint8Array | null, why = ''): ReadPart {
  return { ...nothing, state: bytes === null ? 'null' : 'bytes', size: bytes?.length ?? 0, bytes, explain: () => why };
}

const nothing = {
  framing: 'none',
  error: undefined,
  size: 0,
  schema: undefined,
  value: undefined,
  text: undefined,
  writer: undefined,
  reader: undefined,
} as const;
