import type { PeekOptions, PeekResult, RecordRow, RegisteredSchema, Session } from '../cluster/session.ts';
import type { Log } from '../commands/context.ts';
import type { Settings } from '../settings.ts';
import { isCancelled, KafkaError, KnownError } from '../../shared/errors.ts';
import { toDetails } from './recordDetails.ts';
import { indexOf, toEmptiness, toSummary, type RecordPlace } from './readSummary.ts';
import { rowsPerPage, type Activity, type ReadProblem, type RecordsState, type SchemaView, type ToPage } from './recordsProtocol.ts';
import { toTable, type RecordTable } from './recordRows.ts';
import { toSchemaView } from './schemaView.ts';
import { formatDuration, toVisible } from './texts.ts';

export interface RecordsReaderOptions {
  readonly connection: string;
  readonly topic: string;
  /** What is read until a request says otherwise: all where undefined. */
  readonly partitions: readonly number[] | undefined;
  readonly openSession: (signal: AbortSignal) => Promise<Session>;
  readonly isReadOnly: () => boolean;
  readonly settings: Settings;
  /** Sends to the page, which may not be there at the moment. */
  readonly post: (message: ToPage) => void;
  readonly log: Log;
}

export interface ReadRequest {
  /** All where undefined. */
  readonly partitions?: readonly number[] | undefined;
  /** The record to show among its neighbours, and to choose. */
  readonly select?: RecordPlace | undefined;
}

/** Reads a topic's newest records, holds them, and tells the page. One read at a time: a new one ends the one before. */
export interface RecordsReader {
  /** Ends when the read has ended, well or not; it never throws. Without a request the last one is made again. */
  read(request?: ReadRequest): Promise<void>;
  stop(): void;
  /** Sends all that the page needs to draw itself from nothing. */
  postAll(): void;
  postRows(generation: number, from: number): void;
  postDetails(generation: number, index: number): void;
  /** Asks the registry for the writer schema of a value. */
  postSchema(generation: number, index: number): Promise<void>;
  /** The record in a row; undefined where the rows are other ones by now. */
  find(generation: number, index: number): RecordRow | undefined;
}

/** Beyond the time limit of reading itself: for connecting and for decoding, which asks the registry. */
const graceMs = 30_000;
/** A page is told of progress this often at most. */
const progressIntervalMs = 250;
const noTable: RecordTable = { columns: [], rows: [], undecoded: [], guessed: [] };

/** A reader that has read nothing yet; after a restart it waits to be told. */
export function createRecordsReader(options: RecordsReaderOptions): RecordsReader {
  const { post } = options;
  let request: ReadRequest = { partitions: options.partitions };
  let running: AbortController | undefined;
  let records: readonly RecordRow[] = [];
  let table = noTable;
  let state = emptyState(options);

  /** Of the records that are shown, by id. */
  const schemas = new Map<number, RegisteredSchema>();

  const change = (changes: Partial<RecordsState>): void => {
    state = { ...state, ...changes };
    post({ type: 'state', state });
  };
  const postRows = (generation: number, from: number): void => {
    if (generation !== state.generation) return;
    post({ type: 'rows', generation, from, rows: table.rows.slice(from, from + rowsPerPage) });
  };
  const find = (generation: number, index: number): RecordRow | undefined => (generation === state.generation ? records[index] : undefined);

  const accept = ({ result, peek, emptiness }: Found, { select, partitions }: ReadRequest): void => {
    records = result.rows;
    schemas.clear();
    table = toTable(records);
    const chosen = select ? indexOf(records, select) : -1;
    change({
      generation: state.generation + 1,
      activity: { kind: 'idle' },
      problem: undefined,
      partitions: peek.partitions ?? partitions,
      summary: toSummary(result, peek, { emptiness, wanted: select }),
      rowCount: table.rows.length,
      columns: table.columns,
      undecoded: table.undecoded,
      guessed: table.guessed,
      select: chosen < 0 ? undefined : chosen,
    });
    postRows(state.generation, 0);
  };

  return {
    async read(next) {
      running?.abort();
      const mine = new AbortController();
      running = mine;
      if (next) request = next;
      const isCurrent = () => running === mine;
      change({
        activity: { kind: 'connecting', records: 0, bytes: 0 },
        readOnly: options.isReadOnly(),
        timeZone: options.settings.view().timeZone,
      });
      const report = throttled((activity: Activity) => {
        if (isCurrent()) change({ activity });
      });
      try {
        const found = await findRecords(options, request, report, mine);
        if (isCurrent()) accept(found, request);
      } catch (error) {
        if (isCurrent()) change({ activity: { kind: 'idle' }, problem: toProblem(error, options) });
      } finally {
        if (isCurrent()) running = undefined;
      }
    },
    stop() {
      if (!running) return;
      running.abort();
      // At once, whether or not what it waits for ends with it.
      running = undefined;
      change({ activity: { kind: 'idle' }, problem: toProblem(new DOMException('', 'AbortError'), options) });
    },
    postAll() {
      post({ type: 'state', state });
      postRows(state.generation, 0);
    },
    postRows,
    postDetails(generation, index) {
      const record = find(generation, index);
      if (!record) return;
      post({ type: 'details', generation, index, details: toDetails(record) });
      // What was asked for before is there at once, so that a value's types do not come and go with each record.
      const known = schemas.get(record.value.schema?.schemaId ?? -1);
      if (known) post({ type: 'schema', generation, index, schema: toSchemaView(known, record.value.json) });
    },
    async postSchema(generation, index) {
      const record = find(generation, index);
      if (!record) return;
      const schema = await findSchema(options, record, schemas);
      if (generation === state.generation) post({ type: 'schema', generation, index, schema });
    },
    find,
  };
}

function emptyState({ connection, topic, partitions, isReadOnly, settings }: RecordsReaderOptions): RecordsState {
  return {
    generation: 0,
    connection,
    readOnly: isReadOnly(),
    topic,
    partitions,
    timeZone: settings.view().timeZone,
    activity: { kind: 'waiting' },
    problem: undefined,
    summary: undefined,
    rowCount: 0,
    columns: [],
    undecoded: [],
    guessed: [],
    select: undefined,
  };
}

interface Found {
  readonly result: PeekResult;
  readonly peek: PeekOptions;
  readonly emptiness: ReturnType<typeof toEmptiness> | undefined;
}

/** One read, with a limit over everything that it waits for. */
async function findRecords(
  options: RecordsReaderOptions,
  request: ReadRequest,
  report: (activity: Activity) => void,
  mine: AbortController,
): Promise<Found> {
  const { count, timeoutMs, maxBytes, maxRecords, isolation } = options.settings.peek();
  const limitMs = timeoutMs + graceMs;
  return withLimit(limitMs, mine.signal, options.connection, async (signal) => {
    const session = await options.openSession(signal);
    let peek: PeekOptions = {
      topic: options.topic,
      count: Math.min(count, maxRecords),
      partitions: request.partitions,
      isolation,
      timeoutMs,
      maxBytes,
    };
    const read = () => session.peek(peek, ({ stage, records, bytes }) => report({ kind: stage, records, bytes }), signal);
    let result = await read();
    if (request.select && indexOf(result.rows, request.select) < 0) {
      // It is not among the newest of the topic, so its own partition is read back from it.
      const { partition, offset } = request.select;
      peek = { ...peek, partitions: [partition], upTo: { partition, offset } };
      const neighbours = await read();
      if (indexOf(neighbours.rows, request.select) >= 0) result = neighbours;
      else peek = { ...peek, partitions: request.partitions, upTo: undefined };
    }
    const isEmpty = result.rows.length === 0 && result.stopped === 'end';
    const emptiness = isEmpty ? toEmptiness(await session.describeTopic(options.topic, signal), request.partitions) : undefined;
    return { result, peek, emptiness };
  });
}

/** What `run` returns, if it does so in time; it is left behind if it does not, whether or not it heeds its signal. */
async function withLimit<T>(limitMs: number, outer: AbortSignal, who: string, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const signal = AbortSignal.any([outer, limit.signal]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new KafkaError('kafka/timeout', `${who} did not answer within ${formatDuration(limitMs)}.`, {
          retriable: true,
          remedy: 'Check whether it can be reached from here, or raise avroWorkbench.peek.timeoutSeconds.',
        }),
      );
      limit.abort();
    }, limitMs);
  });
  try {
    return await Promise.race([run(signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

function toProblem(error: unknown, { log, topic }: RecordsReaderOptions): ReadProblem {
  if (isCancelled(error)) return { kind: 'cancelled', message: 'Cancelled by you.', remedy: undefined };
  if (error instanceof KnownError) {
    log.warn(`Can't peek ${topic}: ${error.message}`);
    return { kind: 'failed', message: toVisible(error.message), remedy: error.remedy };
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  log.error(bug);
  return { kind: 'failed', message: toVisible(bug.message), remedy: 'This is a bug of Avro Workbench. The output has more.' };
}

/** How long the registry is waited for when somebody looks at a schema. */
const schemaTimeoutMs = 15_000;

async function findSchema(options: RecordsReaderOptions, { value }: RecordRow, known: Map<number, RegisteredSchema>): Promise<SchemaView> {
  const { schema, json } = value;
  if (!schema) return { found: false, reason: 'No schema is known for this value.' };
  const { schemaId, subject, version } = schema;
  if (schemaId === undefined && subject === undefined) return { found: false, reason: 'It is not of a registry.' };
  try {
    const found = await withLimit(schemaTimeoutMs, new AbortController().signal, 'The registry', async (signal) => {
      const session = await options.openSession(signal);
      return schemaId === undefined
        ? session.fetchVersion(subject ?? '', version ?? 'latest', signal)
        : session.fetchSchema(schemaId, signal);
    });
    if (schemaId !== undefined) known.set(schemaId, found);
    return toSchemaView(found, json);
  } catch (error) {
    if (error instanceof KnownError) return { found: false, reason: toVisible(error.message) };
    if (isCancelled(error)) return { found: false, reason: 'Cancelled by you.' };
    options.log.error(error instanceof Error ? error : new Error(String(error)));
    return { found: false, reason: 'The schema could not be shown. The output has more.' };
  }
}

/** Lets a change of kind through at once, and the rest only now and then. */
function throttled(send: (activity: Activity) => void): (activity: Activity) => void {
  let last: { readonly kind: string; readonly atMs: number } | undefined;
  return (activity) => {
    const atMs = Date.now();
    if (last?.kind === activity.kind && atMs - last.atMs < progressIntervalMs) return;
    last = { kind: activity.kind, atMs };
    send(activity);
  };
}
