import { findJsonCursor, type JsonCursor } from '../avro/editing/jsonCursor.ts';
import type { Proposal, Proposals, Template } from '../avro/editing/proposals.ts';
import type { SampleOptions } from '../avro/sample.ts';
import type { Schema } from '../avro/schema.ts';
import type { MessagePart } from './check.ts';
import { messageFramings, messageProperties, type Message, type MessageDocument, type MessageFraming } from './document.ts';
import { proposeInValue } from './valueProposals.ts';

/** What is known beside the document. */
export interface ProposalFacts {
  /** Names of the connections that there are. */
  readonly connections: readonly string[];
  /** Undefined where none is known. */
  readonly schemaOf: (part: MessagePart) => Schema | undefined;
  readonly sample: SampleOptions;
}

/** The message in which something can be typed at an offset, however unfinished it is. */
export function findMessageAround({ messages }: MessageDocument, offset: number): Message | undefined {
  return messages.find(({ json }) => json.span.start < offset && offset <= json.span.end);
}

/** What a message could have at an offset; undefined where nothing can stand. */
export function proposeInMessage(document: MessageDocument, message: Message, offset: number, facts: ProposalFacts): Proposals | undefined {
  const cursor = findJsonCursor(document.text, message.json, offset);
  if (cursor === undefined || cursor.containers.length === 0) return undefined;
  const [, second] = cursor.containers;
  if (second === undefined) return { cursor, proposals: proposeOuter(message, cursor, facts) };
  const property = message.json.properties.find(({ value }) => value === second)?.name.value;
  return { cursor, proposals: property === undefined ? [] : proposeInProperty(property, cursor, facts) };
}

function proposeOuter(message: Message, cursor: JsonCursor, facts: ProposalFacts): readonly Proposal[] {
  if (cursor.slot !== 'name') return proposeFor(cursor.property?.name.value, cursor, facts);
  const present = new Set(message.json.properties.filter((property) => property !== cursor.property).map(({ name }) => name.value));
  return messageProperties
    .filter((name) => !present.has(name))
    .map((name) => ({
      label: name,
      kind: 'attribute',
      template: cursor.hasColon ? [`"${name}"`] : [`"${name}": `, ...templates[name]],
      meaning: meanings[name],
    }));
}

/** Values of a property of the outer part. */
function proposeFor(property: string | undefined, cursor: JsonCursor, facts: ProposalFacts): readonly Proposal[] {
  switch (property) {
    case 'connection':
      return facts.connections.map((name) => ({ label: name, kind: 'value', template: [JSON.stringify(name)], detail: 'connection' }));
    case 'framing':
      return [
        ...framings,
        { label: 'key and value', kind: 'template', template: ['{ "key": "', { hole: 'text' }, '", "value": "', { hole: 'json' }, '" }'] },
      ];
    case 'keySchema':
    case 'valueSchema':
      return schemaForms;
    case 'headers':
      return [{ label: 'headers', kind: 'template', template: templates.headers }];
    case 'key':
      return proposeInPart('key', cursor, facts);
    case 'value':
      return [...proposeInPart('value', cursor, facts), { label: 'null', kind: 'value', template: ['null'], detail: 'tombstone' }];
    default:
      return [];
  }
}

/** Inside of a property's array or object. */
function proposeInProperty(property: string, cursor: JsonCursor, facts: ProposalFacts): readonly Proposal[] {
  switch (property) {
    case 'key':
    case 'value':
      return proposeInPart(property, cursor, facts);
    case 'framing':
      return cursor.slot === 'name' ? names(['key', 'value'], cursor, [{ hole: '"bare"' }]) : framings;
    case 'keySchema':
    case 'valueSchema':
      return cursor.slot === 'name' ? names(['subject', 'version', 'id', 'file', 'type'], cursor, [{ hole: '' }]) : [];
    default:
      return [];
  }
}

function proposeInPart(part: MessagePart, cursor: JsonCursor, { schemaOf, sample }: ProposalFacts): readonly Proposal[] {
  const schema = schemaOf(part);
  return schema === undefined ? [] : proposeInValue(schema, cursor, cursor.containers.slice(1), sample);
}

/** Names that the innermost object does not have yet. */
function names(all: readonly string[], { containers, property, hasColon }: JsonCursor, value: Template): readonly Proposal[] {
  const container = containers.at(-1);
  const present =
    container?.kind === 'object' ? container.properties.filter((each) => each !== property).map(({ name }) => name.value) : [];
  return all
    .filter((name) => !present.includes(name))
    .map((name) => ({ label: name, kind: 'attribute', template: hasColon ? [`"${name}"`] : [`"${name}": `, ...value] }));
}

const framingDetails: Readonly<Record<MessageFraming, string>> = {
  'confluent-prefix': '0 + schema id + Avro',
  'confluent-prefix-guid': '1 + schema GUID + Avro',
  'confluent-header': 'schema GUID in a header, Avro alone',
  apicurio: '0 + 8-byte id + Avro',
  'apicurio-header': 'content id in a header, Avro alone',
  glue: '3 + compression + schema version UUID + Avro',
  'single-object': 'C3 01 + fingerprint + Avro',
  bare: 'Avro alone',
  json: 'JSON as it stands',
  text: 'the text, in UTF-8',
  hex: 'exactly these bytes',
};

const framings: readonly Proposal[] = messageFramings.map((name) => ({
  label: name,
  kind: 'value',
  template: [`"${name}"`],
  detail: framingDetails[name],
}));

const schemaForms: readonly Proposal[] = [
  { label: 'latest', kind: 'value', template: ['"latest"'], detail: "of the topic's subject" },
  { label: 'file', kind: 'template', template: ['{ "file": "', { hole: '' }, '" }'], detail: 'a schema file' },
  {
    label: 'subject',
    kind: 'template',
    template: ['{ "subject": "', { hole: '' }, '", "version": ', { hole: '"latest"' }, ' }'],
    detail: 'a version of a subject',
  },
  { label: 'id', kind: 'template', template: ['{ "id": ', { hole: '1' }, ' }'], detail: 'a schema id' },
];

type PropertyName = (typeof messageProperties)[number];

const quoted: Template = ['"', { hole: '' }, '"'];

const templates: Readonly<Record<PropertyName, Template>> = {
  connection: quoted,
  topic: quoted,
  key: quoted,
  value: [{ hole: '' }],
  headers: ['{ "', { hole: 'name' }, '": "', { hole: 'text' }, '" }'],
  partition: [{ hole: '0' }],
  timestamp: quoted,
  keySchema: [{ hole: '"latest"' }],
  valueSchema: [{ hole: '"latest"' }],
  framing: ['"', { hole: 'confluent-prefix' }, '"'],
  glueVersionId: quoted,
};

const meanings: Readonly<Record<PropertyName, string>> = {
  connection: 'The name of a connection. Without one, the message is sent on the active connection.',
  topic: 'The topic. Without one, it is asked for when the message is sent.',
  key: 'The key, by `keySchema`; without a schema it is text. Without a key it is null.',
  value: 'The value, by `valueSchema`. `null` is a tombstone, which deletes the key on a compacted topic.',
  headers: 'Headers: texts, `"hex:…"`, `"base64:…"` or `null` by name, or a list of `{ "name": …, "value": … }`.',
  partition: 'The partition. Without one, the key decides, as with Java’s partitioner.',
  timestamp: 'A time with an offset, such as `"2026-11-10T14:02:07.123Z"`, or milliseconds. Without one, the time of sending.',
  keySchema: 'The schema of the key. Without one, the latest of the topic’s subject.',
  valueSchema: 'The schema of the value. Without one, the latest of the topic’s subject.',
  framing:
    'How the value becomes bytes, or `{ "key": …, "value": … }`. Without one, a Confluent prefix; bare Avro where the connection has no registry.',
  glueVersionId: 'The UUID of the schema version in AWS Glue, or `{ "key": …, "value": … }`, for the framing `glue`.',
};
