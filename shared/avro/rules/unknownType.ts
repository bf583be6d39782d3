import { closestWord } from '../closestWord.ts';
import { changeTo } from '../fixes/fix.ts';
import { suggestTypes } from '../fixes/typeSuggestions.ts';
import { fixUnknownType } from '../fixes/unknownTypes.ts';
import { findLogicalType } from '../logicalTypes.ts';
import { complexTypes, isComplexType, namespaceOf, primitiveTypes } from '../names.ts';
import { findValue } from '../jsonTree.ts';
import type { InvalidSchema, NameReference, Schema } from '../schema.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** A name that no type has: neither Avro nor this text nor any text that it may refer to defines it. */
export const unknownType: Rule<Schema> = {
  id: 'unknown-type',
  severity: 'error',
  spec: 'Schema Declaration; Names',
  on: 'schema',
  concerns: ({ type }) => type === 'reference' || type === 'invalid',
  *check(schema, context) {
    if (schema.type === 'reference') yield* checkReference(schema, context);
    else if (schema.type === 'invalid' && schema.reason === 'unknown') yield* checkAttribute(schema);
  },
};

function* checkReference(reference: NameReference, context: RuleContext): Iterable<Finding> {
  const { name, target, json } = reference;
  if (target !== undefined && !name.value.startsWith('.')) return;
  if (json.kind === 'string' && context.parsed.protocol?.reading.unresolved.has(reference) === true) return;
  // Whether another text has it is not known before all have been looked at, which is soon.
  if (context.otherNames.isPartial === true && mayBeElsewhere(reference)) return;
  const subject = name.value === '' ? 'An empty name' : `"${name.value}"`;
  yield {
    span: name.span,
    message: `${subject} ${explain(reference, context, json.kind === 'object')}`,
    fixes: () => fixUnknownType(reference, context.parsed, context.otherNames),
  };
}

function mayBeElsewhere({ name: { value }, target, json }: NameReference): boolean {
  return target === undefined && value !== '' && json.kind === 'string' && findLogicalType(value) === undefined && !isComplexType(value);
}

/** The `type` of an object with the attributes of a record, enum, fixed, array or map. */
function* checkAttribute({ json, inner }: InvalidSchema): Iterable<Finding> {
  const type = json.kind === 'object' ? findValue(json, 'type') : undefined;
  if (type?.kind !== 'string' || inner === undefined) return;
  const closest = closestWord(type.value, [...complexTypes, ...primitiveTypes]) ?? inner.type;
  yield {
    span: type.span,
    message: `"${type.value}" is not a type. Did you mean "${closest}"?`,
    fixes: () => changeTo(type, [...new Set([closest, inner.type])]),
  };
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
  const [suggestion] = suggestTypes(reference, context.parsed, {
    isInObject,
    limit: 1,
    budget: context.budget,
    otherNames: context.otherNames,
  });
  return suggestion === undefined ? 'is not a type.' : `is not a type. Did you mean "${suggestion}"?`;
}
