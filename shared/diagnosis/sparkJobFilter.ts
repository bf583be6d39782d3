import { parseCel } from '../filter/cel.ts';
import { CelMistake } from '../filter/celNode.ts';
import type { CelBinary, CelCall, CelNode } from '../filter/celNode.ts';
import { createFilter, isFilter } from '../filter/createFilter.ts';
import { compareInSpark } from './sparkJobCompare.ts';
import { javaPattern } from './sparkJobPattern.ts';
import { NotForSpark, anyOf, sqlText, valueOf } from './sparkJobTypes.ts';
import type { SparkColumns, SparkValue } from './sparkJobTypes.ts';
import { computed, constant, constantOf, header, sizeSql, stepInto, textFunctions, timeParts } from './sparkJobValues.ts';

/**
 * A filter as a condition of Spark's SQL: true of the records that match, false or NULL of the others.
 *
 * @returns the condition; or why there is none, in one sentence that names the part at fault
 */
export function filterInSpark(text: string, columns: SparkColumns): { readonly sql: string } | { readonly refused: string } {
  const made = createFilter(text);
  if (!isFilter(made)) return { refused: made.message };
  try {
    return { sql: new Translation(text, columns).condition(parseCel(text), []) };
  } catch (error) {
    if (error instanceof NotForSpark || error instanceof CelMistake) return { refused: error.message };
    throw error;
  }
}

/** Values of macros' variables, the innermost last. */
type Locals = readonly { readonly name: string; readonly value: SparkValue }[];

class Translation {
  readonly #text: string;
  readonly #columns: SparkColumns;

  constructor(text: string, columns: SparkColumns) {
    this.#text = text;
    this.#columns = columns;
  }

  /** What is to be true or false. SQL's AND, OR and NOT make of NULL what CEL's make of a failure. */
  condition(node: CelNode, locals: Locals): string {
    const inner = (each: CelNode): string => this.condition(each, locals);
    switch (node.kind) {
      case 'literal':
        return typeof node.value === 'boolean' ? String(node.value) : this.#refuse(node, 'it is neither true nor false');
      case 'and':
      case 'or':
        return `(${node.operands.map(inner).join(node.kind === 'and' ? ' AND ' : ' OR ')})`;
      case 'not':
        return `(NOT ${inner(node.operand)})`;
      case 'if': {
        const test = inner(node.condition);
        return `(CASE WHEN ${test} THEN ${inner(node.yes)} WHEN NOT ${test} THEN ${inner(node.no)} END)`;
      }
      case 'binary':
        return this.#binary(node, locals);
      case 'call':
        return this.#test(node, locals) ?? this.#boolean(node, locals);
      default:
        return this.#boolean(node, locals);
    }
  }

  #boolean(node: CelNode, locals: Locals): string {
    const { type, sql } = this.#value(node, locals);
    // What is neither true nor false fails wherever it stands for one of them.
    return type.kind === 'boolean' ? sql : 'CAST(NULL AS BOOLEAN)';
  }

  #binary(node: CelBinary, locals: Locals): string {
    const { operator, left, right } = node;
    if (operator === 'in') return this.#in(node, locals);
    if (operator === '+' || operator === '-' || operator === '*' || operator === '/' || operator === '%')
      return this.#boolean(node, locals);
    const isBoolean = (each: CelNode): boolean => each.kind === 'not' || each.kind === 'and' || each.kind === 'or';
    if (isBoolean(left) || isBoolean(right)) return this.#refuse(node, 'conditions are compared');
    return this.#named(node, () => compareInSpark(operator, this.#value(left, locals), this.#value(right, locals)));
  }

  #in(node: CelBinary, locals: Locals): string {
    const { left, right } = node;
    if (right.kind === 'list') {
      const value = this.#value(left, locals);
      if (right.items.length === 0) return value.fails === undefined ? 'false' : `IF(${value.fails}, NULL, false)`;
      const tests = right.items.map((item) => this.#named(node, () => compareInSpark('==', value, this.#value(item, locals))));
      return `(${tests.join(' OR ')})`;
    }
    const container = this.#value(right, locals);
    const value = this.#value(left, locals);
    if (container.type.kind === 'map' && value.type.kind === 'constant' && typeof value.type.value === 'string') {
      return this.#named(node, () => `map_contains_key(${container.sql}, ${sqlText(String((value.type as { value: unknown }).value))})`);
    }
    if (container.type.kind !== 'array') return this.#refuse(node, '"in" looks into it');
    const { items } = container.type;
    return this.#named(node, () => {
      const name = `x${locals.length}`;
      return `exists(${container.sql}, ${name} -> ${compareInSpark('==', valueOf(items, name, undefined), value)})`;
    });
  }

  /** Functions and macros that are true or false; undefined of others. */
  #test(node: CelCall, locals: Locals): string | undefined {
    const { name, receiver, args } = node;
    const [first, second] = args;
    if (name === 'has' && receiver === undefined) return this.#has(first, locals);
    if (name === 'matches') {
      const [of, pattern] = receiver === undefined ? [first, second] : [receiver, first];
      return of === undefined || pattern === undefined
        ? this.#refuse(node, 'it lacks something')
        : this.#matches(node, of, pattern, locals);
    }
    if (receiver === undefined || first === undefined) return undefined;
    const texts: Readonly<Record<string, string>> = { contains: 'contains', startsWith: 'startswith', endsWith: 'endswith' };
    const test = Object.hasOwn(texts, name) ? texts[name] : undefined;
    if (test !== undefined) {
      const [text, part] = [this.#asText(receiver, locals), this.#asText(first, locals)];
      return text === undefined || part === undefined ? 'CAST(NULL AS BOOLEAN)' : `${test}(${text}, ${part})`;
    }
    if (name !== 'exists' && name !== 'all') return undefined;
    return this.#each(node, locals);
  }

  #each(node: CelCall, locals: Locals): string {
    const { name, receiver, args } = node;
    const [variable, body] = args;
    if (receiver === undefined || variable?.kind !== 'name' || body === undefined) return this.#refuse(node, 'it lacks something');
    const list = this.#value(receiver, locals);
    const column = `x${locals.length}`;
    const item = this.#named(node, (): SparkValue => {
      if (list.type.kind === 'array') return valueOf(list.type.items, column, undefined);
      if (list.type.kind === 'map') return { sql: column, type: { kind: 'string' }, fails: undefined, isNullable: false };
      throw new NotForSpark('it looks into neither a list nor a map');
    });
    const inside = this.condition(body, [...locals, { name: variable.name, value: item }]);
    const items = list.type.kind === 'map' ? `map_keys(${list.sql})` : list.sql;
    return `${name === 'exists' ? 'exists' : 'forall'}(${items}, ${column} -> ${inside})`;
  }

  #has(node: CelNode | undefined, locals: Locals): string {
    if (node?.kind !== 'field') throw new NotForSpark('"has" takes a field.');
    const container = this.#value(node.of, locals);
    const { type, sql, fails, isNullable } = container;
    const isThere = anyOf(fails, isNullable ? `${sql} IS NULL` : undefined);
    if (type.kind === 'record') return type.fields.has(node.name) ? (isThere === undefined ? 'true' : `(NOT ${isThere})`) : 'false';
    if (type.kind === 'map') return `coalesce(map_contains_key(${sql}, ${this.#named(node, () => sqlText(node.name))}), false)`;
    if (type.kind === 'headers') return `(${header(node.name)} IS NOT NULL)`;
    return 'false';
  }

  #matches(node: CelNode, of: CelNode, pattern: CelNode, locals: Locals): string {
    const source = pattern.kind === 'literal' && typeof pattern.value === 'string' ? javaPattern(pattern.value) : undefined;
    if (source === undefined) return this.#refuse(node, 'Java may mean something else by this regular expression');
    const text = this.#asText(of, locals);
    return text === undefined ? 'CAST(NULL AS BOOLEAN)' : `(${text} RLIKE ${this.#named(node, () => sqlText(source))})`;
  }

  /** SQL of a text, NULL where it fails; undefined of what is none. */
  #asText(node: CelNode, locals: Locals): string | undefined {
    const value = this.#value(node, locals);
    if (value.type.kind === 'header') return this.#refuse(node, 'a header that is not UTF-8 is no text');
    if (value.type.kind === 'string') return value.sql;
    return value.type.kind === 'constant' && typeof value.type.value === 'string' ? sqlText(value.type.value) : undefined;
  }

  #value(node: CelNode, locals: Locals): SparkValue {
    switch (node.kind) {
      case 'literal': {
        const { value, decimal } = node;
        return constant(typeof value === 'number' && decimal !== undefined ? { kind: 'decimal', decimal, double: value } : value);
      }
      case 'name':
        return this.#variable(node, locals);
      case 'field':
        return this.#named(node, () => stepInto(this.#value(node.of, locals), node.name));
      case 'index': {
        const { index } = node;
        const step = index.kind === 'literal' ? index.value : undefined;
        if (typeof step !== 'string' && typeof step !== 'bigint') return this.#refuse(node, 'its index is not a constant');
        return this.#named(node, () => stepInto(this.#value(node.of, locals), step));
      }
      case 'negate': {
        const value = this.#value(node.operand, locals);
        if (value.type.kind !== 'int') return this.#refuse(node, 'only ints are negated');
        return computed(`try_subtract(CAST(0 AS BIGINT), CAST(${value.sql} AS BIGINT))`, { kind: 'int', bits: 64 });
      }
      case 'binary':
        return this.#compute(node, locals);
      case 'call':
        return this.#call(node, locals);
      default:
        return this.#refuse(node, 'it is no value of a column');
    }
  }

  #variable(node: CelNode & { readonly kind: 'name' }, locals: Locals): SparkValue {
    const { name } = node;
    const local = locals.findLast((each) => each.name === name);
    if (local !== undefined) return local.value;
    const int = (sql: string, isNullable = false): SparkValue => ({ sql, type: { kind: 'int', bits: 64 }, fails: undefined, isNullable });
    switch (name) {
      case 'partition':
      case 'offset':
        return int(name);
      case 'size':
        return int('coalesce(length(value), 0)');
      case 'timestamp':
        return {
          sql: 'IF(unix_micros(timestamp) < 0, NULL, unix_micros(timestamp))',
          type: { kind: 'time', nanos: 1_000n },
          fails: undefined,
          isNullable: true,
        };
      case 'isTombstone':
        return { sql: '(value IS NULL)', type: { kind: 'boolean' }, fails: undefined, isNullable: false };
      case 'headers':
        return { sql: 'headers', type: { kind: 'headers' }, fails: undefined, isNullable: false };
      case 'schemaId':
        return this.#columns.schemaId === undefined
          ? this.#refuse(node, 'the bytes do not name a schema id')
          : int(this.#columns.schemaId, true);
      case 'key':
      case 'value': {
        const column = this.#columns[name];
        if (column === undefined) return this.#refuse(node, `it is not known how to read every ${name}`);
        const { schema, sql } = column;
        if (schema === 'text') return { sql, type: { kind: 'string' }, fails: undefined, isNullable: true };
        return this.#named(node, () => ({ ...valueOf(schema, sql, undefined), isNullable: true }));
      }
      default:
        return this.#refuse(node, 'Spark can not know it');
    }
  }

  #compute(node: CelBinary, locals: Locals): SparkValue {
    const { operator } = node;
    const [a, b] = [node.left, node.right].map((each) => this.#operand(each, locals));
    if (a === undefined || b === undefined) return this.#refuse(node, 'only ints are computed with, and texts joined');
    if (a.kind === 'text' || b.kind === 'text') {
      if (operator !== '+' || a.kind !== b.kind) return this.#refuse(node, 'only ints are computed with, and texts joined');
      return computed(`concat(${a.sql}, ${b.sql})`, { kind: 'string' });
    }
    const functions: Readonly<Record<string, string>> = { '+': 'try_add', '-': 'try_subtract', '*': 'try_multiply' };
    const name = functions[operator];
    if (name !== undefined) return computed(`${name}(${a.sql}, ${b.sql})`, { kind: 'int', bits: 64 });
    // By a constant, so that neither 0 nor the least int by -1 has to be thought of.
    if ((operator !== '/' && operator !== '%') || b.constant === undefined || b.constant <= 0n)
      return this.#refuse(node, 'it does not divide by a positive constant');
    return computed(`(${a.sql} ${operator === '/' ? 'div' : '%'} ${b.sql})`, { kind: 'int', bits: 64 });
  }

  #operand(node: CelNode, locals: Locals): { readonly kind: 'int' | 'text'; readonly sql: string; readonly constant?: bigint } | undefined {
    const { type, sql } = this.#value(node, locals);
    if (type.kind === 'int') return { kind: 'int', sql: `CAST(${sql} AS BIGINT)` };
    if (type.kind === 'string') return { kind: 'text', sql };
    if (type.kind !== 'constant') return undefined;
    if (typeof type.value === 'bigint') return { kind: 'int', sql: `CAST('${type.value}' AS BIGINT)`, constant: type.value };
    return typeof type.value === 'string'
      ? { kind: 'text', sql: this.#named(node, () => sqlText(String((type as { value: unknown }).value))) }
      : undefined;
  }

  #call(node: CelCall, locals: Locals): SparkValue {
    const { name, receiver, args } = node;
    const [of = args[0]] = receiver === undefined ? [] : [receiver];
    if (of === undefined) return this.#refuse(node, 'there is no such function there');
    const value = this.#value(of, locals);
    const { type } = value;
    if (type.kind === 'constant' && receiver === undefined) {
      const made = constantOf(name, type.value);
      if (made !== undefined) return constant(made);
    }
    if (name === 'dyn' || (name === 'int' && type.kind === 'int') || (name === 'string' && type.kind === 'string')) return value;
    if (name === 'size') return computed(sizeSql(value) ?? this.#refuse(node, 'its size is another one there'), { kind: 'int', bits: 64 });
    if (type.kind === 'string' && receiver !== undefined && Object.hasOwn(textFunctions, name)) {
      return computed(textFunctions[name]?.(value.sql) ?? '', { kind: 'string' });
    }
    const part = Object.hasOwn(timeParts, name) ? timeParts[name] : undefined;
    if (type.kind === 'time' && part !== undefined) {
      const time = type.nanos === 1_000n ? `timestamp_micros(${value.sql})` : `CAST(date_from_unix_date(${value.sql}) AS TIMESTAMP)`;
      return computed(part(time), { kind: 'int', bits: 64 });
    }
    return this.#refuse(node, `${name}() has no like of it there`);
  }

  #named<T>(node: CelNode, make: () => T): T {
    try {
      return make();
    } catch (error) {
      if (error instanceof NotForSpark && !error.message.startsWith('"')) this.#refuse(node, error.message);
      throw error;
    }
  }

  #refuse(node: CelNode, why: string): never {
    const part = this.#text.slice(node.start, node.end);
    throw new NotForSpark(`"${part}" can't be written for Spark: ${why}.`);
  }
}
