import { fix, titleWord } from '../fixes/fix.ts';
import { replaceNamespace } from '../fixes/typeNames.ts';
import { validNamespaceNear } from '../fixes/validNames.ts';
import { isValidNamespace, namespaceOf } from '../names.ts';
import { protocolNamespace } from '../parseProtocol.ts';
import type { Protocol } from '../schema.ts';
import type { Rule } from './rule.ts';

/**
 * A namespace of a protocol that is not made of names with dots between them, and that types of the protocol are in. While no
 * type is, Java's Avro does not mind.
 */
export const invalidProtocolNamespace: Rule<Protocol> = {
  id: 'invalid-protocol-namespace',
  severity: 'error',
  spec: 'Protocol Declaration; Names',
  on: 'protocol',
  *check(protocol, { parsed }) {
    const namespace = protocolNamespace(protocol);
    if (namespace === undefined || isValidNamespace(namespace)) return;
    const span = protocol.name?.value.includes('.') === true ? protocol.name.span : protocol.namespace?.span;
    const counts = [...parsed.definitions.keys()].some((fullname) => namespaceOf(fullname) === namespace);
    if (span === undefined || !counts) return;
    yield {
      span,
      message: `"${namespace}" is not a valid namespace: it is made of names with single dots between them.`,
      fixes: () => {
        const valid = validNamespaceNear(namespace);
        return fix(`Change the Namespace to ${titleWord(valid)}`, replaceNamespace(namespace, valid, parsed), { isPreferred: true });
      },
    };
  },
};
