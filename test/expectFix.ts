import assert from 'node:assert/strict';
import { checkSchema } from '../shared/avro/check.ts';
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

/** Of what these rules find, a fix may bring another error to light: what was half-typed, ignored or unknown counts now. */
const revealing: ReadonlySet<string> = new Set([
  'json-syntax',
  'duplicate-key',
  'unknown-type',
  'misspelt-attribute',
  'dotted-name-and-namespace',
  'one-way-message',
]);

/**
 * Asserts that a fix of a problem does away with it and makes no error that was not there.
 *
 * @param check finds the problems of a text
 */
export function expectFixed(text: string, problem: Problem, fix: Fix, check = checkAlone): string {
  const after = applyFix(text, fix);
  const [before, left] = [codesOf(check(text)), codesOf(check(after))];
  const count = (codes: readonly string[], code: string): number => codes.filter((each) => each === code).length;
  const what = `"${fix.title}" makes ${after} of ${text}`;
  assert.ok(count(left.all, problem.code) < count(before.all, problem.code), `${problem.code} goes. ${what}`);
  for (const code of revealing.has(problem.code) ? [] : new Set(left.errors)) {
    assert.ok(count(left.errors, code) <= count(before.errors, code), `No new ${code} comes. ${what}`);
  }
  return after;
}

function checkAlone(text: string): readonly Problem[] {
  return checkSchema(parseSchema(text));
}

function codesOf(problems: readonly Problem[]): { readonly all: readonly string[]; readonly errors: readonly string[] } {
  return {
    all: problems.map(({ code }) => code),
    errors: problems.filter(({ severity }) => severity === 'error').map(({ code }) => code),
  };
}
