import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainError } from '../../../client/commands/explainError.ts';
import { createFakeContext, type FakeContext } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';
import type { Answer } from '../../fakes/ui.ts';

const magic =
  'Error deserializing VALUE for partition payments-0 at offset 7.\nCaused by: SerializationException: Unknown magic byte!\n\tat Serde.java:600';

function explaining(answers: readonly Answer[], selection = '', clipboard = ''): FakeContext & { readonly run: () => Promise<void> } {
  const topics = ['orders', 'payments'].map((name) => ({ name, partitions: 1, internal: false }));
  const session = new FakeSession({ listTopics: () => Promise.resolve(topics) });
  const fake = createFakeContext({ connections: { local: { brokers: ['localhost:9092'] } }, session: () => session, answers });
  fake.ui.clipboard = clipboard;
  if (selection !== '') fake.ui.editor = { uri: 'untitled:1', language: 'log', offset: 0, selection };
  return { ...fake, run: () => explainError.create(fake.context)() };
}

test('the selection is explained by its cause, and its topic stands first for a diagnosis', async () => {
  const { ui, reports, run } = explaining([{ button: 'Diagnose Topic…' }, { pick: 'payments' }], magic);
  await run();
  assert.match(ui.notices[0] ?? '', /^info: Unknown magic byte: the value does not begin with a Confluent frame/);
  assert.match(ui.notices[0] ?? '', /\[Diagnose Topic…\] \[Show All\]$/);
  assert.deepEqual(ui.offered.at(-1)?.[0], 'payments');
  assert.deepEqual(reports, ['local payments']);
});

test('what is on the clipboard is offered, if it can be explained', async () => {
  const { ui, run } = explaining([{ pick: 'What Is on the Clipboard' }, { button: 'Show All' }], '', magic);
  await run();
  assert.deepEqual(ui.offered[0], ['What Is on the Clipboard', 'Paste or Type a Text…']);
  assert.deepEqual(ui.details[0], ['Unknown magic byte']);
  const [page] = ui.texts;
  assert.equal(page?.asPage, true);
  assert.match(page.text, /## Unknown magic byte\n\n\*Said by Confluent's Java deserializer\.\* The value does not begin/);
  assert.match(page.text, /## Error deserializing VALUE for partition payments-0 at offset 7\n/);
});

test('anything else on the clipboard is left alone, and a text is asked for', async () => {
  const { ui, run } = explaining([{ input: ' ' }, { input: 'GenericData$Record cannot be cast to com.acme.Order' }], '', 'hunter2');
  await run();
  assert.deepEqual(ui.offered, []);
  assert.deepEqual(ui.notices[0], 'refused: Paste what was printed.');
  assert.match(ui.notices[1] ?? '', /generic record .* \[Show All\]$/);
});

test('an unknown text says so, and nothing of it is shown', async () => {
  const { ui, reports, run } = explaining([{ input: 'java.lang.NullPointerException' }]);
  await run();
  assert.deepEqual(ui.notices, [
    'info: This text is not known here. If it comes from reading a topic, the diagnosis of the topic says who can read it. [Diagnose Topic…]',
  ]);
  assert.deepEqual(reports, []);
});

test("what was pasted can't become a link of the page", async () => {
  const { ui, run } = explaining(
    [{ button: 'Show All' }],
    "Could not find class [a](command:evil) specified in writer's schema, class x.Y specified in writer's schema",
  );
  ui.editor = {
    uri: 'untitled:1',
    language: 'log',
    offset: 0,
    selection: "Could not find class x.Y specified in writer's schema <img src=x> error registering avro schema![a](b)",
  };
  await run();
  assert.doesNotMatch(ui.texts[0]?.text ?? '', /(?<!\\)[<[]/);
});
