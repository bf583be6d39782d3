import type { DecodedSchema } from '../../shared/wire/decoded.ts';
import type { ReadPart } from '../../shared/wire/decoder.ts';
import { framingNames, type Framing } from '../../shared/wire/framings.ts';
import { formatCount, joinAnd, toVisible } from '../webview/texts.ts';

/** How values are written, counted as they come. */
export interface ValuesTally {
  add(value: Pick<ReadPart, 'state' | 'framing' | 'writer'>): void;
  /**
   * One sentence: "Values: Confluent prefix, orders-value v3 (schema id 13)." Values that were not understood are not
   * spoken of: they are counted elsewhere. Empty where none was understood.
   */
  text(locale?: string): string;
}

/** So many schemas of one framing are told apart. */
const maxSchemas = 100;
/** So many subjects are named. */
const maxNamed = 3;

interface Group {
  count: number;
  readonly schemas: Map<string, DecodedSchema>;
}

export function createValuesTally(): ValuesTally {
  const groups = new Map<Framing, Group>();
  return {
    add({ state, framing, writer }) {
      if (state === 'failed' || state === 'null') return;
      const group = groups.get(framing) ?? { count: 0, schemas: new Map() };
      groups.set(framing, group);
      group.count++;
      if (writer === undefined || group.schemas.size >= maxSchemas) return;
      const name = `${writer.schemaId ?? ''} ${writer.version ?? ''} ${writer.subject ?? writer.fullname ?? ''}`;
      if (!group.schemas.has(name)) group.schemas.set(name, writer);
    },
    text(locale) {
      if (groups.size === 0) return '';
      const parts = [...groups].sort((a, b) => b[1].count - a[1].count);
      const texts = parts.map(([framing, { count, schemas }]) => {
        const name = framing === 'text' ? 'text' : framingNames[framing];
        const counted = parts.length > 1 ? `${formatCount(count, locale)} ${name}` : name;
        const text = toSchemasText([...schemas.values()]);
        return text === '' ? counted : `${counted}, ${text}`;
      });
      return toVisible(`Values: ${texts.join('; ')}.`);
    },
  };
}

function toSchemasText(schemas: readonly DecodedSchema[]): string {
  const bySubject = new Map<string, DecodedSchema[]>();
  for (const schema of schemas) {
    const subject = schema.subject ?? (schema.schemaId === undefined ? (schema.fullname ?? '') : '');
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), schema]);
  }
  const texts = [...bySubject].map(([subject, some]) => toSubjectText(subject, some));
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
