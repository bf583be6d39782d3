import { schemaIdHeader } from '../../wire/confluentHeader.ts';
import { findHeader } from '../../wire/frameParts.ts';
import type { RecordOutcome } from '../consumerTable.ts';
import { fastavro } from './dialects.ts';
import { fails, lookUpNamed, namedSchema, readConfluentPayload } from './reading.ts';
import type { RecordToPredict } from './predict.ts';

/** confluent-kafka-python's `AvroDeserializer` through its `DeserializingConsumer`: the id or GUID in the header, else the prefix. */
export function predictConfluentPython(record: RecordToPredict): RecordOutcome {
  const { bytes, headers, part } = record;
  if (bytes.length < 6) return kafkaError(record, shortText(bytes.length));
  const named = namedSchema(record);
  if (named === 'magic') return kafkaError(record, 'Invalid magic byte');
  if (named === 'short') {
    const frame = findHeader(headers, schemaIdHeader(part)) ?? bytes;
    if (frame.length === 0) return kafkaError(record, 'unpack requires a buffer of 1 bytes');
    return kafkaError(record, frame[0] === 1 ? 'bytes is not a 16-char string' : 'unpack requires a buffer of 4 bytes');
  }
  const found = lookUpNamed(record, named);
  switch (found.kind) {
    case 'unknown':
      return found.outcome;
    case 'missing':
      return kafkaError(record, named.id === undefined ? guidMissing(record, named.guid ?? '') : idMissing(named.id));
    case 'schema':
      return readConfluentPayload(record, fastavro, found.schema, named.start, ({ message }) => {
        // What invalid UTF-8 is called depends on its bytes.
        if (message === '' || message.startsWith('Unicode')) return fails('');
        // The exception's class is lost, and with it all that an exception without a message says.
        return kafkaError(record, message.replace(/^\w+(?:: |$)/, ''));
      });
  }
}

function kafkaError({ part }: RecordToPredict, text: string): RecordOutcome {
  const [code, number] = part === 'key' ? ['_KEY_DESERIALIZATION', -160] : ['_VALUE_DESERIALIZATION', -159];
  return fails(`KafkaError{code=${code},val=${number},str="${text}"}`);
}

function shortText(length: number): string {
  return `Expecting data framing of length 6 bytes or more but total data size is ${length} bytes. This message was not produced with a Confluent Schema Registry serializer`;
}

function idMissing(id: number): string {
  return `Schema ${id} not found. (HTTP status code 404, SR code 40403)`;
}

/** A registry that knows no GUIDs has no such page, and no text for it. */
function guidMissing(record: RecordToPredict, guid: string): string {
  return record.askedGuid(guid) === 'none'
    ? "Unknown Schema Registry Error: b'' (HTTP status code 404, SR code -1)"
    : 'Schema not found (HTTP status code 404, SR code 40403)';
}
