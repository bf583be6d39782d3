import type { PartitionView, ProgressView, RecordsState } from '../../../client/webview/recordsProtocol.ts';
import { firstView } from '../../../client/records/recordsView.ts';

/** A partition of which all is read. */
export function readPartition(partition: number, given: Partial<PartitionView> = {}): PartitionView {
  return { partition, firstOffset: '0', endOffset: '10000', low: '0', next: '10000', heldBackTo: undefined, ...given };
}

export const sixPartitions = [0, 1, 2, 3, 4, 5].map((partition) => readPartition(partition));

/** A scan that reached the end; what is not given is as of a plain one. */
export function progress(given: Partial<ProgressView> = {}): ProgressView {
  return {
    revision: 1,
    stage: 'stopped',
    stopped: 'end',
    scanned: 48_212,
    control: 0,
    bytes: 4_823_450,
    durationMs: 900,
    matched: 12_840,
    untestable: 0,
    undecoded: 0,
    guessed: 0,
    held: 12_840,
    dropped: 0,
    partitions: sixPartitions,
    histogram: undefined,
    values: '',
    registryProblem: undefined,
    problem: undefined,
    oldestMs: undefined,
    newestMs: undefined,
    ...given,
  };
}

/** A page after its first scan. */
export function pageState(given: Partial<RecordsState> = {}): RecordsState {
  const automatic = { framing: 'automatic', text: 'Automatic' } as const;
  return {
    connection: 'prod-eu',
    connectionColor: undefined,
    readOnly: false,
    protected: false,
    connectionTooltip: 'prod-eu: kafka-1.example.com:9093, SASL_SSL.',
    topic: 'orders',
    scan: 1,
    decoding: 0,
    settings: { start: { kind: 'newest', count: 100_000 }, partitions: undefined, live: false, isolation: 'readCommitted', filter: '' },
    view: firstView,
    timeZone: 'UTC',
    activity: 'idle',
    progress: progress(),
    limits: { timeoutMs: 30_000, bytes: 64 * 1024 * 1024, records: 100_000, keptRecords: 100_000 },
    problem: undefined,
    emptiness: undefined,
    partitions: sixPartitions.map(({ partition, firstOffset, endOffset }) => ({ partition, first: firstOffset, end: endOffset })),
    profile: {
      key: { ...automatic, why: 'UTF-8 text. Decided from 20 of 20 samples.' },
      value: { ...automatic, why: 'Confluent prefix, by the record’s own schema. Decided from 20 of 20 samples.' },
    },
    fieldPaths: [
      { path: 'value.status', type: 'enum', symbols: ['NEW', 'PAID', 'SHIPPED'], isScalar: true },
      { path: 'value.amount', type: 'decimal(12,2)', symbols: undefined, isScalar: true },
    ],
    savedFilters: [],
    columns: [],
    select: undefined,
    missing: undefined,
    keyLocation: undefined,
    hasMasks: false,
    comparing: undefined,
    actions: ['openSettings', 'produceSample'],
    ...given,
  };
}

/** Settings of a page, with changes. */
export function settings(given: Partial<RecordsState['settings']>): RecordsState['settings'] {
  return { ...pageState().settings, ...given };
}
