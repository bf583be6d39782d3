import { schemaIdHeader } from '../../wire/confluentHeader.ts';
import { findHeader } from '../../wire/frameParts.ts';
import type { RecordOutcome } from '../consumerTable.ts';
import { avsc } from './dialects.ts';
import { compared, fails, lookUpNamed, looseReading, namedSchema, readConfluentPayload } from './reading.ts';
import type { RecordToPredict } from './predict.ts';

/** `AvroDeserializer` of npm's `@confluentinc/schemaregistry`: the id or GUID in the header, else the prefix; avsc takes no byte too many. */
export function predictConfluentJs(record: RecordToPredict): RecordOutcome {
  const { bytes, headers, part } = record;
  if (bytes.length === 0) return compared(record, 'null');
  const named = namedSchema(record);
  if (typeof named === 'string') {
    const frame = findHeader(headers, schemaIdHeader(part)) ?? bytes;
    if (named === 'magic' || frame.length === 0) {
      return fails(`Error: Unknown magic byte {"type":"Buffer","data":[${frame[0] ?? ''}]}`);
    }
    if (frame[0] === 0) return fails('RangeError [ERR_BUFFER_OUT_OF_BOUNDS]: Attempt to access memory outside buffer bounds');
    // It asks the registry for a GUID that is cut off.
    return fails('');
  }
  const found = lookUpNamed(record, named);
  switch (found.kind) {
    case 'unknown':
      return found.outcome;
    case 'missing':
      if (named.id !== undefined) return fails(`Error: Schema ${named.id | 0} not found.; Error code: 40403`);
      return fails(record.askedGuid(named.guid ?? '') === 'none' ? '' : 'Error: Schema not found; Error code: 40403');
    case 'schema': {
      const { schema } = found;
      const outcome = readConfluentPayload(record, avsc, schema, named.start, ({ message }) => fails(message));
      if (outcome.kind !== 'reads' && outcome.kind !== 'wrong') return outcome;
      const reading = looseReading(record, avsc, schema, named.start);
      const isBytes = schema.type === 'bytes';
      return !isBytes && reading.kind === 'value' && reading.end < bytes.length ? fails('Error: trailing data') : outcome;
    }
  }
}
