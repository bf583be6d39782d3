import type { RecordRow } from '../cluster/session.ts';
import { toHex } from '../../shared/avro/bytesLiteral.ts';
import type { DecodedPart } from '../../shared/wire/decoded.ts';
import { decodeText } from './recordDetails.ts';

/** The scheme of documents that show one record. */
export const recordScheme = 'kafka-record';

/**
 * The whole record as JSON text: topic, partition, offset, timestamp, key, headers and value, in the terms of a message
 * document. Values stand as they were decoded, digit by digit; bytes that were not decoded stand as `hex:`.
 */
export function toRecordJson(topic: string, record: RecordRow): string {
  const properties: (readonly [string, string])[] = [
    ['topic', JSON.stringify(topic)],
    ['partition', String(record.partition)],
    ['offset', record.offset.toString()],
    ['timestamp', toTimestamp(record.timestampMs)],
    ...toPart('key', record.key, record.keyBytes),
    ['headers', toHeaders(record.headers)],
    ...toPart('value', record.value, record.valueBytes),
  ];
  const lines = properties.map(([name, json]) => `  ${JSON.stringify(name)}: ${json.replaceAll('\n', '\n  ')}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** The value alone as JSON text. */
export function toValueJson(record: RecordRow): string {
  return partJson(record.value, record.valueBytes);
}

/** The value's bytes as hex digits; `complete` says whether these are all. */
export function toValueHex(record: RecordRow): { readonly text: string; readonly complete: boolean } {
  const bytes = record.valueBytes ?? new Uint8Array();
  return { text: toHex(bytes), complete: bytes.length >= record.value.size };
}

/** The path of a record's document: connection and topic are encoded, as they may hold slashes. */
export function toRecordPath(connection: string, topic: string, record: RecordRow): string {
  return `/${encodeURIComponent(connection)}/${encodeURIComponent(topic)}/${record.partition}/${record.offset}.json`;
}

function toTimestamp(timestampMs: number): string {
  if (timestampMs < 0) return 'null';
  const date = new Date(timestampMs);
  return Number.isNaN(date.getTime()) ? String(timestampMs) : JSON.stringify(date.toISOString());
}

function toPart(name: string, part: DecodedPart, bytes: Uint8Array | null): (readonly [string, string])[] {
  // Of a batch that could not be read not even the bytes are known: a null here would be a lie.
  const properties: (readonly [string, string])[] = part.state !== 'null' && bytes === null ? [] : [[name, partJson(part, bytes)]];
  if (part.error) properties.push([`${name}NotDecoded`, JSON.stringify(part.error.message)]);
  if (part.json === undefined && bytes !== null && bytes.length < part.size) {
    properties.push([`${name}Cut`, JSON.stringify(`The first ${bytes.length} of ${part.size} bytes.`)]);
  }
  return properties;
}

function partJson(part: DecodedPart, bytes: Uint8Array | null): string {
  if (part.state === 'null' || bytes === null) return 'null';
  if (part.json !== undefined) return part.json;
  const text = part.state === 'text' && bytes.length === part.size ? decodeText(bytes) : undefined;
  return JSON.stringify(text ?? `hex:${toHex(bytes)}`);
}

function toHeaders(headers: RecordRow['headers']): string {
  if (headers.length === 0) return '[]';
  const items = headers.map(({ name, value }) => {
    return `  { "name": ${JSON.stringify(name)}, "value": ${value === null ? 'null' : JSON.stringify(toHeaderText(value))} }`;
  });
  return `[\n${items.join(',\n')}\n]`;
}

/** A text that looks like a literal for bytes is given as its bytes, so that it means what it is. */
function toHeaderText(value: Uint8Array): string {
  const text = decodeText(value);
  return text === undefined || /^(?:hex|base64):/.test(text) ? `hex:${toHex(value)}` : text;
}
