import { closestWord } from '../avro/closestWord.ts';
import { dereference } from '../avro/schema.ts';
import type { Schema } from '../avro/schema.ts';
import { UnionValue, nullableBranch } from '../avro/value.ts';
import type { RecordValue, Value } from '../avro/value.ts';
import type { ReadPart } from '../wire/decoder.ts';
import type { Header } from '../wire/frame.ts';
import type { Convert } from './avroValue.ts';
import { CelMistake } from './celNode.ts';
import type { CelName, CelNode } from './celNode.ts';
import { Failure, ListValue, MapValue, PlainList, Timestamp, kindOf } from './celValue.ts';
import type { CelValue, Outcome } from './celValue.ts';
import type { Compilation, Evaluate, Mode, Scope } from './scope.ts';

export const variables: Readonly<Record<string, { readonly type: string; readonly meaning: string }>> = {
  key: { type: 'as its schema says', meaning: 'The decoded key.' },
  value: { type: 'as its schema says', meaning: 'The decoded value; null of a tombstone.' },
  headers: { type: 'map', meaning: 'Headers by name: text where they are UTF-8, else bytes.' },
  partition: { type: 'int', meaning: 'The partition.' },
  offset: { type: 'int', meaning: 'The offset.' },
  timestamp: { type: 'timestamp', meaning: 'The time of the record.' },
  schemaId: { type: 'int', meaning: 'The schema id of the value; null where it has none.' },
  size: { type: 'int', meaning: 'The size of the value in bytes.' },
  isTombstone: { type: 'bool', meaning: 'Whether the value is null.' },
  isDecoded: { type: 'bool', meaning: 'Whether key and value could be decoded.' },
};

/** A step into a value: a field's or key's name, or the index of an item. */
type Step = string | bigint;

/** A name, or fields and items of one: `value.customer.tags[0]`. */
export function compilePath(node: CelNode, mode: Mode, compilation: Compilation): Evaluate {
  const steps: Step[] = [];
  let root = node;
  for (let step = constantStep(root); step !== undefined; step = constantStep(root)) {
    steps.unshift(step.step);
    root = step.of;
  }
  if (root.kind === 'name' && !compilation.locals.includes(root.name) && (root.name === 'value' || root.name === 'key')) {
    return compilePart(root.name, steps, mode, compilation);
  }
  const evaluate = root.kind === 'name' ? compileName(root, mode, compilation) : compilation.compile(root, 'exact');
  const names = steps.map((_, index) => pathText(root, steps.slice(0, index)));
  if (steps.length === 0) return evaluate;
  return (scope) => {
    let value = evaluate(scope);
    for (const [index, step] of steps.entries()) value = select(value, step, names[index] ?? '');
    return value;
  };
}

function constantStep(node: CelNode): { readonly of: CelNode; readonly step: Step } | undefined {
  if (node.kind === 'field') return { of: node.of, step: node.name };
  if (node.kind !== 'index' || node.index.kind !== 'literal') return undefined;
  const { value } = node.index;
  return typeof value === 'string' || typeof value === 'bigint' ? { of: node.of, step: value } : undefined;
}

function pathText(root: CelNode, steps: readonly Step[]): string {
  const first = root.kind === 'name' ? root.name : 'it';
  return steps.reduce<string>((text, step) => {
    if (typeof step === 'bigint') return `${text}[${step}]`;
    return /^[A-Za-z_]\w*$/.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, first);
}

/** What is in a value under a field's name, a key or an index. */
export function select(value: Outcome, step: CelValue, path: string): Outcome {
  if (value instanceof Failure) return value;
  if (value instanceof MapValue) {
    const found = value.get(step);
    return found === undefined ? noField(path, typeof step === 'string' ? step : '', namesOf(value)) : found;
  }
  if (value instanceof ListValue) {
    if (typeof step !== 'bigint') return new Failure(`${path} is a list: its items are told by numbers.`);
    return step >= 0n && step < BigInt(value.size) ? value.item(Number(step)) : noItem(path, step);
  }
  if (value === null) return new Failure(`${path} is null.`, 'missing');
  return new Failure(`${path} is ${kindOf(value)} and has no fields.`);
}

function namesOf(value: MapValue): Iterable<string> {
  // A map of many keys is none whose keys are fields.
  return value.size > 200 ? [] : [...value.keys()].filter((key) => typeof key === 'string');
}

function noField(path: string, name: string, names: Iterable<string>): Failure {
  const close = closestWord(name, names);
  return new Failure(`${path} has no field "${name}"${close === undefined ? '' : `; perhaps "${close}" is meant`}.`, 'missing');
}

function noItem(path: string, index: bigint): Failure {
  return new Failure(`${path} has no item ${index}.`, 'missing');
}

function compileName(node: CelName, mode: Mode, { locals, uses }: Compilation): Evaluate {
  const place = locals.lastIndexOf(node.name);
  if (place >= 0) return ({ locals: values }) => values[place] ?? null;
  switch (node.name) {
    case 'headers':
      return ({ record }) => new HeadersValue(record.headers);
    case 'partition':
      return mode === 'loose' ? ({ record }) => record.partition : ({ record }) => BigInt(record.partition);
    case 'offset':
      return ({ record }) => record.offset;
    case 'size':
      return mode === 'loose' ? ({ record }) => record.size : ({ record }) => BigInt(record.size);
    case 'timestamp':
      return ({ record }) => (record.timestampMs < 0 ? null : new Timestamp(BigInt(record.timestampMs) * 1_000_000n));
    case 'isTombstone':
      return ({ record }) => record.isTombstone;
    case 'isDecoded':
      uses.add('key').add('value');
      return ({ record }) => record.key?.state !== 'failed' && record.value?.state !== 'failed';
    case 'schemaId':
      uses.add('value');
      return ({ record }) => {
        const schemaId = record.value?.writer?.schemaId;
        return schemaId === undefined ? null : BigInt(schemaId);
      };
    default:
      throw unknownName(node, [...locals, ...Object.keys(variables)]);
  }
}

function unknownName(node: CelName, names: readonly string[]): CelMistake {
  const close = closestWord(node.name, names);
  const hint = close === undefined ? `fields stand behind value or key, as in value.${node.name}` : `perhaps "${close}" is meant`;
  return new CelMistake(`"${node.name}" is not known here; ${hint}.`, node);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class HeadersValue extends MapValue {
  readonly #headers: readonly Header[];

  constructor(headers: readonly Header[]) {
    super();
    this.#headers = headers;
  }

  get size(): number {
    return new Set(this.#headers.map(({ name }) => name)).size;
  }

  keys(): Iterable<CelValue> {
    return new Set(this.#headers.map(({ name }) => name));
  }

  get(key: CelValue): Outcome | undefined {
    const header = this.#headers.findLast(({ name }) => name === key);
    return header === undefined ? undefined : headerValue(header);
  }

  text(): string {
    const entries = this.#headers.map((header) => {
      const value = headerValue(header);
      return `${JSON.stringify(header.name)}:${value instanceof Uint8Array ? '""' : JSON.stringify(value)}`;
    });
    return `{${entries.join(',')}}`;
  }
}

function headerValue({ value }: Header): string | Uint8Array | null {
  if (value === null) return null;
  try {
    return utf8.decode(value);
  } catch {
    return value;
  }
}

function compilePart(part: 'key' | 'value', steps: readonly Step[], mode: Mode, compilation: Compilation): Evaluate {
  compilation.uses.add(part);
  const known = new WeakMap<Schema, Convert>();
  const paths = steps.map((_, index) => pathText({ kind: 'name', name: part, start: 0, end: 0 }, steps.slice(0, index)));
  const path = { steps, paths, mode, compilation };
  let lastSchema: Schema | undefined;
  let convert: Convert = () => null;
  const learn = (schema: Schema): void => {
    const found = known.get(schema) ?? follow(schema, 0, path);
    known.set(schema, found);
    lastSchema = schema;
    convert = found;
  };
  const get = part === 'key' ? (scope: Scope) => scope.record.key : (scope: Scope) => scope.record.value;
  return (scope) => {
    const read = get(scope);
    if (read?.schema !== undefined && read.value !== undefined) {
      if (read.schema !== lastSchema) learn(read.schema);
      return convert(read.value);
    }
    let value = partValue(part, read, scope);
    for (const [index, step] of steps.entries()) value = select(value, step, paths[index] ?? part);
    return value;
  };
}

/** A key or value that has no schema. */
function partValue(part: 'key' | 'value', read: ReadPart | undefined, scope: Scope): Outcome {
  if (read === undefined || read.state === 'failed') return undecoded[part];
  if (read.state === 'null') return null;
  if (read.text !== undefined) return scope.textValue(read, read.text);
  if (read.value !== undefined) {
    // Kafka's own primitives, as their framing says.
    const isInt = read.framing === 'int' || read.framing === 'long';
    return isInt ? BigInt(read.value as number | bigint) : (read.value as CelValue);
  }
  const bytes = part === 'key' ? scope.record.keyBytes : scope.record.valueBytes;
  return bytes ?? undecoded[part];
}

const undecoded = {
  key: new Failure('The key could not be decoded.', 'undecoded'),
  value: new Failure('The value could not be decoded.', 'undecoded'),
};

interface Path {
  readonly steps: readonly Step[];
  /** What stands before each step, for messages. */
  readonly paths: readonly string[];
  readonly mode: Mode;
  readonly compilation: Compilation;
}

/** Resolves the steps from `index` on against a schema, so that each value is looked at where it has to be and no further. */
function follow(schema: Schema, index: number, path: Path): Convert {
  const { steps, paths, mode, compilation } = path;
  const step = steps[index];
  if (step === undefined) return compilation.values.convert(schema, mode);
  const name = paths[index] ?? '';
  const target = dereference(schema);
  switch (target?.type) {
    case 'union':
      return followUnion(target.branches, nullableBranch(target), (branch) => follow(branch, index, path), name);
    case 'record': {
      const field = target.fields.find((each) => each.name?.value === step);
      const fields = target.fields.flatMap((each) => (each.name === undefined ? [] : [each.name.value]));
      if (field === undefined || typeof step !== 'string') return always(noField(name, String(step), fields));
      const inner = follow(field.schema, index + 1, path);
      // The reader gives a record every field of its schema as an own property, `__proto__` and `constructor` too.
      return (value) => inner((value as RecordValue)[step] ?? null);
    }
    case 'map': {
      const inner = follow(target.values, index + 1, path);
      const missing = noField(name, String(step), []);
      return (value) => {
        const item = typeof step === 'string' ? (value as ReadonlyMap<string, Value>).get(step) : undefined;
        return item === undefined ? missing : inner(item);
      };
    }
    case 'array': {
      const inner = follow(target.items, index + 1, path);
      return (value) => {
        const item = typeof step === 'bigint' && step >= 0n ? (value as readonly Value[])[Number(step)] : undefined;
        return item !== undefined ? inner(item) : typeof step === 'bigint' ? noItem(name, step) : select(emptyList, step, name);
      };
    }
    default: {
      // Of what is left only Avro's duration has parts.
      const convert = compilation.values.convert(schema, 'exact');
      return (value) => steps.slice(index).reduce<Outcome>((each, next, at) => select(each, next, paths[index + at] ?? ''), convert(value));
    }
  }
}

function followUnion(branches: readonly Schema[], other: number | undefined, into: (branch: Schema) => Convert, name: string): Convert {
  const isNull = always(new Failure(`${name} is null.`, 'missing'));
  const converts = branches.map((branch) => (dereference(branch)?.type === 'null' ? isNull : into(branch)));
  const only = other === undefined ? undefined : converts[other];
  if (only !== undefined) return (value) => (value === null ? isNull(value) : only(value));
  return (value) => (value instanceof UnionValue ? (converts[value.branch] ?? isNull)(value.value) : isNull(value));
}

function always(outcome: Outcome): Convert {
  return () => outcome;
}

const emptyList = new PlainList([]);
