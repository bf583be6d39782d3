import type { LogOutputChannel } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  TransportKind,
  type CancellationToken,
  type ErrorHandler,
} from 'vscode-languageclient/node';
import {
  baselines,
  connectionNames,
  messageNames,
  messageSchema,
  registryVerdict,
  schemaVerdicts,
  unknownTopics,
  type BaselinesParams,
  type MessageNamesParams,
  type MessageSchemaParams,
  type MessageSchemaResult,
  type RegistryVerdictParams,
  type SchemaVerdictsParams,
  type UnknownTopicsParams,
} from '../shared/protocol.ts';
import type { LanguageServerOptions, ServedDocuments } from './languageServer.ts';
import type { FoundSchema } from './messages/messageSchemas.ts';

export interface ClientOptions extends LanguageServerOptions {
  readonly served: readonly ServedDocuments[];
  /** What the server says of itself, and the trace of what is said to it. */
  readonly channel: LogOutputChannel;
}

const maxRestarts = 4;
const restartPeriodMs = 180_000;

/** The editor's side of the language server, not started yet. */
export function createClient({
  module,
  served,
  channel,
  rulesAddress,
  findMessageSchema,
  connectionNames: namesOf,
  names,
  findBaselines,
  askRegistry,
  onVerdicts,
  onGivenUp,
}: ClientOptions): LanguageClient {
  const client = new LanguageClient(
    // Under this id the setting avroWorkbench.trace.server is looked up.
    'avroWorkbench',
    'Avro Language Server',
    { module, transport: TransportKind.ipc },
    {
      documentSelector: [...served],
      outputChannel: channel,
      errorHandler: createErrorHandler(onGivenUp),
      // Code actions may run the extension's commands, and findings link to the extension.
      initializationOptions: { workbenchCommands: true, rulesAddress },
      // Hovers link to versions of schemas, which only a command can open; nothing else that a text brings may be run from there.
      markdown: { isTrusted: { enabledCommands: ['avroWorkbench.openVersion'] } },
    },
  );
  client.onRequest(messageSchema, async (params: MessageSchemaParams, token: CancellationToken) =>
    toResult(await findMessageSchema(params, toSignal(token))),
  );
  client.onRequest(connectionNames, () => namesOf());
  client.onRequest(messageNames, (params: MessageNamesParams, token: CancellationToken) => names().find(params, toSignal(token)));
  client.onRequest(unknownTopics, (params: UnknownTopicsParams, token: CancellationToken) =>
    names().findUnknownTopics(params, toSignal(token)),
  );
  client.onRequest(baselines, (params: BaselinesParams) => findBaselines(params));
  client.onRequest(registryVerdict, async (params: RegistryVerdictParams, token: CancellationToken) =>
    askRegistry(params, toSignal(token)),
  );
  client.onNotification(schemaVerdicts, (params: SchemaVerdictsParams) => onVerdicts(params));
  return client;
}

/** Starts a crashed server again, but not for ever. */
function createErrorHandler(onGivenUp: () => void): ErrorHandler {
  const crashes: number[] = [];
  return {
    error: (_error, _message, count) => ({ action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown }),
    closed() {
      const now = Date.now();
      crashes.push(now);
      while (crashes[0] !== undefined && crashes[0] < now - restartPeriodMs) crashes.shift();
      if (crashes.length <= maxRestarts) return { action: CloseAction.Restart };
      onGivenUp();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}

function toResult(found: FoundSchema): MessageSchemaResult {
  const { framing } = found;
  if (!found.found) {
    const { reason, isUnusable = false, uri } = found;
    return { found: false, framing, reason, isUnusable, ...(uri !== undefined && { uri }) };
  }
  const { source } = found;
  const { text, references, label, fullname } = found.schema;
  const schema = { found: true, text, references, label, fullname, framing } as const;
  if (source.kind === 'file') return { ...schema, uri: source.uri };
  const { schemaId, subject, version } = source.registered;
  return { ...schema, registered: { schemaId, subject, version } };
}

function toSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
