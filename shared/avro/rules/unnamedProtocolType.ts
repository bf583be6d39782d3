import { fix } from '../fixes/fix.ts';
import { removeItem } from '../fixes/jsonEdits.ts';
import { isUsedOutside } from '../fixes/typeNames.ts';
import { findValue } from '../jsonTree.ts';
import type { Fix, ParsedSchema, Protocol, Schema } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import { demandSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** A type without a name in a protocol's `types`, such as an array: nothing could refer to it, and readers forget it. */
export const unnamedProtocolType: Rule<Protocol> = {
  id: 'unnamed-protocol-type',
  severity: 'warning',
  spec: 'Protocol Declaration',
  on: 'protocol',
  *check(protocol, { parsed }) {
    for (const type of protocol.types) {
      // What has no valid type at all is reported as that.
      if (isNamed(type) || type.type === 'invalid' || type.type === 'reference' || type.json.kind !== 'object') continue;
      yield {
        span: demandSpan(type.json),
        message: `This ${type.type} has no name, so nothing in the protocol can refer to it.`,
        fixes: () => removeType(protocol, type, parsed),
      };
    }
  },
};

/** Only where nothing that is used is defined in it. */
function removeType({ json }: Protocol, type: Schema, parsed: ParsedSchema): Fix[] {
  const types = findValue(json, 'types');
  if (types?.kind !== 'array' || isUsedOutside(type.span, parsed)) return [];
  return fix('Remove from "types"', removeItem(parsed.text, types, type.json));
}
