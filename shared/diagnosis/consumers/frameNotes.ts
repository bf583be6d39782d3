import { toHex } from '../../avro/bytesLiteral.ts';
import { bytesText } from '../../avro/cursor.ts';
import type { Framing } from '../../wire/framings.ts';
import { javaClassic } from './dialects.ts';
import type { LooseReading, ReadPart, WrongNumber } from './looseReader.ts';
import type { RecordToPredict } from './predict.ts';
import { looseReading } from './reading.ts';

/** What a reader that knows no frame makes of one: undefined where there is none, or that can't be told. */
function readingOfFrame(record: RecordToPredict, frame: number): LooseReading | undefined {
  const schema = record.schema?.schema;
  return schema === undefined || frame === 0 ? undefined : looseReading(record, javaClassic, schema, 0);
}

/**
 * What becomes of a frame where it is read as the value, as a sentence: "The frame's first three zeros become "", 0 and []; the
 * 16 bytes left over are not reported."
 *
 * @param frame how many bytes it has
 */
export function misreadFrame(record: RecordToPredict, frame: number): string | undefined {
  const reading = readingOfFrame(record, frame);
  if (reading?.kind !== 'value') return undefined;
  const { bytes } = record;
  const parts = reading.parts.filter(({ end }) => end <= frame);
  const zeros = parts.findIndex(({ start, end }) => end !== start + 1 || bytes[start] !== 0);
  const told = zeros === -1 ? parts : parts.slice(0, zeros);
  const left = bytes.length - reading.end;
  const rest = left === 0 ? '' : `the ${bytesText(left)} left over ${left === 1 ? 'is' : 'are'} not reported`;
  if (told.length === 0) return rest === '' ? undefined : `The frame is read as the value's first fields; ${rest}.`;
  const count = countWords[told.length];
  const what = told.length === 1 ? 'first zero becomes' : `first ${count ?? told.length} zeros become`;
  return `The frame's ${what} ${listed(told)}${rest === '' ? '' : `; ${rest}`}.`;
}

const countWords = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];

function listed(parts: readonly ReadPart[]): string {
  const texts = parts.map(({ text }) => text);
  const last = texts.pop() ?? '';
  return texts.length === 0 ? last : `${texts.join(', ')} and ${last}`;
}

/** Where in a frame the number stands that is refused: "−7 is the last byte of the schema id, 0d, read as an enum index". */
export function wrongNumberNote(record: RecordToPredict, framing: Framing | 'null', frame: number): string | undefined {
  const reading = readingOfFrame(record, frame);
  const wrong = reading?.kind === 'refused' ? reading.refusal.wrong : undefined;
  if (wrong === undefined || wrong.end > frame) return undefined;
  return `${String(wrong.number).replace('-', '−')} is ${placeText(framing, wrong)}, ${toHex(record.bytes.subarray(wrong.start, wrong.end))}, read as ${wrong.as}`;
}

function placeText(framing: Framing | 'null', { start, end }: WrongNumber): string {
  const name = framing === 'confluent-prefix' && start >= 1 ? 'the schema id' : 'the frame';
  if (end - start > 1) return `${end - start} bytes of ${name}`;
  if (name === 'the frame') return `byte ${start} of the frame`;
  return `the ${['first', 'second', 'third', 'last'][start - 1] ?? ''} byte of the schema id`;
}
