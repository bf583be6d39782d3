import { mismatchKinds } from '../avro/compatibility/mismatch.ts';
import type { MismatchKind } from '../avro/compatibility/mismatch.ts';

/** One thing that a registry calls incompatible, as far as its text tells. */
export interface ToldMismatch {
  /** Undefined where the text does not tell. */
  readonly kind: MismatchKind | undefined;
  /** A JSON Pointer into the reader, such as `/fields/3`; of a union branch that is missing, into the writer. */
  readonly path: string | undefined;
  /** Which of the two schemas `path` leads into. */
  readonly side: 'new' | 'old' | undefined;
  /** Names of fields, symbols and types that it mentions. */
  readonly names: readonly string[];
}

/**
 * What a registry's refusal says is incompatible. Its text is written for people, and each make of registry writes another
 * one, so whatever is not understood is left out: nothing may depend on it but where to look first.
 *
 * @param text of a 409, or one of the messages of a check
 * @returns in the text's order; empty where it tells nothing
 */
export function readIncompatibilities(text: string): ToldMismatch[] {
  if (text.includes('errorType')) return confluentParts(text).map(readConfluent);
  const told = apicurioParts(text);
  if (told.length > 0) return told;
  const [, message] = /Incompatibilities: (.+)$/s.exec(text) ?? [];
  const plain = (message ?? text).trim().replace(/\.$/, '');
  return kindOf(plain) === undefined ? [] : [readMessage(plain, undefined)];
}

/** `[{errorType:'…', description:'…', additionalInfo:'…'}, {oldSchemaVersion: 3}, …]`, which is no JSON: quotes stand in quotes. */
function confluentParts(text: string): string[] {
  const [, ...parts] = text.split(/\berrorType\b/);
  return parts.map((part) => part.replace(/\{\s*(?:oldSchemaVersion|oldSchema|validateFields|compatibility)\b.*$/s, ''));
}

function readConfluent(part: string): ToldMismatch {
  const kind = mismatchKinds.find((known) => part.slice(0, 100).includes(known));
  const [, path] = /\bpath:? '([^']*)'/.exec(part) ?? [];
  const [, side] = /\bpath:? '[^']*'.{0,40}? in the (new|old) schema/.exec(part) ?? [];
  const [, more = ''] = /additionalInfo\s*:\s*["']([^}]*?)["']\s*\}/.exec(part) ?? [];
  const [, field] = /The field '([^']*)'/.exec(part) ?? [];
  const names = field === undefined ? namesIn(more) : [field];
  return { kind, path, side: side === 'new' || side === 'old' ? side : undefined, names };
}

/** `…, list of diff types: [currency at /fields/3, expected: 16 at /size]`: Java's own messages. */
function apicurioParts(text: string): ToldMismatch[] {
  const start = text.indexOf('diff types: [');
  if (start < 0) return [];
  const found: ToldMismatch[] = [];
  let rest = text.slice(start + 'diff types: ['.length);
  for (let match = / at (\/[^\s,\]]*)/.exec(rest); match !== null; match = / at (\/[^\s,\]]*)/.exec(rest)) {
    found.push(readMessage(rest.slice(0, match.index).trim(), match[1]));
    rest = rest.slice(match.index + match[0].length);
    // The same stands behind the list once more, as its causes.
    if (!rest.startsWith(',')) break;
    rest = rest.slice(1);
  }
  return found;
}

function readMessage(message: string, path: string | undefined): ToldMismatch {
  return { kind: kindOf(message), path, side: undefined, names: namesIn(message) };
}

/** By what Java's Avro says of each, in Karapace's spelling too. */
function kindOf(message: string): MismatchKind | undefined {
  if (/^reader type: .* not compatible with writer type: /s.test(message)) return 'TYPE_MISMATCH';
  if (/^reader union lacking writer type: /.test(message)) return 'MISSING_UNION_BRANCH';
  if (/^expected: \d+/.test(message)) return 'FIXED_SIZE_MISMATCH';
  if (/^expected: /.test(message)) return 'NAME_MISMATCH';
  if (/^\[.*\]$/s.test(message)) return 'MISSING_ENUM_SYMBOLS';
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(message) ? 'READER_FIELD_MISSING_DEFAULT_VALUE' : undefined;
}

/** The names in one of Java's messages: a field by itself, the symbols of a list, a name that was expected. */
function namesIn(message: string): string[] {
  const [, list] = /^\[(.*)\]$/s.exec(message) ?? [];
  if (list !== undefined) return list.split(/,\s*/).filter((name) => name !== '');
  const [, expected] = /^expected: ([^\s,]+)$/.exec(message) ?? [];
  if (expected !== undefined) return [expected];
  return kindOf(message) === 'READER_FIELD_MISSING_DEFAULT_VALUE' ? [message] : [];
}
