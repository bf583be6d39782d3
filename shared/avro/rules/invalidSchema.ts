import { changeTo } from '../fixes/fix.ts';
import type { InvalidSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A number, a boolean or null where a schema should be: a schema is a name, an object or an array of branches. */
export const invalidSchema: Rule<InvalidSchema> = {
  id: 'invalid-schema',
  severity: 'error',
  spec: 'Schema Declaration',
  on: 'invalid',
  *check({ reason, json, span }) {
    if (reason !== 'kind') return;
    const hint = json.kind === 'null' ? ' The type of null is "null", in quotes.' : '';
    yield {
      span,
      message: `A ${json.kind === 'null' ? 'bare null' : json.kind} is not a schema.${hint}`,
      fixes: () => (json.kind === 'null' ? changeTo(json, ['null']) : []),
    };
  },
};
