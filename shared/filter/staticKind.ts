import type { CelNode } from './celNode.ts';

/** What an expression yields whatever the record, where that can be told: `other` is neither true nor false. */
export function staticKind(node: CelNode): 'bool' | 'other' | undefined {
  switch (node.kind) {
    case 'literal':
      return typeof node.value === 'boolean' ? 'bool' : 'other';
    case 'and':
    case 'or':
    case 'not':
      return 'bool';
    case 'list':
    case 'map':
    case 'negate':
      return 'other';
    case 'binary':
      return /^[-+*/%]$/.test(node.operator) ? 'other' : 'bool';
    case 'call':
      return otherCalls.has(node.name) ? 'other' : undefined;
    case 'name':
      return otherNames.has(node.name) ? 'other' : undefined;
    default:
      return undefined;
  }
}

const otherCalls: ReadonlySet<string> = new Set(['size', 'text', 'timestamp', 'duration', 'int', 'string', 'filter', 'map', 'lowerAscii']);
const otherNames: ReadonlySet<string> = new Set(['headers', 'partition', 'offset', 'timestamp', 'schemaId', 'size']);
