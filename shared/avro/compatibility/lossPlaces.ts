import type { Span } from '../json.ts';
import { findProperty } from '../jsonTree.ts';
import { isNamed } from '../schemaTree.ts';
import type { Spot } from './place.ts';
import { quoted, typeName } from './sentences.ts';

/**
 * The text to be underlined in a part's own text: the value of the first of these attributes that it has, else what says
 * its type. Of what stands in another text, the name that leads there.
 */
export function spanIn({ via, reference, schema }: Spot, ...attributes: readonly string[]): Span {
  if (via !== undefined) return via.name.span;
  for (const attribute of attributes) {
    const value = schema.json.kind === 'object' ? findProperty(schema.json, attribute)?.value : undefined;
    if (value !== undefined) return value.span;
  }
  if (reference !== undefined) return reference.name.span;
  return (schema.json.kind === 'object' ? findProperty(schema.json, 'type')?.value?.span : undefined) ?? schema.span;
}

/** The name of a part that has one, in its own text. */
export function nameSpanIn({ via, schema }: Spot): Span {
  return via?.name.span ?? (isNamed(schema) ? schema.name?.span : undefined) ?? schema.span;
}

/** A span inside of a part, where that stands in its own text; else the name that leads there. */
export function ownSpan({ via }: Spot, span: Span): Span {
  return via?.name.span ?? span;
}

/** What a place is called in the other version. */
export function placeName({ field, schema }: Spot): string {
  return field?.name === undefined ? (isNamed(schema) ? typeName(schema) : 'the type') : quoted(field.name.value);
}
