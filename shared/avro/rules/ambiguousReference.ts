import type { Definition, OtherNames } from '../nameIndex.ts';
import { differentFrom, textNames } from '../otherDefinitions.ts';
import type { NameReference } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A name that this file does not define and that others define differently: nobody can tell which one is meant. */
export const ambiguousReference: Rule<NameReference> = {
  id: 'ambiguous-reference',
  severity: 'warning',
  spec: 'Names',
  on: 'reference',
  *check({ fullname, name, target }, { parsed, otherNames, once }) {
    if (parsed.definitions.has(fullname) || target === undefined) return;
    const known = once(newAnswers);
    const definitions = known.get(fullname) ?? findAmbiguous(fullname, otherNames);
    known.set(fullname, definitions);
    if (definitions.length < 2) return;
    const [first] = definitions;
    yield {
      span: name.span,
      message: `"${fullname}" is defined differently in ${textNames(definitions.map(({ uri }) => uri))}; here the one of ${textNames(first === undefined ? [] : [first.uri])} counts.`,
      related: definitions.map(({ uri, nameSpan }) => ({ uri, span: nameSpan, message: 'It is defined here.' })),
    };
  },
};

function newAnswers(): Map<string, readonly Definition[]> {
  return new Map();
}

/** The first definition and those that differ from it; nothing where none does. */
function findAmbiguous(fullname: string, otherNames: OtherNames): readonly Definition[] {
  const [first, ...others] = otherNames.find(fullname);
  const schema = first === undefined || others.length === 0 ? undefined : otherNames.read(first);
  if (first === undefined || schema === undefined) return [];
  const different = differentFrom(schema, first.digest, others, otherNames);
  return different.length === 0 ? [] : [first, ...different];
}
