import type { JsonNode } from '../json.ts';
import { arrayText, objectText } from './jsonEdits.ts';

/** The schema that a field with such a default probably has, as JSON text. */
export function typeOfValue(text: string, value: JsonNode | undefined): string {
  switch (value?.kind) {
    case 'null':
      return arrayText(text, ['"null"', '"string"']);
    case 'boolean':
      return '"boolean"';
    case 'number':
      if (!/^-?\d+$/.test(value.text)) return '"double"';
      return BigInt.asIntN(32, BigInt(value.text)) === BigInt(value.text) ? '"int"' : '"long"';
    case 'array':
      return objectText(text, [
        ['type', '"array"'],
        ['items', value.items[0] === undefined ? '"string"' : typeOfItem(value.items[0])],
      ]);
    case 'object':
      return objectText(text, [
        ['type', '"map"'],
        ['values', value.properties[0]?.value === undefined ? '"string"' : typeOfItem(value.properties[0].value)],
      ]);
    default:
      return '"string"';
  }
}

/** Of what stands in an array or map only the plain types. */
function typeOfItem(value: JsonNode): string {
  return value.kind === 'boolean' || value.kind === 'number' ? typeOfValue('', value) : '"string"';
}
