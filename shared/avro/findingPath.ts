import type { Span } from './json.ts';
import { nodeAt } from './jsonTree.ts';
import type { ParsedSchema } from './schema.ts';
import { isField, isNamed, partsAlong } from './schemaTree.ts';
import type { SchemaPart } from './schemaTree.ts';

/**
 * What a finding is about, in names that stay when lines move: the fullname of the innermost named type around it, and
 * behind a dot the field's or symbol's name where it is about one, such as `com.example.Order.total`. In a protocol outside
 * of its types, the protocol's fullname with the message's name, and the parameter's.
 *
 * @returns undefined where nothing around it has a name
 */
export function findingPath(parsed: ParsedSchema, { start }: Span): string | undefined {
  const place = parsed.json === undefined ? undefined : nodeAt(parsed.json, start + 1);
  if (place === undefined) return undefined;
  const parts = partsAlong(parsed, place.nodes);
  const owner = parts.findLast(isNamed);
  if (owner === undefined) return messagePath(parts, start);
  if (owner.fullname === undefined) return undefined;
  const field = parts.slice(parts.indexOf(owner)).find(isField);
  const symbol = owner.type === 'enum' ? owner.symbols.find(({ span }) => span.start <= start && start < span.end) : undefined;
  const member = field?.name?.value ?? symbol?.value;
  return member === undefined ? owner.fullname : `${owner.fullname}.${member}`;
}

function messagePath(parts: readonly SchemaPart[], start: number): string | undefined {
  const [protocol] = parts;
  if (protocol === undefined || isField(protocol) || protocol.type !== 'protocol' || protocol.fullname === undefined) return undefined;
  const message = protocol.messages.find(({ span }) => span.start <= start && start < span.end);
  const parameter = parts.find(isField)?.name;
  return [protocol.fullname, message?.name.value, parameter?.value].filter((name) => name !== undefined).join('.');
}
