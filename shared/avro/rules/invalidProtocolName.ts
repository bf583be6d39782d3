import { isValidName, unqualifiedName } from '../names.ts';
import type { Protocol, ProtocolMessage } from '../schema.ts';
import type { Rule } from './rule.ts';

/**
 * A name of a protocol or message with characters that names may not have. Java's Avro does not look at them, but makes code
 * of them that does not compile.
 */
export const invalidProtocolName: Rule<Protocol | ProtocolMessage> = {
  id: 'invalid-protocol-name',
  severity: 'warning',
  spec: 'Protocol Declaration; Names',
  on: 'protocolPart',
  *check({ type, name }) {
    if (name === undefined || isValidName(type === 'protocol' ? unqualifiedName(name.value) : name.value)) return;
    yield {
      span: name.span,
      message:
        name.value === ''
          ? `The name of a ${type} should not be empty.`
          : `"${name.value}" is not a valid name: letters, digits and _ are allowed, and no digit in front.`,
    };
  },
};
