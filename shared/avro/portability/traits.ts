import type { TargetId } from './targets.ts';

/** Something in a schema that Java's Avro 1.12 parses and that some other software refuses, or makes something else of. */
export interface Trait {
  /** In a message behind "refuses", and in the documentation. */
  readonly what: string;
  /** Those that do not parse a schema with it. */
  readonly refusedBy?: readonly TargetId[];
  /** Those that parse it, and go on as if it were not there or meant something else. */
  readonly droppedBy?: readonly TargetId[];
  /** What the latter do, where it comes to that: a verb in the plural, which has an `s` more in the singular, and what follows. */
  readonly drops?: string;
}

const javaTo8 = ['java-1.8'] as const;
const javaTo9 = [...javaTo8, 'java-1.9'] as const;
const javaTo10 = [...javaTo9, 'java-1.10'] as const;
const javaTo11 = [...javaTo10, 'java-1.11'] as const;
const go = ['goavro', 'hamba-avro'] as const;

/** A logical type that is known to some only, which is no error to the others. */
function logicalType(name: string, plain: string, droppedBy: readonly TargetId[]): Trait {
  return { what: `the logical type ${name}`, droppedBy, drops: `read ${name} as ${plain}` };
}

const text = {
  comment: { what: 'comments', refusedBy: ['python-avro', 'fastavro', 'avsc', ...go, 'rust-avro'] },
  'lone-surrogate': { what: 'half of a surrogate pair in a string', refusedBy: ['rust-avro'] },
  'huge-number': { what: 'a number beyond the range of double', refusedBy: [...go, 'rust-avro'] },
  'nesting-128': { what: 'JSON that nests deeper than 127 levels', refusedBy: ['rust-avro'] },
  'nesting-496': { what: 'JSON that nests deeper than 495 levels', refusedBy: ['python-avro'] },
} as const satisfies Traits;

const names = {
  'forward-reference': {
    what: 'a name that stands before the definition of its type',
    refusedBy: [...javaTo11, 'confluent-new-schema', 'spark', 'python-avro', 'fastavro', 'avsc', ...go, 'rust-avro'],
  },
  'null-namespace-fallback': {
    what: 'a name without namespace for a type that has none, where there is an enclosing namespace',
    refusedBy: ['python-avro', 'fastavro', 'avsc', 'hamba-avro', 'rust-avro'],
  },
  'null-namespace-inside': {
    what: 'a name without namespace for a type whose namespace is "", where there is an enclosing namespace',
    refusedBy: ['fastavro', 'avsc', 'rust-avro'],
  },
  'leading-dot': { what: 'a name that begins with a dot', refusedBy: ['python-avro', 'goavro'] },
  'namespace-kind': { what: 'a namespace that is no string', refusedBy: ['python-avro', 'avsc', ...go] },
  'namespace-null': { what: 'a namespace that is null', refusedBy: ['goavro'] },
  'type-name-letters': {
    what: 'letters beyond A to Z in the name or namespace of a type',
    refusedBy: ['python-avro', 'avsc', ...go, 'rust-avro'],
  },
  'field-name-letters': { what: 'letters beyond A to Z in the name of a field', refusedBy: ['avsc', ...go, 'rust-avro'] },
  'symbol-letters': {
    what: 'letters beyond A to Z in a symbol',
    refusedBy: ['python-avro', 'fastavro', 'avsc', ...go, 'rust-avro'],
  },
  'primitive-name': { what: 'a type that is called like a primitive type, in whatever namespace', refusedBy: ['avsc'] },
  'object-member': {
    what: 'a field that is called like a member of every JavaScript object',
    droppedBy: ['avsc'],
    drops: 'mishandle a field that is called like a member of every JavaScript object',
  },
  'field-names-by-case': { what: 'fields whose names differ in case alone', refusedBy: ['spark'] },
} as const satisfies Traits;

const aliases = {
  'type-alias': { what: 'aliases of a type', droppedBy: ['python-avro'], drops: 'ignore the aliases of types' },
  'field-alias': { what: 'aliases of a field', droppedBy: ['python-avro', 'rust-avro'], drops: 'ignore the aliases of fields' },
  'alias-letters': { what: 'an alias that is made of more than letters from A to Z', refusedBy: ['avsc', 'hamba-avro', 'rust-avro'] },
  'alias-leading-dot': {
    what: 'an alias that begins with a dot',
    refusedBy: ['hamba-avro'],
    droppedBy: ['fastavro'],
    drops: 'ignore an alias that begins with a dot',
  },
  'field-alias-letters': { what: "a field's alias that is made of more than letters from A to Z", refusedBy: ['hamba-avro'] },
  'field-alias-clash': { what: "a field's alias that is the name of another field", refusedBy: ['rust-avro'] },
} as const satisfies Traits;

const types = {
  error: { what: 'the type "error"', refusedBy: ['goavro', 'rust-avro'] },
  'repeated-definition': {
    what: 'a second definition of a type, be it in the same words',
    refusedBy: [...javaTo11, 'confluent-new-schema', 'spark', 'python-avro', 'fastavro', 'avsc', 'hamba-avro'],
  },
  recursion: { what: 'a type that holds itself', refusedBy: ['spark'] },
  'top-level-union': {
    what: 'a union that is the whole schema, unless it only makes a type that is no record nullable',
    refusedBy: ['spark'],
  },
  'empty-union': { what: 'a union without branches', refusedBy: ['avsc', 'goavro'] },
  'empty-enum': { what: 'an enum without symbols', refusedBy: ['avsc', ...go] },
  'zero-size': { what: 'a fixed of no bytes', refusedBy: ['goavro'] },
  'doc-kind': { what: 'a "doc" that is no string', refusedBy: ['hamba-avro'] },
  'order-case': { what: 'an "order" that is not in lower case', refusedBy: ['python-avro', 'avsc', 'hamba-avro'] },
  'enum-default': {
    what: 'the default of an enum',
    droppedBy: [...javaTo8, 'python-avro'],
    drops: 'ignore the default of an enum',
  },
  'enum-default-null': {
    what: 'the default of an enum that is null',
    refusedBy: ['python-avro', 'fastavro', 'avsc', 'rust-avro'],
  },
  'enum-default-kind': {
    what: 'the default of an enum that is no string',
    refusedBy: ['python-avro', 'fastavro', 'avsc', 'hamba-avro', 'rust-avro'],
  },
} as const satisfies Traits;

const withoutNanos = [...javaTo11, 'spark', 'python-avro', 'fastavro', ...go] as const;
const withoutLocal = [...javaTo9, 'python-avro', 'goavro'] as const;

const logicalTypes = {
  'timestamp-nanos': logicalType('timestamp-nanos', 'a plain long', withoutNanos),
  'local-timestamp-millis': logicalType('local-timestamp-millis', 'a plain long', withoutLocal),
  'local-timestamp-micros': logicalType('local-timestamp-micros', 'a plain long', withoutLocal),
  'local-timestamp-nanos': logicalType('local-timestamp-nanos', 'a plain long', withoutNanos),
  'time-millis': logicalType('time-millis', 'a plain int', ['spark']),
  'time-micros': logicalType('time-micros', 'a plain long', ['spark']),
  duration: logicalType('duration', 'plain bytes', [...javaTo11, 'spark', 'python-avro', 'fastavro', 'goavro']),
  'big-decimal': logicalType('big-decimal', 'plain bytes', [...javaTo10, 'spark', 'python-avro', 'fastavro', ...go]),
  'uuid-fixed': {
    what: 'a uuid on a fixed',
    droppedBy: withoutNanos,
    drops: 'know no uuid on a fixed',
  },
  'precision-above-38': { what: 'a precision above 38', refusedBy: ['spark'] },
  'scale-above-precision': { what: 'a scale above the precision', refusedBy: ['fastavro', 'goavro'] },
  'scale-negative': { what: 'a negative scale', refusedBy: ['fastavro', 'goavro'] },
  'precision-missing': { what: 'a decimal without a precision', refusedBy: ['goavro'] },
  'precision-0': { what: 'a precision of 0', refusedBy: ['goavro'] },
  'precision-kind': { what: 'a precision that is no number', refusedBy: ['fastavro', 'goavro'] },
  'precision-fraction': { what: 'a precision with a fraction', refusedBy: ['fastavro'] },
  'precision-above-size': { what: 'a precision that is too large for the size of the fixed', refusedBy: ['fastavro'] },
  'logical-type-on-complex': { what: 'a logical type on a record, enum, array or map', refusedBy: ['rust-avro'] },
  'decimal-on-field': { what: 'a field with the logicalType decimal and no precision', refusedBy: ['goavro'] },
  'logical-type-kind': { what: 'a "logicalType" that is no string', refusedBy: ['rust-avro'] },
} as const satisfies Traits;

const wrong = 'get this default wrong or not at all';
const inside = ['spark', 'avsc', 'hamba-avro'] as const;

const defaults = {
  'other-branch': {
    what: 'a default that is not of the first branch',
    refusedBy: ['java-1.9', 'java-1.10', 'java-1.11', 'spark', 'avsc', ...go],
    droppedBy: [...javaTo8, 'python-avro', 'rust-avro'],
    drops: wrong,
  },
  'other-branch-inside': {
    what: 'a value of another branch than the first within a default',
    refusedBy: ['java-1.9', 'java-1.10', 'java-1.11', ...inside],
    droppedBy: [...javaTo8, 'python-avro'],
    drops: wrong,
  },
  'other-branch-fraction': {
    what: 'a default with a fraction for a union whose first branch is an integer',
    refusedBy: ['java-1.10', 'java-1.11', 'spark', 'avsc', 'goavro'],
    droppedBy: [...javaTo9, 'java-1.12', 'python-avro', 'hamba-avro', 'rust-avro'],
    drops: wrong,
  },
  'other-branch-range': {
    what: "a default beyond the range of the union's first branch",
    refusedBy: ['java-1.10', 'java-1.11', 'spark', 'avsc', 'goavro'],
    droppedBy: [...javaTo9, 'java-1.12', 'hamba-avro', 'rust-avro'],
    drops: wrong,
  },
  'later-branch-number': {
    what: 'a default that does not fit the first integer among the branches',
    droppedBy: ['java-1.12'],
    drops: 'make an integer of this default',
  },
  'union-inside': { what: 'a value of a union within a default, unless it is null', refusedBy: ['goavro'] },
  'null-inside': { what: 'a null of a union within a default', droppedBy: ['hamba-avro'], drops: 'fail at a null within a default' },
  'floating-integer': {
    what: 'the default of a float or double without a fraction',
    droppedBy: ['python-avro'],
    drops: 'fail at the default of a float or double that is written as an integer',
  },
  'floating-special': {
    what: 'the defaults "NaN", "Infinity" and "-Infinity"',
    refusedBy: ['avsc', ...go],
    droppedBy: ['python-avro'],
    drops: 'make no number of this default',
  },
  'floating-text': {
    what: 'a number in quotes as a default',
    refusedBy: ['avsc', ...go, 'rust-avro'],
    droppedBy: ['python-avro', 'fastavro'],
    drops: 'make no number of this default',
  },
  'floating-odd-text': {
    what: 'a number in quotes as only Java writes it as a default',
    refusedBy: ['fastavro', 'avsc', ...go, 'rust-avro'],
    droppedBy: ['python-avro'],
    drops: 'make no number of this default',
  },
  'floating-object': {
    what: 'an integer or a string as the default of {"type": "float"} or {"type": "double"}',
    refusedBy: ['fastavro'],
  },
  'long-beyond-double': { what: 'the default of a long from 2^53 - 1 on', refusedBy: ['avsc'] },
  'long-rounded': { what: 'the default of a long that no double holds', droppedBy: ['hamba-avro'], drops: 'round this default' },
  'bytes-default': {
    what: 'the default of bytes or a fixed',
    droppedBy: ['fastavro'],
    drops: 'make a string of this default and no bytes',
  },
  'bytes-default-above-7f': {
    what: 'bytes above 7F in the default of bytes or a fixed',
    droppedBy: ['python-avro', 'rust-avro'],
    drops: 'make two bytes of one above 7F in a default',
  },
  'bytes-default-above-ff': { what: 'characters above U+00FF in the default of bytes or a fixed', refusedBy: ['hamba-avro'] },
  'fixed-default-length': { what: 'the default of a fixed that has another length', refusedBy: ['avsc'] },
  'fixed-default-utf8-length': { what: 'the default of a fixed that has another length, or bytes above 7F', refusedBy: ['goavro'] },
  'enum-default-value': { what: 'a default that is no symbol of its enum', refusedBy: ['avsc', ...go, 'rust-avro'] },
  'record-default-incomplete': {
    what: 'the default of a record that leaves out fields with a default of their own',
    droppedBy: ['fastavro'],
    drops: 'leave out the fields that this default leaves out',
  },
  'uuid-default': { what: 'a default that is no UUID', refusedBy: ['rust-avro'] },
  'duration-default': { what: 'the default of a duration or big-decimal', refusedBy: ['rust-avro'] },
  'decimal-fixed-default': { what: 'the default of a decimal on a fixed', refusedBy: ['goavro'] },
} as const satisfies Traits;

type Traits = Readonly<Record<string, Trait>>;

/** In the groups and the order of the documentation. */
export const traitGroups = { text, names, aliases, types, logicalTypes, defaults } as const;

/** By what stays the same in messages and tests. */
export const traits = { ...text, ...names, ...aliases, ...types, ...logicalTypes, ...defaults } as const;

export type TraitId = keyof typeof traits;
