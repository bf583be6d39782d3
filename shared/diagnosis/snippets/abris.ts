import type { Snippet } from '../snippet.ts';
import { comment, firstLine, headingOf, lines, quoted, scalaText } from './code.ts';
import { gluePayload, imports, schemaLines, sourceOptions, topicOptions } from './pyspark.ts';
import type { PlanInput } from './pyspark.ts';
import type { PlannedSchema, ReadingPlan } from './readingPlan.ts';
import { frameTest, payloadOf, wayCondition } from './sparkCases.ts';

const packages = [
  'za.co.absa:abris_2.12:5.1.1',
  'org.apache.spark:spark-avro_2.12:3.1.3',
  'org.apache.spark:spark-sql-kafka-0-10_2.12:3.1.3',
];

/** ABRiS for what has Confluent's prefix, Spark's own `from_avro` for the rest; undefined where nothing has such a prefix. */
export function abrisSnippets({ diagnosis, cluster, plan }: PlanInput): readonly Snippet[] {
  const { ways, part, topic } = plan;
  const framed = ways.findIndex(({ id }) => id === 'prefix');
  const way = ways[framed];
  const others = ways.filter((_, index) => index !== framed);
  const isFit = way !== undefined && cluster.registryUrl !== undefined && cluster.registryAuth === 'none';
  if (!isFit || others.some((each) => each.schemas.length > 1 || each.id === 'glue')) return [];
  const isOwn = way.schemas.some(({ subject }) => subject === `${topic}-${part}`);
  const id = way.schemas[0]?.schemaId ?? 0;
  const isKey = part === 'key';
  const ranWith = 'ABRiS 5.1.1, Spark 3.1.3';
  const heading = [
    ...headingOf(diagnosis, plan),
    'ABRiS needs Confluent’s client, which is in Confluent’s own Maven repository: name that in spark.jars.repositories.',
  ];
  const frames = whereOf(plan, framed);
  const rest = others.map((each) => ({ each, where: whereOf(plan, ways.indexOf(each)), name: `schema_${each.id}` }));
  const python = lines(
    firstLine('#', ranWith),
    heading.map((line) => `# ${line}`),
    imports(cluster),
    'from pyspark.sql import SparkSession',
    others.length > 0 ? 'from pyspark.sql.avro.functions import from_avro as spark_from_avro' : undefined,
    'from pyspark.sql.column import Column, _to_java_column',
    'from pyspark.sql.functions import col, expr',
    '',
    `spark = (SparkSession.builder.appName(${quoted(topic)})`,
    `         .config("spark.jars.packages", ${quoted(packages.join(','))})`,
    '         .getOrCreate())',
    'abris = spark._jvm.za.co.absa.abris',
    '',
    'def abris_settings(topic, is_key=False):  # the reader schema comes from the registry',
    '    return (abris.config.AbrisConfig.fromConfluentAvro()',
    isOwn
      ? '            .downloadReaderSchemaByLatestVersion().andTopicNameStrategy(topic, is_key)'
      : `            .downloadReaderSchemaById(${id})`,
    `            .usingSchemaRegistry(${quoted(cluster.registryUrl)}))`,
    '',
    'def from_avro(column, settings):',
    '    return Column(abris.avro.functions.from_avro(_to_java_column(column), settings))',
    '',
    'def to_avro(column, settings):  # settings: AbrisConfig.toConfluentAvro()…',
    '    return Column(abris.avro.functions.to_avro(_to_java_column(column), settings))',
    '',
    rest.flatMap(({ each, name }) => schemaLines(each.schemas, () => name)),
    gluePayload(ways),
    `records = (spark.read.format("kafka")`,
    `${[...sourceOptions(cluster), ...topicOptions(topic, ways)].map(([name, value]) => `           .option("${name}", ${value})`).join('\n')}.load())`,
    `messages = (records.where(${quoted(frames)}).select("partition", "offset", from_avro(col("${part}"), abris_settings(${quoted(topic)}, ${isKey ? 'True' : 'False'})).alias("message")))`,
    rest.map(
      ({ each, where, name }) =>
        `messages = messages.unionByName(records.where(${quoted(where)}).select("partition", "offset", spark_from_avro(expr("${payloadOf(each, part)}"), ${name}, {"mode": "FAILFAST"}).alias("message")))`,
    ),
    'messages.show(truncate=False)',
  );
  const options = [...sourceOptions(cluster), ...topicOptions(topic, ways)].map(
    ([name, value]) => `  .option("${name}", ${value.replace('os.environ["KAFKA_PASSWORD"]', 'sys.env("KAFKA_PASSWORD")')})`,
  );
  const scala = lines(
    firstLine('//', ranWith),
    heading.map((line) => `// ${line}`),
    `// spark-shell --packages ${packages.join(',')} -i read.scala`,
    'import org.apache.spark.sql.SparkSession',
    'import org.apache.spark.sql.functions.{col, expr}',
    others.length > 0 ? 'import org.apache.spark.sql.avro.functions.{from_avro => sparkFromAvro}' : undefined,
    'import za.co.absa.abris.avro.functions.from_avro',
    'import za.co.absa.abris.config.AbrisConfig',
    '',
    'val spark = SparkSession.builder.getOrCreate()',
    'val abris = (AbrisConfig.fromConfluentAvro',
    isOwn
      ? `  .downloadReaderSchemaByLatestVersion.andTopicNameStrategy(${quoted(topic)}, isKey = ${String(isKey)})`
      : `  .downloadReaderSchemaById(${id})`,
    `  .usingSchemaRegistry(${quoted(cluster.registryUrl)}))`,
    rest.flatMap(({ each, name }) => scalaSchema(name, each.schemas[0])),
    'val records = (spark.read.format("kafka")',
    `${options.join('\n')}.load())`,
    `val framed = records.where(${quoted(frames)}).select(col("partition"), col("offset"), from_avro(col("${part}"), abris).as("message"))`,
    rest.map(
      ({ each, where, name }) =>
        `val ${each.id} = records.where(${quoted(where)}).select(col("partition"), col("offset"), sparkFromAvro(expr("${payloadOf(each, part)}"), ${name}).as("message"))`,
    ),
    `val messages = framed${rest.map(({ each }) => `.unionByName(${each.id})`).join('')}`,
    'messages.show(false)',
  );
  const says = others.length > 0 ? 'ABRiS reads Confluent’s prefix only: it gets those records, and Spark’s own from_avro the others.' : '';
  return [
    {
      id: 'abris-pyspark',
      title: 'ABRiS (PySpark)',
      language: 'python',
      text: python,
      ranWith,
      says,
    },
    { id: 'abris-scala', title: 'ABRiS (Scala)', language: 'scala', text: scala, ranWith, says },
  ];
}

function whereOf(plan: ReadingPlan, index: number): string {
  const way = plan.ways[index];
  return wayCondition(plan, index) ?? (way && frameTest(way, plan.part, undefined)) ?? 'true';
}

function scalaSchema(name: string, schema: PlannedSchema | undefined): string[] {
  return schema === undefined ? [] : [`val ${name} = ${scalaText(schema.text)} // ${comment(schema.label)}`];
}
