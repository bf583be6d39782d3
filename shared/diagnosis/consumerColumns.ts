import { decodeUtf8 } from '../wire/plainText.ts';
import { isPrimitiveKind, readPrimitive } from '../wire/primitives.ts';
import type { PrimitiveKind } from '../wire/primitives.ts';
import { toReadable } from '../wire/readableSchema.ts';
import type { Value } from '../avro/value.ts';
import { newestSinceMs } from './changes.ts';
import type { ColumnToPredict } from './consumers/table.ts';
import type { FoundClass, FramingChange, SideDiagnosis } from './diagnosis.ts';
import { capital, counted, isPlain, timeText } from './reportTexts.ts';
import type { Judgement, ReadSample } from './samples.ts';

/** What the columns of a side are made of. */
export interface ColumnsInput {
  readonly part: 'key' | 'value';
  readonly state: SideDiagnosis['state'];
  readonly classes: readonly FoundClass[];
  readonly changes: readonly FramingChange[];
  readonly nowMs: number;
  /** Samples of each column that consumers are asked of. */
  readonly predicted: number;
}

/** Columns beside each other that a person can compare. */
const mostColumns = 4;
/** Larger records are tried with no consumer, and so many bytes at most of a column: each consumer reads them once more. */
const largestPredicted = 200_000;
const mostPredicted = 1_000_000;
/** Longer texts are compared with nothing. In bytes. */
const longText = 4_096;

/** A column each for what readers of Avro can be asked of, be it Avro or what they take for it: tombstones are none of it. */
export function toColumns(judged: Judgement, input: ColumnsInput): ColumnToPredict[] {
  const { part, classes, predicted } = input;
  if (judged.state === 'undecided') {
    return judged.readings.slice(0, mostColumns).map(({ name, by, framing, read }, of) => ({
      title: `If it is ${name}`,
      detail: isPlain(framing) ? '' : by,
      of,
      ...affordable(read, predicted),
    }));
  }
  const shown = classes.filter(
    ({ framing, schemas, fault }) => framing !== 'null' && (schemas.length > 0 || fault !== undefined || isPlain(framing)),
  );
  return shown.slice(0, mostColumns).map(({ index, framing, name, records }) => {
    const type = typeOf(framing);
    const told = type === undefined ? '' : `; readers that must be told a schema are told \`"${type}"\``;
    return {
      title: columnTitle(index, shown.length, input) ?? capital(name),
      detail: `${name}, ${counted(records, part === 'key' ? 'key' : 'record')}${told}`,
      of: index,
      ...affordable(
        judged.read.filter((_, at) => judged.classOf[at] === index),
        predicted,
      ),
    };
  });
}

function affordable(samples: readonly ReadSample[], count: number): Pick<ColumnToPredict, 'samples' | 'isTooLarge'> {
  const chosen: ReadSample[] = [];
  let bytes = 0;
  for (const one of samples) {
    const size = one.sample.bytes?.length ?? 0;
    if (size > largestPredicted || bytes + size > mostPredicted) continue;
    bytes += size;
    if (chosen.push(one) === count) break;
  }
  return { samples: chosen.map(withOwnType), isTooLarge: chosen.length === 0 && samples.length > 0 };
}

function columnTitle(index: number, columns: number, { part, state, changes, nowMs }: ColumnsInput): string | undefined {
  const last = changes.at(-1);
  if (columns === 1) return part === 'key' ? 'All keys' : 'All values';
  if (state !== 'changed' || last === undefined || columns > 2) return undefined;
  const sinceMs = newestSinceMs(changes);
  return sinceMs === undefined ? undefined : `${index === last.to ? 'Since' : 'Before'} ${timeText(sinceMs, nowMs)}`;
}

/** The type of Avro that is nearest to what is no Avro. */
const types: Readonly<Record<PrimitiveKind, string>> = {
  int: 'int',
  long: 'long',
  short: 'int',
  double: 'double',
  float: 'float',
  uuid: 'string',
};

function typeOf(framing: FoundClass['framing']): string | undefined {
  if (isPrimitiveKind(framing)) return types[framing];
  return framing === 'text' || framing === 'json' ? 'string' : undefined;
}

const readables = new Map(
  ['int', 'long', 'double', 'float', 'string'].map((type) => {
    const text = `"${type}"`;
    return [type, toReadable({ text, references: [], label: text }, { schemaId: undefined, subject: undefined, version: undefined })];
  }),
);

/** What is no Avro, as if its writer had meant the type that is nearest to it: so what others make of it can be compared. */
function withOwnType(read: ReadSample): ReadSample {
  const { framing, sample } = read;
  const type = typeOf(framing);
  if (type === undefined || sample.bytes === null) return read;
  return { ...read, readable: readables.get(type), schema: undefined, value: plainValue(framing, sample.bytes) };
}

function plainValue(framing: ReadSample['framing'], bytes: Uint8Array): Value | undefined {
  if (!isPrimitiveKind(framing)) return bytes.length > longText ? undefined : decodeUtf8(bytes);
  const read = readPrimitive(framing, bytes);
  return read.ok ? read.value : undefined;
}
