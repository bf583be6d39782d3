import type { Reader } from '../avro/read.ts';
import { compileResolvingReader } from '../avro/resolvingReader.ts';
import { CodecError } from '../errors.ts';
import type { ReadableSchema } from '../wire/readableSchema.ts';
import type { JudgedClass, ReadSample } from './samples.ts';

/** So many samples of a class are read with another schema. */
const most = 400;

/** How many of the samples can be read as what another schema says. */
export interface ReaderCount {
  readonly reader: ReadableSchema;
  readonly reads: number;
  readonly of: number;
}

/**
 * Whether what several versions of the topic's subject wrote can be read with the newest of them as the reader schema;
 * undefined where fewer wrote it.
 */
export function countByNewest({ schemas }: JudgedClass, samples: readonly ReadSample[]): ReaderCount | undefined {
  const own = schemas.filter(({ isOwn, source }) => isOwn && source.version !== undefined);
  const newest = Math.max(...own.map(({ source }) => source.version ?? 0));
  const meant = own.find(({ source }) => source.version === newest);
  const reader = samples.find(({ schema }) => schema === meant?.schema)?.readable;
  if (own.length < 2 || own.length < schemas.length || reader?.schema === undefined) return undefined;
  const readers = new Map<ReadableSchema, Reader | undefined>();
  let [reads, of] = [0, 0];
  for (const { readable, sample, payloadStart, framing } of samples.slice(-most)) {
    // What is compressed has no place in the bytes.
    if (readable?.schema === undefined || sample.bytes === null || framing === 'glue') continue;
    if (!readers.has(readable)) readers.set(readable, tryCompile(readable, reader));
    of++;
    if (readers.get(readable)?.readIfFits(sample.bytes, payloadStart) !== undefined) reads++;
  }
  return { reader, reads, of };
}

/** How many of the framed samples a schema that wrote some of them would read frame and all, as bare Avro. */
export function countAsBare(samples: readonly ReadSample[], readable: ReadableSchema): number {
  return samples.slice(-most).filter(({ sample }) => sample.bytes !== null && readable.readBare(sample.bytes) !== undefined).length;
}

function tryCompile({ schema: writer }: ReadableSchema, { schema: reader }: ReadableSchema): Reader | undefined {
  try {
    return writer === undefined || reader === undefined ? undefined : compileResolvingReader(writer, reader);
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
