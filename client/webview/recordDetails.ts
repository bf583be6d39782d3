import type { HeldRecord } from '../records/recordsSession.ts';
import type { DecodedPart, DecodedSchema } from '../../shared/wire/decoded.ts';
import { toHexText } from '../../shared/avro/bytesLiteral.ts';
import { toBase64 } from './hexRows.ts';
import { outlineJson, type Outline, type OutlineLine } from './jsonOutline.ts';
import type { HeaderView, PartDetails, RecordDetails, TreeNode } from './recordsProtocol.ts';
import { formatBytes, formatNumber, shorten, toVisible } from './texts.ts';

/** Bytes before the payload, by framing; of the others none stand before it, or how many depends on the bytes. */
const frameLengths: Partial<Readonly<Record<DecodedPart['framing'], number>>> = {
  'confluent-prefix': 5,
  'confluent-guid-prefix': 17,
  'apicurio-prefix': 9,
  glue: 18,
  'single-object': 10,
};
const titleChars = 80;

/** All that is shown of one record; bounded, however large the record is. */
export function toDetails(record: HeldRecord): RecordDetails {
  const { partition, timestampMs, timestampType, leaderEpoch, masked, key, value } = record;
  return {
    partition,
    offset: record.offset.toString(),
    timestampMs,
    timestampType,
    leaderEpoch,
    masked,
    title: toTitle(key),
    key: toPartDetails(key, record.keyBytes, 'key', masked),
    value: toPartDetails(value, record.valueBytes, 'value', masked),
    headers: record.headers.map(toHeader),
  };
}

function toTitle({ state, preview }: DecodedPart): string {
  if (state === 'null') return 'No key';
  return shorten(toVisible(preview), titleChars) || 'Key not decoded';
}

/** All that is shown of a key or a value. */
export function toPartDetails(part: DecodedPart, bytes: Uint8Array | null, name: 'key' | 'value', masked: boolean): PartDetails {
  const outline = part.json === undefined ? undefined : outlineJson(part.json);
  const { schema, reader } = part;
  const frame = Math.min(frameLengths[part.framing] ?? 0, part.size);
  return {
    state: part.state,
    evidence: toVisible(toEvidence(part)),
    remedy: part.error?.remedy === undefined ? undefined : toVisible(part.error.remedy),
    tree: outline ? toTree(outline, part, name) : [toPlainNode(part, bytes, name, masked)],
    cut: outline && !outline.complete && part.json !== undefined ? { shown: outline.shown, of: part.json.length } : undefined,
    schema: schema && {
      schemaId: schema.schemaId,
      subject: schema.subject === undefined ? undefined : toVisible(schema.subject),
      version: schema.version,
      fullname: schema.fullname === undefined ? undefined : toVisible(schema.fullname),
    },
    reader: reader && toVisible(toSchemaName(reader)),
    bytes: toBase64(bytes ?? new Uint8Array()),
    size: part.size,
    frame,
    stop: part.error?.position,
  };
}

/** "orders-value v4", else the name of its type. */
function toSchemaName({ subject, version, fullname, schemaId }: DecodedSchema): string {
  if (subject !== undefined) return version === undefined ? subject : `${subject} v${version}`;
  return fullname ?? (schemaId === undefined ? 'another schema' : `schema id ${schemaId}`);
}

/** The reason first where there is one: it is what the reader looks for. */
function toEvidence({ error, evidence }: DecodedPart): string {
  if (!error) return evidence;
  return evidence === '' || evidence === error.message ? error.message : `${error.message} ${evidence}`;
}

function toTree(outline: Outline, part: DecodedPart, name: 'key' | 'value'): TreeNode[] {
  return outline.lines.map((line) => ({
    depth: line.depth,
    name: line.depth === 0 ? name : toVisible(line.name),
    kind: line.kind,
    text: toText(line),
    more: line.cut > 0 ? `+ ${formatBytes(line.cut)}` : '',
    type: line.depth === 0 && part.framing === 'text' ? 'UTF-8 text' : line.kind,
  }));
}

function toText(line: OutlineLine): string {
  if (line.kind !== 'object' && line.kind !== 'array') return toVisible(line.literal);
  const [one, many] = line.kind === 'object' ? ['property', 'properties'] : ['item', 'items'];
  const size = formatNumber(line.size, one, many);
  return line.shownSize < line.size ? `${size}, ${line.shownSize} shown` : size;
}

/** What has no JSON: a null, bytes that nothing is known of, or bytes that could not be read. */
function toPlainNode(part: DecodedPart, bytes: Uint8Array | null, name: string, masked: boolean): TreeNode {
  if (part.state === 'null') return { depth: 0, name, kind: 'null', text: 'null', more: '', type: 'null' };
  if (bytes === null && masked) return { depth: 0, name, kind: 'text', text: '', more: '', type: 'masked' };
  // Of a batch that could not be read not even the bytes are known.
  if (bytes === null) return { depth: 0, name, kind: 'text', text: '', more: '', type: 'not read' };
  if (part.state === 'text') {
    return { depth: 0, name, kind: 'text', text: toVisible(part.preview), more: '', type: 'UTF-8 text' };
  }
  const shown = Math.min(bytes.length, 32);
  const more = part.size > shown ? `+ ${formatBytes(part.size - shown)}` : '';
  return { depth: 0, name, kind: 'text', text: toHexText(bytes.subarray(0, shown)), more, type: 'bytes' };
}

/** So much of a header's value is shown, in UTF-16 code units of a text. */
const mostHeaderText = 4096;
const mostHexBytes = 256;

function toHeader({ name, value }: HeldRecord['headers'][number]): HeaderView {
  const shownName = toVisible(name);
  if (value === null) return { name: shownName, text: 'null', more: '', kind: 'null', size: 0 };
  const text = decodeText(value);
  const size = value.length;
  const more = (shown: number): string => (size > shown ? `+ ${formatBytes(size - shown)}` : '');
  if (text === undefined)
    return { name: shownName, text: toHexText(value.subarray(0, mostHexBytes)), more: more(mostHexBytes), kind: 'hex', size };
  // Never half of a surrogate pair: the rest is counted in bytes.
  const start = text.length > mostHeaderText ? text.slice(0, mostHeaderText).replace(/[\ud800-\udbff]$/, '') : text;
  return { name: shownName, text: toVisible(start), more: more(Buffer.byteLength(start)), kind: 'text', size };
}

/** The bytes as text where they are UTF-8 and hold no control characters but white space. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return /[^\P{Cc}\t\n\r]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
