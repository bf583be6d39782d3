import type { SchemaText, Session } from '../cluster/session.ts';
import type { Log } from '../commands/context.ts';
import { maskText } from '../records/masks.ts';
import type { Decoding, Inspection } from '../records/recordsSession.ts';
import { isCancelled, KafkaError, KnownError } from '../../shared/errors.ts';
import type { DecodedSchema } from '../../shared/wire/decoded.ts';
import type { SchemaCandidate } from '../../shared/wire/decoder.ts';
import { framingNames } from '../../shared/wire/framings.ts';
import { toBase64 } from './hexRows.ts';
import { canReadAgain, goneText, toKept } from './keptInspector.ts';
import type { CandidateView, Candidates, InspectorBytes, InspectorConnection, InspectorState } from './inspectorProtocol.ts';
import type { InspectedSource } from './inspectors.ts';

/** So much of a key or value goes to the page; larger ones are shown up to there. */
const shownBytes = 4 * 1024 * 1024;
/** Of so many candidates the values of the very bytes are shown. */
const mostOwn = 5;

/** What an inspector is given. The editor itself is behind it, so that a page runs in a mere browser, too. */
export interface InspectorParts {
  readonly source: InspectedSource;
  readonly connection: () => InspectorConnection | undefined;
  readonly openSession: (signal: AbortSignal) => Promise<Session>;
  readonly decoding: (signal: AbortSignal) => Promise<Decoding>;
  /** Schemas of the workspace, which may have written bytes that name none. */
  readonly workspace: (signal: AbortSignal) => Promise<readonly SchemaText[]>;
  readonly actions: () => InspectorState['actions'];
  readonly post: (state: InspectorState) => void;
  readonly log: Log;
}

/** What one page shows: a key or a value, read as it was found to be or as a schema that somebody chose. */
export class Inspector {
  readonly #parts: InspectorParts;
  #part: 'key' | 'value';
  #revision = 0;
  #inspection: Inspection | undefined;
  #problem: string | undefined;
  #tried: SchemaText | undefined;
  #found: readonly SchemaCandidate[] = [];
  #candidates: Candidates = { state: 'none' };
  #running = new AbortController();

  constructor(parts: InspectorParts) {
    this.#parts = parts;
    const { part, value } = parts.source;
    this.#part = part ?? (value === undefined || value === null ? 'key' : 'value');
    this.#tried = parts.source.schemas?.[this.#part];
    if (parts.source.isGone === true) this.#problem = goneText(parts.source);
  }

  /** Says why the bytes could not be read again. */
  fail(error: unknown): void {
    this.#problem = isCancelled(error) ? 'Cancelled by you.' : this.#reasonOf(error);
    this.post();
  }

  get source(): InspectedSource {
    return this.#parts.source;
  }

  /** The bytes that are shown; undefined of a null. */
  get bytes(): Uint8Array | undefined {
    return this.#parts.source[this.#part] ?? undefined;
  }

  get part(): 'key' | 'value' {
    return this.#part;
  }

  get decoded(): Inspection['part'] | undefined {
    return this.#inspection?.part;
  }

  candidate(index: number): SchemaCandidate | undefined {
    return this.#found[index];
  }

  /** Looks at the bytes, where that is not done yet, and tells the page. It never rejects. */
  async open(): Promise<void> {
    this.post();
    if (this.#parts.source.isGone === true) return;
    if (this.#inspection === undefined && this.#problem === undefined) await this.#read();
  }

  async showPart(part: 'key' | 'value'): Promise<void> {
    if (part === this.#part) return;
    this.#part = part;
    this.#tried = this.#parts.source.schemas?.[part];
    this.#found = [];
    this.#candidates = { state: 'none' };
    await this.#read();
  }

  /** Reads the bytes as a schema; as they were found to be where it is undefined. */
  async tryAs(schema: SchemaText | undefined): Promise<void> {
    this.#tried = schema;
    await this.#read();
  }

  /** Reads them anew, as after another profile was chosen. */
  async refresh(): Promise<void> {
    await this.#read();
  }

  close(): void {
    this.#running.abort();
  }

  post(): void {
    this.#parts.post(this.state());
  }

  state(): InspectorState {
    const { source, connection, actions } = this.#parts;
    const { place, topic, key, value, origin, name } = source;
    const title = place === undefined ? (origin ?? name) : `${topic ?? ''}, partition ${place.partition}, offset `;
    return {
      connection: connection(),
      title,
      offset: place?.offset ?? '',
      sizes: { key: key === undefined ? undefined : (key?.length ?? 0), value: value === undefined ? undefined : (value?.length ?? 0) },
      part: this.#part,
      revision: this.#revision,
      bytes: this.#bytesView(),
      problem: this.#problem,
      candidates: this.#candidates.state === 'found' ? { ...this.#candidates, list: this.#candidateViews() } : this.#candidates,
      actions: source.isGone === true ? (canReadAgain(source) ? ['readAgain'] : []) : actions(),
      kept: toKept(source, this.#part),
    };
  }

  async #read(): Promise<void> {
    this.#running.abort();
    const run = new AbortController();
    this.#running = run;
    this.#revision++;
    this.#inspection = undefined;
    this.#problem = undefined;
    this.post();
    try {
      const { topic, headers, scan } = this.#parts.source;
      const [session, decoding] = [await this.#parts.openSession(run.signal), await this.#parts.decoding(run.signal)];
      const bytes = this.bytes ?? new Uint8Array();
      const request = { bytes, part: this.#part, headers, topic, decoding, schema: this.#tried, scan };
      const inspection = await session.inspect(request, run.signal);
      if (run.signal.aborted) return;
      this.#inspection = inspection;
      this.post();
      if (isOpen(inspection) && this.#candidates.state === 'none') await this.#suggest(session, bytes, run.signal);
    } catch (error) {
      if (run.signal.aborted) return;
      this.#problem = isCancelled(error) ? 'Cancelled by you.' : this.#reasonOf(error);
    }
    if (this.#running === run) this.post();
  }

  async #suggest(session: Session, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const { topic, scan } = this.#parts.source;
    if (bytes.length === 0) return;
    this.#candidates = { state: 'looking' };
    this.post();
    try {
      const workspace = await this.#parts.workspace(signal);
      const request = { topic: topic ?? '', part: this.#part, workspace, isRegistryAsked: true };
      const ofThese = () => session.suggestSchemas({ ...request, samples: { bytes: [bytes] } }, signal);
      // A scan that is not held any more has no others to try.
      const found =
        scan === undefined
          ? await ofThese()
          : await session.suggestSchemas({ ...request, samples: { scan } }, signal).catch(unlessGone(ofThese));
      this.#found = scan === undefined ? found : await this.#withOwnValues(found, session, bytes, signal);
      this.#candidates = { state: 'found', samples: this.#found[0]?.samples ?? 0, list: [] };
    } catch (error) {
      // Other bytes are looked at meanwhile, which begin anew.
      this.#candidates = signal.aborted ? { state: 'none' } : { state: 'failed', reason: this.#reasonOf(error) };
    }
  }

  /** The first of them with what they make of these very bytes, in place of another sample. */
  async #withOwnValues(
    found: readonly SchemaCandidate[],
    session: Session,
    bytes: Uint8Array,
    signal: AbortSignal,
  ): Promise<readonly SchemaCandidate[]> {
    const { topic, headers } = this.#parts.source;
    const own = found.slice(0, mostOwn).map(async (candidate): Promise<SchemaCandidate> => {
      if (candidate.preview === maskText) return candidate;
      const { state, preview } = await session.decode({ bytes, topic, part: this.#part, schema: candidate.schema, headers }, signal);
      return state === 'exact' || state === 'guessed' ? { ...candidate, preview } : candidate;
    });
    return [...(await Promise.all(own)), ...found.slice(mostOwn)];
  }

  #reasonOf(error: unknown): string {
    if (error instanceof KnownError) return error.remedy === undefined ? error.message : `${error.message} ${error.remedy}`;
    this.#parts.log.error(error instanceof Error ? error : new Error(String(error)));
    return 'The bytes could not be looked at. The output has more.';
  }

  #bytesView(): InspectorBytes | undefined {
    const inspection = this.#inspection;
    if (inspection === undefined) return undefined;
    const { part, fields, stop, leftOver, cut } = inspection;
    const { state, framing, evidence, schema, error, size } = part;
    const bytes = this.bytes ?? new Uint8Array();
    const inFrame = fields.filter(({ kind }) => kind === 'frame').map(({ end }) => end);
    return {
      base64: toBase64(bytes.subarray(0, shownBytes)),
      ...{ size, fields, stop, leftOver, cut, state, evidence },
      error: error?.message,
      framing: framingNames[framing === 'none' && inspection.schema !== undefined ? 'bare' : framing],
      schema: this.#tried?.label ?? (schema === undefined ? (inspection.schema ?? '') : labelOf(schema)),
      fullname: schema?.fullname,
      frame: Math.max(0, ...inFrame),
      isTried: this.#tried !== undefined,
    };
  }

  #candidateViews(): CandidateView[] {
    return this.#found.map(({ schema, source, fits, samples, reason, preview }) => ({
      name: schema.label,
      source: source.schemaId === undefined ? 'file in the workspace' : `registry, id ${source.schemaId}`,
      ...{ fits, samples, reason, preview },
      isTried: schema === this.#tried,
    }));
  }
}

/** Asks otherwise where a scan is not held any more. */
function unlessGone<T>(otherwise: () => Promise<T>): (error: unknown) => Promise<T> {
  return async (error) => {
    if (error instanceof KafkaError && error.code === 'kafka/no-such-scan') return otherwise();
    throw error;
  };
}

/** Whether another schema may make more of them. */
function isOpen({ part, stop, leftOver }: Inspection): boolean {
  return stop !== undefined || leftOver !== undefined || part.state === 'failed' || part.state === 'bytes';
}

function labelOf(schema: DecodedSchema | undefined): string {
  if (schema === undefined) return '';
  const { subject, version, schemaId, fullname } = schema;
  if (subject !== undefined) return version === undefined ? subject : `${subject} v${version}`;
  return schemaId === undefined ? (fullname ?? '') : `schema id ${schemaId}`;
}
