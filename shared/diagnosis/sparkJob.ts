import type { ClusterFacts } from './clusterFacts.ts';
import type { Diagnosis } from './diagnosis.ts';
import { comment, headingOf, lines, quoted } from './snippets/code.ts';
import { distinct, gluePayload, imports, schemaLines, schemaName, sourceOptions, sparkPackages } from './snippets/pyspark.ts';
import { planReading } from './snippets/readingPlan.ts';
import type { PlannedSchema, ReadingPlan } from './snippets/readingPlan.ts';
import { schemaIdSql, sparkCases, sparkGroups } from './snippets/sparkCases.ts';
import type { SparkCase } from './snippets/sparkCases.ts';
import { filterInSpark } from './sparkJobFilter.ts';
import type { SparkColumn } from './sparkJobTypes.ts';

export interface SparkJobInput {
  readonly diagnosis: Diagnosis;
  readonly cluster: ClusterFacts;
  readonly mode: 'batch' | 'streaming';
  /** CEL, as the viewer has it. */
  readonly filter: string | undefined;
  readonly output: SparkOutput;
  /** The partitions and offsets that are read; all of the topic without. */
  readonly range?: readonly SparkRange[] | undefined;
}

export type SparkOutput =
  | { readonly kind: 'parquet'; readonly path: string }
  /** @property schemaId of what was written without one */
  | {
      readonly kind: 'topic';
      readonly topic: string;
      readonly framing: 'bare' | 'confluent-prefix';
      readonly schemaId?: number | undefined;
    };

export interface SparkRange {
  readonly partition: number;
  readonly from: bigint;
  /** Exclusive; undefined for the end. */
  readonly to: bigint | undefined;
}

export interface SparkJob {
  /** A program of Python, whole; its head says how it is run. */
  readonly text: string;
  /** The line that runs it, as `job.py`. */
  readonly submit: string;
}

/**
 * A program for Spark that reads the values of a whole topic as they are framed, decodes and filters them, and writes them on.
 *
 * @returns why there is none, in one sentence, where it would be wrong or can't be said in Spark
 */
export function sparkJob(input: SparkJobInput): SparkJob | { readonly refused: string } {
  const { diagnosis, output } = input;
  const plan = planReading(diagnosis, 'value');
  if (typeof plan === 'string') return { refused: plan };
  const cases = sparkCases(plan);
  if (typeof cases === 'string') return { refused: cases };
  const refused = outputRefusal(output, plan, cases);
  if (refused !== undefined) return { refused };
  const key = keyOf(diagnosis);
  const filter = filterOf(input.filter, cases, key);
  if ('refused' in filter) return filter;
  const submit = `spark-submit --packages ${sparkPackages} job.py`;
  return { text: program({ ...input, plan, cases, key, condition: filter.condition, submit }), submit };
}

interface Job extends SparkJobInput {
  readonly plan: ReadingPlan;
  readonly cases: readonly SparkCase[];
  readonly key: Key;
  readonly condition: string | undefined;
  readonly submit: string;
}

interface Key {
  /** SQL of what the key is; undefined where it stays bytes. */
  readonly sql: string | undefined;
  readonly schema: PlannedSchema | undefined;
  readonly column: SparkColumn | undefined;
}

function keyOf(diagnosis: Diagnosis): Key {
  const { classes, state } = diagnosis.key;
  const filled = classes.filter(({ framing }) => framing !== 'null');
  if (state === 'one' && filled.every(({ framing }) => framing === 'text')) {
    const sql = 'CAST(key AS STRING)';
    return { sql, schema: undefined, column: { schema: 'text', sql } };
  }
  const plan = planReading(diagnosis, 'key');
  const cases = typeof plan === 'string' || plan.split !== 'one' ? [] : sparkCases(plan);
  const [only, ...others] = typeof cases === 'string' ? [] : cases;
  if (only === undefined || others.length > 0 || only.way.id === 'glue') return { sql: undefined, schema: undefined, column: undefined };
  return { sql: only.payload, schema: only.schema, column: { schema: only.schema.schema, sql: 'key_read' } };
}

function outputRefusal(output: SparkOutput, { topic }: ReadingPlan, cases: readonly SparkCase[]): string | undefined {
  if (output.kind === 'parquet') return undefined;
  if (output.topic === topic) return 'A topic is never re-framed onto itself: choose another one.';
  const schemas = distinct(cases.map(({ schema }) => schema));
  if (output.framing === 'bare' && schemas.length > 1) {
    return `Bare Avro does not say which of ${schemas.length} schemas wrote a value: choose the Confluent prefix.`;
  }
  if (output.framing === 'bare') return undefined;
  const nameless = cases.find(({ schema }) => (schema.schemaId ?? output.schemaId) === undefined);
  return nameless && `${nameless.schema.label} has no schema id: register it first.`;
}

/** Each kind of record by its writer schema, as the viewer reads it; a value that is null is none of them. */
function filterOf(
  text: string | undefined,
  cases: readonly SparkCase[],
  key: Key,
): { readonly condition: string | undefined } | { readonly refused: string } {
  if (text === undefined || text.trim() === '') return { condition: undefined };
  const conditions: string[] = [];
  const isPrefix = cases.every(({ way }) => way.id === 'prefix');
  for (const [index, { schema }] of cases.entries()) {
    const schemaId = isPrefix ? `IF(value IS NULL, NULL, ${schemaIdSql('value')})` : undefined;
    const made = filterInSpark(text, { key: key.column, value: { schema: schema.schema, sql: `written_${index}` }, schemaId });
    if ('refused' in made) return made;
    conditions.push(`${index === 0 ? 'WHEN kind IN (-1, 0)' : `WHEN kind = ${index}`} THEN ${made.sql}`);
  }
  return { condition: `CASE ${conditions.join(' ')} END` };
}

function program(job: Job): string {
  const { diagnosis, cluster, plan, cases, key, output, mode, filter, condition, submit } = job;
  const groups = sparkGroups(cases);
  const schemas = distinct([...cases.map(({ schema }) => schema), ...(key.schema === undefined ? [] : [key.schema])]);
  const nameOf = (schema: PlannedSchema): string => {
    const index = schemas.findIndex(({ text }) => text === schema.text);
    return schemaName(schemas[index] ?? schema, index);
  };
  return lines(
    headingOf(diagnosis, plan).map((line) => `# ${line}`),
    `# ${submit}${mode === 'streaming' ? '   # with --available-now it ends where the topic ends now' : ''}`,
    imports(cluster),
    mode === 'streaming' ? 'import sys' : undefined,
    'from pyspark.sql import SparkSession',
    'from pyspark.sql.avro.functions import from_avro',
    'from pyspark.sql.functions import coalesce, col, expr, lit, when',
    '',
    `spark = (SparkSession.builder.appName(${quoted(`${plan.topic} continued`)})`,
    '         .config("spark.sql.session.timeZone", "UTC")',
    '         .config("spark.sql.caseSensitive", "true")  # fields may differ in their case alone',
    output.kind === 'parquet'
      ? [
          '         .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")',
          '         .config("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")',
        ]
      : undefined,
    '         .getOrCreate())',
    gluePayload(plan.ways),
    schemaLines(schemas, nameOf),
    '# Which records, their Avro binary, and the schema that wrote it.',
    'KINDS = [',
    cases.map(({ condition: which, payload, schema }) => `    (${quoted(which)}, ${quoted(payload)}, ${nameOf(schema)}),`),
    ']',
    'OPTIONS = {"mode": "FAILFAST", "datetimeRebaseMode": "CORRECTED"}',
    '',
    sourceCode(job),
    kindCode(plan),
    'for i, (_, payload, writer) in enumerate(KINDS):',
    '    records = records.withColumn(f"written_{i}", when(col("kind") == i, from_avro(expr(payload), writer, OPTIONS)))',
    key.schema === undefined
      ? undefined
      : `records = records.withColumn("key_read", from_avro(expr(${quoted(key.sql ?? 'key')}), ${nameOf(key.schema)}, OPTIONS))`,
    condition === undefined
      ? undefined
      : [
          `# The filter: ${comment(filter ?? '')}`,
          '# Where it fails, as at a field that is not there, it says NULL, and the record is no hit.',
          `records = records.where(expr(${quoted(condition)}))`,
        ],
    '',
    output.kind === 'parquet' ? parquetCode(job, groups, nameOf) : topicCode(job, output),
  );
}

function sourceCode({ cluster, plan, mode, range, diagnosis }: Job): string[] {
  const partitions = diagnosis.partitions.map(({ partition }) => partition);
  const asJson = (of: (each: SparkRange | undefined) => bigint): string => {
    const offsets = partitions.map(
      (partition) => `${quoted(String(partition))}: ${of(range?.find((each) => each.partition === partition))}`,
    );
    return quoted(`{${quoted(plan.topic)}: {${offsets.join(', ')}}}`);
  };
  const isRange = range !== undefined && range.length > 0;
  // Kafka's -2 is the first offset, -1 the end.
  const starts = isRange && partitions.length > 0 ? asJson((each) => each?.from ?? -2n) : '"earliest"';
  const options = [...sourceOptions(cluster), ['subscribe', quoted(plan.topic)], ['includeHeaders', '"true"'], ['startingOffsets', starts]];
  const code = [
    `records = (spark.${mode === 'batch' ? 'read' : 'readStream'}.format("kafka")`,
    `${options.map(([name, value]) => `           .option("${name ?? ''}", ${value ?? ''})`).join('\n')}.load())`,
  ];
  if (!isRange) return code;
  const conditions = range.map(
    ({ partition, from, to }) => `(partition = ${partition} AND offset >= ${from}${to === undefined ? '' : ` AND offset < ${to}`})`,
  );
  return [...code, `records = records.where(${quoted(conditions.join(' OR '))})`];
}

/** A record that is framed in another way than it was diagnosed ends the job: a wrong value would be worse. */
function kindCode({ leftOut }: ReadingPlan): string[] {
  const kind =
    'records = records.withColumn("kind", coalesce(when(col("value").isNull(), lit(-1)), *[when(expr(c), lit(i)) for i, (c, _, _) in enumerate(KINDS)]))';
  if (leftOut.length > 0) return [kind, 'records = records.where("kind IS NOT NULL")'];
  const error = "raise_error(concat('Partition ', partition, ', offset ', offset, ' is not framed as it was diagnosed.'))";
  return [kind, `records = records.withColumn("kind", expr(${quoted(`coalesce(kind, CAST(${error} AS INT))`)}))`];
}

function parquetCode(
  { cases, mode, key, output }: Job,
  groups: ReturnType<typeof sparkGroups>,
  nameOf: (schema: PlannedSchema) => string,
): string[] {
  const columns = groups.map(({ name }) => (groups.length > 1 ? `value_${name}` : 'value'));
  const chains = groups.map(({ reader, cases: own }, group) => {
    const read = own.map((each) => {
      const index = cases.indexOf(each);
      if (each.schema.text === reader.text) return `col("written_${index}")`;
      return `when(col("kind") == ${index}, from_avro(expr(KINDS[${index}][1]), KINDS[${index}][2], {**OPTIONS, "avroSchema": ${nameOf(reader)}}))`;
    });
    return `coalesce(${read.join(', ')}).alias("${columns[group] ?? ''}")`;
  });
  const keys =
    key.schema === undefined ? (key.sql === undefined ? '"key"' : `expr("${key.sql}").alias("key")`) : 'col("key_read").alias("key")';
  const path = output.kind === 'parquet' ? output.path : '';
  return [
    `messages = records.select("partition", "offset", "timestamp", ${keys}, "headers", ${chains.join(', ')})`,
    ...(mode === 'batch'
      ? [`messages.write.parquet(${quoted(path)})`]
      : streamCode('messages', `.format("parquet").option("path", ${quoted(path)})`, `${path}.checkpoint`)),
  ];
}

function topicCode({ cases, mode, cluster, plan }: Job, output: SparkOutput & { readonly kind: 'topic' }): string[] {
  const values = cases.map(({ schema, payload }, index) => {
    const id = (schema.schemaId ?? output.schemaId ?? 0).toString(16).padStart(8, '0');
    const framed = output.framing === 'bare' ? payload : `concat(X'00${id}', ${payload})`;
    // What can't be decoded ends the job before it is written; a null of a whole value is one byte.
    return `WHEN kind = ${index} THEN IF(written_${index} IS NULL AND length(${payload}) > 1, CAST(raise_error('undecodable') AS BINARY), ${framed})`;
  });
  const options = [...sourceOptions(cluster), ['topic', quoted(output.topic)]]
    .map(([name, value]) => `.option("${name ?? ''}", ${value ?? ''})`)
    .join('');
  return [
    `# ${output.framing === 'bare' ? 'Bare Avro' : 'The Confluent prefix'}; keys, headers and partitions are kept. Spark's sink gives each record the time at which it is`,
    '# written, and what it has to try twice may stand there twice.',
    `framed = records.select("key", expr(${quoted(`CASE ${values.join(' ')} END`)}).alias("value"), "headers", "partition")`,
    ...(mode === 'batch'
      ? [`framed.write.format("kafka")${options}.save()`]
      : streamCode('framed', `.format("kafka")${options}`, `${plan.topic}-to-${output.topic}.checkpoint`)),
  ];
}

function streamCode(frame: string, sink: string, checkpoint: string): string[] {
  return [
    'trigger = {"availableNow": True} if "--available-now" in sys.argv else {"processingTime": "10 seconds"}',
    `query = (${frame}.writeStream${sink}`,
    `         .option("checkpointLocation", ${quoted(checkpoint)})  # where it goes on when it is started again`,
    '         .trigger(**trigger).start())',
    'query.awaitTermination()',
  ];
}
