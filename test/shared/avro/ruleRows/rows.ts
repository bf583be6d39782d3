export interface RuleRow {
  readonly name: string;
  /** With every finding marked, in the order of the text. */
  readonly text: string;
  /** All findings; the rule itself once for each mark where nothing else is said. */
  readonly finds?: readonly string[];
  /** What one message must say. */
  readonly says?: string;
}

/** By the rule's id. */
export type RuleRows = Readonly<Record<string, readonly RuleRow[]>>;

export const record = (fields: string, more = ''): string => `{"type":"record","name":"R"${more},"fields":[${fields}]}`;
export const field = (type: string, more = ''): string => record(`{"name":"a","type":${type}${more}}`);
export const suit = '{"type":"enum","name":"Suit","symbols":["CLUBS","HEARTS"]}';
export const deep = (depth: number): string => `${'{"type":"array","items":'.repeat(depth)}"int"${'}'.repeat(depth)}`;
