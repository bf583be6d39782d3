import type { JsonNode } from '../../shared/avro/json.ts';
import { bytesText, Cursor } from '../../shared/avro/cursor.ts';
import { syncLength } from '../../shared/avro/container/header.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import { readLong } from '../../shared/avro/readNumbers.ts';
import { CodecError } from '../../shared/errors.ts';
import type { ReadPart } from '../../shared/wire/decoder.ts';
import { framingNames } from '../../shared/wire/framings.ts';
import { isPrimitiveKind, readPrimitive } from '../../shared/wire/primitives.ts';
import { countOf, explainNumber, hexOf } from './explainBytes.ts';
import type { InspectedField, Inspection } from './recordsSession.ts';

/** Larger JSON is shown as one piece. */
const maxJsonBytes = 1 << 20;
const shownText = 200;

export interface PlainBytes {
  readonly bytes: Uint8Array;
  /** What the whole is called. */
  readonly name: string;
  readonly limit: number;
}

/** What is no Avro: JSON by its properties, text, a number of Kafka's serializers, or bytes that nothing is known of. */
export function inspectPlain(read: ReadPart, start: number, { bytes, name, limit }: PlainBytes): Pick<Inspection, 'fields' | 'cut'> {
  const { text, framing, writer } = read;
  const whole = { depth: 0, name, kind: 'field', start, end: bytes.length } as const;
  const own = bytes.subarray(start);
  if (text !== undefined) {
    const isJson = framing === 'json' || writer?.schemaType === 'JSON' || framing === 'apicurio-header';
    const fields = isJson && own.length <= maxJsonBytes ? jsonFields(text, start, name, limit) : undefined;
    if (fields !== undefined) return fields;
    const value = JSON.stringify(text.length > shownText ? `${text.slice(0, shownText)}…` : text);
    const explanation = `${hexOf(own)}: ${bytesText(own.length)} of UTF-8 text`;
    return one({ ...whole, value, type: isJson ? 'JSON' : 'UTF-8 text', explanation });
  }
  const primitive = isPrimitiveKind(framing) ? readPrimitive(framing, bytes) : undefined;
  if (primitive?.ok) {
    const how =
      framing === 'uuid' ? 'text' : framing === 'double' || framing === 'float' ? 'IEEE 754, big-endian' : 'two’s complement, big-endian';
    return one({ ...whole, value: primitive.json, type: framingNames[framing], explanation: `${hexOf(own)}: ${how}: ${primitive.json}` });
  }
  if (own.length === 0) return { fields: [], cut: false };
  // Of what is no Avro and no text, such as Protobuf, the schema's kind is known at most.
  return one({ ...whole, kind: 'unread', start: bytes.length, value: 'not read', type: writer?.schemaType ?? '', explanation: '' });
}

function one(field: InspectedField): Pick<Inspection, 'fields' | 'cut'> {
  return { fields: [field], cut: false };
}

/** Undefined where it is broken. */
function jsonFields(text: string, start: number, name: string, limit: number): Pick<Inspection, 'fields' | 'cut'> | undefined {
  const { root } = parseJson(text);
  if (root === undefined) return undefined;
  const toByte = bytePositions(text, start);
  const fields: InspectedField[] = [];
  let cut = false;
  const add = (node: JsonNode, title: string, depth: number, from: number): void => {
    if (fields.length >= limit) {
      cut = true;
      return;
    }
    fields.push({ depth, name: title, kind: 'field', start: toByte(from), end: toByte(node.span.end), ...described(node, text, from) });
    if (node.kind === 'object') {
      for (const { name: key, value } of node.properties) if (value !== undefined) add(value, key.value, depth + 1, key.span.start);
    }
    if (node.kind === 'array') node.items.forEach((item, index) => add(item, String(index), depth + 1, item.span.start));
  };
  add(root, name, 0, root.span.start);
  return { fields, cut };
}

function described(node: JsonNode, text: string, from: number): Pick<InspectedField, 'value' | 'type' | 'explanation'> {
  const type = `JSON ${node.kind}`;
  if (node.kind === 'object') return { type, value: countOf(node.properties.length, 'property', 'properties'), explanation: '' };
  if (node.kind === 'array') return { type, value: countOf(node.items.length, 'item', 'items'), explanation: '' };
  const { start, end } = node.span;
  const value = text.slice(start, Math.min(end, start + shownText)) + (end - start > shownText ? '…' : '');
  return { type, value, explanation: from < start ? 'its name, a colon, and the value, as text' : 'the value, as text' };
}

/** From positions in a text, in UTF-16 code units, to those in its bytes. */
function bytePositions(text: string, start: number): (at: number) => number {
  const positions = new Int32Array(text.length + 1);
  let byte = start;
  for (let at = 0; at < text.length; at++) {
    positions[at] = byte;
    const unit = text.charCodeAt(at);
    // Half of a pair takes half of its four bytes.
    byte += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  positions[text.length] = byte;
  return (at) => positions[at] ?? byte;
}

/** The blocks of a container that is a whole key or value: count, size, records, sync marker. */
export function inspectContainer(bytes: Uint8Array, start: number, limit: number): Pick<Inspection, 'fields' | 'cut'> {
  const fields: InspectedField[] = [];
  const cursor = new Cursor();
  let position = start;
  for (let index = 0; position < bytes.length; index++) {
    if (fields.length + 5 > limit) return { fields, cut: true };
    cursor.reset(bytes, position);
    try {
      const count = readLong(cursor);
      const countEnd = cursor.position;
      const size = Number(readLong(cursor));
      const data = cursor.position;
      const end = data + size + syncLength;
      if (size < 0 || end > bytes.length) break;
      const records = countOf(Number(count), 'record', 'records');
      const field = (name: string, kind: InspectedField['kind'], from: number, to: number, value: string, explanation: string): void => {
        fields.push({
          depth: 1,
          name,
          kind,
          start: from,
          end: to,
          value,
          type: kind === 'count' ? 'long' : bytesText(to - from),
          explanation,
        });
      };
      fields.push({
        depth: 0,
        name: `block ${index}`,
        kind: 'field',
        start: position,
        end,
        value: records,
        type: 'block',
        explanation: '',
      });
      field('count', 'count', position, countEnd, String(count), explainNumber(bytes.subarray(position, countEnd), count, `: ${records}`));
      field(
        'size',
        'count',
        countEnd,
        data,
        String(size),
        explainNumber(bytes.subarray(countEnd, data), size, ': the bytes of the records'),
      );
      if (size > 0)
        field('records', 'field', data, data + size, records, `${hexOf(bytes.subarray(data, data + size))}: one behind the other`);
      field('sync marker', 'end', data + size, end, '', `${hexOf(bytes.subarray(data + size, end))}: as behind the header`);
      position = end;
    } catch (error) {
      if (error instanceof CodecError) break;
      throw error;
    }
  }
  return { fields, cut: false };
}
