import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../tools/support/processes.ts';
import { say } from '../../tools/support/say.ts';
import { installSpark } from '../../tools/test/spark.ts';
import type { SparkRow } from './sparkRuns.ts';

/** What Spark 3.1 needs of Java 17. */
const opens = ['java.io', 'java.lang', 'java.lang.invoke', 'java.net', 'java.nio', 'java.util', 'sun.nio.ch', 'sun.security.action'].map(
  (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
);

/** Runs programs of Scala as they are, in one shell of the Spark that ABRiS has; the rows of what each calls `messages`. */
export async function runInScala(
  programs: readonly { readonly name: string; readonly text: string }[],
): Promise<ReadonlyMap<string, readonly SparkRow[]>> {
  const [spark, compiler] = [await installSpark('abris', say), await installSpark('3.5', say)];
  const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
  try {
    const files = programs.map(({ name, text }) => {
      const file = path.join(scratch, `${name}.scala`);
      writeFileSync(file, text);
      return file;
    });
    const commands = programs.flatMap(({ name }, index) => [
      `:paste ${files[index] ?? ''}`,
      // On lines of their own, whatever the shell has written before.
      `messages.orderBy("partition", "offset").toJSON.collect().foreach(row => println("\\n== ${name} " + row))`,
    ]);
    const input = path.join(scratch, 'commands');
    writeFileSync(input, [...commands, ':quit', ''].join('\n'));
    // The shell of 3.1 is that of Scala 2.12, whose compiler must be as new as the library.
    const classPath = [...jarsOf(compiler.python, /^scala-compiler/), ...spark.first, ...jarsOf(spark.python, /./), ...spark.jars];
    const settings = { master: 'local[2]', 'ui.enabled': 'false', 'driver.host': '127.0.0.1', 'sql.session.timeZone': 'UTC' };
    const options = Object.entries(settings).map(([name, value]) => `-Dspark.${name}=${value}`);
    const java = path.join(spark.env.JAVA_HOME, 'bin/java');
    const shell = [...opens, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...options, '-cp', classPath.join(':')];
    const main = ['org.apache.spark.repl.Main', '-usejavacp', '-Xnojline'];
    const output = await run('sh', ['-c', '"$@" < "$0"', input, java, ...shell, ...main], {
      ...{ what: 'Running programs of Scala', limitMs: 300_000 },
      env: { ...process.env, SPARK_LOCAL_IP: '127.0.0.1' },
    });
    return new Map(programs.map(({ name }) => [name, rowsOf(output, name)]));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Of the jars that PySpark brings with it. */
function jarsOf(python: string, which: RegExp): string[] {
  const lib = path.resolve(path.dirname(python), '../lib');
  const [version = ''] = readdirSync(lib);
  const jars = path.join(lib, version, 'site-packages/pyspark/jars');
  return readdirSync(jars)
    .filter((name) => name.endsWith('.jar') && which.test(name))
    .map((name) => path.join(jars, name));
}

function rowsOf(output: string, name: string): SparkRow[] {
  const start = `== ${name} `;
  return output.split('\n').flatMap((line) => (line.startsWith(start) ? [JSON.parse(line.slice(start.length)) as SparkRow] : []));
}
