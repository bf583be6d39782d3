import { parseSchema } from '../../../shared/avro/parse.ts';
import type { Value } from '../../../shared/avro/value.ts';
import type { Header } from '../../../shared/wire/frame.ts';
import type { ReadPart } from '../../../shared/wire/decoder.ts';
import type { FilterRecord } from '../../../shared/filter/filter.ts';

const utf8 = new TextEncoder();

function toPart(part: Partial<ReadPart>): ReadPart {
  return {
    state: 'exact',
    framing: 'confluent-prefix',
    error: undefined,
    size: 0,
    schema: undefined,
    value: undefined,
    text: undefined,
    writer: undefined,
    reader: undefined,
    bytes: null,
    explain: () => '',
    ...part,
  };
}

/** A part that was decoded with a schema, written as JSON. */
export function avroPart(schema: unknown, value: Value): ReadPart {
  const parsed = parseSchema(JSON.stringify(schema));
  if (parsed.schema === undefined) throw new Error('The schema of a test is none.');
  return toPart({ schema: parsed.schema, value, writer: { schemaId: 1042, subject: 'orders-value', version: 1, fullname: 'R' } });
}

/** The value of a record with one field, `x`. */
export function fieldPart(type: unknown, value: Value): ReadPart {
  return avroPart({ type: 'record', name: 'R', fields: [{ name: 'x', type }] }, { x: value });
}

export function jsonPart(text: string): ReadPart {
  return toPart({ state: 'text', framing: 'json', text });
}

export function textPart(text: string): ReadPart {
  return toPart({ state: 'text', framing: 'text', text });
}

export function failedPart(): ReadPart {
  return toPart({ state: 'failed', framing: 'none', error: { code: 'x', message: 'x', position: undefined } });
}

export function bytesPart(): ReadPart {
  return toPart({ state: 'bytes', framing: 'none' });
}

export function nullPart(): ReadPart {
  return toPart({ state: 'null', framing: 'none' });
}

export function primitivePart(framing: 'int' | 'long' | 'double' | 'uuid', value: Value): ReadPart {
  return toPart({ framing, value });
}

export function headerOf(name: string, value: string | Uint8Array | null): Header {
  return { name, value: typeof value === 'string' ? utf8.encode(value) : value };
}

/** A record with this value. */
export function recordOf(value: ReadPart, more: Partial<FilterRecord> = {}): FilterRecord {
  return {
    key: textPart('k-1'),
    value,
    keyBytes: utf8.encode('k-1'),
    valueBytes: value.state === 'null' ? null : utf8.encode('bytes with 4711'),
    isTombstone: value.state === 'null',
    headers: [],
    partition: 3,
    offset: 9_007_199_254_740_993n,
    timestampMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    size: 15,
    ...more,
  };
}
