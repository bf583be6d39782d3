import type { DerivedSchemaParams, SchemaTriedParams } from '../../shared/protocol.ts';
import type { Baselines } from '../baselines/baselines.ts';
import type { Session } from '../cluster/session.ts';
import type { Connections } from '../connections.ts';
import type { MessageSchemas } from '../messages/messageSchemas.ts';
import type { SendStates } from '../messages/sendStates.ts';
import type { SchemaRequests } from '../schemaRequests.ts';
import type { Registries } from '../registries.ts';
import type { Secrets } from '../secrets.ts';
import type { SessionRegistry } from '../sessions.ts';
import type { Settings } from '../settings.ts';
import type { Ui } from '../ui.ts';
import type { Versions } from '../versions.ts';
import type { Containers } from '../webview/containers.ts';
import type { Inspectors } from '../webview/inspectors.ts';
import type { RecordsPages } from '../webview/recordsPages.ts';
import type { Reports } from '../webview/reports.ts';

/** All that a command is given. Whoever adds a part that commands need adds it here and builds it in `extension.ts`. */
export interface CommandContext {
  readonly ui: Ui;
  /** The configured connections, without secrets, and which one is active. */
  readonly connections: Connections;
  /** One {@link Session} for each connection, started when it is first asked for. */
  readonly sessions: SessionRegistry;
  readonly secrets: Secrets;
  readonly clusters: Clusters;
  /** Read at each request, never kept. */
  readonly settings: Settings;
  readonly files: Files;
  /** What was chosen last, kept for this workspace. */
  readonly memory: Memory;
  readonly log: Log;
  readonly messages: Messages;
  readonly records: RecordsPages;
  readonly reports: Reports;
  readonly inspectors: Inspectors;
  readonly containers: Containers;
  readonly languageServer: SchemaRequests & { restart(): Promise<void>; showOutput(): void; schemaTried(params: SchemaTriedParams): void };
  readonly derived: DerivedDocuments;
  /** One session for each connection's registry, started when it is first asked for. */
  readonly registries: Registries;
  readonly registryView: RegistryView;
  readonly baselines: Baselines;
  readonly versions: Versions;
  readonly samples: Samples;
  /** Whether what is in the workspace may be used for more than looking at it. */
  isTrusted(): boolean;
  /** Runs another command by its id without the prefix; what it fails by is told to the user by itself. */
  run(id: string, ...args: readonly unknown[]): Promise<void>;
  /** Opens the user's settings as text, at one of ours. */
  openSettings(id: string): Promise<void>;
  /** Changes a setting of ours for the workspace that a resource is in, or for the user where it is in none. */
  changeSetting(id: string, resource: string, change: (value: unknown) => unknown): Promise<void>;
  /** Changes a setting of ours of the user or of the workspace. */
  changeSettingIn(scope: 'user' | 'workspace', id: string, change: (value: unknown) => unknown): Promise<void>;
  /** Opens a page of the documentation, at a heading where one is named. */
  openDocumentation(page: 'rules', heading: string | undefined): Promise<void>;
  /** Opens the walkthrough. */
  openWalkthrough(): Promise<void>;
  /** The text of a file that a connection's settings name. @throws Error if it can't be read */
  readSettingsFile(path: string): Promise<string>;
}

/** The view "Clusters". */
export interface Clusters {
  /** Forgets what was fetched and shows it anew: all of it, or what is below one connection or topic. */
  refresh(target?: { readonly connection: string; readonly topic?: string | undefined }): void;
  /** Expands a connection, where the view can be seen; whether it can. */
  expand(connection: string): Promise<boolean>;
}

/** Schemas to try things with, which come with the extension. */
export interface Samples {
  /** Opens one as it is delivered, by its path such as `mistake/order.avsc`. */
  open(path: 'mistake/order.avsc' | 'evolution/orders.avsc'): Promise<void>;
  /** The URI of what a sample is to be compatible with; undefined of anything else. */
  baselineOf(uri: string): string | undefined;
}

/** The view "Registries". */
export interface RegistryView {
  /** The text that subjects must contain to be shown; empty for all. */
  filter(text?: string): string;
  group(isGrouped: boolean): void;
  showDeleted(isShown: boolean): void;
  /** Forgets what is shown of a registry or a subject, and shows it anew. */
  refresh(target?: { readonly connection: string; readonly subject?: string | undefined }): void;
  /** Shows a subject or one of its versions, where the view can be seen. */
  reveal(connection: string, subject: string, version?: number): Promise<void>;
}

/** Documents that are made of schemas. */
export interface DerivedDocuments {
  /** Opens one beside the active editor, or brings it to the front. It is made anew as long as it is open. */
  show(params: DerivedSchemaParams): Promise<void>;
}

/** What message documents share: their schemas, and what became of each message. */
export interface Messages {
  readonly schemas: MessageSchemas;
  readonly states: SendStates;
}

/** Reads and writes the workspace's files. */
export interface Files {
  /** A file's text, as it stands in the editor where it is open there, saved or not. @throws Error if there is no such file */
  readText(uri: string): Promise<string>;
  /** A file's bytes. @throws CodecError `bytes/too-large` before anything is read, where it has more; Error if it can't be read */
  readBytes(uri: string, maxBytes: number): Promise<Uint8Array>;
  /** Writes a file, in place of what it held, with the folders that it is in. @throws Error if it can't be written */
  writeText(uri: string, text: string): Promise<void>;
  /** The URI of what is in a folder: names of folders, and of a file at the end. */
  within(folder: string, ...names: readonly string[]): string;
  /** Whether a file is open in the editor with changes that are not saved. */
  isUnsaved(uri: string): boolean;
  /** The URI of a file that a document names by a path: relative to the document, of an untitled one to the workspace's first folder. */
  resolve(path: string, document: string): string;
  /** How a document of the workspace's first folder names a file: its path from there, or its whole path outside. */
  relativePath(uri: string): string;
  /** A file's or folder's path from the workspace folder that it is in, with `/`, as globs of the settings match it; undefined outside. */
  pathInFolder(uri: string): string | undefined;
  /** URIs of the `.avsc` files of the workspace, with `protocols` of its `.avpr` files too, at most `limit`, with what to call them. */
  findSchemas(
    limit: number,
    signal: AbortSignal,
    options?: { readonly protocols?: boolean },
  ): Promise<readonly { readonly uri: string; readonly label: string }[]>;
}

/** A few values by name, kept for this workspace over restarts. Nothing secret, and no message contents. */
export interface Memory {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
}

/** The output channel "Avro Workbench". Nothing secret is written to it, nor what messages contain. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string | Error): void;
  show(): void;
}

/** A command that is ready to run, with whatever the editor hands it: see `targets.ts`. */
export type Handler = (...args: readonly unknown[]) => Promise<void>;

export interface Command {
  /** Begins the sentence that says what failed, such as "Can't peek the topic". */
  readonly failure: string;
  readonly create: (context: CommandContext) => Handler;
}

export type { Session };
