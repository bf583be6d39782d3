import type { ClusterFacts } from '../clusterFacts.ts';
import type { Snippet } from '../snippet.ts';
import { comment, firstLine, headingOf, javaClientSettings, javaText, lines, quoted } from './code.ts';
import type { PlanInput } from './pyspark.ts';
import { distinct } from './pyspark.ts';
import type { PlannedSchema, ReadingPlan, Way } from './readingPlan.ts';
import { singleObjectStart } from './sparkCases.ts';

/** Confluent's deserializer for its frames, Avro's own reader for the others, in one program without a group. */
export function javaSnippet({ diagnosis, cluster, plan }: PlanInput): Snippet | undefined {
  const { ways, topic } = plan;
  const isByRegistry = ({ id }: Way): boolean => id === 'prefix' && asksRegistry(cluster);
  const plain = ways.filter((way) => !isByRegistry(way));
  if (plain.some(({ schemas, id }) => schemas.length > 1 && id !== 'single' && id !== 'prefix')) return undefined;
  const schemas = distinct(plain.flatMap((way) => way.schemas));
  const framed = ways.some(isByRegistry);
  const ranWith = 'KafkaAvroDeserializer 7.9.5';
  const name = (schema: PlannedSchema): string => `SCHEMA_${schemas.findIndex(({ text }) => text === schema.text) + 1}`;
  const body = (way: Way): string => {
    const [only] = way.schemas;
    if (isByRegistry(way)) return `framed.deserialize(${quoted(topic)}, data)`;
    const [bytes, from] = way.id === 'glue' ? ['glue(data)', 0] : ['data', way.drop];
    if (way.schemas.length === 1 && only !== undefined) return `bare(${bytes}, ${from}, ${name(only)})`;
    const tests = way.schemas.map((each) => `hex.startsWith("${startOf(way, each)}") ? ${name(each)}`);
    return `bare(${bytes}, ${from}, ${tests.join(' : ')} : null)`;
  };
  const text = lines(
    firstLine('//', ranWith),
    headingOf(diagnosis, plan).map((line) => `// ${line}`),
    '// Needs io.confluent:kafka-avro-serializer:7.9.5, which brings Avro and Kafka’s client.',
    program(cluster, plan, {
      statics: schemas.map(
        (each) => `  static final Schema ${name(each)} = new Schema.Parser().parse(${javaText(each.text)}); // ${comment(each.label)}`,
      ),
      framed: framed ? [] : undefined,
      read: readLines(plan, body),
      methods: [...(plain.length > 0 ? bareMethod : []), ...(plain.some(({ id }) => id === 'glue') ? glueMethod : [])],
    }),
  );
  return { id: 'java', title: 'Java', language: 'java', text, ranWith, says: '' };
}

/** What Confluent's deserializer can do from 8.1 on: bare Avro by an id that is set, and GUIDs in headers and prefixes. */
export function java8Snippet({ diagnosis, cluster, plan }: PlanInput): Snippet | undefined {
  const { ways, topic, part, split } = plan;
  const [way] = ways;
  if (way === undefined || split !== 'one' || !asksRegistry(cluster)) return undefined;
  const id = way.id === 'bare' ? way.schemas[0]?.schemaId : undefined;
  if (id === undefined && way.id !== 'guid' && way.framing !== 'confluent-header') return undefined;
  const settings =
    id === undefined
      ? []
      : [
          `    registry.put("use.schema.id", ${id});`,
          `    registry.put("${part}.schema.id.deserializer", "io.confluent.kafka.serializers.schema.id.ConfigSchemaIdDeserializer");`,
        ];
  const text = lines(
    firstLine('//', undefined),
    headingOf(diagnosis, plan).map((line) => `// ${line}`),
    '// Needs io.confluent:kafka-avro-serializer from 8.1 on, which brings Avro and Kafka’s client.',
    program(cluster, plan, {
      statics: [],
      framed: settings,
      read: [`    return framed.deserialize(${quoted(topic)}, record.headers(), data);`],
      methods: [],
    }),
  );
  const says =
    id === undefined
      ? 'Confluent’s deserializer 8.1 reads GUIDs by itself.'
      : 'Confluent’s deserializer 8.1 reads bare Avro by an id that is set.';
  return { id: 'java-8', title: 'Java (8.x)', language: 'java', text, ranWith: undefined, says };
}

/** The name of a header is not known here, so that such a registry is not asked: the schemas stand in the code. */
function asksRegistry({ registryUrl, registryAuth }: ClusterFacts): boolean {
  return registryUrl !== undefined && registryAuth !== 'header';
}

interface ProgramParts {
  readonly statics: readonly string[];
  /** More settings of Confluent's deserializer; undefined where it is not used. */
  readonly framed: readonly string[] | undefined;
  /** The end of the method that reads a record: of `data`, and of `hex` where that is looked at. */
  readonly read: readonly string[];
  readonly methods: readonly string[];
}

function program(cluster: ClusterFacts, { topic, part }: ReadingPlan, { statics, framed, read, methods }: ProgramParts): string[] {
  const secret = (variable: string): string => `System.getenv("${variable}")`;
  const settings = javaClientSettings(cluster, (before, after) => `${quoted(before)} + ${secret('KAFKA_PASSWORD')} + ${quoted(after)}`);
  const auth: Readonly<Record<ClusterFacts['registryAuth'], readonly string[]>> = {
    none: [],
    basic: [
      '    registry.put("basic.auth.credentials.source", "USER_INFO");',
      `    registry.put("basic.auth.user.info", ${quoted(`${cluster.registryUser ?? ''}:`)} + ${secret('REGISTRY_PASSWORD')});`,
    ],
    bearer: [
      '    registry.put("bearer.auth.credentials.source", "STATIC_TOKEN");',
      `    registry.put("bearer.auth.token", ${secret('REGISTRY_TOKEN')});`,
    ],
    header: [],
  };
  const usesHex = read.some((line) => line.includes('hex.'));
  return [
    ...(framed === undefined ? [] : ['import io.confluent.kafka.serializers.KafkaAvroDeserializer;']),
    'import java.time.Duration;',
    'import java.util.*;',
    ...(methods.length === 0
      ? []
      : ['import org.apache.avro.Schema;', 'import org.apache.avro.generic.GenericDatumReader;', 'import org.apache.avro.io.*;']),
    'import org.apache.kafka.clients.consumer.*;',
    'import org.apache.kafka.common.TopicPartition;',
    'import org.apache.kafka.common.serialization.ByteArrayDeserializer;',
    '',
    'public class ReadTopic {',
    ...statics,
    ...(framed === undefined ? [] : ['  static final KafkaAvroDeserializer framed = new KafkaAvroDeserializer();']),
    '',
    '  static Object read(ConsumerRecord<byte[], byte[]> record) throws Exception {',
    `    byte[] data = record.${part}();`,
    '    if (data == null) return null;',
    ...(usesHex ? ['    String hex = HexFormat.of().withUpperCase().formatHex(data, 0, Math.min(data.length, 10));'] : []),
    ...read,
    '  }',
    '',
    ...methods,
    '  public static void main(String[] args) throws Exception {',
    ...(framed === undefined
      ? []
      : [
          '    Map<String, Object> registry = new HashMap<>();',
          `    registry.put("schema.registry.url", ${quoted(cluster.registryUrl ?? '')});`,
          ...auth[cluster.registryAuth],
          ...framed,
          `    framed.configure(registry, ${part === 'key' ? 'true' : 'false'});`,
        ]),
    '    Properties settings = new Properties();',
    ...settings.map(([key, value]) => `    settings.put("${key}", ${value});`),
    '    settings.put("enable.auto.commit", "false"); // no group: partitions are assigned, and nothing is committed',
    '    try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {',
    '      List<TopicPartition> partitions = new ArrayList<>();',
    `      for (var info : consumer.partitionsFor(${quoted(topic)})) partitions.add(new TopicPartition(info.topic(), info.partition()));`,
    '      consumer.assign(partitions);',
    '      consumer.seekToBeginning(partitions);',
    '      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);',
    '      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {',
    '        for (var record : consumer.poll(Duration.ofSeconds(1))) {',
    '          System.out.println(record.partition() + " " + record.offset() + " " + read(record));',
    '        }',
    '      }',
    '    }',
    '  }',
    '}',
  ];
}

const bareMethod = [
  '  static Object bare(byte[] data, int from, Schema schema) throws Exception {',
  '    if (schema == null) throw new IllegalStateException("None of the known schemas wrote this.");',
  '    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(data, from, data.length - from, null);',
  '    Object value = new GenericDatumReader<Object>(schema).read(null, decoder);',
  '    if (!decoder.isEnd()) throw new IllegalStateException("Bytes are left over.");',
  '    return value;',
  '  }',
  '',
];

const glueMethod = [
  '  static byte[] glue(byte[] data) throws Exception { // the second byte says whether what follows the 18 frame bytes is compressed',
  '    var body = new java.io.ByteArrayInputStream(data, 18, data.length - 18);',
  '    return data[1] == 5 ? new java.util.zip.InflaterInputStream(body).readAllBytes() : body.readAllBytes();',
  '  }',
  '',
];

function readLines({ ways, split, segments, part, leftOut }: ReadingPlan, body: (way: Way) => string): string[] {
  const [first] = ways;
  if (first === undefined) return [];
  if (split === 'one') return [`    return ${body(first)};`];
  if (split === 'offsets') {
    const tests = segments.flatMap(({ partition, from, to, way }) => {
      const chosen = way === undefined ? undefined : ways[way];
      const end = to === undefined ? '' : ` && record.offset() < ${to}L`;
      return chosen === undefined
        ? []
        : [`    if (record.partition() == ${partition} && record.offset() >= ${from}L${end}) return ${body(chosen)};`];
    });
    return [...tests, `    return ${leftOut.length > 0 ? 'null' : body(first)};`];
  }
  const rest = ways.find(({ id }) => id === 'bare');
  const tests = ways.flatMap((way) => (way.id === 'bare' ? [] : [`    if (${testOf(way, part)}) return ${body(way)};`]));
  return [...tests, `    return ${rest === undefined ? 'null' : body(rest)};`];
}

/** In hex: what a value of this schema begins with. */
function startOf({ id }: Way, { schemaId = 0, fingerprint }: PlannedSchema): string {
  return id === 'single' ? singleObjectStart(fingerprint) : `00${schemaId.toString(16).padStart(8, '0').toUpperCase()}`;
}

function testOf(way: Way, part: string): string {
  switch (way.id) {
    case 'prefix':
    case 'single':
      return way.schemas.map((schema) => `hex.startsWith("${startOf(way, schema)}")`).join(' || ');
    case 'guid':
      return 'hex.startsWith("01") && data.length > 17';
    case 'apicurio':
      return 'hex.startsWith("00") && data.length > 9';
    case 'glue':
      return 'hex.startsWith("0300") || hex.startsWith("0305")';
    default:
      return [`__${part}_schema_id`, `apicurio.${part}.contentId`, `apicurio.${part}.globalId`]
        .map((name) => `record.headers().lastHeader("${name}") != null`)
        .join(' || ');
  }
}
