import assert from 'node:assert/strict';
import type { Value } from '../../../shared/avro/value.ts';
import type { RecordToPredict } from '../../../shared/diagnosis/consumers/predict.ts';
import type { AskedId, ReadSample } from '../../../shared/diagnosis/samples.ts';
import { RegistryError } from '../../../shared/errors.ts';
import type { Header } from '../../../shared/wire/frame.ts';
import type { Framing } from '../../../shared/wire/framings.ts';
import { toReadable, type ReadableSchema } from '../../../shared/wire/readableSchema.ts';
import { wireKinds, type WireKind } from '../../interop/wireKinds.ts';

export const hexBytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

/** A schema of the registry, as the topic `orders` has it where no other subject is named. */
export function readableOf(schema: string, schemaId?: number, subject = 'orders-value'): ReadableSchema {
  return toReadable({ text: schema, references: [], label: subject }, { schemaId, subject, version: 1 });
}

export function kindSchema(name: WireKind['name']): string {
  return (wireKinds.find((kind) => kind.name === name) ?? assert.fail(`There is no kind ${name}.`)).schema;
}

export interface RecordOptions {
  /** What the registry has, by id. */
  readonly registry?: Readonly<Record<number, ReadableSchema>>;
  /** What the registry says of any GUID. */
  readonly guid?: AskedId | 'none';
  readonly headers?: readonly Header[];
  readonly part?: 'key' | 'value';
}

/** A record of which what was written begins at `start`, and ends at its end or, where it does not, is not known. */
export function recordOf(schema: ReadableSchema | undefined, hex: string, start: number, options: RecordOptions = {}): RecordToPredict {
  const bytes = hexBytes(hex);
  const reading = schema?.tryRead(bytes, start, start > 0);
  return {
    bytes,
    headers: options.headers ?? [],
    part: options.part ?? 'value',
    topic: 'orders',
    schema,
    written: reading?.ok === true ? reading.value : undefined,
    asked: (schemaId) => {
      const readable = options.registry?.[schemaId];
      if (readable !== undefined) return { readable, schema: { text: '', references: [], label: '' } };
      return { error: new RegistryError('registry/schema-not-found', `Schema id ${schemaId} is not in the registry.`) };
    },
    askedGuid: () => options.guid,
  };
}

/** The same as a sample that a judge has understood. */
export function sampleOf(schema: ReadableSchema | undefined, hex: string, framing: Framing, start: number, offset: number): ReadSample {
  const record = recordOf(schema, hex, start);
  const value: Value | undefined = record.written;
  return {
    sample: { partition: 0, offset: BigInt(offset), timestampMs: 0, bytes: record.bytes, headers: [] },
    framing,
    fault: undefined,
    readable: schema,
    schema: undefined,
    value,
    payloadStart: start,
  };
}
