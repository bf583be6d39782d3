import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../client/cluster/session.ts';
import type { ExportProgress, ExportRequest } from '../../../client/records/recordsSession.ts';
import { KafkaError } from '../../../shared/errors.ts';
import { createFakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { createFakeRecordsPage } from '../../fakes/recordsPage.ts';
import { FakeSession } from '../../fakes/session.ts';
import { progress } from '../webview/records.ts';

const local = { brokers: ['127.0.0.1:9092'] };
const topic = { connection: 'local', topic: 'orders' };
const place = { partition: 3, offset: '18204' };
const partitions = [0, 3].map((partition) => {
  return { partition, leader: 1, replicas: [], inSyncReplicas: [], firstOffset: 0n, endOffset: 9n };
});
const describing: Partial<Session> = {
  listTopics: () => Promise.resolve([{ name: 'orders', partitions: 2, internal: false }]),
  describeTopic: (name) => Promise.resolve({ name, configuration: undefined, partitions }),
};

for (const { name, answers, argument = topic, changes } of [
  {
    name: 'so many of the newest',
    answers: [{ pick: 'Newest' }, { input: '5,000' }],
    changes: { start: { kind: 'newest', count: 5000 }, partitions: undefined, live: false },
  },
  {
    name: 'so many of the oldest of a partition',
    argument: { ...topic, partition: 3 },
    answers: [{ pick: 'Oldest' }, { input: '0' }, { input: '7' }],
    changes: { start: { kind: 'oldest', count: 7 }, partitions: [3], live: false },
  },
  {
    name: 'an offset of all partitions',
    answers: [{ pick: 'Offset…' }, { input: '9007199254740993' }],
    changes: {
      start: { kind: 'offset', offsets: { 0: '9007199254740993', 3: '9007199254740993' }, count: 100 },
      partitions: undefined,
      live: false,
    },
  },
  {
    name: 'an offset of one, after going back',
    answers: [{ pick: 'Newest' }, 'back', { pick: 'Offset…' }, { input: '5/1' }, { input: '3/5' }],
    changes: { start: { kind: 'offset', offsets: { 3: '5' }, count: 100 }, partitions: [3], live: false },
  },
  {
    name: 'a time',
    answers: [{ pick: 'Time…' }, { input: '2026-11-22T10:41:00Z' }],
    changes: { start: { kind: 'time', timestampMs: Date.UTC(2026, 10, 22, 10, 41), count: 100 }, partitions: undefined, live: false },
  },
  {
    name: 'a topic that is asked for',
    argument: undefined,
    answers: [{ pick: 'orders' }, { pick: 'Newest' }, { input: '1' }],
    changes: { start: { kind: 'newest', count: 1 }, partitions: undefined, live: false },
  },
] as readonly {
  readonly name: string;
  readonly answers: NonNullable<FakeContextOptions['answers']>;
  readonly argument?: object;
  readonly changes: object;
}[]) {
  test(`Peek Topic From…: ${name}`, async () => {
    const isAsked = name === 'a topic that is asked for';
    const fake = createFakeContext({ connections: { local }, answers, session: () => new FakeSession(describing) });
    await fake.run('peekTopicFrom', ...(isAsked ? [] : [argument]));
    assert.deepEqual(fake.records, [{ ...topic, changes }]);
    assert.deepEqual(fake.ui.unused, []);
  });
}

test('Peek Topic From… says what it makes of a time while it is typed', async () => {
  const answers = [{ pick: 'Time…' }, { input: 'tomorrow' }, { input: '2026-11-22 10:41' }] as const;
  const fake = createFakeContext({ connections: { local }, answers, settings: { 'view.timeZone': 'UTC' } });
  await fake.run('peekTopicFrom', topic);
  assert.match(fake.ui.understood.join(), /^2026-11-22 10:41:00.000 UTC, /);
  assert.match(fake.ui.notices[0] ?? '', /^refused: Write a time/);
});

test('Peek Topic Live… reads what comes from now on', async () => {
  const fake = createFakeContext({ connections: { local } });
  await fake.run('peekTopicLive', { ...topic, partition: 3 });
  assert.deepEqual(fake.records, [{ ...topic, partition: 3, changes: { start: { kind: 'live' }, live: true } }]);
});

for (const [id, what] of [
  ['recordsReadAgain', 'readAgain'],
  ['recordsStop', 'stop'],
  ['recordsPause', 'pause'],
  ['recordsLive', 'live'],
  ['recordsFollow', 'follow'],
  ['recordsFind', 'find'],
  ['recordsFilter', 'filter'],
  ['recordsNextUndecoded', 'nextUndecoded'],
  ['recordsPreviousUndecoded', 'previousUndecoded'],
  ['recordsGoTo', 'goTo'],
  ['recordsDetails', 'details'],
  ['recordsColumns', 'columns'],
  ['readViewerStatus', 'readStatus'],
] as const) {
  test(`${id} is carried out by the page in front`, async () => {
    const page = createFakeRecordsPage({});
    await createFakeContext({ page }).run(id);
    assert.deepEqual(page.done, [what]);
  });
}

test('a page command without a page says what to do', async () => {
  const fake = createFakeContext();
  await fake.run('recordsFind');
  assert.deepEqual(fake.ui.notices, [
    "error: Can't find in the records: no records page is open. Use Avro: Peek Topic… first. [Show Output]",
  ]);
});

test('Open as Document: the record that is named, else the chosen one', async () => {
  const page = createFakeRecordsPage({}, { partition: 0, offset: '1' });
  const fake = createFakeContext({ page });
  await fake.run('openRecord', { ...topic, ...place });
  await fake.run('openRecord');
  assert.deepEqual(page.opened, ['3/18204', '0/1']);
});

test('Open as Document without a chosen record says so', async () => {
  const fake = createFakeContext({ page: createFakeRecordsPage({}) });
  await fake.run('openRecord');
  assert.match(fake.ui.notices[0] ?? '', /no record is chosen/i);
});

interface Exporting {
  readonly answers: NonNullable<FakeContextOptions['answers']>;
  readonly args?: readonly unknown[];
  readonly isRead?: boolean;
  readonly end?: Partial<ExportProgress> | Error;
}

async function exportAll({ answers, args = [], isRead = true, end = {} }: Exporting) {
  const requests: ExportRequest[] = [];
  const page = createFakeRecordsPage(
    {
      scan: () => Promise.resolve(progress()),
      exportRecords: (request, onProgress) => {
        requests.push(request);
        const done = { records: 100_000, scanned: 100_000, bytes: 5, leftOut: 0, why: undefined, stopped: 'end' as const };
        onProgress({ ...done, records: 5, scanned: 12_000 });
        return end instanceof Error ? Promise.reject(end) : Promise.resolve({ ...done, ...end });
      },
    },
    place,
  );
  if (isRead) await page.reader.read();
  const fake = createFakeContext({ page, connections: { local }, answers, session: () => new FakeSession(sessionOf(page)) });
  await fake.run('exportRecords', ...args);
  return { fake, page, requests };
}

function sessionOf(page: ReturnType<typeof createFakeRecordsPage>): Partial<Session> {
  return { exportRecords: async (...args) => (await page.reader.openSession(args[2])).exportRecords(...args) };
}

test('Export Records…: what is shown', async () => {
  const answers = [{ pick: 'Shown Records' }, { pick: 'CSV' }, { file: '/tmp/orders.csv' }, { button: 'Open File' }] as const;
  const { fake, page, requests } = await exportAll({ answers });
  const { shown, state } = page.reader;
  assert.deepEqual(requests, [{ source: { kind: 'shown', scan: shown?.id, view: state.view }, format: 'csv', path: '/tmp/orders.csv' }]);
  assert.deepEqual(fake.ui.offered[0], ['Shown Records', 'Selected Record', 'Whole Scan']);
  assert.deepEqual([fake.ui.fileNames, fake.ui.openedFiles], [['orders.csv'], ['/tmp/orders.csv']]);
  assert.deepEqual(fake.ui.notices, [`info: Exported ${(100_000).toLocaleString()} records. [Open File]`]);
  assert.ok(fake.ui.progressed.includes(`5 records of ${(12_000).toLocaleString()} scanned`), fake.ui.progressed.join());
});

test('Export Records…: those that a page hands over, with what was left out', async () => {
  const end = { records: 1, leftOut: 2, why: 'They could not be decoded.' };
  const answers = [{ pick: 'Avro Container File' }, { file: '/tmp/o.avro' }, 'close'] as const;
  const { fake, requests } = await exportAll({ answers, args: [{ ...topic, source: 'chosen', places: [place, { x: 1 }] }], end });
  assert.deepEqual(
    requests.map(({ source }) => source.kind === 'chosen' && source.places),
    [[place]],
  );
  assert.deepEqual(fake.ui.notices, ['warning: Exported 1 record. 2 records were left out. They could not be decoded. [Open File]']);
});

test('Export Records…: a whole scan, which has no limit but its count', async () => {
  const answers = [{ pick: 'Whole Scan' }, { pick: 'NDJSON' }, { file: '/tmp/o.ndjson' }, 'close'] as const;
  const { fake, requests } = await exportAll({ answers, isRead: false });
  const [request] = requests;
  assert.ok(request?.source.kind === 'scan');
  const { mode, live, limits, start } = request.source.options;
  assert.deepEqual([mode, live, start, limits.records, limits.timeoutMs > 1e9], ['new', false, { kind: 'newest', count: 100 }, 100, true]);
  assert.deepEqual(fake.ui.offered[0], ['Whole Scan']);
});

test('Export Records…: what fails says so', async () => {
  const answers = [{ pick: 'NDJSON' }, { file: '/x' }, 'close'] as const;
  const { fake } = await exportAll({
    answers,
    args: [{ ...topic, source: 'shown' }],
    end: new KafkaError('export/file', 'There is no room left on the disk.'),
  });
  assert.deepEqual(fake.ui.notices, ["error: Can't export the records of orders: there is no room left on the disk. [Show Output]"]);
});
