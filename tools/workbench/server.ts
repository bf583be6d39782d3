import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environmentForEditor } from '../support/environment.ts';
import { inTools } from '../support/paths.ts';
import { run, startService } from '../support/processes.ts';
import type { Service } from '../support/processes.ts';
import type { Workbench } from './install.ts';
import { quietSettings } from './settings.ts';

/** A running code-server. */
export interface WorkbenchServer {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  readonly service: Service;
}

export interface ServerOptions {
  /** Everything it writes goes below this folder: user data, extensions, logs. */
  readonly dataFolder: string;
  /** On top of the quiet ones; written only if the folder holds no settings yet. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Any free port where undefined. */
  readonly port?: number | undefined;
  /** Lets an address name an extension under development and its tests. Notifications do not show then. */
  readonly development?: boolean | undefined;
  /** Whether folders have to be trusted first; a new folder is not. */
  readonly trust?: boolean | undefined;
  /** Removes the data folder at the end. */
  readonly temporary?: boolean | undefined;
}

const startLimitMs = 90_000;
const installLimitMs = 120_000;

/** An empty folder for a workbench that is not kept. */
export function temporaryDataFolder(): string {
  mkdirSync(inTools('run'), { recursive: true });
  return mkdtempSync(inTools('run', 'workbench-'));
}

/**
 * Starts code-server on the loopback address, without a password: on a machine with other users, they could use it too.
 *
 * @throws SetupError with the end of its output if it does not start
 */
export async function startServer(workbench: Workbench, options: ServerOptions): Promise<WorkbenchServer> {
  const { dataFolder, trust = false, development = false } = options;
  const settingsFile = path.join(dataFolder, 'data/User/settings.json');
  mkdirSync(path.dirname(settingsFile), { recursive: true });
  if (!existsSync(settingsFile)) {
    const settings = { ...quietSettings, 'security.workspace.trust.enabled': trust, ...options.settings };
    writeFileSync(settingsFile, `${JSON.stringify(settings, null, 2)}\n`);
  }
  const flags = [
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${options.port ?? 0}`],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--disable-proxy'],
    ...(trust ? [] : ['--disable-workspace-trust']),
    ...(workbench.passesOptions ? ['--vscode-option', 'force-disable-user-env', '--vscode-option', 'disable-experiments'] : []),
    // Without this, a built workbench ignores extensionDevelopmentPath and extensionTestsPath in the address.
    ...(development && workbench.passesOptions ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
  const service = startService(workbench.node, [workbench.entry, ...places(dataFolder), ...flags], {
    name: 'code-server',
    env: { ...environment(dataFolder), ...options.env },
    scratch: options.temporary === true ? dataFolder : undefined,
  });
  try {
    const [, url = ''] = await service.line(/HTTP server listening on (http:\/\/[\d.]+:\d+)/, startLimitMs);
    return { url, service };
  } catch (error) {
    await service.stop();
    throw error;
  }
}

/** Installs a packed extension for the servers that use this data folder. */
export async function installExtension(workbench: Workbench, vsix: string, dataFolder: string): Promise<void> {
  await run(workbench.node, [workbench.entry, ...places(dataFolder), '--install-extension', vsix, '--force'], {
    env: environment(dataFolder),
    limitMs: installLimitMs,
    what: 'Installing the packed extension',
  });
}

/** The address of a window on a folder, with an extension under development and its tests where they are given. */
export function windowAddress(
  serverUrl: string,
  window: { readonly folder: string; readonly extension?: string; readonly tests?: string },
): string {
  const url = new URL(serverUrl);
  const remote = (file: string) => `vscode-remote://${url.host}${file}`;
  const payload = [
    ...(window.extension === undefined ? [] : [['extensionDevelopmentPath', remote(window.extension)]]),
    ...(window.tests === undefined ? [] : [['extensionTestsPath', remote(window.tests)]]),
  ];
  url.searchParams.set('folder', window.folder);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  // A person reads it: slashes need no escape in a query.
  return url.href.replaceAll('%2F', '/');
}

function places(dataFolder: string): string[] {
  mkdirSync(dataFolder, { recursive: true });
  const configuration = path.join(dataFolder, 'config.yaml');
  // Without a file of its own it writes one into the home folder.
  writeFileSync(configuration, '{}\n');
  return [
    '--config',
    configuration,
    '--user-data-dir',
    path.join(dataFolder, 'data'),
    '--extensions-dir',
    path.join(dataFolder, 'extensions'),
  ];
}

/** Without a marketplace, and writing nothing into the home folder. */
function environment(dataFolder: string): NodeJS.ProcessEnv {
  return { ...environmentForEditor(), XDG_DATA_HOME: path.join(dataFolder, 'xdg'), VSCODE_PROXY_URI: '', EXTENSIONS_GALLERY: '{}' };
}
