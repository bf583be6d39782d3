import type { Span } from '../shared/avro/json.ts';

/**
 * The commands' only way to the user: no command touches the editor's API. The real one is `vscodeUi.ts`; tests hand in
 * a fake that answers. Whatever is asked, an answer that is refused (Escape, a closed dialog) throws an `AbortError`,
 * which ends the command without a word. Back throws a `WentBack`, which only `commands/steps.ts` catches.
 */
export interface Ui {
  /** The value of the choice that was taken. The list is shown at once, busy while its choices are being loaded. */
  pick<T>(options: PickOptions<T>): Promise<T>;
  /** The text that was entered, which `validate` had nothing against. */
  input(options: InputOptions): Promise<string>;
  /** The URI of a folder that is chosen in the editor's own dialog. */
  chooseFolder(options: OpenOptions): Promise<string>;
  /** The URI of a file of any kind that is chosen in the editor's own dialog. */
  chooseFile(options: OpenOptions): Promise<string>;
  /** The path of a file on this machine to write to, chosen in the editor's own dialog, which asks before one is replaced. */
  saveFile(options: SaveOptions): Promise<string>;
  /** Opens a file of this machine as the editor opens such files. */
  openFile(path: string): Promise<void>;
  /** A modal question. The button's label that was pressed; a closed dialog throws, as anything that is not answered. */
  confirm<B extends string>(question: Question<B>): Promise<B>;
  /** A notification that nobody has to answer: the button's label, or undefined when it was closed. */
  notify<B extends string>(severity: 'info' | 'warning' | 'error', message: string, buttons?: readonly B[]): Promise<B | undefined>;
  /** Runs the task under a notification with a Cancel button, which aborts the signal. */
  progress<T>(title: string, task: (report: (message: string) => void, signal: AbortSignal) => Promise<T>): Promise<T>;
  /**
   * Opens a text beside the active editor that can't be changed and is never saved, Markdown as a page where that is wanted.
   * The same title replaces its text.
   */
  showText(document: TextToShow): Promise<void>;
  /** Opens a new, unsaved document, the cursor at `cursor` (an offset of the text) where that is given. */
  newDocument(language: string, text: string, cursor?: number): Promise<void>;
  /** Replaces a part of an open document, as one step of its undo history. */
  replaceText(uri: string, span: Span, text: string): Promise<void>;
  /** Opens a document and selects a part of it. */
  reveal(uri: string, span: Span): Promise<void>;
  /** Opens a document and the list of problems. */
  showProblems(uri: string): Promise<void>;
  /** Says in the status bar, for a few seconds, what was done. */
  showStatus(message: string): void;
  /** What is open in the active editor. */
  activeEditor(): ActiveEditor | undefined;
  /** Empty where the editor would have to ask for it. */
  readClipboard(): Promise<string>;
  writeClipboard(text: string): Promise<void>;
}

/** Where a question stands among the questions of one command. */
export interface Place {
  /** From 1. */
  readonly step: number;
  readonly of: number;
  readonly canGoBack: boolean;
}

export interface Choice<T> {
  readonly label: string;
  readonly value: T;
  readonly description?: string | undefined;
  readonly detail?: string | undefined;
  /** A codicon's name, such as `list-flat`. */
  readonly icon?: string | undefined;
  /** Choices of one group stand together, under its name; the first group may have none. */
  readonly group?: string | undefined;
}

export interface PickOptions<T> {
  readonly title: string;
  readonly placeholder?: string | undefined;
  /** Given, or loaded while the list is already shown; what the loading throws, `pick` throws. */
  readonly choices: readonly Choice<T>[] | ((signal: AbortSignal) => Promise<readonly Choice<T>[]>);
  /** Which choice is marked at first. */
  readonly isInitial?: ((value: T) => boolean) | undefined;
  /** Takes what was typed where no choice bears that name; undefined where such a text can't be taken. */
  readonly fromText?: ((text: string) => Choice<T> | undefined) | undefined;
  readonly place?: Place | undefined;
}

export interface InputOptions {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string | undefined;
  readonly value?: string | undefined;
  /** Hides what is typed. */
  readonly password?: boolean | undefined;
  /** One sentence that says what is wrong, or undefined. */
  readonly validate?: ((text: string) => string | undefined | Promise<string | undefined>) | undefined;
  /** What is understood of the text, shown in place of the prompt while it is typed; undefined where nothing is. */
  readonly describe?: ((text: string) => string | undefined) | undefined;
  /** Told what stands there each time that it changes. */
  readonly onType?: ((text: string) => void) | undefined;
  /** Adds a button that lets a file be chosen in place of typing its path. */
  readonly browse?: { readonly title: string; readonly extensions: readonly string[] } | undefined;
  readonly place?: Place | undefined;
}

export interface OpenOptions {
  readonly title: string;
  /** What the dialog's button says. */
  readonly button: string;
}

export interface SaveOptions {
  readonly title: string;
  /** What the dialog's button says. */
  readonly button: string;
  /** The name that it offers. */
  readonly name: string;
  /** Without the dot. */
  readonly extension: string;
}

export interface Question<B extends string> {
  readonly message: string;
  readonly detail?: string | undefined;
  readonly buttons: readonly B[];
}

export interface TextToShow {
  /** Its tab's title, with an extension that suits its language. */
  readonly title: string;
  readonly text: string;
  /** A language id, such as `jsonc`. */
  readonly language: string;
  /** Whether Markdown is shown as what it describes. */
  readonly asPage?: boolean | undefined;
}

export interface ActiveEditor {
  readonly uri: string;
  readonly language: string;
  /** The selected text, empty where nothing is selected. */
  readonly selection: string;
  /** Where the cursor is: an offset of the document's text. */
  readonly offset: number;
}

/** Ends a subscription, as the editor's own `Disposable`. */
export interface Subscription {
  dispose(): void;
}
