import type { CancellationToken, InitializeParams } from 'vscode-languageserver/node';
import { CodeLensRefreshRequest, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { NameLookup } from '../shared/avro/schema.ts';
import { selfContained } from '../shared/avro/selfContained.ts';
import type { Judge, Judgement, JudgeTools } from '../shared/judgeBaseline.ts';
import type {
  BaselinesChangedParams,
  BaselinesResult,
  RegistryVerdictResult,
  SchemaTriedParams,
  SchemaVerdictsParams,
} from '../shared/protocol.ts';
import { baselines as baselinesRequest, baselinesChanged, registryVerdict, schemaTried, schemaVerdicts } from '../shared/protocol.ts';
import type { Recheck, Server } from './answering.ts';
import { contextOf, logFailure, whereKnown } from './answering.ts';
import { Baselines } from './baselines.ts';
import type { KnownBaselines } from './baselines.ts';
import { Compatibility, isJudged } from './compatibility.ts';
import { Confirmations } from './confirmations.ts';
import { toLinked } from './derived.ts';
import { kindNameOf } from './kinds.ts';
import { createPublisher } from './publisher.ts';
import type { SchemaDocument } from './schemaDocument.ts';
import type { SchemaWorkspace } from './schemaWorkspace.ts';
import type { Standing } from './standing.ts';
import { Trials } from './trials.ts';
import { Verdicts } from './verdicts.ts';
import { VersionTexts } from './versionTexts.ts';

/** How long things take, in milliseconds. */
export interface Delays {
  /** How long a text must be left alone before its verdict is made without anybody asking. */
  readonly quietMs: number;
  /** How long the last verdict stays where there is no new one. */
  readonly checkingMs: number;
  /** How long a new name must stand before it is asked what is compared with it. */
  readonly renamedMs: number;
}

export const processDelays: Delays = { quietMs: 120, checkingMs: 1000, renamedMs: 500 };

/** The parts that judge schemas beside their baselines, at work for one client. */
export interface CompatibilityService {
  readonly compatibility: Compatibility;
  readonly baselines: Baselines;
  readonly confirmations: Confirmations;
  readonly verdicts: Verdicts;
  readonly trials: Trials;
  readonly tools: JudgeTools;
  readonly checkingMs: number;
  /** What the texts define that a version's document refers to, as far as they are known. */
  referencesOf(uri: string): NameLookup;
  /** Called once, before anything is opened. */
  listen(server: Server, given: { readonly params: InitializeParams; readonly workspace: SchemaWorkspace; readonly check: Recheck }): void;
  /** Makes the verdicts of these open documents anew, or of all. */
  recheck: Recheck;
}

export interface ServiceOptions {
  readonly judge: Judge;
  readonly delays: Delays;
}

/** @param server the server that this is a part of; not looked at before it is listened to */
export function createCompatibility(server: () => Server, { judge, delays }: ServiceOptions): CompatibilityService {
  const send = <T>(method: string, params: unknown): Promise<T> => server().connection.sendRequest<T>(method, params);
  let listening: Listening | undefined;
  const texts = new VersionTexts();
  const tools: JudgeTools = { judge, parseVersion: (version) => texts.take(version).inSteps() };
  const confirmations = new Confirmations({
    ask: async (params) => (await whereKnown(send<RegistryVerdictResult>(registryVerdict, params))) ?? null,
  });
  const baselines = new Baselines({
    ask: (params) => whereKnown(send<BaselinesResult>(baselinesRequest, params)),
    onAnswer: (uri, answer, before) => listening?.answered(uri, answer, before),
    onFailure: (error) => server().connection.console.error(`The client could not name baselines: ${String(error)}`),
    renamedMs: delays.renamedMs,
  });
  const verdicts: Verdicts = new Verdicts({
    onShown: (uri, documentVersion, all) => listening?.tell({ uri, documentVersion, verdicts: all }),
    onLensStale: () => listening?.refreshLenses(),
    checking: (uri) => compatibility.checking(uri),
    checkingMs: delays.checkingMs,
  });
  const compatibility: Compatibility = new Compatibility({
    baselines,
    confirmations,
    verdicts,
    tools,
    onJudged: (document, judgements) => listening?.judged(document, judgements),
  });
  return {
    compatibility,
    baselines,
    confirmations,
    verdicts,
    trials: new Trials(),
    tools,
    checkingMs: delays.checkingMs,
    referencesOf: (uri) => (fullname) => {
      const version = baselines.versionOf(uri);
      return version && texts.take(version).finish().lookup(fullname);
    },
    listen(to, { params, workspace, check }) {
      const refreshes = params.capabilities.workspace?.codeLens?.refreshSupport === true;
      listening = new Listening(to, { service: this, workspace, check, refreshes, quietMs: delays.quietMs });
      listening.start();
    },
    recheck: (uris) => listening?.recheck(uris),
  };
}

interface ListeningOptions {
  readonly service: CompatibilityService;
  readonly workspace: SchemaWorkspace;
  /** Makes diagnostics anew. */
  readonly check: Recheck;
  /** Whether the client can be made to ask for lenses again. */
  readonly refreshes: boolean;
  readonly quietMs: number;
}

/** Follows the documents and the client. */
class Listening {
  readonly #server: Server;
  readonly #options: ListeningOptions;
  readonly #publisher: ReturnType<typeof createPublisher>;
  /** The documents whose next verdict the registry is to confirm: those that were opened or saved. */
  readonly #unconfirmed = new Set<string>();

  constructor(server: Server, options: ListeningOptions) {
    this.#server = server;
    this.#options = options;
    this.#publisher = createPublisher(
      (uri) => this.#stand(uri),
      () => undefined,
      { quietMs: options.quietMs },
    );
  }

  start(): void {
    const { connection, documents, ending } = this.#server;
    const { compatibility, verdicts, baselines, trials } = this.#options.service;
    documents.onDidOpen(({ document }) => this.#unconfirmed.add(document.uri));
    documents.onDidChangeContent(({ document: { uri, version } }) => {
      if (!this.#isServed(uri)) return;
      if (baselines.isSupported) verdicts.changed(uri, version);
      this.#publisher.changed(uri);
    });
    documents.onDidSave(({ document: { uri } }) => {
      if (!this.#isServed(uri)) return;
      this.#unconfirmed.add(uri);
      this.#publisher.changed(uri);
    });
    documents.onDidClose(({ document: { uri } }) => {
      this.#unconfirmed.delete(uri);
      this.#publisher.closed(uri);
      compatibility.closed(uri);
      trials.closed(uri);
    });
    connection.onNotification(schemaTried, (trial: SchemaTriedParams) => {
      if (documents.get(trial.uri) === undefined) return;
      trials.told(trial, this.#options.workspace);
      this.refreshLenses();
    });
    connection.onNotification(baselinesChanged, ({ uris }: BaselinesChangedParams) => {
      baselines.changed(uris, (uri) => documents.get(uri) !== undefined);
    });
    ending.signal.addEventListener('abort', () => {
      this.#publisher.stop();
      baselines.stop();
      verdicts.stop();
    });
  }

  recheck(uris: Iterable<string> = this.#server.documents.keys()): void {
    for (const uri of uris) if (this.#isServed(uri)) this.#publisher.changed(uri);
  }

  answered(uri: string, answer: KnownBaselines, before: KnownBaselines | undefined): void {
    if (this.#server.documents.get(uri) === undefined) return;
    // While nothing is known there are no such diagnostics, so an answer without baselines changes none.
    if (hasVersions(answer) || hasVersions(before)) this.#options.check([uri]);
    this.recheck([uri]);
    if (!this.#options.service.baselines.isSupported) this.#options.service.verdicts.stop();
  }

  judged(document: SchemaDocument, judgements: readonly Judgement[]): void {
    const { uri } = document;
    if (!this.#unconfirmed.has(uri) || this.#server.documents.get(uri)?.text !== document.text) return;
    this.#unconfirmed.delete(uri);
    for (const judgement of judgements) logFailure(this.#server, 'confirming a verdict', this.#confirm(document, judgement));
  }

  tell(params: SchemaVerdictsParams): void {
    const { connection, client } = this.#server;
    const { baselines } = this.#options.service;
    if (!baselines.isSupported || !(client.workbenchCommands || baselines.known(params.uri) !== undefined)) return;
    logFailure(this.#server, 'verdicts', connection.sendNotification(schemaVerdicts, params));
  }

  refreshLenses(): void {
    if (!this.#options.refreshes) return;
    logFailure(this.#server, 'asking for lenses again', this.#server.connection.sendRequest(CodeLensRefreshRequest.type));
  }

  async #confirm(document: SchemaDocument, { baseline, verdict }: Judgement): Promise<void> {
    if (verdict === undefined || verdict.isSame) return;
    const { confirmations } = this.#options.service;
    const text = { uri: document.uri, text: document.text.getText() };
    if (confirmations.find(text, baseline)) return;
    const result = await confirmations.confirm(text, baseline, () => selfContainedText(document));
    if (result !== undefined && result !== null) this.recheck([document.uri]);
  }

  #isServed(uri: string): boolean {
    const document = this.#server.documents.get(uri);
    return document !== undefined && kindNameOf(uri, document.text.languageId) === 'avro-schema' && isJudged(uri, this.#options.workspace);
  }

  /** Makes the verdict on the newest version of a document, and shows it. */
  async #stand(uri: string): Promise<Standing | undefined> {
    const { verdicts, baselines } = this.#options.service;
    if (!baselines.isSupported) return undefined;
    try {
      const settings = await this.#server.settings.read(uri);
      const document = this.#server.documents.get(uri);
      if (document?.kind?.isEnabled(settings) !== true || document.parsing === undefined) {
        if (document !== undefined) verdicts.update(uri, document.version, [], 'none');
        return undefined;
      }
      const context = contextOf(this.#server, document, settings, never);
      const parsed = await context.waitFor(document.parsing);
      return await parsed.stand?.(context);
    } catch (error) {
      // Of a newer version there will be another verdict; at the end there is nobody left to tell.
      if (this.#server.ending.signal.aborted) return undefined;
      if (error instanceof ResponseError && error.code === LSPErrorCodes.ContentModified) return undefined;
      const { console } = this.#server.connection;
      console.error(`A bug in verdicts: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return undefined;
    }
  }
}

const never: CancellationToken = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };

function hasVersions(known: KnownBaselines | undefined): boolean {
  return known?.result.baselines.some(({ versions }) => versions.length > 0) === true;
}

/** What a registry is sent; undefined where the schema can't be put into one text. */
export function selfContainedText({ uri, parsed, workspace }: Pick<SchemaDocument, 'uri' | 'parsed' | 'workspace'>): string | undefined {
  if (parsed.schema === undefined) return undefined;
  const sources = { read: (other: string) => workspace.read(other), otherNames: (other: string) => workspace.otherNames(other) };
  const made = selfContained(parsed.schema, toLinked({ uri, parsed }, sources), (other) => {
    const text = workspace.read(other);
    return text && toLinked(text, sources);
  });
  return made.ok ? made.text : undefined;
}
