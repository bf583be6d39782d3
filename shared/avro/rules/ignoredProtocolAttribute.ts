import { fix } from '../fixes/fix.ts';
import { removeProperty } from '../fixes/jsonEdits.ts';
import { findProperty } from '../jsonTree.ts';
import type { Protocol, ProtocolMessage } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A doc or namespace that is no string, or messages that are no object: readers act as if they were not there. */
export const ignoredProtocolAttribute: Rule<Protocol | ProtocolMessage> = {
  id: 'ignored-protocol-attribute',
  severity: 'warning',
  spec: 'Protocol Declaration; Messages',
  on: 'protocolPart',
  *check({ type, json }, { parsed: { text } }) {
    for (const [attribute, kind] of kinds[type]) {
      const property = findProperty(json, attribute);
      const value = property?.value;
      if (property === undefined || value === undefined || value.kind === kind) continue;
      yield {
        span: value.span,
        message: `"${attribute}" is ignored, because it is not ${kind === 'object' ? 'an object' : 'a string'}.`,
        fixes: () => fix(`Remove "${attribute}"`, removeProperty(text, json, property), { isPreferred: value.kind === 'null' }),
      };
    }
  },
};

const kinds = {
  protocol: [
    ['namespace', 'string'],
    ['doc', 'string'],
    ['messages', 'object'],
  ],
  message: [['doc', 'string']],
} as const;
