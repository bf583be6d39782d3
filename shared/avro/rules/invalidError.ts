import { fix } from '../fixes/fix.ts';
import { removeItem, replaceSpan } from '../fixes/jsonEdits.ts';
import type { JsonNode } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import { isForward } from '../resolutionOrder.ts';
import type { Fix, NameReference, ParsedSchema, ProtocolMessage, Schema } from '../schema.ts';
import type { Finding, Rule } from './rule.ts';

/** Something in a message's `errors` that is not the name of an error, or of one that is defined only in a later message. */
export const invalidError: Rule<ProtocolMessage> = {
  id: 'invalid-error',
  severity: 'error',
  spec: 'Messages',
  on: 'message',
  *check({ json, errors }, { parsed }) {
    const list = findValue(json, 'errors');
    if (list?.kind !== 'array') return;
    const schemas = new Map(errors.map((schema) => [schema.json, schema]));
    for (const item of list.items) {
      const fault = findFault(item, schemas.get(item), parsed);
      if (fault !== undefined) {
        yield { span: item.span, fixes: () => fix('Remove from "errors"', removeItem(parsed.text, list, item)), ...fault };
      }
    }
  },
};

function findFault(item: JsonNode, schema: Schema | undefined, parsed: ParsedSchema): Omit<Finding, 'span'> | undefined {
  if (item.kind !== 'string' || schema === undefined) {
    return { message: 'Each of the "errors" is the name of an error, which is defined in "types".' };
  }
  if (schema.type === 'string') return { message: 'Every message can fail with a string: it is not listed.' };
  if (schema.type !== 'reference') return { message: `"${item.value}" is a primitive type and not an error.` };
  const { target } = schema;
  // What is not defined at all is an unknown type.
  if (target === undefined) return undefined;
  if (target.type !== 'record' || !target.isError) {
    return {
      message: `"${schema.name.value}" is ${target.type === 'enum' ? 'an' : 'a'} ${target.type} and not an error.`,
      fixes: () => makeError(schema, parsed),
    };
  }
  if (!isForward(schema, parsed)) return undefined;
  return { message: `"${schema.name.value}" is defined only behind this message: errors are defined in "types", or before.` };
}

/** Only of a record of this very text. */
function makeError({ target, fullname }: NameReference, { definitions }: ParsedSchema): Fix[] {
  const type = target?.type === 'record' && definitions.get(fullname) === target ? findValue(target.json, 'type') : undefined;
  return type?.kind === 'string' ? fix(`Define "${fullname}" as an Error`, replaceSpan(type.span, '"error"'), { isPreferred: true }) : [];
}
