import { toHeaderText, toPartJson, toTimestampText, type ExportRecord, type ExportWriter } from './exportRecord.ts';
import { maskHeaders } from './masks.ts';

/** Writes one record a line, as a JSON object in the terms of a message document. */
export function createNdjsonWriter(): ExportWriter {
  return { write: (record) => `${toNdjsonLine(record)}\n`, end: () => '' };
}

/**
 * A record as one line of JSON: partition, offset, timestamp (ISO 8601 in UTC), key, value and headers. Numbers have all
 * of their digits; what was not decoded stands as `hex:` beside why.
 */
export function toNdjsonLine({ held, key, value, masks, render }: ExportRecord): string {
  const timestamp = toTimestampText(held.timestampMs);
  const { headers } = maskHeaders(held.headers, masks);
  const parts = [
    `"partition":${held.partition}`,
    `"offset":${held.offset}`,
    `"timestamp":${timestamp === undefined ? 'null' : JSON.stringify(timestamp)}`,
  ];
  for (const [name, part] of [
    ['key', key],
    ['value', value],
  ] as const) {
    // Of a batch that could not be read nothing is known: a null would be a lie.
    if (held.failure === undefined) parts.push(`"${name}":${toPartJson(part, masks[name], render).json}`);
    if (part.error !== undefined) parts.push(`"${name}NotDecoded":${JSON.stringify(part.error.message)}`);
  }
  const items = headers.map(({ name, value: bytes }) => {
    return `{"name":${JSON.stringify(name)},"value":${bytes === null ? 'null' : JSON.stringify(toHeaderText(bytes))}}`;
  });
  return `{${parts.join(',')},"headers":[${items.join(',')}]}`;
}
