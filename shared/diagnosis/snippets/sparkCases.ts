import { findMismatches } from '../../avro/compatibility.ts';
import { dereference } from '../../avro/schema.ts';
import type { Schema } from '../../avro/schema.ts';
import type { PlannedSchema, ReadingPlan, Way } from './readingPlan.ts';

/** What Spark does with one kind of record: SQL over the columns of its Kafka source. */
export interface SparkCase {
  readonly way: Way;
  readonly schema: PlannedSchema;
  /** Which records. */
  readonly condition: string;
  /** The Avro binary. */
  readonly payload: string;
}

/** Schemas whose values one of them, the newest, can read. */
export interface SparkGroup {
  /** A name for code: the record's. */
  readonly name: string;
  readonly reader: PlannedSchema;
  readonly cases: readonly SparkCase[];
}

/** Each kind of record by itself; or why Spark can't read them, in one sentence. */
export function sparkCases(plan: ReadingPlan): readonly SparkCase[] | string {
  const refusal = plan.ways.map((way) => sparkRefusal(way, plan)).find((each) => each !== undefined);
  if (refusal !== undefined) return refusal;
  return plan.ways.flatMap((way, index) =>
    way.schemas.map((schema) => {
      const parts = [wayCondition(plan, index), frameTest(way, plan.part, way.schemas.length === 1 ? undefined : schema)];
      const condition = parts.filter((part) => part !== undefined).join(' AND ');
      return { way, schema, condition: condition === '' ? `${plan.part} IS NOT NULL` : condition, payload: payloadOf(way, plan.part) };
    }),
  );
}

/** The cases by what can be read as one type. */
export function sparkGroups(cases: readonly SparkCase[]): readonly SparkGroup[] {
  const newestFirst = [...cases].sort((a, b) => (b.schema.version ?? 0) - (a.schema.version ?? 0));
  const groups: { readonly reader: PlannedSchema; readonly cases: SparkCase[] }[] = [];
  for (const each of newestFirst) {
    const group = groups.find(({ reader }) => reader.text === each.schema.text || findMismatches(reader, each.schema).length === 0);
    if (group === undefined) groups.push({ reader: each.schema, cases: [each] });
    else group.cases.push(each);
  }
  const names = groups.map(({ reader }) => (reader.fullname ?? 'value').replace(/^.*\./, ''));
  return groups.map(({ reader, cases: own }, index) => {
    const name = names[index] ?? '';
    const isTwice = names.filter((other) => other === name).length > 1;
    // In the order of the plan, which tells frames before what has no sign.
    return { name: isTwice ? `${name}_${reader.schemaId ?? index + 1}` : name, reader, cases: cases.filter((each) => own.includes(each)) };
  });
}

/** The Avro binary of a record of this way, in SQL. */
export function payloadOf({ id, drop }: Way, column: string): string {
  if (id === 'glue') return `glue_payload(${column})`;
  return drop === 0 ? column : `substring(${column}, ${drop + 1})`;
}

/** Which records are of a way, by their places or by what they begin with; undefined where there is but one. */
export function wayCondition(plan: ReadingPlan, index: number): string | undefined {
  if (plan.split === 'one') return undefined;
  if (plan.split === 'offsets') {
    const ranges = plan.segments.filter(({ way }) => way === index).map(rangeCondition);
    return ranges.length === 1 ? ranges[0] : `(${ranges.join(' OR ')})`;
  }
  const way = plan.ways[index];
  if (way?.id !== 'bare') return undefined;
  const others = plan.ways.flatMap((each) => frameTest(each, plan.part, undefined) ?? []);
  // A test of what is too short for a frame, or has no headers, is null, and a condition that is null would lose the record.
  return others.map((each) => `NOT coalesce(${each}, false)`).join(' AND ');
}

function rangeCondition({
  partition,
  from,
  to,
}: {
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint | undefined;
}): string {
  const parts = [`partition = ${partition}`, from > 0n ? `offset >= ${from}` : '', to === undefined ? '' : `offset < ${to}`];
  return `(${parts.filter((part) => part !== '').join(' AND ')})`;
}

/** Whether a record has this way's frame, and names this schema or any of the way's; undefined of bare Avro, which has no sign. */
export function frameTest({ id, schemas }: Way, part: 'key' | 'value', schema: PlannedSchema | undefined): string | undefined {
  const begins = (hex: string): string => `substring(${part}, 1, ${hex.length / 2}) = X'${hex}'`;
  const named = schema === undefined ? schemas : [schema];
  switch (id) {
    case 'prefix': {
      const ids = named.flatMap(({ schemaId }) => schemaId ?? []);
      if (ids.length < named.length) return begins('00');
      return `${begins('00')} AND ${schemaIdSql(part)} ${ids.length === 1 ? `= ${String(ids[0])}` : `IN (${ids.join(', ')})`}`;
    }
    case 'single':
      return `hex(substring(${part}, 1, 10)) IN (${named.map(({ fingerprint }) => `'${singleObjectStart(fingerprint)}'`).join(', ')})`;
    case 'guid':
      return `${begins('01')} AND length(${part}) > 17`;
    case 'apicurio':
      return `${begins('0000000000')} AND length(${part}) > 9`;
    case 'glue':
      return `hex(substring(${part}, 1, 2)) IN ('0300', '0305')`;
    case 'header':
      return `exists(headers, h -> h.key IN ('__${part}_schema_id', 'apicurio.${part}.contentId', 'apicurio.${part}.globalId'))`;
    case 'bare':
      return undefined;
  }
}

/** The schema id of a Confluent prefix, in SQL; unsigned. */
export function schemaIdSql(column: string): string {
  return `cast(conv(hex(substring(${column}, 2, 4)), 16, 10) AS bigint)`;
}

/** In hex: C3 01 and the fingerprint, its lowest byte first. */
export function singleObjectStart(fingerprint: string): string {
  return `C301${(fingerprint.match(/../g) ?? []).reverse().join('').toUpperCase()}`;
}

function sparkRefusal({ id, name, schemas }: Way, { part }: ReadingPlan): string | undefined {
  if (schemas.length > 1 && id !== 'prefix' && id !== 'single') {
    return `${schemas.length} schemas wrote these ${part}s with ${name}, and Spark has no way to tell which one wrote a record.`;
  }
  return schemas.map(({ schema, label }) => typeProblem(schema, label, [])).find((problem) => problem !== undefined);
}

/** Why Spark has no type for a schema. */
function typeProblem(schema: Schema, label: string, inside: readonly Schema[]): string | undefined {
  const target = dereference(schema);
  if (target === undefined) return undefined;
  if (inside.includes(target)) return `${label} refers to itself, and Spark has no such type.`;
  const parts =
    target.type === 'record'
      ? target.fields.map((field) => field.schema)
      : target.type === 'union'
        ? target.branches
        : target.type === 'array'
          ? [target.items]
          : target.type === 'map'
            ? [target.values]
            : [];
  const { logicalType } = target;
  if (logicalType?.name === 'decimal' && logicalType.precision > 38) return `${label} has a decimal of more than 38 digits, Spark's most.`;
  for (const part of parts) {
    const problem = typeProblem(part, label, [...inside, target]);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
