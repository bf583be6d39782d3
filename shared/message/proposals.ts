import { findJsonCursor, type JsonContainer, type JsonCursor } from '../avro/editing/jsonCursor.ts';
import type { Proposal, Template } from '../avro/editing/proposals.ts';
import { findValue } from '../avro/jsonTree.ts';
import type { Schema } from '../avro/schema.ts';
import type { MessageNamesResult, NamesAsked } from '../protocol.ts';
import type { MessagePart } from './check.ts';
import {
  messageFramings,
  messageProperties,
  schemaProperties,
  type Message,
  type MessageDocument,
  type MessageFraming,
  type SchemaProperty,
} from './document.ts';
import { proposeInValue } from './valueProposals.ts';

/** Where something can be typed in a message. */
export interface MessagePlace {
  readonly cursor: JsonCursor;
  /** The property of the message in whose array or object the cursor is; undefined in the message's own object. */
  readonly inside: string | undefined;
  /** The key or value that it is in: its schema says what can stand there. */
  readonly part: MessagePart | undefined;
  /** Which names could stand there that the document does not know. */
  readonly asked: NamesAsked | { readonly kind: 'connections' } | undefined;
}

/** What is known beside the document. */
export interface ProposalFacts {
  /** What the place asks for. */
  readonly names: MessageNamesResult;
  /** Of the part that the place is in; undefined where none is known. */
  readonly schema: Schema | undefined;
  /** The present, in milliseconds since 1970. */
  readonly now: number;
}

/** The message in which something can be typed at an offset, however unfinished it is. */
export function findMessageAround({ messages }: MessageDocument, offset: number): Message | undefined {
  return messages.find(({ json }) => json.span.start < offset && offset <= json.span.end);
}

/** Finds out what belongs at an offset; undefined where nothing can stand. */
export function placeInMessage(document: MessageDocument, message: Message, offset: number): MessagePlace | undefined {
  const cursor = findJsonCursor(document.text, message.json, offset);
  if (cursor === undefined || cursor.containers.length === 0) return undefined;
  const [, second, third] = cursor.containers;
  const inside = second === undefined ? undefined : message.json.properties.find(({ value }) => value === second)?.name.value;
  if (second !== undefined && inside === undefined) return undefined;
  const own = cursor.slot === 'name' ? undefined : cursor.property?.name.value;
  const name = inside ?? own;
  const part = name === 'key' || name === 'value' ? name : undefined;
  const isRef = third === undefined && (inside === 'keySchema' || inside === 'valueSchema');
  return { cursor, inside, part, asked: isRef ? askedInRef(second, own) : inside === undefined ? askedFor(own) : undefined };
}

function askedFor(property: string | undefined): MessagePlace['asked'] {
  return property === 'connection' ? { kind: 'connections' } : property === 'topic' ? { kind: 'topics' } : undefined;
}

/** In an object that names a schema. */
function askedInRef(ref: JsonContainer | undefined, property: string | undefined): MessagePlace['asked'] {
  const text = (name: string): string => {
    const value = ref?.kind === 'object' ? findValue(ref, name) : undefined;
    return value?.kind === 'string' ? value.value : '';
  };
  switch (property) {
    case 'subject':
      return { kind: 'subjects' };
    case 'version':
      return { kind: 'versions', subject: text('subject') };
    case 'id':
      return { kind: 'ids' };
    case 'file':
      return { kind: 'files' };
    case 'type':
      return { kind: 'types', file: text('file') };
    default:
      return undefined;
  }
}

/**
 * What could stand at a place, the likely first.
 *
 * @throws CodecError `codec/unusable-schema` where a part of the schema has no value
 */
export function proposeAtPlace(place: MessagePlace, message: Message, facts: ProposalFacts): readonly Proposal[] {
  const { cursor, inside, asked } = place;
  if (asked !== undefined) return namedValues(asked.kind, facts.names);
  if (inside !== undefined) return proposeInProperty(inside, cursor, facts);
  if (cursor.slot !== 'name') return proposeFor(cursor.property?.name.value, cursor, facts);
  const present = new Set(message.json.properties.filter((property) => property !== cursor.property).map(({ name }) => name.value));
  return messageProperties
    .filter((name) => !present.has(name))
    .map((name) => ({
      label: name,
      kind: 'attribute',
      template: cursor.hasColon ? [`"${name}"`] : [`"${name}": `, ...templates[name]],
      meaning: propertyMeanings[name],
      isToBeContinued: continued.has(name),
    }));
}

/** Of these the value can be proposed, too. */
const continued: ReadonlySet<string> = new Set<PropertyName>([
  'connection',
  'topic',
  'key',
  'value',
  'keySchema',
  'valueSchema',
  'timestamp',
]);

function namedValues(kind: NonNullable<MessagePlace['asked']>['kind'], names: MessageNamesResult): Proposal[] {
  const isNumber = (name: string): boolean => (kind === 'versions' || kind === 'ids') && /^\d+$/.test(name);
  return names.map(({ name, detail }) => ({
    label: kind === 'versions' && isNumber(name) ? `v${name}` : name,
    kind: 'value',
    template: [isNumber(name) ? name : JSON.stringify(name)],
    ...(detail === undefined ? {} : { detail }),
  }));
}

/** Values of a property of the outer part. */
function proposeFor(property: string | undefined, cursor: JsonCursor, facts: ProposalFacts): readonly Proposal[] {
  switch (property) {
    case 'framing':
      return [
        ...framings,
        { label: 'key and value', kind: 'template', template: ['{ "key": "', { hole: 'text' }, '", "value": "', { hole: 'json' }, '" }'] },
      ];
    case 'keySchema':
    case 'valueSchema':
      return schemaForms;
    case 'headers':
      return headerForms;
    case 'timestamp':
      return [literal('now', new Date(facts.now).toISOString())];
    case 'key':
      return proposeInPart(cursor, facts);
    case 'value':
      return [...proposeInPart(cursor, facts), { label: 'null', kind: 'value', template: ['null'], detail: 'tombstone' }];
    default:
      return [];
  }
}

function literal(label: string, text: string): Proposal {
  return { label, kind: 'value', template: [JSON.stringify(text)], detail: text };
}

/** Inside of a property's array or object. */
function proposeInProperty(property: string, cursor: JsonCursor, facts: ProposalFacts): readonly Proposal[] {
  switch (property) {
    case 'key':
    case 'value':
      return proposeInPart(cursor, facts);
    case 'framing':
      return cursor.slot === 'name' ? names(['key', 'value'], cursor, [{ hole: '"bare"' }]) : framings;
    case 'glueVersionId':
      return cursor.slot === 'name' ? names(['key', 'value'], cursor, quoted) : [];
    case 'keySchema':
    case 'valueSchema':
      return cursor.slot === 'name' ? refNames(cursor) : [];
    default:
      return [];
  }
}

function proposeInPart(cursor: JsonCursor, { schema, now }: ProposalFacts): readonly Proposal[] {
  return schema === undefined ? [] : proposeInValue(schema, cursor, cursor.containers.slice(1), { now, nullProbability: 0 });
}

/** Names that the innermost object does not have yet. */
function names(
  all: readonly string[],
  { containers, property, hasColon }: JsonCursor,
  value: Template,
  isToBeContinued = false,
): readonly Proposal[] {
  const container = containers.at(-1);
  const present =
    container?.kind === 'object' ? container.properties.filter((each) => each !== property).map(({ name }) => name.value) : [];
  return all
    .filter((name) => !present.includes(name))
    .map((name) => ({ label: name, kind: 'attribute', template: hasColon ? [`"${name}"`] : [`"${name}": `, ...value], isToBeContinued }));
}

/** What may stand beside each other in an object that names a schema. */
const refForms: readonly (readonly SchemaProperty[])[] = [['subject', 'version'], ['id'], ['file', 'type', 'subject']];

/** Names that go with those that an object already has which names a schema. */
function refNames(cursor: JsonCursor): readonly Proposal[] {
  const ref = cursor.containers.at(-1);
  const present = ref?.kind === 'object' ? ref.properties.filter((each) => each !== cursor.property).map(({ name }) => name.value) : [];
  const forms = refForms.filter((form) => present.every((name) => form.some((each) => each === name)));
  const fitting = schemaProperties.filter((name) => forms.some((form) => form.includes(name)));
  return names(fitting, cursor, [{ hole: '' }], true).map((proposal) => {
    const name = fitting.find((each) => each === proposal.label);
    return name === undefined ? proposal : { ...proposal, meaning: refMeanings[name] };
  });
}

/** In Markdown. */
export const refMeanings: Readonly<Record<SchemaProperty, string>> = {
  subject:
    'A subject of the registry. Beside `file` it is where that is registered; without it, by `avroWorkbench.produce.subjectStrategy`.',
  version: 'A version of the subject, or `"latest"`.',
  id: 'A schema id of the registry.',
  file: 'A schema file (`.avsc`, or `.avpr` with a `type`), by its path from the document.',
  type: 'The fullname of the type that is meant, where it is not the whole schema of the file.',
};

/** What stands in the bytes, by the framing. */
export const framingDetails: Readonly<Record<MessageFraming, string>> = {
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
  { label: 'file', kind: 'template', template: ['{ "file": "', { hole: '' }, '" }'], detail: 'a schema file', isToBeContinued: true },
  {
    label: 'subject',
    kind: 'template',
    template: ['{ "subject": "', { hole: '' }, '", "version": ', { hole: '"latest"' }, ' }'],
    detail: 'a version of a subject',
    isToBeContinued: true,
  },
  { label: 'id', kind: 'template', template: ['{ "id": ', { hole: '1' }, ' }'], detail: 'a schema id' },
];

const headerForms: readonly Proposal[] = [
  { label: 'headers', kind: 'template', template: ['{ "', { hole: 'name' }, '": "', { hole: 'text' }, '" }'] },
];

type PropertyName = (typeof messageProperties)[number];

const quoted: Template = ['"', { hole: '' }, '"'];

const templates: Readonly<Record<PropertyName, Template>> = {
  connection: quoted,
  topic: quoted,
  key: quoted,
  value: [{ hole: '' }],
  headers: headerForms[0]?.template ?? [],
  partition: [{ hole: '0' }],
  timestamp: quoted,
  keySchema: [{ hole: '"latest"' }],
  valueSchema: [{ hole: '"latest"' }],
  framing: ['"', { hole: 'confluent-prefix' }, '"'],
  glueVersionId: quoted,
};

/** In Markdown. */
export const propertyMeanings: Readonly<Record<PropertyName, string>> = {
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
