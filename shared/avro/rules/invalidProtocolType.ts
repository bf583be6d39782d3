import { fix } from '../fixes/fix.ts';
import { removeItem } from '../fixes/jsonEdits.ts';
import { findValue } from '../jsonTree.ts';
import type { Protocol } from '../schema.ts';
import type { Rule } from './rule.ts';

/** Something in a protocol's `types` that is no object, such as the name of a type: there each type is defined. */
export const invalidProtocolType: Rule<Protocol> = {
  id: 'invalid-protocol-type',
  severity: 'error',
  spec: 'Protocol Declaration',
  on: 'protocol',
  *check({ json }, { parsed: { text } }) {
    const types = findValue(json, 'types');
    if (types?.kind !== 'array') return;
    for (const type of types.items) {
      if (type.kind === 'object') continue;
      yield {
        // What an array holds may be whole definitions.
        span: type.kind === 'array' ? { start: type.span.start, end: type.span.start + 1 } : type.span,
        message: 'Each of the "types" is an object that defines a record, an enum, a fixed or an error.',
        fixes: () => (type.kind === 'array' ? [] : fix('Remove from "types"', removeItem(text, types, type), { isPreferred: true })),
      };
    }
  },
};
