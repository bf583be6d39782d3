import { fix, titleWord } from '../fixes/fix.ts';
import { removeProperty } from '../fixes/jsonEdits.ts';
import { findValue } from '../jsonTree.ts';
import type { Protocol } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A message that is no object. */
export const invalidMessage: Rule<Protocol> = {
  id: 'invalid-message',
  severity: 'error',
  spec: 'Protocol Declaration; Messages',
  on: 'protocol',
  *check({ json }, { parsed: { text } }) {
    const messages = findValue(json, 'messages');
    if (messages?.kind !== 'object') return;
    // Of messages that share a name the last one counts.
    const byName = new Map(messages.properties.map((property) => [property.name.value, property]));
    for (const property of byName.values()) {
      const { name, value } = property;
      if (value === undefined || value.kind === 'object') continue;
      yield {
        span: value.span,
        message: 'A message is an object with a "request" and a "response".',
        fixes: () => fix(`Remove ${titleWord(name.value)}`, removeProperty(text, messages, property)),
      };
    }
  },
};
