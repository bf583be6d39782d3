import { findValue } from '../jsonTree.ts';
import type { Protocol, ProtocolMessage } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A doc or namespace that is no string, or messages that are no object: readers act as if they were not there. */
export const ignoredProtocolAttribute: Rule<Protocol | ProtocolMessage> = {
  id: 'ignored-protocol-attribute',
  severity: 'warning',
  spec: 'Protocol Declaration; Messages',
  on: 'protocolPart',
  *check({ type, json }) {
    for (const [attribute, kind] of kinds[type]) {
      const value = findValue(json, attribute);
      if (value === undefined || value.kind === kind) continue;
      yield { span: value.span, message: `"${attribute}" is ignored, because it is not ${kind === 'object' ? 'an object' : 'a string'}.` };
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
