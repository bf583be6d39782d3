/**
 * The bytes of a literal `hex:00ff0a` or `base64:AP8K`; undefined where it is neither. Hex may have white space between
 * bytes, base64 may lack its padding.
 */
export function parseBytesLiteral(text: string): Uint8Array | undefined {
  if (text.startsWith('hex:')) return parseHex(text.slice('hex:'.length));
  if (text.startsWith('base64:')) return parseBase64(text.slice('base64:'.length));
  return undefined;
}

/** The bytes of hex digits, two each, with or without white space between bytes; undefined where it is anything else. */
export function parseHex(digits: string): Uint8Array | undefined {
  const compact = digits.replaceAll(/\s+/g, '');
  if (compact.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(compact)) return undefined;
  const bytes = new Uint8Array(compact.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(compact.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Two lower-case hex digits a byte, nothing between. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += hexPairs[byte] ?? '';
  return text;
}

/** At most `limit` bytes as "00 ff 0a", with an ellipsis where there are more. */
export function toHexText(bytes: Uint8Array, limit = bytes.length): string {
  let text = '';
  for (const byte of bytes.subarray(0, limit)) text += `${text === '' ? '' : ' '}${hexPairs[byte] ?? ''}`;
  return bytes.length > limit ? `${text} …` : text;
}

/** With its padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function parseBase64(text: string): Uint8Array | undefined {
  const compact = text.replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(compact) || compact.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(compact), (char) => char.charCodeAt(0));
}
