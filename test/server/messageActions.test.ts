import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { CodeAction } from 'vscode-languageserver/node';
import { messageNames, unknownTopics, type MessageSchemaResult } from '../../shared/protocol.ts';
import { mark } from '../mark.ts';
import { itemsOf, startClient, withEdits } from './harness.ts';

const order = `{"type":"record","name":"Order","namespace":"com.acme","fields":[
  {"name":"id","type":"string"},
  {"name":"count","type":"int"},
  {"name":"amount","type":"int","default":0},
  {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"},"default":0},
  {"name":"raw","type":"bytes","default":""},
  {"name":"number","type":["null","int","long"],"default":null},
  {"name":"status","type":{"type":"enum","name":"Status","symbols":["NEW","PAID"]},"default":"NEW"},
  {"name":"word","type":["string","Status"],"default":""}]}`;

const schemas: Readonly<Record<string, MessageSchemaResult>> = {
  orders: { found: true, text: order, references: [], label: 'orders-value v3', fullname: undefined },
  broken: {
    found: false,
    reason: 'orders.avsc has 2 errors, so nothing can be written with it.',
    isUnusable: true,
    uri: 'file:///s/orders.avsc',
  },
};

interface Asked {
  readonly text: string;
  readonly actions: readonly CodeAction[];
}

/** Asks for the actions at the mark of a text. */
async function ask(t: TestContext, marked: string, only?: readonly string[]): Promise<Asked> {
  const client = await startClient({
    initializationOptions: { workbenchCommands: true },
    connectionNames: ['local'],
    answer: ({ topic, part }) =>
      Promise.resolve((part === 'value' ? schemas[topic ?? ''] : undefined) ?? { found: false, reason: undefined }),
    answers: {
      [messageNames]: () => [],
      [unknownTopics]: ({ topics }: { topics: string[] }) => ({
        connection: 'local',
        unknown: topics.filter((topic) => topic === 'ordres').map((topic) => ({ topic, closest: 'orders' })),
      }),
    },
  });
  t.after(() => client.dispose());
  const { text, ranges } = mark(marked);
  const [span] = ranges;
  if (span === undefined) throw new Error('No range is marked.');
  const uri = client.open(text, { uri: 'untitled:1', languageId: 'avro-message' });
  const range = { start: client.positionAt(uri, span.start), end: client.positionAt(uri, span.end) };
  const diagnostics = itemsOf(await client.pull(uri));
  const params = { textDocument: { uri }, range, context: { diagnostics, ...(only !== undefined && { only }) } };
  const actions = (await client.request<CodeAction[] | null>('textDocument/codeAction', params)) ?? [];
  assert.deepEqual(client.errors, []);
  return { text, actions };
}

/** The text with an action's changes made; of what only runs a command its name. */
function outcome(text: string, { edit, command }: CodeAction): string {
  if (command !== undefined) return `${command.command} ${JSON.stringify(command.arguments)}`;
  return withEdits(text, Object.values(edit?.changes ?? {}).flat());
}

const value = (fields: string): string => `{"topic":"orders","value":{"id":"1","count":1,${fields}}}`;

for (const { name, text, gives } of [
  {
    name: 'an unknown field',
    text: value('<<"amuont">>:5'),
    gives: { 'Change to "amount"': value('"amount":5'), 'Remove "amuont"': '{"topic":"orders","value":{"id":"1","count":1}}' },
  },
  { name: 'a number with an exponent', text: value('"amount":<<1e3>>'), gives: { 'Write 1000': value('"amount":1000') } },
  { name: 'a number with a fraction', text: value('"amount":<<1.5>>'), gives: {} },
  {
    name: 'text where bytes belong',
    text: value('"raw":<<"00ff">>'),
    gives: {
      'Convert Text to hex:': value('"raw":"hex:30306666"'),
      'Add hex:': value('"raw":"hex:00ff"'),
      'Add base64:': value('"raw":"base64:00ff"'),
    },
  },
  {
    name: 'a value that two branches fit',
    text: value('"number":<<5>>'),
    gives: { 'Wrap as int': value('"number":{ "int": 5 }'), 'Wrap as long': value('"number":{ "long": 5 }') },
  },
  {
    name: 'a symbol that is a string, too',
    text: value('"word":<<"PAID">>'),
    gives: {
      'Wrap as string': value('"word":{ "string": "PAID" }'),
      'Wrap as com.acme.Status': value('"word":{ "com.acme.Status": "PAID" }'),
    },
  },
  { name: 'an unknown symbol', text: value('"status":<<"PAYED">>'), gives: { 'Change to "PAID"': value('"status":"PAID"') } },
  {
    name: 'a field twice',
    text: value('"amount":1,<<"amount">>:2'),
    gives: { 'Remove This One': value('"amount":1') },
  },
  {
    name: 'a topic that there is not',
    text: '{"topic":<<"ordres">>,"value":null}',
    gives: {
      'Change to "orders"': '{"topic":"orders","value":null}',
      'Create Topic…': 'avroWorkbench.createTopic [{"connection":"local","topic":"ordres"}]',
    },
  },
  {
    name: 'no schema',
    text: '{"topic":"clicks",<<"value">>:{"a":1}}',
    gives: {
      'Choose Schema…': 'avroWorkbench.chooseMessageSchemaItem [{"uri":"untitled:1","part":"value","offset":0}]',
      'Send as JSON': '{"topic":"clicks","value":{"a":1},"framing":"json"}',
    },
  },
  {
    name: 'no schema of a key that is no text',
    text: '{"topic":"orders",<<"key">>:{"a":1},"framing":"bare","value":null}',
    gives: {
      'Choose Schema…': 'avroWorkbench.chooseMessageSchemaItem [{"uri":"untitled:1","part":"key","offset":0}]',
      'Send as JSON': '{"topic":"orders","key":{"a":1},"framing":{"key":"json","value":"bare"},"value":null}',
    },
  },
  {
    name: 'a schema with errors',
    text: '{"topic":"broken","valueSchema":<<{"file":"orders.avsc"}>>,"value":{}}',
    gives: { 'Open orders.avsc': 'avroWorkbench.showProblemsItem ["file:///s/orders.avsc",{"start":0,"end":0}]' },
  },
  {
    name: 'an unknown property',
    text: '{<<"topci">>:"orders","value":null}',
    gives: { 'Change to "topic"': '{"topic":"orders","value":null}', 'Remove "topci"': '{"value":null}' },
  },
  {
    name: 'an unknown framing',
    text: '{"framing":<<"bar">>,"value":null}',
    gives: { 'Change to "bare"': '{"framing":"bare","value":null}' },
  },
  {
    name: 'a connection that there is not',
    text: '{"connection":<<"lcoal">>,"value":null}',
    gives: { 'Change to "local"': '{"connection":"local","value":null}' },
  },
] satisfies { name: string; text: string; gives: Readonly<Record<string, string>> }[]) {
  test(`message fixes: ${name}`, async (t) => {
    const asked = await ask(t, text, ['quickfix']);
    assert.deepEqual(Object.fromEntries(asked.actions.map((action) => [action.title, outcome(asked.text, action)])), gives);
    assert.deepEqual(
      Object.keys(gives),
      asked.actions.map(({ title }) => title),
    );
    assert.ok(asked.actions.every(({ diagnostics }) => diagnostics?.length === 1));
  });
}

async function fixed(t: TestContext, marked: string, title: string): Promise<string> {
  const { text, actions } = await ask(t, marked, ['quickfix']);
  const action = actions.find((each) => each.title === title);
  assert.ok(action !== undefined, actions.map((each) => each.title).join(', '));
  return outcome(text, action);
}

test('message fixes: missing fields are put in as the document is laid out, with sample values', async (t) => {
  assert.match(
    await fixed(t, '{"topic":"orders","value":<<{>>}}', 'Add Missing Fields'),
    /^\{"topic":"orders","value":\{ "id": "[^"]*", "count": -?\d+ \}\}$/,
  );
  const text = '{\n\t"topic": "orders",\n\t"value": <<{>>\n\t\t"count": 1\n\t}\n}';
  assert.match(await fixed(t, text, 'Add Missing Fields'), /\n\t"value": \{\n\t\t"count": 1,\n\t\t"id": "[^"]*"\n\t\}\n\}$/);
});

test('message fixes: a timestamp gets an offset', async (t) => {
  const at = '"at":<<"2026-11-10T14:02:07.123">>';
  assert.equal(await fixed(t, value(at), 'Add Z'), value('"at":"2026-11-10T14:02:07.123Z"'));
  assert.match(await fixed(t, value(at), 'Add Local Offset'), /"at":"2026-11-10T14:02:07\.123[+-]\d\d:\d\d"/);
  const own = '{"timestamp":<<"2026-11-10T14:02:07">>,"value":null}';
  assert.equal(await fixed(t, own, 'Add Z'), '{"timestamp":"2026-11-10T14:02:07Z","value":null}');
});

test('message fixes: a value that is absent', async (t) => {
  assert.equal(await fixed(t, '<<{>>"topic":"orders"}', 'Add "value": null'), '{"topic":"orders", "value": null}');
  assert.match(await fixed(t, '<<{>>"topic":"orders"}', 'Add Sample Value'), /^\{"topic":"orders", "value": \{"id":.*\}\}$/);
});

test('message refactorings: the branch of a plain value can be named', async (t) => {
  const { text, actions } = await ask(t, value('"number":<<>>{"int":5},"word":"x"').replace('<<>>', '').replace('"x"', '<<"x">>'), [
    'refactor',
  ]);
  assert.deepEqual(
    actions.map((action) => [action.title, action.kind, outcome(text, action)]),
    [['Wrap as string', 'refactor.rewrite', value('"number":{"int":5},"word":{ "string": "x" }')]],
  );
});
