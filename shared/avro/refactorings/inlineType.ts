import { titleWord } from '../fixes/fix.ts';
import { replaceSpan } from '../fixes/jsonEdits.ts';
import { placeOf, writtenName } from '../fixes/place.ts';
import { unqualifiedName } from '../names.ts';
import { parseSchema } from '../parse.ts';
import { isForward } from '../resolutionOrder.ts';
import type { NamedSchema, NameReference, ParsedSchema } from '../schema.ts';
import { allParts, isField, isNamed, rootOf } from '../schemaTree.ts';
import { indentAt, movedDefinition } from './movedDefinition.ts';
import type { Offer, Refactoring, RefactoringPlace } from './refactoring.ts';
import { staysValid } from './refactoring.ts';

/**
 * Puts the definition of a type in the place of its name: that of another file, at its first use in this text, or that of
 * this text where it stands behind, since not every reader knows a name before its definition.
 */
export const inlineType: Refactoring = {
  kind: 'inline',
  *offers(place) {
    const reference = place.parts.at(-1);
    const { parsed } = place;
    if (reference === undefined || isField(reference) || reference.type !== 'reference' || parsed.protocol !== undefined) return;
    if (reference.json.kind !== 'string') return;
    const own = parsed.definitions.get(reference.fullname);
    const offer =
      own === undefined ? inlineOther(reference, place) : isForward(reference, parsed) ? moveHere(reference, own, parsed) : undefined;
    if (offer !== undefined) yield offer;
  },
};

function inlineOther(reference: NameReference, { parsed, otherNames, readText }: RefactoringPlace): Offer | undefined {
  const [definition, ...others] = otherNames.find(reference.fullname);
  // Which of several different ones is meant, nobody can tell.
  if (definition === undefined || others.some(({ digest }) => digest !== definition.digest)) return undefined;
  const text = readText(definition.uri);
  const source = text === undefined ? undefined : parseSchema(text).definitions.get(reference.fullname);
  if (text === undefined || source === undefined || definesKnown(source, parsed)) return undefined;
  const first = firstReference(reference, parsed);
  const written = movedDefinition(text, source, placeFor(first, parsed));
  if (written === undefined) return undefined;
  return { title: `Inline ${titleWord(unqualifiedName(reference.fullname))}`, edits: replaceSpan(first.json.span, written) };
}

/** Whether a definition brings a type along that this text defines, too. */
function definesKnown(source: NamedSchema, { definitions }: ParsedSchema): boolean {
  for (const part of allParts(source)) if (isNamed(part) && part.fullname !== undefined && definitions.has(part.fullname)) return true;
  return false;
}

/** The first of those that mean the same type. */
function firstReference(reference: NameReference, parsed: ParsedSchema): NameReference {
  for (const part of allParts(rootOf(parsed))) {
    if (!isField(part) && part.type === 'reference' && part.fullname === reference.fullname && part.json.kind === 'string') return part;
  }
  return reference;
}

function moveHere(reference: NameReference, definition: NamedSchema, parsed: ParsedSchema): Offer | undefined {
  const { span } = definition;
  const isAround = span.start <= reference.span.start;
  if (isAround || firstReference(reference, parsed) !== reference) return undefined;
  const written = movedDefinition(parsed.text, definition, placeFor(reference, parsed));
  // Where its definition stood, the type is known then.
  const known = { ...definition, span: { start: reference.span.start, end: reference.span.start } };
  const name = writtenName(known, placeOf(parsed, definition.json).namespace, { parsed, offset: span.start });
  if (written === undefined || name === undefined) return undefined;
  const edits = [...replaceSpan(reference.json.span, written), ...replaceSpan(span, JSON.stringify(name))];
  // What the definition itself refers to may be known only where it stood.
  if (!staysValid(parsed, edits)) return undefined;
  return { title: `Move the Definition of ${titleWord(unqualifiedName(reference.fullname))} Here`, edits };
}

function placeFor({ json }: NameReference, parsed: ParsedSchema): { readonly namespace: string | undefined; readonly indent: string } {
  return { namespace: placeOf(parsed, json).namespace, indent: indentAt(parsed.text, json.span.start) };
}
