import { escapeMarkdown } from '../../markdown.ts';
import type { AttributeOwner } from './attributes.ts';
import { attributeOwner, attributes, orders } from './attributes.ts';
import type { Digest } from '../canonical.ts';
import type { ValueSchema } from './defaultTree.ts';
import { findField, schemaInside, schemaOfDefault } from './defaultTree.ts';
import type { SpecSection } from './hoverMarkdown.ts';
import { code, shortList, specLink } from './hoverMarkdown.ts';
import type { HoverContext } from './hoverNamed.ts';
import { describeField, describeNamed, describeReference, describeSymbol, typeWithUnderlying } from './hoverNamed.ts';
import { isEncoded, valueMeaning } from './hoverValue.ts';
import type { JsonNode, JsonProperty, JsonString, Span } from '../json.ts';
import type { JsonPlace } from '../jsonTree.ts';
import { nodeAt } from '../jsonTree.ts';
import { logicalMeaning, logicalSection } from './logicalMeaning.ts';
import { findLogicalType } from '../logicalTypes.ts';
import type { OtherNames } from '../nameIndex.ts';
import { noOtherNames } from '../nameIndex.ts';
import { isPrimitiveType, namespaceOf, unqualifiedName } from '../names.ts';
import type { Role } from './roles.ts';
import { roleAt } from './roles.ts';
import type { EnumSchema, Field, NamedSchema, ParsedSchema, Protocol, ProtocolMessage, Schema } from '../schema.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { isField, isNamed, isSchema, partsAlong } from '../schemaTree.ts';
import { complexMeanings, primitiveMeanings } from './typeProposals.ts';
import { answerText, typeText } from '../typeText.ts';

export interface Description {
  readonly markdown: string;
  /** The word that is described. */
  readonly span: Span;
}

export interface DescribeOptions {
  /** What other texts define. */
  readonly otherNames?: OtherNames;
  /** Without it no fingerprints are shown. */
  readonly digest?: Digest;
}

/** What stands at an offset of a schema's text, for people; undefined where there is nothing to say. */
export function describeAt(
  parsed: ParsedSchema,
  offset: number,
  { otherNames = noOtherNames, digest }: DescribeOptions = {},
): Description | undefined {
  const found = parsed.json === undefined ? undefined : nodeAt(parsed.json, offset);
  if (found === undefined) return undefined;
  const { nodes } = found;
  const isOwn = ({ fullname }: NamedSchema): boolean => fullname === undefined || parsed.definitions.has(fullname);
  const place: Place = { parsed, parts: partsAlong(parsed, nodes), context: { otherNames, digest, isOwn } };
  const role = roleAt(nodes, parsed);
  if (role === 'default' || role === 'other') {
    const first = nodes.findIndex((_, index) => roleAt(nodes.slice(0, index + 1), parsed) === 'default');
    return first < 0 ? undefined : describeInDefault(found, first, place);
  }
  if (found.isInName) return describeName(found, parsed, place.parts);
  const node = nodes.at(-1);
  const markdown = node?.kind === 'string' ? describeString(node, role, place) : undefined;
  return node === undefined || markdown === undefined ? undefined : { markdown, span: node.span };
}

interface Place {
  readonly parsed: ParsedSchema;
  /** The parts around, outermost first. */
  readonly parts: readonly SchemaPart[];
  readonly context: HoverContext;
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
  if (attribute === undefined) return undefined;
  const link = specLink(sectionOf(attribute.name, owner));
  return { markdown: `**${attribute.name}** of ${articleOf(owner)}\n\n${attribute.meaning}\n\n${link}`, span: property.name.span };
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
  return [...lines, specLink('message')].join('\n\n');
}

function describeProtocol({ fullname, name, doc, types, messages }: Protocol): string {
  const lines = [`protocol **${escapeMarkdown(fullname ?? name?.value ?? '')}**`];
  if (doc !== undefined) lines.push(escapeMarkdown(doc));
  const named = types.filter(isNamed);
  if (named.length > 0) lines.push(`Types: ${shortList(named.map((type) => code(typeText(type))))}`);
  if (messages.length > 0) lines.push(`Messages: ${shortList(messages.map((message) => code(message.name.value)))}`);
  return [...lines, specLink('protocol')].join('\n\n');
}

function articleOf(owner: AttributeOwner): string {
  if (owner === 'primitive' || owner === 'untyped') return 'a schema';
  return /^[ae]/.test(owner) ? `an ${owner}` : `a ${owner}`;
}

/** The section that says most of an attribute. */
function sectionOf(name: string, owner: AttributeOwner): SpecSection {
  if (name === 'aliases' || name === 'order') return name;
  if (name === 'name' || name === 'namespace') return 'names';
  if (name === 'logicalType') return 'logical';
  if (name === 'precision' || name === 'scale') return 'decimal';
  if (owner === 'field') return 'record';
  if (owner === 'parameter') return 'message';
  return owner === 'untyped' ? 'schema' : owner;
}

function describeString(node: JsonString, role: Role, place: Place): string | undefined {
  const { parts, context } = place;
  const part = parts.at(-1);
  if (part === undefined) return undefined;
  switch (role) {
    case 'name':
      return describePart(part, place);
    case 'schema':
    case 'type':
    case 'error':
      return describeType(node, part, context);
    case 'symbol':
      return isEnum(part) ? `${describeSymbol(node.value, part)}\n\n${specLink('enum')}` : undefined;
    case 'logicalType':
      return describeLogicalType(node, part);
    case 'order': {
      const order = orders.find(({ name }) => name === node.value);
      return order && `${order.meaning}\n\n${specLink('order')}`;
    }
    case 'alias':
      return describeAlias(node, part);
    case 'namespace':
      return describeNamespace(node, part, place);
    default:
      return undefined;
  }
}

function isEnum(part: SchemaPart): part is EnumSchema {
  return !isField(part) && part.type === 'enum';
}

function describePart(part: SchemaPart, { parts, context }: Place): string | undefined {
  if (isField(part)) return describeField(part, parts.at(-2));
  if (part.type === 'protocol') return describeProtocol(part);
  return isNamed(part) ? describeNamed(part, context) : undefined;
}

function describeType(node: JsonString, part: SchemaPart, context: HoverContext): string | undefined {
  if (isField(part)) return undefined;
  if (part.type === 'reference') return describeReference(part, context);
  if (isPrimitiveType(node.value)) return `**${node.value}**\n\n${primitiveMeanings[node.value]}\n\n${specLink('primitive')}`;
  if (isNamed(part)) return describeNamed(part, context);
  if (part.type !== 'array' && part.type !== 'map') return undefined;
  return `${code(typeText(part))}\n\n${complexMeanings[part.type]}\n\n${specLink(part.type)}`;
}

function describeLogicalType(node: JsonString, part: SchemaPart): string | undefined {
  const entry = findLogicalType(node.value);
  if (entry === undefined || !isSchema(part)) return undefined;
  const link = specLink(logicalSection(entry.name));
  if (part.logicalType !== undefined) return `${typeWithUnderlying(part)}\n\n${logicalMeaning(part)}\n\n${link}`;
  const underlying = entry.underlying.map(({ type, size }) => code(size === undefined ? type : `${type}(${size})`)).join(' or ');
  const needs = entry.name === 'decimal' ? ' and needs a valid precision' : '';
  return `**${entry.name}**\n\n${entry.meaning}\n\nIt does not count here as it stands: it annotates ${underlying}${needs}.\n\n${link}`;
}

function describeAlias(node: JsonString, part: SchemaPart): string | undefined {
  const isOfField = isField(part);
  if (!isOfField && !isNamed(part)) return undefined;
  const alias = part.aliases.find(({ span }) => span.start === node.span.start);
  const name = isOfField ? part.name?.value : part.fullname;
  if (alias === undefined || name === undefined) return undefined;
  const meaning = `Data that was written under this name can be read as this ${isOfField ? 'field' : 'type'}.`;
  return `alias **${escapeMarkdown(alias.value)}** of ${code(name)}\n\n${meaning}\n\n${specLink('aliases')}`;
}

function describeNamespace({ value }: JsonString, part: SchemaPart, { parsed }: Place): string | undefined {
  if (isField(part) || (part.type !== 'protocol' && !isNamed(part))) return undefined;
  const { name, fullname } = part;
  const lines = [value === '' ? 'the null namespace' : `namespace **${escapeMarkdown(value)}**`];
  if (name?.value.includes('.') === true) lines.push(`It does not count: ${code(name.value)} is a fullname already.`);
  else if (fullname !== undefined) lines.push(`The fullname is ${code(fullname)}.`);
  const inside = [...parsed.definitions.keys()].filter((each) => each !== fullname && (namespaceOf(each) ?? '') === value);
  if (inside.length > 0) lines.push(`Other types here that are in it: ${shortList(inside.map((each) => code(unqualifiedName(each))))}`);
  return [...lines, specLink('names')].join('\n\n');
}

/**
 * What a value or a field's name in a default means.
 *
 * @param first the index of the default itself among the nodes on the way
 */
function describeInDefault({ nodes, property }: JsonPlace, first: number, { parts }: Place): Description | undefined {
  const owner = parts.at(-1);
  const node = nodes.at(-1);
  if (owner === undefined || node === undefined) return undefined;
  if (!isField(owner)) {
    if (!isEnum(owner) || node.kind !== 'string' || !owner.symbols.some(({ value }) => value === node.value)) return undefined;
    const meaning = 'A reader takes it in place of a symbol that it does not know.';
    return { markdown: `${describeSymbol(node.value, owner)}\n\n${meaning}\n\n${specLink('enum')}`, span: node.span };
  }
  const schema = schemaAlong(owner, nodes.slice(first));
  if (schema === undefined) return undefined;
  if (property === undefined) return describeValue(node, schema);
  const field = schema.type === 'record' ? findField(schema, property.name.value) : undefined;
  return field && { markdown: describeField(field, schema), span: property.name.span };
}

/** The schema of the last of the nodes on a way into a field's default. */
function schemaAlong(field: Field, nodes: readonly JsonNode[]): ValueSchema | undefined {
  let schema: Schema | undefined = field.schema;
  let found: ValueSchema | undefined;
  for (const [index, node] of nodes.entries()) {
    found = schema && schemaOfDefault(schema, node);
    const next = nodes[index + 1];
    if (found === undefined || next === undefined || (node.kind !== 'array' && node.kind !== 'object')) return found;
    const name = node.kind === 'object' ? node.properties.find(({ value }) => value === next)?.name.value : undefined;
    schema = schemaInside(found, node, name);
  }
  return found;
}

function describeValue(node: JsonNode, schema: ValueSchema): Description | undefined {
  if (node.kind === 'array' || node.kind === 'object') return undefined;
  const link = specLink('record');
  if (schema.type === 'enum' && node.kind === 'string' && schema.symbols.some(({ value }) => value === node.value)) {
    return { markdown: `${describeSymbol(node.value, schema)}\n\n${specLink('enum')}`, span: node.span };
  }
  const meaning = isEncoded(schema) ? valueMeaning(schema, node) : undefined;
  const value = meaning === undefined ? '' : `: ${code(meaning)}`;
  return { markdown: `value of ${typeWithUnderlying(schema)}${value}\n\n${link}`, span: node.span };
}
