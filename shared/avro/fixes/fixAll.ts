import type { Problem, TextChange } from '../schema.ts';

/**
 * What repairs a text by itself, such as when it is saved: of each problem whose preferred fix is beyond doubt, that one;
 * but where its changes meet with those of another, which can be made afterwards.
 *
 * @returns changes that do not overlap
 */
export function fixAll(problems: readonly Problem[]): readonly TextChange[] {
  const all: TextChange[] = [];
  for (const problem of problems) {
    const edits = certainEdits(problem);
    if (edits.every((edit) => all.every((other) => !meets(edit, other)))) all.push(...edits);
  }
  return all;
}

function certainEdits({ code, span, fixes }: Problem): readonly TextChange[] {
  if (!certain.has(code)) return [];
  const edits = fixes?.().find(({ isPreferred }) => isPreferred === true)?.edits ?? [];
  // A default can be written otherwise; that its field has another type is for the author to say.
  const isWithin = edits.every((edit) => span.start <= edit.span.start && edit.span.end <= span.end);
  return code === 'invalid-default' && !isWithin ? [] : edits;
}

/** What these find can hardly be meant otherwise; names are only guessed, and JSON that is no JSON is still being typed. */
const certain: ReadonlySet<string> = new Set([
  ...['trailing-comma', 'comment-at-end', 'byte-order-mark', 'duplicate-key', 'huge-integer', 'invalid-default'],
  ...['invalid-schema', 'nested-type', 'nested-union', 'reference-in-object', 'repeated-definition', 'dotted-name-and-namespace'],
  ...['duplicate-field', 'duplicate-symbol', 'duplicate-branch', 'duplicate-alias', 'duplicate-error'],
  ...['attribute-kind', 'ignored-attribute', 'protocol-attribute-kind', 'ignored-protocol-attribute'],
]);

/** Two insertions at one place meet, since which comes first matters; what only borders on each other does not. */
function meets(a: TextChange, b: TextChange): boolean {
  if (a.span.start === b.span.start && a.span.end === b.span.end) return true;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}
