import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createLocalContainer } from '../../../client/containers/localContainer.ts';
import { defaultRender } from '../../../shared/wire/profile.ts';
import { containers } from '../../shared/avro/container/goldens.ts';

const folder = mkdtempSync(join(tmpdir(), 'containers-'));
after(() => rmSync(folder, { recursive: true }));
const never = new AbortController().signal;
const limits = { maxBlockBytes: 1 << 24 };
const ignore = (): void => undefined;

for (const { codec, hex } of containers) {
  test(`a file by ${codec}: header, rows, a record, search and export`, async () => {
    const path = join(folder, `${codec}.avro`);
    writeFileSync(path, Buffer.from(hex, 'hex'));
    const container = createLocalContainer(path, limits);
    try {
      const { schemaText, ...described } = await container.describe(never);
      assert.match(schemaText, /^\{"type": "record"/);
      const size = hex.length / 2;
      const index = { blocks: 1, records: 3, position: size, isComplete: true, gaps: [] };
      assert.deepEqual(described, { ...index, fullname: 'example.avro.Order', codec, isCodecKnown: true, metadata: [], size });
      assert.deepEqual(await container.index(ignore, never), index);

      const { rows, columns, rowCount } = await container.rows({ from: 1, count: 10, columns: undefined, render: defaultRender }, never);
      assert.deepEqual(
        columns.map(({ id }) => id),
        ['offset', 'value.id', 'value.note', 'size', 'partition'],
      );
      assert.equal(rowCount, 3);
      assert.deepEqual(
        rows.map(({ offset, partition, fields, state }) => ({ offset, partition, fields: fields?.map(({ text }) => text), state })),
        [
          { offset: '1', partition: 0, fields: ['-1', 'a€'], state: 'exact' },
          { offset: '2', partition: 0, fields: ['3', 'b'.repeat(40)], state: 'exact' },
        ],
      );

      const record = await container.record(0, defaultRender, never);
      assert.equal(record?.json, '{\n  "id": 9007199254740993,\n  "note": null\n}');
      assert.equal(await container.record(3, defaultRender, never), undefined);

      const find = (text: string, from: number, backwards: boolean) => container.search({ text, from, backwards }, ignore, never);
      assert.equal((await find('BBB', -1, false)).index, 2);
      assert.equal((await find('note', 1, false)).index, 2);
      assert.equal((await find('note', 2, false)).index, 0);
      assert.equal((await find('note', 0, true)).index, 2);
      assert.equal((await find('9007199254740993', 2, true)).index, 0);
      assert.deepEqual(await find('nowhere', 1, false), { index: undefined, scanned: 3 });

      assert.deepEqual(
        (await container.paths(never)).map((one) => one.path),
        ['value', 'value.id', 'value.note'],
      );

      const target = join(folder, `${codec}.ndjson`);
      const done = await container.exportRecords({ format: 'ndjson', path: target, render: defaultRender }, ignore, never);
      assert.equal(done.records, 3);
      assert.equal(
        readFileSync(target, 'utf8'),
        `{"id":9007199254740993,"note":null}\n{"id":-1,"note":"a€"}\n{"id":3,"note":"${'b'.repeat(40)}"}\n`,
      );
      const table = join(folder, `${codec}.csv`);
      await container.exportRecords({ format: 'csv', path: table, render: defaultRender }, ignore, never);
      assert.equal(readFileSync(table, 'utf8'), `value.id,value.note\r\n9007199254740993,\r\n-1,a€\r\n3,${'b'.repeat(40)}\r\n`);
    } finally {
      await container.close();
    }
  });
}

test('a file that is none, and one that is not there', async () => {
  const path = join(folder, 'text.avro');
  const container = createLocalContainer(path, limits);
  await assert.rejects(container.describe(never), { code: 'container/not-readable', message: 'text.avro is not there any more.' });
  writeFileSync(path, 'no container');
  await assert.rejects(container.describe(never), {
    code: 'container/no-container',
    message: 'text.avro does not begin with "Obj" and 01, so it is no Avro container file.',
  });
  await container.close();
});

test('a damaged block: its records say why, and are left out of an export', async () => {
  const path = join(folder, 'damaged.avro');
  const bytes = Buffer.from(containers.find(({ codec }) => codec === 'deflate')?.hex ?? '', 'hex');
  bytes.fill(0xff, bytes.length - 24, bytes.length - 18);
  writeFileSync(path, bytes);
  const container = createLocalContainer(path, limits);
  try {
    await container.index(ignore, never);
    const { rows } = await container.rows({ from: 0, count: 3, columns: undefined, render: defaultRender }, never);
    assert.deepEqual(
      rows.map(({ state }) => state),
      ['failed', 'failed', 'failed'],
    );
    assert.match(rows[0]?.why ?? '', /^The block at byte \d+ can't be read: it can't be decompressed \(deflate\)\.$/);
    assert.equal(rows[0]?.size, -1);
    const target = join(folder, 'damaged.ndjson');
    const done = await container.exportRecords({ format: 'ndjson', path: target, render: defaultRender }, ignore, never);
    assert.deepEqual([done.records, done.leftOut], [0, 3]);
    assert.match(done.why ?? '', /can't be read/);
  } finally {
    await container.close();
  }
});

test('a cancelled export leaves nothing behind', async () => {
  const path = join(folder, 'null.avro');
  const container = createLocalContainer(path, limits);
  const abort = new AbortController();
  abort.abort();
  await assert.rejects(
    container.exportRecords({ format: 'csv', path: join(folder, 'no.csv'), render: defaultRender }, ignore, abort.signal),
    {
      name: 'AbortError',
    },
  );
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('no.csv')),
    [],
  );
  await container.close();
});
