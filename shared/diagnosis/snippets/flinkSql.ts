import { dereference } from '../../avro/schema.ts';
import type { Schema } from '../../avro/schema.ts';
import type { Snippet } from '../snippet.ts';
import { headingOf, javaClientSettings, lines } from './code.ts';
import { isSimple } from './pyspark.ts';
import type { PlanInput } from './pyspark.ts';

/** A table for each framing that Flink has a format for: `avro-confluent` and `avro`; values alone. */
export function flinkSnippet({ diagnosis, cluster, plan }: PlanInput): Snippet | undefined {
  const { ways, segments, split, topic } = plan;
  if (plan.part === 'key' || split === 'records' || (split === 'offsets' && !isSimple(plan))) return undefined;
  const tables = ways.map((way) => {
    const reader = [...way.schemas].sort((a, b) => (b.version ?? 0) - (a.version ?? 0))[0];
    const columns = reader && tableColumns(reader.schema, way.id === 'bare');
    const format =
      way.id === 'bare' ? `'format' = 'avro'` : `'format' = 'avro-confluent', 'avro-confluent.url' = ${sql(cluster.registryUrl ?? '')}`;
    const isKnown = way.id === 'bare' || (way.id === 'prefix' && cluster.registryUrl !== undefined);
    return columns === undefined || !isKnown ? undefined : { way, columns, format };
  });
  const known = tables.filter((table) => table !== undefined);
  if (known.length < ways.length) return undefined;
  const isOne = split === 'one';
  const at = segments
    .filter(({ way }) => way === 1)
    .map(({ partition, from }) => `partition:${partition},offset:${from}`)
    .join(';');
  const settings = javaClientSettings(cluster, (before, after) => JSON.stringify(`${before}\${KAFKA_PASSWORD}${after}`));
  const names = known.map((_, index) => (isOne ? 'messages' : index === 0 ? 'older' : 'newer'));
  const created = known.map(({ columns, format }, index) => {
    const places = isOne
      ? [`'scan.startup.mode' = 'earliest-offset'`]
      : index === 0
        ? [`'scan.startup.mode' = 'earliest-offset'`, `'scan.bounded.mode' = 'specific-offsets', 'scan.bounded.specific-offsets' = '${at}'`]
        : [`'scan.startup.mode' = 'specific-offsets', 'scan.startup.specific-offsets' = '${at}'`];
    const access = settings.map(([name, value]) => `'properties.${name}' = ${sql(String(JSON.parse(value)))}`);
    const options = [`'connector' = 'kafka', 'topic' = ${sql(topic)}`, ...access, ...places, format];
    return [`CREATE TABLE ${names[index] ?? ''} (${columns}) WITH (`, `${options.map((option) => `  ${option}`).join(',\n')});`];
  });
  const text = lines(
    '-- not run: no test runs this one',
    headingOf(diagnosis, plan).map((line) => `-- ${line}`),
    cluster.security.startsWith('SASL')
      ? '-- Put the password in place of ${KAFKA_PASSWORD}: SQL does not read the environment.'
      : undefined,
    created.flat(),
    names.map((name) => `SELECT * FROM ${name}`).join(' UNION ALL ') + ';',
  );
  return { id: 'flink-sql', title: 'Flink SQL', language: 'sql', text, ranWith: undefined, says: '' };
}

function sql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The columns; undefined where Flink's types can't say what the schema says: it would derive another schema from them, and read wrong values. */
function tableColumns(schema: Schema, isBare: boolean): string | undefined {
  const target = dereference(schema);
  if (target?.type !== 'record') return undefined;
  const columns = target.fields.map((field) => {
    const type = typeOf(field.schema, isBare, [target]);
    return type === undefined ? undefined : `\`${field.name?.value ?? ''}\` ${type}`;
  });
  return columns.includes(undefined) ? undefined : columns.join(', ');
}

const scalars: Readonly<Record<string, string>> = {
  string: 'STRING',
  boolean: 'BOOLEAN',
  int: 'INT',
  long: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  bytes: 'BYTES',
  date: 'DATE',
  'time-millis': 'TIME(3)',
  'timestamp-millis': 'TIMESTAMP(3)',
};

function typeOf(schema: Schema, isBare: boolean, inside: readonly Schema[]): string | undefined {
  const target = dereference(schema);
  if (target === undefined || inside.includes(target)) return undefined;
  const inner = (part: Schema): string | undefined => typeOf(part, isBare, [...inside, target]);
  if (target.type === 'union') {
    const [first, second] = target.branches;
    const isNullFirst = first?.type === 'null' && target.branches.length === 2;
    // A union of another order would be read by the wrong branch where no writer schema says so.
    if (!isNullFirst && (isBare || second?.type !== 'null' || target.branches.length !== 2)) return undefined;
    const branch = isNullFirst ? second : first;
    return branch && inner(branch)?.replace(/ NOT NULL$/, '');
  }
  const type = notNull(target, inner);
  return type && `${type} NOT NULL`;
}

function notNull(target: Schema, inner: (part: Schema) => string | undefined): string | undefined {
  switch (target.type) {
    case 'array': {
      const item = inner(target.items);
      return item && `ARRAY<${item}>`;
    }
    case 'map': {
      const item = inner(target.values);
      return item && `MAP<STRING NOT NULL, ${item}>`;
    }
    case 'record': {
      const fields = target.fields.map((field) => [field.name?.value ?? '', inner(field.schema)] as const);
      return fields.some(([, type]) => type === undefined)
        ? undefined
        : `ROW<${fields.map(([name, type]) => `\`${name}\` ${type ?? ''}`).join(', ')}>`;
    }
    case 'enum':
    case 'fixed':
    case 'union':
    case 'reference':
    case 'invalid':
    case 'null':
      return undefined;
    default: {
      const { logicalType } = target;
      if (logicalType?.name === 'decimal') return `DECIMAL(${logicalType.precision}, ${logicalType.scale})`;
      return scalars[logicalType === undefined || logicalType.name === 'uuid' ? target.type : logicalType.name];
    }
  }
}
