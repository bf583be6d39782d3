import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeContext } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';

const uri = 'file:///m.avro-message.json';
const text = '{"topic":"orders","value":{"a":1}}';

for (const { name, pick, given = { uri, part: 'value', offset: 0 }, gives } of [
  {
    name: 'a subject',
    pick: 'shared',
    gives: '{"topic":"orders","value":{"a":1},"valueSchema":{ "subject": "shared", "version": "latest" }}',
  },
  { name: 'a file', pick: 'orders.avsc', gives: '{"topic":"orders","value":{"a":1},"valueSchema":{ "file": "orders.avsc" }}' },
  {
    name: 'that of the key',
    pick: "The Latest of the Topic's Subject",
    given: { uri, part: 'key', offset: 0 },
    gives: '{"topic":"orders","value":{"a":1},"keySchema":"latest"}',
  },
]) {
  test(`choosing the schema of a message: ${name}`, async () => {
    const { ui, run } = createFakeContext({
      connections: { local: { brokers: ['a:1'], registry: { url: 'http://r' } } },
      session: () => new FakeSession({ listTopics: () => Promise.resolve([]), listSubjects: () => Promise.resolve(['shared']) }),
      files: { [uri]: text, 'file:///orders.avsc': '"int"' },
      answers: [{ pick }],
    });
    await run('chooseMessageSchemaItem', given);
    const [edit] = ui.replaced;
    assert.ok(edit !== undefined);
    assert.equal(text.slice(0, edit.start) + edit.text + text.slice(edit.end), gives);
  });
}
