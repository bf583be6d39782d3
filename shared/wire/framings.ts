/**
 * How a key or value is framed: what stands around the Avro binary and how it names its schema. `none` is nothing that
 * we know. A Protobuf or JSON-Schema message stands in one of Confluent's frames; its schema's type says so.
 */
export type Framing =
  | 'confluent-prefix'
  | 'confluent-guid-prefix'
  | 'confluent-header'
  | 'apicurio-prefix'
  | 'apicurio-header'
  | 'glue'
  | 'single-object'
  | 'container'
  | 'bare'
  | 'json'
  | 'text'
  | 'int'
  | 'long'
  | 'short'
  | 'double'
  | 'float'
  | 'uuid'
  | 'none';

/** Those in which something stands around Avro that names its schema. */
export const framedAvro = [
  'confluent-prefix',
  'confluent-guid-prefix',
  'confluent-header',
  'apicurio-prefix',
  'apicurio-header',
  'glue',
  'single-object',
] as const satisfies readonly Framing[];

/** Those of Avro in the message itself, with or without a frame: a container is a file of its own. */
export const avroFramings: ReadonlySet<Framing | 'null'> = new Set<Framing>(['bare', ...framedAvro]);

/** What people call them, to stand within a sentence. */
export const framingNames: Readonly<Record<Framing, string>> = {
  'confluent-prefix': 'Confluent prefix',
  'confluent-guid-prefix': 'Confluent prefix with GUID',
  'confluent-header': 'Confluent header',
  'apicurio-prefix': 'Apicurio prefix with 8-byte id',
  'apicurio-header': 'Apicurio header',
  glue: 'AWS Glue header',
  'single-object': 'Avro single-object encoding',
  container: 'Avro object container',
  bare: 'bare Avro',
  json: 'JSON',
  text: 'UTF-8 text',
  int: 'Kafka int',
  long: 'Kafka long',
  short: 'Kafka short',
  double: 'Kafka double',
  float: 'Kafka float',
  uuid: 'Kafka UUID',
  none: 'bytes',
};
