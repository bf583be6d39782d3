import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../client/cluster/session.ts';
import type { HeldRecord, ScanOptions } from '../../../client/records/recordsSession.ts';
import type { RowState, RowView } from '../../../client/records/recordsView.ts';
import { KafkaError } from '../../../shared/errors.ts';
import { parseMessages } from '../../../shared/message/document.ts';
import { createFakeContext, type FakeContext } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';
import { exact, progress, text } from '../webview/records.ts';

const schema = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}';
const registered = { text: schema, references: [], label: 'orders-value v1', schemaId: 1, subject: 'orders-value', version: 1 };

function row(offset: string, state: RowState): RowView {
  const cell = { text: '', kind: 'plain' } as const;
  return {
    partition: 0,
    offset,
    timestampMs: 0,
    key: cell,
    fields: undefined,
    value: cell,
    schema: { text: '', kind: 'exact' },
    schemaId: 1,
    size: 6,
    headers: [],
    leaderEpoch: 0,
    state,
    untestable: false,
    why: '',
  };
}

const record: HeldRecord = {
  partition: 0,
  offset: 7n,
  timestampMs: 0,
  timestampType: 'CreateTime',
  leaderEpoch: 0,
  key: text('o-7'),
  value: exact('{}'),
  keyBytes: new TextEncoder().encode('o-7'),
  valueBytes: Uint8Array.of(0, 0, 0, 0, 1, 14),
  headers: [{ name: 'trace', value: Uint8Array.of(0x31) }],
  masked: false,
};

interface Held {
  readonly rows: readonly RowView[];
  readonly record?: HeldRecord;
  readonly scan?: Session['scan'];
}

async function likeNewest(
  held: Held,
): Promise<{ readonly fake: FakeContext; readonly scans: ScanOptions[]; readonly asked: string[]; readonly closed: string[] }> {
  const scans: ScanOptions[] = [];
  const asked: string[] = [];
  const closed: string[] = [];
  const { rows } = held;
  const session = new FakeSession({
    fetchVersion: () => Promise.resolve(registered),
    fetchSchema: () => Promise.resolve(registered),
    scan: (options, ...rest) => {
      scans.push(options);
      return held.scan?.(options, ...rest) ?? Promise.resolve({ ...progress(), held: rows.length });
    },
    rows: () => Promise.resolve({ revision: 1, rowCount: rows.length, from: 0, rows, columns: [], anchorIndex: undefined }),
    record: ({ place }) => {
      asked.push(place.offset);
      return Promise.resolve(held.record ?? record);
    },
    closeScan: (scan) => Promise.resolve(void closed.push(scan)),
  });
  const fake = createFakeContext({
    connections: { local: { brokers: ['a:1'], registry: { url: 'http://r' } } },
    session: () => session,
    settings: { masks: { orders: ['value.secret'] } },
    answers: [{ pick: 'Like the Newest Record' }, 'close'],
  });
  await fake.run('produceSample', { connection: 'local', topic: 'orders' });
  return { fake, scans, asked, closed };
}

test('like the newest record: the newest that could be decoded, with key and headers, and nothing is held afterwards', async () => {
  const rows = [row('9', 'failed'), row('8', 'tombstone'), row('7', 'exact'), row('6', 'exact')];
  const { fake, scans, asked, closed } = await likeNewest({ rows });
  assert.deepEqual(fake.ui.notices, []);
  assert.deepEqual(
    scans.map(({ topic, start, live, decoding: { masks } }) => ({ topic, start, live, masks })),
    [{ topic: 'orders', start: { kind: 'newest', count: 50 }, live: false, masks: ['value.secret'] }],
  );
  assert.deepEqual([asked, closed], [['7'], scans.map(({ scan }) => scan)]);
  const [document] = fake.ui.documents;
  assert(document?.language === 'avro-message');
  const { messages, problems } = parseMessages(document.text);
  assert.deepEqual(problems, []);
  const [message] = messages;
  assert.equal(message?.key?.kind === 'string' && message.key.value, 'o-7');
  assert.deepEqual(
    message?.headers.map(({ name }) => name),
    ['trace'],
  );
  assert.match(document.text, /"id": 7/);
});

const why = "error: Can't read the newest record of orders: ";
for (const { name, held, notice } of [
  { name: 'an empty topic', held: { rows: [] }, notice: `${why}it has no records. Choose a generated one.` },
  {
    name: 'nothing that can be decoded',
    held: { rows: [row('9', 'failed'), row('8', 'bytes')] },
    notice: `${why}none of the newest 2 could be decoded. Choose a generated one.`,
  },
  {
    name: 'hidden fields',
    held: { rows: [row('7', 'exact')], record: { ...record, masked: true } },
    notice: `${why}some of its fields are masked, so its bytes are not known here. Reveal them on the records page first.`,
  },
  {
    name: 'a cluster that is down',
    held: { rows: [], scan: () => Promise.reject(new KafkaError('kafka/unreachable', 'It refuses the connection.')) },
    notice: `${why}it refuses the connection.`,
  },
] satisfies { name: string; held: Held; notice: string }[]) {
  test(`like the newest record: nothing is opened: ${name}`, async () => {
    const { fake, closed } = await likeNewest(held);
    assert.deepEqual([fake.ui.documents, closed.length], [[], 1]);
    assert.ok(fake.ui.notices[0]?.startsWith(notice), fake.ui.notices.join());
  });
}
