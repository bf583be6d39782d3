import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findPython } from '../stack/java.ts';
import { inRoot } from '../support/paths.ts';
import { installInto } from '../support/install.ts';
import { run } from '../support/processes.ts';
import type { Say } from '../support/say.ts';
import { installSpark } from './spark.ts';

const requirements = inRoot('tools/test/requirements.txt');

/**
 * A Python with Confluent's client, from PyPI into `.tools/venv`.
 *
 * @returns the path of its executable
 */
export async function installInteropPython(say: Say): Promise<string> {
  const stamp = readFileSync(requirements, 'utf8');
  const folder = await installInto('venv', stamp, async (partial) => {
    const python = await findPython(['-m', 'venv'], ['python3', 'python3-venv', 'python3-pip'], say);
    say("Downloading Confluent's Python client from PyPI into .tools/venv (about 30 MB)…");
    await run(python, ['-m', 'venv', '--clear', partial], { what: 'Making a virtual environment' });
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '-r', requirements];
    await run(path.join(partial, 'bin/python'), pip, { what: "Installing Confluent's client with pip" });
  });
  return path.join(folder, 'bin/python');
}

/**
 * Spark 3.5 with its Avro and Kafka parts, from PyPI and Maven Central into `.tools/spark`.
 *
 * @returns the environment by which tests find it
 */
export async function installInteropSpark(say: Say): Promise<Readonly<Record<string, string>>> {
  const { python, jars, env } = await installSpark('3.5', say);
  return { INTEROP_SPARK_PYTHON: python, SPARK_JARS: jars.join(','), SPARK_JAVA_HOME: env.JAVA_HOME };
}

const schemaregistry = '@confluentinc/schemaregistry@1.10.1';

/**
 * Confluent's client of registries for JavaScript, from npm into `.tools/npm-confluent`.
 *
 * @returns the folder in which it is installed
 */
export async function installConfluentJs(say: Say): Promise<string> {
  return installInto('npm-confluent', schemaregistry, async (partial) => {
    say("Downloading Confluent's JavaScript client from npm into .tools/npm-confluent (170 MB unpacked)…");
    const install = ['install', '--prefix', partial, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await run('npm', [...install, schemaregistry], { cwd: partial, what: "Installing Confluent's JavaScript client with npm" });
  });
}
