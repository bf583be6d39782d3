import * as vscode from 'vscode';
import { baselineScheme, registryScheme } from '../shared/protocol.ts';
import type { Baselines } from './baselines/baselines.ts';
import { versionPath } from './baselines/versionUris.ts';
import type { Subscription, Ui } from './ui.ts';
import { createVersionTexts, fromCopyQuery, type DocumentPlace, type VersionTextsParts } from './versionDocuments.ts';
import type { Versions } from './versions.ts';

export interface VersionsParts extends VersionTextsParts {
  readonly ui: Ui;
  readonly baselines: Baselines;
}

/** How long a file must be left alone before its copy is made anew. */
const quietMs = 300;

/** Shows versions of subjects, and what is in git, in documents that can't be changed. */
export function createVersions(parts: VersionsParts): Versions & Subscription {
  const texts = createVersionTexts(parts);
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: ({ scheme, path, query }, token) => texts.read({ scheme, path, query }, toSignal(token)),
  };
  const subscription = vscode.Disposable.from(
    changed,
    ...[registryScheme, baselineScheme].map((scheme) => vscode.workspace.registerTextDocumentContentProvider(scheme, provider)),
    renewGit(parts.baselines, changed),
    renewCopies(changed),
  );
  return {
    async show(connection, subject, version) {
      const place = { connection, subject, version };
      const { schemaType } = await parts.ui.progress(`Fetching ${subject} version ${version}`, (_report, signal) =>
        texts.fetch(place, signal),
      );
      await open({ scheme: registryScheme, path: versionPath(place), query: '' }, schemaType);
    },
    async showText(title, text) {
      const place = texts.keep(title, text);
      changed.fire(vscode.Uri.from(place));
      await open(place, undefined);
    },
    async diff(left, right, title) {
      const [one, other] = await parts.ui.progress(`Comparing ${title}`, async (_report, signal) => {
        // Whatever has to be asked for is asked for before the editor wants both texts.
        for (const side of [left, right]) if (!('uri' in side)) await texts.fetch(side, signal);
        return Promise.all([texts.side(left, right, signal), texts.side(right, left, signal)]);
      });
      await vscode.commands.executeCommand('vscode.diff', toUri(one), toUri(other), title, { preview: true });
    },
    dispose: () => {
      subscription.dispose();
    },
  };
}

async function open(place: DocumentPlace, schemaType: string | undefined): Promise<void> {
  const opened = await vscode.workspace.openTextDocument(vscode.Uri.from(place));
  // Its name ends as that of an Avro schema, which it is not.
  const document = schemaType === undefined ? opened : await vscode.languages.setTextDocumentLanguage(opened, languageOf(schemaType));
  await vscode.window.showTextDocument(document, { preview: true });
}

function languageOf(schemaType: string): string {
  return schemaType === 'JSON' ? 'json' : 'plaintext';
}

/** A ref may mean another commit than it did. */
function renewGit(baselines: Baselines, changed: vscode.EventEmitter<vscode.Uri>): vscode.Disposable {
  return vscode.Disposable.from(
    baselines.onDidChange(() => {
      for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === baselineScheme && uri.query === '') changed.fire(uri);
    }),
  );
}

/** A copy follows its file. */
function renewCopies(changed: vscode.EventEmitter<vscode.Uri>): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const pending = new Set<string>();
  const renew = (): void => {
    for (const { uri } of vscode.workspace.textDocuments) {
      const copied = uri.scheme === baselineScheme ? fromCopyQuery(uri.query) : undefined;
      if (copied !== undefined && pending.has(copied.uri)) changed.fire(uri);
    }
    pending.clear();
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0) return;
      pending.add(document.uri.toString());
      clearTimeout(timer);
      timer = setTimeout(renew, quietMs);
    }),
    { dispose: () => clearTimeout(timer) },
  );
}

function toUri(place: DocumentPlace | { readonly uri: string }): vscode.Uri {
  return 'uri' in place ? vscode.Uri.parse(place.uri, true) : vscode.Uri.from(place);
}

function toSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
