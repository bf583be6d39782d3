import type { ConnectionSettings } from '../connectionSettings.ts';
import type { HeldRecord } from '../records/recordsSession.ts';
import type { Steps } from '../../shared/slices.ts';
import { toBase64 } from './hexRows.ts';
import { hexSteps, recordJsonSteps, valueJsonSteps } from './recordDocument.ts';
import type { CopyForm } from './recordsProtocol.ts';
import { formatBytes, formatNumber } from './texts.ts';

/** How much of a value's bytes is copied: a clipboard holds all of it in memory, several times. */
export const maxCopiedBytes = 16 * 1024 * 1024;

export interface Copied {
  /** Undefined where there is nothing to copy. */
  readonly text: string | undefined;
  /** What is not as one would expect: one sentence. */
  readonly note: string | undefined;
}

/** What a page knows of where its records come from. */
export interface CopySource {
  readonly topic: string;
  readonly connection: ConnectionSettings | undefined;
  readonly isolation: 'readCommitted' | 'readUncommitted';
}

/**
 * Records as text for the clipboard: JSON of several as one array, bytes and commands a line each. What is masked stays
 * masked, and its bytes are not copied.
 */
export function* copySteps(records: readonly HeldRecord[], form: CopyForm, source: CopySource): Steps<Copied> {
  if (form === 'kcat') return { text: records.map((record) => toKcat(record, source)).join('\n'), note: undefined };
  if (form === 'hex' || form === 'base64') return yield* bytesSteps(records, form);
  const texts: string[] = [];
  for (const record of records) {
    texts.push(form === 'json' ? (yield* recordJsonSteps(source.topic, record)).trimEnd() : yield* valueJsonSteps(record));
  }
  const masked = records.filter((record) => record.masked).length;
  const note = masked === 0 ? undefined : `Masked fields of ${formatNumber(masked, 'record', 'records')} were copied as they are shown.`;
  return { text: texts.length === 1 ? texts[0] : `[\n${texts.join(',\n')}\n]`, note };
}

function* bytesSteps(records: readonly HeldRecord[], form: 'hex' | 'base64'): Steps<Copied> {
  const lines: string[] = [];
  const notes: string[] = [];
  const masked = records.filter((record) => record.masked).length;
  for (const { valueBytes, value, masked: isMasked } of records) {
    if (isMasked) continue;
    if (valueBytes === null) {
      if (value.state !== 'null') notes.push('The bytes of a batch that could not be read are not known.');
      lines.push('');
      continue;
    }
    const shown = valueBytes.subarray(0, maxCopiedBytes);
    if (shown.length < value.size) notes.push(`Copied the first ${formatBytes(shown.length)} of ${formatBytes(value.size)} as ${form}.`);
    lines.push(form === 'hex' ? yield* hexSteps(shown) : toBase64(shown));
    yield;
  }
  if (masked > 0) {
    notes.push(`${formatNumber(masked, 'record has', 'records have')} masked fields: the bytes are copied only once they are revealed.`);
  } else if (lines.length === 1 && lines[0] === '' && notes.length === 0) notes.push('This record is a tombstone: it has no bytes.');
  const text = lines.join('\n');
  return { text: text === '' ? undefined : text, note: notes[0] };
}

/**
 * A command of kcat that prints the record, for a POSIX shell. What it takes to log in is not in it: it names the
 * properties that a file must hold.
 */
function toKcat({ partition, offset }: HeldRecord, { topic, connection, isolation }: CopySource): string {
  const brokers = connection?.brokers.join(',') ?? 'localhost:9092';
  const security = connection === undefined ? [] : securityProperties(connection);
  const comment = security.length === 0 ? '' : `# kcat.conf holds ${security.join(', ')}.\n`;
  const options = [
    ...(security.length === 0 ? [] : ['-F kcat.conf']),
    `-C -b ${quoted(brokers)} -t ${quoted(topic)} -p ${partition} -o ${offset} -c 1 -e`,
    ...(isolation === 'readUncommitted' ? ['-X isolation.level=read_uncommitted'] : []),
    String.raw`-f 'key: %k\nheaders: %h\nvalue: %s\n'`,
  ];
  return `${comment}kcat ${options.join(' ')}`;
}

function securityProperties({ security, ssl, sasl }: ConnectionSettings): string[] {
  if (security === 'PLAINTEXT') return [];
  return [
    `security.protocol=${security}`,
    ...(ssl.ca === undefined ? [] : ['ssl.ca.location']),
    ...(ssl.cert === undefined ? [] : ['ssl.certificate.location', 'ssl.key.location']),
    ...(sasl === undefined ? [] : [`sasl.mechanisms=${sasl.mechanism}`, 'sasl.username', 'sasl.password']),
  ];
}

/** The text as one word of a shell. */
function quoted(text: string): string {
  return /^[\w.,:@/-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
