import type { CancellationToken, Connection, TextDocumentIdentifier, TextDocuments } from 'vscode-languageserver/node';
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { MessageNamesResult, MessageSchemaResult, UnknownTopicsResult } from '../shared/protocol.ts';
import { connectionNames, messageNames, messageSchema, unknownTopics } from '../shared/protocol.ts';
import type { CompatibilityService } from './compatibilityService.ts';
import type { OpenDocument } from './documents.ts';
import type { Awaitable, ClientAbilities, ParsedDocument, RequestContext } from './kinds.ts';
import type { RuleLink } from './rulesPage.ts';
import type { Settings, SettingsSource } from './settings.ts';
import type { Slices } from './sharedWork.ts';

/** Checks these open documents again, or all. */
export type Recheck = (uris?: Iterable<string>) => void;

/** What every handler needs. */
export interface Server {
  /** Aborted when the client ends the server: nobody listens any more. */
  readonly ending: AbortController;
  readonly slices: Slices;
  readonly connection: Connection;
  readonly documents: TextDocuments<OpenDocument>;
  readonly settings: SettingsSource;
  readonly client: ClientAbilities;
  readonly ruleLink: RuleLink;
  readonly compatibility: CompatibilityService;
  /** Any text of the workspace, open or saved, and of the versions that schemas are compared with. */
  readonly textOf: (uri: string) => TextDocument | undefined;
}

/** A handler that answers from the version of the document that was the newest when the request came. */
export function answering<Params extends { readonly textDocument: TextDocumentIdentifier }, Result>(
  server: Server,
  request: string,
  ask: (document: ParsedDocument, params: Params, context: RequestContext) => Awaitable<Result | undefined>,
): (params: Params, token: CancellationToken) => Promise<Result | null | ResponseError<never>> {
  return guarded(server, request, null, async (params: Params, token) => {
    const document = server.documents.get(params.textDocument.uri);
    if (document?.kind === undefined) return null;
    const settings = await server.settings.read(document.uri);
    if (token.isCancellationRequested || !document.kind.isEnabled(settings) || document.parsing === undefined) return null;
    const context = contextOf(server, document, settings, token);
    return (await ask(await context.waitFor(document.parsing), params, context)) ?? null;
  });
}

/** The one catch: what is cancelled is answered as cancelled; what is thrown is a bug, which is logged and answered with `empty`. */
export function guarded<Params, Result>(
  { connection }: Server,
  request: string,
  empty: Result,
  answer: (params: Params, token: CancellationToken) => Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result | ResponseError<never>> {
  return async (params, token) => {
    try {
      const result = await answer(params, token);
      return token.isCancellationRequested ? new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.') : result;
    } catch (error) {
      if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
      // A refusal that the user is to read, such as of a new name that is none.
      if (error instanceof ResponseError) return new ResponseError(error.code, error.message);
      connection.console.error(`A bug in ${request}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return empty;
    }
  };
}

/** What the client refuses is in its own hands; without this, the refusal would end the process. */
export function logFailure({ connection }: Server, what: string, sent: Promise<unknown>): void {
  sent
    .catch((error: unknown) => connection.console.warn(`The client refused ${what}: ${String(error)}`))
    // Where the connection has gone there is nobody left to tell.
    .catch(() => undefined);
}

export function contextOf(server: Server, document: OpenDocument, settings: Settings, token: CancellationToken): RequestContext {
  const { connection, client, compatibility: service } = server;
  const isOvertaken = (): boolean => server.documents.get(document.uri) !== document;
  const waitFor: RequestContext['waitFor'] = async (work) => {
    const done = await work.wait(server.slices, () => token.isCancellationRequested || isOvertaken());
    if (done === undefined) throw new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed.');
    return done.value;
  };
  return {
    settings,
    client,
    token,
    waitFor,
    stand: (schema, own) => service.compatibility.stand(schema, own, { settings, waitFor }),
    ifSoon: async (work) => settled(work, soonMs),
    shownVerdicts: async (standing) => {
      await settled(standing, service.checkingMs);
      service.verdicts.lensAnswered(document.uri, document.version);
      return service.verdicts.shown(document.uri);
    },
    trialOf: (schema) => service.trials.find(schema),
    findMessageSchema: async (params) => {
      const found = await whereKnown(connection.sendRequest<MessageSchemaResult>(messageSchema, params, token));
      return found ?? { found: false, reason: undefined };
    },
    findMessageNames: async (params) => (await whereKnown(connection.sendRequest<MessageNamesResult>(messageNames, params, token))) ?? [],
    findUnknownTopics: async (params) =>
      (await whereKnown(connection.sendRequest<UnknownTopicsResult>(unknownTopics, params, token))) ?? null,
    findConnectionNames: () => whereKnown(connection.sendRequest<readonly string[]>(connectionNames, token)),
  };
}

/** How long an answer that does without something waits for it. */
const soonMs = 100;

/** Waits for something, but not longer than so many milliseconds: then undefined. */
async function settled<T>(work: Promise<T>, maxMs: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), maxMs)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Undefined where the editor's side does not know the request: one without our extension knows no topics and no connections. */
export async function whereKnown<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound) return undefined;
    throw error;
  }
}
