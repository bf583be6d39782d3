import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { createLocalContainer } from '../../../client/containers/localContainer.ts';
import type { ContainerSession } from '../../../client/containers/containerSession.ts';
import { receiveContainer } from '../../../client/webview/containerDispatch.ts';
import type { FromContainer, ToContainer } from '../../../client/webview/containerProtocol.ts';
import { ContainerReader } from '../../../client/webview/containerReader.ts';
import { CodecError } from '../../../shared/errors.ts';
import { defaultRender } from '../../../shared/wire/profile.ts';
import { FakeUi } from '../../fakes/ui.ts';
import { containers } from '../../shared/avro/container/goldens.ts';

const folder = mkdtempSync(join(tmpdir(), 'container-host-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'orders.avro');
writeFileSync(path, Buffer.from(containers.find(({ codec }) => codec === 'deflate')?.hex ?? '', 'hex'));
const rowsAsk = { type: 'rows', ask: 1, from: 0, count: 100 } as const;

function setUp(t: TestContext, change: (session: ContainerSession) => Partial<ContainerSession> = () => ({})) {
  const ui = new FakeUi();
  const posted: ToContainer[] = [];
  const logged: string[] = [];
  const events: string[] = [];
  let closed = 0;
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    show: () => undefined,
    error: (message: string | Error) => void logged.push(String(message)),
  };
  const reader = new ContainerReader({
    name: 'orders.avro',
    log,
    render: () => ({ ...defaultRender, timeZone: 'UTC' }),
    open: () => {
      const session = createLocalContainer(path, { maxBlockBytes: 1 << 20 });
      const close = async (): Promise<void> => {
        closed++;
        await session.close();
      };
      return { ...session, close, ...change(session) };
    },
    post: (message) => void posted.push(structuredClone(message)),
  });
  t.after(() => reader.close());
  const host = {
    reader,
    ui,
    log,
    exportRecords: () => Promise.resolve(void events.push('export')),
    reopen: (as: string) => Promise.resolve(void events.push(`reopen ${as}`)),
  };
  const send = (message: FromContainer): Promise<void> => receiveContainer(message, host);
  return { reader, ui, posted, logged, events, send, closed: () => closed };
}

const answer = <T extends ToContainer['type']>(posted: readonly ToContainer[], type: T) =>
  posted.findLast((one): one is Extract<ToContainer, { type: T }> => one.type === type);

test('a page that is ready is told what the file is, and gets rows without the root of their paths', async (t) => {
  const { send, posted, reader } = setUp(t);
  await send({ type: 'ready' });
  const { state } = reader;
  assert.deepEqual([state.activity, state.records, state.blocks, state.isComplete], ['idle', 3, 1, true]);
  assert.equal(state.facts?.fullname, 'example.avro.Order');
  assert.deepEqual(
    state.fieldPaths.map((one) => one.path),
    ['value.id', 'value.note'],
  );
  await send(rowsAsk);
  const rows = answer(posted, 'rows');
  assert.deepEqual(
    rows?.columns.map(({ title }) => title),
    ['Offset', 'id', 'note', 'Size', 'Partition'],
  );
  assert.deepEqual([rows.revision, rows.rowCount, rows.anchorIndex], [3, 3, undefined]);
});

test('the rows around a record that is gone to; a record that is not there has no index', async (t) => {
  const { send, posted } = setUp(t);
  await send({ type: 'ready' });
  await send({ ...rowsAsk, anchor: { partition: -1, offset: '2' }, anchorAt: 1 });
  assert.deepEqual([answer(posted, 'rows')?.from, answer(posted, 'rows')?.anchorIndex], [1, 2]);
  await send({ ...rowsAsk, anchor: { partition: -1, offset: '3' } });
  assert.equal(answer(posted, 'rows')?.anchorIndex, undefined);
});

test('columns that were chosen', async (t) => {
  const { send, posted } = setUp(t);
  await send({ type: 'ready' });
  await send({ type: 'columns', columns: ['value.note', 'offset'] });
  await send(rowsAsk);
  assert.deepEqual(
    answer(posted, 'rows')?.columns.map(({ id }) => id),
    ['value.note', 'offset'],
  );
});

test('details have a tree with types, and what each byte is', async (t) => {
  const { send, posted } = setUp(t);
  await send({ type: 'ready' });
  await send({ type: 'details', record: 0 });
  const details = answer(posted, 'details')?.details;
  assert.deepEqual(
    details?.value.tree.map(({ name, text, type }) => [name, text, type]),
    [
      ['value', 'Order', 'record, 2 fields'],
      ['id', '9007199254740993', 'long'],
      ['note', 'null', 'null'],
    ],
  );
  assert.deepEqual(
    details.bytes?.fields.map(({ start, end, type }) => [start, end, type]),
    [
      [0, 9, 'record'],
      [0, 8, 'long'],
      [8, 9, 'union: null'],
      [8, 9, 'union branch'],
    ],
  );
  await send({ type: 'details', record: 9 });
  assert.equal(answer(posted, 'details')?.details, undefined);
});

test('a search finds, does not find, and is ended by the next one', async (t) => {
  const { send, posted } = setUp(t);
  await send({ type: 'ready' });
  const search = (ask: number, text: string) => send({ type: 'search', ask, text, from: -1, backwards: false });
  await search(1, 'BBB');
  assert.deepEqual(answer(posted, 'found'), { type: 'found', ask: 1, record: 2 });
  await search(2, 'nowhere');
  assert.deepEqual(answer(posted, 'found'), { type: 'found', ask: 2, record: undefined });
  await Promise.all([search(3, 'a€'), search(4, '')]);
  assert.equal(answer(posted, 'found')?.ask, 2);
});

test('copies, a document, and the schema', async (t) => {
  const { send, ui, events } = setUp(t);
  await send({ type: 'ready' });
  await send({ type: 'copy', records: [0], what: 'json' });
  assert.equal(ui.clipboard, '{\n  "id": 9007199254740993,\n  "note": null\n}');
  await send({ type: 'copy', records: [1, 2], what: 'json' });
  assert.equal((JSON.parse(ui.clipboard) as unknown[]).length, 2);
  await send({ type: 'copy', records: [0], what: 'hex' });
  assert.match(ui.clipboard, /^[0-9a-f]+$/);
  await send({ type: 'openDocument', record: 1 });
  await send({ type: 'showSchema' });
  assert.deepEqual(
    ui.texts.map(({ title, language }) => [title, language]),
    [
      ['orders.avro 1.json', 'json'],
      ['Schema of orders.avro.avsc', 'avro-schema'],
    ],
  );
  await send({ type: 'copy', records: [7], what: 'json' });
  assert.deepEqual(ui.statuses, ["There is nothing that could be copied: what is chosen can't be read."]);
  for (const type of ['export', 'openAsText', 'openWith'] as const) await send({ type });
  assert.deepEqual(events, ['export', 'reopen text', 'reopen other']);
});

test('reading again closes the session before, and forgets that the file had changed', async (t) => {
  const { send, reader, closed } = setUp(t);
  await send({ type: 'ready' });
  reader.noteChange('changed');
  assert.equal(reader.state.change, 'changed');
  await send({ type: 'readAgain' });
  assert.deepEqual([reader.state.change, reader.state.scan, closed()], [undefined, 2, 1]);
  await send({ type: 'ready' });
  assert.equal(closed(), 1);
});

test('finding blocks is stopped, and goes on', async (t) => {
  let goOn = false;
  const { send, reader } = setUp(t, (session) => ({
    describe: async (signal) => ({ ...(await session.describe(signal)), isComplete: false, position: 200 }),
    index: async (tell, signal) => {
      const end = { ...(await session.index(tell, signal)), isComplete: goOn };
      if (!goOn) await new Promise((done) => signal.addEventListener('abort', done));
      return end;
    },
  }));
  const shown = send({ type: 'ready' });
  while (reader.state.activity !== 'indexing') await new Promise(setImmediate);
  await send({ type: 'stop' });
  await shown;
  assert.deepEqual([reader.state.activity, reader.state.isComplete], ['idle', false]);
  goOn = true;
  await send({ type: 'goOn' });
  assert.deepEqual([reader.state.activity, reader.state.isComplete], ['idle', true]);
});

test('what fails is told as a problem with its remedy; a bug is logged', async (t) => {
  const { send, reader, logged } = setUp(t, () => ({
    describe: () => Promise.reject(new CodecError('container/no-container', 'Byte 1048576: none', { remedy: 'Look elsewhere.' })),
  }));
  await send({ type: 'ready' });
  assert.deepEqual(reader.state.problem, {
    message: `Byte ${(1_048_576).toLocaleString()}: none.`,
    remedy: 'Look elsewhere.',
    isOther: true,
  });
  assert.deepEqual(logged, []);
  const other = setUp(t, () => ({ rows: () => Promise.reject(new Error('EIO: i/o error, read')) }));
  await other.send({ type: 'ready' });
  await other.send(rowsAsk);
  assert.deepEqual(other.reader.state.problem, { message: 'EIO: i/o error, read.', remedy: undefined, isOther: false });
  assert.deepEqual(other.logged, ['Error: EIO: i/o error, read']);
});
