import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { chooseConnection, chooseTopic } from '../commands/chooseTopic.ts';
import type { CommandContext } from '../commands/context.ts';
import { checkFilter } from '../../shared/filter/createFilter.ts';
import type { Subscription } from '../ui.ts';
import { changeSettingIn } from '../vscodeSettings.ts';
import { connectionFacts, pageActions } from './pageFacts.ts';
import { pageTitles } from './pageTitles.ts';
import { createRecordDocuments, type RecordDocuments } from './recordDocuments.ts';
import { createRecordsAnswers } from './recordsAnswers.ts';
import { receive, type RecordsHost } from './recordsDispatch.ts';
import { toRecordsHtml } from './recordsHtml.ts';
import type { RecordsPage, RecordsPages, RecordsRequest } from './recordsPages.ts';
import type { FromPage, ToPage } from './recordsProtocol.ts';
import { RecordsReader, type ReadRequest } from './recordsReader.ts';
import { firstSettings, type PageProfile } from './recordsState.ts';
import { readSavedPage, type RestoredPage } from './savedPage.ts';

export interface RecordsPagesOptions {
  readonly extensionUri: vscode.Uri;
  /** Of the commands, which are built after the pages. */
  readonly context: () => CommandContext;
  /** How a topic is decoded, by the settings. */
  readonly profile: (connection: string, topic: string, signal: AbortSignal) => Promise<PageProfile>;
  /** Whether there is such a command of ours. */
  readonly hasCommand: (id: string) => boolean;
}

const viewType = 'avroWorkbench.records';
/** Whether a records page is in front: page commands and their keys depend on it. */
const activeKey = 'avroWorkbench.recordsActive';

/** The records pages as webview panels, each kept over a restart as an empty page that waits to be told to read. */
export function createRecordsPages(options: RecordsPagesOptions): RecordsPages & Subscription {
  const pages = new Set<Page>();
  const documents = createRecordDocuments();
  /** The one that was in front last. */
  let last: Page | undefined;
  const find = (connection: string, topic: string): Page | undefined =>
    [...pages].find((page) => page.connection === connection && page.topic === topic);
  const update = (): void => {
    const all = [...pages];
    const front = all.find(({ panel }) => panel.active);
    last = front ?? (last !== undefined && pages.has(last) ? last : all[0]);
    void vscode.commands.executeCommand('setContext', activeKey, front !== undefined);
    void vscode.commands.executeCommand('setContext', 'avroWorkbench.recordsOpen', all.length > 0);
    pageTitles(all).forEach((title, index) => {
      const panel = all[index]?.panel;
      if (panel !== undefined && panel.title !== title) panel.title = title;
    });
  };
  const add = (panel: vscode.WebviewPanel, restored: RestoredPage): Page => {
    const page = new Page(panel, restored, { ...options, documents, find, update });
    pages.add(page);
    update();
    panel.onDidChangeViewState(update);
    panel.onDidDispose(() => {
      page.reader.close();
      pages.delete(page);
      update();
    });
    return page;
  };
  const subscription = vscode.Disposable.from(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel(panel, state: unknown) {
        const restored = readSavedPage(state);
        if (restored !== undefined && find(restored.connection, restored.topic) === undefined) add(panel, restored);
        else panel.dispose();
        return Promise.resolve();
      },
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      const isAny = (ids: readonly string[]): boolean => ids.some((id) => event.affectsConfiguration(`avroWorkbench.${id}`));
      if (isAny(decodingSettings)) pages.forEach((page) => void page.reader.refresh());
      else if (isAny(factSettings)) pages.forEach((page) => page.reader.refreshFacts());
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => pages.forEach((page) => page.reader.refreshFacts())),
  );
  return {
    show(request) {
      const known = find(request.connection, request.topic);
      known?.panel.reveal();
      const page = known ?? add(createPanel(request.topic), newPage(request.connection, request.topic));
      void page.reader.read(toReadRequest(request, options.context()));
    },
    active: () => last,
    find,
    dispose() {
      for (const { panel } of [...pages]) panel.dispose();
      documents.dispose();
      subscription.dispose();
    },
  };
}

/** Settings by which records are decoded and shown. */
const decodingSettings = ['decodeProfiles', 'view', 'masks', 'peek.maxInflatedMegabytes'];
/** Settings that change what else a page says. */
const factSettings = ['connections', 'filters'];

function newPage(connection: string, topic: string): RestoredPage {
  return { connection, topic, settings: undefined, view: undefined, selected: undefined };
}

function toReadRequest({ partition, changes, select }: RecordsRequest, { settings }: CommandContext): ReadRequest {
  const { start, partitions, live } = firstSettings(settings);
  const place = select && { partition: select.partition, offset: select.offset.toString() };
  return {
    changes: {
      ...{ start, live, partitions: partition === undefined ? partitions : [partition] },
      // A filter would hide the very record.
      ...(select === undefined ? {} : { filter: '' }),
      ...changes,
    },
    select: place,
  };
}

function createPanel(topic: string): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(viewType, topic, vscode.ViewColumn.Active, {});
}

interface PageParts extends RecordsPagesOptions {
  readonly documents: RecordDocuments;
  readonly find: (connection: string, topic: string) => Page | undefined;
  /** To be called when what the page shows has changed. */
  readonly update: () => void;
}

/** A panel, which may come to show another topic. */
class Page implements RecordsPage {
  readonly panel: vscode.WebviewPanel;
  readonly #parts: PageParts;
  reader: RecordsReader;
  #host: RecordsHost;
  #selected: RestoredPage['selected'];
  /** Whether the page has ever asked for what it shows. */
  #hasBegun = false;

  constructor(panel: vscode.WebviewPanel, restored: RestoredPage, parts: PageParts) {
    this.panel = panel;
    this.#parts = parts;
    [this.reader, this.#host] = this.#open(restored);
    const { webview } = panel;
    webview.onDidReceiveMessage((message: FromPage) => {
      this.#hasBegun = true;
      void receive(message, this.#host);
    });
    const files = vscode.Uri.joinPath(parts.extensionUri, 'dist', 'webview');
    const media = vscode.Uri.joinPath(parts.extensionUri, 'media');
    panel.iconPath = { light: vscode.Uri.joinPath(media, 'records-light.svg'), dark: vscode.Uri.joinPath(media, 'records-dark.svg') };
    webview.options = { enableScripts: true, localResourceRoots: [files] };
    webview.html = toRecordsHtml({
      title: restored.topic,
      nonce: randomBytes(16).toString('base64url'),
      source: webview.cspSource,
      toUri: (file) => webview.asWebviewUri(vscode.Uri.joinPath(files, file)).toString(),
    });
  }

  get connection(): string {
    return this.reader.state.connection;
  }

  get topic(): string {
    return this.reader.state.topic;
  }

  selected(): RestoredPage['selected'] {
    return this.#selected;
  }

  do(what: (ToPage & { readonly type: 'do' })['what']): void {
    this.#post({ type: 'do', what });
  }

  async openDocument(place: NonNullable<RestoredPage['selected']>): Promise<void> {
    return receive({ type: 'run', what: 'openDocument', places: [place] }, this.#host);
  }

  /**
   * A page that is hidden is not there: it asks for everything when it comes back. What was said to one that is only about to be
   * made would wait for it, and be in the way of what it asks for first.
   */
  readonly #post = (message: ToPage): void => {
    if (this.#hasBegun) void this.panel.webview.postMessage(message);
  };

  #open({ connection, topic, settings, view, selected }: RestoredPage): [RecordsReader, RecordsHost] {
    const { context, profile, hasCommand, documents } = this.#parts;
    const { sessions, connections, settings: all, log, ui } = context();
    this.#selected = selected;
    const find = () => connections.find(connection)?.settings;
    const reader = new RecordsReader({
      connection,
      topic,
      openSession: (signal) => sessions.open(connection, signal),
      facts: () => connectionFacts(connection, find()),
      settings: all,
      profile: (signal) => profile(connection, topic, signal),
      actions: () => pageActions({ settings: find(), isTrusted: context().isTrusted(), hasMasks: all.masks(topic).length > 0, hasCommand }),
      read: settings,
      view,
      post: this.#post,
      log,
    });
    const host: RecordsHost = {
      reader,
      answers: createRecordsAnswers(reader, this.#post, log),
      ui,
      log,
      connection: find,
      documents,
      post: this.#post,
      checkFilter,
      run: (id, target) => context().run(id, target),
      hasWorkspace: () => vscode.workspace.workspaceFolders !== undefined,
      changeSetting: changeSettingIn,
      openSettings: async (id) => vscode.commands.executeCommand('workbench.action.openSettings', id),
      chooseTarget: (what) => this.#chooseTarget(what),
      saved: (state) => {
        // What a page that showed another topic has saved late is of no account.
        if (state.connection === connection && state.topic === topic) this.#selected = state.selected;
      },
    };
    return [reader, host];
  }

  /** Shows another topic in this page, with the settings that it has, or the page that shows it already. */
  async #chooseTarget(what: 'connection' | 'topic'): Promise<void> {
    const context = this.#parts.context();
    const { connection, topic } = this;
    const target =
      what === 'topic'
        ? await chooseTopic(context, { title: 'Peek Topic', connection })
        : { connection: await chooseConnection(context, { title: 'Peek on Another Connection', first: connection }), topic };
    if (target.connection === connection && target.topic === topic) return;
    const known = this.#parts.find(target.connection, target.topic);
    if (known !== undefined) {
      known.panel.reveal();
      return;
    }
    const { start, isolation, live } = this.reader.state.settings;
    this.reader.close();
    const { count, ...first } = { count: 'count' in start ? start.count : undefined, ...firstSettings(context.settings) };
    // Offsets are of the topic that they were written for.
    const kept = start.kind === 'offset' ? { kind: 'newest' as const, count: count ?? start.count } : start;
    const restored = { ...newPage(target.connection, target.topic), settings: { ...first, start: kept, isolation, live } };
    [this.reader, this.#host] = this.#open(restored);
    this.#parts.update();
    await this.reader.read();
  }
}
