import path from 'node:path';
import { isCancelled } from '../../shared/errors.ts';
import { readContainerHeader } from '../../shared/avro/container/header.ts';
import type { SchemaText } from '../../shared/avro/schemaText.ts';
import { createKafkaCluster, type KafkaCluster } from '../cluster/kafkaCluster.ts';
import { createLocalSession } from '../cluster/localSession.ts';
import type { Session } from '../cluster/session.ts';
import { toSchemaRef } from '../decodeProfiles.ts';
import { openFileSource } from '../containers/fileSource.ts';
import { openSource, textRecords, type OpenedSource } from '../sending/openSource.ts';
import { resolveRules, sendMany } from '../sending/sendMany.ts';
import type { SendManyRequest, SendSummary } from '../sending/sendRequest.ts';
import { summaryLine } from '../sending/summaryText.ts';
import { createSettings } from '../settings.ts';
import { readConnection } from './connectionAccess.ts';
import { readEditorSettings } from './editorSettings.ts';
import { Misuse, printFailure, type ExitCode, type StreamIo } from './io.ts';
import { sendMessages } from './produceMessages.ts';
import { formatOf, parseProduceOptions, produceHelp, type FileFormat, type ProduceOptions, type ProducePart } from './produceOptions.ts';
import { createProduceSchemas, type ProduceSchemas, type RuleRequest } from './produceSchemas.ts';
import type { Environment } from './registryAccess.ts';

/** What the files of one call share. */
export interface Producing {
  readonly options: ProduceOptions;
  readonly io: StreamIo;
  readonly session: Session;
  readonly cluster: KafkaCluster;
  readonly schemas: ProduceSchemas;
  readonly connection: string;
  readonly maxBlockBytes: number;
}

/**
 * `avro-workbench produce`: sends the records of files.
 *
 * @throws Misuse
 */
export async function produce(args: readonly string[], io: StreamIo, environment: Environment): Promise<ExitCode> {
  const options = parseProduceOptions(args);
  if (options === 'help') {
    io.print(produceHelp);
    return 0;
  }
  const { workingFolder, ask } = io;
  const formats = options.files.map((file) => formatOf(file, options));
  if (options.topic === undefined && formats.some((format) => format !== 'messages')) throw new Misuse('Name the topic by --topic.');
  if (options.files.some((file, index) => file === '-' && formats[index] === 'avro')) {
    throw new Misuse('A container file is read from a file, not from the standard input.');
  }
  const read = await readEditorSettings(options, workingFolder);
  const connection = { ...(await readConnection({ ...options, environment, workingFolder, ask })), readOnly: false };
  const session = createLocalSession(connection);
  const cluster = createKafkaCluster(connection);
  const schemas = createProduceSchemas(session, { hasRegistry: connection.registry !== undefined, read, workingFolder });
  const { maxInflatedBytes } = createSettings(read).peek();
  const producing: Producing = { options, io, session, cluster, schemas, connection: connection.name, maxBlockBytes: maxInflatedBytes };
  try {
    let status: ExitCode = 0;
    for (const [index, file] of options.files.entries()) {
      const isGood = await sendFile(producing, file, formats[index] ?? 'ndjson');
      if (!isGood) status = 1;
      if (io.signal.aborted || (!isGood && options.onError === 'stop')) break;
    }
    return status;
  } catch (error) {
    if (isCancelled(error)) return 1;
    return printFailure(error, io);
  } finally {
    await Promise.all([cluster.close(), session.close()]);
  }
}

/** Whether all of it was written. */
async function sendFile(producing: Producing, file: string, format: FileFormat): Promise<boolean> {
  if (format === 'messages') return sendMessages(producing, file);
  const { options, io, cluster, connection } = producing;
  const request = await toRequest(producing, file, format);
  const source = await open(producing, request, file);
  const print = (facts: object): void => io.print(`${JSON.stringify({ file, ...facts })}\n`);
  try {
    const summary = await sendMany(
      { openBatches: cluster.openBatches, connection },
      request,
      source,
      {
        onProgress: () => undefined,
        onWritten: ({ line, partition, offset }) =>
          io.print(`{"file":${JSON.stringify(file)},"line":${line},"partition":${partition},"offset":${offset}}\n`),
        onFailed: (line, error) => print({ line, error }),
      },
      io.signal,
    );
    for (const { firstLine, lastLine, partition, reason } of summary.maybe) print({ line: firstLine, lastLine, partition, maybe: reason });
    if (summary.problem !== undefined) {
      const { message, remedy } = summary.problem;
      io.printError(`avro-workbench: ${message}${remedy === undefined ? '' : ` ${remedy}`}\n`);
    }
    if (!options.quiet) io.printError(`${file}: ${summaryLine(summary, request)}\n`);
    await io.drained();
    return isGood(summary);
  } finally {
    await source.close();
  }
}

function isGood({ failed, maybe, problem, unsent, stopped }: SendSummary): boolean {
  return failed === 0 && maybe.length === 0 && problem === undefined && unsent === undefined && stopped !== 'cancelled';
}

async function toRequest(producing: Producing, file: string, format: Exclude<FileFormat, 'messages'>): Promise<SendManyRequest> {
  const { options, io, schemas, maxBlockBytes } = producing;
  const { topic = '', keyField, compression, limits, onError, keepPartitions, dryRun } = options;
  const location = path.resolve(io.workingFolder, file);
  const own = format === 'avro' && options.value.schema === undefined ? await ownSchema(location) : undefined;
  return {
    topic,
    source: { kind: 'file', path: location, format, keyField, maxBlockBytes },
    key: await schemas.ruleOf({ topic, part: 'key', ...named(options.key) }, io.signal),
    value: await schemas.ruleOf({ topic, part: 'value', ...named(options.value), own }, io.signal),
    compression,
    limits,
    onError,
    keepPartitions,
    dryRun,
  };
}

/** What the options say of keys or values. */
function named({ schema, framing }: ProducePart): Pick<RuleRequest, 'schema' | 'framing'> {
  return { schema: toSchemaRef(schema), framing };
}

/** The schema that a container file brings with it. */
async function ownSchema(location: string): Promise<SchemaText> {
  const label = path.basename(location);
  const source = await openFileSource(location);
  try {
    const { schemaText } = await readContainerHeader(source, label);
    return { text: schemaText, references: [], label };
  } finally {
    await source.close();
  }
}

async function open({ io, options }: Producing, request: SendManyRequest, file: string): Promise<OpenedSource> {
  const schemas = resolveRules(request);
  const { source } = request;
  if (file !== '-' || source.kind !== 'file' || source.format === 'avro') return openSource(source, schemas, io.signal);
  const records = textRecords(io.readInput(), { format: source.format, keyField: options.keyField, schemas });
  return { records, schemas, close: () => Promise.resolve() };
}
