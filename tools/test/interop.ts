import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findMaven, findPython, findSparkJavaHome } from '../stack/java.ts';
import { inRoot } from '../support/paths.ts';
import { installInto } from '../support/install.ts';
import { run } from '../support/processes.ts';
import type { Say } from '../support/say.ts';

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

const sparkRequirements = inRoot('tools/test/spark.txt');
const sparkJars = ['org.apache.spark:spark-avro_2.12:3.5.7'];

/**
 * Spark with its Avro reader, from PyPI and Maven Central into `.tools/spark`.
 *
 * @returns the environment by which tests find it
 */
export async function installSpark(say: Say): Promise<Readonly<Record<string, string>>> {
  const stamp = `${readFileSync(sparkRequirements, 'utf8')}${sparkJars.join(' ')}`;
  const folder = await installInto('spark', stamp, async (partial) => {
    const python = await findPython(['-m', 'venv'], ['python3', 'python3-venv', 'python3-pip'], say);
    const maven = await findMaven(say);
    say('Downloading Spark from PyPI into .tools/spark (320 MB, 370 MB unpacked)…');
    await run(python, ['-m', 'venv', '--clear', path.join(partial, 'venv')], { what: 'Making a virtual environment' });
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '-r', sparkRequirements];
    await run(path.join(partial, 'venv/bin/python'), pip, { what: 'Installing Spark with pip', limitMs: 900_000 });
    for (const artifact of sparkJars) {
      const goal = 'org.apache.maven.plugins:maven-dependency-plugin:2.8:copy';
      const copy = ['-B', '-q', goal, `-Dartifact=${artifact}`, `-DoutputDirectory=${path.join(partial, 'jars')}`];
      await run(maven, copy, { what: `Fetching ${artifact} with Maven` });
    }
  });
  const jars = readdirSync(path.join(folder, 'jars')).map((jar) => path.join(folder, 'jars', jar));
  return {
    INTEROP_SPARK_PYTHON: path.join(folder, 'venv/bin/python'),
    SPARK_JARS: jars.join(','),
    SPARK_JAVA_HOME: await findSparkJavaHome(say),
  };
}
