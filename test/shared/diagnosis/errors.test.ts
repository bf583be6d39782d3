import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainError, knownErrors } from '../../../shared/diagnosis/errors/explainError.ts';

/** A text as it is printed, what explains it first, and a part of what is said. */
type Row = readonly [text: string, id: string, says: RegExp];

const rows: readonly Row[] = [
  ['org.apache.kafka.common.errors.SerializationException: Unknown magic byte!', 'unknown-magic-byte', /bare Avro as Spark's to_avro/],
  [
    'Failed to decode sample data from topic : Unknown magic byte. This message was not produced with a Confluent Schema Registry serializer',
    'unknown-magic-byte',
    /does not begin with a Confluent frame/,
  ],
  ['Error: unknown magic byte', 'unknown-magic-byte', /4-byte schema id/],
  [
    'confluent_kafka.error.ValueDeserializationError: KafkaError{code=_VALUE_DESERIALIZATION,val=-159,str="Invalid magic byte"}',
    'invalid-magic-byte',
    /does not begin/,
  ],
  [
    'KafkaError{code=_VALUE_DESERIALIZATION,val=-159,str="Expecting data framing of length 6 bytes or more but total data size is 5 bytes. This message was not produced with a Confluent Schema Registry serializer"}',
    'framing-too-short',
    /^5 bytes are too few/,
  ],
  ['Expecting data framing of length 5 bytes or more but total data size is 2 bytes', 'framing-too-short', /^2 bytes/],
  [
    'Local: Value deserialization error\nExpecting data with Confluent Schema Registry framing. Magic byte was 48, expecting 0',
    'dotnet-magic-byte',
    /byte 48, not with the 0/,
  ],
  ['System.IO.InvalidDataException: magic byte should be 0, not 123', 'dotnet-magic-byte', /the { of JSON/],
  [
    'ConfluentSchemaRegistryArgumentError: Message encoded with magic byte {"type":"Buffer","data":[72]}, expected {"type":"Buffer","data":[0]}',
    'kafkajs-magic-byte',
    /not begin with the 0/,
  ],
  ['java.io.IOException: Unknown data format. Magic number does not match', 'flink-magic-number', /the format is "avro"/],
  [
    "Data doesn't contain magic byte and schema id prefix, so it can't be deserialized with Avro",
    'kafka-ui-magic-byte',
    /reads no bare Avro/,
  ],
  [
    'Caused by: java.nio.BufferUnderflowException\n\tat java.base/java.nio.Buffer.nextGetIndex',
    'buffer-underflow',
    /shorter than a frame of 5/,
  ],
  ['ValueError: bytes is not a 16-char string', 'guid-not-16', /first number is -1/],
  ['java.lang.IllegalStateException: artifact reference cannot be null', 'artifact-reference-null', /stands in headers/],
  [
    "io.apicurio.registry.rest.client.exception.VersionNotFoundException: No version with global ID '6148' found.",
    'apicurio-global-id',
    /8 bytes for the id/,
  ],
  ['AWSSchemaRegistryException: Invalid schema registry header version byte in data', 'glue-header', /3 of a Glue header/],
  ['org.apache.avro.message.BadHeaderException: Unrecognized header bytes: 0x00 0x00', 'bad-header-bytes', /begins with 0x00 0x00/],
  ['org.apache.avro.message.BadHeaderException: Not enough header bytes', 'bad-header-bytes', /too short/],
  [
    'org.apache.avro.message.MissingSchemaException: Cannot resolve schema for fingerprint: -4182390571',
    'missing-schema-fingerprint',
    /single-object/,
  ],
  ['org.apache.avro.InvalidAvroMagicException: Not an Avro data file.', 'not-a-data-file', /container file/],
  [
    'SerializationException: Error retrieving Avro value schema for id 174613868\nCaused by: RestClientException: Schema 174613868 not found.; error code: 40403',
    'schema-not-found',
    /hardly a schema id: bare Avro that begins with 0/,
  ],
  ['SerializationException: Error retrieving Avro value schema for id -1442849176', 'retrieving-schema-for-id', /hardly a schema id/],
  [
    'SerializationException: Error retrieving Avro schema for id 256',
    'retrieving-schema-for-id',
    /no schema id 256: the value comes from another registry/,
  ],
  ['SchemaRegistryError: Schema 0 not found. (HTTP status code 404, SR code 40403)', 'schema-not-found', /8-byte id of Apicurio/],
  ['RestClientException: Schema not found; error code: 40403', 'schema-not-found', /another registry, or has no frame/],
  ['java.lang.RuntimeException: Not able to download writer schema', 'abris-writer-schema', /should be a schema id/],
  ['SerializationException: Error deserializing Avro message for id 2', 'deserializing-for-id', /has schema id 2, and it does not read/],
  ['SerializationException: Error deserializing Avro message for id -1', 'deserializing-for-id', /no frame/],
  ['java.io.IOException: Could not find schema with id 393732 in registry', 'flink-registry-id', /no schema id 393732|hardly a schema id/],
  ['SerializationError: Schema GUID is not set', 'unknown-guid', /has no GUIDs/],
  [
    "org.apache.spark.SparkException: Malformed records are detected in record parsing. Current parse Mode: FAILFAST. To process malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'.",
    'malformed-records',
    /Confluent frame of 5 bytes/,
  ],
  [
    'org.apache.spark.SparkException: [MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION] Malformed records are detected',
    'malformed-records',
    /from_avro/,
  ],
  ['java.lang.IndexOutOfBoundsException: Index -7 out of bounds for length 3', 'index-out-of-bounds', /-7 was read .* there are 3/],
  ['java.lang.ArrayIndexOutOfBoundsException: 58', 'index-out-of-bounds', /^58 was read/],
  ['org.apache.avro.AvroRuntimeException: Malformed data. Length is negative: -21', 'length-negative', /^-21 was read/],
  ['org.apache.avro.SystemLimitException: Cannot read collections larger than 2147483639 items', 'collection-too-large', /huge length/],
  ['org.apache.avro.InvalidNumberEncodingException: Invalid int encoding', 'invalid-varint', /none of Avro's/],
  ['EOFError: Expected 5 bytes, read 0', 'fastavro-eof', /ends before/],
  ['Caused by: java.io.EOFException', 'java-eof', /ends before/],
  ["UnicodeDecodeError: 'utf-8' codec can't decode byte 0x8f in position 1: invalid start byte", 'not-utf-8', /no UTF-8/],
  ['Error: truncated buffer', 'avsc-truncated', /shorter or longer/],
  ['cannot decode binary record "com.acme.Order" field "id": cannot decode binary string', 'goavro', /do not fit/],
  [
    'org.apache.avro.AvroTypeException: Found string, expecting example.avro.SixInts',
    'found-expecting',
    /has string where the reader's has example\.avro\.SixInts/,
  ],
  [
    'AvroTypeException: Found com.acme.Order, expecting com.acme.Order, missing required field currency',
    'found-expecting',
    /needs "currency"/,
  ],
  ['fastavro._read_common.SchemaResolutionError: Schema mismatch: {} is not {}', 'resolution-mismatch', /do not go together/],
  [
    "SerializationException: Could not find class com.acme.Order specified in writer's schema whilst finding reader's schema for a SpecificRecord.",
    'specific-record-class',
    /class com\.acme\.Order is not/,
  ],
  [
    'java.lang.ClassCastException: class org.apache.avro.generic.GenericData$Record cannot be cast to class com.acme.Order',
    'generic-record-cast',
    /generated class/,
  ],
  ['avro.errors.AvroTypeException: The datum {} is not an example of the schema', 'datum-not-example', /nothing was sent/],
  ['org.apache.avro.UnresolvedUnionException: Not in union ["null","string"]: 5', 'union-not-found', /no branch/],
  [
    'Error deserializing key/value for partition orders-3 at offset 18204. If needed, please seek past the record to continue consumption.',
    'record-deserialization',
    /partition 3, offset 18204 of orders/,
  ],
  [
    'confluent_kafka.error.KeyDeserializationError: KafkaError{code=_KEY_DESERIALIZATION,val=-160,str="?"}',
    'value-deserialization',
    /refused the record/,
  ],
  ['DataException: Failed to deserialize data for topic orders to Avro:', 'connect-avro', /expects Confluent frames/],
  ['DataException: Converting byte[] to Kafka Connect data failed due to serialization error:', 'connect-json', /expects JSON/],
  [
    'JsonConverter with schemas.enable requires "schema" and "payload" fields and may not contain additional fields.',
    'connect-json',
    /envelope/,
  ],
  ['ConnectException: Tolerance exceeded in error handler', 'connect-tolerance', /tolerates none/],
  ['Error deserializing message from topic: orders', 'ksql-deserialize', /processing log/],
  ['java.io.IOException: Failed to deserialize Avro record.', 'flink-deserialize', /"avro" reads bare Avro/],
  [
    'AnalysisException: Failed to find data source: avro. Avro is built-in but external data source module since Spark 2.4.',
    'spark-avro-missing',
    /without the package/,
  ],
  ["TypeError: 'JavaPackage' object is not callable", 'java-package', /ABRiS/],
  [
    'java.lang.NoClassDefFoundError: io/confluent/kafka/schemaregistry/client/SchemaRegistryClient',
    'confluent-classes-missing',
    /class path/,
  ],
  ['java.lang.NoSuchFieldError: FACTORY', 'avro-versions-mixed', /two versions/],
  ["IncompatibleSchemaException: Cannot convert SQL field 'a' to Avro field 'a'", 'incompatible-spark-schema', /columns of Spark/],
  ["Subject 'orders-value' not found.; error code: 40401", 'subject-not-found', /the subject orders-value is not/],
  ['Version 9 not found.; error code: 40402', 'version-not-found', /no such version/],
  [
    'Schema being registered is incompatible with an earlier schema for subject "orders-value"; error code: 409',
    'incompatible',
    /compatibility level/,
  ],
  ['Input schema is an invalid Avro schema; error code: 42201', 'invalid-schema', /no schema/],
  ['Subject orders-value is in read-only mode; error code: 42205', 'read-only-mode', /read-only mode/],
  ['{"error_code":40301, "message":"User is denied operation on this server."}', 'registry-unauthorized', /refuses this user|password/],
  ['Unauthorized; error code: 401', 'registry-unauthorized', /refuses this user/],
  [
    'org.apache.kafka.common.errors.SerializationException: Error registering Avro schema{"type":"record"}',
    'registering',
    /could not be registered/,
  ],
];

for (const [text, id, says] of rows) {
  test(`${id}: ${text.slice(0, 70).replaceAll('\n', ' ')}`, () => {
    const [first] = explainError(text).found;
    assert.equal(first?.id, id);
    assert.match(first.means, says);
    assert.match(first.means, /\.$/);
    assert.match(first.remedy, /\.$/);
  });
}

test('every text of the table is tried, and there are more than forty', () => {
  const tried = new Set(rows.map(([, id]) => id));
  assert.deepEqual(
    knownErrors.map(({ id }) => id).filter((id) => !tried.has(id)),
    [],
  );
  assert.ok(knownErrors.length > 40);
  assert.equal(new Set(knownErrors.map(({ id }) => id)).size, knownErrors.length);
});

test('a whole stack trace is explained by its cause, and says where', () => {
  const text = `org.apache.kafka.common.errors.RecordDeserializationException: Error deserializing VALUE for partition orders.v2-12 at offset 9007199254740993. If needed, please seek past the record to continue consumption.
	at org.apache.kafka.clients.consumer.internals.CompletedFetch.newRecordDeserializationException(CompletedFetch.java:346)
Caused by: org.apache.kafka.common.errors.SerializationException: Unknown magic byte!
	at io.confluent.kafka.serializers.AbstractKafkaSchemaSerDe.getByteBuffer(AbstractKafkaSchemaSerDe.java:600)`;
  const { found, topic, partition, offset } = explainError(text);
  assert.deepEqual(
    found.map(({ id }) => id),
    ['unknown-magic-byte', 'record-deserialization'],
  );
  assert.equal(found[0]?.quoted, 'Unknown magic byte');
  assert.deepEqual([topic, partition, offset], ['orders.v2', 12, 9007199254740993n]);
});

test('Spark: the cause tells more than what fails by it', () => {
  const text = `SparkException: Malformed records are detected in record parsing.
Caused by: java.lang.RuntimeException: Not able to download writer schema
Caused by: RestClientException: Schema 174613868 not found.; error code: 40403`;
  assert.deepEqual(
    explainError(text).found.map(({ id }) => id),
    ['schema-not-found', 'abris-writer-schema', 'malformed-records'],
  );
});

test('an unknown text is explained by nothing', () => {
  for (const text of ['', 'java.lang.NullPointerException', 'Something went wrong.', 'magic']) {
    assert.deepEqual(explainError(text), { found: [], topic: undefined, partition: undefined, offset: undefined });
  }
});

test('texts that are made to run for ever end soon', () => {
  const hostile = [
    'schema '.repeat(50_000),
    `Schema ${'1'.repeat(200_000)}`,
    `found ${'a.'.repeat(100_000)}`,
    `error deserializing value for partition ${'a-'.repeat(100_000)}`,
    `subject '${'x'.repeat(200_000)}`,
    `unauthorized ${'4'.repeat(200_000)}`,
    'failed to deserialize value '.repeat(8_000),
    'Version '.repeat(30_000),
  ];
  const start = process.cpuUsage();
  for (const text of hostile) explainError(text);
  const { user } = process.cpuUsage(start);
  assert.ok(user < 10_000_000, `It took ${user / 1e6} s.`);
});
