/** A schema with one trait that software could treat differently, and what is asked of the software beyond parsing it. */
export interface Probe {
  readonly id: string;
  readonly text: string;
  /** Whether the schema as a whole has a logical type, which the software should know. */
  readonly logical?: true;
  /** Data to be read by the schema. */
  readonly read?: Reading;
}

export interface Reading {
  /** The schema that wrote the data; the probe's own where there is none. */
  readonly writer?: string;
  /** The data in hexadecimal. */
  readonly hex: string;
  /** What should come out: JSON without white space, the keys sorted, bytes as text such as `0x00ff`. */
  readonly expects: string;
}

export const record = (fields: string, more = ''): string => `{"type":"record","name":"R"${more},"fields":[${fields}]}`;
export const field = (type: string, more = ''): string => record(`{"name":"a","type":${type}${more}}`);
export const named = (name: string): string => `{"type":"fixed","name":${JSON.stringify(name)},"size":4}`;
export const empty = record('');
export const nested = (depth: number): string => `${'{"type":"array","items":'.repeat(depth)}"int"${'}'.repeat(depth)}`;

/** A field with a default that has to be filled in, since the data has no such field. */
export const defaulted = (id: string, type: string, value: string, expects = value): Probe => ({
  id,
  text: field(type, `,"default":${value}`),
  read: { writer: empty, hex: '', expects: `{"a":${expects}}` },
});
export const logical = (id: string, text: string): Probe => ({ id, text, logical: true });
export const onType = (type: string, logicalType: string, more = ''): string => `{"type":"${type}","logicalType":"${logicalType}"${more}}`;
export const onFixed = (size: number, logicalType: string, more = ''): string =>
  `{"type":"fixed","name":"F","size":${size},"logicalType":"${logicalType}"${more}}`;
