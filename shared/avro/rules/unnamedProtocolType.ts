import type { Protocol } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import { demandSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** A type without a name in a protocol's `types`, such as an array: nothing could refer to it, and readers forget it. */
export const unnamedProtocolType: Rule<Protocol> = {
  id: 'unnamed-protocol-type',
  severity: 'warning',
  spec: 'Protocol Declaration',
  on: 'protocol',
  *check({ types }) {
    for (const type of types) {
      // What has no valid type at all is reported as that.
      if (isNamed(type) || type.type === 'invalid' || type.type === 'reference' || type.json.kind !== 'object') continue;
      yield { span: demandSpan(type.json), message: `This ${type.type} has no name, so nothing in the protocol can refer to it.` };
    }
  },
};
