import path from 'node:path';
import type { Connection, FileEvent, InitializeParams, TextDocuments, WorkspaceFolder } from 'vscode-languageserver/node';
import { DidChangeWatchedFilesNotification, FileChangeType, WatchKind } from 'vscode-languageserver/node';
import { isSchemaFile } from '../shared/avro/schemaFiles.ts';
import { compileGlobs } from '../shared/globs.ts';
import type { Globs } from '../shared/globs.ts';
import type { OpenDocument } from './documents.ts';
import { canonicalUri, toFilePath, toFileUri } from './fileUris.ts';
import { Indexer } from './indexer.ts';
import { createProgress } from './progress.ts';
import { findSchemaFiles } from './schemaFiles.ts';
import type { SettingsSource } from './settings.ts';
import type { Slices } from './sharedWork.ts';
import { Workspace } from './workspace.ts';
import type { NamesChange } from './workspace.ts';

export interface WorkspaceFilesOptions {
  readonly connection: Connection;
  readonly params: InitializeParams;
  readonly settings: SettingsSource;
  readonly openDocument: (uri: string) => OpenDocument | undefined;
  readonly slices: Slices;
  /** Checks open texts again, since what they refer to has changed. */
  readonly recheck: (uris: readonly string[]) => void;
}

/** Keeps a {@link Workspace} as the files, folders, settings and open texts are. */
export class WorkspaceFiles {
  readonly workspace: Workspace;
  readonly #options: WorkspaceFilesOptions;
  readonly #indexer: Indexer;
  #folders: readonly Folder[];
  /** Of the newest search for files; an older one is given up. */
  #search = 0;
  #lastChange = Number.NEGATIVE_INFINITY;
  #refreshing: ReturnType<typeof setTimeout> | undefined;
  #rechecking: ReturnType<typeof setTimeout> | undefined;
  #changes: NamesChange[] = [];
  #onProgress: (done: number, total: number) => void = () => undefined;

  constructor(options: WorkspaceFilesOptions) {
    this.#options = options;
    this.#folders = foldersOf(options.params).map(toFolder);
    this.workspace = new Workspace({
      openDocument: options.openDocument,
      folderOf: (uri) => this.#folderOf(uri)?.uri,
      isShared: (uri) => this.#isShared(uri),
      onChanged: (change) => this.#changed(change),
    });
    this.#indexer = new Indexer(this.workspace, {
      now: options.slices.now,
      isBusy: () => performance.now() - this.#lastChange < quietMs,
      onProgress: (done, total) => this.#onProgress(done, total),
    });
    this.workspace.setComplete(this.#folders.length === 0);
  }

  /** Called once, before anything is opened. */
  follow(documents: TextDocuments<OpenDocument>): void {
    const { connection } = this.#options;
    documents.onDidChangeContent(({ document }) => {
      this.workspace.opened(document.uri);
      this.#lastChange = performance.now();
      clearTimeout(this.#refreshing);
      this.#refreshing = setTimeout(() => this.#refresh(), quietMs);
    });
    documents.onDidClose(({ document }) => {
      const fileUri = canonicalUri(document.uri);
      const isFile = this.#isIndexed(fileUri);
      this.workspace.closed(document.uri, isFile);
      if (isFile) this.#run('reading a closed file', this.#indexer.add([fileUri]));
    });
    connection.onDidChangeWatchedFiles(({ changes }) => this.#filesChanged(changes));
  }

  /** Called once the client may be asked: looks for all files, and has itself told of changes. */
  start(): void {
    const { connection, params } = this.#options;
    if (params.capabilities.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map((each) => toFolder(each).uri));
        this.#folders = [...this.#folders.filter(({ uri }) => !gone.has(uri)), ...added.map(toFolder)];
        this.#run('indexing new folders', this.#searchFiles());
      });
    }
    this.#watch();
    this.#run('indexing', this.#searchFiles());
  }

  /** The settings may have changed: looks for files again where that makes a difference. */
  configure(): void {
    const work = async (): Promise<void> => {
      if (await this.#readSettings()) await this.#searchFiles();
    };
    this.#run('reading the settings of folders', work());
  }

  /** Does no more. */
  stop(): void {
    this.#search++;
    this.#indexer.stop();
    clearTimeout(this.#refreshing);
    clearTimeout(this.#rechecking);
  }

  #watch(): void {
    const { connection, params } = this.#options;
    if (params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
    const watchers = [
      { globPattern: '**/*.{avsc,avpr}' },
      // Where a folder goes, its own name may be all that is told.
      { globPattern: '**/*', kind: WatchKind.Delete },
    ];
    this.#run('watching files', connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
  }

  async #searchFiles(): Promise<void> {
    const search = ++this.#search;
    const { connection, params } = this.#options;
    const isNewest = (): boolean => this.#search === search;
    this.workspace.setComplete(this.#folders.length === 0);
    const progress = createProgress(connection, params.capabilities, this.#options.slices.now);
    this.#onProgress = progress.report;
    try {
      await this.#readSettings();
      const found = new Set<string>();
      for (const folder of this.#folders) {
        for (const file of await this.#filesIn(folder, () => !isNewest())) found.add(toFileUri(file));
      }
      if (!isNewest()) return;
      for (const uri of this.workspace.files()) if (!found.has(uri)) this.workspace.drop(uri);
      this.workspace.refreshAll();
      await this.#indexer.add(found);
    } finally {
      progress.end();
      // Whoever waits for all files must not wait for ever, whatever happens.
      if (isNewest()) this.workspace.setComplete(true);
    }
    if (isNewest() && this.#folders.length > 0) this.#options.recheck(this.workspace.openUris());
  }

  async #filesIn({ uri, path: root, exclude, isEnabled }: Folder, isCancelled: () => boolean): Promise<string[]> {
    if (root === undefined || !isEnabled) return [];
    const inner = new Set(this.#folders.filter((each) => each.uri !== uri).map((each) => each.path));
    return findSchemaFiles(root, {
      // What is a workspace folder itself has its own settings, and its own turn.
      skipsFolder: (found) => inner.has(found) || exclude.matchesAllIn(relativeTo(root, found)),
      skipsFile: (found) => exclude.matches(relativeTo(root, found)),
      isCancelled,
    });
  }

  /** @returns whether any folder's settings have changed */
  async #readSettings(): Promise<boolean> {
    const before = this.#folders;
    const after = await Promise.all(
      before.map(async (folder): Promise<Folder> => {
        const { indexExclude, schemaEnabled } = await this.#options.settings.read(folder.uri);
        const globs = JSON.stringify(indexExclude);
        if (globs === folder.globs && schemaEnabled === folder.isEnabled) return folder;
        return { ...folder, globs, exclude: compileGlobs(indexExclude), isEnabled: schemaEnabled };
      }),
    );
    // Folders that came or went meanwhile are read by the search that they started.
    if (this.#folders !== before || after.every((folder, index) => folder === before[index])) return false;
    this.#folders = after;
    return true;
  }

  #filesChanged(changes: readonly FileEvent[]): void {
    const changed: string[] = [];
    for (const { uri, type } of changes) {
      const fileUri = canonicalUri(uri);
      if (type === FileChangeType.Deleted) this.#deleted(fileUri);
      else if (this.#isIndexed(fileUri)) changed.push(fileUri);
    }
    if (changed.length > 0) this.#run('reading changed files', this.#indexer.add(changed));
  }

  #deleted(fileUri: string): void {
    const inside = `${fileUri}/`;
    const gone = isSchemaFile(fileUri) ? [fileUri] : this.workspace.files().filter((each) => each.startsWith(inside));
    for (const each of gone) {
      this.#indexer.remove(each);
      this.workspace.drop(each);
    }
  }

  /** Whether the search would find the file. */
  #isIndexed(fileUri: string): boolean {
    const file = toFilePath(fileUri);
    const folder = this.#folderOf(fileUri);
    if (file === undefined || folder?.path === undefined || !folder.isEnabled || !isSchemaFile(file)) return false;
    const relative = relativeTo(folder.path, file);
    return !/(?:^|\/)\./.test(relative) && !folder.exclude.matches(relative);
  }

  /** Open texts that are files of no folder, or of none yet, are seen too; other versions of a file are not. */
  #isShared(uri: string): boolean {
    const folder = this.#folderOf(uri);
    const file = toFilePath(uri);
    if (folder === undefined) return file !== undefined || /^untitled:/i.test(uri);
    return folder.isEnabled && (folder.path === undefined || file === undefined || !folder.exclude.matches(relativeTo(folder.path, file)));
  }

  /** The innermost. */
  #folderOf(uri: string): Folder | undefined {
    const canonical = canonicalUri(uri);
    let innermost: Folder | undefined;
    for (const folder of this.#folders) {
      if (canonical.startsWith(folder.prefix) && folder.prefix.length > (innermost?.prefix.length ?? 0)) innermost = folder;
    }
    return innermost;
  }

  #refresh(): void {
    // The editor's own requests come first.
    if (performance.now() - this.#lastChange >= quietMs - 1) this.#run('indexing open texts', this.#indexOpen());
  }

  /** Open texts that have changed are parsed without keeping anybody waiting. */
  async #indexOpen(): Promise<void> {
    const { openDocument, slices } = this.#options;
    for (const uri of this.workspace.staleUris()) {
      const document = openDocument(uri);
      await document?.parsing?.wait(slices, () => openDocument(uri) !== document);
    }
    // What has changed meanwhile will be waited for again.
    if (performance.now() - this.#lastChange >= quietMs - 1) this.workspace.refresh();
  }

  #changed(change: NamesChange): void {
    this.#changes.push(change);
    clearTimeout(this.#rechecking);
    this.#rechecking = setTimeout(() => {
      const uris = new Set(this.#changes.flatMap((each) => this.workspace.openDependents(each)));
      this.#changes = [];
      if (uris.size > 0) this.#options.recheck([...uris]);
    }, settleMs);
  }

  #run(what: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      const { console } = this.#options.connection;
      console.error(`A bug in ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
  }
}

/** How long nobody must have typed before what has been typed counts for other texts, and before files are read. */
const quietMs = 150;
/** How long to wait for further changes before open texts are checked again. */
const settleMs = 50;

interface Folder {
  /** As we write URIs, without a slash at its end. */
  readonly uri: string;
  /** Undefined where it is not of this machine. */
  readonly path: string | undefined;
  readonly prefix: string;
  /** The setting, to be compared. */
  readonly globs: string;
  readonly exclude: Globs;
  readonly isEnabled: boolean;
}

function toFolder({ uri }: WorkspaceFolder): Folder {
  const canonical = canonicalUri(uri).replace(/\/+$/, '');
  const folder = toFilePath(`${canonical}/`);
  return {
    uri: canonical,
    path: folder === undefined ? undefined : path.resolve(folder),
    prefix: `${canonical}/`,
    globs: '',
    exclude: compileGlobs([]),
    isEnabled: true,
  };
}

function foldersOf({ workspaceFolders, ...older }: InitializeParams): WorkspaceFolder[] {
  if (workspaceFolders !== undefined && workspaceFolders !== null) return workspaceFolders;
  // Editors that know one folder only.
  const { rootUri, rootPath } = older as { readonly rootUri?: string | null; readonly rootPath?: string | null };
  if (typeof rootUri === 'string') return [{ uri: rootUri, name: '' }];
  return typeof rootPath === 'string' && rootPath !== '' ? [{ uri: toFileUri(rootPath), name: '' }] : [];
}

function relativeTo(root: string, file: string): string {
  return path.relative(root, file).replaceAll(path.sep, '/');
}
