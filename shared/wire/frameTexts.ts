import type { SubjectVersion } from '../registry/registeredSchema.ts';
import type { Frame, SchemaName } from './frame.ts';
import { framingNames } from './framings.ts';

// How frames and what they name are called in sentences.

/** Such as "Confluent prefix, schema id 21 is orders-value v2". */
export function frameText(frame: Frame, subject?: SubjectVersion, isForced = false): string {
  const framing = isForced ? `${framingNames[frame.framing]}, by your choice` : framingNames[frame.framing];
  const name = nameText(frame.names);
  const text = name === undefined ? framing : `${framing}, ${name}`;
  if (subject === undefined) return text;
  return subject.version === undefined ? `${text} of ${subject.subject}` : `${text} is ${subject.subject} v${subject.version}`;
}

/** Such as "schema id 21"; undefined where a frame names nothing. */
export function nameText(names: SchemaName): string | undefined {
  switch (names.kind) {
    case 'schema-id':
      return `schema id ${names.schemaId}`;
    case 'guid':
      return `GUID ${names.guid}`;
    case 'content-id':
      return `content id ${names.id}`;
    case 'global-id':
      return `global id ${names.id}`;
    case 'fingerprint':
      return `fingerprint ${names.fingerprint}`;
    case 'glue-version':
      return `schema version ${names.uuid}`;
    case 'inline':
      return 'schema inline';
    case 'none':
      return undefined;
  }
}

/** Whether a header holds the frame, and the bytes are the payload alone. */
export function isInHeader({ framing }: Frame): boolean {
  return framing === 'confluent-header' || framing === 'apicurio-header';
}

/** Such as "The first bytes look like a frame with schema id 21". */
export function looksLike(frame: Frame): string {
  const name = nameText(frame.names);
  if (isInHeader(frame)) return `A header names ${name ?? 'a schema'}`;
  return name === undefined ? 'The first bytes look like a frame' : `The first bytes look like a frame with ${name}`;
}
