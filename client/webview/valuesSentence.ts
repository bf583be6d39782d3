import type { DecodedPart, DecodedSchema } from '../../shared/wire/decoded.ts';
import { formatCount, joinAnd, toVisible } from './texts.ts';

/**
 * How the values of some records are written, as one sentence: "Values: Confluent prefix, orders-value v3 (schema id
 * 13)." Parts that were not understood are not spoken of: they are counted elsewhere.
 *
 * @returns an empty text where no value was understood
 */
export function toValuesSentence(values: readonly DecodedPart[], locale?: string): string {
  const groups = new Map<string, DecodedPart[]>();
  for (const value of values) {
    const name = framingName(value);
    if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  if (groups.size === 0) return '';
  const parts = [...groups].sort((a, b) => b[1].length - a[1].length);
  const texts = parts.map(([name, group]) => {
    const counted = parts.length > 1 ? `${formatCount(group.length, locale)} ${name}` : name;
    const schemas = toSchemasText(group);
    return schemas === '' ? counted : `${counted}, ${schemas}`;
  });
  return toVisible(`Values: ${texts.join('; ')}.`);
}

function framingName({ state, framing }: DecodedPart): string | undefined {
  if (state === 'failed' || state === 'null') return undefined;
  switch (framing) {
    case 'confluent-prefix':
      return 'Confluent prefix';
    case 'bare':
      return 'bare Avro';
    case 'json':
      return 'JSON';
    case 'text':
      return 'text';
    case 'none':
      return 'bytes';
  }
}

/** At most so many subjects are named. */
const maxNamed = 3;

function toSchemasText(parts: readonly DecodedPart[]): string {
  const bySubject = new Map<string, DecodedSchema[]>();
  for (const { schema } of parts) {
    if (!schema) continue;
    const subject = schema.subject ?? (schema.schemaId === undefined ? (schema.fullname ?? '') : '');
    const known = bySubject.get(subject) ?? [];
    if (!known.some(({ schemaId, version }) => schemaId === schema.schemaId && version === schema.version)) known.push(schema);
    bySubject.set(subject, known);
  }
  const texts = [...bySubject].map(([subject, schemas]) => toSubjectText(subject, schemas));
  if (texts.length <= maxNamed) return joinAnd(texts);
  return `${texts.slice(0, maxNamed - 1).join(', ')} and ${texts.length - maxNamed + 1} others`;
}

function toSubjectText(subject: string, schemas: readonly DecodedSchema[]): string {
  const versions = sorted(schemas.flatMap(({ version }) => version ?? []));
  const ids = sorted(schemas.flatMap(({ schemaId }) => schemaId ?? []));
  const idText = ids.length === 0 ? '' : `${ids.length === 1 ? 'schema id' : 'schema ids'} ${toNumbers(ids, '')}`;
  if (subject === '') return idText;
  const name = versions.length === 0 ? subject : `${subject} ${toNumbers(versions, 'v')}`;
  return idText === '' ? name : `${name} (${idText})`;
}

function sorted(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** "v1, v2 and v3"; a long list is shortened to its ends. */
function toNumbers(numbers: readonly number[], prefix: string): string {
  if (numbers.length <= 4) return joinAnd(numbers.map((one) => `${prefix}${one}`));
  return `${prefix}${numbers[0] ?? ''} to ${prefix}${numbers.at(-1) ?? ''}`;
}
