import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findMaven, findPython, findSparkJavaHome } from '../stack/java.ts';
import { installInto } from '../support/install.ts';
import { run } from '../support/processes.ts';
import type { Say } from '../support/say.ts';

/** Spark as Python programs use it, with what it needs to read and write Avro in Kafka. */
export interface Spark {
  readonly version: string;
  /** The path of a Python that has `pyspark`. */
  readonly python: string;
  /** Paths of jars, for `spark.jars`. */
  readonly jars: readonly string[];
  /** Paths of jars that must be found before Spark's own, for `spark.driver.extraClassPath`; in this order. */
  readonly first: readonly string[];
  /** What its processes need in their environment. */
  readonly env: { readonly JAVA_HOME: string };
}

interface Edition {
  /** In `.tools`. */
  readonly folder: string;
  readonly pyspark: string;
  readonly jars: readonly string[];
  readonly first: readonly string[];
  /** For people, of the download and of what it becomes. */
  readonly size: string;
}

/** Spark's own parts for Avro and Kafka, with what PySpark's package lacks for them. */
const parts = (scala: string, spark: string, kafka: string, pool: string): string[] => [
  ...['spark-avro', 'spark-sql-kafka-0-10', 'spark-token-provider-kafka-0-10'].map((name) => `org.apache.spark:${name}_${scala}:${spark}`),
  `org.apache.kafka:kafka-clients:${kafka}`,
  `org.apache.commons:commons-pool2:${pool}`,
];

const editions = {
  '3.5': {
    folder: 'spark',
    pyspark: '3.5.7',
    jars: parts('2.12', '3.5.7', '3.4.1', '2.11.1'),
    first: [],
    size: '320 MB, 370 MB unpacked',
  },
  '4.1': {
    folder: 'spark4',
    pyspark: '4.1.1',
    jars: parts('2.13', '4.1.1', '3.9.1', '2.12.1'),
    first: [],
    size: '460 MB, 530 MB unpacked',
  },
  /** The one that ABRiS 5 was made for, and ABRiS itself with Confluent's classes 5.5.3. */
  abris: {
    folder: 'abris',
    pyspark: '3.1.3',
    jars: [...parts('2.12', '3.1.3', '2.6.0', '2.6.2'), 'za.co.absa:abris_2.12:5.1.1', 'za.co.absa.commons:commons_2.12:1.0.0'],
    // Spark's own Scala fails on Java 17, and its Avro is too old for Confluent's classes.
    first: [
      'org.apache.pinot:pinot-confluent-avro:0.11.0:jar:shaded',
      'org.scala-lang:scala-library:2.12.18',
      'org.scala-lang:scala-reflect:2.12.18',
    ],
    size: '240 MB, 290 MB unpacked',
  },
} satisfies Readonly<Record<string, Edition>>;
export type SparkEdition = keyof typeof editions;

/**
 * Spark from PyPI and Maven Central in `.tools`, downloaded where it is not there yet.
 *
 * @throws SetupError if there is no Python, Java or Maven and none can be installed
 */
export async function installSpark(edition: SparkEdition, say: Say): Promise<Spark> {
  const { folder: name, pyspark, jars, first, size }: Edition = editions[edition];
  // Its Python code still imports of an older Python what setuptools has.
  const packages = [`pyspark==${pyspark}`, 'setuptools<81'];
  const stamp = [...packages, ...jars, ...first].join('\n');
  const folder = await installInto(name, stamp, async (partial) => {
    const python = await findPython(['-m', 'venv'], ['python3', 'python3-venv', 'python3-pip'], say);
    const maven = await findMaven(say);
    say(`Downloading Spark ${pyspark} from PyPI into .tools/${name} (${size})…`);
    await run(python, ['-m', 'venv', '--clear', path.join(partial, 'venv')], { what: 'Making a virtual environment' });
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', ...packages];
    await run(path.join(partial, 'venv/bin/python'), pip, { what: 'Installing Spark with pip', limitMs: 900_000 });
    await fetchJars(maven, jars, path.join(partial, 'jars'));
    if (first.length > 0) await fetchJars(maven, first, path.join(partial, 'first'));
  });
  const javaHome = await findSparkJavaHome(say);
  return {
    version: pyspark,
    python: path.join(folder, 'venv/bin/python'),
    jars: list(path.join(folder, 'jars')),
    first: first.length > 0 ? list(path.join(folder, 'first')) : [],
    env: { JAVA_HOME: javaHome },
  };
}

const list = (folder: string): string[] =>
  readdirSync(folder)
    .sort()
    .map((jar) => path.join(folder, jar));

/** Copies jars, without what they depend on, by one start of Maven. */
async function fetchJars(maven: string, artifacts: readonly string[], folder: string): Promise<void> {
  const items = artifacts.map((artifact) => {
    const [group, name, version, , classifier] = artifact.split(':');
    const parts = { groupId: group, artifactId: name, version, classifier };
    const named = Object.entries(parts).flatMap(([tag, text]) => (text === undefined ? [] : [`<${tag}>${text}</${tag}>`]));
    return `<artifactItem>${named.join('')}</artifactItem>`;
  });
  const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
  try {
    const pom = path.join(scratch, 'pom.xml');
    const plugin = '<groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId><version>2.8</version>';
    const configured = `<plugin>${plugin}<configuration><artifactItems>${items.join('')}</artifactItems></configuration></plugin>`;
    const project = '<modelVersion>4.0.0</modelVersion><groupId>avro-workbench</groupId><artifactId>jars</artifactId><version>1</version>';
    writeFileSync(pom, `<project>${project}<packaging>pom</packaging><build><plugins>${configured}</plugins></build></project>`);
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:2.8:copy';
    await run(maven, ['-B', '-q', '-f', pom, goal, `-DoutputDirectory=${folder}`], { what: `Fetching ${artifacts.join(', ')} with Maven` });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
