import { fix } from '../fixes/fix.ts';
import { removeItem } from '../fixes/jsonEdits.ts';
import { findValue } from '../jsonTree.ts';
import type { NameReference, ProtocolMessage } from '../schema.ts';
import type { Rule } from './rule.ts';

/** An error that a message lists twice: the errors are the branches of a union. */
export const duplicateError: Rule<ProtocolMessage> = {
  id: 'duplicate-error',
  severity: 'error',
  spec: 'Messages; Complex Types, Unions',
  on: 'message',
  *check({ json, errors }, { parsed: { text } }) {
    const list = findValue(json, 'errors');
    const seen = new Map<string, NameReference>();
    for (const error of errors) {
      if (error.type !== 'reference' || error.target === undefined || list?.kind !== 'array') continue;
      const first = seen.get(error.fullname);
      if (first === undefined) seen.set(error.fullname, error);
      else
        yield {
          span: error.span,
          message: `"${error.fullname}" is already one of the errors of this message.`,
          related: [{ span: first.span, message: 'The first one is here.' }],
          fixes: () => fix('Remove the Duplicate', removeItem(text, list, error.json), { isPreferred: true }),
        };
    }
  },
};
