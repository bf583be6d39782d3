import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { abortError } from './cluster/abort.ts';
import { WentBack } from './commands/steps.ts';
import type { ActiveEditor, Choice, InputOptions, OpenOptions, PickOptions, Place, Question, SaveOptions, TextToShow, Ui } from './ui.ts';

export const textScheme = 'avro-text';
/** How long a message of what was done stands in the status bar. */
const statusMs = 5000;

/** The {@link Ui} of VS Code, and the provider of the texts that it shows, to be disposed of at the end. */
export function createVscodeUi(): { readonly ui: Ui; readonly disposable: vscode.Disposable } {
  const texts = new Map<string, string>();
  const textChanged = new vscode.EventEmitter<vscode.Uri>();
  const ui: Ui = {
    pick,
    input,
    chooseFolder,
    chooseFile,
    saveFile,
    openFile: async (path) => vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path)),
    confirm,
    notify,
    progress,
    showText: (document) => showText(document, texts, textChanged),
    newDocument,
    replaceText,
    reveal,
    showProblems,
    showStatus: (message) => void vscode.window.setStatusBarMessage(message, statusMs),
    activeEditor,
    // A browser asks the user for permission first, and a refusal is shown as an error: too much for a mere offer.
    readClipboard: async () => (vscode.env.uiKind === vscode.UIKind.Web ? '' : vscode.env.clipboard.readText()),
    writeClipboard: async (text) => vscode.env.clipboard.writeText(text),
  };
  const disposable = vscode.Disposable.from(
    textChanged,
    vscode.workspace.registerTextDocumentContentProvider(textScheme, {
      onDidChange: textChanged.event,
      provideTextDocumentContent: (uri) => texts.get(uri.path) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === textScheme) texts.delete(uri.path);
    }),
  );
  return { ui, disposable };
}

interface ChoiceItem<T> extends vscode.QuickPickItem {
  readonly choice?: Choice<T>;
}

async function pick<T>(options: PickOptions<T>): Promise<T> {
  const box = vscode.window.createQuickPick<ChoiceItem<T>>();
  place(box, options.title, options.place);
  box.placeholder = options.placeholder;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  let items: ChoiceItem<T>[] = [];
  const show = (): void => {
    const typed = box.value === '' || items.some(({ label }) => label === box.value) ? undefined : options.fromText?.(box.value);
    // An item that is shown for any text that was typed matches it always.
    box.items = typed === undefined ? items : [{ ...toItem(typed), alwaysShow: true }, ...items];
  };
  box.onDidChangeValue(show);
  return ask(box, async (settle, signal) => {
    box.onDidAccept(() => {
      const choice = box.selectedItems[0]?.choice;
      if (choice !== undefined) settle(choice.value);
    });
    box.show();
    if (typeof options.choices === 'function') {
      box.busy = true;
      items = toItems(await options.choices(signal));
      box.busy = false;
    } else {
      items = toItems(options.choices);
    }
    show();
    const initial = items.find(({ choice }) => choice !== undefined && options.isInitial?.(choice.value) === true);
    if (initial !== undefined) box.activeItems = [initial];
  });
}

/** The choices, with a heading before the first of each group. */
function toItems<T>(choices: readonly Choice<T>[]): ChoiceItem<T>[] {
  return choices.flatMap((choice, index): ChoiceItem<T>[] => {
    const { group } = choice;
    const heading = group !== undefined && group !== choices[index - 1]?.group;
    return heading ? [{ label: group, kind: vscode.QuickPickItemKind.Separator }, toItem(choice)] : [toItem(choice)];
  });
}

function toItem<T>(choice: Choice<T>): ChoiceItem<T> {
  const { label, description, detail, icon } = choice;
  return {
    label,
    choice,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
    ...(icon === undefined ? {} : { iconPath: new vscode.ThemeIcon(icon) }),
  };
}

async function input(options: InputOptions): Promise<string> {
  const box = vscode.window.createInputBox();
  place(box, options.title, options.place);
  box.prompt = options.prompt;
  box.placeholder = options.placeholder;
  box.value = options.value ?? '';
  box.password = options.password ?? false;
  // What was typed is not lost when the user looks something up elsewhere.
  box.ignoreFocusOut = true;
  const browse = { iconPath: new vscode.ThemeIcon('folder-opened'), tooltip: options.browse?.title ?? '' };
  if (options.browse !== undefined) box.buttons = [...box.buttons, browse];
  const check = async (): Promise<boolean> => {
    const text = box.value;
    const problem = await options.validate?.(text);
    // What was typed meanwhile is checked by its own call.
    if (text === box.value) box.validationMessage = problem;
    return problem === undefined && text === box.value;
  };
  return ask(box, (settle, _signal, keepOpen) => {
    box.onDidChangeValue(() => {
      options.onType?.(box.value);
      box.prompt = options.describe?.(box.value) ?? options.prompt;
      // Only a mistake that is shown is followed while it is being corrected.
      if (box.validationMessage !== undefined) void check();
    });
    box.onDidAccept(async () => {
      if (await check()) settle(box.value);
    });
    box.onDidTriggerButton(async (button) => {
      if (button !== browse || options.browse === undefined) return;
      const path = await keepOpen(() => browseFor(options.browse?.title ?? '', options.browse?.extensions ?? []));
      if (path !== undefined) box.value = path;
      await check();
    });
    box.show();
    return Promise.resolve();
  });
}

function chooseFolder({ title, button }: OpenOptions): Promise<string> {
  return open({ title, openLabel: button, canSelectFiles: false, canSelectFolders: true, canSelectMany: false });
}

function chooseFile({ title, button }: OpenOptions): Promise<string> {
  return open({ title, openLabel: button, canSelectMany: false });
}

async function open(options: vscode.OpenDialogOptions): Promise<string> {
  const [chosen] = (await vscode.window.showOpenDialog(options)) ?? [];
  if (chosen === undefined) throw abortError();
  return chosen.toString();
}

async function saveFile({ title, button, name, extension }: SaveOptions): Promise<string> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri ?? vscode.Uri.file(homedir());
  const file = await vscode.window.showSaveDialog({
    title,
    saveLabel: button,
    defaultUri: vscode.Uri.joinPath(folder, name),
    filters: { [`.${extension}`]: [extension], 'All Files': ['*'] },
  });
  if (file === undefined) throw abortError();
  return file.fsPath;
}

async function browseFor(title: string, extensions: readonly string[]): Promise<string | undefined> {
  const filters = { [extensions.map((extension) => `.${extension}`).join(', ')]: [...extensions], 'All Files': ['*'] };
  const [file] = (await vscode.window.showOpenDialog({ title, openLabel: 'Choose', filters, canSelectMany: false })) ?? [];
  return file?.fsPath;
}

/** Puts the title and the place among the questions onto a box, with Back where there is a way back. */
function place(box: vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] }, title: string, at: Place | undefined): void {
  box.title = title;
  if (at === undefined) return;
  box.ignoreFocusOut = true;
  if (at.of > 1) {
    box.step = at.step;
    box.totalSteps = at.of;
  }
  if (at.canGoBack) box.buttons = [vscode.QuickInputButtons.Back];
}

type Box = vscode.QuickInput & { readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton> };

/**
 * Shows a box until it is answered.
 *
 * @param run sets the box up and shows it; `settle` takes the answer, `keepOpen` shows the box again after something
 *   else took its place
 */
async function ask<T>(
  box: Box,
  run: (settle: (value: T) => void, signal: AbortSignal, keepOpen: <R>(other: () => Promise<R>) => Promise<R>) => Promise<void>,
): Promise<T> {
  const controller = new AbortController();
  let isCovered = false;
  try {
    return await new Promise<T>((resolve, reject) => {
      box.onDidHide(() => {
        if (!isCovered) reject(abortError());
      });
      box.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) reject(new WentBack());
      });
      const keepOpen = async <R>(other: () => Promise<R>): Promise<R> => {
        isCovered = true;
        try {
          return await other();
        } finally {
          isCovered = false;
          box.show();
        }
      };
      run(resolve, controller.signal, keepOpen).catch(reject);
    });
  } finally {
    controller.abort();
    box.dispose();
  }
}

async function confirm<B extends string>({ message, detail, buttons }: Question<B>): Promise<B> {
  const options = detail === undefined ? { modal: true } : { modal: true, detail };
  const answer = await vscode.window.showWarningMessage(message, options, ...buttons);
  if (answer === undefined) throw abortError();
  return answer;
}

async function notify<B extends string>(
  severity: 'info' | 'warning' | 'error',
  message: string,
  buttons: readonly B[] = [],
): Promise<B | undefined> {
  if (severity === 'error') return vscode.window.showErrorMessage(message, ...buttons);
  if (severity === 'warning') return vscode.window.showWarningMessage(message, ...buttons);
  return vscode.window.showInformationMessage(message, ...buttons);
}

/** What is done sooner than this shows no progress: it would only flash. */
const progressAfterMs = 600;

async function progress<T>(title: string, task: (report: (message: string) => void, signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let message: string | undefined;
  let show = (text: string): void => void (message = text);
  const done = task((text) => show(text), controller.signal);
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, progressAfterMs, 'late')));
  const first = await Promise.race([done, isLate]).finally(() => clearTimeout(timer));
  if (first !== 'late') return done;
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (bar, token) => {
    token.onCancellationRequested(() => controller.abort());
    show = (text) => bar.report({ message: text });
    if (message !== undefined) show(message);
    return done;
  });
}

async function showText(document: TextToShow, texts: Map<string, string>, changed: vscode.EventEmitter<vscode.Uri>): Promise<void> {
  const uri = vscode.Uri.from({ scheme: textScheme, path: `/${document.title}` });
  texts.set(uri.path, document.text);
  changed.fire(uri);
  const opened = await vscode.workspace.openTextDocument(uri);
  const shown = await vscode.languages.setTextDocumentLanguage(opened, document.language);
  // What shows Markdown is an extension of the editor's own, which somebody may have switched off.
  if (document.asPage === true && vscode.extensions.getExtension('vscode.markdown-language-features') !== undefined) {
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
    return;
  }
  await vscode.window.showTextDocument(shown, { viewColumn: columnOf(uri) ?? vscode.ViewColumn.Beside, preview: true });
}

/** Where a document is open already: beside itself it would be opened once more. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const isThere = ({ input }: vscode.Tab): boolean => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  return vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(isThere))?.viewColumn;
}

async function newDocument(language: string, text: string, cursor?: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language, content: text });
  const position = document.positionAt(cursor ?? 0);
  await vscode.window.showTextDocument(document, { preview: false, selection: new vscode.Range(position, position) });
}

async function replaceText(uri: string, span: { readonly start: number; readonly end: number }, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, span), text);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`The text of ${document.fileName} could not be replaced.`);
}

async function reveal(uri: string, span: { readonly start: number; readonly end: number }): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  await vscode.window.showTextDocument(document, { selection: rangeOf(document, span) });
}

async function showProblems(uri: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true)));
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}

function rangeOf(document: vscode.TextDocument, { start, end }: { readonly start: number; readonly end: number }): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function activeEditor(): ActiveEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  return {
    uri: document.uri.toString(),
    language: document.languageId,
    selection: document.getText(selection),
    offset: document.offsetAt(selection.active),
  };
}
