import type { Snippet } from '../snippet.ts';
import { comment, headingOf, javaClientSettings, lines, quoted } from './code.ts';
import type { PlanInput } from './pyspark.ts';
import { distinct } from './pyspark.ts';
import type { PlannedSchema, ReadingPlan, Way } from './readingPlan.ts';
import { singleObjectStart } from './sparkCases.ts';

/** Confluent's deserializer for its frames, Avro's own reader for the others, in one program without a group. */
export function javaSnippet({ diagnosis, cluster, plan }: PlanInput): Snippet | undefined {
  const { ways, topic, part } = plan;
  const isByRegistry = ({ id }: Way): boolean => id === 'prefix' && cluster.registryUrl !== undefined;
  if (ways.some((way) => ['guid', 'glue'].includes(way.id) || (!isByRegistry(way) && way.schemas.length > 1 && way.id !== 'single')))
    return undefined;
  const plain = ways.filter((way) => !isByRegistry(way));
  const schemas = distinct(plain.flatMap((way) => way.schemas));
  const framed = ways.some(isByRegistry);
  const ran = ways.every(({ id }) => ['prefix', 'bare', 'single'].includes(id));
  const name = (schema: PlannedSchema): string => `SCHEMA_${schemas.findIndex(({ text }) => text === schema.text) + 1}`;
  const bareId = plain.find(({ id }) => id === 'bare')?.schemas[0]?.schemaId;
  const secret = (variable: string): string => `System.getenv("${variable}")`;
  const settings = javaClientSettings(cluster, (before, after) => `${quoted(before)} + ${secret('KAFKA_PASSWORD')} + ${quoted(after)}`);
  const registry = [
    `    registry.put("schema.registry.url", ${quoted(cluster.registryUrl ?? '')});`,
    ...(cluster.registryAuth === 'basic'
      ? [
          '    registry.put("basic.auth.credentials.source", "USER_INFO");',
          `    registry.put("basic.auth.user.info", ${quoted(`${cluster.registryUser ?? ''}:`)} + ${secret('REGISTRY_PASSWORD')});`,
        ]
      : cluster.registryAuth === 'bearer'
        ? [
            '    registry.put("bearer.auth.credentials.source", "STATIC_TOKEN");',
            `    registry.put("bearer.auth.token", ${secret('REGISTRY_TOKEN')});`,
          ]
        : []),
  ];
  const body = (way: Way): string => {
    const [only] = way.schemas;
    if (isByRegistry(way)) return `framed.deserialize(${quoted(topic)}, data)`;
    if (way.schemas.length === 1 && only !== undefined) return `bare(data, ${way.drop}, ${name(only)})`;
    const tests = way.schemas.map((each) => `hex.startsWith("${singleObjectStart(each.fingerprint)}") ? ${name(each)}`);
    return `bare(data, ${way.drop}, ${tests.join(' : ')} : null)`;
  };
  const text = lines(
    ran ? undefined : '// not run: no test runs this one',
    headingOf(diagnosis, plan).map((line) => `// ${line}`),
    '// Needs io.confluent:kafka-avro-serializer:7.9.5, which brings Avro and Kafka’s client.',
    bareId === undefined
      ? undefined
      : [
          '// From 8.x on Confluent’s deserializer reads bare Avro by itself, by an id that is set:',
          `//   use.schema.id = ${bareId}`,
          `//   ${part}.schema.id.deserializer = io.confluent.kafka.serializers.schema.id.ConfigSchemaIdDeserializer`,
        ],
    framed ? 'import io.confluent.kafka.serializers.KafkaAvroDeserializer;' : undefined,
    'import java.time.Duration;',
    'import java.util.*;',
    'import org.apache.avro.Schema;',
    'import org.apache.avro.generic.GenericDatumReader;',
    'import org.apache.avro.io.*;',
    'import org.apache.kafka.clients.consumer.*;',
    'import org.apache.kafka.common.TopicPartition;',
    'import org.apache.kafka.common.serialization.ByteArrayDeserializer;',
    '',
    'public class ReadTopic {',
    schemas.map(
      (each) => `  static final Schema ${name(each)} = new Schema.Parser().parse(${javaText(each.text)}); // ${comment(each.label)}`,
    ),
    framed ? '  static final KafkaAvroDeserializer framed = new KafkaAvroDeserializer();' : undefined,
    '',
    '  static Object read(ConsumerRecord<byte[], byte[]> record) throws Exception {',
    `    byte[] data = record.${part}();`,
    '    if (data == null) return null;',
    '    String hex = HexFormat.of().withUpperCase().formatHex(data, 0, Math.min(data.length, 10));',
    readLines(plan, body),
    '  }',
    '',
    plain.length > 0 ? bareMethod : undefined,
    '  public static void main(String[] args) throws Exception {',
    framed
      ? [
          '    Map<String, Object> registry = new HashMap<>();',
          ...registry,
          `    framed.configure(registry, ${part === 'key' ? 'true' : 'false'});`,
        ]
      : undefined,
    '    Properties settings = new Properties();',
    settings.map(([key, value]) => `    settings.put("${key}", ${value});`),
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
  );
  return { id: 'java', title: 'Java', language: 'java', text, ranWith: ran ? 'KafkaAvroDeserializer 7.9.5' : undefined, says: '' };
}

const bareMethod = [
  '  static Object bare(byte[] data, int from, Schema schema) throws Exception {',
  '    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(data, from, data.length - from, null);',
  '    Object value = new GenericDatumReader<Object>(schema).read(null, decoder);',
  '    if (!decoder.isEnd()) throw new IllegalStateException("Bytes are left over.");',
  '    return value;',
  '  }',
  '',
];

/** The class file's limit of a literal is 65,535 bytes. */
function javaText(json: string): string {
  const pieces = json.match(/[^]{1,15000}/gu) ?? [];
  return pieces.length <= 1 ? quoted(json) : `String.join("", ${pieces.map(quoted).join(', ')})`;
}

function readLines({ ways, split, segments, part }: ReadingPlan, body: (way: Way) => string): string[] {
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
    return [...tests, '    return null;'];
  }
  const rest = ways.find(({ id }) => id === 'bare');
  const tests = ways.flatMap((way) => (way.id === 'bare' ? [] : [`    if (${testOf(way, part)}) return ${body(way)};`]));
  return [...tests, `    return ${rest === undefined ? 'null' : body(rest)};`];
}

function testOf({ id, schemas }: Way, part: string): string {
  const starts =
    id === 'prefix'
      ? schemas.flatMap(({ schemaId }) => (schemaId === undefined ? [] : [`00${schemaId.toString(16).padStart(8, '0').toUpperCase()}`]))
      : id === 'single'
        ? schemas.map(({ fingerprint }) => singleObjectStart(fingerprint))
        : [];
  if (starts.length > 0) return starts.map((start) => `hex.startsWith("${start}")`).join(' || ');
  if (id === 'apicurio') return 'hex.startsWith("00") && data.length > 9';
  return [`__${part}_schema_id`, `apicurio.${part}.contentId`, `apicurio.${part}.globalId`]
    .map((name) => `record.headers().lastHeader("${name}") != null`)
    .join(' || ');
}
