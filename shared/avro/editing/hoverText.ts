import { escapeMarkdown } from '../../markdown.ts';
import { attributeOwner, attributes, orders } from './attributes.ts';
import type { JsonNode, JsonProperty, JsonString, Span } from '../json.ts';
import type { JsonPlace } from '../jsonTree.ts';
import { nodeAt } from '../jsonTree.ts';
import { jsonToText } from '../jsonText.ts';
import { findLogicalType } from '../logicalTypes.ts';
import { isPrimitiveType } from '../names.ts';
import type { Role } from './roles.ts';
import { roleAt } from './roles.ts';
import type { Field, NamedSchema, NameReference, ParsedSchema, Protocol, ProtocolMessage, Schema } from '../schema.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { isField, isNamed, isSchema, partsAlong } from '../schemaTree.ts';
import { complexMeanings, primitiveMeanings } from './typeProposals.ts';
import { answerText, logicalTypeText, typeText } from '../typeText.ts';

export interface Description {
  readonly markdown: string;
  /** The word that is described. */
  readonly span: Span;
}

/** What stands at an offset of a schema's text, for people; undefined where there is nothing to say. */
export function describeAt(parsed: ParsedSchema, offset: number): Description | undefined {
  const place = parsed.json === undefined ? undefined : nodeAt(parsed.json, offset);
  if (place === undefined) return undefined;
  const node = place.nodes.at(-1);
  const parts = partsAlong(parsed, place.nodes);
  if (place.isInName) return describeName(place, parsed, parts);
  if (node?.kind !== 'string') return undefined;
  const markdown = describeString(node, roleAt(place.nodes, parsed), parts);
  return markdown === undefined ? undefined : { markdown, span: node.span };
}

/** The name of a property: an attribute, or the name of a message. */
function describeName({ nodes, property }: JsonPlace, parsed: ParsedSchema, parts: readonly SchemaPart[]): Description | undefined {
  const object = nodes.at(-1);
  const role = roleAt(nodes, parsed);
  const owner = object?.kind === 'object' ? attributeOwner(object, role) : undefined;
  if (property === undefined) return undefined;
  if (role === 'messages') return describeMessageAt(property, parts.at(-1));
  if (owner === undefined) return undefined;
  const attribute = attributes[owner].find(({ name }) => name === property.name.value);
  return attribute && { markdown: `**${attribute.name}** of ${articleOf(owner)}\n\n${attribute.meaning}`, span: property.name.span };
}

function describeMessageAt({ name }: JsonProperty, protocol: SchemaPart | undefined): Description | undefined {
  if (protocol === undefined || isField(protocol) || protocol.type !== 'protocol') return undefined;
  const message = protocol.messages.find((each) => each.name.span === name.span);
  return message && { markdown: describeMessage(message, protocol), span: name.span };
}

function describeMessage(message: ProtocolMessage, { fullname }: Protocol): string {
  const { name, request, doc, errors } = message;
  const parameters = request.map((field) => `${field.name?.value ?? '?'}: ${typeText(field.schema)}`).join(', ');
  const of = fullname === undefined ? '' : ` of ${code(fullname)}`;
  const lines = [`message **${escapeMarkdown(name.value)}**${of}`, code(`(${parameters}) → ${answerText(message)}`)];
  if (doc !== undefined) lines.push(escapeMarkdown(doc));
  if (errors.length > 0) lines.push(`Errors: ${shortList(errors.map((error) => code(typeText(error))))}`);
  return lines.join('\n\n');
}

function describeProtocol({ fullname, name, doc, types, messages }: Protocol): string {
  const lines = [`protocol **${escapeMarkdown(fullname ?? name?.value ?? '')}**`];
  if (doc !== undefined) lines.push(escapeMarkdown(doc));
  const named = types.filter(isNamed);
  if (named.length > 0) lines.push(`Types: ${shortList(named.map((type) => code(typeText(type))))}`);
  if (messages.length > 0) lines.push(`Messages: ${shortList(messages.map((message) => code(message.name.value)))}`);
  return lines.join('\n\n');
}

function articleOf(owner: keyof typeof attributes): string {
  if (owner === 'primitive' || owner === 'untyped') return 'a schema';
  return /^[ae]/.test(owner) ? `an ${owner}` : `a ${owner}`;
}

function describeString(node: JsonString, role: Role, parts: readonly SchemaPart[]): string | undefined {
  const part = parts.at(-1);
  switch (role) {
    case 'name':
      return part && describePart(part, parts.at(-2));
    case 'schema':
    case 'type':
    case 'error':
      return describeType(node, part);
    case 'symbol':
      return part && !isField(part) && part.type === 'enum' ? describeSymbol(node, part) : undefined;
    case 'logicalType':
      return describeLogicalType(node, part);
    case 'order':
      return orders.find(({ name }) => name === node.value)?.meaning;
    default:
      return undefined;
  }
}

function describePart(part: SchemaPart, owner: SchemaPart | undefined): string | undefined {
  if (isField(part)) return describeField(part, owner);
  if (part.type === 'protocol') return describeProtocol(part);
  return isNamed(part) ? describeNamed(part) : undefined;
}

function describeType(node: JsonString, part: SchemaPart | undefined): string | undefined {
  if (part === undefined || isField(part)) return undefined;
  if (part.type === 'reference') return describeReference(part);
  if (isPrimitiveType(node.value)) return `**${node.value}**\n\n${primitiveMeanings[node.value]}`;
  if (isNamed(part)) return describeNamed(part);
  return part.type === 'array' || part.type === 'map' ? `${code(typeText(part))}\n\n${complexMeanings[part.type]}` : undefined;
}

function describeReference({ fullname, target }: NameReference): string {
  return target === undefined ? `${code(fullname)} is defined nowhere here.` : describeNamed(target);
}

function describeNamed(schema: NamedSchema): string {
  const kind = schema.type === 'record' && schema.isError ? 'error' : schema.type;
  const lines = [`${kind} **${escapeMarkdown(schema.fullname ?? schema.name?.value ?? '')}**${sizeOf(schema)}`];
  if (schema.doc !== undefined) lines.push(escapeMarkdown(schema.doc));
  if (schema.logicalType !== undefined) lines.push(logicalMeaning(schema));
  const contents = contentsOf(schema);
  if (contents.length > 0) lines.push(shortList(contents));
  if (schema.aliases.length > 0) lines.push(`Aliases: ${shortList(schema.aliases.map(({ value }) => code(value)))}`);
  return lines.join('\n\n');
}

function sizeOf(schema: NamedSchema): string {
  return schema.type === 'fixed' && schema.size !== undefined ? `, ${schema.size} ${schema.size === 1 ? 'byte' : 'bytes'}` : '';
}

/** The fields with their types, or the symbols. */
function contentsOf(schema: NamedSchema): string[] {
  if (schema.type === 'enum') return schema.symbols.map(({ value }) => code(value));
  if (schema.type === 'fixed') return [];
  return schema.fields.map((field) => code(`${field.name?.value ?? '?'}: ${typeText(field.schema)}`));
}

/** More than this is no overview. */
const longestList = 12;

function shortList(items: readonly string[]): string {
  const rest = items.length - longestList;
  return items.slice(0, longestList).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function describeField(field: Field, owner: SchemaPart | undefined): string {
  const of = ownerName(owner) === undefined ? '' : ` of ${code(ownerName(owner) ?? '')}`;
  const lines = [
    `${field.isParameter === true ? 'parameter' : 'field'} **${escapeMarkdown(field.name?.value ?? '')}**${of}: ${typeWithUnderlying(field.schema)}`,
  ];
  if (field.doc !== undefined) lines.push(escapeMarkdown(field.doc));
  lines.push(field.default === undefined ? 'Required: it has no default.' : `Default: ${code(shortJson(field.default))}`);
  if (field.aliases.length > 0) lines.push(`Aliases: ${shortList(field.aliases.map(({ value }) => code(value)))}`);
  return lines.join('\n\n');
}

function ownerName(owner: SchemaPart | undefined): string | undefined {
  if (owner === undefined || isField(owner)) return undefined;
  return owner.type === 'message' ? owner.name.value : isNamed(owner) ? owner.fullname : undefined;
}

function typeWithUnderlying(schema: Schema): string {
  return schema.logicalType === undefined ? code(typeText(schema)) : `${code(logicalTypeText(schema.logicalType))} on ${code(schema.type)}`;
}

function shortJson(node: JsonNode): string {
  const text = jsonToText(node);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function describeSymbol(node: JsonString, schema: Extract<NamedSchema, { type: 'enum' }>): string {
  const place = schema.symbols.findIndex(({ span }) => span.start === node.span.start);
  const of = schema.fullname === undefined ? '' : ` of ${code(schema.fullname)}`;
  return `symbol **${escapeMarkdown(node.value)}**${of}, written as ${place}`;
}

function describeLogicalType(node: JsonString, part: SchemaPart | undefined): string | undefined {
  const entry = findLogicalType(node.value);
  if (entry === undefined || part === undefined || !isSchema(part)) return undefined;
  if (part.logicalType !== undefined) return logicalMeaning(part);
  const underlying = entry.underlying.map(({ type, size }) => code(size === undefined ? type : `${type}(${size})`)).join(' or ');
  return `**${entry.name}**\n\n${entry.meaning}\n\nIt does not count here as it stands: it annotates ${underlying}${entry.name === 'decimal' ? ' and needs a valid precision' : ''}.`;
}

function logicalMeaning(schema: Schema): string {
  if (schema.logicalType === undefined) return '';
  const on = schema.type === 'fixed' && schema.size !== undefined ? `fixed(${schema.size})` : schema.type;
  return `**${logicalTypeText(schema.logicalType)}** on ${code(on)}\n\n${findLogicalType(schema.logicalType.name)?.meaning ?? ''}`;
}

/** Text as code, whatever it holds. */
function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return fence === '`' ? `\`${text}\`` : `\`\` ${text.replaceAll('``', '` `')} \`\``;
}
