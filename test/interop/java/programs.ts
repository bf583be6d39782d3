import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findJava, findMaven } from '../../../tools/stack/java.ts';
import { installInto } from '../../../tools/support/install.ts';
import { run } from '../../../tools/support/processes.ts';
import { say } from '../../../tools/support/say.ts';

/** Programs in this folder, and the jars that they need. */
export interface JavaPrograms {
  /** Their folder in `.tools/`. */
  readonly name: string;
  /** Lists the jars, a compiler among them. */
  readonly pom: string;
  /** What copies them, and the option that says where. */
  readonly copy: readonly [goal: string, folder: string, ...options: readonly string[]];
  readonly sources: readonly string[];
  /** What is downloaded, for whoever waits for it. */
  readonly download: string;
}

/** Gives the lines to one of the programs, in a file that is its first argument, and returns the lines it prints. */
export async function runJava(
  programs: JavaPrograms,
  program: string,
  lines: readonly string[],
  more: readonly string[] = [],
): Promise<string[]> {
  const java = await findJava(say);
  const installed = await install(programs, java);
  const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
  try {
    const file = path.join(scratch, 'schemas');
    writeFileSync(file, lines.join('\n'));
    const classPath = `${path.join(installed, 'libs')}/*:${path.join(installed, 'classes')}`;
    // A schema may nest 1000 levels deep, which Java's own default is too small for here and there.
    const output = await run(java, ['-Xss4m', '-cp', classPath, program, file, ...more], { what: `Asking ${program}` });
    return output.trimEnd().split('\n');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The folder of the jars and the compiled programs, installed where they are not yet. */
export async function installPrograms(programs: JavaPrograms): Promise<string> {
  return install(programs, await findJava(say));
}

/** The jars in `libs/` and the compiled programs in `classes/`. */
function install({ name, pom, copy, sources, download }: JavaPrograms, java: string): Promise<string> {
  const files = [pom, ...sources].map((file) => path.join(import.meta.dirname, file));
  const [pomFile = '', ...sourceFiles] = files;
  const stamp = files.map((file) => readFileSync(file, 'utf8')).join('');
  return installInto(name, stamp, async (partial) => {
    const maven = await findMaven(say);
    say(`Downloading ${download} and a compiler from Maven Central into .tools/${name}…`);
    const libs = path.join(partial, 'libs');
    const [goal, folder, ...options] = copy;
    await run(maven, ['-B', '-q', '-f', pomFile, goal, `-D${folder}=${libs}`, ...options], { what: `Fetching ${download} with Maven` });
    const compiler = 'org.eclipse.jdt.internal.compiler.batch.Main';
    // The compiler takes no wildcards.
    const jars = readdirSync(libs).map((jar) => path.join(libs, jar));
    const target = ['-17', '-nowarn', '-cp', jars.join(':'), '-d', path.join(partial, 'classes')];
    await run(java, ['-cp', `${libs}/*`, compiler, ...target, ...sourceFiles], { what: 'Compiling the programs for it' });
  });
}

export function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

export function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
