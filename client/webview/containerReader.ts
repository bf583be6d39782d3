import { KnownError } from '../../shared/errors.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import type { RenderOptions } from '../../shared/wire/profile.ts';
import type { Log } from '../commands/context.ts';
import type { ContainerDescription, ContainerRecordView, ContainerSession, IndexProgress } from '../containers/containerSession.ts';
import type { Column, ColumnId, RowView } from '../records/recordsView.ts';
import { toContainerDetails } from './containerDetails.ts';
import type { ContainerProblem, ContainerState, FromContainer, ToContainer } from './containerProtocol.ts';
import { toGaps, withCounts } from './containerTexts.ts';
import { createThrottled, type Throttled } from './throttled.ts';

export interface ContainerReaderParts {
  /** The file's. */
  readonly name: string;
  /** A new session over the file as it is now. */
  readonly open: () => ContainerSession;
  readonly render: () => RenderOptions;
  readonly post: (message: ToContainer) => void;
  readonly log: Log;
}

/** The page is told of progress this often at most. */
const progressIntervalMs = 250;
type RowsAsk = Extract<FromContainer, { type: 'rows' }>;
type SearchAsk = Extract<FromContainer, { type: 'search' }>;

/** One open container file: what its page is told, from a session that ends with it. */
export class ContainerReader {
  readonly #parts: ContainerReaderParts;
  readonly #poster: Throttled;
  #state: ContainerState;
  #session: ContainerSession | undefined;
  /** Ends all that is asked of the session. */
  #reading = new AbortController();
  #indexing: AbortController | undefined;
  #searching: AbortController | undefined;
  #columns: readonly ColumnId[] | undefined;
  #schema: { readonly text: string; readonly schema: Schema | undefined } | undefined;

  constructor(parts: ContainerReaderParts) {
    this.#parts = parts;
    this.#state = firstState(parts);
    this.#poster = createThrottled(() => parts.post({ type: 'state', state: this.#state }), progressIntervalMs);
  }

  get name(): string {
    return this.#parts.name;
  }

  get state(): ContainerState {
    return this.#state;
  }

  /** The session over what is shown; undefined before it is opened. */
  get session(): ContainerSession | undefined {
    return this.#session;
  }

  get schemaText(): string | undefined {
    return this.#schema?.text;
  }

  /** The page is there, or there again: what is known is told, and read where nothing is. */
  async show(): Promise<void> {
    this.#poster.now();
    if (this.#session === undefined) await this.read();
  }

  /** Reads the file from its beginning, as it is now. */
  async read(): Promise<void> {
    const before = this.#session;
    this.#end();
    this.#reading = new AbortController();
    const { signal } = this.#reading;
    this.#state = { ...firstState(this.#parts), scan: this.#state.scan + 1 };
    const session = (this.#session = this.#parts.open());
    this.#poster.now();
    await before?.close();
    try {
      const described = await session.describe(signal);
      if (this.#isOver(session)) return;
      this.#describe(described);
      const fieldPaths = await session.paths(signal);
      if (this.#isOver(session)) return;
      this.#change({ fieldPaths: fieldPaths.filter(({ path }) => path !== 'value') });
      await this.index();
    } catch (error) {
      if (!this.#isOver(session)) this.#fail(error);
    }
  }

  /** Finds the blocks that are not known yet, until it is stopped. */
  async index(): Promise<void> {
    const session = this.#session;
    if (session === undefined || this.#state.facts === undefined || this.#state.isComplete || this.#indexing !== undefined) return;
    const indexing = (this.#indexing = new AbortController());
    const signal = AbortSignal.any([indexing.signal, this.#reading.signal]);
    this.#change({ activity: 'indexing', problem: undefined });
    try {
      const accept = (progress: IndexProgress): void => {
        if (!signal.aborted) this.#accept(progress);
      };
      const end = await session.index(accept, signal);
      if (!this.#isOver(session)) this.#accept(end);
    } catch (error) {
      if (!signal.aborted && !this.#isOver(session)) this.#fail(error);
    } finally {
      if (this.#indexing === indexing) this.#indexing = undefined;
      if (!this.#isOver(session)) this.#change({ activity: 'idle' });
    }
  }

  stop(): void {
    this.#indexing?.abort();
  }

  setColumns(columns: readonly ColumnId[] | undefined): void {
    this.#columns = columns;
  }

  async rows({ ask, from, count, anchor, anchorAt }: RowsAsk): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    const anchorIndex = anchor === undefined ? undefined : Number(anchor.offset);
    const start = anchorIndex === undefined || anchorAt === undefined ? from : Math.max(0, anchorIndex - anchorAt);
    try {
      const request = { from: start, count, columns: this.#columns, render: this.#parts.render() };
      const { rows, columns, rowCount } = await session.rows(request, this.#reading.signal);
      if (this.#isOver(session)) return;
      const isThere = anchorIndex !== undefined && anchorIndex < rowCount;
      this.#parts.post({
        type: 'rows',
        ask,
        revision: rowCount,
        rowCount,
        from: start,
        rows: rows.map(withCountsOf),
        columns: columns.map(withoutRoot),
        anchorIndex: isThere ? anchorIndex : undefined,
      });
      // Rows may have been found by what else was asked.
      if (rowCount > this.#state.records) await this.#refresh(session);
    } catch (error) {
      if (!this.#isOver(session)) this.#fail(error);
    }
  }

  async details(record: number): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    try {
      const view = await session.record(record, this.#parts.render(), this.#reading.signal);
      if (this.#isOver(session)) return;
      this.#parts.post({ type: 'details', record, details: view && toContainerDetails(view, this.#schema?.schema) });
    } catch (error) {
      if (!this.#isOver(session)) this.#fail(error);
    }
  }

  async record(record: number): Promise<ContainerRecordView | undefined> {
    return this.#session?.record(record, this.#parts.render(), this.#reading.signal);
  }

  /** Looks for a text in all records; a new search ends the one before. */
  async search({ ask, text, from, backwards }: SearchAsk): Promise<void> {
    this.#searching?.abort();
    this.#searching = undefined;
    const session = this.#session;
    if (session === undefined || text === '') return;
    const searching = (this.#searching = new AbortController());
    const signal = AbortSignal.any([searching.signal, this.#reading.signal]);
    const tell = (searched: number): void => {
      if (!signal.aborted) this.#parts.post({ type: 'searching', ask, searched, of: this.#state.records });
    };
    try {
      const { index } = await session.search({ text, from, backwards }, tell, signal);
      if (signal.aborted) return;
      await this.#refresh(session);
      this.#parts.post({ type: 'found', ask, record: index });
    } catch (error) {
      if (signal.aborted || this.#isOver(session)) return;
      this.#parts.post({ type: 'found', ask, record: undefined, problem: toProblem(error).message });
    } finally {
      if (this.#searching === searching) this.#searching = undefined;
    }
  }

  /** The file is another one now, or none; what is shown stays until somebody wants it read again. */
  noteChange(change: NonNullable<ContainerState['change']>): void {
    this.#change({ change });
  }

  async close(): Promise<void> {
    this.#end();
    this.#poster.cancel();
    const session = this.#session;
    this.#session = undefined;
    await session?.close();
  }

  #end(): void {
    this.#reading.abort();
    this.#indexing = undefined;
    this.#searching = undefined;
  }

  #isOver(session: ContainerSession): boolean {
    return session !== this.#session;
  }

  #describe(described: ContainerDescription): void {
    const { schemaText, fullname, codec, isCodecKnown, size, metadata } = described;
    this.#schema = { text: schemaText, schema: parseSchema(schemaText).schema };
    this.#state = { ...this.#state, activity: 'idle', facts: { fullname, codec, isCodecKnown, size, metadata } };
    this.#accept(described);
    this.#poster.now();
  }

  async #refresh(session: ContainerSession): Promise<void> {
    const described = await session.describe(this.#reading.signal);
    if (!this.#isOver(session) && described.position > this.#state.position) this.#accept(described);
  }

  #accept(progress: IndexProgress): void {
    const { blocks, records, position, isComplete } = progress;
    const gaps = toGaps(progress, this.#state.facts?.size ?? 0);
    this.#state = { ...this.#state, blocks, records, position, isComplete, gaps };
    this.#poster.soon();
  }

  #change(changes: Partial<ContainerState>): void {
    this.#state = { ...this.#state, ...changes };
    this.#poster.now();
  }

  #fail(error: unknown): void {
    if (!(error instanceof KnownError)) this.#parts.log.error(error instanceof Error ? error : String(error));
    this.#change({ activity: 'idle', problem: toProblem(error) });
  }
}

function firstState({ name, render }: ContainerReaderParts): ContainerState {
  return {
    name,
    scan: 0,
    activity: 'opening',
    timeZone: render().timeZone,
    facts: undefined,
    blocks: 0,
    records: 0,
    position: 0,
    isComplete: false,
    gaps: [],
    fieldPaths: [],
    problem: undefined,
    change: undefined,
  };
}

/** Why a row can't be read names positions as the notes do. */
function withCountsOf(row: RowView): RowView {
  if (row.state !== 'failed') return row;
  return { ...row, value: { ...row.value, text: withCounts(row.value.text) }, why: withCounts(row.why) };
}

/** A file has no keys, so what all its fields have in common need not be said. */
function withoutRoot({ title, ...column }: Column): Column {
  return { ...column, title: title.replace(/^value\./, '') };
}

const others = new Set(['container/empty', 'container/no-container', 'container/damaged-header', 'container/elsewhere']);

function toProblem(error: unknown): ContainerProblem {
  const message = error instanceof Error ? error.message : String(error);
  const isKnown = error instanceof KnownError;
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  return { message: withCounts(sentence), remedy: isKnown ? error.remedy : undefined, isOther: isKnown && others.has(error.code) };
}
