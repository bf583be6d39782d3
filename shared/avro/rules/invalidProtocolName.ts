import { changeTo } from '../fixes/fix.ts';
import { validNamesNear, withUnqualifiedName } from '../fixes/validNames.ts';
import { isValidName, unqualifiedName } from '../names.ts';
import type { Fix, Protocol, ProtocolMessage } from '../schema.ts';
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
  *check(part, { parsed: { protocol } }) {
    const { type, name } = part;
    if (name === undefined || isValidName(type === 'protocol' ? unqualifiedName(name.value) : name.value)) return;
    yield {
      span: name.span,
      message:
        name.value === ''
          ? `The name of a ${type} should not be empty.`
          : `"${name.value}" is not a valid name: letters, digits and _ are allowed, and no digit in front.`,
      fixes: () => fixName(part, protocol),
    };
  },
};

/** Names much like it that no other message has. */
function fixName({ type, name }: Protocol | ProtocolMessage, protocol: Protocol | undefined): Fix[] {
  if (name === undefined) return [];
  const isFree = (word: string): boolean => type === 'protocol' || protocol?.messages.every((each) => each.name.value !== word) === true;
  const words = validNamesNear(type === 'protocol' ? unqualifiedName(name.value) : name.value).filter(isFree);
  return changeTo(name, type === 'protocol' ? words.map((word) => withUnqualifiedName(name.value, word)) : words);
}
