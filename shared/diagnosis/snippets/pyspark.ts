import type { Snippet } from '../snippet.ts';
import { comment, firstLine, headingOf, javaClientSettings, lines, pythonJson, quoted } from './code.ts';
import type { PlannedSchema, ReadingPlan, Way } from './readingPlan.ts';
import { frameTest, payloadOf, schemaIdSql, singleObjectStart, sparkCases, sparkGroups, wayCondition } from './sparkCases.ts';
import type { SparkCase, SparkGroup } from './sparkCases.ts';
import type { ClusterFacts } from '../clusterFacts.ts';
import type { Diagnosis } from '../diagnosis.ts';

export interface PlanInput {
  readonly diagnosis: Diagnosis;
  readonly cluster: ClusterFacts;
  readonly plan: ReadingPlan;
}

const packagesOf = (scala: string, spark: string): string =>
  ['spark-avro', 'spark-sql-kafka-0-10'].map((name) => `org.apache.spark:${name}_${scala}:${spark}`).join(',');

/** What Spark needs beside itself. */
export const sparkPackages = packagesOf('2.12', '3.5.7');

/** `from_avro` on what stands behind the frame; undefined where Spark can't read it. */
export function pysparkSnippet({ diagnosis, cluster, plan }: PlanInput): Snippet | undefined {
  const cases = sparkCases(plan);
  if (typeof cases === 'string') return undefined;
  const groups = sparkGroups(cases);
  const schemas = distinct(cases.map(({ schema }) => schema));
  const isOne = schemas.length === 1;
  const ranWith = 'PySpark 3.5.7 and 4.1.1';
  const text = lines(
    firstLine('#', ranWith),
    headingOf(diagnosis, plan).map((line) => `# ${line}`),
    `# spark-submit --packages ${sparkPackages} read.py`,
    `# With Spark 4.1: ${packagesOf('2.13', '4.1.1')}`,
    isOne
      ? undefined
      : `# ${schemas.length} schemas wrote them. from_avro needs the one that wrote each ${plan.part}, so each is read by itself.`,
    imports(cluster),
    'from pyspark.sql import SparkSession',
    'from pyspark.sql.avro.functions import from_avro',
    `from pyspark.sql.functions import ${isOne ? 'col, expr, when' : 'expr, when'}`,
    '',
    'spark = SparkSession.builder.getOrCreate()',
    gluePayload(plan.ways),
    isOne ? schemaLines(schemas, () => 'schema') : schemaLines(schemas, schemaName),
    sourceLines(cluster, plan),
    waysLines(plan),
    isOne ? oneSchema(plan) : severalSchemas(plan, groups),
    'messages.show(truncate=False)',
  );
  return {
    id: 'pyspark',
    title: 'PySpark',
    language: 'python',
    text,
    ranWith,
    says: plan.ways.some(({ drop }) => drop > 0) ? 'Without dropping the frame, from_avro would return wrong values and no error.' : '',
  };
}

export function imports({ security }: ClusterFacts): string | undefined {
  return security.startsWith('SASL') ? 'import os' : undefined;
}

export function distinct(schemas: readonly PlannedSchema[]): readonly PlannedSchema[] {
  return schemas.filter(({ text }, index) => schemas.findIndex((each) => each.text === text) === index);
}

export function schemaName({ schemaId }: PlannedSchema, index: number): string {
  return `schema_${schemaId ?? `n${index + 1}`}`;
}

export function schemaLines(schemas: readonly PlannedSchema[], name: typeof schemaName): string[] {
  return schemas.map((schema, index) => `${name(schema, index)} = ${pythonJson(schema.text)}  # ${comment(schema.label)}`);
}

/** A password is read from the environment where the program runs. */
export function sourceOptions(cluster: ClusterFacts): [string, string][] {
  const password = (before: string, after: string): string => `${quoted(before)} + os.environ["KAFKA_PASSWORD"] + ${quoted(after)}`;
  return javaClientSettings(cluster, password).map(([name, value]) => [`kafka.${name}`, value]);
}

function sourceLines(cluster: ClusterFacts, { topic, ways }: ReadingPlan): string {
  const options = [...sourceOptions(cluster), ...topicOptions(topic, ways)];
  return `records = (spark.read.format("kafka")\n${options.map(([name, value]) => `           .option("${name}", ${value})`).join('\n')}.load())`;
}

export function topicOptions(topic: string, ways: readonly Way[]): [string, string][] {
  return [
    ['subscribe', quoted(topic)],
    ...(ways.some(({ id }) => id === 'header') ? ([['includeHeaders', '"true"']] as [string, string][]) : []),
  ];
}

/** Glue's serializers may compress what they write. */
export function gluePayload(ways: readonly Way[]): string[] | undefined {
  if (!ways.some(({ id }) => id === 'glue')) return undefined;
  return [
    'import zlib  # the second byte says whether what follows the 18 frame bytes is compressed',
    'spark.udf.register("glue_payload", lambda b: b and bytes(zlib.decompress(b[18:]) if b[1] == 5 else b[18:]), "binary")',
  ];
}

/** How records are told that are not of the first way. */
function waysLines(plan: ReadingPlan): string[] {
  const { ways, split, segments, part } = plan;
  return ways.flatMap((way, index) => {
    if (needsNoTest(plan, index)) return [];
    const name = `is_${way.id}`;
    if (split === 'offsets' && isSimple(plan)) {
      const starts = segments.filter((segment) => segment.way === index).map(({ partition, from }) => `${partition}: ${from}`);
      return [
        `${way.id}_from = {${starts.join(', ')}}  # partition: its first offset of ${way.name}`,
        `${name} = expr(" OR ".join(f"(partition = {p} AND offset >= {o})" for p, o in ${way.id}_from.items()))`,
      ];
    }
    const condition = split === 'offsets' ? wayCondition(plan, index) : `coalesce(${frameTest(way, part, undefined) ?? 'true'}, false)`;
    return [`${name} = expr(${quoted(condition ?? 'true')})`];
  });
}

/** Whether each partition changes at most once, from the first way to the second. */
export function isSimple({ ways, segments, leftOut }: ReadingPlan): boolean {
  return ways.length === 2 && leftOut.length === 0 && segments.every(({ way, from, to }) => (way === 0 ? from === 0n : to === undefined));
}

/** The first way is what remains, unless something is left out. */
function needsNoTest({ split, leftOut, ways }: ReadingPlan, index: number): boolean {
  if (split === 'one') return true;
  return index === 0 && (leftOut.length === 0 || ways[0]?.id === 'bare') && !(split === 'offsets' && leftOut.length > 0);
}

/** Of dates before 1582 Spark wants to be told that nothing older than it wrote them. */
function optionsOf(ways: readonly Way[]): string {
  const hasTimes = ways.some(({ schemas }) => schemas.some(({ text }) => /"(?:local-)?timestamp-|"date"/.test(text)));
  return `{"mode": "FAILFAST"${hasTimes ? ', "datetimeRebaseMode": "CORRECTED"' : ''}}`;
}

function oneSchema(plan: ReadingPlan): string[] {
  const { ways, part } = plan;
  const payload = (way: Way): string => (way.drop === 0 ? `col("${part}")` : `expr("${payloadOf(way, part)}")`);
  const [first, ...others] = ways;
  if (first === undefined) return [];
  const dropped = ways.find(({ drop, id }) => drop > 0 && id !== 'glue');
  const why = dropped === undefined ? '' : `  # ${dropped.drop + 1}: Spark counts from 1; drops the ${dropped.drop} frame bytes`;
  const isRest = needsNoTest(plan, 0);
  const tested = isRest ? others : ways;
  const chain = tested.map((way, index) => `${index === 0 ? '' : '.'}when(is_${way.id}, ${payload(way)})`).join('');
  const chosen = tested.length === 0 ? payload(first) : `${chain}${isRest ? `.otherwise(${payload(first)})` : ''}`;
  return [
    `payload = ${chosen}${why}`,
    `messages = records.select("partition", "offset", from_avro(payload, schema, ${optionsOf(ways)}).alias("message"))`,
  ];
}

function severalSchemas(plan: ReadingPlan, groups: readonly SparkGroup[]): string[] {
  // By their places among all schemas, as they were named above.
  const known = distinct(plan.ways.flatMap(({ schemas }) => schemas));
  const nameOf = (schema: PlannedSchema): string => {
    const index = known.findIndex(({ text }) => text === schema.text);
    return schemaName(known[index] ?? schema, index);
  };
  const isSplit = groups.length > 1;
  const columns = groups.map(({ name }) => (isSplit ? `message_${name}` : 'message'));
  const chains = groups.flatMap(({ reader, cases }, index) => {
    const label = cases.length > 1 ? `  # all are read as ${comment(reader.label)}` : '';
    return [
      `${columns[index] ?? ''} = (${cases.map((each) => caseLine(each, plan, nameOf(each.schema), nameOf(reader))).join('\n           .')})${label}`,
    ];
  });
  return [
    ...(plan.ways.some(({ id, schemas }) => id === 'prefix' && schemas.length > 1)
      ? [`schema_id = expr("${schemaIdSql(plan.part)}")`]
      : []),
    '',
    'def read(payload, writer, reader):  # written with one schema, read as another',
    `    return from_avro(expr(payload), writer, {**${optionsOf(plan.ways)}, "avroSchema": reader})`,
    '',
    ...chains,
    `messages = records.select("partition", "offset", ${columns.map((column) => `${column}.alias("${column}")`).join(', ')})`,
  ];
}

function caseLine({ way, schema, payload }: SparkCase, plan: ReadingPlan, writer: string, reader: string): string {
  const index = plan.ways.indexOf(way);
  const tests = [
    ...(needsNoTest(plan, index) ? [] : [`is_${way.id}`]),
    ...(index === 0 && needsNoTest(plan, 0) ? plan.ways.slice(1).map(({ id }) => `~is_${id}`) : []),
    ...(way.schemas.length > 1 ? [schemaTest(way, schema, plan.part)] : []),
  ];
  const test =
    tests.length === 0 ? `expr("${plan.part} IS NOT NULL")` : tests.length === 1 ? tests[0] : tests.map((each) => `(${each})`).join(' & ');
  return `when(${test ?? ''}, read("${payload}", ${writer}, ${reader}))`;
}

function schemaTest({ id }: Way, { schemaId, fingerprint }: PlannedSchema, part: string): string {
  if (id === 'prefix') return `schema_id == ${schemaId ?? 0}`;
  return `expr("hex(substring(${part}, 1, 10)) = '${singleObjectStart(fingerprint)}'")`;
}
