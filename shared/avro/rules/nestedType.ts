import { unwrapType } from '../fixes/typeFixes.ts';
import { findProperty } from '../jsonTree.ts';
import type { InvalidSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A schema as the `type` of another one: only a field's `type` is a schema, any other is a word. */
export const nestedType: Rule<InvalidSchema> = {
  id: 'nested-type',
  severity: 'error',
  spec: 'Schema Declaration',
  on: 'invalid',
  *check({ reason, json }, { parsed: { text } }) {
    const property = json.kind === 'object' ? findProperty(json, 'type') : undefined;
    if (reason !== 'nested' || property === undefined || json.kind !== 'object') return;
    yield {
      span: property.name.span,
      message: 'This schema stands alone, without an object with "type" around it.',
      fixes: () => unwrapType(text, json, property),
    };
  },
};
