import { parseExactly, type SeenOutcome } from '../consumerOutcomes.ts';
import type { ConsumerCase, ConsumerCases } from '../consumerCases.ts';
import { confluentPrograms } from './confluent.ts';
import { runJava, toBase64, type JavaPrograms } from './programs.ts';

/**
 * What consumers of Java make of each case: they read the topics by Kafka's own consumer, without a group.
 *
 * @returns by the consumer's name, which is a `ConsumerId` or that of some more that the program knows
 */
export async function askConsumers(
  { programs, program, args = [] }: JavaConsumers,
  { cases, topics, brokers, registryUrl }: ConsumerCases,
): Promise<(consumer: string) => (one: ConsumerCase) => SeenOutcome | undefined> {
  const lines = topics.map(({ topic, kind }) => {
    const count = cases.filter((one) => one.topic === topic).length;
    return [topic, String(count), kind.schema].map(toBase64).join(' ');
  });
  const first = [brokers.join(','), registryUrl].map(toBase64).join(' ');
  const outcomes = new Map<string, SeenOutcome>();
  for (const line of await runJava(programs, program, [first, ...lines], args)) {
    // As Cases.java prints it.
    const seen = parseExactly(line) as SeenOutcome & { readonly consumer: string; readonly topic: string; readonly offset: number };
    outcomes.set(`${seen.consumer} ${seen.topic} ${seen.offset}`, seen);
  }
  return (consumer) =>
    ({ topic, offset }) =>
      outcomes.get(`${consumer} ${topic} ${offset}`);
}

export interface JavaConsumers {
  readonly programs: JavaPrograms;
  readonly program: string;
  readonly args?: readonly string[];
}

/** `java-confluent`; and of Java's Avro itself, 1.12.1, `java-single-object`, and `java-binary`, which takes all for bare Avro. */
export const confluentConsumers: JavaConsumers = { programs: confluentPrograms, program: 'ConfluentCases' };

const copyDependencies = [
  'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies',
  'outputDirectory',
  '-DincludeScope=runtime',
] as const;

/** `apicurio-3` and `apicurio-2`: of 3.1.7 and 2.6.13.Final. */
export const apicurioConsumers: Readonly<Record<'apicurio-3' | 'apicurio-2', JavaConsumers>> = {
  'apicurio-3': toApicurio('3', '3.1.7 (32 MB)'),
  'apicurio-2': toApicurio('2', '2.6.13 (25 MB)'),
};

function toApicurio(major: '2' | '3', described: string): JavaConsumers {
  const programs: JavaPrograms = {
    name: `java-apicurio${major}`,
    pom: `apicurio${major}.xml`,
    copy: copyDependencies,
    sources: ['Cases.java', 'ApicurioCases.java'],
    download: `Apicurio's serde ${described}`,
  };
  return { programs, program: 'ApicurioCases', args: [`apicurio-${major}`, `/apis/registry/v${major}`] };
}

/** `connect`: of 7.0.1. */
export const connectConsumers: JavaConsumers = {
  program: 'ConnectCases',
  programs: {
    name: 'java-connect',
    pom: 'connect.xml',
    copy: ['org.apache.maven.plugins:maven-dependency-plugin:2.8:copy', 'outputDirectory'],
    sources: ['Cases.java', 'ConnectCases.java', 'ConnectSink.java'],
    download: "Kafka Connect's AvroConverter (16 MB)",
  },
};

/** `flink-avro` and `flink-avro-confluent`: of 2.3.0; and `flink-avro-in-sequence`, one deserializer for all of a topic. */
export const flinkConsumers: JavaConsumers = {
  program: 'FlinkCases',
  programs: {
    name: 'java-flink',
    pom: 'flink.xml',
    copy: ['org.apache.maven.plugins:maven-dependency-plugin:2.8:copy', 'outputDirectory'],
    sources: ['Cases.java', 'FlinkCases.java'],
    download: "Flink's formats of Avro (35 MB)",
  },
};

/** Flink 2.3.0 itself, with what it needs to run SQL on topics, within one process. */
export const flinkSql: JavaPrograms = {
  name: 'java-flink-sql',
  pom: 'flinkSql.xml',
  copy: copyDependencies,
  sources: ['FlinkSql.java'],
  download: 'Flink for SQL on topics (170 MB)',
};
