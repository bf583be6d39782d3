import { findProperty } from '../jsonTree.ts';
import type { InvalidSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A protocol in a file for schemas: no reader of schemas takes it. */
export const notASchema: Rule<InvalidSchema> = {
  id: 'not-a-schema',
  severity: 'error',
  spec: 'Schema Declaration; Protocol Declaration',
  on: 'invalid',
  *check({ json }, { parsed }) {
    if (json !== parsed.json || json.kind !== 'object' || findProperty(json, 'type') !== undefined) return;
    const protocol = findProperty(json, 'protocol');
    if (protocol === undefined) return;
    const message = 'This is a protocol and not a schema: a protocol belongs in a file whose name ends in ".avpr".';
    yield { span: protocol.name.span, message };
  },
};
