import { parseJson } from '../avro/parseJson.ts';
import { layOutSchema } from '../avro/schemaLayout.ts';

/**
 * A registered text laid out over lines, with a line break at its end; the text as it is where it is no sound JSON.
 * Registries return texts minified, as they were sent, or with their properties in another order.
 */
export function toDisplayText(text: string): string {
  const { root, problems } = parseJson(text);
  // A comment would be lost, and what is broken could be laid out as something else.
  const isSound = problems.every(({ code }) => code === 'duplicate-key');
  return root === undefined || !isSound ? text : `${layOutSchema(root)}\n`;
}
