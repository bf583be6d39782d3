import { closestWord } from '../closestWord.ts';
import { changeTo } from '../fixes/fix.ts';
import { findValue } from '../jsonTree.ts';
import { findLogicalType, isAnnotated, logicalTypes, plainText } from '../logicalTypes.ts';
import type { Schema } from '../schema.ts';
import { hasAttribute } from './rule.ts';
import type { Rule } from './rule.ts';

/** A logical type that is none of Avro's own: those who know it may use it, all others see the underlying type. */
export const unknownLogicalType: Rule<Schema> = {
  id: 'unknown-logical-type',
  severity: 'information',
  spec: 'Logical Types',
  on: 'schema',
  concerns: ({ json }) => hasAttribute(json, 'logicalType'),
  *check(schema, { budget }) {
    const written = isAnnotated(schema) ? findValue(schema.json, 'logicalType') : undefined;
    if (written?.kind !== 'string' || findLogicalType(written.value) !== undefined || !isAnnotated(schema)) return;
    budget.comparisons -= logicalTypes.length;
    const closest = budget.comparisons < 0 ? undefined : closestLogicalType(written.value);
    const suggestion = closest === undefined ? '' : ` Did you mean "${closest}"?`;
    yield {
      span: written.span,
      message: `"${written.value}" is no logical type of Avro: readers that do not know it see ${plainText(schema.type)}.${suggestion}`,
      fixes: () => (closest === undefined ? [] : changeTo(written, [closest])),
    };
  },
};

/** Logical types have names much alike, so that few letters may differ. */
function closestLogicalType(word: string): string | undefined {
  const plain = word.toLowerCase().replaceAll(/[_ ]/g, '-');
  return closestWord(
    plain,
    logicalTypes.map(({ name }) => name),
    plain.length < 6 ? 1 : 2,
  );
}
