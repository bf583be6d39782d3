import { createBaselines } from '../../client/baselines/createBaselines.ts';
import { BaselineError } from '../../client/baselines/baselineError.ts';
import type { RunGit } from '../../client/baselines/runGit.ts';
import type { Connection } from '../../client/cluster/connection.ts';
import type { CommandContext } from '../../client/commands/context.ts';
import { commands, runCommand } from '../../client/commands/index.ts';
import { createConnections, type ConnectionStore, type SettingScope } from '../../client/connections.ts';
import { createMessageSchemas } from '../../client/messages/messageSchemas.ts';
import { createSendStates } from '../../client/messages/sendStates.ts';
import type { SchemaRequests } from '../../client/schemaRequests.ts';
import { createSecrets, type SecretStore } from '../../client/secrets.ts';
import { createSessions } from '../../client/sessions.ts';
import { createSettings } from '../../client/settings.ts';
import { CodecError } from '../../shared/errors.ts';
import type { SchemaTriedParams } from '../../shared/protocol.ts';
import type { OpenContainer } from '../../client/webview/containers.ts';
import type { InspectedSource } from '../../client/webview/inspectors.ts';
import type { RecordsPage, RecordsRequest } from '../../client/webview/recordsPages.ts';
import type { OpenReport } from '../../client/webview/reports.ts';
import { createFakeRegistries, type FakeRegistries } from './registries.ts';
import type { FakeRegistrySession } from './registrySession.ts';
import { createFakeSchemaRequests } from './schemaRequests.ts';
import { FakeSession } from './session.ts';
import { FakeUi, type Answer } from './ui.ts';

export interface FakeContextOptions {
  /** The user's setting `avroWorkbench.connections`. */
  readonly connections?: Readonly<Record<string, unknown>>;
  /** The same of the workspace, which counts more. */
  readonly workspaceConnections?: Readonly<Record<string, unknown>>;
  readonly answers?: readonly Answer[];
  /** The registry's session of each connection that has one, by the connection's name. */
  readonly registries?: Readonly<Record<string, FakeRegistrySession>>;
  /** Connections whose registries are not written to. */
  readonly readOnlyRegistries?: readonly string[];
  /** The session of each connection that is started. */
  readonly session?: (connection: Connection) => FakeSession;
  readonly trusted?: boolean;
  /** Texts by URI, and by path for what connections name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Files that are no text, by URI. */
  readonly binaryFiles?: Readonly<Record<string, Uint8Array>>;
  /** URIs of those that are open with changes that are not saved. */
  readonly unsaved?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** There is no git where it is absent. */
  readonly git?: RunGit;
  /** The language server's answer; it has none where it is absent. */
  readonly judge?: SchemaRequests['judge'];
  /** The records page that is in front. */
  readonly page?: RecordsPage;
  /** The report that is in front. */
  readonly report?: OpenReport;
  /** The container file that is in front. */
  readonly container?: OpenContainer;
  /** Whether the view "Clusters" can be seen. */
  readonly viewVisible?: boolean;
}

/** What a command's test looks at: the real parts, over stores in memory and sessions that the test writes. */
export interface FakeContext {
  readonly context: CommandContext;
  readonly ui: FakeUi;
  readonly registries: FakeRegistries;
  readonly store: FakeStore;
  readonly secretStore: ReadonlyMap<string, string>;
  /** Every session that was started, with the connection that it was started for. */
  readonly started: { readonly connection: Connection; readonly session: FakeSession }[];
  /** What was called on parts that do nothing here, such as `refresh` and `expand local`. */
  readonly events: string[];
  readonly logged: string[];
  readonly records: RecordsRequest[];
  /** Reports that were opened, as "connection topic". */
  readonly reports: string[];
  /** What byte inspectors were opened with. */
  readonly inspected: InspectedSource[];
  /** What the language server was told of schemas that were tried. */
  readonly trials: readonly SchemaTriedParams[];
  /** Files that were written, by their URIs. */
  readonly written: ReadonlyMap<string, string>;
  readonly run: (id: string, ...args: readonly unknown[]) => Promise<void>;
}

export function createFakeContext(options: FakeContextOptions = {}): FakeContext {
  const ui = new FakeUi(options.answers);
  const store = new FakeStore(options.connections, options.workspaceConnections);
  const secretStore = new FakeSecretStore();
  let names: readonly string[] = [];
  const secrets = createSecrets(secretStore, { read: () => names, write: (value) => Promise.resolve(void (names = value)) });
  const remembered = new Map<string, unknown>();
  const memory = {
    get: (key: string) => remembered.get(key),
    set: (key: string, value: unknown) => Promise.resolve(void remembered.set(key, value)),
  };
  const written = new Map<string, string>();
  const readText = (name: string): Promise<string> => {
    const text = written.get(name) ?? options.files?.[name];
    return text === undefined ? Promise.reject(new Error(`There is no ${name}.`)) : Promise.resolve(text);
  };
  const connections = createConnections({ store, secrets, ui, memory, readFile: readText });
  const started: { connection: Connection; session: FakeSession }[] = [];
  const sessions = createSessions(connections, (connection) => {
    const session = options.session?.(connection) ?? new FakeSession();
    started.push({ connection, session });
    return session;
  });
  const settings = createSettings((id) => options.settings?.[id]);
  const isTrusted = (): boolean => options.trusted ?? true;
  const pathInFolder = (uri: string): string | undefined =>
    /^file:\/\/\/(?!outside\/)/.test(uri) ? uri.replace('file:///', '') : undefined;
  const registries = createFakeRegistries(options.registries ?? {}, { readOnly: options.readOnlyRegistries ?? [] });
  const baselines = createBaselines({
    settings,
    registries,
    memory,
    isTrusted,
    runGit: options.git ?? (() => Promise.reject(new BaselineError('baseline/no-git', 'git was not found on this machine.'))),
    files: {
      kindOf: (uri) => Promise.resolve(uri in (options.files ?? {}) ? 'file' : undefined),
      readText,
      listFiles: () => Promise.resolve([]),
      join: (folder, path) => `${folder}/${path}`,
    },
    pathOf: (uri) => pathInFolder(uri) ?? uri,
    resolve: (path) => `file:///${path}`,
    now: () => 0,
  });
  const events: string[] = [];
  const event = (text: string): Promise<void> => {
    events.push(text);
    return Promise.resolve();
  };
  const logged: string[] = [];
  const records: RecordsRequest[] = [];
  const reports: string[] = [];
  const inspected: InspectedSource[] = [];
  let offered: InspectedSource | undefined;
  const trials: SchemaTriedParams[] = [];
  const run = async (id: string, ...args: readonly unknown[]): Promise<void> => {
    const command = commands[id];
    if (command === undefined) throw new Error(`There is no command ${id}.`);
    await runCommand(context, command, args);
  };
  const context: CommandContext = {
    ui,
    connections,
    sessions,
    secrets,
    memory,
    run,
    settings,
    isTrusted,
    readSettingsFile: readText,
    openSettings: (id) => event(`openSettings ${id}`),
    changeSetting: (id, resource, change) =>
      event(`changeSetting ${id} of ${resource} to ${JSON.stringify(change(options.settings?.[id]))}`),
    changeSettingIn: (scope, id, change) =>
      event(`changeSetting ${id} of the ${scope} to ${JSON.stringify(change(options.settings?.[id]))}`),
    openWalkthrough: () => event('openWalkthrough'),
    samples: { open: (path) => event(`open sample ${path}`), baselineOf: () => undefined },
    openDocumentation: (page, heading) => event(`openDocumentation ${page} ${heading ?? ''}`.trim()),
    files: {
      readText,
      readBytes: (uri, maxBytes) => {
        const bytes = options.binaryFiles?.[uri];
        if (bytes === undefined) return Promise.reject(new Error(`There is no ${uri}.`));
        if (bytes.length <= maxBytes) return Promise.resolve(bytes);
        return Promise.reject(new CodecError('bytes/too-large', `The file has more than ${maxBytes} bytes.`));
      },
      isUnsaved: (uri) => options.unsaved?.includes(uri) ?? false,
      writeText: (uri, text) => Promise.resolve(void written.set(uri, text)),
      within: (folder, ...names) => [folder, ...names].join('/'),
      resolve: (path) => `file:///${path}`,
      relativePath: (uri) => uri.replace('file:///', ''),
      pathInFolder,
      findSchemas: (limit, _signal, { protocols = false } = {}) => {
        const isFound = (uri: string): boolean => uri.endsWith('.avsc') || (protocols && uri.endsWith('.avpr'));
        const uris = Object.keys(options.files ?? {}).filter(isFound);
        return Promise.resolve(uris.slice(0, limit).map((uri) => ({ uri, label: uri.replace('file:///', '') })));
      },
    },
    log: {
      debug: (message) => void logged.push(message),
      info: (message) => void logged.push(message),
      warn: (message) => void logged.push(message),
      error: (message) => void logged.push(String(message)),
      show: () => void event('showOutput'),
    },
    records: {
      show: (request) => void records.push(request),
      active: () => options.page,
      find: (connection, topic) => (options.page?.connection === connection && options.page.topic === topic ? options.page : undefined),
    },
    reports: {
      show: ({ connection, topic }) => void reports.push(`${connection} ${topic}`),
      active: () => options.report,
      find: (connection, topic) =>
        options.report?.connection === connection && options.report.topic === topic ? options.report : undefined,
    },
    inspectors: {
      show: (source) => void inspected.push(source),
      offer: (source) => void (offered = source),
      offered: () => offered,
    },
    containers: {
      active: () => options.container,
      find: (id) => (options.container?.id === id ? options.container : undefined),
    },
    messages: {
      get schemas() {
        return schemas;
      },
      states: createSendStates(),
    },
    languageServer: {
      ...createFakeSchemaRequests(options.files ?? {}),
      ...(options.judge && { judge: options.judge }),
      restart: () => event('restart'),
      showOutput: () => void event('showServerOutput'),
      schemaTried: (params) => void trials.push(params),
    },
    registries,
    baselines,
    versions: {
      show: (connection, subject, version) => event(`show ${connection} ${subject} v${version}`),
      showText: (title) => event(`show ${title}`),
      diff: (_left, _right, title) => event(`diff ${title}`),
    },
    registryView: {
      filter: (text) => {
        if (text !== undefined) void event(`filter ${text}`);
        return text ?? '';
      },
      group: (isGrouped) => void event(isGrouped ? 'group' : 'ungroup'),
      showDeleted: (isShown) => void event(isShown ? 'show deleted' : 'hide deleted'),
      refresh: (target) => void event(`refresh registries ${target?.connection ?? ''} ${target?.subject ?? ''}`.trim()),
      reveal: (connection, subject, version) => event(`reveal ${connection} ${subject} ${version ?? ''}`.trim()),
    },
    derived: { show: ({ form, uri, fullname }) => event(`show ${form} ${fullname ?? uri}`) },
    clusters: {
      refresh: (target) => void event(target === undefined ? 'refresh' : `refresh ${target.connection} ${target.topic ?? ''}`.trim()),
      expand: (connection) => {
        void event(`expand ${connection}`);
        return Promise.resolve(options.viewVisible ?? false);
      },
    },
  };
  const schemas = createMessageSchemas(context);
  return {
    context,
    ui,
    registries,
    store,
    secretStore: secretStore.entries,
    started,
    events,
    logged,
    records,
    reports,
    inspected,
    trials,
    written,
    run,
  };
}

/** The setting `avroWorkbench.connections` of a user and of a workspace. */
export class FakeStore implements ConnectionStore {
  readonly scopes: Record<SettingScope, Readonly<Record<string, unknown>> | undefined>;
  readonly #listeners = new Set<() => void>();

  constructor(user?: Readonly<Record<string, unknown>>, workspace?: Readonly<Record<string, unknown>>) {
    this.scopes = { user, workspace, workspaceFolder: undefined };
  }

  read(): unknown {
    return { ...this.scopes.user, ...this.scopes.workspace, ...this.scopes.workspaceFolder };
  }

  readScope(scope: SettingScope): unknown {
    return this.scopes[scope];
  }

  writeScope(scope: SettingScope, value: Readonly<Record<string, unknown>> | undefined): Promise<void> {
    this.scopes[scope] = value;
    this.#listeners.forEach((listener) => listener());
    return Promise.resolve();
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }
}

class FakeSecretStore implements SecretStore {
  readonly entries = new Map<string, string>();

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.entries.get(key));
  }

  store(key: string, value: string): Promise<void> {
    this.entries.set(key, value);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.entries.delete(key);
    return Promise.resolve();
  }
}
