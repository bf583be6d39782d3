import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerSession } from '../../../client/containers/containerSession.ts';
import type { ExportProgress } from '../../../client/records/recordsSession.ts';
import type { ContainerReader } from '../../../client/webview/containerReader.ts';
import { createFakeContext } from '../../fakes/context.ts';
import type { Answer } from '../../fakes/ui.ts';

type Request = Parameters<ContainerSession['exportRecords']>[0];

async function exportAll(answers: readonly Answer[], end: Partial<ExportProgress> | undefined, ...args: unknown[]) {
  const requests: Request[] = [];
  const session: Pick<ContainerSession, 'exportRecords'> = {
    exportRecords: (request, onProgress) => {
      requests.push(request);
      const done = { records: 1_204_000, scanned: 1_204_000, bytes: 5, leftOut: 0, why: undefined, stopped: 'end' as const, ...end };
      onProgress({ ...done, records: 12, scanned: 12 });
      return Promise.resolve(done);
    },
  };
  // Of the reader the command needs its name and its session.
  const reader = { name: 'orders.avro', session: end && session } as unknown as ContainerReader;
  const fake = createFakeContext({ container: { id: 'one', reader }, answers });
  await fake.run('exportRecords', ...args);
  return { ui: fake.ui, requests };
}

test('Export Records… of the container file in front', async () => {
  const { ui, requests } = await exportAll([{ pick: 'CSV' }, { file: '/tmp/orders.csv' }, { button: 'Open File' }], {});
  assert.deepEqual(
    requests.map(({ format, path }) => [format, path]),
    [['csv', '/tmp/orders.csv']],
  );
  assert.deepEqual([ui.fileNames, ui.openedFiles], [['orders.csv'], ['/tmp/orders.csv']]);
  assert.deepEqual(ui.notices, [`info: Exported ${(1_204_000).toLocaleString()} records. [Open File]`]);
  assert.ok(ui.progressed.includes('12 records'));
});

test('Export Records… of the one whose button was pressed, with what was left out', async () => {
  const end = { records: 1, leftOut: 2, why: 'The block ends before this record.' };
  const { ui } = await exportAll([{ pick: 'NDJSON' }, { file: '/tmp/orders.ndjson' }, 'close'], end, { container: 'one' });
  assert.deepEqual(ui.fileNames, ['orders.ndjson']);
  assert.deepEqual(ui.notices, ['warning: Exported 1 record. 2 records were left out. The block ends before this record. [Open File]']);
});

test('Export Records… of a file that could not be read', async () => {
  const { ui } = await exportAll([{ pick: 'NDJSON' }, { file: '/tmp/orders.ndjson' }, 'close'], undefined);
  assert.match(ui.notices[0] ?? '', /^error: Can't export the records of orders\.avro: orders\.avro was not read yet\./);
});
