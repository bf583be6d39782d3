import type { JsonNode } from '../avro/json.ts';
import { jsonToText } from '../avro/jsonText.ts';
import { parseJson } from '../avro/parseJson.ts';

/** Bytes that are text as they stand. */
export interface PlainText {
  readonly framing: 'json' | 'text';
  /** Indented by 2. */
  readonly json: string;
  /** In one line, whole. */
  readonly line: string;
}

/** A JSON object or array that is the whole of the bytes; undefined where they are anything else, such as a JSON number. */
export function readJson(bytes: Uint8Array): PlainText | undefined {
  if (!mayBeJson(bytes)) return undefined;
  const text = decodeUtf8(bytes);
  if (text === undefined) return undefined;
  const { root, problems } = parseJson(text);
  const isValid = problems.every(({ code }) => code === 'duplicate-key');
  if (!isValid || root === undefined) return undefined;
  return { framing: 'json', json: toIndented(root, ''), line: jsonToText(root) };
}

/** UTF-8 without control characters other than tabs and line breaks; undefined where the bytes are no such text. */
export function readText(bytes: Uint8Array): PlainText | undefined {
  if (bytes.length === 0) return undefined;
  const text = decodeUtf8(bytes);
  if (text === undefined || /[^\P{Cc}\t\n\r]/u.test(text)) return undefined;
  return { framing: 'text', json: JSON.stringify(text), line: text.replaceAll(/[\t\n\r]+/g, ' ') };
}

/** A look at both ends, so that bytes of other kinds are not decoded as text first. */
function mayBeJson(bytes: Uint8Array): boolean {
  let start = 0;
  let end = bytes.length;
  while (start < end && isWhiteSpace(bytes[start])) start++;
  while (end > start && isWhiteSpace(bytes[end - 1])) end--;
  const [first, last] = [bytes[start], bytes[end - 1]];
  return end - start >= 2 && ((first === 0x7b && last === 0x7d) || (first === 0x5b && last === 0x5d));
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Every number as it was written, every name where it stood. The parser bounds the nesting. */
function toIndented(node: JsonNode, indent: string): string {
  const inner = `${indent}  `;
  if (node.kind === 'object' && node.properties.length > 0) {
    const lines = node.properties.map(({ name, value }) => {
      return `${inner}${JSON.stringify(name.value)}: ${value === undefined ? 'null' : toIndented(value, inner)}`;
    });
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  if (node.kind === 'array' && node.items.length > 0) {
    return `[\n${node.items.map((item) => inner + toIndented(item, inner)).join(',\n')}\n${indent}]`;
  }
  return jsonToText(node);
}
