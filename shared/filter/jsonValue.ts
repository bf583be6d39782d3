import type { JsonArray, JsonNode, JsonObject } from '../avro/json.ts';
import { jsonToText } from '../avro/jsonText.ts';
import { findProperty } from '../avro/jsonTree.ts';
import { ListValue, MapValue } from './celValue.ts';
import type { CelValue, Outcome } from './celValue.ts';
import { decimalOfNumber, compareDecimals, literalDecimal } from './exactDecimal.ts';

/** What filters see of JSON: whole numbers are ints; others are doubles, or decimals where a double would lose digits. */
export function jsonValue(node: JsonNode): CelValue {
  switch (node.kind) {
    case 'null':
      return null;
    case 'boolean':
    case 'string':
      return node.value;
    case 'number':
      return jsonNumber(node.text);
    case 'array':
      return new JsonList(node);
    case 'object':
      return new JsonMap(node);
  }
}

/** So many digits, and no more, are always within 64 bits. */
const safeDigits = 18;

function jsonNumber(text: string): CelValue {
  if (/^-?\d+$/.test(text)) {
    if (text.length <= safeDigits) return BigInt(text);
    // More digits are compared as nobody means them; the parser's text may be of any length.
    const int = text.length > 2_000 ? undefined : BigInt(text);
    if (int !== undefined && int === BigInt.asIntN(64, int)) return int;
  }
  const double = Number(text);
  const exact = literalDecimal(text);
  const near = Number.isFinite(double) ? decimalOfNumber(double) : undefined;
  if (exact === undefined) return double;
  return near !== undefined && compareDecimals(exact, near) === 0 ? double : exact;
}

class JsonList extends ListValue {
  readonly #node: JsonArray;

  constructor(node: JsonArray) {
    super();
    this.#node = node;
  }

  get size(): number {
    return this.#node.items.length;
  }

  item(index: number): Outcome {
    const item = this.#node.items[index];
    return item === undefined ? null : jsonValue(item);
  }

  text(): string {
    return jsonToText(this.#node);
  }
}

class JsonMap extends MapValue {
  readonly #node: JsonObject;

  constructor(node: JsonObject) {
    super();
    this.#node = node;
  }

  get size(): number {
    return this.#names().size;
  }

  keys(): Iterable<CelValue> {
    return this.#names();
  }

  get(key: CelValue): Outcome | undefined {
    const value = typeof key === 'string' ? findProperty(this.#node, key)?.value : undefined;
    return value === undefined ? undefined : jsonValue(value);
  }

  text(): string {
    return jsonToText(this.#node);
  }

  #names(): ReadonlySet<string> {
    return new Set(this.#node.properties.map(({ name }) => name.value));
  }
}
