import { code } from '../avro/editing/hoverMarkdown.ts';
import type { JsonNode, Span } from '../avro/json.ts';
import { jsonToText } from '../avro/jsonText.ts';
import { unqualifiedName } from '../avro/names.ts';
import type { Field } from '../avro/schema.ts';
import { branchTag, type UsableSchema } from '../avro/usable.ts';
import { CodecError } from '../errors.ts';
import { escapeMarkdown } from '../markdown.ts';
import type { RegisteredAs } from '../protocol.ts';
import { plannedFraming, type MessagePart, type PartSchema } from './check.ts';
import {
  messageFramings,
  messageProperties,
  schemaProperties,
  type DefaultFraming,
  type Message,
  type MessageFraming,
} from './document.ts';
import { framingOrigins, framingTitle } from './framings.ts';
import { framingDetails, propertyMeanings, refMeanings } from './proposals.ts';
import { findValuePlace, type FoundPlace, type ValuePlace } from './valuePlace.ts';
import { timeMeaning } from './timeMeaning.ts';
import { typeDetail } from './valueProposals.ts';

/** What a part is written with, and where that is registered. */
export type HoverSchema = PartSchema & { readonly registered?: RegisteredAs | undefined };

export interface Described {
  readonly span: Span;
  readonly markdown: string;
}

/** What stands at an offset of a message; undefined where there is nothing to say of it. */
export function describeInMessage(
  message: Message,
  offset: number,
  schemas: Readonly<Record<MessagePart, HoverSchema>>,
): Described | undefined {
  const property = message.json.properties.find(
    ({ name, value }) => touches(name, offset) || (value !== undefined && touches(value, offset)),
  );
  const name = messageProperties.find((each) => each === property?.name.value);
  if (property === undefined || name === undefined) return undefined;
  const { value } = property;
  if (touches(property.name, offset)) return { span: property.name.span, markdown: describeProperty(message, name, schemas) };
  if (value === undefined) return undefined;
  switch (name) {
    case 'key':
    case 'value':
      if (value.kind === 'null')
        return { span: value.span, markdown: name === 'value' ? tombstone : '**Null key**: the record has no key.' };
      return describeValue(schemas[name], value, offset);
    case 'framing': {
      const word = [value, ...(value.kind === 'object' ? value.properties.flatMap((each) => each.value ?? []) : [])].find(
        (each) => each.kind === 'string' && touches(each, offset),
      );
      const framing = messageFramings.find((each) => word?.kind === 'string' && each === word.value);
      const part =
        value.kind === 'object' && value.properties.some((each) => each.value === word && each.name.value === 'key') ? 'key' : 'value';
      return word === undefined || framing === undefined
        ? undefined
        : { span: word.span, markdown: framingText(framing, schemas[part], undefined) };
    }
    case 'keySchema':
    case 'valueSchema': {
      const place = schemaText(schemas[name === 'keySchema' ? 'key' : 'value']);
      const own = value.kind === 'object' ? value.properties.find((each) => touches(each.name, offset)) : undefined;
      const known = schemaProperties.find((each) => each === own?.name.value);
      if (own !== undefined && known !== undefined) {
        const lines = [`**${known}** ${refMeanings[known]}`, ...(place === undefined ? [] : [place])];
        return { span: own.name.span, markdown: lines.join('\n\n') };
      }
      return place === undefined ? undefined : { span: value.span, markdown: place };
    }
    case 'timestamp': {
      const meaning = message.timestampMs === undefined ? undefined : timeMeaning('timestamp-millis', BigInt(message.timestampMs));
      return meaning === undefined ? undefined : { span: value.span, markdown: meaning };
    }
    default:
      return undefined;
  }
}

function touches({ span }: JsonNode, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

const tombstone = '**Tombstone**: no value; on a compacted topic it deletes the key';

function describeProperty(
  message: Message,
  name: (typeof messageProperties)[number],
  schemas: Readonly<Record<MessagePart, HoverSchema>>,
): string {
  const part = name === 'key' || name === 'value' ? name : undefined;
  if (name === 'value' && message.value?.kind === 'null') return tombstone;
  const lines = [`**${name}** ${propertyMeanings[name]}`];
  if (name === 'framing') {
    const { valueFraming } = message;
    if (valueFraming !== undefined) lines.push(framingText(valueFraming.value, schemas.value, undefined));
  }
  if (part !== undefined && message[part] !== undefined && message[part].kind !== 'null') {
    const schema = schemas[part];
    const isWritten = (part === 'key' ? message.keyFraming : message.valueFraming) !== undefined;
    const from = isWritten ? undefined : schema.framing?.from;
    const place = schemaText(schema);
    if (place !== undefined) lines.push(place);
    lines.push(framingText(plannedFraming(message, part, schema), schema, from));
  }
  return lines.join('\n\n');
}

/** Such as `*orders-value version 3, schema id 13*`; undefined where none is known. */
function schemaText(schema: HoverSchema): string | undefined {
  return schema.found ? `*${escapeMarkdown(schemaPlace(schema))}*` : undefined;
}

/** Such as `orders-value version 3, schema id 13` or `orders.avsc`. */
function schemaPlace({ label, registered }: { readonly label: string; readonly registered?: RegisteredAs | undefined }): string {
  if (registered === undefined) return label;
  const { subject, version, schemaId } = registered;
  return subject === undefined || version === undefined ? `schema id ${schemaId}` : `${subject} version ${version}, schema id ${schemaId}`;
}

function framingText(framing: MessageFraming, schema: HoverSchema, from: DefaultFraming['from'] | undefined): string {
  const id = schema.found && schema.registered !== undefined ? ` ${schema.registered.schemaId}` : '';
  const bytes: Partial<Record<MessageFraming, string>> = {
    'confluent-prefix': `0, schema id${id} (4 bytes), Avro`,
    'confluent-prefix-guid': '1, schema GUID (16 bytes), Avro',
    apicurio: `0, id (8 bytes), Avro`,
    glue: '3, compression (1 byte), schema version UUID (16 bytes), Avro',
    'single-object': 'C3 01, fingerprint (8 bytes), Avro',
  };
  const origin = from === undefined ? '' : ` *${framingOrigins[from]}*`;
  return `**${framingTitle(framing)}**: ${bytes[framing] ?? framingDetails[framing]}.${origin}`;
}

function describeValue(schema: HoverSchema, root: JsonNode, offset: number): Described | undefined {
  if (!schema.found) return undefined;
  try {
    const found = findValuePlace(schema.schema, root, offset);
    const place = schemaText(schema);
    const described = describeName(found) ?? describeLiteral(found.places.at(-1), offset);
    return (
      described && {
        span: described.span,
        markdown: [described.markdown, ...(described.isMore && place !== undefined ? [place] : [])].join(' '),
      }
    );
  } catch (error) {
    // With a part of the schema there are no values.
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

/** `isMore`: whether it is to be said which schema it is of. */
type DescribedPart = Described & { readonly isMore: boolean };

function describeName({ places, name, isInTag }: FoundPlace): DescribedPart | undefined {
  const place = places.at(-1);
  if (isInTag && place?.tag !== undefined && place.schema !== undefined) {
    const markdown = `**${escapeMarkdown(place.tag.name.value)}** names the branch of the union.${docText(place.schema)}`;
    return { span: place.tag.name.span, markdown, isMore: true };
  }
  if (name?.field === undefined) return undefined;
  return { span: name.property.name.span, markdown: describeField(name.field), isMore: true };
}

function describeField({ name, schema, default: preset, doc }: Field): string {
  const target = schema.type === 'reference' ? schema.target : schema;
  const isLogical = target !== undefined && target.type !== 'union' && target.logicalType !== undefined;
  const on = isLogical ? ` on ${code(target.type)}` : '';
  const written = preset === undefined ? '' : jsonToText(preset);
  const need = preset === undefined ? 'required' : `default ${code(written.length > 60 ? `${written.slice(0, 59)}…` : written)}`;
  return `**${escapeMarkdown(name?.value ?? '')}** ${code(typeDetail(schema))}${on}, ${need}.${doc === undefined ? '' : ` ${escapeMarkdown(doc)}`}`;
}

function docText(schema: UsableSchema): string {
  return 'doc' in schema && schema.doc !== undefined ? ` ${escapeMarkdown(schema.doc)}` : '';
}

function describeLiteral(place: ValuePlace | undefined, offset: number): DescribedPart | undefined {
  if (place?.schema === undefined || !touches(place.inner, offset)) return undefined;
  const { schema, inner } = place;
  const { span } = inner;
  if (schema.type === 'enum' && inner.kind === 'string') {
    const isSymbol = schema.symbols.some(({ value }) => value === inner.value);
    if (!isSymbol) return undefined;
    const markdown = `**${escapeMarkdown(inner.value)}**, a symbol of ${code(unqualifiedName(branchTag(schema)))}.${docText(schema)}`;
    return { span, markdown, isMore: true };
  }
  if (schema.type !== 'int' && schema.type !== 'long') return undefined;
  if (schema.logicalType !== undefined) {
    const markdown = timeMeaning(schema.logicalType.name, inner);
    return markdown === undefined ? undefined : { span, markdown, isMore: false };
  }
  return inner.kind === 'number' ? describeLong(inner.text, span) : undefined;
}

function describeLong(text: string, span: Span): DescribedPart | undefined {
  if (!/^-?\d{1,20}$/.test(text)) return undefined;
  const [exact, double] = [BigInt(text), BigInt(Number(text))];
  if (Number.isSafeInteger(Number(text))) return undefined;
  const rest = exact === double ? '' : `; readers that use doubles would round it to ${double}`;
  return { span, markdown: `${code(text)}: kept exactly${rest}.`, isMore: false };
}
