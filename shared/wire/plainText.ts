import type { JsonNode } from '../avro/json.ts';
import { jsonToText } from '../avro/jsonText.ts';
import { parseJson } from '../avro/parseJson.ts';

/** Bytes that are text as they stand. */
export interface PlainText {
  readonly framing: 'json' | 'text';
  readonly text: string;
}

/** A JSON object or array that is the whole of the bytes; undefined where they are anything else, such as a JSON number. */
export function readJson(bytes: Uint8Array): PlainText | undefined {
  if (!mayBeJson(bytes)) return undefined;
  const text = decodeUtf8(bytes);
  return text !== undefined && isJson(text) ? { framing: 'json', text } : undefined;
}

/** JSON of any kind that is the whole of the bytes, or what is wrong at which byte. */
export function isAnyJson(bytes: Uint8Array): { readonly text: string } | { readonly problem: string; readonly position: number } {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { problem: 'not UTF-8', position: findInvalidUtf8(bytes) };
  if (isJson(text)) return { text };
  const [first] = parseJson(text).problems.filter(({ code }) => code !== 'duplicate-key');
  return { problem: 'not JSON', position: new TextEncoder().encode(text.slice(0, first?.span.start ?? 0)).length };
}

/** UTF-8 without control characters other than tabs and line breaks; undefined where the bytes are no such text. */
export function readText(bytes: Uint8Array): PlainText | undefined {
  if (bytes.length === 0 || hasControlByte(bytes)) return undefined;
  const text = decodeUtf8(bytes);
  // Those of ASCII are seen already; others take two bytes.
  if (text === undefined || /[\u0080-\u009f]/.test(text)) return undefined;
  return { framing: 'text', text };
}

/** UTF-8, whatever its characters. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Where the first character begins that is no UTF-8. */
export function findInvalidUtf8(bytes: Uint8Array): number {
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  for (let at = lenient.indexOf('\uFFFD'); at >= 0; at = lenient.indexOf('\uFFFD', at + 1)) {
    const position = new TextEncoder().encode(lenient.slice(0, at)).length;
    // The character may stand there itself.
    if (!(bytes[position] === 0xef && bytes[position + 1] === 0xbf && bytes[position + 2] === 0xbd)) return position;
  }
  return 0;
}

/** JSON text indented by 2, with its digits, its order and its repeated names; as it is where it can't be taken apart. */
export function toIndentedJson(text: string): string {
  const { root } = parseJson(text);
  return root === undefined ? text : toIndented(root, '');
}

/** JSON text in one line. */
export function toJsonLine(text: string): string {
  const { root } = parseJson(text);
  return root === undefined ? text : jsonToText(root);
}

/** Nesting within which the parser that keeps digits surely follows. */
const safeNesting = 100;

function isJson(text: string): boolean {
  try {
    // Only whether it is JSON is asked here: no digit of what comes out is used.
    JSON.parse(text);
  } catch {
    return false;
  }
  return nestingOf(text) <= safeNesting || parseJson(text).problems.every(({ code }) => code === 'duplicate-key');
}

/** How deep valid JSON nests. */
function nestingOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (token === ']' || token === '}') depth--;
  }
  return deepest;
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

function hasControlByte(bytes: Uint8Array): boolean {
  for (const byte of bytes) if ((byte < 0x20 && !isWhiteSpace(byte)) || byte === 0x7f) return true;
  return false;
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
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
