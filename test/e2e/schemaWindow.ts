import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { inRoot } from '../../tools/support/paths.ts';
import type { WorkbenchPage } from '../../tools/workbench/page.ts';
import type { OpenWindow, RunningWorkbench } from '../../tools/workbench/workbench.ts';

/** A window on test/e2e/schemas, and what a person does there with the keyboard. */
export class SchemaWindow {
  readonly page: WorkbenchPage;
  readonly folder: string;

  constructor({ workbench, folder }: OpenWindow) {
    this.page = workbench;
    this.folder = folder;
  }

  /** In a browser files are saved by themselves, and a test could not tell what was saved from what was not. */
  static readonly settings = { 'files.autoSave': 'off' } as const;

  static async open(workbench: RunningWorkbench): Promise<SchemaWindow> {
    const window = await workbench.open(inRoot('test/e2e/schemas'));
    await window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    return new SchemaWindow(window);
  }

  /** A file as it is saved. */
  saved(file: string): string {
    return readFileSync(path.join(this.folder, file), 'utf8');
  }

  press(keys: string): Promise<void> {
    return this.page.page.keyboard.press(keys);
  }

  /** Opens a file that is saved as it is shown, and puts the cursor behind the first place of the text. */
  async cursorBehind(file: string, text: string): Promise<void> {
    const all = this.saved(file);
    const start = all.indexOf(text);
    assert(start >= 0, `${file} holds ${text}.`);
    const before = all.slice(0, start + text.length).split('\n');
    const isActive = (await this.page.page.locator('.tabs-container .tab.active', { hasText: file }).count()) > 0;
    if (!isActive) await this.page.openFile(file);
    await this.press('Control+G');
    await this.page.quickField.fill(`:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`);
    await this.press('Enter');
    await this.page.quickInput.waitFor({ state: 'hidden' });
    await this.page.status(`Ln ${before.length}, Col ${(before.at(-1)?.length ?? 0) + 1}`).waitFor();
  }

  /** Saves the active editor. */
  async save(file: string): Promise<void> {
    await this.press('Control+S');
    await this.page.page.locator('.tabs-container .tab.active:not(.dirty)', { hasText: file }).waitFor();
  }

  /** Takes changes back until the file is as it is saved. */
  async undo(file: string): Promise<void> {
    await this.page.typeCommand('File: Revert File');
    await this.page.page.locator('.tabs-container .tab.active:not(.dirty)', { hasText: file }).waitFor();
  }

  /** The hover at the cursor. */
  async hover(): Promise<Locator> {
    await this.press('Control+K');
    await this.press('Control+I');
    const hover = this.page.editor.locator('.monaco-hover:not(.hidden)', { has: this.page.page.locator('.hover-row') });
    await hover.waitFor();
    return hover;
  }

  /** The menu of what can be done at the cursor. */
  get actions(): Locator {
    return this.page.page.locator('.action-widget:visible').first();
  }

  /** Opens the menu of what can be done at the cursor, and waits for an entry. */
  async openActions(title: string): Promise<Locator> {
    const entry = this.actions.locator('.monaco-list-row', { hasText: title }).first();
    // A menu that came up before the newest findings did is closed and asked for again.
    for (let tries = 1; ; tries++) {
      await this.press('Control+.');
      try {
        await entry.waitFor({ timeout: 4000 });
        return entry;
      } catch (error) {
        if (tries === 5) throw error;
        await this.press('Escape');
      }
    }
  }

  async act(title: string): Promise<void> {
    const entry = await this.openActions(title);
    await entry.click();
    await this.actions.waitFor({ state: 'hidden' });
  }

  /** Rows of the Problems panel, which is open. */
  problem(text: string | RegExp): Locator {
    return this.page.page.locator('.markers-panel .monaco-list-row', { hasText: text });
  }

  /** Closes the Problems panel, which is open. */
  async closeProblems(): Promise<void> {
    await this.press('Control+J');
    await this.page.page.locator('.markers-panel').waitFor({ state: 'hidden' });
  }

  /** The suggestions that are shown. */
  suggestion(label: string): Locator {
    return this.page.page.locator('.suggest-widget.visible').getByRole('option', { name: new RegExp(`^${label}\\b`) });
  }

  /** What was copied, as soon as it looks so: it takes its way through the extension host. */
  clipboard(wanted: RegExp): Promise<string> {
    return eventually(
      async () => String(await this.page.page.evaluate('navigator.clipboard.readText()')),
      (text) => wanted.test(text),
    );
  }

  /**
   * Waits until the page of rules is shown with its style sheets. Where these come late, at the first time, the editor's
   * preview scrolls by the heights that things have without them.
   */
  async rulesLoaded(): Promise<void> {
    const body = this.page.webview().locator('body', { has: this.page.page.locator('h2') });
    await body.waitFor();
    await eventually(
      async () => String(await body.evaluate('document.readyState')),
      (state) => state === 'complete',
    );
  }

  /** Waits until the page of rules is shown, scrolled to a rule. */
  async rulesAt(id: string): Promise<void> {
    const heading = this.page.webview().locator(`h2#${id}`);
    await heading.waitFor();
    await eventually(
      async () => (await heading.boundingBox())?.y ?? -1,
      (top) => top > 0 && top < 200,
    );
  }

  /** The colour of a word in a line that shows `line`, as soon as the word is coloured as one. */
  async colour(line: string, word: string): Promise<string> {
    const tokens = `[...document.querySelectorAll('.editor-group-container.active .view-line')]
      .filter((line) => line.textContent.replaceAll('\\u00a0', ' ').includes(${JSON.stringify(line)}))
      .flatMap((line) => [...line.querySelectorAll('span > span')])
      .filter((token) => token.textContent.replaceAll('\\u00a0', ' ').replaceAll('"', '').trim() === ${JSON.stringify(word)})
      .map((token) => getComputedStyle(token).color)`;
    const colours = await eventually(
      () => this.page.page.evaluate<string[]>(tokens),
      ({ length }) => length > 0,
    );
    return colours[0] ?? '';
  }

  /** Waits until exactly this piece of a line that shows `line` is underlined. */
  async underlined(line: string, piece: string): Promise<void> {
    const places = `
      [...document.querySelectorAll('.editor-group-container.active .view-line')]
        .filter((line) => line.textContent.replaceAll('\\u00a0', ' ').includes(${JSON.stringify(line)}))
        .map((line) => {
          const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          const start = line.textContent.replaceAll('\\u00a0', ' ').indexOf(${JSON.stringify(piece)});
          for (let at = 0; texts.nextNode(); at += texts.currentNode.length) {
            const inside = (offset) => offset >= at && offset <= at + texts.currentNode.length;
            if (inside(start) && start < at + texts.currentNode.length) range.setStart(texts.currentNode, start - at);
            if (inside(start + ${piece.length})) { range.setEnd(texts.currentNode, start + ${piece.length} - at); break; }
          }
          return range.getBoundingClientRect();
        })`;
    // Letters are drawn at fractions of a pixel, squiggles at whole ones.
    const isUnder = `
      ${places}.some((place) => [...document.querySelectorAll('.editor-group-container.active [class*=squiggly-]')]
        .map((squiggle) => squiggle.getBoundingClientRect())
        .some((box) => Math.abs(box.left - place.left) < 3 && Math.abs(box.right - place.right) < 3 && Math.abs(box.top - place.top) < 10))`;
    await eventually(
      () => this.page.page.evaluate<boolean>(isUnder),
      (found) => found,
    );
  }
}

/** Reads until what is read is as wanted. */
async function eventually<T>(read: () => Promise<T>, isWanted: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 20_000; ;) {
    const value = await read();
    if (isWanted(value)) return value;
    assert(Date.now() < end, `It is still ${JSON.stringify(value)}.`);
  }
}
