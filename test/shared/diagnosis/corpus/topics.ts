import { canonicalForm, crc64Avro } from '../../../../shared/avro/canonical.ts';
import { resolveSchema } from '../../../../shared/avro/schemaText.ts';
import type { Schema } from '../../../../shared/avro/schema.ts';
import { compileWriter } from '../../../../shared/avro/write.ts';
import { seededRandom } from '../../../randomSchema.ts';
import { randomValue } from '../../../randomValue.ts';
import type { CorpusSchema } from './knownSchemas.ts';
import { consumes } from './simpleReader.ts';

/** How one sample was made. */
export type Made = 'prefix' | 'bare' | 'single-object' | 'null';

/** A topic of the corpus: its samples, and how each was made. */
export interface CorpusTopic {
  readonly kind: string;
  readonly topic: string;
  readonly values: readonly (Uint8Array | null)[];
  readonly made: readonly Made[];
}

/** A schema as it is known: registered ones have ids. */
export interface KnownCorpusSchema extends CorpusSchema {
  readonly schemaId: number | undefined;
  readonly json: unknown;
}

interface Source {
  readonly known: KnownCorpusSchema;
  readonly schema: Schema;
  readonly write: (random: () => number) => Uint8Array;
}

/** Makes `count` topics of all kinds in turns; the same seed makes the same. */
export function* makeTopics(schemas: readonly KnownCorpusSchema[], count: number, seed: number): Generator<CorpusTopic> {
  const random = seededRandom(seed);
  const sources = schemas.map((known): Source => {
    const schema = resolveSchema({ text: known.text, references: [], label: known.name });
    const writer = compileWriter(schema);
    return { known, schema, write: (of) => writer(randomValue(schema, of)) };
  });
  const registered = sources.filter(({ known }) => known.schemaId !== undefined);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T; // never empty
  for (let made = 0; made < count; made++) {
    const [source, other] = [pick(registered), pick(registered)];
    const isOwn = random() < 0.6;
    const topic = isOwn && source.known.topic !== undefined ? source.known.topic : `elsewhere-${made % 7}`;
    const size = pick([1, 2, 3, 8, 20, 40]);
    const kinds = Object.keys(makers) as (keyof typeof makers)[];
    const kind = kinds[made % kinds.length] ?? 'bare';
    yield {
      kind: `${kind}${isOwn ? ', own' : ''}`,
      topic,
      ...makers[kind]({ source, other, any: pick(sources), size, random, registered }),
    };
  }
}

interface Given {
  readonly source: Source;
  readonly other: Source;
  readonly any: Source;
  readonly size: number;
  readonly random: () => number;
  readonly registered: readonly Source[];
}

type Samples = Pick<CorpusTopic, 'values' | 'made'>;

const makers = {
  prefix: ({ source, size, random }: Given) => same('prefix', size, () => framed(source, source.write(random))),
  bare: ({ source, size, random }: Given) => same('bare', size, () => source.write(random)),
  workspace: ({ any, size, random }: Given) => same('bare', size, () => any.write(random)),
  single: ({ source, size, random }: Given) => same('single-object', size, () => singleObject(source, source.write(random))),
  switch: ({ source, size, random }: Given) => {
    const at = Math.ceil((size + 4) / 2);
    return mixed(size + 4, (index) => (index < at ? 'prefix' : 'bare'), source, random);
  },
  interleaved: ({ source, size, random }: Given) => mixed(size + 6, () => (random() < 0.5 ? 'prefix' : 'bare'), source, random),
  tombstones: ({ source, size, random }: Given) => mixed(size + 2, (index) => (index % 3 === 1 ? 'null' : 'prefix'), source, random),
  /** Bare values that are frames with an id that is known: found by looking for them. */
  disguised: ({ source, size, random, registered }: Given) =>
    same('bare', size, () => {
      for (let tries = 0; tries < 40; tries++) {
        const value = source.write(random);
        if (value[0] === 0 && registered.some(({ known }) => isFrame(known, value))) return value;
      }
      return source.write(random);
    }),
  /** Frames whose payload is tiny, so that ints read the whole. */
  small: ({ registered, size, random }: Given) => {
    const little = registered.filter(({ known }) => known.text.length < 140);
    const chosen = little[Math.floor(random() * little.length)];
    return chosen === undefined ? { values: [], made: [] } : same('prefix', size, () => framed(chosen, chosen.write(random)));
  },
  zeros: ({ size, random }: Given) => same('bare', size, () => new Uint8Array(1 + Math.floor(random() * 9))),
} satisfies Readonly<Record<string, (given: Given) => Samples>>;

function same(made: Made, size: number, value: () => Uint8Array): Samples {
  return { values: Array.from({ length: size }, value), made: Array.from({ length: size }, () => made) };
}

function mixed(size: number, madeOf: (index: number) => Made, source: Source, random: () => number): Samples {
  const made = Array.from({ length: size }, (_, index) => madeOf(index));
  const values = made.map((one) =>
    one === 'null' ? null : one === 'prefix' ? framed(source, source.write(random)) : source.write(random),
  );
  return { values, made };
}

function framed({ known }: Source, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(5 + payload.length);
  new DataView(bytes.buffer).setInt32(1, known.schemaId ?? 0);
  bytes.set(payload, 5);
  return bytes;
}

function singleObject({ schema }: Source, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(10 + payload.length);
  bytes.set([0xc3, 0x01]);
  const fingerprint = crc64Avro(new TextEncoder().encode(canonicalForm(schema) ?? ''));
  new DataView(bytes.buffer).setBigUint64(2, BigInt.asUintN(64, fingerprint), true);
  bytes.set(payload, 10);
  return bytes;
}

/** Whether a value is a frame that names this schema, which reads all that stands behind it. */
export function isFrame({ schemaId, json }: KnownCorpusSchema, bytes: Uint8Array): boolean {
  if (schemaId === undefined || bytes.length < 5 || bytes[0] !== 0) return false;
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(1) === schemaId && consumes(json, bytes, 5);
}
