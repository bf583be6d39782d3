import type { ClusterFacts } from '../clusterFacts.ts';
import type { Snippet } from '../snippet.ts';
import { firstLine, headingOf, lines, quoted } from './code.ts';
import { distinct, isSimple, schemaLines, schemaName } from './pyspark.ts';
import type { PlanInput } from './pyspark.ts';
import type { PlannedSchema, ReadingPlan, Way } from './readingPlan.ts';
import { singleObjectStart } from './sparkCases.ts';

/** Confluent's client for frames that it knows, fastavro for the others; nothing is committed. */
export function confluentPythonSnippet({ diagnosis, cluster, plan }: PlanInput): Snippet | undefined {
  const { ways, part } = plan;
  if (ways.some((way) => !isByRegistry(way, cluster) && way.schemas.length > 1 && way.id !== 'single' && way.id !== 'prefix'))
    return undefined;
  const framed = ways.some((way) => isByRegistry(way, cluster));
  const plain = ways.filter((way) => !isByRegistry(way, cluster));
  const schemas = distinct(plain.flatMap((way) => way.schemas));
  const name = (schema: PlannedSchema): string => {
    const index = schemas.findIndex(({ text }) => text === schema.text);
    return schemas.length === 1 ? 'schema' : schemaName(schemas[index] ?? schema, index);
  };
  const ranWith = 'confluent-kafka-python 2.16.0';
  const imports = [
    ...(plain.length > 0 ? ['import io', 'import json'] : []),
    ...(cluster.security.startsWith('SASL') || (framed && cluster.registryAuth !== 'none') ? ['import os'] : []),
    ...(plain.some(({ id }) => id === 'glue') ? ['import zlib'] : []),
    ...(plain.length > 0 ? ['import fastavro'] : []),
    'from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition',
    ...(framed
      ? [
          'from confluent_kafka.schema_registry import SchemaRegistryClient',
          'from confluent_kafka.schema_registry.avro import AvroDeserializer',
          'from confluent_kafka.serialization import MessageField, SerializationContext',
        ]
      : []),
  ];
  const text = lines(
    firstLine('#', ranWith),
    headingOf(diagnosis, plan).map((line) => `# ${line}`),
    '# pip install "confluent-kafka[avro,schemaregistry]"',
    imports,
    '',
    `TOPIC = ${quoted(plan.topic)}`,
    framed ? [`registry = SchemaRegistryClient(${registryConfig(cluster)})`, 'framed = AvroDeserializer(registry)'] : undefined,
    schemaLines(schemas, name).map((line) => line.replace(/ = (r'''.*'''|".*") {2}#/su, ' = fastavro.parse_schema(json.loads($1))  #')),
    startsOf(plan),
    '',
    plain.length > 0 ? bareFunction : undefined,
    'def read(message):',
    `    data = message.${part}()`,
    '    if data is None:',
    '        return None',
    readLines(plan, cluster, name),
    '',
    consumeLines(cluster),
  );
  return {
    id: 'confluent-python',
    title: 'confluent-kafka-python',
    language: 'python',
    text,
    ranWith,
    says: plain.length > 0 && framed ? 'Frames by Confluent’s deserializer, the others by fastavro.' : '',
  };
}

/**
 * Frames that Confluent's deserializer takes apart by itself. With an id in a header it refuses values of less than 6 bytes, so that
 * it reads those only where it alone can find out which schema wrote them.
 */
function isByRegistry({ id, framing, schemas }: Way, { registryUrl, registryAuth }: ClusterFacts): boolean {
  // The name of a header is not known here, so that such a registry is not asked: the schemas stand in the code.
  if (registryUrl === undefined || registryAuth === 'header') return false;
  return id === 'prefix' || id === 'guid' || (framing === 'confluent-header' && schemas.length > 1);
}

const bareFunction = [
  'def bare(data, schema):',
  '    body = io.BytesIO(data)',
  '    value = fastavro.schemaless_reader(body, schema, None)',
  '    if body.read(1):  # bytes left over mean that it was not this schema',
  '        raise ValueError("bytes are left over")',
  '    return value',
  '',
];

function registryConfig({ registryUrl = '', registryAuth, registryUser = '' }: ClusterFacts): string {
  const auth: Readonly<Record<ClusterFacts['registryAuth'], string>> = {
    none: '',
    basic: `, "basic.auth.user.info": ${quoted(`${registryUser}:`)} + os.environ["REGISTRY_PASSWORD"]`,
    bearer:
      ', "bearer.auth.credentials.source": "STATIC_TOKEN", "bearer.auth.token": os.environ["REGISTRY_TOKEN"], "bearer.auth.logical.cluster": os.environ["REGISTRY_CLUSTER"], "bearer.auth.identity.pool.id": os.environ["REGISTRY_POOL"]',
    header: '',
  };
  return `{"url": ${quoted(registryUrl)}, "timeout": 15${auth[registryAuth]}}`;
}

function startsOf(plan: ReadingPlan): string[] {
  const { ways, segments, split } = plan;
  if (split !== 'offsets') return [];
  const second = ways[1];
  if (second !== undefined && isSimple(plan)) {
    const starts = segments.filter(({ way }) => way === 1).map(({ partition, from }) => `${partition}: ${from}`);
    return [`${second.id.toUpperCase()}_FROM = {${starts.join(', ')}}  # partition: its first offset of ${second.name}`];
  }
  const rows = segments.map(
    ({ partition, from, to, way }) =>
      `    (${partition}, ${from}, ${to ?? 'None'}, ${way === undefined ? 'None' : quoted(ways[way]?.id ?? '')}),`,
  );
  return ['RANGES = [  # partition, first offset, end (exclusive), framing', ...rows, ']'];
}

function readLines(plan: ReadingPlan, cluster: ClusterFacts, name: (schema: PlannedSchema) => string): string[] {
  const { ways, split, part } = plan;
  const [first, second] = ways;
  const body = (way: Way): string => readOne(way, cluster, part, name);
  if (first === undefined) return [];
  if (split === 'one') return [`    return ${body(first)}`];
  if (split === 'offsets' && second !== undefined && isSimple(plan)) {
    return [
      `    start = ${second.id.toUpperCase()}_FROM.get(message.partition())`,
      '    if start is not None and message.offset() >= start:',
      `        return ${body(second)}`,
      `    return ${body(first)}`,
    ];
  }
  if (split === 'offsets') {
    return [
      '    place = [way for p, low, end, way in RANGES if p == message.partition() and low <= message.offset() and (end is None or message.offset() < end)]',
      '    way = place[0] if place else None',
      ...ways.flatMap((way) => [`    if way == ${quoted(way.id)}:`, `        return ${body(way)}`]),
      `    return ${plan.leftOut.length > 0 ? 'None' : body(first)}`,
    ];
  }
  const framed = ways.filter(({ id }) => id !== 'bare');
  const rest = ways.find(({ id }) => id === 'bare');
  return [
    ...framed.flatMap((way) => [`    if ${testOf(way, part)}:`, `        return ${body(way)}`]),
    `    return ${rest === undefined ? 'None' : body(rest)}`,
  ];
}

function readOne(way: Way, cluster: ClusterFacts, part: 'key' | 'value', name: (schema: PlannedSchema) => string): string {
  const { id, drop, schemas } = way;
  const [only] = schemas;
  if (only === undefined) return 'None';
  if (isByRegistry(way, cluster)) return `framed(data, SerializationContext(TOPIC, MessageField.${part.toUpperCase()}, message.headers()))`;
  if (id === 'glue') return `bare(zlib.decompress(data[18:]) if data[1] == 5 else data[18:], ${name(only)})`;
  const payload = drop === 0 ? 'data' : `data[${drop}:]`;
  if (schemas.length === 1) return `bare(${payload}, ${name(only)})`;
  const keys = schemas.map(
    (each) => `${id === 'single' ? `bytes.fromhex("${singleObjectStart(each.fingerprint)}")` : String(each.schemaId)}: ${name(each)}`,
  );
  return `bare(${payload}, {${keys.join(', ')}}[${id === 'single' ? 'data[:10]' : 'int.from_bytes(data[1:5], "big")'}])`;
}

function testOf({ id, schemas }: Way, part: 'key' | 'value'): string {
  switch (id) {
    case 'prefix': {
      const ids = schemas.flatMap(({ schemaId }) => schemaId ?? []);
      return `data[:1] == b"\\x00" and int.from_bytes(data[1:5], "big") in {${ids.join(', ')}}`;
    }
    case 'single':
      return `data[:10].hex().upper() in {${schemas.map(({ fingerprint }) => quoted(singleObjectStart(fingerprint))).join(', ')}}`;
    case 'guid':
      return 'data[:1] == b"\\x01" and len(data) > 17';
    case 'apicurio':
      return 'data[:5] == bytes(5) and len(data) > 9';
    case 'glue':
      return 'data[:2] in {b"\\x03\\x00", b"\\x03\\x05"}';
    default:
      return `{name for name, _ in message.headers() or []} & {"__${part}_schema_id", "apicurio.${part}.contentId", "apicurio.${part}.globalId"}`;
  }
}

function consumeLines(cluster: ClusterFacts): string[] {
  const { brokers, security, mechanism = 'PLAIN', user = '' } = cluster;
  const access = security === 'PLAINTEXT' ? [] : [`    "security.protocol": ${quoted(security)},`];
  const login = [
    `    "sasl.mechanism": ${quoted(mechanism)},`,
    `    "sasl.username": ${quoted(user)},`,
    '    "sasl.password": os.environ["KAFKA_PASSWORD"],',
  ];
  return [
    'consumer = Consumer({',
    `    "bootstrap.servers": ${quoted(brokers.join(','))},`,
    ...access,
    ...(security.startsWith('SASL') ? login : []),
    '    "group.id": "unused",  # partitions are assigned here and nothing is committed, so there is no group',
    '    "enable.auto.commit": False,',
    '    "enable.partition.eof": True,',
    '})',
    'partitions = consumer.list_topics(TOPIC, timeout=30).topics[TOPIC].partitions',
    'starts = [TopicPartition(TOPIC, p, consumer.get_watermark_offsets(TopicPartition(TOPIC, p), timeout=30)[0]) for p in partitions]',
    'consumer.assign(starts)',
    'left = set(partitions)',
    'while left:',
    '    message = consumer.poll(10)',
    '    if message is None:',
    '        continue',
    '    if message.error() is None:',
    '        print(message.partition(), message.offset(), read(message))',
    '    elif message.error().code() == KafkaError._PARTITION_EOF:',
    '        left.discard(message.partition())',
    '    else:',
    '        raise KafkaException(message.error())',
    'consumer.close()',
  ];
}
