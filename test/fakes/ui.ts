import assert from 'node:assert/strict';
import { abortError } from '../../client/cluster/abort.ts';
import { WentBack } from '../../client/commands/steps.ts';
import type {
  ActiveEditor,
  InputOptions,
  OpenOptions,
  PickOptions,
  Place,
  Question,
  SaveOptions,
  TextToShow,
  Ui,
} from '../../client/ui.ts';

/**
 * What a test's user does next: takes the choice of a label, enters a text (an empty one too), chooses a folder, presses a
 * button, goes back, gives up, or closes a notification.
 */
export type Answer =
  | { readonly pick: string }
  | { readonly input: string }
  | { readonly folder: string }
  | { readonly file: string }
  | { readonly button: string }
  | 'back'
  | 'escape'
  | 'close';

/** A user who answers as the test says, in order, and remembers what was asked and shown. */
export class FakeUi implements Ui {
  readonly asked: string[] = [];
  readonly prompts: string[] = [];
  readonly notices: string[] = [];
  /** Labels of the choices of each pick. */
  readonly offered: string[][] = [];
  /** Details of the choices of each pick, of those that have one. */
  readonly details: string[][] = [];
  readonly progressed: string[] = [];
  /** Names that were offered for files to write. */
  readonly fileNames: string[] = [];
  readonly openedFiles: string[] = [];
  /** What inputs said that they had understood. */
  readonly understood: string[] = [];
  readonly texts: TextToShow[] = [];
  readonly documents: { readonly language: string; readonly text: string; readonly cursor: number | undefined }[] = [];
  readonly replaced: { readonly uri: string; readonly start: number; readonly end: number; readonly text: string }[] = [];
  readonly revealed: { readonly uri: string; readonly start: number; readonly end: number }[] = [];
  /** URIs whose problems were shown. */
  readonly problems: string[] = [];
  /** What the status bar said. */
  readonly statuses: string[] = [];
  clipboard = '';
  editor: ActiveEditor | undefined;
  /** Aborts the signals of progress notifications, as their Cancel button does. */
  cancelProgress = false;
  readonly #answers: Answer[];

  constructor(answers: readonly Answer[] = []) {
    this.#answers = [...answers];
  }

  /** Answers that nobody has asked for. */
  get unused(): readonly Answer[] {
    return this.#answers;
  }

  answer(...answers: readonly Answer[]): void {
    this.#answers.push(...answers);
  }

  async pick<T>(options: PickOptions<T>): Promise<T> {
    this.#ask('pick', options.title, options.place);
    const signal = new AbortController().signal;
    const choices = typeof options.choices === 'function' ? await options.choices(signal) : options.choices;
    this.offered.push(choices.map(({ label }) => label));
    this.details.push(choices.flatMap(({ detail }) => detail ?? []));
    const answer = this.#next(`pick ${options.title}`);
    assert.ok(typeof answer === 'object' && 'pick' in answer, `${options.title} wants a choice, not ${JSON.stringify(answer)}`);
    const chosen = choices.find(({ label }) => label === answer.pick) ?? options.fromText?.(answer.pick);
    assert.ok(chosen, `"${answer.pick}" is not among ${choices.map(({ label }) => label).join(', ')}`);
    return chosen.value;
  }

  async input(options: InputOptions): Promise<string> {
    this.#ask(options.password === true ? 'password' : 'input', options.title, options.place);
    this.prompts.push(options.prompt);
    for (;;) {
      const answer = this.#next(`input ${options.title}: ${options.prompt}`);
      assert.ok(typeof answer === 'object' && 'input' in answer, `${options.title} wants a text, not ${JSON.stringify(answer)}`);
      options.onType?.(answer.input);
      const understood = options.describe?.(answer.input);
      if (understood !== undefined) this.understood.push(understood);
      const problem = await options.validate?.(answer.input);
      if (problem === undefined) return answer.input;
      this.notices.push(`refused: ${problem}`);
    }
  }

  saveFile({ title, name }: SaveOptions): Promise<string> {
    this.#ask('file', title, undefined);
    this.fileNames.push(name);
    const answer = this.#next(`file ${title}`);
    assert.ok(typeof answer === 'object' && 'file' in answer, `${title} wants a file, not ${JSON.stringify(answer)}`);
    return Promise.resolve(answer.file);
  }

  chooseFile({ title, button }: OpenOptions): Promise<string> {
    this.#ask('file', title, undefined);
    return Promise.resolve().then(() => {
      const answer = this.#next(`file ${title}: ${button}`);
      assert.ok(typeof answer === 'object' && 'file' in answer, `${title} wants a file, not ${JSON.stringify(answer)}`);
      return answer.file;
    });
  }

  openFile(path: string): Promise<void> {
    this.openedFiles.push(path);
    return Promise.resolve();
  }

  chooseFolder({ title, button }: OpenOptions): Promise<string> {
    this.#ask('folder', title, undefined);
    return Promise.resolve().then(() => {
      const answer = this.#next(`folder ${title}: ${button}`);
      assert.ok(typeof answer === 'object' && 'folder' in answer, `${title} wants a folder, not ${JSON.stringify(answer)}`);
      return answer.folder;
    });
  }

  confirm<B extends string>({ message, detail, buttons }: Question<B>): Promise<B> {
    this.notices.push(['modal:', message, detail ?? ''].join(' ').trim());
    return Promise.resolve().then(() => this.#button(buttons) ?? this.#giveUp());
  }

  notify<B extends string>(severity: 'info' | 'warning' | 'error', message: string, buttons: readonly B[] = []): Promise<B | undefined> {
    this.notices.push(`${severity}: ${message}${buttons.map((button) => ` [${button}]`).join('')}`);
    if (buttons.length === 0 || this.#answers.length === 0) return Promise.resolve(undefined);
    return Promise.resolve(this.#button(buttons));
  }

  async progress<T>(title: string, task: (report: (message: string) => void, signal: AbortSignal) => Promise<T>): Promise<T> {
    this.progressed.push(title);
    const controller = new AbortController();
    if (this.cancelProgress) controller.abort();
    return task((message) => this.progressed.push(message), controller.signal);
  }

  showText(document: TextToShow): Promise<void> {
    this.texts.push(document);
    return Promise.resolve();
  }

  newDocument(language: string, text: string, cursor?: number): Promise<void> {
    this.documents.push({ language, text, cursor });
    return Promise.resolve();
  }

  replaceText(uri: string, { start, end }: { readonly start: number; readonly end: number }, text: string): Promise<void> {
    this.replaced.push({ uri, start, end, text });
    return Promise.resolve();
  }

  reveal(uri: string, { start, end }: { readonly start: number; readonly end: number }): Promise<void> {
    this.revealed.push({ uri, start, end });
    return Promise.resolve();
  }

  showProblems(uri: string): Promise<void> {
    this.problems.push(uri);
    return Promise.resolve();
  }

  showStatus(message: string): void {
    this.statuses.push(message);
  }

  activeEditor(): ActiveEditor | undefined {
    return this.editor;
  }

  readClipboard(): Promise<string> {
    return Promise.resolve(this.clipboard);
  }

  writeClipboard(text: string): Promise<void> {
    this.clipboard = text;
    return Promise.resolve();
  }

  #ask(kind: string, title: string, place: Place | undefined): void {
    this.asked.push(place === undefined ? `${kind} ${title}` : `${kind} ${title} ${place.step}/${place.of}${place.canGoBack ? ' <' : ''}`);
  }

  #next(question: string): Answer {
    const answer = this.#answers.shift();
    assert.ok(answer !== undefined, `nobody answers "${question}"`);
    if (answer === 'back') throw new WentBack();
    if (answer === 'escape') throw abortError();
    return answer;
  }

  #button<B extends string>(buttons: readonly B[]): B | undefined {
    const answer = this.#answers.shift();
    if (answer === 'close' || answer === 'escape') return undefined;
    assert.ok(typeof answer === 'object' && 'button' in answer, `one of [${buttons.join('] [')}] is wanted, not ${JSON.stringify(answer)}`);
    const button = buttons.find((one) => one === answer.button);
    assert.ok(button !== undefined, `there is no [${answer.button}] among [${buttons.join('] [')}]`);
    return button;
  }

  #giveUp(): never {
    throw abortError();
  }
}
