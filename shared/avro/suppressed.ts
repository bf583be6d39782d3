import type { Suppression } from '../schemaSettings.ts';
import { findingPath } from './findingPath.ts';
import type { ParsedSchema, Problem } from './schema.ts';

/** The problems but for those that the user accepts: all of a rule, or those of a rule at one path. */
export function withoutSuppressed(problems: readonly Problem[], parsed: ParsedSchema, suppressions: readonly Suppression[]): Problem[] {
  if (suppressions.length === 0) return [...problems];
  const paths = new Map<string, Set<string | undefined>>();
  for (const { rule, path } of suppressions) paths.set(rule, (paths.get(rule) ?? new Set()).add(path));
  return problems.filter(({ code, span }) => {
    const accepted = paths.get(code);
    return accepted === undefined || !(accepted.has(undefined) || accepted.has(findingPath(parsed, span)));
  });
}
