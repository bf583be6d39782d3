import { isTargetId, targets } from './targets.ts';
import type { TargetId } from './targets.ts';
import { traits } from './traits.ts';
import type { Trait, TraitId } from './traits.ts';

/**
 * What to say of a trait to those whose schemas some software must read.
 *
 * @param chosen ids of targets; those that nobody knows are left out
 * @returns one sentence that names all of them that are affected; undefined where none is
 */
export function sayWhoIsAffected(id: TraitId, chosen: readonly string[]): string | undefined {
  const { what, refusedBy = [], droppedBy = [], drops = '' }: Trait = traits[id];
  const [refusing, dropping] = [among(chosen, refusedBy), among(chosen, droppedBy)];
  const clauses = [
    ...(refusing.length === 0 ? [] : [clause(refusing, `refuse ${what}`)]),
    ...(dropping.length === 0 ? [] : [clause(dropping, drops)]),
  ];
  return clauses.length === 0 ? undefined : `${clauses.join('; ')}.`;
}

function among(chosen: readonly string[], affected: readonly TargetId[]): string[] {
  return [...new Set(chosen)].flatMap((id) => (isTargetId(id) && affected.includes(id) ? [targets[id].name] : []));
}

/** @param predicate in the plural, the verb first */
function clause(names: readonly string[], predicate: string): string {
  const last = names.at(-1) ?? '';
  if (names.length > 1) return `${names.slice(0, -1).join(', ')} and ${last} ${predicate}`;
  return `${last} ${predicate.replace(/^\w+/, (verb) => `${verb}s`)}`;
}
