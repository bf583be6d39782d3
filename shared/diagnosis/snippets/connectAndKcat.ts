import type { Snippet } from '../snippet.ts';
import { firstLine, headingOf, lines } from './code.ts';
import type { PlanInput } from './pyspark.ts';

/** A sink for a worker by itself: Confluent's converter where all has its prefix, else bytes as they are. */
export function connectSnippet({ diagnosis, cluster, plan }: PlanInput): Snippet {
  const { part, topic, ways } = plan;
  const { registryUrl = '', registryAuth, registryUser = '' } = cluster;
  const isFramed = plan.split === 'one' && ways[0]?.id === 'prefix' && registryUrl !== '' && registryAuth !== 'header';
  const access = {
    none: [],
    basic: [
      ['basic.auth.credentials.source', 'USER_INFO'],
      ['basic.auth.user.info', `${registryUser}:\${env:REGISTRY_PASSWORD}`],
    ],
    bearer: [
      ['bearer.auth.credentials.source', 'STATIC_TOKEN'],
      ['bearer.auth.token', '${env:REGISTRY_TOKEN}'],
    ],
    header: [],
  } as const;
  const bytes = 'org.apache.kafka.connect.converters.ByteArrayConverter';
  const converter = isFramed
    ? [
        [`${part}.converter`, 'io.confluent.connect.avro.AvroConverter'],
        ...[['schema.registry.url', registryUrl] as const, ...access[registryAuth]].map(([name, value]) => [
          `${part}.converter.${name}`,
          value,
        ]),
      ]
    : [[`${part}.converter`, bytes]];
  const settings = [
    ['name', `${topic}-sink`],
    ['connector.class', 'org.apache.kafka.connect.file.FileStreamSinkConnector'],
    ['topics', topic],
    ['file', `/tmp/${topic}.txt`],
    [`${part === 'key' ? 'value' : 'key'}.converter`, bytes],
    ...converter,
  ];
  const ranWith = isFramed ? 'AvroConverter 7.0.1' : undefined;
  const text = lines(
    firstLine('#', ranWith),
    headingOf(diagnosis, plan).map((line) => `# ${line}`),
    '# connect-standalone.sh worker.properties this-file.properties',
    isFramed && registryAuth !== 'none'
      ? '# In worker.properties: config.providers=env, config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider'
      : undefined,
    settings.map(([name = '', value = '']) => `${name}=${property(value)}`),
  );
  const says = isFramed
    ? ''
    : `Connect's AvroConverter reads Confluent's prefix only, so these ${part}s are handed on as bytes; re-frame the topic first to convert them.`;
  return { id: 'connect', title: 'Kafka Connect', language: 'properties', text, ranWith, says };
}

/** A value in a file of properties: all but printable ASCII is escaped. */
function property(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replace(/^ /, '\\ ')
    .replaceAll(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A record of each framing. kcat reads Confluent's prefix; the rest it can only hand on as bytes. */
export function kcatSnippet({ diagnosis, cluster, plan }: PlanInput): Snippet {
  const { part, topic, ways } = plan;
  const { brokers, security, mechanism = 'PLAIN', user = '', registryUrl, registryAuth } = cluster;
  const access = [
    ...(security === 'PLAINTEXT' ? [] : [`-X security.protocol=${security}`]),
    ...(security.startsWith('SASL')
      ? [`-X sasl.mechanism=${mechanism}`, `-X ${shell(`sasl.username=${user}`)}`, '-X sasl.password="$KAFKA_PASSWORD"']
      : []),
  ];
  const commands = ways.map((way) => {
    const side = diagnosis[part];
    const record = side.classes.find(({ framing }) => framing === way.framing)?.samples[0] ?? { partition: 0, offset: 0n };
    const isFramed = way.id === 'prefix' && registryUrl !== undefined && (registryAuth === 'none' || registryAuth === 'basic');
    return [
      ...['kcat -C', `-b ${shell(brokers.join(','))}`, ...access, `-t ${shell(topic)}`],
      `-p ${record.partition} -o ${record.offset} -c 1`,
      ...(isFramed
        ? [`-s ${part}=avro`, ...(part === 'key' ? [`-f '%k\\n'`] : []), `-r ${registryOf(cluster)}`]
        : [part === 'key' ? `-f '%k'` : `-D ''`, '| xxd']),
    ].join(' ');
  });
  const text = lines(
    firstLine('#', undefined),
    headingOf(diagnosis, plan).map((line) => `# ${line}`),
    ways.some(({ id }) => id !== 'prefix') ? '# kcat reads Confluent’s prefix; other Avro it can only hand on as bytes.' : undefined,
    commands.some((command) => command.includes('$REGISTRY_PASSWORD'))
      ? '# What an address can’t hold, such as @ and /, stands percent-encoded in REGISTRY_PASSWORD.'
      : undefined,
    commands,
  );
  return { id: 'kcat', title: 'kcat', language: 'shellscript', text, ranWith: undefined, says: '' };
}

function registryOf({ registryUrl = '', registryAuth, registryUser = '' }: PlanInput['cluster']): string {
  const [, scheme, rest] = /^(\w+:\/\/)(.*)$/s.exec(registryUrl) ?? [];
  if (registryAuth !== 'basic' || scheme === undefined || rest === undefined) return shell(registryUrl);
  return `${shell(`${scheme}${encodeURIComponent(registryUser)}:`)}"$REGISTRY_PASSWORD"${shell(`@${rest}`)}`;
}

/** One word of a shell. */
function shell(text: string): string {
  return /^[\w.:,/@=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
