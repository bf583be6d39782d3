import type { Column, ColumnId, Histogram, RecordPlace, RecordsView, RowView } from '../../client/records/recordsView.ts';
import { firstView } from '../../client/records/recordsView.ts';
import { isPath } from '../../client/webview/recordColumns.ts';
import { toBase64 } from '../../client/webview/hexRows.ts';
import type {
  BytesView,
  FindWhat,
  FromPage,
  ProgressView,
  RecordDetails,
  RecordsState,
  ToPage,
  TreeNode,
} from '../../client/webview/recordsProtocol.ts';

/** A record of the page's tests: all that rows, details and bytes of it are made from. */
export interface PageRecord extends RecordPlace {
  readonly timestampMs: number;
  readonly key: string;
  readonly status: string;
  readonly amount: string;
  readonly customer: string;
  readonly state: RowView['state'];
}

const newestMs = Date.UTC(2026, 10, 22, 9, 41, 8, 294);
const statuses = ['PAID', 'NEW', 'SHIPPED', 'PAID', 'PAID', 'CANCELLED', 'NEW'];

/** Record `index` of a topic, 0 being the newest at first; those that come later have indexes below 0. */
export function pageRecord(index: number): PageRecord {
  const partition = ((index % 6) + 6) % 6;
  // A small generator by the index, so that each record is the same whenever it is asked for.
  const random = (salt: number) => (((Math.imul(index + 7, 2_654_435_761) ^ Math.imul(salt, 40_503)) >>> 8) % 10_000) / 10_000;
  const state =
    index === 16 ? 'failed' : index === 5 ? 'tombstone' : index === 21 ? 'guessed' : index > 0 && index % 997 === 0 ? 'failed' : 'exact';
  const cents = Math.floor(random(1) < 0.2 ? 100_000 + random(2) * 190_000 : 2100 + random(3) * 42_000);
  return {
    partition,
    offset: String(4_821_377 - Math.floor(index / 6)),
    timestampMs: newestMs - index * 47,
    key: `A-${100_499 - index}`,
    status: statuses[Math.floor(random(4) * 7)] ?? 'NEW',
    amount: index === 10 ? '1249.90' : `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`,
    customer: index === 10 ? '9007199254740993' : String(10_000 + Math.floor(random(5) * 88_000)),
    state,
  };
}

const titles: Readonly<Record<string, string>> = {
  time: 'Time',
  partition: 'Partition',
  offset: 'Offset',
  key: 'Key',
  schema: 'Schema',
  size: 'Size',
  decoded: 'Decoded',
};
const automatic: readonly ColumnId[] = [
  'time',
  'partition',
  'offset',
  'key',
  'value.status',
  'value.amount',
  'value.customer_id',
  'schema',
  'size',
  'decoded',
];

/** A host that holds records by itself and answers as the real one does, without a cluster. */
export class PageHost {
  readonly #post: (message: ToPage) => void;
  #records: PageRecord[];
  /** In the order of the view; undefined where it is to be found anew. */
  #ordered: PageRecord[] | undefined;
  #orderedFor = '';
  #older: number;
  #newer = 0;
  state: RecordsState;
  /** Of all records, in place of a few. */
  headers: RecordDetails['headers'] | undefined;

  constructor(post: (message: ToPage) => void, count: number, given: Partial<RecordsState> = {}) {
    this.#post = post;
    this.#older = count;
    this.#records = Array.from({ length: count }, (_, index) => pageRecord(index));
    this.state = { ...toState(this.#records, 1), ...given };
  }

  get records(): readonly PageRecord[] {
    return this.#records;
  }

  /** Adds newer records, and drops as many of the oldest where `isBounded`. */
  append(count: number, isBounded = false): void {
    for (let added = 0; added < count; added++) this.#records.unshift(pageRecord(--this.#newer));
    if (isBounded) this.#records.length -= count;
    this.#changed();
  }

  /** Adds older records. */
  appendOlder(count: number): void {
    for (let added = 0; added < count; added++) this.#records.push(pageRecord(this.#older++));
    this.#changed();
  }

  /** Begins a scan with other rows. */
  restart(count: number, given: Partial<RecordsState> = {}): void {
    this.#records = Array.from({ length: count }, (_, index) => pageRecord(index));
    this.#ordered = undefined;
    this.state = { ...this.state, ...given, scan: this.state.scan + 1 };
    this.#changed();
  }

  change(given: Partial<RecordsState>): void {
    this.state = { ...this.state, ...given };
    this.post();
  }

  post(): void {
    this.#post({ type: 'state', state: this.state });
  }

  accept(message: FromPage): void {
    switch (message.type) {
      case 'ready':
        this.post();
        break;
      case 'view':
        this.state = { ...this.state, view: { ...firstView, ...message.view } };
        break;
      case 'rows':
        this.#answerRows(message);
        break;
      case 'find':
        this.#answerFind(message);
        break;
      case 'details':
        this.#post({ type: 'details', place: message.place, details: this.#details(message.place) });
        break;
      case 'schema':
        this.#post({ type: 'schema', place: message.place, schema: { found: true, text: schemaText, references: 0, types: undefined } });
        break;
      case 'bytes':
        this.#post({ type: 'bytes', place: message.place, bytes: orderBytes });
        break;
      case 'live':
        this.change({ settings: { ...this.state.settings, live: message.isLive }, activity: message.isLive ? 'live' : 'idle' });
        break;
      case 'pause':
        this.change({ activity: 'paused' });
        break;
      case 'resume':
        this.change({ activity: this.state.settings.live ? 'live' : 'reading' });
        break;
      case 'stop':
        this.change({ activity: 'idle' });
        break;
      case 'run':
        if (message.what === 'compare') this.change({ comparing: message.places.length === 1 ? message.places[0] : undefined });
        break;
      default:
      // The rest is for VS Code itself; tests look at what was sent.
    }
  }

  #changed(): void {
    this.#ordered = undefined;
    this.state = { ...this.state, progress: toProgress(this.#records, (this.state.progress?.revision ?? 0) + 1) };
    this.post();
  }

  #order(): PageRecord[] {
    const { view } = this.state;
    const key = JSON.stringify([view.sort, view.timeRange, view.showUndecoded]);
    if (this.#ordered && this.#orderedFor === key) return this.#ordered;
    const { timeRange, sort } = view;
    const shown = this.#records.filter(
      ({ timestampMs, state }) =>
        (!timeRange || (timestampMs >= timeRange.fromMs && timestampMs <= timeRange.toMs)) && (view.showUndecoded || state !== 'failed'),
    );
    const isNumeric = ['value.amount', 'value.customer_id', 'partition', 'offset', 'time', 'size'].includes(sort.column);
    const by = (record: PageRecord): string | number => {
      const texts = {
        'value.status': record.status,
        'value.amount': record.amount,
        'value.customer_id': record.customer,
        key: record.key,
        offset: record.offset,
      };
      const text =
        sort.column === 'time' ? String(record.timestampMs) : ((texts as Record<string, string>)[sort.column] ?? String(record.partition));
      return isNumeric ? Number(text) : text;
    };
    if (sort.column !== 'time' || !sort.descending) {
      const sign = sort.descending ? -1 : 1;
      shown.sort((a, b) => (by(a) < by(b) ? -sign : by(a) > by(b) ? sign : 0));
    }
    this.#ordered = shown;
    this.#orderedFor = key;
    return shown;
  }

  #answerRows({ ask, from, count, anchor, anchorAt }: Extract<FromPage, { type: 'rows' }>): void {
    const rows = this.#order();
    const columns = toColumns(this.state.view);
    const at = anchor ? rows.findIndex(({ partition, offset }) => partition === anchor.partition && offset === anchor.offset) : -1;
    const anchorIndex = at < 0 ? undefined : at;
    const first = anchorIndex !== undefined && anchorAt !== undefined ? Math.max(0, anchorIndex - anchorAt) : from;
    this.#post({
      type: 'rows',
      ask,
      revision: this.state.progress?.revision ?? 0,
      rowCount: rows.length,
      from: first,
      rows: rows.slice(first, first + count).map((record) => toRow(record, columns)),
      columns,
      anchorIndex,
    });
  }

  #answerFind({ ask, from, backwards, what }: Extract<FromPage, { type: 'find' }>): void {
    const rows = this.#order();
    const found = rows.flatMap((record, index) => (isSought(record, what) ? [index] : []));
    const next = backwards ? (found.findLast((index) => index < from) ?? found.at(-1)) : (found.find((index) => index > from) ?? found[0]);
    const ordinal = next === undefined ? 0 : found.indexOf(next) + 1;
    this.#post({ type: 'found', ask, index: next, ordinal, total: found.length });
  }

  #details(place: RecordPlace): RecordDetails | undefined {
    const record = this.#records.find(({ partition, offset }) => partition === place.partition && offset === place.offset);
    return record && { ...toDetails(record), ...(this.headers && { headers: this.headers }) };
  }
}

function isSought(record: PageRecord, what: FindWhat): boolean {
  switch (what.kind) {
    case 'text':
      return [record.key, record.status, record.amount, record.customer, record.offset].some((text) =>
        text.toLowerCase().includes(what.text.toLowerCase()),
      );
    case 'undecoded':
      return record.state === 'failed';
    case 'guessed':
      return record.state === 'guessed';
    case 'goTo':
      return record.offset === what.text;
  }
}

function toColumns(view: RecordsView): Column[] {
  return (view.columns ?? automatic).map((id) => ({
    id,
    title: titles[id] ?? id,
    numeric: ['value.amount', 'value.customer_id'].includes(id),
  }));
}

function toRow(record: PageRecord, columns: readonly Column[]): RowView {
  const { partition, offset, timestampMs, state } = record;
  const paths = columns.filter(({ id }) => isPath(id));
  const fields = paths.map(({ id }): NonNullable<RowView['fields']>[number] => {
    if (id === 'value.status') return { text: record.status, kind: 'string' };
    if (id === 'value.amount') return { text: record.amount, kind: 'number' };
    if (id === 'value.customer_id') return { text: record.customer, kind: 'number' };
    if (id === 'value.note') return { text: 'null', kind: 'null' };
    if (id === 'value.card') return { text: '', kind: 'masked' };
    return { text: '', kind: 'missing' };
  });
  const why = { failed: 'Byte 17: union index 24, only 0–1 exist', tombstone: 'Tombstone: the value is null' }[state as string];
  return {
    partition,
    offset,
    timestampMs,
    key: { text: record.key, kind: 'string' },
    fields: why === undefined ? fields : undefined,
    value: { text: why ?? '{…}', kind: state === 'failed' ? 'error' : state === 'tombstone' ? 'null' : 'plain' },
    schema: {
      text: state === 'tombstone' ? 'none' : state === 'failed' ? 'tried v3' : 'orders-value v3',
      kind: state === 'tombstone' ? 'none' : state === 'failed' ? 'tried' : state === 'guessed' ? 'guessed' : 'exact',
    },
    schemaId: state === 'exact' ? 1042 : undefined,
    size: state === 'tombstone' ? 0 : 74 + (Number(record.customer) % 70),
    headers: ['traceparent'],
    leaderEpoch: 3,
    state,
    untestable: false,
    why: why ?? 'Confluent prefix, schema id 1042 is orders-value v3.',
  };
}

function toState(records: readonly PageRecord[], scan: number): RecordsState {
  const none = { framing: 'automatic', text: 'Automatic', why: '' } as const;
  return {
    connection: 'prod-eu',
    connectionColor: 'red',
    readOnly: false,
    protected: true,
    connectionTooltip: 'prod-eu: kafka-1.example.com:9093, SASL_SSL. Protected: writing asks for the topic’s name.',
    topic: 'orders',
    scan,
    decoding: 0,
    settings: {
      start: { kind: 'time', timestampMs: newestMs - 600_000, count: 100_000 },
      partitions: undefined,
      live: false,
      isolation: 'readCommitted',
      filter: 'value == null || value.amount > 20.00',
    },
    view: firstView,
    timeZone: 'UTC',
    activity: 'idle',
    progress: toProgress(records, 1),
    limits: { timeoutMs: 30_000, bytes: 64 << 20, records: 100_000, keptRecords: 100_000 },
    problem: undefined,
    emptiness: undefined,
    partitions: Array.from({ length: 6 }, (_, partition) => ({ partition, first: '0', end: '4821400' })),
    profile: { key: none, value: none },
    fieldPaths: [
      { path: 'value.status', type: 'enum', symbols: ['NEW', 'PAID'], isScalar: true },
      { path: 'value.amount', type: 'decimal(12,2)', symbols: undefined, isScalar: true },
      { path: 'value.customer_id', type: 'long', symbols: undefined, isScalar: true },
      { path: 'value.order_id', type: 'string', symbols: undefined, isScalar: true },
      { path: 'value.note', type: 'union', symbols: undefined, isScalar: true },
      { path: 'value.placed_at', type: 'timestamp-millis', symbols: undefined, isScalar: true },
      { path: 'value.tags', type: 'map', symbols: undefined, isScalar: false },
    ],
    savedFilters: [],
    columns: [],
    select: undefined,
    missing: undefined,
    keyLocation: undefined,
    hasMasks: false,
    comparing: undefined,
    actions: [
      'openDocument',
      'reproduce',
      'compare',
      'inspectBytes',
      'openSchema',
      'diagnose',
      'export',
      'openSettings',
      'useForTopic',
      'reveal',
    ],
  };
}

function toProgress(records: readonly PageRecord[], revision: number): ProgressView {
  const counted = (state: RowView['state']) => records.filter((record) => record.state === state).length;
  return {
    revision,
    stage: 'stopped',
    stopped: 'end',
    scanned: records.length * 3,
    control: 0,
    bytes: 4_823_449,
    durationMs: 900,
    matched: records.length,
    untestable: 0,
    undecoded: counted('failed'),
    guessed: counted('guessed'),
    held: records.length,
    dropped: 0,
    partitions: [],
    histogram: toHistogram(records),
    values: '',
    registryProblem: undefined,
    problem: undefined,
    oldestMs: records.at(-1)?.timestampMs,
    newestMs: records[0]?.timestampMs,
  } as unknown as ProgressView;
}

function toHistogram(records: readonly PageRecord[]): Histogram | undefined {
  const [first, last] = [records.at(-1)?.timestampMs, records[0]?.timestampMs];
  if (first === undefined || last === undefined || records.length < 2) return undefined;
  const width = (last - first + 1) / 60;
  const buckets = Array.from({ length: 60 }, () => ({ scanned: 0, matched: 0, undecoded: 0 }));
  for (const { timestampMs, state } of records) {
    const bucket = buckets[Math.floor((timestampMs - first) / width)];
    if (!bucket) continue;
    bucket.scanned += 3;
    bucket.matched++;
    if (state === 'failed') bucket.undecoded++;
  }
  return { fromMs: first, toMs: last + 1, buckets };
}

const schemaText = '{\n  "type": "record",\n  "name": "Order"\n}';

function toDetails(record: PageRecord): RecordDetails {
  const { partition, offset, timestampMs, state } = record;
  const isFailed = state === 'failed';
  const isGuessed = state === 'guessed';
  const schema = { schemaId: 1042, subject: 'orders-value', version: 3, fullname: 'com.example.shop.Order' };
  const evidence = isFailed
    ? 'Byte 17: union index 24, only 0–1 exist. Confluent prefix, schema id 1042 is orders-value v3, which does not fit.'
    : isGuessed
      ? 'Guessed: no frame. Bare Avro, read to the last byte as orders-value v3. 1 other schema fits too.'
      : 'Confluent prefix, schema id 1042 is orders-value v3. All 92 bytes read, none left.';
  const bytes = hexToBase64(orderHex);
  const none = { remedy: undefined, cut: undefined, frame: 0, stop: undefined };
  const key = {
    ...none,
    state: 'text',
    evidence: 'UTF-8 text.',
    tree: [node(0, 'key', 'string', `"${record.key}"`, 'UTF-8 text')],
    schema: undefined,
    bytes: btoa(record.key),
    size: record.key.length,
  } as const;
  const failedTree = [node(0, 'value', 'text', '00 00 00 04 12 10 41 2d', 'bytes')];
  return {
    partition,
    timestampMs,
    timestampType: 'CreateTime',
    leaderEpoch: 3,
    masked: false,
    offset,
    title: record.key,
    key,
    value:
      state === 'tombstone'
        ? {
            ...none,
            state: 'null',
            evidence: 'Tombstone: the value is null.',
            tree: [node(0, 'value', 'null', 'null', 'null')],
            schema: undefined,
            bytes: '',
            size: 0,
          }
        : {
            ...none,
            state: isFailed ? 'failed' : isGuessed ? 'guessed' : 'exact',
            evidence,
            tree: isFailed ? failedTree : valueTree(record),
            schema,
            bytes,
            size: 92,
            frame: 5,
            stop: isFailed ? 17 : undefined,
          },
    headers: [
      { name: 'traceparent', text: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', more: '', kind: 'text', size: 55 },
      { name: 'retry', text: 'ff 00', more: '', kind: 'hex', size: 2 },
      { name: 'retry', text: 'null', more: '', kind: 'null', size: 0 },
    ],
  };
}

function node(depth: number, name: string, kind: TreeNode['kind'], text: string, type: string): TreeNode {
  return { depth, name, kind, text, type, more: '' };
}

function valueTree(record: PageRecord): TreeNode[] {
  return [
    node(0, 'value', 'object', 'Order', 'record, 8 fields'),
    node(1, 'order_id', 'string', `"${record.key}"`, 'string'),
    node(1, 'customer_id', 'number', record.customer, 'long'),
    node(1, 'status', 'text', record.status, 'enum'),
    node(1, 'amount', 'number', record.amount, 'decimal(12,2)'),
    node(1, 'note', 'string', '"gift, no invoice"', 'union: string'),
    node(1, 'placed_at', 'number', '2026-11-22 10:41:07.512', 'timestamp-millis'),
    node(1, 'lines', 'array', '2 items', 'array'),
    node(2, '0', 'object', 'Line', 'record'),
    node(3, 'sku', 'string', '"CUP-31"', 'string'),
    node(3, 'qty', 'number', '4', 'int'),
    node(3, 'price', 'number', '62.50', 'decimal(12,2)'),
    node(2, '1', 'object', 'Line', 'record'),
    node(3, 'sku', 'string', '"TEAPOT-2"', 'string'),
    node(3, 'qty', 'number', '1', 'int'),
    node(3, 'price', 'number', '999.90', 'decimal(12,2)'),
    node(1, 'tags', 'object', '1 entry', 'map'),
    node(2, 'channel', 'string', '"web"', 'string'),
  ];
}

const orderHex =
  '000000041210412d3130303438328280808080808020020601e83e0220676966742c206e6f20696e766f696365f0f48baac068040c4355502d33310804186a10544541504f542d32020601869600020e6368616e6e656c0677656200';

function hexToBase64(hex: string): string {
  return toBase64(Uint8Array.from(hex.match(/../g) ?? [], (digits) => parseInt(digits, 16)));
}

type Field = BytesView['fields'][number];

function field(
  depth: number,
  name: string,
  kind: Field['kind'],
  [start, end]: readonly [number, number],
  value: string,
  type: string,
  explanation = '',
): Field {
  return { depth, name, kind, start, end, value, type, explanation };
}

/** What each byte of the order is, as an inspector tells it. */
const orderBytes: BytesView = {
  bytes: hexToBase64(orderHex),
  size: 92,
  hidden: false,
  stop: undefined,
  leftOver: undefined,
  fields: [
    field(0, 'frame', 'frame', [0, 5], 'Confluent prefix', ''),
    field(1, 'magic byte', 'frame', [0, 1], '0', 'byte', 'magic byte of the Confluent prefix'),
    field(1, 'schema id', 'frame', [1, 5], '1042', 'int32', 'schema id 1042, big-endian'),
    field(0, 'value', 'field', [5, 92], 'Order', 'record'),
    field(1, 'order_id', 'field', [5, 14], '"A-100482"', 'string'),
    field(1, 'customer_id', 'field', [14, 22], '9007199254740993', 'long'),
    field(1, 'status', 'field', [22, 23], 'PAID', 'enum, symbol 1'),
    field(1, 'amount', 'field', [23, 27], '1249.90', 'decimal(12,2)', '3 bytes, unscaled 124990, scale 2'),
    field(1, 'note', 'field', [27, 45], '"gift, no invoice"', 'union: string'),
    field(1, 'placed_at', 'field', [45, 51], '2026-11-22 10:41:07.512', 'timestamp-millis'),
    field(1, 'lines', 'field', [51, 78], '2 items', 'array'),
    field(2, 'count', 'count', [51, 52], '2', 'block count'),
    field(2, '0', 'field', [52, 63], 'Line', 'record'),
    field(3, 'sku', 'field', [52, 59], '"CUP-31"', 'string'),
    field(3, 'qty', 'field', [59, 60], '4', 'int'),
    field(3, 'price', 'field', [60, 63], '62.50', 'decimal(12,2)'),
  ],
};
