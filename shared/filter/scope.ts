import type { JsonNode } from '../avro/json.ts';
import { parseJson } from '../avro/parseJson.ts';
import type { ReadPart } from '../wire/decoder.ts';
import type { AvroValues } from './avroValue.ts';
import type { CelNode } from './celNode.ts';
import { Failure } from './celValue.ts';
import type { CelValue, Outcome } from './celValue.ts';
import type { FilterRecord } from './filter.ts';
import { jsonValue } from './jsonValue.ts';

/** A compiled expression. */
export type Evaluate = (scope: Scope) => Outcome;

/** How the ints of a field are wanted: as bigints, or as the reader yields them, for what only compares. */
export type Mode = 'exact' | 'loose';

/** What is shared while a filter is compiled. */
export interface Compilation {
  readonly values: AvroValues;
  /** Filled in on the way. */
  readonly uses: Set<'key' | 'value'>;
  readonly found: { regularExpression: boolean };
  /** The places of what macros name, from the outermost on. */
  readonly locals: readonly string[];
  compile(node: CelNode, mode: Mode, locals?: readonly string[]): Evaluate;
}

/** How many items, or pieces of 64 characters, an expression may look at in one record. */
const maxSteps = 250_000;

/** What an expression is evaluated in: one record at a time. */
export class Scope {
  /** There is one before anything is evaluated. */
  record!: FilterRecord;
  readonly locals: Outcome[] = [];
  #steps = 0;
  #json: { readonly part: ReadPart; readonly value: CelValue } | undefined;

  enter(record: FilterRecord): void {
    this.record = record;
    this.#steps = 0;
  }

  /** A failure where the expression has looked at too much by now. */
  spend(steps: number): Failure | undefined {
    this.#steps += steps;
    return this.#steps > maxSteps ? tooLong : undefined;
  }

  /** What a key or value of text is: JSON is parsed once for each record. */
  textValue(part: ReadPart, text: string): CelValue {
    if (part.framing !== 'json' && part.writer?.schemaType === undefined) return text;
    if (this.#json?.part === part) return this.#json.value;
    const root = parsed(text);
    const value = root === undefined ? text : jsonValue(root);
    this.#json = { part, value };
    return value;
  }
}

const tooLong = new Failure('The filter would take too long on this record.');

function parsed(text: string): JsonNode | undefined {
  const { root, problems } = parseJson(text);
  return problems.every(({ code }) => code === 'duplicate-key') ? root : undefined;
}
