import type { Break } from './verdict.ts';

/**
 * The breaks as people count them: of a union whose branch is there but does not fit, what does not fit in it; of an
 * enum that is written, each symbol by itself.
 *
 * @returns in the same order; each stands at one place of the edited text
 */
export function explainBreaks(breaks: readonly Break[]): readonly Break[] {
  return breaks;
}
