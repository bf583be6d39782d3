import { addAttribute } from '../fixes/attributes.ts';
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
  *check({ json }, { parsed: { text } }) {
    if (findProperty(json, 'protocol') !== undefined) return;
    yield {
      span: openingSpan(json),
      message: 'This protocol has no name: "protocol" is missing.',
      fixes: () => addAttribute(text, json, { owner: 'protocol', name: 'protocol', value: '"Protocol"', kinds: ['string'], after: [] }),
    };
  },
};
