import type { Snippet } from '../snippet.ts';
import { headingOf, lines } from './code.ts';
import type { PlanInput } from './pyspark.ts';

/** A sink's converter: Confluent's where all has its prefix, else bytes as they are. */
export function connectSnippet({ diagnosis, cluster, plan }: PlanInput): Snippet {
  const { part, topic, ways } = plan;
  const { registryUrl = '' } = cluster;
  const isFramed = plan.split === 'one' && ways[0]?.id === 'prefix' && registryUrl !== '';
  const converter = isFramed
    ? [
        [`${part}.converter`, 'io.confluent.connect.avro.AvroConverter'],
        [`${part}.converter.schema.registry.url`, registryUrl],
        ...(cluster.registryAuth === 'basic'
          ? [
              [`${part}.converter.basic.auth.credentials.source`, 'USER_INFO'],
              [`${part}.converter.basic.auth.user.info`, `${cluster.registryUser ?? ''}:\${env:REGISTRY_PASSWORD}`],
            ]
          : []),
      ]
    : [[`${part}.converter`, 'org.apache.kafka.connect.converters.ByteArrayConverter']];
  const other = part === 'key' ? 'value' : 'key';
  const config = Object.fromEntries([
    ['connector.class', 'org.apache.kafka.connect.file.FileStreamSinkConnector'],
    ['topics', topic],
    ['file', `/tmp/${topic}.txt`],
    [`${other}.converter`, 'org.apache.kafka.connect.converters.ByteArrayConverter'],
    ...converter,
  ]) as Readonly<Record<string, string>>;
  const text = lines(
    '// not run: no test runs this one',
    headingOf(diagnosis, plan).map((line) => `// ${line}`),
    JSON.stringify({ name: `${topic}-sink`, config }, undefined, 2),
  );
  const says = isFramed
    ? ''
    : `Connect's AvroConverter reads Confluent's prefix only, so these ${part}s are handed on as bytes; re-frame the topic first to convert them.`;
  return { id: 'connect', title: 'Kafka Connect', language: 'jsonc', text, ranWith: undefined, says };
}

/** A record of each framing. kcat reads Confluent's prefix; the rest it can only hand on as bytes. */
export function kcatSnippet({ diagnosis, cluster, plan }: PlanInput): Snippet {
  const { part, topic, ways } = plan;
  const access = [
    ...(cluster.security === 'PLAINTEXT' ? [] : [`-X security.protocol=${cluster.security}`]),
    ...(cluster.security.startsWith('SASL')
      ? [
          `-X sasl.mechanism=${cluster.mechanism ?? 'PLAIN'}`,
          `-X sasl.username=${shell(cluster.user ?? '')}`,
          '-X sasl.password="$KAFKA_PASSWORD"',
        ]
      : []),
  ];
  const commands = ways.map((way) => {
    const side = diagnosis[part];
    const record = side.classes.find(({ framing }) => framing === way.framing)?.samples[0] ?? { partition: 0, offset: 0n };
    const where = [
      'kcat -C',
      `-b ${shell(cluster.brokers.join(','))}`,
      ...access,
      `-t ${shell(topic)}`,
      `-p ${record.partition} -o ${record.offset} -c 1`,
    ];
    const isFramed = way.id === 'prefix' && cluster.registryUrl !== undefined && cluster.registryAuth !== 'bearer';
    const registry = cluster.registryUrl ?? '';
    // Names of users are no secrets; what a shell would make of them is escaped as in addresses.
    const login =
      cluster.registryAuth === 'basic'
        ? registry.replace('://', `://${encodeURIComponent(cluster.registryUser ?? '')}:$REGISTRY_PASSWORD@`)
        : registry;
    const format = part === 'key' ? `-f '%k'` : `-D ''`;
    return [
      ...where,
      isFramed ? `-s ${part}=avro${part === 'key' ? ` -f '%k\\n'` : ''} -r "${login.replaceAll(/["`\\]/g, '')}"` : `${format} | xxd`,
    ].join(' ');
  });
  const text = lines(
    '# not run: no test runs this one',
    headingOf(diagnosis, plan).map((line) => `# ${line}`),
    ways.some(({ id }) => id !== 'prefix') ? '# kcat reads Confluent’s prefix; other Avro it can only hand on as bytes.' : undefined,
    commands,
  );
  return { id: 'kcat', title: 'kcat', language: 'shellscript', text, ranWith: undefined, says: '' };
}

function shell(text: string): string {
  return /^[\w.:,/@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
