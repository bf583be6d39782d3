import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { canonicalForm } from '../../shared/avro/canonical.ts';
import { CodecError } from '../../shared/errors.ts';
import { dereference, type Schema } from '../../shared/avro/schema.ts';
import { createMessageSampler } from '../../shared/message/sample.ts';
import { ContainerRecords } from '../containers/containerRecords.ts';
import { openFileSource } from '../containers/fileSource.ts';
import { containerSourceRecords } from './containerSource.ts';
import { csvRows } from './csvRows.ts';
import { csvRecords } from './csvSource.ts';
import { linesOf } from './lines.ts';
import { ndjsonRecords } from './ndjsonSource.ts';
import type { PartSchemas } from './sendMany.ts';
import type { RecordSource, SampleFrame, SourceFormat, SourcePart, SourceRecord, SourceRecords } from './sendRequest.ts';

/** Records that are read once, and what has to be closed behind them. */
export interface OpenedSource {
  readonly records: SourceRecords;
  readonly schemas: PartSchemas;
  close(): Promise<void>;
}

/**
 * Opens what a request names; a file is read as it is asked for more.
 *
 * @throws CodecError `source/not-readable`, `container/no-container` and others of container files
 */
export async function openSource(source: RecordSource, schemas: PartSchemas, signal: AbortSignal): Promise<OpenedSource> {
  if (source.kind === 'samples') return { records: samples(source, schemas), schemas, close: () => Promise.resolve() };
  const { path, format, keyField } = source;
  if (format !== 'avro') {
    const chunks = readChunks(path);
    return { records: textRecords(chunks, { format, keyField, schemas }), schemas, close: () => Promise.resolve() };
  }
  const file = await openFileSource(path);
  try {
    const container = await ContainerRecords.open(file, basename(path), { maxBlockBytes: source.maxBlockBytes });
    const records = containerSourceRecords(container, { keyField }, signal);
    return { records, schemas: { ...schemas, value: toWrite(container.header.schema, schemas.value) }, close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The records of a text, from wherever it comes. */
export function textRecords(
  chunks: AsyncIterable<Uint8Array>,
  {
    format,
    keyField,
    schemas,
  }: { readonly format: Exclude<SourceFormat, 'avro'>; readonly keyField: string | undefined; readonly schemas: PartSchemas },
): SourceRecords {
  const lines = linesOf(chunks);
  if (format === 'csv') return csvRecords(csvRows(lines), { keyField, keySchema: schemas.key, valueSchema: schemas.value });
  const record = schemas.value === undefined ? undefined : dereference(schemas.value);
  const fields = record?.type === 'record' ? new Set(record.fields.flatMap(({ name }) => name?.value ?? [])) : undefined;
  return ndjsonRecords(lines, { keyField, fields });
}

const chunkBytes = 64 << 10;

async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) yield chunk as Uint8Array;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new CodecError('source/not-readable', `${basename(path)} can't be read${code}.`, { cause: error });
  }
}

/**
 * The schema that values are written by: the file's own where both have the same canonical form, since what was written by
 * one is then written by the other already.
 */
function toWrite(own: Schema, chosen: Schema | undefined): Schema | undefined {
  if (chosen === undefined) return undefined;
  const form = canonicalForm(own);
  return form !== undefined && form === canonicalForm(chosen) ? own : chosen;
}

const samplesAtOnce = 100;
const noFrame: SampleFrame = { key: undefined, headers: [], partition: undefined, timestampMs: undefined };

/** Samples, which come again by the same seed. */
async function* samples(
  { count, like = noFrame, ...options }: RecordSource & { readonly kind: 'samples' },
  { key, value }: PartSchemas,
): SourceRecords {
  if (value === undefined) throw new CodecError('message/no-schema', 'Samples need a schema of the values.');
  const sampler = createMessageSampler(value, key, options);
  const { key: same, ...rest } = like;
  for (let done = 0; done < count; done += samplesAtOnce) {
    const some: SourceRecord[] = [];
    for (let line = done + 1; line <= Math.min(done + samplesAtOnce, count); line++) {
      const made = sampler.next();
      const ownKey: SourcePart = same === undefined ? toPart(made.key) : { kind: 'bytes', bytes: same };
      some.push({ line, key: ownKey, value: toPart(made.value(0)), ...rest });
    }
    yield await Promise.resolve(some);
  }
}

function toPart(text: string): SourcePart {
  return { kind: 'json', text, start: 0, end: text.length };
}
