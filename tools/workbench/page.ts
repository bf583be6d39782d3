import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';

/** How long a step waits for what it needs. */
const stepLimitMs = 30_000;
const windowLimitMs = 90_000;

const registriesHeader = '> .pane-header[aria-label^="Registries"]';

/** What a person does in a workbench's window. Every step waits for what it needs to be drawn; none sleeps. */
export class WorkbenchPage {
  readonly page: Page;
  readonly #pictures: string;

  /** @param pictures the folder for screenshots */
  constructor(page: Page, pictures: string) {
    this.page = page;
    this.#pictures = pictures;
    page.setDefaultTimeout(stepLimitMs);
  }

  /** Waits until the window is drawn, the explorer lists the folder, and what the extension contributes is there. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: windowLimitMs });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: windowLimitMs });
    // The palette lists the commands that there are at the moment when it is opened.
    await this.page.locator('.activitybar').getByRole('tab', { name: 'Avro' }).waitFor({ timeout: windowLimitMs });
  }

  /** Takes a picture of the window; returns its path. */
  async shot(name: string): Promise<string> {
    mkdirSync(this.#pictures, { recursive: true });
    const file = path.join(this.#pictures, `${name}.png`);
    // Ends fades first, or menus and messages come out half transparent.
    await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }

  /** The box in which one picks, types and confirms. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** The field of the quick input. */
  get quickField(): Locator {
    return this.quickInput.locator('.quick-input-box input').first();
  }

  /** Rows that the quick input offers. */
  option(text: string | RegExp): Locator {
    return this.quickInput.locator('.monaco-list-row', { hasText: text });
  }

  /** Picks the first row that shows the text. */
  async pick(text: string | RegExp): Promise<void> {
    await this.option(text).first().click();
  }

  /** Answers an input box whose title or prompt shows `prompt`: waits for it, types, and confirms. */
  async answer(prompt: string | RegExp, value: string): Promise<void> {
    await this.quickInput.filter({ hasText: prompt }).waitFor();
    await this.quickField.fill(value);
    await this.page.keyboard.press('Enter');
  }

  /** As `answer`, by keys alone. */
  async typeAnswer(prompt: string | RegExp, value: string): Promise<void> {
    await this.quickInput.filter({ hasText: prompt }).waitFor();
    await this.page.keyboard.press('Control+A');
    if (value === '') await this.page.keyboard.press('Delete');
    else await this.page.keyboard.insertText(value);
    await this.page.keyboard.press('Enter');
  }

  /** Names a file in the dialog that asks for one. The dialog looks at what is typed, and takes Enter only when it has. */
  async saveAs(file: string): Promise<void> {
    const field = this.quickInput.getByPlaceholder('Folder path');
    await field.waitFor();
    for (const end = Date.now() + stepLimitMs; ;) {
      await this.#fillDialog(file);
      await field.press('Enter');
      // A second Enter, while it still works on the first, would be taken for the name of a folder that there is not.
      const isGone = await field.waitFor({ state: 'hidden', timeout: 10_000 }).then(
        () => true,
        () => false,
      );
      // A dialog that had not looked yet asks whether to create a folder, and without an answer comes back.
      const asks = this.quickInput.locator('input[aria-label*="Would you like to create it"]');
      if (isGone && !(await asks.isVisible())) return;
      if (isGone) await this.page.keyboard.press('Escape');
      if (Date.now() > end) throw new Error(`The dialog does not take ${file}.`);
    }
  }

  /** Chooses a file in the dialog with this title, by its button. The dialog may put a folder in place of what is typed too soon. */
  async chooseFile(title: string, button: string, file: string): Promise<void> {
    const dialog = this.quickInput.filter({ hasText: title });
    await dialog.waitFor();
    for (const end = Date.now() + stepLimitMs; ;) {
      await this.#fillDialog(file);
      await dialog.getByRole('button', { name: button }).click();
      const isGone = await dialog.waitFor({ state: 'hidden', timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (isGone) return;
      if (Date.now() > end) throw new Error(`The dialog does not take ${file}.`);
    }
  }

  /** A dialog puts the file that it offers into its field a moment after it has opened, over what is typed by then. */
  async #fillDialog(file: string): Promise<void> {
    for (const end = Date.now() + stepLimitMs; Date.now() < end;) {
      if ((await this.quickField.inputValue()) === '') continue;
      await this.quickField.fill(file);
      await this.quickInput.locator('.monaco-progress-container.active').waitFor({ state: 'hidden' });
      await this.page.waitForTimeout(200);
      if ((await this.quickField.inputValue()) === file) return;
    }
    throw new Error(`The dialog does not keep ${file}.`);
  }

  /** As `pick`, by keys alone: types until the row is the one that Enter takes. */
  async typeChoice(placeholder: string | RegExp, text: string): Promise<void> {
    await this.quickInput.getByPlaceholder(placeholder).waitFor();
    await this.page.keyboard.insertText(text);
    await this.#takeFocused(text);
  }

  /**
   * As `command`, by keys alone. Where `placeholder` is given, it ends when the list with it shows: a page that had the
   * keyboard before may get it back from the closing palette a moment too late, which closes the list that came next.
   */
  async typeCommand(title: string, placeholder?: string | RegExp): Promise<void> {
    for (let tries = 1; ; tries++) {
      await this.#openQuickInput(`>${title}`, 'F1');
      await this.#takeFocused(title);
      if (placeholder === undefined) return;
      try {
        await this.quickInput.getByPlaceholder(placeholder).waitFor({ timeout: 8000 });
        return;
      } catch (error) {
        if (tries === 3) throw error;
      }
    }
  }

  /** Opens a file of the folder through quick open and waits for its text. */
  async openFile(name: string): Promise<void> {
    await this.#openQuickInput(name, 'Control+P');
    await this.#takeFocused(name);
    await this.tab(name).waitFor();
    await this.editor.locator('.view-line').first().waitFor();
  }

  /** Runs a command by its title, by a click on its row: Enter would take whatever row is first at that moment. */
  async command(title: string): Promise<void> {
    await this.#openQuickInput(`>${title}`, 'F1');
    await this.option(title).first().click();
  }

  /** The active editor. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance');
  }

  /** Lines of the active editor that show the text. */
  line(text: string | RegExp): Locator {
    // The editor draws spaces that don't break; of a pattern, nobody else makes one of the other.
    const drawn = typeof text === 'string' ? text : new RegExp(text.source.replaceAll(' ', '\\s'), text.flags);
    return this.editor.locator('.view-line', { hasText: drawn });
  }

  tab(name: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: name });
  }

  /** A CodeLens of the active editor; one without a command is no link. */
  lens(text: string | RegExp): Locator {
    return this.editor.locator('.codelens-decoration :is(a, span:not(.codicon))', { hasText: text });
  }

  /** Clicks a CodeLens until what it leads to shows: one that is drawn anew just then loses the click. */
  async clickLens(text: string | RegExp, leadsTo: Locator = this.quickInput): Promise<void> {
    await this.lens(text).first().waitFor();
    await this.#clickUntil(this.lens(text).first(), () => leadsTo.first().waitFor({ timeout: 5000 }));
  }

  squiggles(kind: 'error' | 'warning' | 'info' = 'error'): Locator {
    return this.editor.locator(`.squiggly-${kind}`);
  }

  /** Opens the Problems panel. */
  async problems(): Promise<Locator> {
    await this.page.keyboard.press('Control+Shift+M');
    const panel = this.page.locator('.markers-panel');
    await panel.waitFor();
    return panel;
  }

  /** Shows a container of the activity bar by its title. */
  async view(title: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: title });
    if ((await tab.first().getAttribute('aria-selected')) !== 'true') await tab.first().click();
    await this.page.locator('.sidebar .composite.title', { hasText: title }).waitFor();
  }

  /** Rows of the side bar's trees, but for the view of registries, which names the same connections. */
  treeRow(label: string | RegExp): Locator {
    return this.page.locator(`.sidebar .pane:not(:has(${registriesHeader})) .monaco-list-row`, { hasText: label });
  }

  /** Rows of the view of registries. */
  registryRow(label: string | RegExp): Locator {
    return this.page.locator(`.sidebar .pane:has(${registriesHeader}) .monaco-list-row`, { hasText: label });
  }

  /** Opens a row's context menu and chooses an entry. */
  async contextMenu(row: Locator, label: string): Promise<void> {
    // Where the mouse rests by chance, what pops up there may cover the row.
    await this.page.mouse.move(1, 1);
    await row.click({ button: 'right' });
    await this.menuItem(label);
  }

  /** Chooses an entry of the menu that is open. */
  async menuItem(label: string): Promise<void> {
    const item = this.menuEntry(label).first();
    await this.#clickUntil(item, () => item.waitFor({ state: 'hidden', timeout: 3000 }));
  }

  /** Opens a menu within the menu that is open, and waits for one of its entries. */
  async submenu(label: string, entry: string): Promise<void> {
    await this.#clickUntil(this.menuEntry(label).first(), () => this.menuEntry(entry).first().waitFor({ timeout: 3000 }));
  }

  /** Entries of the menu that is open. It is drawn in a shadow root, into which locators look. */
  menuEntry(label: string): Locator {
    return this.page.locator('.monaco-menu .action-label', { hasText: label });
  }

  /** A notification that shows the text. */
  toast(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text });
  }

  /** A modal question that shows the text. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box', { hasText: text });
  }

  /** An entry of the status bar. */
  status(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item', { hasText: text });
  }

  /** The document that an extension put into its page: a frame in a frame. With several pages, the visible one. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
  }

  /** As `webview`, of the page whose title begins so: for where several are in sight. */
  async webviewOf(title: string): Promise<FrameLocator> {
    const outer = this.page.locator('iframe.webview.ready:visible');
    for (const end = Date.now() + stepLimitMs; Date.now() < end;) {
      await this.page.waitForTimeout(100);
      for (const one of await outer.all()) {
        const name = await one.getAttribute('name', { timeout: 1000 }).catch(() => null);
        const frame = this.page.frameLocator(`iframe.webview[name="${name ?? ''}"]`);
        const inner = frame.locator('iframe#active-frame');
        const found = name === null ? null : await inner.getAttribute('title', { timeout: 1000 }).catch(() => null);
        if (found?.startsWith(title) === true) return frame.frameLocator('iframe#active-frame');
      }
    }
    throw new Error(`No page in sight has a title that begins with ${title}.`);
  }

  /** For a tenth of a second a new menu does not listen to the mouse, and a click that it missed changes nothing. */
  async #clickUntil(item: Locator, isDone: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
      // From the second time on it may be gone, since a click has worked that took its time.
      if (tries === 1) await item.click();
      else await item.click({ timeout: 1000 }).catch(() => undefined);
      try {
        await isDone();
        return;
      } catch (error) {
        if (tries === 5) throw error;
      }
    }
  }

  async #takeFocused(text: string): Promise<void> {
    await this.quickInput.locator('.monaco-list-row.focused', { hasText: text }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  async #openQuickInput(text: string, keys: string): Promise<void> {
    // The key can be lost while the window is still settling, and what is shown just then takes the focus and closes the box.
    // So it is pressed again until the box shows and takes the text.
    for (let tries = 1; ; tries++) {
      await this.page.keyboard.press(keys);
      try {
        await this.quickField.fill(text, { timeout: 3000 });
        break;
      } catch (error) {
        if (tries === 5) throw error;
      }
    }
  }
}
