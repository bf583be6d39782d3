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
export function askJavaAvro(texts: readonly string[]): Promise<string[]> {
  return runJavaAvro(
    'SchemaVerdict',
    texts.map((text) => `schema ${toBase64(text)}`),
  );
}

/** What `Protocol.parse(text)` of Java's Avro 1.12.2 says of each text, likewise. */
export function askJavaProtocols(texts: readonly string[]): Promise<string[]> {
  return runJavaAvro(
    'SchemaVerdict',
    texts.map((text) => `protocol ${toBase64(text)}`),
  );
}

export interface JavaForm {
  readonly form: string;
  /** `SchemaNormalization.parsingFingerprint64`, in decimal. */
  readonly crc64: string;
  /** `SchemaNormalization.parsingFingerprint`, in hex, by the algorithm's name there. */
  readonly fingerprints: { readonly 'CRC-64-AVRO': string; readonly MD5: string; readonly 'SHA-256': string };
}

/** The Parsing Canonical Form and the fingerprints that Java's Avro 1.12.2 makes of each text; the reason where it refuses one. */
export async function askJavaForms(texts: readonly string[]): Promise<(JavaForm | { readonly refused: string })[]> {
  const answers = await runJavaAvro('CanonicalForm', texts.map(toBase64));
  return answers.map((answer) => {
    if (answer.startsWith('refused ')) return { refused: answer };
    const [form = '', crc64 = '', ...digests] = answer.split(' ');
    const [littleEndian = '', md5 = '', sha256 = ''] = digests;
    const fingerprints = { 'CRC-64-AVRO': littleEndian, MD5: md5, 'SHA-256': sha256 };
    return { form: fromBase64(form), crc64, fingerprints };
  });
}

export interface JavaIncompatibility {
  readonly kind: string;
  readonly location: string;
  readonly message: string;
}

/**
 * What `SchemaCompatibility` of Java's Avro 1.12.2 finds in each pair, of the same incompatibility the first; `threw` where it fails,
 * and the reason where one of both schemas is refused.
 */
export async function askJavaCompatibility(
  pairs: readonly { readonly reader: string; readonly writer: string }[],
): Promise<(readonly JavaIncompatibility[] | 'threw' | { readonly refused: string })[]> {
  const answers = await runJavaAvro(
    'Compatibility',
    pairs.map(({ reader, writer }) => `${toBase64(reader)} ${toBase64(writer)}`),
  );
  return answers.map((answer) => {
    if (answer.startsWith('refused ')) return { refused: answer };
    if (answer.startsWith('threw ')) return 'threw';
    const words = answer.split(' ').slice(1);
    return Array.from({ length: words.length / 3 }, (_, index) => {
      const [kind = '', location = '', message = ''] = words.slice(index * 3, index * 3 + 3);
      return { kind, location: fromBase64(location), message: fromBase64(message) };
    });
  });
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

/** Values of a writer schema in hex, which are to be read as those of a reader schema. */
export interface ResolvingQuestion {
  readonly writer: string;
  readonly reader: string;
  readonly values: readonly string[];
}

/**
 * What `new GenericDatumReader<>(writer, reader)` of Java's Avro 1.12.2 makes of each value: `=` and what it is written as
 * again, in hex, or `!` and the failure. Undefined where Java refuses a schema.
 */
export async function askJavaReads(questions: readonly ResolvingQuestion[]): Promise<(readonly string[] | undefined)[]> {
  const lines = questions.map(({ writer, reader, values }) =>
    [toBase64(writer), toBase64(reader), ...values.map((hex) => `=${hex}`)].join(' '),
  );
  const answers = await runJavaAvro('ResolvingRead', lines);
  return answers.map((answer) => (answer === 'refused' ? undefined : answer.split(' ')));
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** Gives the lines to one of the programs here and returns the lines it prints. */
async function runJavaAvro(program: string, lines: readonly string[]): Promise<string[]> {
  const java = await findJava(say);
  const installed = await installJavaAvro(java);
  const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
  try {
    const file = path.join(scratch, 'schemas');
    writeFileSync(file, lines.join('\n'));
    const classPath = `${path.join(installed, 'libs')}/*:${path.join(installed, 'classes')}`;
    // A schema may nest 1000 levels deep, which Java's own default is too small for here and there.
    const output = await run(java, ['-Xss4m', '-cp', classPath, program, file], { what: "Asking Java's Avro" });
    return output.trimEnd().split('\n');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The jars in `libs/` and the compiled programs in `classes/`. */
function installJavaAvro(java: string): Promise<string> {
  const pom = path.join(folder, 'pom.xml');
  const programs = ['SchemaVerdict.java', 'CanonicalForm.java', 'Compatibility.java', 'ResolvingRead.java'];
  const sources = programs.map((name) => path.join(folder, name));
  const stamp = [pom, ...sources].map((file) => readFileSync(file, 'utf8')).join('');
  return installInto('java-avro', stamp, async (partial) => {
    const maven = await findMaven(say);
    say("Downloading Java's Avro 1.12.2 and a compiler from Maven Central into .tools/java-avro (9 MB)…");
    const libs = path.join(partial, 'libs');
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
    await run(maven, ['-B', '-q', '-f', pom, goal, `-DoutputDirectory=${libs}`, '-DincludeScope=runtime'], {
      what: "Fetching Java's Avro with Maven",
    });
    const compiler = 'org.eclipse.jdt.internal.compiler.batch.Main';
    const target = ['-17', '-nowarn', '-cp', path.join(libs, 'avro-1.12.2.jar'), '-d', path.join(partial, 'classes')];
    await run(java, ['-cp', `${libs}/*`, compiler, ...target, ...sources], { what: 'Compiling the programs for it' });
  });
}
