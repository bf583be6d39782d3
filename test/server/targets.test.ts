import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemsOf, startClient } from './harness.ts';

test('what the targets of the settings refuse is a warning, with a fix', async (t) => {
  const settings = new Map<string, unknown>();
  const client = await startClient({ settings });
  t.after(() => client.dispose());
  const uri = client.open('{"type":"record","name":"R","fields":[{"name":"a","type":"double","default":0}]}');
  assert.deepEqual(itemsOf(await client.pull(uri)), []);
  settings.set('avroWorkbench.targets', ['java-1.12', 'python-avro', 'nobody knows this']);
  const [item, ...others] = itemsOf(await client.pull(uri));
  assert.deepEqual(others, []);
  assert.equal(item?.code, 'portability');
  assert.equal(item.severity, 2);
  assert.equal(item.message, "Python's avro fails at the default of a float or double that is written as an integer.");
  assert.deepEqual(item.range, { start: { line: 0, character: 76 }, end: { line: 0, character: 77 } });
});
