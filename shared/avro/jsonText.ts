import type { JsonNode } from './json.ts';

/** The value as JSON text in one line, without comments, every number as it was written. */
export function jsonToText(node: JsonNode): string {
  switch (node.kind) {
    case 'object': {
      const properties = node.properties.flatMap(({ name, value }) =>
        value === undefined ? [] : [`${JSON.stringify(name.value)}:${jsonToText(value)}`],
      );
      return `{${properties.join(',')}}`;
    }
    case 'array':
      return `[${node.items.map(jsonToText).join(',')}]`;
    case 'string':
      return JSON.stringify(node.value);
    case 'number':
      return node.text;
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
  }
}
