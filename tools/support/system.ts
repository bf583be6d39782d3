import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './processes.ts';
import { SetupError } from './say.ts';
import type { Say } from './say.ts';

/** Where a command lies on the PATH, or undefined. */
export function findCommand(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/**
 * Installs Debian packages where this is root on Debian or Ubuntu.
 *
 * @param what for people: what they are needed for, with their size
 * @throws SetupError that says what to install, everywhere else
 */
export async function installSystemPackages(packages: readonly string[], what: string, say: Say): Promise<void> {
  const apt = findCommand('apt-get');
  if (apt === undefined || process.getuid?.() !== 0) {
    const how = apt === undefined ? `your system's packages for: ${packages.join(', ')}` : `sudo apt-get install ${packages.join(' ')}`;
    throw new SetupError(`${what} is missing. Install it and run this again:\n  ${how}`);
  }
  say(`Installing ${packages.join(', ')} with apt-get: ${what}…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run(apt, ['update', '-qq'], { env, limitMs: 300_000 });
  await run(apt, ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, limitMs: 900_000 });
}
