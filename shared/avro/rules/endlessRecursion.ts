import { findEndlessReferences } from '../endlessReferences.ts';
import type { EndlessReference } from '../endlessReferences.ts';
import { fix } from '../fixes/fix.ts';
import { arrayText, replaceSpan, textOf } from '../fixes/jsonEdits.ts';
import type { NameReference } from '../schema.ts';
import type { Rule } from './rule.ts';

/**
 * A record that holds itself, be it by way of others, with no array, map or union on the way that could end it: no value
 * of it can ever be whole.
 */
export const endlessRecursion: Rule<NameReference> = {
  id: 'endless-recursion',
  severity: 'warning',
  spec: 'Complex Types, Records',
  on: 'reference',
  concerns: ({ target }) => target?.type === 'record',
  *check(reference, { parsed, once }) {
    const answer = once(newAnswer);
    answer.endless ??= yield* findEndlessReferences(parsed);
    const found = answer.endless.get(reference);
    if (found === undefined) return;
    const { json, name } = reference;
    yield {
      span: name.span,
      message: `Each "${found.fullname}" would hold another one, and that another one, without an end.`,
      fixes: () =>
        found.isInUnion || json.kind !== 'string'
          ? []
          : fix('Make It Nullable', replaceSpan(json.span, arrayText(parsed.text, ['"null"', textOf(parsed.text, json)]))),
    };
  },
};

/** Of all references of a text, as soon as it has been worked out. */
interface Answer {
  endless: ReadonlyMap<NameReference, EndlessReference> | undefined;
}

function newAnswer(): Answer {
  return { endless: undefined };
}
