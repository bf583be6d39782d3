import { fromBase64, runJava, toBase64 } from './programs.ts';
import type { JavaPrograms } from './programs.ts';

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

/** A value of a schema in hex, and what `BinaryMessageEncoder` and `DataFileWriter` are to put around it. */
export interface FramesQuestion {
  readonly schema: string;
  readonly value: string;
  /** The container's, 16 bytes in hex. */
  readonly sync: string;
}

/** What Java's Avro 1.12.2 writes a value as, in hex: by single-object encoding, and as the only one of a container without compression. */
export async function askJavaFrames(questions: readonly FramesQuestion[]): Promise<{ singleObject: string; container: string }[]> {
  const lines = questions.map(({ schema, value, sync }) => `${toBase64(schema)} =${value} ${sync}`);
  const answers = await runJavaAvro('Frames', lines);
  return answers.map((answer) => {
    const [singleObject = '', container = ''] = answer.split(' ');
    return { singleObject, container };
  });
}

/** A value as Java's Avro has it. */
export interface JavaValue {
  /** As `exactText` writes it. */
  readonly text: string;
  /** Written again, in hex: by `binaryEncoder`, and by `blockingBinaryEncoder` in blocks that say how long they are. */
  readonly plain: string;
  readonly blocks: string;
}

/**
 * What `GenericDatumReader` of Java's Avro 1.12.2 makes of values of a schema, given in hex; of a value that it refuses, the
 * failure. Undefined where Java refuses the schema.
 */
export async function askJavaValues(
  questions: readonly { readonly schema: string; readonly values: readonly string[] }[],
): Promise<(readonly (JavaValue | string)[] | undefined)[]> {
  const lines = questions.map(({ schema, values }) => [toBase64(schema), ...values.map((hex) => `=${hex}`)].join(' '));
  const answers = await runJavaAvro('Values', lines);
  return answers.map((answer) => (answer === 'refused' ? undefined : answer.split(' ').map(toJavaValue)));
}

function toJavaValue(word: string): JavaValue | string {
  if (word.startsWith('!')) return word;
  const [text = '', plain = '', blocks = ''] = word.split(',');
  return { text: fromBase64(text), plain, blocks };
}

function runJavaAvro(program: string, lines: readonly string[]): Promise<string[]> {
  return runJava(programs, program, lines);
}

const programs: JavaPrograms = {
  name: 'java-avro',
  pom: 'pom.xml',
  copy: ['org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies', 'outputDirectory', '-DincludeScope=runtime'],
  sources: ['SchemaVerdict.java', 'CanonicalForm.java', 'Compatibility.java', 'ResolvingRead.java', 'Frames.java', 'Values.java'],
  download: "Java's Avro 1.12.2 (9 MB)",
};
