import { namespaceOf } from '../names.ts';
import { targets } from '../portability/targets.ts';
import type { TargetId } from '../portability/targets.ts';
import { traits } from '../portability/traits.ts';
import type { Trait, TraitId } from '../portability/traits.ts';
import { jsonToText } from '../jsonText.ts';
import type { Field, NamedSchema, Spanned } from '../schema.ts';
import { nameSpanIn, ownSpan, spanIn } from './lossPlaces.ts';
import type { Finding, LossPair } from './lossWalk.ts';
import { quoted, typeName } from './sentences.ts';
import { listText } from './versionsText.ts';

/** A field that the reader finds in the data only by an alias. */
export function aliasedField(
  { direction, here, there }: LossPair,
  { field, alias, match }: { readonly field: Field; readonly alias: Spanned<string>; readonly match: Field },
): Finding {
  const [own, other] = [quoted(field.name?.value ?? ''), quoted(match.name?.value ?? '')];
  const who = traitTargets('field-alias');
  if (direction === 'BACKWARD') {
    const { default: value } = field;
    const result = value === undefined ? 'and so {fail}' : `and so {read} its default, ${short(jsonToText(value))}`;
    return {
      kind: 'alias-needed',
      span: ownSpan(here, alias.span),
      say: (versions) => `${own} reads ${other} of ${versions} only by its alias, which ${doing(who, `{ignore} ${result}`)}.`,
      place: { span: ownSpan(there, match.name?.span ?? match.span), what: other },
    };
  }
  return {
    kind: 'alias-needed',
    span: ownSpan(here, match.name?.span ?? match.span),
    say: (versions) => `Readers of ${versions} find ${other} only by an alias of their ${own}, which ${doing(who, '{ignore}')}.`,
    place: { span: ownSpan(there, alias.span), what: own },
  };
}

/** A type that the reader takes for its own only by an alias. */
export function aliasedType({ direction, here, there }: LossPair, reader: NamedSchema, writer: NamedSchema): Finding {
  const alias = reader.aliases.find(({ value }) => value === writer.fullname);
  const who = traitTargets('type-alias');
  const aliasSpan = (spot: LossPair['here']): Finding['span'] => (alias === undefined ? nameSpanIn(spot) : ownSpan(spot, alias.span));
  if (direction === 'BACKWARD') {
    return {
      kind: 'alias-needed',
      span: aliasSpan(here),
      say: (versions) =>
        `${typeName(reader)} reads ${bothNames(writer, reader)} of ${versions} only by its alias, which ${doing(who, '{ignore} and so {fail}')}.`,
      place: { span: nameSpanIn(there), what: typeName(writer) },
    };
  }
  return {
    kind: 'alias-needed',
    span: nameSpanIn(here),
    say: (versions) =>
      `Readers of ${versions} find ${bothNames(writer, reader)} only by an alias of their ${typeName(reader)}, which ${doing(who, '{ignore}')}.`,
    place: { span: aliasSpan(there), what: typeName(reader) },
  };
}

/** By its own name, or by its fullname where the other has the same name. */
function bothNames(named: NamedSchema, other: NamedSchema): string {
  return typeName(named) === typeName(other) ? (named.fullname ?? typeName(named)) : typeName(named);
}

/**
 * Two types of one name in two namespaces, which Java takes for the same.
 *
 * @param told the changes that have been told: a type's namespace is also that of the types in it
 */
export function changedNamespace(
  { direction, here, there }: LossPair,
  reader: NamedSchema,
  writer: NamedSchema,
  told: Set<string>,
): Finding | undefined {
  const [own, other] = direction === 'BACKWARD' ? [reader, writer] : [writer, reader];
  const change = `${namespaceText(other)} → ${namespaceText(own)}`;
  if (told.has(change)) return undefined;
  told.add(change);
  const has = `${typeName(own)} has ${namespaceText(own)} here and ${namespaceText(other)} in`;
  return {
    kind: 'namespace-changed',
    span: own.namespace === undefined ? nameSpanIn(here) : spanIn(here, 'namespace'),
    say: (versions) =>
      direction === 'BACKWARD'
        ? `${has} ${versions}: ${doing(comparingNamespaces, '{compare} namespaces and {fail} to read its data')}.`
        : `${has} ${versions}: among its readers, ${doing(comparingNamespaces, '{compare} namespaces and {fail}')}.`,
    place: { span: other.namespace === undefined ? nameSpanIn(there) : spanIn(there, 'namespace'), what: typeName(other) },
  };
}

/** Measured: a reader schema whose record, enum or fixed has another namespace than the writer's. */
const comparingNamespaces: readonly TargetId[] = ['python-avro', 'avsc'];

function namespaceText({ fullname }: NamedSchema): string {
  const namespace = fullname === undefined ? undefined : namespaceOf(fullname);
  return namespace === undefined ? 'no namespace' : `the namespace ${namespace}`;
}

function traitTargets(id: TraitId): readonly TargetId[] {
  const { droppedBy = [] }: Trait = traits[id];
  return droppedBy;
}

/** Who does something; verbs stand in braces, and have an `s` of one alone. */
function doing(ids: readonly TargetId[], what: string): string {
  return `${listText(ids.map((id) => targets[id].name))} ${what.replaceAll(/\{(\w+)\}/g, ids.length === 1 ? '$1s' : '$1')}`;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
