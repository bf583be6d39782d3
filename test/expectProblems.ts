import assert from 'node:assert/strict';
import { checkSchema } from '../shared/avro/check.ts';
import type { CheckOptions } from '../shared/avro/check.ts';
import { parseSchema } from '../shared/avro/parse.ts';
import type { NameLookup, Problem } from '../shared/avro/schema.ts';
import type { Marked } from './mark.ts';

/**
 * Checks a schema and asserts all that is found: which rules, in the order of the text, each exactly at its mark.
 *
 * @returns the problems, for what else there is to assert
 */
export function expectProblems(
  { text, ranges }: Marked,
  ids: readonly string[],
  { parse = parseSchema, lookup, ...options }: { parse?: typeof parseSchema; lookup?: NameLookup } & CheckOptions = {},
): Problem[] {
  const problems = checkSchema(parse(text, lookup === undefined ? {} : { lookup }), options);
  const actual = problems.map(({ code, span }) => `${code} at ${show(text, span)}`);
  const expected = ids.map((id, index) => `${id} at ${show(text, ranges[index])}`);
  assert.deepEqual(actual, expected, `of ${text}`);
  assert.equal(ranges.length, ids.length, 'There are as many marks as findings.');
  return problems;
}

function show(text: string, span: { readonly start: number; readonly end: number } | undefined): string {
  return span === undefined ? 'no mark' : `${span.start}-${span.end} ${text.slice(span.start, span.end)}`;
}
