/** Software that schemas may be meant for. */
export interface Target {
  /** As it is named in a message; one thing, so that a verb behind it has its singular. */
  readonly name: string;
  /** What was measured. */
  readonly software: string;
  /** What the software does with schemas, as the setting and the documentation say it. */
  readonly description: string;
}

/** By the id that the setting has it under. Ids never change. */
export const targets = {
  'java-1.8': { name: 'Java Avro 1.8', software: 'org.apache.avro:avro 1.8.2', description: "Java's Avro 1.8." },
  'java-1.9': { name: 'Java Avro 1.9', software: 'org.apache.avro:avro 1.9.2', description: "Java's Avro 1.9." },
  'java-1.10': { name: 'Java Avro 1.10', software: 'org.apache.avro:avro 1.10.2', description: "Java's Avro 1.10." },
  'java-1.11': { name: 'Java Avro 1.11', software: 'org.apache.avro:avro 1.11.4', description: "Java's Avro 1.11." },
  'java-1.12': { name: 'Java Avro 1.12', software: 'org.apache.avro:avro 1.12.2', description: "Java's Avro 1.12." },
  'confluent-new-schema': {
    name: 'Confluent Schema Registry',
    software: "Confluent's AvroSchemaProvider 7.9.5 with org.apache.avro:avro 1.11.4",
    description: 'Confluent Schema Registry, when a new schema is registered (defaults are not validated, as is its default).',
  },
  spark: {
    name: 'Spark',
    software: 'spark-avro 3.5.7 with org.apache.avro:avro 1.11.4',
    description: "Spark's from_avro and its Avro data source.",
  },
  'python-avro': { name: "Python's avro", software: 'avro 1.12.2', description: "Apache Avro's own package for Python, avro." },
  fastavro: {
    name: 'fastavro',
    software: 'fastavro 1.13.1',
    description: 'fastavro for Python, which confluent-kafka-python uses.',
  },
  avsc: { name: 'avsc', software: 'avsc 5.7.9', description: 'avsc for Node.js.' },
  goavro: { name: 'goavro', software: 'github.com/linkedin/goavro/v2 2.15.0', description: 'goavro for Go, which knows no reader schema.' },
  'hamba-avro': { name: 'hamba/avro', software: 'github.com/hamba/avro/v2 2.31.0', description: 'hamba/avro for Go.' },
  'rust-avro': {
    name: "Rust's apache-avro",
    software: 'apache-avro 0.22.0',
    description: "Apache Avro's own crate for Rust, apache-avro.",
  },
} as const satisfies Readonly<Record<string, Target>>;

export type TargetId = keyof typeof targets;

/** In the order of the documentation. */
// The keys of an object that is written out are all there is.
export const targetIds = Object.keys(targets) as readonly TargetId[];

export function isTargetId(id: string): id is TargetId {
  return Object.hasOwn(targets, id);
}
