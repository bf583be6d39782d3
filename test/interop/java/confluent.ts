import { runJava, toBase64 } from './programs.ts';
import type { JavaPrograms } from './programs.ts';

/** A schema that somebody wants to register, and the versions of its subject, ascending. */
export interface History {
  readonly schema: string;
  readonly versions: readonly string[];
}

/**
 * The levels, in the order of their names, at which the `CompatibilityChecker` of Confluent's registry 7.9.5 takes each schema; the
 * reason where it refuses to parse one.
 */
export async function askConfluentLevels(histories: readonly History[]): Promise<(readonly string[] | { readonly refused: string })[]> {
  const lines = histories.map(({ schema, versions }) => [schema, ...versions].map(toBase64).join(' '));
  const answers = await runJava(confluentPrograms, 'CompatibilityLevels', lines);
  return answers.map((answer) => (answer.startsWith('refused ') ? { refused: answer } : answer.split(' ')));
}

/** What Confluent's KafkaAvroDeserializer 7.9.5 reads values of a topic as, by the registry; `failed` and its texts where it can't. */
export async function askConfluentReads(registryUrl: string, topic: string, values: readonly Uint8Array[]): Promise<string[]> {
  const lines = values.map((value) => `${toBase64(topic)} ${Buffer.from(value).toString('base64')}`);
  return runJava(confluentPrograms, 'ReadConfluent', [toBase64(registryUrl), ...lines]);
}

/** Java's Avro 1.12.1 is among its classes. */
export const confluentPrograms: JavaPrograms = {
  name: 'java-confluent',
  pom: 'confluent.xml',
  copy: ['org.apache.maven.plugins:maven-dependency-plugin:2.8:copy', 'outputDirectory'],
  sources: ['CompatibilityLevels.java', 'ReadConfluent.java', 'Cases.java', 'ConfluentCases.java', 'RunPrograms.java'],
  download: "Confluent's classes (33 MB)",
};
