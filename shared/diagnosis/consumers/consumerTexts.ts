import type { ConsumerId } from '../consumerTable.ts';

/** What is said of a consumer, whatever it reads. */
export interface ConsumerText {
  /** With code in backticks. */
  readonly title: string;
  /** What a record that it can't read does, as a clause behind "Fails". */
  readonly failing?: string;
  /** Whether it takes all bytes for the Avro binary, and knows no frame. */
  readonly readsBare?: true;
}

const stopsJob = 'the first such record stops the job';

/** In the order in which rows that are equally bad stand: what reads most topics first. */
export const consumerTexts: Readonly<Record<ConsumerId, ConsumerText>> = {
  'spark-failfast': { title: 'Spark `from_avro`, FAILFAST', failing: stopsJob, readsBare: true },
  'spark-permissive': { title: 'Spark `from_avro`, PERMISSIVE', readsBare: true },
  'flink-avro': { title: 'Flink `avro`', failing: stopsJob, readsBare: true },
  abris: { title: 'ABRiS `from_avro`', failing: stopsJob },
  'confluent-python': { title: 'confluent-kafka-python' },
  'java-confluent': { title: 'Java KafkaAvroDeserializer' },
  'java-confluent-8': { title: 'Java KafkaAvroDeserializer 8.x' },
  'flink-avro-confluent': { title: 'Flink `avro-confluent`', failing: stopsJob },
  connect: { title: 'Connect AvroConverter', failing: 'the first such record stops the task' },
  ksqldb: { title: 'ksqlDB', failing: 'such records are skipped and logged' },
  'confluent-js': { title: 'confluent-kafka-javascript' },
  'confluent-go': { title: 'confluent-kafka-go' },
  'confluent-dotnet': { title: 'confluent-kafka-dotnet' },
  'apicurio-3': { title: 'Apicurio AvroKafkaDeserializer 3.x' },
  'apicurio-2': { title: 'Apicurio AvroKafkaDeserializer 2.x' },
  glue: { title: 'AWS Glue AWSKafkaAvroDeserializer' },
  'java-single-object': { title: 'Java BinaryMessageDecoder' },
};
