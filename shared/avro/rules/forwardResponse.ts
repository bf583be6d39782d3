import { isForward } from '../resolutionOrder.ts';
import type { ProtocolMessage } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A response that is the mere name of a type which only a later message defines: Java's Avro does not find it any more. */
export const forwardResponse: Rule<ProtocolMessage> = {
  id: 'forward-response',
  severity: 'error',
  spec: 'Protocol Declaration',
  on: 'message',
  *check({ response, isOneWay }, { parsed }) {
    if (isOneWay || response.type !== 'reference' || !isForward(response, parsed)) return;
    yield {
      span: response.name.span,
      message: `"${response.name.value}" is defined only in a later message, where a response does not find it: define it in "types".`,
    };
  },
};
