import { parseJson } from '../../shared/avro/parseJson.ts';
import type { JsonNode } from '../../shared/avro/json.ts';

/** A key, as a filter is to find it. */
export type KeyToFind =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Of a number, or of a value of a schema. */
  | { readonly kind: 'json'; readonly json: string };

/** CEL that this key matches. Of one with fields each is compared. */
export function toKeyFilter(key: KeyToFind): string {
  switch (key.kind) {
    case 'text':
      return `key == ${toLiteral(key.text)}`;
    case 'bytes': {
      const digits = Array.from(key.bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`);
      return `key == b"${digits.join('')}"`;
    }
    case 'json': {
      const { root } = parseJson(key.json);
      return root === undefined ? `key == ${toLiteral(key.json)}` : compare('key', root).join(' && ');
    }
  }
}

function compare(path: string, node: JsonNode): readonly string[] {
  switch (node.kind) {
    case 'object':
      if (node.properties.length === 0) return [`size(${path}) == 0`];
      return node.properties.flatMap(({ name: { value: name }, value }) =>
        value === undefined ? [] : compare(stepInto(path, name), value),
      );
    case 'array':
      return [`size(${path}) == ${node.items.length}`, ...node.items.flatMap((item, index) => compare(`${path}[${index}]`, item))];
    case 'string':
      return [`${path} == ${toLiteral(node.value)}`];
    case 'number':
      return [`${path} == ${node.text}`];
    case 'boolean':
      return [`${path} == ${node.value}`];
    case 'null':
      return [`${path} == null`];
  }
}

function stepInto(path: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${toLiteral(name)}]`;
}

/** CEL's escapes are those of JSON and more. */
function toLiteral(text: string): string {
  return JSON.stringify(text);
}
