import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findJava, findMaven, findPython } from '../../tools/stack/java.ts';
import { installInto } from '../../tools/support/install.ts';
import { run } from '../../tools/support/processes.ts';
import { SetupError, say } from '../../tools/support/say.ts';
import { findCommand } from '../../tools/support/system.ts';
import type { TargetId } from '../../shared/avro/portability/targets.ts';

/** A program that tells what one piece of software makes of each probe of a file, whose name is its last argument. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** Beside that of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

const programs = path.join(import.meta.dirname, 'programs');

/** Installs the software of a target into `.tools/`, where it is not there yet, and the program that asks it. */
export const software: Readonly<Record<TargetId, () => Promise<Program>>> = {
  'java-1.8': () => javaAvro('1.8.2'),
  'java-1.9': () => javaAvro('1.9.2'),
  'java-1.10': () => javaAvro('1.10.2'),
  'java-1.11': () => javaAvro('1.11.4'),
  'java-1.12': () => javaAvro('1.12.2'),
  spark: () => installJava(spark),
  'confluent-new-schema': () => installJava(confluent),
  'python-avro': () => python('python_avro.py'),
  fastavro: () => python('fast_avro.py'),
  avsc: () => Promise.resolve({ command: process.execPath, args: [path.join(programs, 'avscFacts.ts')] }),
  goavro: () => go('goavro'),
  'hamba-avro': () => go('hamba'),
  'rust-avro': () => rust(),
};

interface JavaSoftware {
  /** Its folder in `.tools/`. */
  readonly name: string;
  /** Of the download. */
  readonly megabytes: number;
  /** Group, artifact, version and, where it has one, classifier. */
  readonly artifacts: readonly string[];
  /** Whether all that the artifacts depend on is fetched too. */
  readonly transitive: boolean;
  readonly main: string;
  /** For the Java virtual machine. */
  readonly options?: readonly string[];
}

function javaAvro(version: string): Promise<Program> {
  // Dates of 1.8 are those of Joda-Time, which it does not bring with it.
  const artifacts = [`org.apache.avro:avro:${version}`, 'joda-time:joda-time:2.14.0', 'org.slf4j:slf4j-nop:2.0.17'];
  return installJava({ name: `portability-java-${version}`, megabytes: 10, artifacts, transitive: true, main: 'JavaAvro' });
}

const jackson = ['databind', 'core', 'annotations'].map((name) => `com.fasterxml.jackson.core:jackson-${name}:2.15.2`);

/** Confluent's own classes, as Apache Pinot carries them, with the release of Java's Avro that Confluent ships them with. */
const confluent: JavaSoftware = {
  name: 'portability-confluent',
  megabytes: 33,
  artifacts: [
    'org.apache.avro:avro:1.11.4',
    'org.apache.pinot:pinot-confluent-avro:1.5.0:shaded',
    ...jackson,
    'org.apache.commons:commons-compress:1.23.0',
    'org.slf4j:slf4j-api:2.0.17',
    'org.slf4j:slf4j-nop:2.0.17',
  ],
  transitive: false,
  main: 'ConfluentRegistry',
};

/** What is needed of Spark to make a type of a schema and a row of data: a tenth of the whole. */
const spark: JavaSoftware = {
  name: 'portability-spark',
  megabytes: 80,
  artifacts: [
    ...['avro', 'catalyst', 'sql-api', 'common-utils', 'unsafe', 'core', 'sql', 'network-common'].map(
      (name) => `org.apache.spark:spark-${name}_2.12:3.5.7`,
    ),
    'org.apache.avro:avro:1.11.4',
    'org.scala-lang:scala-library:2.12.18',
    'org.scala-lang:scala-reflect:2.12.18',
    ...['core', 'ast', 'jackson', 'scalap'].map((name) => `org.json4s:json4s-${name}_2.12:3.7.0-M11`),
    'com.fasterxml.jackson.module:jackson-module-scala_2.12:2.15.2',
    ...jackson,
    'com.thoughtworks.paranamer:paranamer:2.8',
    'com.esotericsoftware:kryo-shaded:4.0.2',
    'org.apache.hadoop:hadoop-client-api:3.3.4',
    'org.apache.commons:commons-lang3:3.12.0',
    'org.apache.commons:commons-text:1.10.0',
    'org.apache.commons:commons-compress:1.23.0',
    'org.apache.logging.log4j:log4j-api:2.20.0',
    'org.apache.logging.log4j:log4j-core:2.20.0',
    'org.slf4j:slf4j-api:2.0.17',
    'org.slf4j:slf4j-nop:2.0.17',
  ],
  transitive: false,
  main: 'SparkAvro',
  options: ['nio', 'lang', 'util']
    .map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`)
    .concat('--add-opens=java.base/sun.nio.ch=ALL-UNNAMED'),
};

const compiler = 'org.eclipse.jdt:ecj:3.33.0';

async function installJava({ name, megabytes, artifacts, transitive, main, options = [] }: JavaSoftware): Promise<Program> {
  const java = await findJava(say);
  const files = new Set(['Facts.java', 'JavaAvro.java', `${main}.java`]);
  const sources = [...files].map((file) => path.join(programs, 'java', file));
  const stamp = [...artifacts, ...sources.map((file) => readFileSync(file, 'utf8'))].join('\n');
  const folder = await installInto(name, stamp, async (partial) => {
    const maven = await findMaven(say);
    say(`Downloading ${artifacts[0] ?? name} and what it needs from Maven Central into .tools/${name} (${megabytes} MB)…`);
    const [libs, tools] = [path.join(partial, 'libs'), path.join(partial, 'compiler')];
    await fetchJars(maven, artifacts, { folder: libs, transitive });
    await fetchJars(maven, [compiler], { folder: tools, transitive: false });
    const target = ['-17', '-nowarn', '-cp', jarsIn(libs), '-d', path.join(partial, 'classes')];
    const ecj = 'org.eclipse.jdt.internal.compiler.batch.Main';
    await run(java, ['-cp', jarsIn(tools), ecj, ...target, ...sources], { what: `Compiling ${main}.java` });
  });
  const classPath = `${path.join(folder, 'classes')}:${jarsIn(path.join(folder, 'libs'))}`;
  // A schema may nest 1000 levels deep, which Java's own default is too small for here and there.
  return { command: java, args: ['-Xss4m', ...options, '-cp', classPath, main] };
}

/** In the order of their names: Avro's own jar comes before one that carries another release of it. */
function jarsIn(folder: string): string {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jar'))
    .sort()
    .map((file) => path.join(folder, file))
    .join(':');
}

/** The artifacts alone, or with all that they depend on. */
async function fetchJars(
  maven: string,
  artifacts: readonly string[],
  { folder, transitive }: { readonly folder: string; readonly transitive: boolean },
): Promise<void> {
  const element = transitive ? 'dependency' : 'artifactItem';
  const elements = artifacts.map((each) => {
    const [group = '', artifact = '', version = '', classifier] = each.split(':');
    const kind = classifier === undefined ? '' : `<classifier>${classifier}</classifier>`;
    return `<${element}><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>${kind}</${element}>`;
  });
  const plugin = '<groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId>';
  const items = `<configuration><artifactItems>${elements.join('')}</artifactItems></configuration>`;
  const body = transitive
    ? `<dependencies>${elements.join('')}</dependencies>`
    : `<build><plugins><plugin>${plugin}<version>2.8</version>${items}</plugin></plugins></build>`;
  const head = '<modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>';
  mkdirSync(folder, { recursive: true });
  const pom = path.join(folder, 'pom.xml');
  writeFileSync(pom, `<project xmlns="http://maven.apache.org/POM/4.0.0">${head}<packaging>pom</packaging>${body}</project>`);
  // Later releases read what a jar depends on even to copy it alone, and that is not all to be had of some.
  const goal = `org.apache.maven.plugins:maven-dependency-plugin:${transitive ? '3.8.1:copy-dependencies' : '2.8:copy'}`;
  await run(maven, ['-B', '-q', '-f', pom, goal, `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'], {
    what: 'Fetching jars with Maven',
  });
}

async function python(program: string): Promise<Program> {
  const requirements = path.join(programs, 'requirements.txt');
  const folder = await installInto('portability-python', readFileSync(requirements, 'utf8'), async (partial) => {
    const own = await findPython(['-m', 'pip'], ['python3', 'python3-pip'], say);
    say("Downloading Python's avro and fastavro from PyPI into .tools/portability-python (5 MB)…");
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '--target', partial, '-r', requirements];
    await run(own, pip, { what: "Installing Python's avro and fastavro with pip" });
  });
  const command = await findPython(['-m', 'pip'], ['python3', 'python3-pip'], say);
  return { command, args: [path.join(programs, program)], env: { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' } };
}

async function go(name: string): Promise<Program> {
  const sources = path.join(programs, 'go');
  const stamp = ['go.mod', 'go.sum', 'facts/facts.go', 'goavro/main.go', 'hamba/main.go']
    .map((file) => readFileSync(path.join(sources, file), 'utf8'))
    .join('\n');
  const folder = await installInto('portability-go', stamp, async (partial) => {
    const command = findCommand('go');
    if (command === undefined) throw new SetupError('Go is missing. Install it to measure goavro and hamba/avro.');
    say('Downloading goavro and hamba/avro as Go modules and building with them into .tools/portability-go (5 MB)…');
    await run(command, ['build', '-mod=readonly', '-o', `${partial}/`, './...'], { cwd: sources, what: 'Building with Go' });
  });
  return { command: path.join(folder, name), args: [] };
}

async function rust(): Promise<Program> {
  const sources = path.join(programs, 'rust');
  const stamp = ['Cargo.toml', 'src/main.rs', 'src/base64.rs'].map((file) => readFileSync(path.join(sources, file), 'utf8')).join('\n');
  const folder = await installInto('portability-rust', stamp, async (partial) => {
    const command = findCommand('cargo');
    if (command === undefined) throw new SetupError('Rust is missing. Install it to measure the apache-avro crate.');
    say('Downloading the apache-avro crate and building with it into .tools/portability-rust (20 MB)…');
    // Cargo writes beside the sources.
    const build = path.join(partial, 'build');
    cpSync(sources, build, { recursive: true });
    await run(command, ['build', '--quiet', '--release'], { cwd: build, what: 'Building with Cargo' });
    cpSync(path.join(build, 'target/release/portability'), path.join(partial, 'portability'));
    rmSync(build, { recursive: true });
  });
  return { command: path.join(folder, 'portability'), args: [] };
}
