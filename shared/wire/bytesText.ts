import { parseEscapedText } from './escapedText.ts';
import { looksLikeHexDump, parseHexDump } from './hexDump.ts';

export type BytesText = ParsedBytes | { readonly error: string };

export interface ParsedBytes {
  readonly bytes: Uint8Array;
  /** How the text was understood. `decimal` is a list of numbers, such as Java's and Python's. */
  readonly notation: 'hex' | 'base64' | 'escaped' | 'decimal';
}

/**
 * Reads bytes from a text as people find and paste them:
 *
 * - hex, with or without `0x`, `\x`, blanks, colons, commas or line breaks, in quotes, or as `hex:…`, `X'…'`, `<Buffer …>`;
 * - dumps of `xxd`, `hexdump -C`, `od -t x1` and Wireshark, with offsets and the column of characters;
 * - lists of numbers: `[0, 0, 0, 0, 5, -10]`, `{(byte) 0x00, …}`;
 * - base64 and base64url, or as `base64:…`;
 * - text with backslash escapes, such as Python's `b'\x00\x01'`.
 *
 * What is hex is not looked at as base64, though it may be both.
 *
 * @returns the bytes, or a sentence that says what is wrong and where (characters and lines count from 1)
 */
export function parseBytesText(text: string): BytesText {
  const trimmed = text.trim();
  if (trimmed === '') return { error: 'There is nothing to decode.' };
  const lost = text.indexOf('\uFFFD');
  if (lost >= 0) {
    return { error: `Character ${lost + 1} stands for bytes that were lost when they were copied as text: copy them as hex or base64.` };
  }
  if (/^hex:$/i.test(trimmed)) return { bytes: new Uint8Array(), notation: 'hex' };
  if (/^hex:/i.test(trimmed)) return parseHex(trimmed.slice(4), text) ?? notHex(trimmed.slice(4), text);
  if (/^base64:/i.test(trimmed)) return parseBase64(trimmed.slice(7)) ?? { error: notBase64(trimmed.slice(7), text) };
  const dataUrl = /^data:[^,]{0,200};base64,/i.exec(trimmed)?.[0];
  if (dataUrl !== undefined) return parseBase64(trimmed.slice(dataUrl.length)) ?? { error: notBase64(trimmed.slice(dataUrl.length), text) };
  if (looksLikeHexDump(text)) return parseHexDump(text);

  const inner = withoutWrapping(trimmed);
  return parseList(inner, text) ?? parseHex(inner, text) ?? parseBase64(inner) ?? parseEscaped(trimmed, text) ?? notHex(inner, text);
}

/** What stands in `<Buffer …>`, `X'…'`, quotes or the like; the text itself where nothing does. */
function withoutWrapping(text: string): string {
  const found =
    /^<Buffer ([^>]*)>$/.exec(text) ??
    /^[xX](?:'([^']*)'|"([^"]*)")$/.exec(text) ??
    /^(?:'([^'\\]*)'|"([^"\\]*)"|`([^`\\]*)`)[;,]?$/.exec(text);
  return (firstGroup(found) ?? text).trim();
}

/** Digits in pairs, whatever separates them. Undefined where it is something else. */
function parseHex(text: string, whole: string): BytesText | undefined {
  // Postgres writes one `\x` in front of all digits.
  const body = /^\\x[0-9a-f]{3,}$/i.test(text) ? text.slice(2) : text;
  const tokens = body.split(/[\s:;,_.-]+|(?=\\x|0x)/i).filter((token) => token !== '');
  const digits = tokens.map((token) => token.replace(/^(?:0x|\\x)/i, ''));
  if (digits.length === 0 || !digits.every((token) => /^[0-9a-f]+$/i.test(token))) return undefined;
  const odd = digits.find((token) => token.length % 2 === 1);
  if (odd !== undefined) return { error: oddDigits(odd, digits.length, whole) };
  return { bytes: fromHex(digits.join('')), notation: 'hex' };
}

function oddDigits(token: string, tokens: number, whole: string): string {
  if (tokens === 1) return `${token.length} hex digits are half a byte too many or too few.`;
  const isShort = token.length <= 100;
  const at = isShort ? (new RegExp(`(?<![0-9a-f])${token}(?![0-9a-f])`, 'i').exec(whole)?.index ?? 0) : whole.indexOf(token);
  const hint = token.length === 1 ? ' Put decimal numbers in brackets, with commas.' : '';
  return `"${shorten(token)}" at character ${at + 1} is no whole number of bytes: each byte takes two hex digits.${hint}`;
}

function fromHex(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index++) bytes[index] = parseInt(digits.slice(2 * index, 2 * index + 2), 16);
  return bytes;
}

/** Numbers with commas, in brackets or not. Undefined where it is something else. */
function parseList(text: string, whole: string): BytesText | undefined {
  const list = /^(?:[\w ]{0,40}(?:\[\]|\(\d*\))?\s*)?(?:\[([^\]]*)\]|\{([^}]*)\}|\(\[?([^\])]*)\]?\))[;,]?$/.exec(text);
  const body = firstGroup(list) ?? (text.includes(',') ? text : undefined);
  if (body === undefined) return undefined;
  const items = body.split(',').map((item) => item.replace(/\(byte\)/gi, '').trim());
  if (items.at(-1) === '') items.pop();
  // Nobody writes a decimal number with a zero in front, so where there is one these are hex digits.
  const isHex = items.every((item) => /^[0-9a-f]{2}$/i.test(item)) && items.some((item) => /^0\d$|[a-f]/i.test(item));
  if (isHex) return { bytes: fromHex(items.join('')), notation: 'hex' };
  if (!items.every((item) => /^[-+]?(?:\d+|0x[0-9a-f]+)$/i.test(item))) return undefined;
  const bytes = new Uint8Array(items.length);
  for (const [index, item] of items.entries()) {
    const number = Number(item);
    if (!(number >= -128 && number <= 255)) {
      return { error: `${shorten(item)} at character ${whole.indexOf(item) + 1} is no byte: bytes go from -128 to 255.` };
    }
    bytes[index] = number;
  }
  return { bytes, notation: 'decimal' };
}

/** Of either alphabet, padded or not, in one piece or in lines. Undefined where it is something else. */
function parseBase64(text: string): BytesText | undefined {
  // Blanks within a line make it prose: "hello world" is no base64.
  const body = text.trim().replace(/[ \t]*\r?\n[ \t]*/g, '');
  const unpadded = body.replace(/={1,2}$/, '');
  if (!/^[A-Za-z0-9+/]+$|^[A-Za-z0-9_-]+$/.test(unpadded) || unpadded.length % 4 === 1) return undefined;
  if (body.length > unpadded.length && body.length % 4 !== 0) return undefined;
  const binary = atob(unpadded.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = binary.charCodeAt(index);
  return { bytes, notation: 'base64' };
}

function parseEscaped(text: string, whole: string): BytesText | undefined {
  if (!text.includes('\\') && !/^(?:b|bytearray\(b)['"]/i.test(text)) return undefined;
  const parsed = parseEscapedText(text);
  if ('bytes' in parsed) return { bytes: parsed.bytes, notation: 'escaped' };
  return { error: `${parsed.problem} (character ${whole.indexOf(text) + parsed.at + 1}).` };
}

function notHex(text: string, whole: string): BytesText {
  const at = text.search(/[^0-9a-f\s:;,_.-]/i);
  return {
    error: `"${characterAt(text, at)}" at character ${whole.indexOf(text) + at + 1} is no hex digit, and the whole is no base64 or escaped text.`,
  };
}

function notBase64(text: string, whole: string): string {
  const at = text.search(/[^A-Za-z0-9+/_=\s-]/);
  if (at < 0) return `These ${text.trim().length} characters are not all of a base64 text.`;
  return `"${characterAt(text, at)}" at character ${whole.indexOf(text) + at + 1} is no base64.`;
}

/** The first group of several alternatives that took part in a match. */
function firstGroup(match: RegExpExecArray | null): string | undefined {
  const groups: readonly (string | undefined)[] = match?.slice(1) ?? [];
  return groups.find((group) => group !== undefined);
}

function characterAt(text: string, index: number): string {
  return String.fromCodePoint(text.codePointAt(index) ?? 0);
}

function shorten(text: string): string {
  return text.length > 20 ? `${text.slice(0, 19)}…` : text;
}
