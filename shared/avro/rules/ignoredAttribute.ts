import { fix } from '../fixes/fix.ts';
import { removeProperty, replaceSpan, textOf } from '../fixes/jsonEdits.ts';
import type { JsonNode } from '../json.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import type { Fix } from '../schema.ts';
import type { Declaration, Rule } from './rule.ts';

/** A doc, a namespace or an enum's default that is no string: readers act as if it were not there. */
export const ignoredAttribute: Rule<Declaration> = {
  id: 'ignored-attribute',
  severity: 'warning',
  spec: 'Names; Complex Types',
  on: 'declaration',
  concerns: (declaration) =>
    attributesOf(declaration).some((attribute) => (findValue(declaration.json, attribute)?.kind ?? 'string') !== 'string'),
  *check(declaration, { parsed: { text } }) {
    for (const attribute of attributesOf(declaration)) {
      const property = findProperty(declaration.json, attribute);
      const value = property?.value;
      if (property === undefined || value === undefined || value.kind === 'string') continue;
      yield {
        span: value.span,
        message: `"${attribute}" is ignored, because it is not a string.`,
        fixes: () => [
          ...(attribute === 'doc' ? makeString(text, value) : []),
          ...fix(`Remove "${attribute}"`, removeProperty(text, declaration.json, property), { isPreferred: value.kind === 'null' }),
        ],
      };
    }
  },
};

const attributes = {
  record: ['namespace', 'doc'],
  enum: ['namespace', 'doc', 'default'],
  fixed: ['namespace', 'doc'],
  field: ['doc'],
} as const;

function attributesOf(declaration: Declaration): readonly string[] {
  return attributes['type' in declaration ? declaration.type : 'field'];
}

/** A text of lines as one, and a number or a boolean as a text. */
function makeString(text: string, value: JsonNode): Fix[] {
  if (value.kind === 'number' || value.kind === 'boolean') {
    return fix('Put It in Quotes', replaceSpan(value.span, JSON.stringify(textOf(text, value))), { isPreferred: true });
  }
  const lines = value.kind === 'array' ? value.items.flatMap((item) => (item.kind === 'string' ? [item.value] : [])) : [];
  if (value.kind !== 'array' || lines.length === 0 || lines.length < value.items.length) return [];
  return fix('Join the Lines', replaceSpan(value.span, JSON.stringify(lines.join('\n'))), { isPreferred: true });
}
