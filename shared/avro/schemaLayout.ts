import type { JsonNode } from './json.ts';
import { jsonToText } from './jsonText.ts';

/** How wide a line may get by what stands side by side in it, in columns. */
const maxWidth = 100;
/** How much one line may hold: a field with a union with a logical type, and nothing higher. */
const maxLevelsInLine = 3;

/**
 * A schema's JSON as text over several lines, indented by two spaces, without comments, every number as it was written.
 * What is short and holds little stays in one line; each field of a record has lines of its own. It ends without a line
 * break.
 *
 * The depth of JSON is bounded, so recursion is safe.
 */
export function layOutSchema(node: JsonNode): string {
  const out: string[] = [];
  layOut(node, '', '', out);
  return out.join('');
}

/** @param label what stands before it in its line */
function layOut(node: JsonNode, indent: string, label: string, out: string[]): void {
  out.push(label);
  const isRoot = indent === '';
  const line = isRoot && hasParts(node) ? undefined : lineOf(node, maxLevelsInLine);
  if (line !== undefined && !isFields(label, node) && indent.length + label.length + line.length <= maxWidth) {
    out.push(line);
    return;
  }
  const inner = `${indent}  `;
  const separator = (index: number): string => (index === 0 ? `\n${inner}` : `,\n${inner}`);
  switch (node.kind) {
    case 'object':
      out.push('{');
      for (const [index, { name, value }] of withValues(node).entries()) {
        out.push(separator(index));
        layOut(value, inner, `${JSON.stringify(name)}: `, out);
      }
      out.push(`\n${indent}}`);
      break;
    case 'array':
      out.push('[');
      for (const [index, item] of node.items.entries()) {
        out.push(separator(index));
        layOut(item, inner, '', out);
      }
      out.push(`\n${indent}]`);
      break;
    default:
      out.push(jsonToText(node));
  }
}

function hasParts(node: JsonNode): boolean {
  return node.kind === 'object' ? node.properties.length > 0 : node.kind === 'array' && node.items.length > 0;
}

/** The fields of a record, where there are any. */
function isFields(label: string, node: JsonNode): boolean {
  return label === '"fields": ' && node.kind === 'array' && node.items.length > 0;
}

/** The value in one line; undefined where it may not stand in one, whatever the width. */
function lineOf(node: JsonNode, levels: number): string | undefined {
  if (node.kind !== 'object' && node.kind !== 'array') return jsonToText(node);
  const properties = node.kind === 'object' ? withValues(node) : [];
  const values = node.kind === 'object' ? properties.map(({ value }) => value) : node.items;
  if (values.length === 0) return node.kind === 'object' ? '{}' : '[]';
  if (levels === 0) return undefined;
  if (properties.some(({ name, value }) => isFields(`"${name}": `, value))) return undefined;
  const lines: string[] = [];
  let length = 0;
  for (const value of values) {
    const line = lineOf(value, levels - 1);
    length += line?.length ?? 0;
    if (line === undefined || length > maxWidth) return undefined;
    lines.push(line);
  }
  if (node.kind === 'array') return `[${lines.join(', ')}]`;
  return `{ ${properties.map(({ name }, index) => `${JSON.stringify(name)}: ${lines[index] ?? ''}`).join(', ')} }`;
}

function withValues({ properties }: JsonNode & { readonly kind: 'object' }): { readonly name: string; readonly value: JsonNode }[] {
  return properties.flatMap(({ name, value }) => (value === undefined ? [] : [{ name: name.value, value }]));
}
