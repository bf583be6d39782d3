import { parseJson } from '../avro/parseJson.ts';
import { createSampler, type SampleOptions, type Sampler } from '../avro/sample.ts';
import { dereference, type Field, type RecordSchema, type Schema } from '../avro/schema.ts';
import { fieldValue, setField, type MutableRecord, type RecordValue, type Value } from '../avro/value.ts';
import { valueFromJson } from '../avro/valueFromJson.ts';
import { valueToJson } from '../avro/valueToJson.ts';

/** A generated value, and a key that goes with it. */
export interface SampleMessage {
  /** As JSON text; `indent` is how many spaces each level stands deeper, 0 puts all on one line. */
  value(indent: number): string;
  /** As JSON text in one line. */
  readonly key: string;
}

/** A series of messages. */
export interface MessageSampler {
  /** @throws CodecError `codec/unusable-schema` */
  next(): SampleMessage;
  /** See {@link createSampler}. */
  isCovered(): boolean;
}

/**
 * Makes up messages.
 *
 * @param keySchema of the topic's keys; without one the key is a text
 * @throws CodecError `codec/unusable-schema`
 */
export function createMessageSampler(schema: Schema, keySchema: Schema | undefined, options: SampleOptions): MessageSampler {
  const values = createSampler(schema, options);
  const keys = keySchema === undefined ? undefined : createSampler(keySchema, options);
  return {
    next() {
      const value = values.next();
      return {
        // A plain null would be a tombstone.
        value: (indent) => valueToJson(schema, value, { indent, tagRootNull: true }),
        key: keySchema === undefined || keys === undefined ? textKey(schema, value) : avroKey(schema, value, keySchema, keys),
      };
    },
    isCovered: () => values.isCovered(),
  };
}

/** The first message of {@link createMessageSampler}. */
export function sampleMessage(schema: Schema, keySchema: Schema | undefined, options: SampleOptions): SampleMessage {
  return createMessageSampler(schema, keySchema, options).next();
}

/** The fields of a record's value, those that identify it first. */
function keyFields(schema: Schema, value: Value): readonly { readonly field: Field; readonly value: Value }[] {
  const record = dereference(schema);
  if (record?.type !== 'record') return [];
  const fields = record.fields.flatMap((field) => {
    // A record schema's value is an object with its fields.
    const own = field.name === undefined ? undefined : fieldValue(value as RecordValue, field.name.value);
    return own === undefined ? [] : [{ field, value: own }];
  });
  const identifies = ({ field }: { readonly field: Field }): boolean => /(^|_)(id|key|code|uuid)$|Id$/i.test(field.name?.value ?? '');
  return [...fields.filter(identifies), ...fields.filter((each) => !identifies(each))];
}

/** What people mostly use for a key: the text that identifies the record, else the first text, else a whole number alike. */
function textKey(schema: Schema, value: Value): string {
  const values = keyFields(schema, value).map((each) => each.value);
  const text = values.find((each) => typeof each === 'string');
  const number = values.find((each) => typeof each === 'bigint' || Number.isInteger(each));
  return JSON.stringify(text ?? (typeof number === 'bigint' || typeof number === 'number' ? String(number) : 'key-1'));
}

/** A key of its own schema, which has what it can from the value. */
function avroKey(schema: Schema, value: Value, keySchema: Schema, keys: Sampler): string {
  const print = (key: Value): string => valueToJson(keySchema, key, { tagRootNull: true });
  const fields = keyFields(schema, value);
  const record = dereference(keySchema);
  if (record?.type === 'record') return print(recordKey(record, fields, keys));
  for (const each of fields) {
    const fitting = convert(each, keySchema);
    if (fitting !== undefined) return print(fitting);
  }
  return print(keys.next());
}

function recordKey(record: RecordSchema, fields: ReturnType<typeof keyFields>, keys: Sampler): Value {
  // A record schema's sample is an object.
  const key = keys.next() as MutableRecord;
  for (const { name, schema } of record.fields) {
    const same = fields.find(({ field }) => field.name?.value === name?.value);
    const fitting = same === undefined ? undefined : convert(same, schema);
    if (name !== undefined && fitting !== undefined) setField(key, name.value, fitting);
  }
  return key;
}

/** A field's value as one of another schema; undefined where it is none. */
function convert({ field, value }: { readonly field: Field; readonly value: Value }, to: Schema): Value | undefined {
  const { root } = parseJson(valueToJson(field.schema, value));
  const result = root === undefined ? undefined : valueFromJson(to, root);
  return result?.ok === true ? result.value : undefined;
}
