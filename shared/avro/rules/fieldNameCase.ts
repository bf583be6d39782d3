import { renameField } from '../fixes/renameField.ts';
import { isValidName } from '../names.ts';
import type { Spanned } from '../schema.ts';
import { fieldsOf } from './rule.ts';
import type { FieldOwner, Rule } from './rule.ts';

/** A field that is written neither as `order_id` nor as `orderId`, or not as most of its record's other fields are. */
export const fieldNameCase: Rule<FieldOwner> = {
  id: 'field-name-case',
  severity: 'information',
  isOff: true,
  spec: 'Names',
  on: 'fieldOwner',
  *check(owner, { parsed: { text } }) {
    const fields = fieldsOf(owner);
    const names = fields.flatMap(({ name }) => name ?? []);
    const usual = usualStyle(names);
    const taken = new Set(names.map(({ value }) => value));
    for (const field of fields) {
      if (field.name === undefined) continue;
      const { value, span } = field.name;
      const style = styleOf(value);
      if (style === 'word' || style === usual) continue;
      const example = usual === 'snake' ? 'order_id' : 'orderId';
      yield {
        span,
        message:
          style === 'other'
            ? `"${value}" is not written as fields are, such as "${example}".`
            : `"${value}" is not written as the other fields here are, such as "${example}".`,
        fixes: () => {
          const renamed = usual === 'snake' ? toSnakeCase(value) : toCamelCase(value);
          return taken.has(renamed) || !isValidName(renamed) ? [] : renameField(text, field, renamed);
        },
      };
    }
  },
};

function toSnakeCase(name: string): string {
  return wordsOf(name).join('_');
}

function toCamelCase(name: string): string {
  return wordsOf(name)
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

/** In lower case. */
function wordsOf(name: string): string[] {
  const words = name.match(/\p{Lu}+(?!\p{Ll})\p{Nd}*|\p{Lu}?[\p{Ll}\p{Lo}\p{Nd}]+/gu) ?? [];
  return words.map((word) => word.toLowerCase());
}

type Style = 'word' | 'snake' | 'camel' | 'other';

/** A single word in lower case goes with either style. */
function styleOf(name: string): Style {
  const bare = name.replace(/^_+|_+$/g, '');
  if (/^[\p{Ll}\p{Lo}\p{Nd}]*$/u.test(bare)) return 'word';
  if (/^[\p{Ll}\p{Lo}\p{Nd}]+(?:_+[\p{Ll}\p{Lo}\p{Nd}]+)*$/u.test(bare)) return 'snake';
  return /^[\p{Ll}\p{Lo}][\p{L}\p{Nd}]*$/u.test(bare) ? 'camel' : 'other';
}

/** What most have, or the first where neither has more. */
function usualStyle(names: readonly Spanned<string>[]): 'snake' | 'camel' {
  const styles = names.map(({ value }) => styleOf(value)).filter((style) => style === 'snake' || style === 'camel');
  const snakes = styles.filter((style) => style === 'snake').length;
  if (snakes * 2 === styles.length) return styles[0] ?? 'camel';
  return snakes * 2 > styles.length ? 'snake' : 'camel';
}
