import type {
  CancellationToken,
  Diagnostic,
  DiagnosticServerCancellationData,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  InitializeParams,
} from 'vscode-languageserver/node';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Problem } from '../shared/avro/schema.ts';
import type { Recheck, Server } from './answering.ts';
import { contextOf, guarded, logFailure } from './answering.ts';
import { toDiagnostic, toReport } from './diagnostics.ts';
import type { OpenDocument } from './documents.ts';
import type { RequestContext } from './kinds.ts';
import { isMade } from './madeDocuments.ts';
import { createPublisher } from './publisher.ts';

/** How long a text must be left alone before its diagnostics are pushed; a client that pulls decides by itself. */
const quietMs = 120;

/** The newest version of the document with its diagnostics; undefined where it is closed, not ours, or overtaken meanwhile. */
async function diagnose(server: Server, uri: string, token: CancellationToken): Promise<Checked | 'overtaken' | undefined> {
  const settings = await server.settings.read(uri);
  const document = server.documents.get(uri);
  if (document?.kind === undefined || token.isCancellationRequested) return undefined;
  const { source } = document.kind;
  const problems = await findProblems(document, contextOf(server, document, settings, token));
  if (problems === 'overtaken' || server.documents.get(uri) !== document) return 'overtaken';
  return { document, diagnostics: problems.map((problem) => toDiagnostic(document, source, problem, server.client, server)) };
}

async function findProblems({ uri, kind, parsing }: OpenDocument, context: RequestContext): Promise<readonly Problem[] | 'overtaken'> {
  // What can't be changed has no problems that anybody could do something about there.
  if (parsing === undefined || kind?.isEnabled(context.settings) !== true || isMade(uri)) return [];
  try {
    const parsed = await context.waitFor(parsing);
    return await parsed.problems(context);
  } catch (error) {
    if (error instanceof ResponseError && error.code === LSPErrorCodes.ContentModified) return 'overtaken';
    throw error;
  }
}

interface Checked {
  readonly document: OpenDocument;
  readonly diagnostics: Diagnostic[];
}

type DiagnosticAnswer = DocumentDiagnosticReport | ResponseError<DiagnosticServerCancellationData>;
const nothing: DocumentDiagnosticReport = { kind: 'full', items: [] };

/** @returns what makes the client ask again for all documents */
export function answerPulls(server: Server, { capabilities: { workspace } }: InitializeParams): Recheck {
  const { languages } = server.connection;
  languages.diagnostics.on(
    guarded<DocumentDiagnosticParams, DiagnosticAnswer>(
      server,
      'diagnostics',
      nothing,
      async ({ textDocument, previousResultId }, token) => {
        const checked = await diagnose(server, textDocument.uri, token);
        if (checked === 'overtaken')
          return new ResponseError(LSPErrorCodes.ServerCancelled, 'The text has changed.', { retriggerRequest: true });
        return toReport(checked?.diagnostics ?? [], previousResultId);
      },
    ),
  );
  return () => {
    if (workspace?.diagnostics?.refreshSupport === true) logFailure(server, 'asking for a new pull', languages.diagnostics.refresh());
  };
}

/** @returns what checks documents again */
export function pushDiagnostics(server: Server): Recheck {
  const { connection, documents } = server;
  const never: CancellationToken = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };
  const check = guarded(server, 'diagnostics', undefined, (uri: string) => diagnose(server, uri, never));
  const publisher = createPublisher(
    (uri) => check(uri, never),
    (checked) => {
      if (checked === 'overtaken' || checked instanceof ResponseError) return;
      const { document, diagnostics } = checked;
      logFailure(server, 'pushing', connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics }));
    },
    { quietMs },
  );
  documents.onDidChangeContent(({ document }) => publisher.changed(document.uri));
  server.ending.signal.addEventListener('abort', () => publisher.stop());
  documents.onDidClose(({ document }) => {
    publisher.closed(document.uri);
    if (document.kind !== undefined) logFailure(server, 'pushing', connection.sendDiagnostics({ uri: document.uri, diagnostics: [] }));
  });
  return (uris = documents.keys()) => {
    for (const uri of uris) publisher.changed(uri);
  };
}
