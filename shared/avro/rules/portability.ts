import { sayWhoIsAffected } from '../portability/affected.ts';
import { tracesOf } from '../portability/traces.ts';
import type { SchemaPart } from '../schemaTree.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/**
 * What software that must read the schema (`avroWorkbench.targets`) refuses, or takes for something else, though Java's
 * Avro 1.12 parses it. [What was measured of which](targets.md).
 */
export const portability: Rule<SchemaPart> = {
  id: 'portability',
  severity: 'warning',
  spec: 'Schema Declaration',
  on: 'part',
  check(part, context) {
    // Most have chosen none, and setting a search going at each part would take time.
    return context.targets.length === 0 ? nothing : find(part, context);
  },
};

const nothing: readonly Finding[] = [];

function* find(part: SchemaPart, { parsed, targets }: RuleContext): Iterable<Finding> {
  for (const { trait, span, fixes } of tracesOf(part, parsed)) {
    const message = sayWhoIsAffected(trait, targets);
    if (message !== undefined) yield { span, message, ...(fixes === undefined ? {} : { fixes }) };
  }
}
