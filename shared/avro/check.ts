import { noOtherNames } from './nameIndex.ts';
import type { OtherNames } from './nameIndex.ts';
import { resolutionOrder } from './resolutionOrder.ts';
import { rules } from './rules/index.ts';
import type { AnyRule, Finding, NodeKind, Rule, RuleContext, RuleNodes } from './rules/rule.ts';
import type { Field, ParsedSchema, Problem, Protocol, ProtocolMessage, RecordSchema, Schema, Severity } from './schema.ts';
import { rootOf } from './schemaTree.ts';

export interface CheckOptions {
  /** By the problem's code, in place of its own severity. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** What other texts define. */
  readonly otherNames?: OtherNames;
  /** Software that must read the schema, such as `fastavro`. */
  readonly targets?: readonly string[];
}

/**
 * Checks a parsed schema or protocol by every rule, each part of it once.
 *
 * @returns the problems of the text and the findings of the rules, in the order of their spans
 */
export function checkSchema(parsed: ParsedSchema, options: CheckOptions = {}): Problem[] {
  const { severities = {}, otherNames = noOtherNames, targets = [] } = options;
  const problems = parsed.problems.flatMap((problem) => withSeverity(problem, severities));
  const root = rootOf(parsed);
  if (root === undefined) return problems;
  let order: ReadonlyMap<RecordSchema, number> | undefined;
  const context: RuleContext = {
    parsed,
    otherNames,
    targets,
    resolutionOrder: () => (order ??= resolutionOrder(parsed)),
    budget: { comparisons: 200_000 },
  };
  const run: Run = { context, severities, problems };
  if (root.type === 'protocol') walkProtocol(root, run);
  else walk(root, run);
  return problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

type RulesByKind = { readonly [K in NodeKind]: readonly Rule<RuleNodes[K]>[] };

const rulesByKind: RulesByKind = {
  schema: rulesOn('schema'),
  named: rulesOn('named'),
  declaration: rulesOn('declaration'),
  field: rulesOn('field'),
  record: rulesOn('record'),
  enum: rulesOn('enum'),
  fixed: rulesOn('fixed'),
  array: rulesOn('array'),
  map: rulesOn('map'),
  union: rulesOn('union'),
  primitive: rulesOn('primitive'),
  reference: rulesOn('reference'),
  invalid: rulesOn('invalid'),
  fieldOwner: rulesOn('fieldOwner'),
  protocol: rulesOn('protocol'),
  message: rulesOn('message'),
  protocolPart: rulesOn('protocolPart'),
};

function rulesOn<K extends NodeKind>(kind: K): readonly Rule<RuleNodes[K]>[] {
  return rules.filter((rule): rule is AnyRule & Rule<RuleNodes[K]> => rule.on === kind);
}

interface Run {
  readonly context: RuleContext;
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  readonly problems: Problem[];
}

function walkProtocol(protocol: Protocol, run: Run): void {
  apply(rulesByKind.protocol, protocol, run);
  apply(rulesByKind.protocolPart, protocol, run);
  for (const type of protocol.types) walk(type, run);
  for (const message of protocol.messages) walkMessage(message, run);
}

function walkMessage(message: ProtocolMessage, run: Run): void {
  apply(rulesByKind.message, message, run);
  apply(rulesByKind.protocolPart, message, run);
  apply(rulesByKind.fieldOwner, message, run);
  for (const field of message.request) walkField(field, run);
  for (const schema of [message.response, ...message.errors]) walk(schema, run);
}

/** The depth of a schema is bounded by that of its JSON, so recursion is safe. */
function walk(schema: Schema, run: Run): void {
  apply(rulesByKind.schema, schema, run);
  switch (schema.type) {
    case 'record':
      apply(rulesByKind.named, schema, run);
      apply(rulesByKind.declaration, schema, run);
      apply(rulesByKind.record, schema, run);
      apply(rulesByKind.fieldOwner, schema, run);
      for (const field of schema.fields) walkField(field, run);
      break;
    case 'enum':
      apply(rulesByKind.named, schema, run);
      apply(rulesByKind.declaration, schema, run);
      apply(rulesByKind.enum, schema, run);
      break;
    case 'fixed':
      apply(rulesByKind.named, schema, run);
      apply(rulesByKind.declaration, schema, run);
      apply(rulesByKind.fixed, schema, run);
      break;
    case 'array':
      apply(rulesByKind.array, schema, run);
      walk(schema.items, run);
      break;
    case 'map':
      apply(rulesByKind.map, schema, run);
      walk(schema.values, run);
      break;
    case 'union':
      apply(rulesByKind.union, schema, run);
      for (const branch of schema.branches) walk(branch, run);
      break;
    case 'reference':
      apply(rulesByKind.reference, schema, run);
      break;
    case 'invalid':
      apply(rulesByKind.invalid, schema, run);
      if (schema.inner !== undefined) walk(schema.inner, run);
      break;
    default:
      apply(rulesByKind.primitive, schema, run);
  }
}

function walkField(field: Field, run: Run): void {
  apply(rulesByKind.declaration, field, run);
  apply(rulesByKind.field, field, run);
  walk(field.schema, run);
}

function apply<N>(rulesOfKind: readonly Rule<N>[], node: N, run: Run): void {
  for (const rule of rulesOfKind) {
    if (rule.isOff === true && run.severities[rule.id] === undefined) continue;
    for (const finding of rule.check(node, run.context)) run.problems.push(...withSeverity(toProblem(rule, finding), run.severities));
  }
}

function toProblem<N>({ id, severity }: Rule<N>, finding: Finding): Problem {
  return { code: id, severity, ...finding };
}

function withSeverity(problem: Problem, severities: Readonly<Record<string, Severity | 'off'>>): Problem[] {
  const severity = Object.hasOwn(severities, problem.code) ? severities[problem.code] : undefined;
  if (severity === 'off') return [];
  return [severity === undefined ? problem : { ...problem, severity }];
}
