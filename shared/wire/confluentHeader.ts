import type { FrameError } from '../errors.ts';
import type { FindFrame, FrameField, FrameInput, SchemaName } from './frame.ts';
import { findHeader, noHeader, readUint32, readUuid, toField, toFrame } from './frameParts.ts';
import { readMessageIndexes } from './messageIndexes.ts';

/** The header that names the schema of a record's key or value. */
export function schemaIdHeader(part: 'key' | 'value'): string {
  return `__${part}_schema_id`;
}

/**
 * A frame in a header: 0 and the schema id (int32), or 1 and the schema's GUID (16 bytes), and of Protobuf the message
 * indexes behind it. The payload is all of the bytes.
 *
 * @see Confluent Platform 8, "Schema ID in message headers"; Confluent's serializers write the GUID
 */
export const findConfluentHeader: FindFrame = ({ bytes, part, headers }) => {
  if (headers.length === 0) return undefined;
  const header = schemaIdHeader(part);
  const value = findHeader(headers, header);
  const named = value && readNamed(value);
  if (value === undefined || named === undefined) return undefined;
  const indexes = value.length === named.end ? undefined : readMessageIndexes(value, named.end);
  // What stands behind the id and is no list of indexes makes it something else.
  if ((indexes?.end ?? named.end) !== value.length) return undefined;
  const messageIndexes = indexes?.indexes;
  const fields = (): readonly FrameField[] => [
    toField(0, 1, 'magic byte', named.names.kind === 'guid' ? '1: a GUID follows' : '0: a schema id follows', header),
    named.names.kind === 'guid'
      ? toField(1, named.end, 'GUID', named.names.guid, header)
      : toField(1, named.end, 'schema id', String(named.names.schemaId), header),
    ...(messageIndexes === undefined ? [] : [toField(named.end, value.length, 'message indexes', messageIndexes.join(', '), header)]),
  ];
  return toFrame('confluent-header', named.names, bytes, 0, fields, { messageIndexes });
};

function readNamed(
  value: Uint8Array,
): { readonly names: SchemaName & { readonly kind: 'schema-id' | 'guid' }; readonly end: number } | undefined {
  if (value[0] === 0 && value.length >= 5) return { names: { kind: 'schema-id', schemaId: readUint32(value, 1) }, end: 5 };
  if (value[0] === 1 && value.length >= 17) return { names: { kind: 'guid', guid: readUuid(value, 1) }, end: 17 };
  return undefined;
}

/** Why there is no such frame. */
export function noConfluentHeader(input: FrameInput): FrameError {
  return noHeader(input, [schemaIdHeader(input.part)], 'it should have 0 and 4 bytes more, or 1 and 16');
}
