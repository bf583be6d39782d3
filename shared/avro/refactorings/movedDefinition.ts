import { applyEdits, insertProperty } from '../fixes/jsonEdits.ts';
import { findProperty } from '../jsonTree.ts';
import { namespaceOf } from '../names.ts';
import type { NamedSchema } from '../schema.ts';

/**
 * The text of a definition as it means the same at another place: with its namespace written out, where that is another
 * one there, and its lines indented as they have to be.
 *
 * @param text in which it stands
 * @returns undefined where its name cannot be told
 */
export function movedDefinition(
  text: string,
  definition: NamedSchema,
  to: { readonly namespace: string | undefined; readonly indent: string },
): string | undefined {
  const { json, name, namespace, fullname, span } = definition;
  if (name === undefined || fullname === undefined) return undefined;
  const own = namespaceOf(fullname);
  const isWritten = name.value.includes('.') || namespace !== undefined || own === to.namespace;
  // A namespace that is no string counts as none, and cannot be put in a second time.
  if (!isWritten && findProperty(json, 'namespace') !== undefined) return undefined;
  const edits = isWritten ? [] : insertProperty(text, json, 'namespace', JSON.stringify(own ?? ''), { after: ['name'] });
  if (edits === undefined) return undefined;
  const shifted = edits.map(({ span: { start, end }, newText }) => ({
    span: { start: start - span.start, end: end - span.start },
    newText,
  }));
  return reindent(applyEdits(text.slice(span.start, span.end), shifted), indentAt(text, span.start), to.indent);
}

/** The white space that the line of an offset begins with. */
export function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}

/** All lines but the first with another indentation; those that do not have the old one stay. */
export function reindent(text: string, from: string, to: string): string {
  return text.replaceAll(/\n([ \t]*)/g, (line, indent: string) => (indent.startsWith(from) ? `\n${to}${indent.slice(from.length)}` : line));
}
