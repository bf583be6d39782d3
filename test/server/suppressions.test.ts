import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suppressionsFor } from '../../server/suppressions.ts';
import { readSchemaSettings } from '../../shared/schemaSettings.ts';
import { itemsOf, startClient } from './harness.ts';

for (const { name, uri, folder, glob, isAccepted } of [
  { name: 'from the folder on', uri: 'file:///ws/old/a.avsc', folder: 'file:///ws', glob: 'old/**', isAccepted: true },
  { name: 'not from anywhere', uri: 'file:///ws/new/old/a.avsc', folder: 'file:///ws', glob: 'old/**', isAccepted: false },
  { name: 'by the name alone', uri: 'file:///ws/new/a.avsc', folder: 'file:///ws', glob: 'a.avsc', isAccepted: true },
  { name: 'what a URI has encoded', uri: 'file:///ws/%C3%A4%20b.avsc', folder: 'file:///ws/', glob: 'ä b.avsc', isAccepted: true },
  { name: 'a file in no folder', uri: 'file:///x/a.avsc', folder: undefined, glob: 'x/*.avsc', isAccepted: true },
  { name: 'an untitled document', uri: 'untitled:Untitled-1', folder: undefined, glob: 'Untitled-1', isAccepted: true },
  { name: 'a URI that is none', uri: 'file:///ws/%zz.avsc', folder: 'file:///ws', glob: '*.avsc', isAccepted: true },
]) {
  test(`suppressions of a document: ${name}`, () => {
    const settings = readSchemaSettings((section) => (section === 'suppressions' ? { [glob]: [{ rule: 'comment' }] } : undefined));
    assert.deepEqual(suppressionsFor(uri, folder, settings), isAccepted ? [{ rule: 'comment', path: undefined }] : []);
  });
}

test('what the settings accept is no finding', async () => {
  const settings = new Map<string, unknown>([['avroWorkbench.suppressions', { '**/a.avsc': [{ rule: 'comment', path: 'F' }] }]]);
  const client = await startClient({ settings });
  const text = '// Here.\n["null",{"type":"fixed","name":"F","size":/* there */1}]';
  const lines = async (uri: string): Promise<number[]> =>
    itemsOf(await client.pull(client.open(text, { uri }))).map(({ range }) => range.start.line);
  assert.deepEqual(await lines('file:///ws/a.avsc'), [0]);
  assert.deepEqual(await lines('file:///ws/b.avsc'), [0, 1]);
  await client.dispose();
});
