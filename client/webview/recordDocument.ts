import { maskText } from '../records/masks.ts';
import type { HeldRecord } from '../records/recordsSession.ts';
import type { RecordPlace } from '../records/recordsView.ts';
import { toHex } from '../../shared/avro/bytesLiteral.ts';
import { runAtOnce, type Steps } from '../../shared/slices.ts';
import type { DecodedPart } from '../../shared/wire/decoded.ts';
import { decodeText } from './recordDetails.ts';

/** The scheme of documents that show one record. */
export const recordScheme = 'kafka-record';

/**
 * The whole record as JSON text: topic, partition, offset, timestamp, key, headers and value, in the terms of a message
 * document. Values stand as they were decoded, digit by digit; bytes that were not decoded stand as `hex:`. In steps, as
 * a value may be large.
 */
export function* recordJsonSteps(topic: string, record: HeldRecord): Steps<string> {
  const { masked } = record;
  const properties: (readonly [string, string])[] = [
    ['topic', JSON.stringify(topic)],
    ['partition', String(record.partition)],
    ['offset', record.offset.toString()],
    ['timestamp', toTimestamp(record.timestampMs)],
    ...(yield* partSteps('key', record.key, record.keyBytes, masked)),
    ['headers', toHeaders(record.headers)],
    ...(yield* partSteps('value', record.value, record.valueBytes, masked)),
  ];
  const lines: string[] = [];
  for (const [name, json] of properties) lines.push(`  ${JSON.stringify(name)}: ${yield* indentedSteps(json)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** The same at once, of a record that is small. */
export function toRecordJson(topic: string, record: HeldRecord): string {
  return runAtOnce(recordJsonSteps(topic, record));
}

/** The value alone as JSON text. */
export function valueJsonSteps({ value, valueBytes, masked }: HeldRecord): Steps<string> {
  return jsonSteps(value, valueBytes, masked);
}

/** The path of a record's document: connection and topic are encoded, as they may hold slashes. */
export function toRecordPath(connection: string, topic: string, { partition, offset }: RecordPlace): string {
  return `/${encodeURIComponent(connection)}/${encodeURIComponent(topic)}/${partition}/${offset}.json`;
}

const stretch = 1 << 20;
const hexStretch = 1 << 15;

/** The text with its lines but the first indented, a stretch at a time. */
function* indentedSteps(text: string): Steps<string> {
  if (text.length <= stretch) return text.replaceAll('\n', '\n  ');
  const parts: string[] = [];
  for (let start = 0; start < text.length; start += stretch) {
    parts.push(text.slice(start, start + stretch).replaceAll('\n', '\n  '));
    yield;
  }
  return parts.join('');
}

function toTimestamp(timestampMs: number): string {
  if (timestampMs < 0) return 'null';
  const date = new Date(timestampMs);
  return Number.isNaN(date.getTime()) ? String(timestampMs) : JSON.stringify(date.toISOString());
}

function* partSteps(name: string, part: DecodedPart, bytes: Uint8Array | null, masked: boolean): Steps<(readonly [string, string])[]> {
  // Of a batch that could not be read not even the bytes are known: a null here would be a lie.
  const isUnknown = part.state !== 'null' && bytes === null && !masked;
  const properties: (readonly [string, string])[] = isUnknown ? [] : [[name, yield* jsonSteps(part, bytes, masked)]];
  if (part.error) properties.push([`${name}NotDecoded`, JSON.stringify(part.error.message)]);
  if (part.json === undefined && bytes !== null && bytes.length < part.size) {
    properties.push([`${name}Cut`, JSON.stringify(`The first ${bytes.length} of ${part.size} bytes.`)]);
  }
  return properties;
}

function* jsonSteps(part: DecodedPart, bytes: Uint8Array | null, masked: boolean): Steps<string> {
  if (part.json !== undefined) return part.json;
  if (part.state === 'null') return 'null';
  // What a mask hides is not shown as bytes either.
  if (bytes === null) return masked ? JSON.stringify(maskText) : 'null';
  const text = part.state === 'text' && bytes.length === part.size ? decodeText(bytes) : undefined;
  return JSON.stringify(text ?? `hex:${yield* hexSteps(bytes)}`);
}

/** Hex digits, a stretch at a time. */
export function* hexSteps(bytes: Uint8Array): Steps<string> {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += hexStretch) {
    if (start > 0) yield;
    parts.push(toHex(bytes.subarray(start, start + hexStretch)));
  }
  return parts.join('');
}

function toHeaders(headers: HeldRecord['headers']): string {
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
