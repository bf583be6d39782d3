import { fix } from '../fixes/fix.ts';
import { removeProperty, replaceSpan } from '../fixes/jsonEdits.ts';
import type { JsonObject } from '../json.ts';
import { findProperty } from '../jsonTree.ts';
import type { ProtocolMessage } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A one-way message with a response other than `null`, or with errors: nobody waits for either. */
export const oneWayMessage: Rule<ProtocolMessage> = {
  id: 'one-way-message',
  severity: 'error',
  spec: 'Messages',
  on: 'message',
  *check({ json, isOneWay, response }, { parsed: { text } }) {
    if (!isOneWay) return;
    const errors = findProperty(json, 'errors');
    if (errors !== undefined) {
      yield {
        span: errors.name.span,
        message: 'A one-way message has no errors.',
        fixes: () => [...fix('Remove "errors"', removeProperty(text, json, errors), { isPreferred: true }), ...answerAgain(text, json)],
      };
    }
    if (response.type === 'null' || (response.type === 'invalid' && response.reason === 'missing')) return;
    yield {
      span: response.span,
      message: 'The response of a one-way message is "null".',
      fixes: () => [...fix('Change to "null"', replaceSpan(response.span, '"null"'), { isPreferred: true }), ...answerAgain(text, json)],
    };
  },
};

function answerAgain(text: string, json: JsonObject) {
  const oneWay = findProperty(json, 'one-way');
  return oneWay === undefined ? [] : fix('Remove "one-way"', removeProperty(text, json, oneWay));
}
