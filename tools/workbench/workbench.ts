import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../support/paths.ts';
import { SetupError, say as sayAloud } from '../support/say.ts';
import type { Say } from '../support/say.ts';
import { findChromium, launchBrowser, openWindow } from './browser.ts';
import type { Window } from './browser.ts';
import { installWorkbench } from './install.ts';
import type { WorkbenchAge } from './install.ts';
import { WorkbenchPage } from './page.ts';
import { installExtension, startServer, temporaryDataFolder, windowAddress } from './server.ts';

/** The packed extension, installed in a workbench with a browser before it. */
export interface RunningWorkbench {
  /** Everything that the workbench writes, removed by `close`. */
  readonly dataFolder: string;
  /** The Node that the extension runs on. */
  readonly node: string;
  /**
   * Opens a window on a copy of a folder, with a browser profile of its own, and waits until it is ready.
   *
   * @param folder copied first, so that a test may write to it; `prepare` is handed the copy before the window opens
   */
  open(folder: string, prepare?: (copy: string) => void): Promise<OpenWindow>;
  /** What code-server wrote. */
  output(): string;
  close(): Promise<void>;
}

export interface OpenWindow extends Window {
  readonly workbench: WorkbenchPage;
  /** The copy on which the window is open. */
  readonly folder: string;
  close(): Promise<void>;
}

export interface WorkbenchOptions {
  /** The packed extension; the one of `npm run package` where undefined. */
  readonly vsix?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly trust?: boolean;
  /** The newest where undefined. */
  readonly age?: WorkbenchAge;
  /** Where screenshots go. */
  readonly pictures?: string;
  readonly say?: Say;
}

/** Where `npm run package` puts the packed extension. */
export const packedExtension = inRoot('dist/avro-workbench.vsix');

/** Installs what is missing, and starts a workbench with the packed extension in it, and a browser. */
export async function startWorkbench(options: WorkbenchOptions = {}): Promise<RunningWorkbench> {
  const { vsix = process.env['AVRO_WORKBENCH_VSIX'] ?? packedExtension, pictures = inRoot('out/ui'), say = sayAloud } = options;
  if (!existsSync(vsix)) throw new SetupError(`There is no ${vsix}: "npm run package" makes it.`);
  const workbench = await installWorkbench(say, options.age);
  const chromium = await findChromium(say);
  const dataFolder = temporaryDataFolder();
  await installExtension(workbench, vsix, dataFolder);
  const { settings, env, trust } = options;
  const server = await startServer(workbench, { dataFolder, settings, env, trust, temporary: true });
  const browser = await launchBrowser(chromium);
  let windows = 0;
  return {
    dataFolder,
    node: workbench.node,
    open: async (folder, prepare) => {
      const copy = path.join(dataFolder, `window-${++windows}`, path.basename(folder));
      mkdirSync(copy, { recursive: true });
      cpSync(folder, copy, { recursive: true });
      prepare?.(copy);
      const window = await openWindow(browser);
      await window.page.goto(windowAddress(server.url, { folder: copy }), { waitUntil: 'commit' });
      const page = new WorkbenchPage(window.page, pictures);
      await page.ready();
      return { ...window, workbench: page, folder: copy, close: () => window.context.close() };
    },
    output: () => server.service.output(),
    close: async () => {
      await browser.close();
      await server.service.stop();
    },
  };
}
