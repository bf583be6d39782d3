import { dereference } from '../avro/schema.ts';
import type { Schema } from '../avro/schema.ts';
import { bytesText } from '../avro/cursor.ts';
import type { Evidence } from './diagnosis.ts';
import { weigh } from './judgeClasses.ts';
import { namesId } from './judgeNumbers.ts';
import { serializerOf } from './plainTexts.ts';
import { capital, count, isPlain } from './reportTexts.ts';
import type { JudgedReading, ReadSample } from './samples.ts';

/** What is said without the records that it is said of. */
type Said = Pick<Evidence, 'weight' | 'text' | 'subject'>;

/** So many bytes are read by many schemas. */
const fewBytes = 4;
/** Of the frames that begin with an id of 4 bytes. */
const frame = 5;

/** What speaks for one reading of several, what against it, and what weighs little; never what the records contain. */
export function readingSays({ framing, by, schemas, read }: JudgedReading, part: 'key' | 'value'): Said[] {
  const things = part === 'key' ? 'keys' : 'values';
  const all = `all ${count(read.length)} ${things}`;
  if (isPlain(framing)) return [...plainSays(framing, read), { weight: 'little', text: 'Nothing in the bytes proves it.' }];
  const isBare = framing === 'bare';
  const [first, ...others] = schemas;
  const ids = schemas.flatMap(({ source }) => source.schemaId ?? []);
  const named = `schema ${ids.length === 1 ? 'id' : 'ids'} ${ids.slice(0, 8).join(', ')}`;
  const found: Said[] = [
    {
      weight: 'for',
      text:
        isBare || ids.length === 0
          ? `${capital(all)} are read to the last byte: ${by}.`
          : `${capital(named)} ${ids.length === 1 ? 'exists, and its schema reads' : 'exist, and their schemas read'} ${all} to the last byte.`,
    },
  ];
  const subject = first?.source.subject;
  const open = subject === undefined ? undefined : { subject, version: first?.source.version };
  if (first?.isOwn === true) found.push({ weight: 'for', text: 'It is registered for this topic.', subject: open });
  else if (subject === undefined || others.length > 0)
    found.push({ weight: 'against', text: 'Nothing ties it to this topic.', subject: open });
  else found.push({ weight: 'against', text: `It is registered under ${subject} only, which is not this topic's.`, subject: open });
  const schema = read[0]?.readable?.schema;
  if (isBare && schema !== undefined && isSparkNullable(schema))
    found.push({ weight: 'for', text: 'Spark writes nullable columns so, `00` before each value.' });
  if (isBare && beginAlike(read)) {
    const text = `The first ${frame} bytes are the same in ${all} and begin with \`00\`, as those of a frame do.`;
    found.push({ weight: 'against', text });
  }
  return [...found, ...littleSays(read)];
}

/** What of a reading tells hardly anything: that few bytes fit, or what any bytes are. */
export function littleSays(read: readonly ReadSample[]): Said[] {
  const lengths = read.map(({ sample, payloadStart }) => (sample.bytes?.length ?? 0) - payloadStart);
  const [least, most] = [lengths.reduce((a, b) => Math.min(a, b), Infinity), lengths.reduce((a, b) => Math.max(a, b), 0)];
  const isFramed = read.some(({ payloadStart }) => payloadStart > 0);
  if (most <= fewBytes) {
    const what =
      least === most
        ? `${isFramed ? 'a payload' : 'a value'} of ${bytesText(most)} fits`
        : `${isFramed ? 'payloads' : 'values'} of ${least} to ${bytesText(most)} fit`;
    return [{ weight: 'little', text: `${capital(what)} many schemas.` }];
  }
  const weight = weigh(read);
  if (weight.samples === 0 || weight.lengths + weight.indexes > 0) return [];
  return [{ weight: 'little', text: 'There is no text, no union and no enum in it that bytes by chance would fail to fit.' }];
}

/** What speaks for numbers, text and JSON. */
export function plainSays(framing: ReadSample['framing'], read: readonly ReadSample[]): Said[] {
  const all = `${count(read.length)} of ${count(read.length)}`;
  const { serializer, bytes } = serializerOf(framing) ?? { serializer: '', bytes: undefined };
  switch (framing) {
    case 'json':
      return [{ weight: 'for', text: `${all} are JSON, valid to the last byte.` }];
    case 'text':
      return [{ weight: 'for', text: `${all} are valid UTF-8 without control characters.` }];
    case 'uuid':
      return [{ weight: 'for', text: `${all} are ${bytes ?? 0} characters of hex digits and hyphens, as \`${serializer}\` writes them.` }];
    default:
      return [
        {
          weight: 'for',
          text: `${all} are ${bytesText(bytes ?? 0)} long, as \`${serializer}\` writes them, and of sizes that such numbers have.`,
        },
        ...(read.every(({ sample }) => sample.bytes !== null && namesId(sample.bytes))
          ? [{ weight: 'against', text: 'Taken as Confluent-framed, they would name schema ids, of which none is known.' } as const]
          : []),
      ];
  }
}

/** Whether all begin as frames of one schema would. */
function beginAlike(read: readonly ReadSample[]): boolean {
  const [first, ...others] = read.map(({ sample }) => sample.bytes ?? new Uint8Array());
  if (first === undefined || others.length < 2 || !namesId(first)) return false;
  return others.every((bytes) => bytes.length > frame && first.subarray(0, frame).every((byte, at) => bytes[at] === byte));
}

/** Whether there are unions of a type and null, in the order in which Spark's `to_avro` has them. */
function isSparkNullable(schema: Schema): boolean {
  const isNullable = (one: Schema): boolean => {
    const target = dereference(one);
    return target?.type === 'union' && target.branches.length === 2 && target.branches[1]?.type === 'null';
  };
  const target = dereference(schema);
  return isNullable(schema) || (target?.type === 'record' && target.fields.some((field) => isNullable(field.schema)));
}
