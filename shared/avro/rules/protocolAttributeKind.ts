import { fix } from '../fixes/fix.ts';
import { replaceSpan } from '../fixes/jsonEdits.ts';
import type { JsonNode } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import type { Protocol, ProtocolMessage } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A protocol's name that is no string, types, a request or errors that are no array, or a `one-way` that is no boolean. */
export const protocolAttributeKind: Rule<Protocol | ProtocolMessage> = {
  id: 'protocol-attribute-kind',
  severity: 'error',
  spec: 'Protocol Declaration; Messages',
  on: 'protocolPart',
  *check({ type, json }) {
    for (const [attribute, kind] of kinds[type]) {
      const value = findValue(json, attribute);
      if (value === undefined || value.kind === kind) continue;
      yield { span: value.span, message: `"${attribute}" must be ${nouns[kind]}.`, fixes: () => unquote(value, kind) };
    }
  },
};

const kinds: Readonly<Record<'protocol' | 'message', readonly (readonly [string, keyof typeof nouns])[]>> = {
  protocol: [
    ['protocol', 'string'],
    ['types', 'array'],
  ],
  message: [
    ['request', 'array'],
    ['errors', 'array'],
    ['one-way', 'boolean'],
  ],
};

const nouns = { string: 'a string', array: 'an array', boolean: 'true or false' } as const;

function unquote(value: JsonNode, kind: keyof typeof nouns) {
  const word = value.kind === 'string' ? value.value.toLowerCase() : '';
  return kind === 'boolean' && (word === 'true' || word === 'false')
    ? fix(`Change to ${word}`, replaceSpan(value.span, word), preferred)
    : [];
}

const preferred = { isPreferred: true };
