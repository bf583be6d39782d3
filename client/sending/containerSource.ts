import { parseJson } from '../../shared/avro/parseJson.ts';
import { dereference, type Schema } from '../../shared/avro/schema.ts';
import { fieldValue, nullableBranch, UnionValue, type RecordValue, type Value } from '../../shared/avro/value.ts';
import { valueToJson } from '../../shared/avro/valueToJson.ts';
import type { ContainerRecords } from '../containers/containerRecords.ts';
import type { SourcePart, SourceRecord, SourceRecords } from './sendRequest.ts';

const atOnce = 500;

/** The records of an Avro container file: each datum is a value. */
export async function* containerSourceRecords(
  container: ContainerRecords,
  { keyField }: { readonly keyField: string | undefined },
  signal: AbortSignal,
): SourceRecords {
  const { index, header } = container;
  const keyPath = keyField?.split('.');
  let next = 0;
  let told = 0;
  for (let mayBeMore = true; mayBeMore || next < index.records;) {
    while (mayBeMore && index.records < next + atOnce) mayBeMore = await index.advance();
    const found = await container.read(next, atOnce, signal);
    next += found.length;
    // What is no block is said where it stands among the records.
    const gaps = index.gaps.slice(told).filter(({ record }) => record <= next);
    told += gaps.length;
    const broken = gaps.map(({ message }): SourceRecord => ({ line: next + 1, failure: message }));
    yield [
      ...found.map((record): SourceRecord => {
        const line = record.index + 1;
        if (!record.ok) return { line, failure: record.why };
        const { value, bytes } = record;
        const key = keyPath === undefined ? null : findKey(header.schema, value, keyPath);
        if (key === undefined) return { line, failure: `There is no "${keyField ?? ''}" to be the key.` };
        return {
          line,
          key,
          value: { kind: 'value', value, bytes, schema: header.schema },
          headers: [],
          partition: undefined,
          timestampMs: undefined,
        };
      }),
      ...broken,
    ];
    if (found.length === 0 && !mayBeMore) return;
  }
}

function findKey(schema: Schema, value: Value, path: readonly string[]): SourcePart | undefined {
  let place: { readonly schema: Schema; readonly value: Value } | undefined = { schema, value };
  for (const name of path) place = place && step(place, name);
  if (place === undefined) return undefined;
  const node = parseJson(valueToJson(place.schema, place.value)).root;
  return node === undefined || node.kind === 'null' ? null : { kind: 'node', node };
}

function step(
  { schema, value }: { readonly schema: Schema; readonly value: Value },
  name: string,
): { readonly schema: Schema; readonly value: Value } | undefined {
  const target = dereference(schema);
  if (target?.type === 'union') {
    const branch = value instanceof UnionValue ? value.branch : nullableBranch(target);
    const own = branch === undefined ? undefined : target.branches[branch];
    if (own === undefined || value === null) return undefined;
    return step({ schema: own, value: value instanceof UnionValue ? value.value : value }, name);
  }
  if (target?.type !== 'record') return undefined;
  const field = target.fields.find((each) => each.name?.value === name);
  // A record schema's value is an object with its fields.
  const own = field && fieldValue(value as RecordValue, name);
  return field === undefined || own === undefined ? undefined : { schema: field.schema, value: own };
}
