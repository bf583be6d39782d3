import type { Golden } from './goldens.ts';

/** ExampleMessage of test/interop/example.avsc: field_1 "field_1_1", field_2 1, field_3 [10]. */
export const body = '126669656c645f315f3102021400';
const guid = '89791762-2336-4186-9674-299b90a802e2';
const python = 'confluent-kafka-python 2.16.0 with its MockSchemaRegistryClient, set to answer id 1042 and this GUID';
const java = "Confluent's serializers 7.9.5 (org.apache.pinot:pinot-confluent-avro:1.5.0:shaded) with their MockSchemaRegistryClient";
export const apicurio3 = "Apicurio's AvroKafkaSerializer 3.1.7 with a SchemaResolver that answers content id 1042 and global id 77";
export const apicurio2 = "Apicurio's AvroKafkaSerializer 2.6.13.Final with a SchemaResolver that answers content id 1042 and global id 77";

const id1042 = { kind: 'schema-id', schemaId: 1042 } as const;
const prefixFields = ['0-1 magic byte = 0: Confluent prefix', '1-5 schema id = 1042'];
const asPrefix = {
  framing: 'confluent-prefix',
  foundAs: ['confluent-prefix', 'apicurio-prefix'],
  names: id1042,
  fields: prefixFields,
} as const;

const guidHeader: readonly (readonly [string, string])[] = [['__value_schema_id', '0189791762233641869674299b90a802e2']];
const guidHeaderFields = ['__value_schema_id 0-1 magic byte = 1: a GUID follows', `__value_schema_id 1-17 GUID = ${guid}`];
const asGuidHeader = { framing: 'confluent-header', names: { kind: 'guid', guid }, fields: guidHeaderFields } as const;

/**
 * Frames of Confluent's kinds. Its Java serializers of Protobuf and JSON Schema, and those that write headers (8.x), are not on
 * Maven Central, so Python's wrote those rows.
 */
export const confluentGoldens: readonly Golden[] = [
  { name: 'Confluent prefix by Java', by: `${java}, KafkaAvroSerializer`, hex: `0000000412${body}`, ...asPrefix, payload: body },
  {
    name: 'Confluent prefix by Python',
    by: `${python}: AvroSerializer(client, schema)(value, SerializationContext('t', MessageField.VALUE)); ABRiS 5.1.1 writes the same`,
    hex: `0000000412${body}`,
    ...asPrefix,
    payload: body,
  },
  {
    name: 'Confluent prefix of a schema "bytes", without an Avro length',
    by: `${java}, KafkaAvroSerializer, new byte[] {0, 1}, id 0x01020304`,
    hex: '00010203040001',
    framing: 'confluent-prefix',
    foundAs: ['confluent-prefix'],
    names: { kind: 'schema-id', schemaId: 0x01020304 },
    fields: ['0-1 magic byte = 0: Confluent prefix', '1-5 schema id = 16909060'],
    payload: '0001',
  },
  {
    name: 'Confluent prefix by Apicurio 3',
    by: `${apicurio3}, no settings; the id is the content id`,
    hex: `0000000412${body}`,
    ...asPrefix,
    payload: body,
  },
  {
    name: 'Confluent prefix by Apicurio 2',
    by: `${apicurio2}, headers.enabled=false, as-confluent=true, use-id=contentId`,
    hex: `0000000412${body}`,
    ...asPrefix,
    payload: body,
  },
  {
    name: 'Protobuf, the first message',
    by: `${python}: ProtobufSerializer of message Order {string id = 1; int64 amount = 2;}`,
    hex: '0000000412000a03412d3110de07',
    ...asPrefix,
    payload: '000a03412d3110de07',
  },
  {
    name: 'Protobuf, a nested message',
    by: `${python}: ProtobufSerializer of the message Deep within Inner within Other, the second of its file`,
    hex: '0000000412060200000807',
    ...asPrefix,
    payload: '060200000807',
  },
  {
    name: 'JSON Schema',
    by: `${python}: JSONSerializer`,
    hex: '00000004127b226964223a22412d31222c22616d6f756e74223a3939307d',
    ...asPrefix,
    payload: '7b226964223a22412d31222c22616d6f756e74223a3939307d',
  },
  {
    name: 'GUID prefix',
    by: `${python}: AvroSerializer with a schema.id.serializer that puts the library's own SchemaId.guid_to_bytes() in front`,
    hex: `0189791762233641869674299b90a802e2${body}`,
    framing: 'confluent-guid-prefix',
    foundAs: ['confluent-guid-prefix'],
    names: { kind: 'guid', guid },
    fields: ['0-1 magic byte = 1: Confluent prefix with GUID', `1-17 GUID = ${guid}`],
    payload: body,
  },
  {
    name: 'header with a GUID',
    by: `${python}: AvroSerializer with header_schema_id_serializer`,
    hex: body,
    headers: guidHeader,
    ...asGuidHeader,
    foundAs: ['confluent-header'],
    payload: body,
  },
  {
    name: 'header with a GUID, of a key',
    by: `${python}: AvroSerializer with header_schema_id_serializer, schema "string", MessageField.KEY`,
    hex: '10412d313030343832',
    part: 'key',
    headers: [['__key_schema_id', '0189791762233641869674299b90a802e2']],
    framing: 'confluent-header',
    foundAs: ['confluent-header'],
    names: { kind: 'guid', guid },
    fields: guidHeaderFields.map((field) => field.replace('value', 'key')),
    payload: '10412d313030343832',
  },
  {
    name: 'header with an id',
    by: `${python}: AvroSerializer with a schema.id.serializer that puts the library's own SchemaId.id_to_bytes() into the header`,
    hex: body,
    headers: [['__value_schema_id', '0000000412']],
    framing: 'confluent-header',
    foundAs: ['confluent-header'],
    names: id1042,
    fields: ['__value_schema_id 0-1 magic byte = 0: a schema id follows', '__value_schema_id 1-5 schema id = 1042'],
    payload: body,
  },
  {
    name: 'header with a GUID and the indexes of a Protobuf message',
    by: `${python}: ProtobufSerializer with header_schema_id_serializer, the second message within Other, the second of its file`,
    hex: '0807',
    headers: [['__value_schema_id', '0189791762233641869674299b90a802e2040202']],
    ...asGuidHeader,
    fields: [...guidHeaderFields, '__value_schema_id 17-20 message indexes = 1, 1'],
    foundAs: ['confluent-header'],
    payload: '0807',
    special: { messageIndexes: [1, 1] },
  },
  {
    name: 'header with a GUID and the first Protobuf message',
    by: `${python}: ProtobufSerializer with header_schema_id_serializer, message Order`,
    hex: '0a03412d3110de07',
    headers: [['__value_schema_id', '0189791762233641869674299b90a802e200']],
    ...asGuidHeader,
    fields: [...guidHeaderFields, '__value_schema_id 17-18 message indexes = 0'],
    foundAs: ['confluent-header'],
    payload: '0a03412d3110de07',
    special: { messageIndexes: [0] },
  },
  {
    name: 'header with a GUID, JSON Schema',
    by: `${python}: JSONSerializer with header_schema_id_serializer`,
    hex: '7b226964223a22412d31222c22616d6f756e74223a3939307d',
    headers: guidHeader,
    ...asGuidHeader,
    foundAs: ['confluent-header'],
    payload: '7b226964223a22412d31222c22616d6f756e74223a3939307d',
  },
];
