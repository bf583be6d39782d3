import { closestWord } from '../closestWord.ts';
import { findLogicalType } from '../logicalTypes.ts';
import { complexTypes, isComplexType, namespaceOf, primitiveTypes, unqualifiedName } from '../names.ts';
import { findValue } from '../jsonTree.ts';
import type { InvalidSchema, NameReference, Schema } from '../schema.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** A name that no type has: neither Avro nor this text nor any text that it may refer to defines it. */
export const unknownType: Rule<Schema> = {
  id: 'unknown-type',
  severity: 'error',
  spec: 'Schema Declaration; Names',
  on: 'schema',
  *check(schema, context) {
    if (schema.type === 'reference') yield* checkReference(schema, context);
    else if (schema.type === 'invalid' && schema.reason === 'unknown') yield* checkAttribute(schema);
  },
};

function* checkReference(reference: NameReference, context: RuleContext): Iterable<Finding> {
  const { name, target, json } = reference;
  if (target !== undefined && !name.value.startsWith('.')) return;
  const subject = name.value === '' ? 'An empty name' : `"${name.value}"`;
  yield { span: name.span, message: `${subject} ${explain(reference, context, json.kind === 'object')}` };
}

/** The `type` of an object with the attributes of a record, enum, fixed, array or map. */
function* checkAttribute({ json, inner }: InvalidSchema): Iterable<Finding> {
  const type = json.kind === 'object' ? findValue(json, 'type') : undefined;
  if (type?.kind !== 'string' || inner === undefined) return;
  const closest = closestWord(type.value, [...complexTypes, ...primitiveTypes]) ?? inner.type;
  yield { span: type.span, message: `"${type.value}" is not a type. Did you mean "${closest}"?` };
}

function explain(reference: NameReference, context: RuleContext, isInObject: boolean): string {
  const { name, fullname, target } = reference;
  const word = name.value;
  if (target !== undefined) return 'begins with a dot, which definitions may and references may not.';
  const underlying = findLogicalType(word)?.underlying[0];
  if (underlying !== undefined) {
    return `is a logical type: write {"type": "${underlying.type}", "logicalType": "${word}"}.`;
  }
  if (!isInObject && isComplexType(word)) return `is not a type by itself: it needs an object of its own, {"type": "${word}", …}.`;
  if (context.parsed.definitions.has(word)) {
    return `is defined in no namespace; from "${namespaceOf(fullname) ?? ''}" it can be used only behind the end of its definition.`;
  }
  const suggestion = suggest(reference, context, isInObject);
  return suggestion === undefined ? 'is not a type.' : `is not a type. Did you mean "${suggestion}"?`;
}

/** What other languages call a type. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['integer', 'int'],
  ['int32', 'int'],
  ['short', 'int'],
  ['int64', 'long'],
  ['bigint', 'long'],
  ['bool', 'boolean'],
  ['str', 'string'],
  ['text', 'string'],
  ['varchar', 'string'],
  ['number', 'double'],
  ['real', 'double'],
  ['float32', 'float'],
  ['float64', 'double'],
  ['binary', 'bytes'],
  ['blob', 'bytes'],
  ['byte', 'bytes'],
]);

/** As it has to be written where the reference stands. */
function suggest(reference: NameReference, context: RuleContext, isInObject: boolean): string | undefined {
  const word = reference.name.value;
  const synonym = synonyms.get(word.toLowerCase());
  if (synonym !== undefined) return synonym;
  context.budget.comparisons -= primitiveTypes.length + 2 * context.parsed.definitions.size;
  if (context.budget.comparisons < 0) return undefined;
  const namespace = word.includes('.') ? undefined : namespaceOf(reference.fullname);
  const written = new Map<string, string>();
  for (const type of isInObject ? [...primitiveTypes, ...complexTypes] : primitiveTypes) written.set(type, type);
  for (const fullname of isInObject ? [] : context.parsed.definitions.keys()) {
    const isNear = namespaceOf(fullname) === namespace;
    written.set(fullname, isNear ? unqualifiedName(fullname) : fullname);
    // A name without its namespace, or with a wrong one, is a likelier mistake than a letter.
    const unqualified = unqualifiedName(fullname);
    if (!written.has(unqualified)) written.set(unqualified, isNear ? unqualified : fullname);
  }
  const closest = closestWord(word, written.keys()) ?? closestWord(unqualifiedName(word), written.keys());
  return closest === undefined ? undefined : written.get(closest);
}
