/** A range of a text, in UTF-16 code units from its start; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A JSON value with its place in the text. Numbers keep their digits as written: a double would lose those of a long. */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonBoolean | JsonNull;

export interface JsonObject {
  readonly kind: 'object';
  readonly span: Span;
  /** In the text's order; a repeated name stands here more than once. */
  readonly properties: readonly JsonProperty[];
}

export interface JsonProperty {
  /** Unescaped; its span includes the quotes. */
  readonly name: JsonString;
  /** Absent in half-typed text. */
  readonly value: JsonNode | undefined;
  readonly span: Span;
}

export interface JsonArray {
  readonly kind: 'array';
  readonly span: Span;
  readonly items: readonly JsonNode[];
}

export interface JsonString {
  readonly kind: 'string';
  readonly span: Span;
  readonly value: string;
}

export interface JsonNumber {
  readonly kind: 'number';
  readonly span: Span;
  /** The literal as written, such as `9007199254740993` or `1e3`. */
  readonly text: string;
}

export interface JsonBoolean {
  readonly kind: 'boolean';
  readonly span: Span;
  readonly value: boolean;
}

export interface JsonNull {
  readonly kind: 'null';
  readonly span: Span;
}
