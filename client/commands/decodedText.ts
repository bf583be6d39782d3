import { toHex } from '../../shared/avro/bytesLiteral.ts';
import type { DecodedPart, DecodedSchema, Framing } from '../../shared/wire/decoded.ts';
import { framingNames } from '../../shared/wire/framings.ts';

export interface DecodedFrom {
  readonly bytes: Uint8Array;
  /** Undefined where the bytes were no text. */
  readonly notation: string | undefined;
  /** Such as "the selection". */
  readonly from: string;
  /** Whose registry was asked, if any. */
  readonly connection: string | undefined;
  /** The schema that the user chose, if any. */
  readonly chosen: string | undefined;
}

/** The editor hands documents of more than about three times as many to no extension. */
const mostCharacters = 16_000_000;

/** What was decoded as JSON with comments: first where it came from and how it was read, then the value or the bytes. */
export function toDecodedText(decoded: DecodedPart, source: DecodedFrom): string {
  const { bytes, notation, from, connection } = source;
  const size = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
  const lines = [
    `${size} from ${from}${notation === undefined ? '' : `, written as ${notation === 'escaped' ? 'escaped text' : notation}`}.`,
    `Registry: ${connection === undefined ? 'none was asked' : `that of ${connection}`}.`,
    `Framing: ${framingText(decoded.framing)}.`,
    `Schema: ${schemaText(decoded, source.chosen)}.`,
    ...(decoded.reader === undefined ? [] : [`Read as: ${nameOf(decoded.reader)}.`]),
    decoded.evidence,
    ...reasonLines(decoded),
  ];
  const isShown = (decoded.json?.length ?? 2 * bytes.length) <= mostCharacters;
  const tooLong = 'Not shown here: as text it is longer than 16 million characters. Avro: Inspect Bytes shows what each byte is.';
  const comments = [...lines, ...(isShown ? [] : [tooLong])].flatMap(toComments).join('\n');
  return isShown ? `${comments}\n${decoded.json ?? hexText(bytes)}\n` : `${comments}\n`;
}

const commentWidth = 64;

/** A sentence as lines of comment that can be read without scrolling. */
function toComments(sentence: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of sentence.trim().split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > commentWidth) {
      lines.push(line);
      line = ' ';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((text) => `// ${text}`);
}

/** What some of them are made of, or that there is none. */
const details: Readonly<Partial<Record<Framing, string>>> = {
  'confluent-prefix': 'Confluent prefix (magic byte 0, schema id, Avro)',
  bare: 'none, bare Avro',
  json: 'none, JSON text',
  text: 'none, text',
  none: 'none',
};

function framingText(framing: Framing): string {
  return details[framing] ?? framingNames[framing];
}

function schemaText({ schema, state }: DecodedPart, chosen: string | undefined): string {
  if (chosen !== undefined && (schema?.schemaId === undefined || state === 'failed')) return `${chosen}, by your choice`;
  return schema === undefined ? 'none' : nameOf(schema);
}

function nameOf({ subject, version, schemaId, fullname }: DecodedSchema): string {
  const registered = subject === undefined ? undefined : `${subject}${version === undefined ? '' : ` v${version}`}`;
  const names = [registered, fullname].filter((name) => name !== undefined);
  const id = schemaId === undefined ? undefined : `schema id ${schemaId}`;
  const [first = id ?? 'unnamed', ...others] = names;
  const more = [...others, names.length > 0 ? id : undefined].filter((part) => part !== undefined);
  return more.length > 0 ? `${first} (${more.join(', ')})` : first;
}

function reasonLines({ error, evidence }: DecodedPart): string[] {
  if (error === undefined) return [];
  const { message, position, remedy } = error;
  const place = position === undefined || message.startsWith('Byte ') ? '' : ` (byte ${position})`;
  // What the bytes look like may be the reason already.
  const reason = evidence.includes(message) ? [] : [`Not decoded: ${message.replace(/\.$/, '')}${place}.`];
  return [...reason, ...(remedy === undefined ? [] : [remedy])];
}

/** The bytes as a literal of a message document, so that they can be sent as they are. */
function hexText(bytes: Uint8Array): string {
  return `"hex:${toHex(bytes)}"`;
}
