import { dereference } from '../../avro/schema.ts';
import type { Schema } from '../../avro/schema.ts';
import type { ClusterFacts } from '../clusterFacts.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { Snippet } from '../snippet.ts';
import { firstLine, headingOf, javaClientSettings, lines } from './code.ts';
import { isSimple } from './pyspark.ts';
import type { PlanInput } from './pyspark.ts';
import type { ReadingPlan } from './readingPlan.ts';

/** A table for each framing that Flink has a format for: `avro-confluent` and `avro`; values alone. */
export function flinkSnippet({ diagnosis, cluster, plan }: PlanInput): Snippet | undefined {
  const { ways, split, topic } = plan;
  const starts = split === 'one' ? '' : secondTableStarts(diagnosis, plan);
  if (plan.part === 'key' || starts === undefined) return undefined;
  const tables = ways.map((way) => {
    const reader = [...way.schemas].sort((a, b) => (b.version ?? 0) - (a.version ?? 0))[0];
    const columns = reader && tableColumns(reader.schema, way.id === 'bare');
    const format = way.id === 'bare' ? [option('format', 'avro')] : way.id === 'prefix' ? registryFormat(cluster) : undefined;
    // The schema that Flink makes of columns has no defaults, which older versions need.
    if (way.schemas.length > 1 && reader !== undefined) format?.push(option('avro-confluent.schema', reader.text));
    return columns === undefined || format === undefined ? undefined : { columns, format };
  });
  const known = tables.filter((table) => table !== undefined);
  // Rows of both tables are put together.
  if (known.length < ways.length || known.some(({ columns }) => columns !== known[0]?.columns)) return undefined;
  const isOne = split === 'one';
  const settings = javaClientSettings(cluster, (before, after) => JSON.stringify(`${before}\${KAFKA_PASSWORD}${after}`));
  const names = known.map((_, index) => (isOne ? 'messages' : index === 0 ? 'older' : 'newer'));
  const created = known.map(({ columns, format }, index) => {
    const places =
      index === 1
        ? [option('scan.startup.mode', 'specific-offsets'), option('scan.startup.specific-offsets', starts)]
        : [
            option('scan.startup.mode', 'earliest-offset'),
            ...(isOne ? [] : [option('scan.bounded.mode', 'specific-offsets'), option('scan.bounded.specific-offsets', starts)]),
          ];
    const access = settings.map(([name, value]) => option(`properties.${name}`, String(JSON.parse(value))));
    const options = [`${option('connector', 'kafka')}, ${option('topic', topic)}`, ...access, ...places, ...format];
    return [`CREATE TABLE ${names[index] ?? ''} (${columns}) WITH (`, `${options.map((each) => `  ${each}`).join(',\n')});`];
  });
  const ranWith = 'Flink 2.3.0';
  const code = [...created.flat(), names.map((name) => `SELECT * FROM ${name}`).join(' UNION ALL ') + ';'];
  const secrets = ['KAFKA_PASSWORD', 'REGISTRY_PASSWORD', 'REGISTRY_TOKEN'].filter((name) =>
    code.some((line) => line.includes(`\${${name}}`)),
  );
  const text = lines(
    firstLine('--', ranWith),
    headingOf(diagnosis, plan).map((line) => `-- ${line}`),
    '-- Needs flink-sql-connector-kafka and flink-sql-avro-confluent-registry, which brings both formats.',
    secrets.length === 0
      ? undefined
      : `-- Put secrets in place of ${secrets.map((name) => `\${${name}}`).join(' and ')}: SQL does not read the environment.`,
    code,
  );
  return { id: 'flink-sql', title: 'Flink SQL', language: 'sql', text, ranWith, says: '' };
}

/** Undefined where Flink can't be told how to ask the registry. */
function registryFormat({ registryUrl, registryAuth, registryUser = '' }: ClusterFacts): string[] | undefined {
  if (registryUrl === undefined || registryAuth === 'header') return undefined;
  const access = {
    none: [],
    basic: [
      option('avro-confluent.basic-auth.credentials-source', 'USER_INFO'),
      option('avro-confluent.basic-auth.user-info', `${registryUser}:\${REGISTRY_PASSWORD}`),
    ],
    bearer: [
      option('avro-confluent.bearer-auth.credentials-source', 'STATIC_TOKEN'),
      option('avro-confluent.bearer-auth.token', '${REGISTRY_TOKEN}'),
    ],
  };
  return [`${option('format', 'avro-confluent')}, ${option('avro-confluent.url', registryUrl)}`, ...access[registryAuth]];
}

/**
 * Where the second table starts and the first one ends in every partition: a partition that is not named is read by both, and one
 * of them by the wrong format. Undefined where a partition has no such place.
 */
function secondTableStarts({ partitions }: Diagnosis, plan: ReadingPlan): string | undefined {
  const { segments, split } = plan;
  if (split !== 'offsets' || !isSimple(plan)) return undefined;
  const known = new Set(segments.map(({ partition }) => partition));
  const starts = new Map(segments.filter(({ way }) => way === 1).map(({ partition, from }) => [partition, from]));
  // Of what is empty yet nothing is older.
  for (const { partition, endOffset } of partitions) if (!known.has(partition)) starts.set(partition, endOffset);
  if ([...known].some((partition) => !starts.has(partition))) return undefined;
  return [...starts].map(([partition, from]) => `partition:${partition},offset:${from}`).join(';');
}

function option(name: string, value: string): string {
  return `'${name}' = '${value.replaceAll("'", "''")}'`;
}

/** The columns; undefined where Flink's types can't say what the schema says: it would derive another schema from them, and read wrong values. */
function tableColumns(schema: Schema, isBare: boolean): string | undefined {
  const target = dereference(schema);
  if (target?.type !== 'record') return undefined;
  const columns = target.fields.map((field) => {
    const type = typeOf(field.schema, isBare, [target]);
    return type === undefined ? undefined : `${column(field.name?.value)} ${type}`;
  });
  return columns.includes(undefined) ? undefined : columns.join(', ');
}

function column(name = ''): string {
  return `\`${name.replaceAll('`', '``')}\``;
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
        : `ROW<${fields.map(([name, type]) => `${column(name)} ${type ?? ''}`).join(', ')}>`;
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
