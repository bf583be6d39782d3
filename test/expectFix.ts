import assert from 'node:assert/strict';
import { checkSchema } from '../shared/avro/check.ts';
import type { CheckOptions } from '../shared/avro/check.ts';
import { applyEdits } from '../shared/avro/fixes/jsonEdits.ts';
import { parseSchema } from '../shared/avro/parse.ts';
import type { Fix, Problem } from '../shared/avro/schema.ts';

/** The text that a fix makes, after asserting that all its edits lie in the text and do not overlap. */
export function applyFix(text: string, { title, edits }: Pick<Fix, 'title' | 'edits'>): string {
  for (const { span } of edits) {
    assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, `"${title}" stays in the text.`);
  }
  return applyEdits(text, edits);
}

/** Asserts that a fix of a problem does away with it and makes no error that was not there. */
export function expectFixed(text: string, problem: Problem, fix: Fix, options?: CheckOptions): string {
  const after = applyFix(text, fix);
  const [before, left] = [codesOf(text, options), codesOf(after, options)];
  const count = (codes: readonly string[], code: string): number => codes.filter((each) => each === code).length;
  const what = `"${fix.title}" makes ${after} of ${text}`;
  assert.ok(count(left.all, problem.code) < count(before.all, problem.code), `${problem.code} goes. ${what}`);
  for (const code of new Set(left.errors)) {
    assert.ok(count(left.errors, code) <= count(before.errors, code), `No new ${code} comes. ${what}`);
  }
  return after;
}

function codesOf(text: string, options?: CheckOptions): { readonly all: readonly string[]; readonly errors: readonly string[] } {
  const problems = checkSchema(parseSchema(text), options);
  return {
    all: problems.map(({ code }) => code),
    errors: problems.filter(({ severity }) => severity === 'error').map(({ code }) => code),
  };
}
