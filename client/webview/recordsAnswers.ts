import type { RegisteredSchema } from '../cluster/session.ts';
import type { Log } from '../commands/context.ts';
import { readGoTo } from '../records/goToInput.ts';
import type { HeldRecord } from '../records/recordsSession.ts';
import type { FindRequest, RecordPlace, RowsRequest } from '../records/recordsView.ts';
import { isCancelled, KnownError } from '../../shared/errors.ts';
import { toBase64 } from './hexRows.ts';
import { toDetails } from './recordDetails.ts';
import type { BytesView, FindWhat, SchemaView, ToPage } from './recordsProtocol.ts';
import type { RecordsReader } from './recordsReader.ts';
import type { ShownScan } from './scanRunner.ts';
import { toSchemaView } from './schemaView.ts';
import { toVisible } from './texts.ts';

/** Answers what a page asks for, of the scan that is shown. Each asking has its answer, also where something went wrong. */
export interface RecordsAnswers {
  rows(ask: number, request: Omit<RowsRequest, 'scan' | 'view'>): Promise<void>;
  find(ask: number, request: { readonly from: number; readonly backwards: boolean; readonly what: FindWhat }): Promise<void>;
  details(place: RecordPlace): Promise<void>;
  /** Asks the registry for the writer schema of a value. */
  schema(place: RecordPlace): Promise<void>;
  bytes(place: RecordPlace): Promise<void>;
}

/** How much of a key or value the page shows as hex. */
const shownBytes = 64 * 1024;
/** Larger values are shown as hex alone: nobody reads what each of so many bytes is. */
const inspectedBytes = 8 * 1024 * 1024;

export function createRecordsAnswers(reader: RecordsReader, post: (message: ToPage) => void, log: Log): RecordsAnswers {
  /** Of the values that were looked at, by id. */
  const schemas = new Map<number, RegisteredSchema>();

  /** What the scan that is shown says, also where another one came meanwhile; undefined where there is none, or it fails. */
  const ask = async <T>(question: (scan: ShownScan, signal: AbortSignal) => Promise<T>): Promise<T | undefined> => {
    for (let scan = reader.shown; scan !== undefined; scan = reader.shown) {
      const asked = scan;
      try {
        const answer = await reader.look((signal) => question(asked, signal));
        if (reader.shown === asked) return answer;
      } catch (error) {
        // One that is gone was closed for the one that is shown now.
        if (reader.shown !== asked) continue;
        reader.fail(error);
        return undefined;
      }
    }
    return undefined;
  };

  return {
    async rows(id, request) {
      const found = await ask(async (scan, signal) => {
        const answer = await scan.session.rows({ ...request, scan: scan.id, view: reader.state.view }, signal);
        return { ...answer, revision: scan.baseRevision + answer.revision };
      });
      if (found !== undefined) reader.noteColumns(found.columns);
      const { progress, columns } = reader.state;
      const none = { revision: progress?.revision ?? 0, rowCount: 0, from: 0, rows: [], columns, anchorIndex: undefined };
      post({ type: 'rows', ask: id, ...(found ?? none) });
    },
    async find(id, { from, backwards, what }) {
      const wanted = toFind(what, reader);
      if ('problem' in wanted) {
        post({ type: 'found', ask: id, index: undefined, ordinal: 0, total: 0, problem: wanted.problem });
        return;
      }
      const found = await ask((scan, signal) =>
        scan.session.find({ scan: scan.id, view: reader.state.view, from, backwards, what: wanted }, signal),
      );
      post({ type: 'found', ask: id, index: found?.index, ordinal: found?.ordinal ?? 0, total: found?.total ?? 0 });
    },
    async details(place) {
      const record = await ask((_scan, signal) => reader.record(place, signal, shownBytes));
      post({ type: 'details', place, details: record && toDetails(record) });
      // What was asked for before is there at once, so that a value's types do not come and go with each record.
      const known = schemas.get(record?.value.schema?.schemaId ?? -1);
      if (known && record) post({ type: 'schema', place, schema: toSchemaView(known, record.value.json) });
    },
    async schema(place) {
      const record = await ask((_scan, signal) => reader.record(place, signal, 0));
      if (record !== undefined) post({ type: 'schema', place, schema: await findSchema(reader, record, schemas, log) });
    },
    async bytes(place) {
      const bytes = await ask((scan, signal) => inspect(reader, scan, place, signal));
      if (bytes !== undefined) post({ type: 'bytes', place, bytes });
    },
  };
}

function toFind(what: FindWhat, reader: RecordsReader): FindRequest['what'] | { readonly problem: string } {
  if (what.kind !== 'goTo') return what;
  const { timeZone, partitions } = reader.state;
  return readGoTo(what.text, { zone: timeZone, nowMs: Date.now(), partitions: partitions?.map(({ partition }) => partition) });
}

async function inspect(reader: RecordsReader, scan: ShownScan, place: RecordPlace, signal: AbortSignal): Promise<BytesView | undefined> {
  const [part, none] = ['value', { fields: [], stop: undefined, leftOver: undefined }] as const;
  const first = await reader.record(place, signal, shownBytes);
  if (first === undefined) return undefined;
  const { size } = first.value;
  if (first.masked) return { bytes: '', size, ...none, hidden: true };
  const view = { bytes: toBase64(first.valueBytes?.subarray(0, shownBytes) ?? new Uint8Array()), size, hidden: false };
  if (size > inspectedBytes) return { ...view, ...none };
  const whole = size <= shownBytes ? first : await reader.record(place, signal);
  const { valueBytes: bytes, headers } = whole ?? first;
  if (bytes === null || bytes.length < size) return { ...view, ...none };
  const { topic } = reader.state;
  const decoding = await reader.decoding(signal);
  const request = { bytes, part, headers, topic, decoding, schema: undefined, scan: scan.id };
  const { fields, stop, leftOver } = await scan.session.inspect(request, signal);
  return { ...view, fields, stop, leftOver };
}

async function findSchema(
  reader: RecordsReader,
  { value }: HeldRecord,
  known: Map<number, RegisteredSchema>,
  log: Log,
): Promise<SchemaView> {
  const { schema, json } = value;
  if (!schema) return { found: false, reason: 'No schema is known for this value.' };
  const { schemaId, subject, version } = schema;
  if (schemaId === undefined && subject === undefined) return { found: false, reason: 'It is not of a registry.' };
  try {
    const found = await reader.look(async (signal) => {
      const session = await reader.openSession(signal);
      return schemaId === undefined
        ? session.fetchVersion(subject ?? '', version ?? 'latest', signal)
        : session.fetchSchema(schemaId, signal);
    });
    if (schemaId !== undefined) known.set(schemaId, found);
    return toSchemaView(found, json);
  } catch (error) {
    if (error instanceof KnownError) return { found: false, reason: toVisible(error.message) };
    if (isCancelled(error)) return { found: false, reason: 'Cancelled by you.' };
    log.error(error instanceof Error ? error : new Error(String(error)));
    return { found: false, reason: 'The schema could not be shown. The output has more.' };
  }
}
