import type { Problem } from './schema.ts';

/** So many problems of one code are told of one text at most; nobody is served by more. */
export const maxFindings = 1000;

/** Says in the last problem of a code that there are more, which are not told. */
export function sayThatThereAreMore(problems: Problem[], code: string): void {
  const index = problems.findLastIndex((problem) => problem.code === code);
  const last = problems[index];
  if (last !== undefined) problems[index] = { ...last, message: `${last.message} There are more such problems, which are not shown.` };
}
