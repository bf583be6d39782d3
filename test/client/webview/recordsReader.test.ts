import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Session } from '../../../client/cluster/session.ts';
import type { ScanOptions, ScanProgress } from '../../../client/records/recordsSession.ts';
import { createSettings } from '../../../client/settings.ts';
import { createRecordsAnswers, type RecordsAnswers } from '../../../client/webview/recordsAnswers.ts';
import type { RecordsState, ToPage } from '../../../client/webview/recordsProtocol.ts';
import { RecordsReader, type RecordsReaderOptions } from '../../../client/webview/recordsReader.ts';
import { automaticPageProfile } from '../../../client/webview/recordsState.ts';
import { KafkaError, RegistryError } from '../../../shared/errors.ts';
import { FakeSession } from '../../fakes/session.ts';
import { exact, progress, row } from './records.ts';

interface Setup {
  readonly reader: RecordsReader;
  readonly answers: RecordsAnswers;
  readonly posted: ToPage[];
  readonly logged: string[];
  readonly session: FakeSession;
  readonly states: () => RecordsState[];
}

const usual: Partial<Session> = {
  scan: (options) => Promise.resolve(progress({ scanned: options.mode === 'new' ? 100 : 200 })),
  paths: () => Promise.resolve([]),
  closeScan: () => Promise.resolve(),
};

function setUp(
  t: TestContext,
  methods: Partial<Session>,
  more: Partial<RecordsReaderOptions> & { given?: Record<string, unknown> } = {},
): Setup {
  const posted: ToPage[] = [];
  const logged: string[] = [];
  const log = (message: unknown) => void logged.push(String(message));
  const session = new FakeSession({ ...usual, ...methods });
  // What goes to the page must survive as JSON.
  const post = (message: ToPage) => void posted.push(JSON.parse(JSON.stringify(message)) as ToPage);
  const logs = { debug: log, info: log, warn: log, error: log, show: () => undefined };
  const reader = new RecordsReader({
    connection: 'local',
    topic: 'orders',
    openSession: () => Promise.resolve(session),
    facts: () => ({ color: 'crimson', readOnly: true, protected: false, tooltip: 'local' }),
    settings: createSettings((id) => more.given?.[id]),
    profile: () => Promise.resolve(automaticPageProfile),
    actions: () => ['export'],
    post,
    log: logs,
    ...more,
  });
  t.after(() => reader.close());
  const states = () => posted.flatMap((message) => (message.type === 'state' ? [message.state] : []));
  return { reader, answers: createRecordsAnswers(reader, post, logs), posted, logged, session, states };
}

/** A scan that goes on until it is aborted, and is told progress by the test. */
function endless(): {
  readonly scan: Session['scan'];
  readonly asked: ScanOptions[];
  readonly tell: (given: Partial<ScanProgress>) => void;
} {
  const asked: ScanOptions[] = [];
  let last: (progress: ScanProgress) => void = () => undefined;
  return {
    asked,
    tell: (given) => last(progress({ stage: 'reading', stopped: undefined, ...given })),
    scan: (options, onProgress, signal) => {
      asked.push(options);
      last = onProgress;
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))));
    },
  };
}

/** Lets promises that are settled go on. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test('a read: what is asked for, what the page is told, in order', async (t) => {
  const asked: ScanOptions[] = [];
  const given = {
    'peek.count': 3,
    'peek.timeoutSeconds': 5,
    'peek.maxMegabytes': 1,
    'peek.isolation': 'readUncommitted',
    masks: { 'ord*': ['value.card'] },
  };
  const { reader, states, posted } = setUp(
    t,
    {
      scan: (options, onProgress) => {
        asked.push(options);
        onProgress(progress({ stage: 'connecting', stopped: undefined, held: 0 }));
        onProgress(progress({ stage: 'reading', stopped: undefined, held: 2 }));
        return Promise.resolve(progress({ held: 3 }));
      },
    },
    { given },
  );
  await reader.read();
  assert.deepEqual(
    asked.map(({ scan, decoding, ...rest }) => [typeof scan, decoding.masks, rest]),
    [
      [
        'string',
        ['value.card'],
        {
          mode: 'new',
          topic: 'orders',
          start: { kind: 'newest', count: 3 },
          partitions: undefined,
          live: false,
          isolation: 'readUncommitted',
          filter: undefined,
          limits: { records: 3, bytes: 1_048_576, timeoutMs: 5000 },
          keep: { records: 100_000, bytes: 1_048_576 },
        },
      ],
    ],
  );
  assert.deepEqual(
    states().map(({ activity, progress: read, scan }) => [activity, read?.held, scan]),
    [
      ['connecting', undefined, 0],
      ['connecting', undefined, 0],
      ['reading', 2, 1],
      ['idle', 3, 1],
    ],
  );
  const state = states().at(-1);
  assert.deepEqual(state?.progress?.partitions[0], { partition: 0, firstOffset: '0', endOffset: '5000', low: '4900', next: '5000' });
  assert.deepEqual(state.partitions, [{ partition: 0, first: '0', end: '5000' }]);
  assert.deepEqual([state.hasMasks, state.connectionColor, state.readOnly, state.actions], [true, 'crimson', true, ['export']]);
  assert.ok(posted.every(({ type }) => type === 'state'));
});

test('progress is told at most four times a second, and the last of it always', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const { scan, tell } = endless();
  const { reader, posted, states } = setUp(t, { scan });
  void reader.read();
  await settle();
  tell({ held: 1, scanned: 1 });
  posted.length = 0;
  for (let count = 2; count <= 50; count++) tell({ held: 1, scanned: count });
  assert.equal(states().length, 0);
  t.mock.timers.tick(250);
  assert.deepEqual(
    states().map(({ progress: read }) => read?.scanned),
    [50],
  );
  tell({ held: 1, scanned: 51 });
  tell({ held: 1, scanned: 51, stage: 'live' });
  assert.deepEqual(
    states().map(({ activity }) => activity),
    ['reading', 'live'],
  );
  t.mock.timers.tick(1000);
  assert.equal(states().length, 2);
});

test('a read that fails leaves the records of the one before', async (t) => {
  const closed: string[] = [];
  let reads = 0;
  const scans: string[] = [];
  const { reader, states } = setUp(t, {
    scan: ({ scan }) => {
      scans.push(scan);
      return ++reads === 2 ? Promise.reject(new KafkaError('kafka/x', 'No\u202eway.', { remedy: 'Do it.' })) : Promise.resolve(progress());
    },
    closeScan: (scan) => Promise.resolve(void closed.push(scan)),
  });
  await reader.read();
  await reader.read();
  const state = states().at(-1);
  assert.deepEqual([state?.problem?.message, state?.problem?.remedy, state?.scan, state?.activity], ['No\\u202eway.', 'Do it.', 1, 'idle']);
  assert.deepEqual([reader.shown?.id, closed], [scans[0], [scans[1]]]);
  await reader.read();
  assert.deepEqual([reader.shown?.id, closed, reader.state.problem], [scans[2], [scans[1], scans[0]], undefined]);
});

test('revisions grow over all scans of a page', async (t) => {
  const { reader, answers, posted } = setUp(t, {
    scan: () => Promise.resolve(progress({ revision: 7 })),
    rows: ({ from }) =>
      Promise.resolve({ revision: 7, rowCount: 1, from, rows: [], columns: [{ id: 'key', title: 'Key', numeric: false }], anchorIndex: 0 }),
  });
  await reader.read();
  const first = reader.state.progress?.revision ?? 0;
  await reader.read();
  const second = reader.state.progress?.revision ?? 0;
  assert.ok(second > first);
  await answers.rows(5, { from: 0, count: 100 });
  const rows = posted.at(-1);
  assert.deepEqual(rows?.type === 'rows' && [rows.ask, rows.revision], [5, second]);
  assert.deepEqual(reader.state.columns, [{ id: 'key', title: 'Key', numeric: false }]);
});

test('Stop ends reading at once, whatever the cluster does, and keeps what is there', async (t) => {
  const scan: Session['scan'] = (_options, onProgress) => {
    onProgress(progress({ stage: 'reading', stopped: undefined, held: 4 }));
    return new Promise(() => undefined);
  };
  const { reader, states } = setUp(t, { scan });
  void reader.read();
  await settle();
  reader.stop();
  const state = states().at(-1);
  assert.deepEqual([state?.activity, state?.progress?.stopped, state?.progress?.held, state?.problem], ['idle', 'cancelled', 4, undefined]);
});

test('Stop while connecting says that it was cancelled', async (t) => {
  const { reader, states } = setUp(t, { scan: endless().scan });
  const reading = reader.read();
  await settle();
  reader.stop();
  await reading;
  assert.deepEqual([states().at(-1)?.activity, states().at(-1)?.problem?.message], ['idle', 'Cancelled by you.']);
});

test('what does not connect is given up', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { reader, states } = setUp(t, { scan: () => new Promise(() => undefined) }, { given: { 'peek.timeoutSeconds': 10 } });
  const reading = reader.read();
  await settle();
  t.mock.timers.tick(40_000);
  await reading;
  assert.equal(states().at(-1)?.problem?.message, 'local did not answer within 40 s.');
});

test('older and continue add to the scan that is there', async (t) => {
  const modes: string[] = [];
  const { reader } = setUp(t, {
    scan: ({ mode, scan }) => {
      modes.push(`${mode} ${scan === reader.shown?.id}`);
      return Promise.resolve(progress());
    },
  });
  await reader.add('older');
  await reader.add('older');
  await reader.add('continue');
  assert.deepEqual([modes, reader.state.scan], [['new false', 'older true', 'continue true'], 1]);
});

test('live goes on where the scan is, and ends with it', async (t) => {
  const { scan, asked, tell } = endless();
  const { reader, states } = setUp(t, { scan });
  void reader.read();
  await settle();
  tell({ held: 1 });
  void reader.setLive(true);
  await settle();
  tell({ stage: 'live' });
  assert.deepEqual(
    asked.map(({ mode, live }) => [mode, live]),
    [
      ['new', false],
      ['continue', true],
    ],
  );
  assert.deepEqual([reader.state.activity, reader.state.settings.live], ['live', true]);
  await reader.setLive(false);
  assert.deepEqual([states().at(-1)?.activity, states().at(-1)?.settings.live, asked.length], ['idle', false, 2]);
});

for (const { name, stages, why, asked: reads } of [
  { name: 'at the end', stages: ['live'], why: 'live', asked: 1 },
  { name: 'paused at the end', stages: ['live', 'paused'], why: 'live', asked: 1 },
  { name: 'paused on the way there', stages: ['reading', 'paused'], why: 'cancelled', asked: 1 },
  { name: 'on the way there, which it goes to its end', stages: ['reading'], why: undefined, asked: 2 },
  { name: 'while the broker is lost', stages: ['live', 'waiting'], why: undefined, asked: 2 },
] as const) {
  test(`live, switched off ${name}, says why reading ended`, async (t) => {
    const asked: ScanOptions[] = [];
    let tell: (given: Partial<ScanProgress>) => void = () => undefined;
    const scan: Session['scan'] = (options, onProgress, signal) => {
      asked.push(options);
      tell = (given) => onProgress(progress({ stopped: undefined, ...given }));
      // As the worker does, which knows of no other reason.
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(progress({ stopped: 'cancelled' }))));
    };
    const { reader, states } = setUp(t, { scan });
    void reader.read({ changes: { live: true } });
    await settle();
    for (const stage of stages) tell({ stage, held: 1 });
    void reader.setLive(false);
    await settle();
    await settle();
    assert.deepEqual([states().at(-1)?.progress?.stopped, states().at(-1)?.settings.live, asked.length], [why, false, reads]);
  });
}

test('pause and resume are the worker’s, and said at once', async (t) => {
  const { scan, tell } = endless();
  const paused: boolean[] = [];
  const { reader } = setUp(t, { scan, pauseScan: (_scan, isPaused) => Promise.resolve(void paused.push(isPaused)) });
  await reader.pause(true);
  void reader.read();
  await settle();
  tell({ held: 1 });
  await reader.pause(true);
  assert.equal(reader.state.activity, 'paused');
  await reader.pause(false);
  assert.deepEqual([reader.state.activity, paused], ['reading', [true, false]]);
});

for (const { name, changes, partitions } of [
  { name: 'an empty list is all', changes: { partitions: [] }, partitions: undefined },
  { name: 'others', changes: { partitions: [1, 2] }, partitions: [1, 2] },
  { name: 'unchanged', changes: { filter: 'true' }, partitions: [3] },
]) {
  test(`partitions that are read: ${name}`, async (t) => {
    const { reader } = setUp(t, {});
    await reader.read({ changes: { partitions: [3] } });
    await reader.read({ changes });
    assert.deepEqual(reader.state.settings.partitions, partitions);
  });
}

test('reading only what comes is live; another start is not', async (t) => {
  const { reader } = setUp(t, {});
  await reader.read({ changes: { start: { kind: 'live' } } });
  assert.equal(reader.state.settings.live, true);
  await reader.read({ changes: { start: { kind: 'oldest', count: 5 } } });
  assert.equal(reader.state.settings.live, false);
});

for (const { name, firstOffset, endOffset, control, emptiness } of [
  { name: 'never written', firstOffset: 0n, endOffset: 0n, control: 0, emptiness: { kind: 'neverWritten' } },
  { name: 'all gone', firstOffset: 5n, endOffset: 5n, control: 0, emptiness: { kind: 'usedUp', lastOffset: '4' } },
  { name: 'only control records', firstOffset: 0n, endOffset: 5n, control: 5, emptiness: { kind: 'onlyControl', count: 5 } },
  { name: 'nothing left in between', firstOffset: 0n, endOffset: 5n, control: 0, emptiness: { kind: 'noRecords' } },
  { name: 'without a leader', firstOffset: undefined, endOffset: undefined, control: 0, emptiness: { kind: 'unknown' } },
]) {
  test(`an empty topic: ${name}`, async (t) => {
    const partition = { partition: 0, leader: 1, replicas: [], inSyncReplicas: [], firstOffset, endOffset };
    const { reader } = setUp(t, {
      scan: () => Promise.resolve(progress({ scanned: 0, held: 0, matched: 0, control, stopped: 'end' })),
      describeTopic: (topic) => Promise.resolve({ name: topic, configuration: undefined, partitions: [partition] }),
    });
    await reader.read();
    assert.deepEqual(reader.state.emptiness, emptiness);
  });
}

/** Holds these offsets of partition 1, by what is read from. */
function holding(
  newest: readonly string[],
  around: readonly string[],
): { readonly methods: Partial<Session>; readonly asked: ScanOptions[] } {
  const asked: ScanOptions[] = [];
  const held = new Map<string, readonly string[]>();
  return {
    asked,
    methods: {
      scan: (options) => {
        asked.push(options);
        const offsets = options.start.kind === 'offset' ? around : newest;
        held.set(options.scan, offsets);
        return Promise.resolve(progress({ held: offsets.length }));
      },
      record: ({ scan, place }) =>
        Promise.resolve(held.get(scan)?.includes(place.offset) === true ? row({ partition: 1, offset: BigInt(place.offset) }) : undefined),
    },
  };
}

test('a record among the newest is chosen', async (t) => {
  const { methods, asked } = holding(['9', '8'], []);
  const { reader } = setUp(t, methods);
  await reader.read({ select: { partition: 1, offset: '8' } });
  assert.deepEqual([asked.length, reader.state.select, reader.state.missing], [1, { partition: 1, offset: '8' }, undefined]);
});

test('an older record is read with its neighbours, in its partition', async (t) => {
  const { methods, asked } = holding(['9999'], ['99', '100', '101']);
  const { reader } = setUp(t, methods, { given: { 'peek.count': 10 } });
  await reader.read({ select: { partition: 1, offset: '100' } });
  const last = asked.at(-1);
  assert.deepEqual([last?.start, last?.partitions], [{ kind: 'offset', offsets: { 1: '95' }, count: 10 }, [1]]);
  assert.deepEqual([reader.state.select, reader.state.settings.partitions], [{ partition: 1, offset: '100' }, [1]]);
});

test('a record that is gone is said to be missing, among what was around it', async (t) => {
  const { methods } = holding(['9999'], ['99', '101']);
  const { reader } = setUp(t, methods);
  await reader.read({ select: { partition: 1, offset: '100' } });
  assert.deepEqual([reader.state.select, reader.state.missing], [undefined, { partition: 1, offset: '100' }]);
  assert.equal(reader.state.settings.start.kind, 'offset');
});

test('where nothing is around a missing record, the newest are shown', async (t) => {
  const { methods } = holding(['7'], []);
  const { reader } = setUp(t, methods);
  await reader.read({ select: { partition: 1, offset: '100' } });
  assert.deepEqual([reader.state.missing?.offset, reader.state.settings.start.kind], ['100', 'newest']);
});

test('a key is read where it must be, and no other partition', async (t) => {
  const asked: ScanOptions[] = [];
  const { reader } = setUp(t, {
    locateKey: ({ key }) => Promise.resolve({ partition: 4, partitions: 6, filter: `key == "${key}"`, encoding: 'UTF-8 text' }),
    scan: (options) => {
      asked.push(options);
      return Promise.resolve(progress());
    },
  });
  await reader.readKey('A-1');
  assert.deepEqual(
    asked.map(({ partitions, filter }) => [partitions, filter]),
    [[[4], 'key == "A-1"']],
  );
  assert.deepEqual(reader.state.keyLocation, { key: 'A-1', partition: 4, encoding: 'UTF-8 text' });
  await reader.read({ changes: {} });
  assert.notEqual(reader.state.keyLocation, undefined);
  await reader.read({ changes: { filter: '' } });
  assert.deepEqual([reader.state.keyLocation, reader.state.settings.partitions], [undefined, undefined]);
});

test('a key that is none is said on the page', async (t) => {
  const { reader } = setUp(t, { locateKey: () => Promise.reject(new KafkaError('kafka/key', 'This is no long.')) });
  await reader.readKey('A-1');
  assert.equal(reader.state.problem?.message, 'This is no long.');
});

test('changed settings have the records decoded anew', async (t) => {
  const seen: unknown[] = [];
  const given: Record<string, unknown> = {};
  const { reader } = setUp(
    t,
    {
      redecode: (scan, decoding) => {
        seen.push([scan === reader.shown?.id, decoding?.render.unions, decoding?.masks]);
        return Promise.resolve(progress({ revision: 9 }));
      },
    },
    { given },
  );
  await reader.refresh();
  await reader.read();
  Object.assign(given, { 'view.unions': 'tagged', masks: { orders: ['key'] }, filters: { paid: 'true' } });
  await reader.refresh();
  assert.deepEqual(seen, [[true, 'tagged', ['key']]]);
  assert.deepEqual([reader.state.hasMasks, reader.state.savedFilters], [true, [{ name: 'paid', text: 'true' }]]);
});

for (const { name, filter, then, ends } of [
  { name: 'it stays away: later each time, and not a word', filter: '', then: 'down', ends: [1, undefined, 15_000] },
  { name: 'it is back: what could not be decoded is shown', filter: '', then: 'up', ends: [1, 'decoding 1', undefined] },
  { name: 'it is back: what a filter could not test is read again', filter: 'true', then: 'up', ends: [2, undefined, undefined] },
] as const) {
  test(`a registry that failed is asked again by itself; ${name}`, async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const down = { registryProblem: 'Cannot reach it.', registryCode: 'registry/unreachable' };
    const asked: unknown[] = [];
    let reads = 0;
    const { reader, states } = setUp(t, {
      scan: () => Promise.resolve(progress(++reads === 1 ? down : {})),
      redecode: (_scan, decoding) => {
        asked.push(decoding);
        return Promise.resolve(progress(then === 'down' ? down : { revision: 2 }));
      },
    });
    await reader.read({ changes: { filter } });
    const first = states().at(-1)?.registryRetryInMs ?? 0;
    assert.ok(first > 7000 && first <= 8000, String(first));
    t.mock.timers.tick(8000);
    await settle();
    await settle();
    const last = states().at(-1);
    assert.deepEqual(asked, [undefined]);
    const inMs = last?.registryRetryInMs;
    assert.deepEqual(
      [reads, last?.decoding === 1 ? 'decoding 1' : undefined, inMs === undefined ? undefined : Math.ceil(inMs / 1000) * 1000],
      ends,
    );
    reader.close();
    t.mock.timers.tick(100_000);
    await settle();
    assert.equal(asked.length, 1);
  });
}

for (const code of ['registry/unauthorized', undefined]) {
  test(`what does not pass by itself is not tried again: ${code ?? 'no failure'}`, async (t) => {
    const { reader, states } = setUp(t, { scan: () => Promise.resolve(progress({ registryProblem: code && 'No.', registryCode: code })) });
    await reader.read();
    assert.equal(states().at(-1)?.registryRetryInMs, undefined);
  });
}

const bare = { framing: 'bare', schema: { kind: 'id', schemaId: 7 }, reader: undefined } as const;

for (const { name, filter, start, change, does } of [
  { name: 'a profile, with a filter', filter: 'value.a > 1', start: undefined, change: 'profile', does: ['new', 'new bare'] },
  { name: 'a profile, without a filter', filter: ' ', start: undefined, change: 'profile', does: ['new', 'redecode bare'] },
  { name: 'masks, with a filter', filter: 'value.a > 1', start: undefined, change: 'masks', does: ['new', 'redecode automatic'] },
  {
    name: 'a profile, with a filter of what only comes',
    filter: 'value.a > 1',
    start: { kind: 'live' },
    change: 'profile',
    does: ['new', 'redecode bare', 'continue bare'],
  },
] as const) {
  test(`what a filter has left out is read again where it may match now: ${name}`, async (t) => {
    const did: string[] = [];
    const given: Record<string, unknown> = {};
    let profile = automaticPageProfile;
    const { scan, tell } = endless();
    const { reader } = setUp(
      t,
      {
        scan: (options, ...rest) => {
          did.push(did.length === 0 ? options.mode : `${options.mode} ${options.decoding.profile.value.framing}`);
          return scan(options, ...rest);
        },
        redecode: (_scan, decoding) => {
          did.push(`redecode ${decoding?.profile.value.framing}`);
          return Promise.resolve(progress());
        },
      },
      { given, profile: () => Promise.resolve(profile) },
    );
    void reader.read({ changes: { filter, ...(start && { start }) } });
    await settle();
    tell({ held: 1, stage: start ? 'live' : 'reading' });
    if (change === 'masks') given['masks'] = { orders: ['key'] };
    else profile = { ...automaticPageProfile, profile: { ...automaticPageProfile.profile, value: bare } };
    void reader.refresh();
    await settle();
    await settle();
    assert.deepEqual(did, does);
    assert.equal(reader.state.settings.filter, filter);
  });
}

test('only the host reveals what is masked', async (t) => {
  const { reader } = setUp(t, {});
  const { view } = reader.state;
  await reader.read();
  reader.setView({ ...view, revealed: true, showUndecoded: false });
  assert.deepEqual([reader.state.view.revealed, reader.state.view.showUndecoded], [false, false]);
  reader.reveal();
  reader.setView({ ...view, revealed: true });
  assert.equal(reader.state.view.revealed, true);
  reader.setView({ ...view, revealed: false });
  assert.equal(reader.state.view.revealed, false);
});

test('details, with the schema that is known by then', async (t) => {
  const registered = { text: '{"type":"record","name":"Order","fields":[]}', references: [], label: 'orders-value v3' };
  const { reader, answers, posted } = setUp(t, {
    record: ({ place }) => Promise.resolve(place.offset === '7' ? row({ offset: 7n, value: exact('{}') }) : undefined),
    fetchSchema: () => Promise.resolve({ ...registered, schemaId: 13, subject: 'orders-value', version: 3 }),
  });
  await reader.read();
  posted.length = 0;
  const place = { partition: 0, offset: '7' };
  await answers.details(place);
  await answers.schema(place);
  await answers.details(place);
  await answers.details({ partition: 0, offset: '8' });
  assert.deepEqual(
    posted.flatMap(({ type }) => (type === 'state' ? [] : [type])),
    ['details', 'schema', 'details', 'schema', 'details'],
  );
  const last = posted.at(-1);
  assert.equal(last?.type === 'details' && last.details, undefined);
});

test('a schema that the registry does not give says why', async (t) => {
  const { reader, answers, posted } = setUp(t, {
    record: () => Promise.resolve(row({ value: exact('{}') })),
    fetchSchema: () => Promise.reject(new RegistryError('registry/x', 'It is down.')),
  });
  await reader.read();
  await answers.schema({ partition: 0, offset: '0' });
  const last = posted.at(-1);
  assert.deepEqual(last?.type === 'schema' && last.schema, { found: false, reason: 'It is down.' });
});

test('every asking for rows is answered, also where it fails', async (t) => {
  const { reader, answers, posted } = setUp(t, { rows: () => Promise.reject(new KafkaError('kafka/worker-stopped', 'Gone.')) });
  await answers.rows(1, { from: 0, count: 10 });
  await reader.read();
  await answers.rows(2, { from: 0, count: 10 });
  const rows = posted.flatMap((message) => (message.type === 'rows' ? [[message.ask, message.rowCount]] : []));
  assert.deepEqual(rows, [
    [1, 0],
    [2, 0],
  ]);
  assert.equal(reader.state.problem?.message, 'Gone.');
});

test('rows asked of a scan that was replaced meanwhile are those of the new one', async (t) => {
  let release: () => void = () => undefined;
  const asked: string[] = [];
  const { reader, answers, posted } = setUp(t, {
    rows: async ({ scan, from }) => {
      asked.push(scan);
      if (asked.length === 1) await new Promise<void>((resolve) => (release = resolve));
      return { revision: 1, rowCount: asked.length, from, rows: [], columns: [], anchorIndex: undefined };
    },
  });
  await reader.read();
  const answering = answers.rows(1, { from: 0, count: 10 });
  await settle();
  await reader.read();
  release();
  await answering;
  const last = posted.at(-1);
  assert.deepEqual([last?.type === 'rows' && last.rowCount, asked[1]], [2, reader.shown?.id]);
});

test('find: a text to go to is understood here, or what is wrong with it is said', async (t) => {
  const wanted: unknown[] = [];
  const { reader, answers, posted } = setUp(t, {
    find: ({ what }) => {
      wanted.push(what);
      return Promise.resolve({ revision: 1, index: 3, ordinal: 1, total: 1 });
    },
  });
  await reader.read();
  const goTo = (text: string) => answers.find(4, { from: 0, backwards: false, what: { kind: 'goTo', text } });
  await goTo('0/4950');
  await goTo('7/1');
  assert.deepEqual(wanted, [{ kind: 'offset', offset: '4950', partition: 0 }]);
  const found = posted.flatMap((message) => (message.type === 'found' ? [[message.index, message.problem]] : []));
  assert.deepEqual(found, [
    [3, undefined],
    [undefined, 'There is no partition 7.'],
  ]);
});

test('a value’s bytes are explained, and hidden where it is masked', async (t) => {
  let masked = false;
  const inspected: number[] = [];
  const bytes = new Uint8Array([0, 0, 0, 0, 13, 2]);
  const { reader, answers, posted } = setUp(t, {
    record: () => Promise.resolve(row({ masked, value: exact('{}', 3, { size: 6 }), valueBytes: masked ? null : bytes })),
    inspect: (request) => {
      inspected.push(request.bytes.length);
      return Promise.resolve({ part: exact('{}'), fields: [], stop: undefined, leftOver: undefined, cut: false });
    },
  });
  await reader.read();
  const view = async () => {
    await answers.bytes({ partition: 0, offset: '0' });
    const last = posted.at(-1);
    return last?.type === 'bytes' ? [last.bytes.bytes, last.bytes.size, last.bytes.hidden] : undefined;
  };
  assert.deepEqual(await view(), ['AAAAAA0C', 6, false]);
  masked = true;
  assert.deepEqual([await view(), inspected], [['', 6, true], [6]]);
});

test('closing lets go of the scan, and nothing is told after it', async (t) => {
  const closed: string[] = [];
  const { scan, tell } = endless();
  const { reader, posted } = setUp(t, { scan, closeScan: (id) => Promise.resolve(void closed.push(id)) });
  const reading = reader.read();
  await settle();
  tell({ held: 1 });
  const id = reader.shown?.id;
  reader.close();
  posted.length = 0;
  tell({ held: 2 });
  await reading;
  assert.deepEqual([closed, posted], [[id], []]);
});
