import { parseBytesLiteral } from '../../shared/avro/bytesLiteral.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import type { Header } from '../cluster/cluster.ts';
import { scanObject, scanPath, type ScannedProperty, type Slice } from './jsonScan.ts';
import type { Line } from './lines.ts';
import { parseTimestamp } from './parseTimestamp.ts';
import type { SourcePart, SourceRecord, SourceRecords } from './sendRequest.ts';

export interface NdjsonOptions {
  /** Where in the value the key stands, of lines that are values. */
  readonly keyField: string | undefined;
  /** Names of the fields of the value's schema, where these are known: a line with these alone is a value. */
  readonly fields?: ReadonlySet<string> | undefined;
}

/**
 * The records of lines of JSON: each a record with key, value and headers, as an export writes it, or a value alone. The
 * first line tells which; empty lines are none.
 */
export async function* ndjsonRecords(lines: AsyncIterable<readonly Line[]>, options: NdjsonOptions): SourceRecords {
  const keyPath = options.keyField?.split('.');
  let areRecords: boolean | undefined;
  for await (const some of lines) {
    const records: SourceRecord[] = [];
    for (const line of some) {
      if ('failure' in line) records.push(line);
      else if (!/^\s*$/.test(line.text)) {
        const properties = areRecords === false ? undefined : scanObject(line.text);
        areRecords ??= properties !== undefined && isRecord(properties, options.fields);
        records.push(areRecords ? toRecord(line.line, line.text, properties) : toValue(line.line, line.text, keyPath));
      }
    }
    yield records;
  }
}

const recordProperties: ReadonlySet<string> = new Set([
  'partition',
  'offset',
  'timestamp',
  'key',
  'value',
  'headers',
  'keyNotDecoded',
  'valueNotDecoded',
]);

function isRecord(properties: readonly ScannedProperty[], fields: ReadonlySet<string> | undefined): boolean {
  if (fields !== undefined && properties.every(({ name }) => fields.has(name))) return false;
  return properties.some(({ name }) => name === 'value') && properties.every(({ name }) => recordProperties.has(name));
}

/** A line that is a value: whether it is one is seen when it is encoded. */
function toValue(line: number, text: string, keyPath: readonly string[] | undefined): SourceRecord {
  const start = text.search(/\S/);
  const end = text.trimEnd().length;
  const value = isNull(text, { start, end }) ? null : ({ kind: 'json', text, start, end } as const);
  const none = { headers: [], partition: undefined, timestampMs: undefined };
  if (keyPath === undefined) return { line, key: null, value, ...none };
  const key = scanPath(text, { start, end }, keyPath);
  if (key === undefined) return { line, failure: `There is no "${keyPath.join('.')}" to be the key.` };
  return { line, key: isNull(text, key) ? null : { kind: 'json', text, ...key }, value, ...none };
}

/** A null is no key, and a tombstone. */
function isNull(text: string, { start, end }: Slice): boolean {
  return end - start === 4 && text.startsWith('null', start);
}

class Mistake extends Error {}

function toRecord(line: number, text: string, properties: readonly ScannedProperty[] | undefined): SourceRecord {
  if (properties === undefined) return { line, failure: jsonMistake(text) };
  try {
    const found = new Map<string, ScannedProperty>();
    for (const property of properties) {
      if (!recordProperties.has(property.name)) throw new Mistake(`A record has no property "${property.name}".`);
      if (found.has(property.name)) throw new Mistake(`"${property.name}" is here twice.`);
      found.set(property.name, property);
    }
    const read = (name: string): unknown => readSmall(text, found.get(name));
    // Of a batch that could not be read nothing is known but this.
    if (!found.has('value')) throw new Mistake(`The record has no "value".`);
    return {
      line,
      key: toPart(text, found.get('key'), found.has('keyNotDecoded')),
      value: toPart(text, found.get('value'), found.has('valueNotDecoded')),
      headers: toHeaders(read('headers')),
      partition: toPartition(read('partition')),
      timestampMs: toTimestamp(read('timestamp')),
    };
  } catch (error) {
    if (error instanceof Mistake) return { line, failure: error.message };
    throw error;
  }
}

/** What is wrong with a text as JSON: a sentence. */
export function jsonMistake(text: string): string {
  const problem = parseJson(text).problems.find(({ severity }) => severity === 'error');
  return problem === undefined ? 'The line is no JSON object.' : `Character ${problem.span.start + 1}: ${problem.message}`;
}

function toPart(text: string, slice: ScannedProperty | undefined, isUndecoded: boolean): SourcePart {
  if (slice === undefined || isNull(text, slice)) return null;
  const part = { kind: 'json', text, start: slice.start, end: slice.end } as const;
  if (!isUndecoded && !text.startsWith('"hex:', slice.start)) return part;
  // What was not decoded stands as its bytes, and they are what the record had.
  const literal = readSmall(text, slice);
  const bytes = typeof literal === 'string' ? parseBytesLiteral(literal) : undefined;
  if (bytes === undefined) return part;
  return isUndecoded ? { kind: 'bytes', bytes } : { ...part, bytes };
}

/** A part that holds no number whose digits matter. */
function readSmall(text: string, slice: ScannedProperty | undefined): unknown {
  if (slice === undefined) return undefined;
  try {
    return JSON.parse(text.slice(slice.start, slice.end));
  } catch {
    throw new Mistake(`"${slice.name}": ${jsonMistake(text.slice(slice.start, slice.end))}`);
  }
}

function toHeaders(value: unknown): readonly Header[] {
  if (value === undefined || value === null) return [];
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(value)
    ? value.map((item: unknown): readonly [unknown, unknown] =>
        typeof item === 'object' && item !== null && 'name' in item && 'value' in item ? [item.name, item.value] : [undefined, undefined],
      )
    : typeof value === 'object'
      ? Object.entries(value)
      : [[undefined, undefined]];
  return entries.map(([name, own]) => {
    if (typeof name !== 'string' || (typeof own !== 'string' && own !== null)) {
      throw new Mistake('"headers" is a list of { "name": …, "value": … }, or an object of texts.');
    }
    return { name, value: own === null ? null : toHeaderBytes(name, own) };
  });
}

function toHeaderBytes(name: string, text: string): Uint8Array {
  if (!/^(?:hex|base64):/.test(text)) return Buffer.from(text, 'utf8');
  const bytes = parseBytesLiteral(text);
  if (bytes !== undefined) return bytes;
  throw new Mistake(`The header "${name}" begins like bytes, and what follows is none.`);
}

function toPartition(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0x7fff_ffff) return value;
  throw new Mistake('"partition" is a whole number from 0.');
}

function toTimestamp(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const found = typeof value === 'string' ? parseTimestamp(value) : typeof value === 'number' ? parseTimestamp(String(value)) : undefined;
  if (found !== undefined) return found;
  throw new Mistake('"timestamp" is a time with an offset, or milliseconds since 1970.');
}
