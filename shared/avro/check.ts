import { maxFindings, sayThatThereAreMore } from './manyFindings.ts';
import { noOtherNames } from './nameIndex.ts';
import type { OtherNames } from './nameIndex.ts';
import { resolutionOrder } from './resolutionOrder.ts';
import { rules } from './rules/index.ts';
import type { AnyRule, Finding, NodeKind, RuleContext } from './rules/rule.ts';
import type { ParsedSchema, Problem, RecordSchema, Schema, Severity } from './schema.ts';
import { isField, partsIn, rootOf } from './schemaTree.ts';
import type { SchemaPart } from './schemaTree.ts';
import { runAtOnce, sortInSteps } from '../slices.ts';
import type { Steps } from '../slices.ts';

export interface CheckOptions {
  /** By the problem's code, in place of its own severity. */
  readonly severities?: Severities;
  /** What other texts define. */
  readonly otherNames?: OtherNames;
  /** Software that must read the schema, such as `fastavro`. */
  readonly targets?: readonly string[];
}

type Severities = Readonly<Record<string, Severity | 'off'>>;

/**
 * Checks a parsed schema or protocol by every rule, each part of it once.
 *
 * @returns the problems of the text and the findings of the rules, in the order of their spans; of each rule a thousand at
 *   most, of which the last one says that there are more
 */
export function checkSchema(parsed: ParsedSchema, options: CheckOptions = {}): Problem[] {
  return runAtOnce(checkSchemaSteps(parsed, options));
}

/** What {@link checkSchema} does, in steps. */
export function* checkSchemaSteps(parsed: ParsedSchema, options: CheckOptions = {}): Steps<Problem[]> {
  const { severities = {}, otherNames = noOtherNames, targets = [] } = options;
  let order: ReadonlyMap<RecordSchema, number> | undefined;
  const context: RuleContext = {
    parsed,
    otherNames,
    targets,
    resolutionOrder: () => (order ??= resolutionOrder(parsed)),
    once: onceEach(parsed),
    budget: { comparisons: 200_000 },
  };
  const checks = checksFor(severities);
  yield* checkParts(rootOf(parsed), checks, context);
  const problems = parsed.problems.flatMap((problem) => withSeverity(problem, severities));
  for (const { found } of checks) for (const problem of found) problems.push(problem);
  yield* sortInSteps(problems, (a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  for (const { rule, hasMore } of checks) if (hasMore) sayThatThereAreMore(problems, rule.id);
  return problems;
}

/** Calls each function once, and remembers what it has returned. */
function onceEach(parsed: ParsedSchema): RuleContext['once'] {
  const known = new Map<unknown, unknown>();
  return <T>(make: (text: ParsedSchema) => T): T => {
    if (!known.has(make)) known.set(make, make(parsed));
    // What is kept for a function is what it has returned.
    return known.get(make) as T;
  };
}

/** One rule at work. */
interface Check {
  readonly rule: AnyRule;
  readonly severity: Severity;
  /** The rule's own, at hand: the table of kinds gives a part to rules for such parts alone. */
  readonly concerns: ((part: SchemaPart) => boolean) | undefined;
  readonly run: (part: SchemaPart, context: RuleContext) => Iterable<Finding | undefined>;
  readonly found: Problem[];
  /** Whether there is more than is told, so that nothing need be looked for any more. */
  hasMore: boolean;
}

/** A rule as if it were one for every part. */
interface UntypedRule {
  readonly concerns?: (part: SchemaPart) => boolean;
  readonly check: (part: SchemaPart, context: RuleContext) => Iterable<Finding | undefined>;
}

/** All rules but those that are switched off. */
function checksFor(severities: Severities): readonly Check[] {
  return rules.flatMap((rule): Check[] => {
    const severity = severityOf(rule.id, severities) ?? (rule.isOff === true ? 'off' : rule.severity);
    if (severity === 'off') return [];
    const { concerns, check: run } = rule as UntypedRule;
    return [{ rule, severity, concerns, run, found: [], hasMore: false }];
  });
}

/** So many parts are checked in about a millisecond. */
const partsInStep = 64;
/** The text of a part that may have so many members that a rule is busy with it alone, in UTF-16 code units. */
const longText = 50_000;

function* checkParts(root: SchemaPart | undefined, checks: readonly Check[], context: RuleContext): Steps<void> {
  const checksOf = byPart(checks);
  const waiting = root === undefined ? [] : [root];
  let count = 0;
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (++count % partsInStep === 0) yield;
    const isLong = part.json.span.end - part.json.span.start > longText;
    for (const check of checksOf[isField(part) ? 'field' : part.type]) {
      if (check.concerns?.(part) === false || check.hasMore) continue;
      if (isLong) yield;
      for (const finding of check.run(part, context)) {
        if (finding !== undefined && !accept(finding, check)) break;
        yield;
      }
    }
    pushInner(part, waiting);
  }
}

/** @returns whether it is told, as the first thousand are */
function accept(finding: Finding, check: Check): boolean {
  check.hasMore = check.found.length >= maxFindings;
  if (!check.hasMore) check.found.push({ code: check.rule.id, severity: check.severity, ...finding });
  return !check.hasMore;
}

/** The first of what stands inside becomes the last, which is next. */
function pushInner(part: SchemaPart, waiting: SchemaPart[]): void {
  // A response that is missing is a part to be checked, though it is none with a place.
  const inner = !isField(part) && part.type === 'message' ? [...part.request, part.response, ...part.errors] : partsIn(part);
  for (let index = inner.length - 1; index >= 0; index--) {
    const each = inner[index];
    if (each !== undefined) waiting.push(each);
  }
}

type PartType = 'field' | Exclude<SchemaPart, { readonly schema: Schema }>['type'];

const primitive: readonly NodeKind[] = ['schema', 'primitive'];

/** The kinds that a part is of besides `part`, the widest first: rules say which kind they look at. */
const kindsOf: Readonly<Record<PartType, readonly NodeKind[]>> = {
  field: ['declaration', 'field'],
  record: ['schema', 'named', 'declaration', 'record', 'fieldOwner'],
  enum: ['schema', 'named', 'declaration', 'enum'],
  fixed: ['schema', 'named', 'declaration', 'fixed'],
  array: ['schema', 'array'],
  map: ['schema', 'map'],
  union: ['schema', 'union'],
  reference: ['schema', 'reference'],
  invalid: ['schema', 'invalid'],
  protocol: ['protocol', 'protocolPart'],
  message: ['message', 'protocolPart', 'fieldOwner'],
  null: primitive,
  boolean: primitive,
  int: primitive,
  long: primitive,
  float: primitive,
  double: primitive,
  bytes: primitive,
  string: primitive,
};

function byPart(checks: readonly Check[]): Readonly<Record<PartType, readonly Check[]>> {
  const entries = Object.entries(kindsOf).map(([type, kinds]) => [
    type,
    ['part', ...kinds].flatMap((kind) => checks.filter(({ rule }) => rule.on === kind)),
  ]);
  return Object.fromEntries(entries) as Record<PartType, readonly Check[]>; // the same keys
}

function severityOf(code: string, severities: Severities): Severity | 'off' | undefined {
  return Object.hasOwn(severities, code) ? severities[code] : undefined;
}

function withSeverity(problem: Problem, severities: Severities): Problem[] {
  const severity = severityOf(problem.code, severities);
  if (severity === 'off') return [];
  return [severity === undefined ? problem : { ...problem, severity }];
}
