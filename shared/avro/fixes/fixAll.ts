import type { Problem, TextChange } from '../schema.ts';

/**
 * What repairs a text by itself, such as when it is saved: of each problem the preferred fix, but for those that guess what
 * was meant, and for those whose changes meet with those of another, which can be made afterwards.
 *
 * @returns changes that do not overlap
 */
export function fixAll(problems: readonly Problem[]): readonly TextChange[] {
  const all: TextChange[] = [];
  for (const { code, fixes } of problems) {
    if (guessing.has(code)) continue;
    const edits = fixes?.().find(({ isPreferred }) => isPreferred === true)?.edits ?? [];
    if (edits.every((edit) => all.every((other) => !meets(edit, other)))) all.push(...edits);
  }
  return all;
}

/** What these find can be meant otherwise than as it is probably meant, or is still being typed. */
const guessing: ReadonlySet<string> = new Set([
  ...['json-syntax', 'unknown-type', 'misspelt-attribute', 'missing-type', 'missing-name', 'missing-field-type'],
  ...['missing-fields', 'missing-symbols', 'missing-size', 'missing-items', 'missing-values', 'missing-protocol-name'],
  ...['invalid-name', 'invalid-symbol', 'invalid-alias', 'primitive-name', 'invalid-namespace', 'invalid-protocol-name'],
  ...['invalid-protocol-namespace', 'invalid-order', 'enum-default', 'unusable-default', 'invalid-error', 'unknown-logical-type'],
]);

/** Two insertions at one place meet, since which comes first matters; what only borders on each other does not. */
function meets(a: TextChange, b: TextChange): boolean {
  if (a.span.start === b.span.start && a.span.end === b.span.end) return true;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}
