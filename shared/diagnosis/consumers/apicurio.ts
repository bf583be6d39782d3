import { findApicurioHeader } from '../../wire/apicurioHeader.ts';
import { readInt64, readUint32 } from '../../wire/frameParts.ts';
import type { RecordOutcome } from '../consumerTable.ts';
import { javaFast } from './dialects.ts';
import { compared, fails, lookUp, readPayload, unknown } from './reading.ts';
import { plainJson } from './plainJson.ts';
import type { Refusal } from './looseReader.ts';
import type { RecordToPredict } from './predict.ts';

const noReference = fails('java.lang.IllegalStateException: artifact reference cannot be null');
const noArtifact = fails('java.lang.IllegalStateException: artifactId cannot be null');
const noByte = fails('java.lang.ArrayIndexOutOfBoundsException: Index 0 out of bounds for length 0');
/** Whatever registry it is given then, it is not the one of this topic. */
const noApicurio: RecordOutcome = {
  ...{ kind: 'fails', text: '', causes: [] },
  note: "it asks a registry of Apicurio's, which this connection's is not",
};
const underflow = fails('java.nio.BufferUnderflowException');

/** Apicurio's `AvroKafkaDeserializer` 3.x: the prefix with 4 bytes, which name a content; headers only where they are enabled. */
export function predictApicurio3(record: RecordToPredict): RecordOutcome {
  const { bytes } = record;
  if (bytes.length === 0) return noByte;
  if (bytes[0] !== 0) return noReference;
  if (bytes.length < 5) return underflow;
  const id = readUint32(bytes, 1);
  const found = lookUp(record.asked(id), `schema id ${id}`);
  if (found.kind === 'unknown') return found.outcome;
  if (found.kind === 'missing') {
    return fails('java.lang.RuntimeException: io.apicurio.registry.rest.client.models.ProblemDetails', 'ProblemDetails');
  }
  return readPayload(record, javaFast, found.schema, 5, refused);
}

/** Both versions hand on what Java's Avro says, but for the exceptions that must be declared. */
function refused({ message }: Refusal): RecordOutcome {
  return message.startsWith('java.io.') ? fails(`java.io.UncheckedIOException: ${message}`, message) : fails(message);
}

/** Apicurio's `AvroKafkaDeserializer` 2.x: headers, else the prefix with 8 bytes, which name a global id. */
export function predictApicurio2(record: RecordToPredict): RecordOutcome {
  const { bytes, part, headers } = record;
  const schema = record.schema?.schema;
  if (findApicurioHeader({ bytes, part, headers, inflate: () => new Uint8Array() }) !== undefined) {
    if (schema === undefined || record.written === undefined) return unknown('Which schema the header names is not known.');
    return compared(record, plainJson(schema, record.written));
  }
  if (bytes.length === 0) return noByte;
  if (bytes[0] !== 0) return noArtifact;
  if (bytes.length < 9) return underflow;
  const id = readInt64(bytes, 1);
  // Registries count their global ids from 1 on; none is so large.
  if (id < 0n || id > 0x7fff_ffffn) return fails(`VersionNotFoundException: No version with global ID '${id}' found.`);
  const asked = record.askedGlobalId?.(id);
  if (asked !== undefined && 'error' in asked && asked.error.code === 'registry/not-supported') return noApicurio;
  const found = asked === undefined ? undefined : lookUp(asked, `global id ${id}`);
  if (found?.kind === 'missing') return fails(`VersionNotFoundException: No version with global ID '${id}' found.`);
  if (found?.kind === 'schema') return readPayload(record, javaFast, found.schema, 9, refused);
  return unknown(`It takes the id ${id} for a global id, as its own serializer writes; Apicurio 3 writes content ids, which may differ.`);
}
