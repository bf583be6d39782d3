import { parseSchema } from '../../../../shared/avro/parse.ts';
import { parseProtocol } from '../../../../shared/avro/parseProtocol.ts';

export interface RuleRow {
  readonly name: string;
  /** With every finding marked, in the order of the text. */
  readonly text: string;
  /** All findings; the rule itself once for each mark where nothing else is said. */
  readonly finds?: readonly string[];
  /** Whether it is the text of a protocol; otherwise it is that of a schema. */
  readonly isProtocol?: true;
  /** Other texts, by the last part of their URIs. */
  readonly others?: Readonly<Record<string, string>>;
  /** Software that must read it. */
  readonly targets?: readonly string[];
  /** What one message must say. */
  readonly says?: string;
}

/** What parses the text of a row. */
export function parserOf({ isProtocol }: Pick<RuleRow, 'isProtocol'>): typeof parseSchema {
  return isProtocol === true ? parseProtocol : parseSchema;
}

/** By the rule's id. */
export type RuleRows = Readonly<Record<string, readonly RuleRow[]>>;

export const record = (fields: string, more = ''): string => `{"type":"record","name":"R"${more},"fields":[${fields}]}`;
export const field = (type: string, more = ''): string => record(`{"name":"a","type":${type}${more}}`);
export const suit = '{"type":"enum","name":"Suit","symbols":["CLUBS","HEARTS"]}';
export const deep = (depth: number): string => `${'{"type":"array","items":'.repeat(depth)}"int"${'}'.repeat(depth)}`;
