import type { Framing } from '../wire/framings.ts';
import { isNumberKind } from '../wire/primitives.ts';
import type { Advice, FoundClass } from './diagnosis.ts';

/** How keys and values are read that are no Avro, by Kafka's own programs. */
interface PlainReaders {
  /** What of Kafka's own wrote them, or could have. */
  readonly serializer: string;
  /** Bytes of each; undefined where they differ. */
  readonly bytes?: number;
  readonly python: string;
  readonly connect: string;
  readonly flink: string;
  readonly spark?: string;
  /** The letter that `kcat -s` has for it. */
  readonly kcat?: string;
}

const raw = 'format `raw`';
const readers: Readonly<Partial<Record<Framing | 'null', PlainReaders>>> = {
  int: { serializer: 'Integer', bytes: 4, python: "struct.unpack('>i', …)", connect: 'IntegerConverter', flink: raw, kcat: 'i' },
  long: { serializer: 'Long', bytes: 8, python: "struct.unpack('>q', …)", connect: 'LongConverter', flink: raw, kcat: 'q' },
  short: { serializer: 'Short', bytes: 2, python: "struct.unpack('>h', …)", connect: 'ShortConverter', flink: raw, kcat: 'h' },
  double: { serializer: 'Double', bytes: 8, python: "struct.unpack('>d', …)", connect: 'DoubleConverter', flink: raw },
  float: { serializer: 'Float', bytes: 4, python: "struct.unpack('>f', …)", connect: 'FloatConverter', flink: raw },
  uuid: { serializer: 'UUID', bytes: 36, python: 'uuid.UUID(….decode())', connect: 'StringConverter', flink: raw, spark: 'string' },
  text: { serializer: 'String', python: '….decode()', connect: 'StringConverter', flink: raw, spark: 'string' },
  json: { serializer: 'String', python: 'json.loads(…)', connect: 'JsonConverter', flink: 'format `json`', spark: 'from_json' },
};

/** What each is long, and which of Kafka's serializers writes it so; undefined of what is none of these. */
export function serializerOf(framing: Framing | 'null'): { readonly serializer: string; readonly bytes: number | undefined } | undefined {
  const found = readers[framing];
  return found && { serializer: `${found.serializer}Serializer`, bytes: found.bytes };
}

/** Which program reads them with what; undefined of what may be Avro. */
export function plainAdvice({ framing, certainty }: FoundClass, part: 'key' | 'value'): Advice[] | undefined {
  const found = readers[framing];
  if (found === undefined) return undefined;
  const { serializer, python, connect, flink, spark, kcat } = found;
  const schemas = connect === 'JsonConverter' ? ' with `schemas.enable=false`' : '';
  const others = [
    `Java with \`${serializer}Deserializer\`${framing === 'json' ? ' and a parser' : ''}`,
    `Python with \`${python}\``,
    `Connect with \`${connect}\`${schemas}`,
    ...(spark === undefined
      ? []
      : [`Spark with \`${spark === 'string' ? `CAST(${part} AS STRING)` : `from_json(CAST(${part} AS STRING), …)`}\``]),
    ...(kcat === undefined ? [] : [`kcat with \`-s ${part}=${kcat}\``]),
  ];
  const text = `${others.join(', ')} and Flink with the ${flink} read the ${part}s; no schema is needed.`;
  const shown = certainty === 'guessed' ? 'Look at some, and if they are right, say so' : 'Say so';
  return [
    { text },
    ...(isNumberKind(framing) ? [{ text: `${shown} with Set Decode Profile…: then the viewer shows them as numbers.` }] : []),
  ];
}
