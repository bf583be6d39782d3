import { findProperty } from '../jsonTree.ts';
import type { Protocol } from '../schema.ts';
import { openingSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** A protocol without `protocol`, which is its name. */
export const missingProtocolName: Rule<Protocol> = {
  id: 'missing-protocol-name',
  severity: 'error',
  spec: 'Protocol Declaration',
  on: 'protocol',
  *check({ json }) {
    if (findProperty(json, 'protocol') !== undefined) return;
    yield { span: openingSpan(json), message: 'This protocol has no name: "protocol" is missing.' };
  },
};
