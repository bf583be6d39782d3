import { findValue } from '../jsonTree.ts';
import { isAsciiName, isPrimitiveType, namespaceOf, unqualifiedName } from '../names.ts';
import { isElsewhere, isForward } from '../resolutionOrder.ts';
import { fix } from '../fixes/fix.ts';
import { replaceSpan } from '../fixes/jsonEdits.ts';
import type { Field, NamedSchema, NameReference, ParsedSchema, RecordSchema, Schema, Spanned } from '../schema.ts';
import type { Trace } from './trace.ts';

const beyondAscii = /[^\0-\x7f]/;

/** What the name, the namespace and the aliases of a type are like. */
export function* typeNameTraces({ json, name, namespace, fullname }: NamedSchema): Iterable<Trace> {
  const isDotted = name?.value.includes('.') === true;
  if (name !== undefined) {
    if (beyondAscii.test(name.value)) yield { trait: 'type-name-letters', span: name.span };
    if (name.value.startsWith('.')) yield { trait: 'leading-dot', span: name.span };
    const isPrimitive = fullname?.includes('.') === true && isPrimitiveType(unqualifiedName(fullname));
    if (isPrimitive) yield { trait: 'primitive-name', span: name.span };
  }
  if (isDotted) return;
  if (namespace !== undefined && beyondAscii.test(namespace.value)) yield { trait: 'type-name-letters', span: namespace.span };
  const written = findValue(json, 'namespace');
  if (written === undefined || written.kind === 'string') return;
  yield { trait: written.kind === 'null' ? 'namespace-null' : 'namespace-kind', span: written.span };
}

/** The aliases of a type. Its own name among them does nothing anywhere. */
export function* typeAliasTraces({ json, aliases, fullname }: NamedSchema): Iterable<Trace> {
  if (aliases.length === 0) return;
  const written = findValue(json, 'aliases');
  const isAnyOther = aliases.some(({ value }) => value !== fullname);
  if (written !== undefined && isAnyOther) yield { trait: 'type-alias', span: written.span };
  for (const alias of written?.kind === 'array' ? written.items : []) {
    if (alias.kind !== 'string') continue;
    const { value, span } = alias;
    if (value.startsWith('.')) yield { trait: 'alias-leading-dot', span };
    else if (!value.split('.').every(isAsciiName)) yield { trait: 'alias-letters', span };
  }
}

/** What the name and the aliases of a field are like. */
export function* fieldNameTraces({ json, name, aliases }: Field): Iterable<Trace> {
  if (name !== undefined) {
    if (beyondAscii.test(name.value)) yield { trait: 'field-name-letters', span: name.span };
    if (name.value in Object.prototype) yield { trait: 'object-member', span: name.span };
  }
  if (aliases.length === 0) return;
  const written = findValue(json, 'aliases');
  const isAnyOther = aliases.some(({ value }) => value !== name?.value);
  if (written !== undefined && isAnyOther) yield { trait: 'field-alias', span: written.span };
  for (const { value, span } of aliases) if (!isAsciiName(value)) yield { trait: 'field-alias-letters', span };
}

/** How the names of a record's fields are to each other. */
export function* siblingTraces({ fields }: RecordSchema): Iterable<Trace> {
  const names = new Set<string>();
  const folded = new Map<string, string>();
  for (const { name } of fields) {
    if (name === undefined) continue;
    const small = name.value.toLowerCase();
    const same = folded.get(small);
    if (same === undefined) folded.set(small, name.value);
    else if (same !== name.value) yield { trait: 'field-names-by-case', span: name.span };
    names.add(name.value);
  }
  for (const { aliases, name } of fields) {
    for (const { value, span } of aliases) {
      if (names.has(value) && value !== name?.value) yield { trait: 'field-alias-clash', span };
    }
  }
}

/** An "order" that is one in lower case only. */
export function* orderTraces({ json }: Field): Iterable<Trace> {
  const order = findValue(json, 'order');
  if (order?.kind !== 'string' || order.value === order.value.toLowerCase()) return;
  const small = JSON.stringify(order.value.toLowerCase());
  const { span } = order;
  yield { trait: 'order-case', span, fixes: () => fix(`Change to ${small}`, replaceSpan(span, small), { isPreferred: true }) };
}

/** Where a name refers to a type that ends behind it: what is around it is being defined, what is behind it will be. */
export function* referenceTraces(reference: NameReference, parsed: ParsedSchema): Iterable<Trace> {
  const { name, target } = reference;
  if (target === undefined || isElsewhere(target, parsed)) return;
  if (target.span.start <= reference.span.start && target.span.end >= reference.span.end) yield { trait: 'recursion', span: name.span };
  else if (isForward(reference, parsed)) yield { trait: 'forward-reference', span: name.span };
}

/** The names in a record's fields that mean a type of the null namespace, though the record has a namespace. */
export function* fallbackTraces(record: RecordSchema, parsed: ParsedSchema): Iterable<Trace> {
  if (record.fullname === undefined || namespaceOf(record.fullname) === undefined) return;
  for (const { schema } of record.fields) {
    for (const { name, target } of referencesIn(schema)) {
      if (target?.fullname === undefined || target.fullname.includes('.') || name.value.includes('.') || isElsewhere(target, parsed))
        continue;
      const isInside = target.namespace !== undefined || target.name?.value.startsWith('.') === true;
      yield { trait: isInside ? 'null-namespace-inside' : 'null-namespace-fallback', span: name.span };
    }
  }
}

/** The names in a field's type that are resolved in the namespace of the field's record. */
function* referencesIn(schema: Schema): Iterable<NameReference> {
  const waiting: Schema[] = [schema];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.type === 'reference') yield next;
    else if (next.type === 'array') waiting.push(next.items);
    else if (next.type === 'map') waiting.push(next.values);
    else if (next.type === 'union') waiting.push(...[...next.branches].reverse());
  }
}

export function* symbolTraces(symbols: readonly Spanned<string>[]): Iterable<Trace> {
  for (const { value, span } of symbols) if (beyondAscii.test(value)) yield { trait: 'symbol-letters', span };
}
