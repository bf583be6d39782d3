import { RegistryCache } from '../../shared/registry/cache.ts';
import { createRegistryClient } from '../../shared/registry/client.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Connection } from '../cluster/connection.ts';
import { createKafkaCluster } from '../cluster/kafkaCluster.ts';
import { createRegistryFetch } from '../cluster/registryFetch.ts';
import type { ScanStop } from '../cluster/scanRequest.ts';
import { toNdjsonLine } from '../records/exportNdjson.ts';
import { readOffsets } from '../records/goToInput.ts';
import { oldestFirst } from '../records/heldRecord.ts';
import { parseMasks } from '../records/masks.ts';
import { createReading } from '../records/reading.ts';
import type { ScanOptions, StartOption } from '../records/recordsSession.ts';
import { isUndecoded, toVerdict, type ReadHeld } from '../records/rowViews.ts';
import { streamRecords } from '../records/streamRecords.ts';
import { formatBytes, formatNumber } from '../webview/texts.ts';
import { readConnection } from './connectionAccess.ts';
import { readEditorSettings } from './editorSettings.ts';
import { Misuse, printFailure, type ExitCode, type StreamIo } from './io.ts';
import { parsePeekOptions, peekHelp, type PeekOptions } from './peekOptions.ts';
import { toDecoding } from './recordOptions.ts';
import type { Environment } from './registryAccess.ts';

/**
 * `avro-workbench peek`: prints records of a topic as lines of JSON.
 *
 * @throws Misuse
 */
export async function peek(args: readonly string[], io: StreamIo, environment: Environment): Promise<ExitCode> {
  const options = parsePeekOptions(args, Date.now());
  if (options === 'help') {
    io.print(peekHelp);
    return 0;
  }
  const { workingFolder, ask } = io;
  const read = await readEditorSettings(options, workingFolder);
  const decoding = await toDecoding(options.records, read, options.topic, workingFolder);
  const connection = await readConnection({ ...options, environment, workingFolder, ask });
  const cluster = createKafkaCluster(connection);
  try {
    const start = await toStart(cluster, options, io.signal);
    const { topic, partitions, isolation, filter, limits } = options;
    const isLive = options.live || start.kind === 'live';
    const scan: ScanOptions = {
      scan: 'terminal',
      mode: 'new',
      topic,
      start,
      partitions,
      live: isLive,
      isolation,
      filter,
      decoding,
      limits: { ...limits, records: Number.MAX_SAFE_INTEGER },
      keep: { records: 0, bytes: 0 },
    };
    return await print(cluster, connection, scan, options, io);
  } catch (error) {
    return printFailure(error, io);
  } finally {
    await cluster.close();
  }
}

async function toStart(cluster: Cluster, { start, topic }: PeekOptions, signal: AbortSignal): Promise<StartOption> {
  const count = Number.MAX_SAFE_INTEGER;
  switch (start.kind) {
    case 'newest':
    case 'oldest':
      return start;
    case 'time':
      return { ...start, count };
    case 'end':
      return { kind: 'live' };
    case 'offset': {
      const { partitions } = await cluster.describeTopic(topic, signal);
      const found = readOffsets(
        start.text,
        partitions.map(({ partition }) => partition),
      );
      if ('problem' in found) throw new Misuse(`--offset ${start.text} is not understood. ${found.problem}`);
      return { kind: 'offset', offsets: found.offsets, count };
    }
  }
}

async function print(cluster: Cluster, connection: Connection, scan: ScanOptions, options: PeekOptions, io: StreamIo): Promise<ExitCode> {
  const transport = connection.registry && createRegistryFetch(connection.registry);
  const registry =
    connection.registry && transport && new RegistryCache(createRegistryClient({ ...connection.registry, fetch: transport.fetch }));
  const enough = new AbortController();
  const printer = new Printer(scan, options.count, io, () => enough.abort());
  try {
    const end = await streamRecords(
      {
        cluster,
        ...createReading(registry, io.workerPath),
      },
      scan,
      {
        take: (records) => printer.take(records),
        scanned: (count) => (printer.scanned += count),
        unreadable: ({ partition, firstOffset, lastOffset, error }) => {
          printer.undecoded++;
          printer.warn(`Offsets ${firstOffset} to ${lastOffset} of partition ${partition} can't be read: ${error.message}`);
        },
        progress: ({ stage, problem }) => {
          if (stage === 'live') printer.flush();
          if (problem !== undefined) printer.warn(problem);
        },
      },
      AbortSignal.any([io.signal, enough.signal]),
    );
    printer.flush();
    if (!options.quiet) io.printError(`${printer.summary(end.bytes, printer.isFull ? undefined : end.stopped)}\n`);
    return printer.undecoded > 0 ? 1 : 0;
  } finally {
    await transport?.close();
  }
}

/** Prints records in the order of their times where the newest come first, and counts them. */
class Printer {
  scanned = 0;
  printed = 0;
  undecoded = 0;
  isFull = false;
  readonly #scan: ScanOptions;
  readonly #count: number | undefined;
  readonly #io: StreamIo;
  readonly #onFull: () => void;
  readonly #masks: ReturnType<typeof parseMasks>;
  /** Of the newest, until all of them are here. */
  #waiting: ReadHeld[] | undefined;
  #lastWarning = '';

  constructor(scan: ScanOptions, count: number | undefined, io: StreamIo, onFull: () => void) {
    this.#scan = scan;
    this.#count = count;
    this.#io = io;
    this.#onFull = onFull;
    this.#masks = parseMasks(scan.decoding.masks);
    this.#waiting = scan.start.kind === 'newest' ? [] : undefined;
  }

  async take(records: readonly ReadHeld[]): Promise<void> {
    if (this.#waiting === undefined) this.#print(records);
    else for (const record of records) this.#waiting.push(record);
    await this.#io.drained();
  }

  /** All of the newest are here. */
  flush(): void {
    const waiting = this.#waiting?.sort((a, b) => oldestFirst(a.held, b.held));
    this.#waiting = undefined;
    // Of the newest that match, the newest are meant.
    if (waiting !== undefined) this.#print(this.#count === undefined ? waiting : waiting.slice(-this.#count));
  }

  warn(problem: string): void {
    if (problem === this.#lastWarning) return;
    this.#lastWarning = problem;
    this.#io.printError(`avro-workbench: ${problem}\n`);
  }

  summary(bytes: number, stopped: ScanStop | undefined): string {
    const matched = this.#scan.filter === undefined ? '' : `${formatNumber(this.scanned, 'record', 'records', 'en')} scanned, `;
    const printed = `${formatNumber(this.printed, 'record', 'records', 'en')} printed`;
    const undecoded = this.undecoded === 0 ? '' : `, ${this.undecoded} not decoded`;
    return `${matched}${printed}${undecoded}, ${formatBytes(bytes)} fetched. ${stopped === undefined ? 'Stopped: enough.' : stopTexts[stopped]}`;
  }

  #print(records: readonly ReadHeld[]): void {
    const { render } = this.#scan.decoding;
    let text = '';
    for (const record of records) {
      if (this.isFull) break;
      text += `${toNdjsonLine({ ...record, masks: this.#masks, render })}\n`;
      this.printed++;
      if (isUndecoded(toVerdict(record.held, record.key, record.value))) this.undecoded++;
      this.isFull = this.printed === this.#count;
    }
    if (text !== '') this.#io.print(text);
    if (this.isFull) this.#onFull();
  }
}

const stopTexts: Readonly<Record<ScanStop, string>> = {
  end: 'Reached the end of the topic.',
  records: 'Stopped: enough.',
  offset: 'Reached the offset.',
  timestamp: 'Reached the time.',
  bytes: 'Reached the limit of --max-megabytes.',
  timeout: 'Stopped by --timeout.',
  deleted: 'The topic was deleted while reading.',
  cancelled: 'Cancelled.',
};
