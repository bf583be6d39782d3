import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { SetupError } from '../support/say.ts';
import type { Say } from '../support/say.ts';
import { findCommand, installSystemPackages } from '../support/system.ts';

/**
 * Where Chromium lies: CHROMIUM in the environment, or one on the PATH; installed where this is root on Debian.
 *
 * @throws SetupError that says what to install
 */
export async function findChromium(say: Say): Promise<string> {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new SetupError(`There is no ${named}, which CHROMIUM names.`);
    return named;
  }
  const find = () => ['chromium', 'chromium-browser', 'google-chrome'].map(findCommand).find((file) => file !== undefined);
  const found = find();
  if (found !== undefined) return found;
  await installSystemPackages(['chromium', 'fonts-dejavu-core'], 'Chromium, the window of the tests (about 350 MB)', say);
  return find() ?? '/usr/bin/chromium';
}

export function launchBrowser(executable: string): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    headless: true,
    // It shows nothing but this machine's own pages, and its sandbox does not start for root.
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: 60_000,
  });
}

/** A window of its own profile, and what it asked of other machines, which it never gets. */
export interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Addresses beyond this machine that the page asked for. */
  readonly refused: readonly string[];
}

/** Opens a window that may reach the loopback address only. */
export async function openWindow(browser: Browser, size = { width: 1280, height: 800 }): Promise<Window> {
  // Otherwise menus and messages are half transparent on a screenshot.
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  const refused: string[] = [];
  const isElsewhere = (url: URL) => !['127.0.0.1', 'localhost'].includes(url.hostname) && !['data:', 'blob:'].includes(url.protocol);
  await context.route(isElsewhere, async (route) => {
    refused.push(route.request().url());
    await route.abort();
  });
  return { context, page: await context.newPage(), refused };
}
