import { fix } from '../fixes/fix.ts';
import { insertProperty } from '../fixes/jsonEdits.ts';
import { findProperty } from '../jsonTree.ts';
import type { ProtocolMessage } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A message without a `request`; one without parameters has an empty array. */
export const missingRequest: Rule<ProtocolMessage> = {
  id: 'missing-request',
  severity: 'error',
  spec: 'Messages',
  on: 'message',
  *check({ json, name }, { parsed: { text } }) {
    if (findProperty(json, 'request') !== undefined) return;
    yield {
      span: name.span,
      message: `The message "${name.value}" has no "request".`,
      fixes: () => fix('Add an Empty "request"', insertProperty(text, json, 'request', '[]', { after: ['doc'] }), { isPreferred: true }),
    };
  },
};
