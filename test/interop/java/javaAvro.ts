import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findJava, findMaven } from '../../../tools/stack/java.ts';
import { installInto } from '../../../tools/support/install.ts';
import { run } from '../../../tools/support/processes.ts';
import { say } from '../../../tools/support/say.ts';

const folder = import.meta.dirname;

/**
 * What `new Schema.Parser().parse(text)` of Java's Avro 1.12.2 says of each text: `accepted`, or `refused` and the reason.
 *
 * It is fetched from Maven Central into `.tools/java-avro` where it is not there yet.
 */
export async function askJavaAvro(texts: readonly string[]): Promise<string[]> {
  const java = await findJava(say);
  const installed = await installJavaAvro(java);
  const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
  try {
    const file = path.join(scratch, 'schemas');
    writeFileSync(file, texts.map((text) => Buffer.from(text, 'utf8').toString('base64')).join('\n'));
    const classPath = `${path.join(installed, 'libs')}/*:${path.join(installed, 'classes')}`;
    // A schema may nest 1000 levels deep, which Java's own default is too small for here and there.
    const output = await run(java, ['-Xss4m', '-cp', classPath, 'SchemaVerdict', file], { what: "Asking Java's Avro" });
    return output.trimEnd().split('\n');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The jars in `libs/` and the compiled program in `classes/`. */
function installJavaAvro(java: string): Promise<string> {
  const pom = path.join(folder, 'pom.xml');
  const source = path.join(folder, 'SchemaVerdict.java');
  return installInto('java-avro', readFileSync(pom, 'utf8') + readFileSync(source, 'utf8'), async (partial) => {
    const maven = await findMaven(say);
    say("Downloading Java's Avro 1.12.2 and a compiler from Maven Central into .tools/java-avro (9 MB)…");
    const libs = path.join(partial, 'libs');
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
    await run(maven, ['-B', '-q', '-f', pom, goal, `-DoutputDirectory=${libs}`, '-DincludeScope=runtime'], {
      what: "Fetching Java's Avro with Maven",
    });
    const compiler = 'org.eclipse.jdt.internal.compiler.batch.Main';
    const target = ['-17', '-nowarn', '-cp', path.join(libs, 'avro-1.12.2.jar'), '-d', path.join(partial, 'classes')];
    await run(java, ['-cp', `${libs}/*`, compiler, ...target, source], { what: 'Compiling SchemaVerdict.java' });
  });
}
