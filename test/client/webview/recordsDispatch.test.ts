import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Session } from '../../../client/cluster/session.ts';
import { parseConnections } from '../../../client/connectionSettings.ts';
import type { ScanOptions } from '../../../client/records/recordsSession.ts';
import { createSettings } from '../../../client/settings.ts';
import { createRecordsAnswers } from '../../../client/webview/recordsAnswers.ts';
import { receive, type RecordsHost } from '../../../client/webview/recordsDispatch.ts';
import type { FromPage, ToPage } from '../../../client/webview/recordsProtocol.ts';
import { RecordsReader } from '../../../client/webview/recordsReader.ts';
import { automaticPageProfile } from '../../../client/webview/recordsState.ts';
import { KafkaError } from '../../../shared/errors.ts';
import { FakeSession } from '../../fakes/session.ts';
import { FakeUi, type Answer } from '../../fakes/ui.ts';
import { exact, part, progress, row, text } from './records.ts';

const utf8 = (value: string) => new TextEncoder().encode(value);
const held = row({
  partition: 3,
  offset: 18_204n,
  key: text('A-1'),
  keyBytes: utf8('A-1'),
  value: exact('{"id":9007199254740993}', 3, { size: 3 }),
  valueBytes: new Uint8Array([0, 255, 1]),
});
const place = { partition: 3, offset: '18204' };

interface Setup {
  readonly send: (message: FromPage) => Promise<void>;
  readonly reader: RecordsReader;
  readonly ui: FakeUi;
  readonly events: string[];
  readonly posted: ToPage[];
  readonly scans: ScanOptions[];
}

interface Given {
  readonly session?: Partial<Session>;
  readonly answers?: readonly Answer[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly hasWorkspace?: boolean;
  readonly connection?: unknown;
}

async function setUp(t: TestContext, given: Given = {}): Promise<Setup> {
  const events: string[] = [];
  const posted: ToPage[] = [];
  const scans: ScanOptions[] = [];
  const ui = new FakeUi(given.answers);
  const event = (name: string): Promise<void> => Promise.resolve(void events.push(name));
  const session = new FakeSession({
    scan: (options) => {
      scans.push(options);
      return Promise.resolve(progress());
    },
    record: () => Promise.resolve(held),
    paths: () => Promise.resolve([]),
    closeScan: () => Promise.resolve(),
    ...given.session,
  });
  const log = (message: unknown) => void events.push(`log ${String(message)}`);
  const logs = { debug: log, info: log, warn: () => undefined, error: log, show: () => undefined };
  const post = (message: ToPage) => void posted.push(message);
  const settings = createSettings((id) => ({ 'view.timeZone': 'UTC', ...given.settings })[id]);
  const reader = new RecordsReader({
    connection: 'local',
    topic: 'orders',
    openSession: () => Promise.resolve(session),
    facts: () => ({ color: undefined, readOnly: false, protected: false, tooltip: 'local' }),
    settings,
    profile: () => Promise.resolve(automaticPageProfile),
    actions: () => [],
    post,
    log: logs,
  });
  t.after(() => reader.close());
  const host: RecordsHost = {
    reader,
    answers: createRecordsAnswers(reader, post, logs),
    ui,
    log: logs,
    connection: () => parseConnections({ local: given.connection ?? { brokers: ['a:9092', 'b:9092'] } })[0]?.settings,
    documents: {
      open: ({ record }) => event(`open ${record.partition}/${record.offset}`),
      compare: ({ record: one }, { record: other }) => event(`compare ${one.offset} ${other.offset}`),
    },
    post,
    checkFilter: (filter) => (filter === 'value.' ? { message: 'A name is missing.', start: 6, end: 6 } : undefined),
    run: (id, target) => event(`run ${id} ${JSON.stringify(target)}`),
    hasWorkspace: () => given.hasWorkspace ?? false,
    changeSetting: (scope, id, change) => event(`${scope} ${id} ${JSON.stringify(change(given.settings?.[id]))}`),
    openSettings: (id) => event(`settings ${id}`),
    chooseTarget: (what) => event(`choose ${what}`),
    saved: ({ topic }) => void event(`saved ${topic}`),
  };
  await reader.read();
  scans.length = 0;
  posted.length = 0;
  return { send: (message) => receive(JSON.parse(JSON.stringify(message)) as FromPage, host), reader, ui, events, posted, scans };
}

for (const { name, what, copied, status, record, connection } of [
  { name: 'the value', what: 'value', copied: '{"id":9007199254740993}' },
  { name: 'hex', what: 'hex', copied: '00ff01' },
  { name: 'base64', what: 'base64', copied: 'AP8B' },
  {
    name: 'kcat',
    what: 'kcat',
    copied: String.raw`kcat -C -b a:9092,b:9092 -t orders -p 3 -o 18204 -c 1 -e -f 'key: %k\nheaders: %h\nvalue: %s\n'`,
  },
  {
    name: 'kcat, which is not told a secret',
    what: 'kcat',
    connection: { brokers: ['a:9092'], security: 'SASL_SSL', ssl: { ca: '/ca.pem' }, sasl: { mechanism: 'PLAIN', username: 'ann' } },
    copied: String.raw`# kcat.conf holds security.protocol=SASL_SSL, ssl.ca.location, sasl.mechanisms=PLAIN, sasl.username, sasl.password.
kcat -F kcat.conf -C -b a:9092 -t orders -p 3 -o 18204 -c 1 -e -f 'key: %k\nheaders: %h\nvalue: %s\n'`,
  },
  {
    name: 'a tombstone’s bytes',
    what: 'hex',
    record: row(),
    copied: '',
    status: 'This record is a tombstone: it has no bytes.',
  },
  {
    name: 'masked bytes',
    what: 'base64',
    record: row({ masked: true, value: part({ size: 3 }) }),
    copied: '',
    status: '1 record has masked fields: the bytes are copied only once they are revealed.',
  },
  {
    name: 'a masked value',
    what: 'value',
    record: row({ masked: true, value: exact('{"card":"•••"}') }),
    copied: '{"card":"•••"}',
    status: 'Masked fields of 1 record were copied as they are shown.',
  },
] as const) {
  test(`copy: ${name}`, async (t) => {
    const found = record === undefined ? held : record;
    const { send, ui } = await setUp(t, { session: { record: () => Promise.resolve(found) }, connection });
    await send({ type: 'copy', places: [place], what });
    assert.deepEqual([ui.clipboard, ui.statuses], [copied, status === undefined ? [] : [status]]);
  });
}

test('copy: several records are one JSON array, and a line each of bytes', async (t) => {
  const { send, ui } = await setUp(t);
  await send({ type: 'copy', places: [place, place], what: 'value' });
  assert.deepEqual(JSON.parse(ui.clipboard), [{ id: 9007199254740992 }, { id: 9007199254740992 }]);
  assert.equal(ui.clipboard.match(/9007199254740993/g)?.length, 2);
  await send({ type: 'copy', places: [place, place], what: 'hex' });
  assert.equal(ui.clipboard, '00ff01\n00ff01');
});

test('copy: a value that is too large is cut, which is said', async (t) => {
  const limits: unknown[] = [];
  const record: Session['record'] = ({ maxBytes }) => {
    limits.push(maxBytes);
    return Promise.resolve(row({ value: part({ size: 40 * 1024 * 1024 }), valueBytes: new Uint8Array(maxBytes ?? 0) }));
  };
  const { send, ui } = await setUp(t, { session: { record } });
  await send({ type: 'copy', places: [place], what: 'hex' });
  assert.deepEqual([limits, ui.clipboard.length], [[16 * 1024 * 1024], 32 * 1024 * 1024]);
  assert.deepEqual(ui.statuses, ['Copied the first 16 MB of 40 MB as hex.']);
});

test('a name that a shell would take apart is quoted', async (t) => {
  const { send, ui } = await setUp(t, { connection: { brokers: ['[::1]:9092'] } });
  await send({ type: 'copy', places: [place], what: 'kcat' });
  assert.match(ui.clipboard, /-b '\[::1\]:9092' /);
});

const target = '{"connection":"local","topic":"orders","partition":3,"offset":"18204"}';

for (const { what, does } of [
  { what: 'openDocument', does: 'open 3/18204' },
  { what: 'reproduce', does: `run reproduceRecord ${target}` },
  { what: 'inspectBytes', does: `run inspectBytes ${target}` },
  { what: 'diagnose', does: `run diagnoseTopicItem ${target}` },
  { what: 'openSchema', does: 'run openVersion {"connection":"local","subject":"orders-value","version":3}' },
  { what: 'produceSample', does: 'run produceSample {"connection":"local","topic":"orders"}' },
  { what: 'openSettings', does: 'settings avroWorkbench.peek' },
  {
    what: 'export',
    does: 'run exportRecords {"connection":"local","topic":"orders","source":"chosen","places":[{"partition":3,"offset":"18204"}]}',
  },
] as const) {
  test(`run: ${what}`, async (t) => {
    const { send, events } = await setUp(t);
    await send({ type: 'run', what, places: [place] });
    assert.deepEqual(events, [does]);
  });
}

test('run: a record that is not held any more is said, not ignored', async (t) => {
  const { send, ui, events } = await setUp(t, { session: { record: () => Promise.resolve(undefined) } });
  await send({ type: 'run', what: 'openDocument', places: [place] });
  assert.deepEqual(ui.notices, ["error: Can't open the record: Record 3/18204 is not held any more. Read again."]);
  assert.deepEqual(events, []);
});

test('compare: two at once, or one after the other', async (t) => {
  const record: Session['record'] = ({ place: { offset } }) => Promise.resolve(row({ offset: BigInt(offset) }));
  const { send, events, reader } = await setUp(t, { session: { record } });
  const one = { partition: 0, offset: '1' };
  const other = { partition: 0, offset: '2' };
  await send({ type: 'run', what: 'compare', places: [one, other] });
  await send({ type: 'run', what: 'compare', places: [one] });
  assert.deepEqual(reader.state.comparing, one);
  await send({ type: 'run', what: 'compare', places: [one] });
  assert.equal(reader.state.comparing, undefined);
  await send({ type: 'run', what: 'compare', places: [other] });
  await send({ type: 'run', what: 'compare', places: [one] });
  assert.deepEqual([events, reader.state.comparing], [['compare 1 2', 'compare 2 1'], undefined]);
});

test('reveal asks first', async (t) => {
  const { send, ui, reader } = await setUp(t, { answers: ['close', { button: 'Reveal' }] });
  await send({ type: 'run', what: 'reveal', places: [] });
  assert.equal(reader.state.view.revealed, false);
  await send({ type: 'run', what: 'reveal', places: [] });
  assert.equal(reader.state.view.revealed, true);
  assert.match(ui.notices[0] ?? '', /^warning: The masked fields of orders become visible/);
});

test('a filter is checked, and an empty one is right', async (t) => {
  const { send, posted } = await setUp(t);
  await send({ type: 'checkFilter', ask: 1, text: 'value.' });
  await send({ type: 'checkFilter', ask: 2, text: ' ' });
  assert.deepEqual(posted, [
    { type: 'filterChecked', ask: 1, mistake: { message: 'A name is missing.', start: 6, end: 6 } },
    { type: 'filterChecked', ask: 2, mistake: undefined },
  ]);
});

test('a filter is saved by its name, where somebody wants it', async (t) => {
  const answers = [{ input: '' }, { input: 'paid ' }, { pick: 'For this workspace' }] as const;
  const settings = { filters: { old: 'true', paid: 'false' } };
  const { send, events, ui } = await setUp(t, {
    answers,
    settings,
    hasWorkspace: true,
    session: { redecode: () => Promise.resolve(progress()) },
  });
  await send({ type: 'saveFilter', text: 'value.status == "PAID"' });
  assert.deepEqual(events, ['workspace filters {"old":"true","paid":"value.status == \\"PAID\\""}']);
  assert.deepEqual(ui.notices, ['refused: A filter needs a name.']);
});

test('columns are kept for the topic, and taken out again', async (t) => {
  const settings = { columns: { 'x*': ['key'], orders: ['time'] } };
  const { send, events, ui } = await setUp(t, { settings, hasWorkspace: true });
  await send({ type: 'keepColumns', columns: ['time', 'value.amount'] });
  await send({ type: 'keepColumns', columns: undefined });
  assert.deepEqual(events, ['workspace columns {"x*":["key"],"orders":["time","value.amount"]}', 'workspace columns {"x*":["key"]}']);
  assert.equal(ui.statuses[0], 'The columns of orders are kept in the settings of this workspace.');
});

test('choose: a time, with what was understood', async (t) => {
  const { send, scans, ui } = await setUp(t, { answers: [{ input: 'soon' }, { input: '2026-11-22 10:41' }] });
  await send({ type: 'choose', what: 'time' });
  assert.deepEqual(
    scans.map(({ start }) => start),
    [{ kind: 'time', timestampMs: Date.UTC(2026, 10, 22, 10, 41), count: 100 }],
  );
  assert.match(ui.notices[0] ?? '', /^refused: Write a time/);
  assert.match(ui.understood[0] ?? '', /^2026-11-22 10:41:00.000 UTC, /);
});

for (const { input, start, partitions } of [
  { input: '4900', start: { 0: '4900' }, partitions: undefined },
  { input: '0/4901', start: { 0: '4901' }, partitions: [0] },
]) {
  test(`choose: the offset ${input}`, async (t) => {
    const { send, scans } = await setUp(t, { answers: [{ input }] });
    await send({ type: 'choose', what: 'offset' });
    assert.deepEqual(
      scans.map((scan) => [scan.start, scan.partitions]),
      [[{ kind: 'offset', offsets: start, count: 100 }, partitions]],
    );
  });
}

test('choose: a key, of which only the partition is read', async (t) => {
  const locateKey: Session['locateKey'] = ({ key }) =>
    Promise.resolve({ partition: 4, partitions: 6, filter: `key == "${key}"`, encoding: 'UTF-8 text' });
  const { send, scans } = await setUp(t, { answers: [{ input: 'A-1' }], session: { locateKey } });
  await send({ type: 'choose', what: 'key' });
  assert.deepEqual(
    scans.map(({ partitions, filter }) => [partitions, filter]),
    [[[4], 'key == "A-1"']],
  );
});

test('choose: what is given up changes nothing, and says nothing', async (t) => {
  const { send, scans, ui, events } = await setUp(t, { answers: ['escape'] });
  await send({ type: 'choose', what: 'time' });
  assert.deepEqual([scans, ui.notices, events], [[], [], []]);
});

test('choose: others', async (t) => {
  const { send, events } = await setUp(t);
  for (const what of ['connection', 'topic', 'profile'] as const) await send({ type: 'choose', what });
  assert.deepEqual(events, ['choose connection', 'choose topic', 'run setDecodeProfile {"connection":"local","topic":"orders"}']);
});

test('reading: messages and what they read', async (t) => {
  const { send, scans } = await setUp(t);
  await send({ type: 'read', changes: { filter: 'partition == 1', partitions: [] } });
  await send({ type: 'scanOlder' });
  await send({ type: 'continue' });
  await send({ type: 'stop' });
  assert.deepEqual(
    scans.map(({ mode, filter }) => [mode, filter]),
    [
      ['new', 'partition == 1'],
      ['older', 'partition == 1'],
      ['continue', 'partition == 1'],
    ],
  );
});

test('export names its source', async (t) => {
  const { send, events } = await setUp(t);
  await send({ type: 'export', source: 'scan', places: [] });
  assert.deepEqual(events, ['run exportRecords {"connection":"local","topic":"orders","source":"scan","places":[]}']);
});

test('what fails is told, and a bug is logged', async (t) => {
  const record: Session['record'] = ({ place: { offset } }) =>
    Promise.reject(offset === '1' ? new KafkaError('kafka/x', 'The worker has stopped.', { remedy: 'Try again.' }) : new TypeError('no'));
  const { send, ui, events } = await setUp(t, { session: { record } });
  await send({ type: 'copy', places: [{ partition: 0, offset: '1' }], what: 'json' });
  await send({ type: 'copy', places: [{ partition: 0, offset: '2' }], what: 'json' });
  assert.deepEqual(ui.notices, ["error: Can't copy from orders: the worker has stopped. Try again.", "error: Can't copy from orders: no."]);
  assert.deepEqual(events, ['log TypeError: no']);
});
