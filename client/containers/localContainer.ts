import { basename } from 'node:path';
import { dereference } from '../../shared/avro/schema.ts';
import type { Value } from '../../shared/avro/value.ts';
import { valueToJson } from '../../shared/avro/valueToJson.ts';
import { defaultRender, type RenderOptions } from '../../shared/wire/profile.ts';
import { abortError, pause } from '../cluster/abort.ts';
import { toColumns } from '../records/columns.ts';
import { findPaths } from '../records/fieldPaths.ts';
import { inspectAvro } from '../records/inspectAvro.ts';
import { noMasks } from '../records/masks.ts';
import { ContainerRecords, type ContainerLimits } from './containerRecords.ts';
import { firstColumns, toExample, toRowView } from './containerRow.ts';
import type { ContainerFound, ContainerSearch, ContainerSession, IndexProgress } from './containerSession.ts';
import { containerCodecs } from './decompress.ts';
import { exportContainer } from './exportContainer.ts';
import { openFileSource, type FileSource } from './fileSource.ts';

const progressMs = 100;
const sliceMs = 20;
/** So many records are looked through at a time, so that the memory of a search is that of some blocks. */
const searchedAtOnce = 500;
/** More fields of one record are not explained. */
const maxFields = 2000;

/** Returns a session over a file that works in this very thread. The file is opened by the first call. */
export function createLocalContainer(path: string, limits: ContainerLimits): ContainerSession {
  const label = basename(path);
  let opened: Promise<{ source: FileSource; records: ContainerRecords }> | undefined;
  const open = (): Promise<{ source: FileSource; records: ContainerRecords }> => {
    opened ??= openContainer(path, label, limits);
    // A file that is not there yet may be there when it is asked for again.
    opened.catch(() => (opened = undefined));
    return opened;
  };
  const withRecords = async <T>(work: (records: ContainerRecords, source: FileSource) => Promise<T>): Promise<T> => {
    const { records, source } = await open();
    return work(records, source);
  };
  return {
    describe: () =>
      withRecords(async (records, source) => {
        // The first block is there with the header, so that rows can be shown at once.
        if (records.index.blocks === 0) await records.index.advance();
        const { header } = records;
        const top = dereference(header.schema);
        const own = [...header.metadata].filter(([name]) => name !== 'avro.schema' && name !== 'avro.codec');
        return {
          ...toProgress(records),
          schemaText: header.schemaText,
          fullname: top !== undefined && 'fullname' in top ? top.fullname : undefined,
          codec: header.codec,
          isCodecKnown: containerCodecs.some((one) => one === header.codec),
          metadata: own.map(([name, bytes]) => ({ name, text: toText(bytes) })),
          size: source.size,
        };
      }),
    index: (onProgress, signal) => withRecords((records) => indexAll(records, onProgress, signal)),
    rows: ({ from, count, columns, render }, signal) =>
      withRecords(async (records) => {
        const [first] = await records.read(0, 1, signal);
        const shown = toColumns(columns ?? firstColumns(records), first && toExample(records, first), noMasks);
        const found = await records.read(from, count, signal);
        const rows = found.map((record) => toRowView(records, record, shown, render));
        return { from, rows, columns: shown.map(({ id, title, numeric }) => ({ id, title, numeric })), rowCount: records.index.records };
      }),
    search: (request, onProgress, signal) => withRecords((records) => search(records, request, onProgress, signal)),
    record: (index, render, signal) =>
      withRecords(async (records) => {
        const [record] = await records.read(index, 1, signal);
        if (record === undefined) return undefined;
        const { block } = record;
        if (!record.ok) return { index, block, json: undefined, why: record.why, bytes: new Uint8Array(), fields: [] };
        const bytes = record.bytes.slice();
        const { fields } = inspectAvro(records.header.schema, { bytes, start: 0, name: 'value', maxFields });
        return { index, block, json: toJson(records, record.value, render, 2), why: undefined, bytes, fields };
      }),
    paths: () =>
      withRecords(({ header }) =>
        Promise.resolve(findPaths({ key: { schemas: new Set(), samples: [] }, value: { schemas: new Set([header.schema]), samples: [] } })),
      ),
    exportRecords: (request, onProgress, signal) => withRecords((records) => exportContainer(records, request, onProgress, signal)),
    async close() {
      const ending = opened;
      opened = undefined;
      await ending?.then(
        ({ source }) => source.close(),
        () => undefined,
      );
    },
  };
}

async function openContainer(
  path: string,
  label: string,
  limits: ContainerLimits,
): Promise<{ readonly source: FileSource; readonly records: ContainerRecords }> {
  const source = await openFileSource(path);
  try {
    return { source, records: await ContainerRecords.open(source, label, limits) };
  } catch (error) {
    await source.close();
    throw error;
  }
}

function toProgress({ index }: ContainerRecords): IndexProgress {
  const { blocks, records, position, isComplete, gaps } = index;
  return { blocks, records, position, isComplete, gaps: [...gaps] };
}

async function indexAll(
  records: ContainerRecords,
  onProgress: (progress: IndexProgress) => void,
  signal: AbortSignal,
): Promise<IndexProgress> {
  let toldAt = performance.now();
  while (!signal.aborted && (await records.index.advance())) {
    if (performance.now() - toldAt < progressMs) continue;
    onProgress(toProgress(records));
    await pause(0, signal).catch(() => undefined);
    toldAt = performance.now();
  }
  return toProgress(records);
}

async function search(
  records: ContainerRecords,
  { text, from, backwards }: ContainerSearch,
  onProgress: (scanned: number) => void,
  signal: AbortSignal,
): Promise<ContainerFound> {
  const wanted = text.toLowerCase();
  let since = performance.now();
  let scanned = 0;
  for await (const stretch of stretches(records, from, backwards, signal)) {
    const found = await records.read(stretch.from, stretch.count, signal);
    for (const record of backwards ? found.reverse() : found) {
      scanned++;
      if (performance.now() - since > sliceMs) {
        onProgress(scanned);
        await pause(0, signal);
        since = performance.now();
      }
      if (record.ok && toJson(records, record.value, defaultRender).toLowerCase().includes(wanted)) return { index: record.index, scanned };
    }
    if (signal.aborted) throw abortError();
  }
  return { index: undefined, scanned };
}

interface Stretch {
  readonly from: number;
  readonly count: number;
}

/** All records, beginning behind one (or before it) and going round the end, which is found on the way. */
async function* stretches(records: ContainerRecords, from: number, backwards: boolean, signal: AbortSignal): AsyncGenerator<Stretch> {
  const { index } = records;
  if (backwards) {
    const start = Math.min(Math.max(from, -1), index.records);
    yield* downwards(start, 0);
    await know(records, Infinity, signal);
    yield* downwards(index.records, start);
    return;
  }
  const start = Math.max(from, -1) + 1;
  for (let at = start; ; at += searchedAtOnce) {
    await know(records, at + searchedAtOnce, signal);
    if (at >= index.records) break;
    yield { from: at, count: Math.min(searchedAtOnce, index.records - at) };
  }
  for (let at = 0; at < Math.min(start, index.records); at += searchedAtOnce) {
    yield { from: at, count: Math.min(searchedAtOnce, start - at) };
  }
}

/** Reads heads until so many records are known, or all. */
async function know({ index }: ContainerRecords, count: number, signal: AbortSignal): Promise<void> {
  let since = performance.now();
  while (index.records < count && (await index.advance())) {
    if (performance.now() - since < sliceMs) continue;
    await pause(0, signal);
    since = performance.now();
  }
}

function* downwards(from: number, until: number): Generator<Stretch> {
  for (let at = from; at > until; at -= searchedAtOnce) {
    const start = Math.max(at - searchedAtOnce, until);
    yield { from: start, count: at - start };
  }
}

function toJson({ header }: ContainerRecords, value: Value, render: RenderOptions, indent = 0): string {
  return valueToJson(header.schema, value, { indent, render });
}

function toText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('hex');
  }
}
