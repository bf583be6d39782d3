import { fix } from '../fixes/fix.ts';
import { insertProperty } from '../fixes/jsonEdits.ts';
import { findProperty } from '../jsonTree.ts';
import type { ProtocolMessage } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A message without a `response` that is not one-way; where nothing is answered, the response is `null`. */
export const missingResponse: Rule<ProtocolMessage> = {
  id: 'missing-response',
  severity: 'error',
  spec: 'Messages',
  on: 'message',
  *check({ json, name, isOneWay }, { parsed: { text } }) {
    if (isOneWay || findProperty(json, 'response') !== undefined) return;
    yield {
      span: name.span,
      message: `The message "${name.value}" has no "response"; that of one that answers nothing is "null".`,
      fixes: () =>
        fix('Add "response": "null"', insertProperty(text, json, 'response', '"null"', { after: ['doc', 'request'] }), {
          isPreferred: true,
        }),
    };
  },
};
