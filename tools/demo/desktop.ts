import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from '../support/processes.ts';
import { findCommand } from '../support/system.ts';

/** The oldest VS Code that takes the extension: see "engines" in package.json. */
const oldest = [1, 100] as const;

/**
 * The `code` of a desktop VS Code that can show a window here, or undefined. It is not the one that a remote or browser
 * workbench puts on its terminal's PATH: that would open files in the window from which the demo was started.
 */
export async function findDesktopCode(env: NodeJS.ProcessEnv = process.env, platform = process.platform): Promise<string | undefined> {
  const code = findCommand('code');
  if (code === undefined || env['VSCODE_IPC_HOOK_CLI'] !== undefined) return undefined;
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return undefined;
  if (/remote-cli|code-server/.test(realpathSync(code))) return undefined;
  try {
    return isDesktopVersion(await run(code, [...rootFlags(), '--version'], { limitMs: 20_000 })) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Whether this is what a desktop VS Code of a fitting version says of itself: version, commit, architecture, a line each. */
export function isDesktopVersion(said: string): boolean {
  const found = /^(\d+)\.(\d+)\.\d+\S*\r?\n[0-9a-f]{40}\r?\n\w+/.exec(said.trim());
  if (found === null) return false;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** Arguments that open a folder with the extension under development in a VS Code of its own, apart from the user's. */
export function desktopArguments(options: { readonly extension: string; readonly dataFolder: string; readonly folder: string }): string[] {
  return [
    `--extensionDevelopmentPath=${options.extension}`,
    `--user-data-dir=${path.join(options.dataFolder, 'data')}`,
    `--extensions-dir=${path.join(options.dataFolder, 'extensions')}`,
    ...['--new-window', '--wait', '--skip-welcome', '--skip-release-notes', '--disable-workspace-trust', ...rootFlags()],
    options.folder,
  ];
}

/**
 * Ends the VS Code that runs on the data folder. The `code` command starts it in a process group of its own, which does not end
 * with the command; the main process's id stands in a file of the folder.
 */
export async function stopDesktop(dataFolder: string): Promise<void> {
  const lock = path.join(dataFolder, 'data/code.lock');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').trim());
  if (!Number.isSafeInteger(pid) || pid <= 1) return;
  const isOurs = async () => {
    try {
      return (await run('ps', ['-o', 'command=', '-p', String(pid)], { limitMs: 5000 })).includes(dataFolder);
    } catch {
      return false;
    }
  };
  for (let tries = 0; tries < 50 && (await isOurs()); tries++) {
    process.kill(pid, tries < 30 ? 'SIGTERM' : 'SIGKILL');
    await delay(100);
  }
}

/** Its sandbox does not start for root. */
function rootFlags(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
