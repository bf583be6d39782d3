import { unqualifiedName } from './names.ts';
import type { LogicalType, ProtocolMessage, Schema, UnionSchema } from './schema.ts';

/**
 * The type in a few words, such as `decimal(9,2)`, `array<string>` or `null | Address`. Named types stand by their own
 * name, and what is unfinished as `?`.
 */
export function typeText(schema: Schema): string {
  return describe(schema, 0);
}

/** Deeper, and further, than this nobody reads on. */
const maxDepth = 4;
const maxBranches = 8;

function describe(schema: Schema, depth: number): string {
  if (depth > maxDepth) return '…';
  switch (schema.type) {
    case 'array':
      return `array<${describe(schema.items, depth + 1)}>`;
    case 'map':
      return `map<${describe(schema.values, depth + 1)}>`;
    case 'union':
      return describeUnion(schema, depth + 1);
    case 'record':
    case 'enum':
    case 'fixed':
      return schema.logicalType === undefined ? unqualifiedName(schema.name?.value ?? schema.type) : logicalTypeText(schema.logicalType);
    case 'reference':
      return unqualifiedName(schema.name.value);
    case 'invalid':
      return '?';
    default:
      return schema.logicalType === undefined ? schema.type : logicalTypeText(schema.logicalType);
  }
}

function describeUnion({ branches }: UnionSchema, depth: number): string {
  if (branches.length === 0) return '?';
  const shown = branches.slice(0, maxBranches).map((branch) => describe(branch, depth));
  return [...shown, ...(branches.length > maxBranches ? ['…'] : [])].join(' | ');
}

/** What a message answers, in a few words. */
export function answerText({ isOneWay, response }: ProtocolMessage): string {
  return isOneWay ? 'one-way' : typeText(response);
}

/** The logical type with its attributes, such as `decimal(9,2)`. */
export function logicalTypeText(logicalType: LogicalType): string {
  return logicalType.name === 'decimal' ? `decimal(${logicalType.precision},${logicalType.scale})` : logicalType.name;
}
