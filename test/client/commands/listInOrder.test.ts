import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';

const files = {
  'file:///s/a.avsc': '["B"]',
  'file:///s/b.avsc': '{"type":"record","name":"B","fields":[{"name":"c","type":["null","C"]}]}',
  'file:///s/c.avsc': '{"type":"record","name":"C","fields":[]}',
  'file:///s/loop.avsc': '{"type":"record","name":"Loop","fields":[{"name":"back","type":["null","Back"]}]}',
  'file:///s/back.avpr': '{"protocol":"P","types":[{"type":"record","name":"Back","fields":[{"name":"loop","type":["null","Loop"]}]}]}',
};

/** What the editor hands over: more than a string. */
function toUri(path: string): unknown {
  return { scheme: 'file', path, toString: () => `file://${path}` };
}

/** As the explorer calls a command. */
function selected(...paths: readonly string[]): unknown[] {
  return [toUri(paths[0] ?? ''), paths.map(toUri)];
}

async function list(args: readonly unknown[], options: FakeContextOptions & { readonly editor?: string } = {}): Promise<FakeContext> {
  const fake = createFakeContext({ files, ...options });
  if (options.editor !== undefined) fake.ui.editor = { uri: options.editor, language: 'avro-schema', selection: '', offset: 0 };
  await fake.run('listInOrder', ...args);
  assert.deepEqual(fake.ui.unused, []);
  return fake;
}

for (const { name, args = [], answers, editor, text, offered = [] } of [
  { name: 'files that are selected', args: selected('/s/a.avsc', '/s/b.avsc', '/s/c.avsc'), text: 's/c.avsc\ns/b.avsc\ns/a.avsc\n' },
  {
    name: 'what they need is added, and said',
    args: selected('/s/b.avsc', '/s/readme.md', '/s/a.avsc'),
    text: '# Needed, though not selected: s/c.avsc\n\ns/c.avsc\ns/b.avsc\ns/a.avsc\n',
  },
  {
    name: 'files that need each other',
    args: selected('/s/loop.avsc', '/s/back.avpr'),
    text: '# loop.avsc and back.avpr need each other, so that none can be read before the others.\n\ns/loop.avsc\ns/back.avpr\n',
  },
  { name: 'one file', args: [toUri('/s/c.avsc')], text: 's/c.avsc\n' },
  {
    name: 'all of the workspace',
    answers: [{ pick: 'All Schema Files' }],
    text: '# loop.avsc and back.avpr need each other, so that none can be read before the others.\n\ns/c.avsc\ns/b.avsc\ns/a.avsc\ns/loop.avsc\ns/back.avpr\n',
    offered: [['All Schema Files', 's/a.avsc', 's/b.avsc', 's/c.avsc', 's/loop.avsc', 's/back.avpr']],
  },
  {
    name: 'the file in the active editor is offered first',
    editor: 'file:///s/c.avsc',
    answers: [{ pick: 's/c.avsc' }],
    text: 's/c.avsc\n',
    offered: [['All Schema Files', 's/c.avsc', 's/a.avsc', 's/b.avsc', 's/loop.avsc', 's/back.avpr']],
  },
] as readonly {
  readonly name: string;
  readonly args?: readonly unknown[];
  readonly answers?: FakeContextOptions['answers'];
  readonly editor?: string;
  readonly text: string;
  readonly offered?: readonly (readonly string[])[];
}[]) {
  test(`list in order: ${name}`, async () => {
    const { ui } = await list(args, { ...(answers && { answers }), ...(editor !== undefined && { editor }) });
    assert.deepEqual([ui.documents, ui.offered, ui.notices], [[{ language: 'plaintext', text, cursor: undefined }], offered, []]);
  });
}

for (const { name, args, options, notice } of [
  { name: 'no schema file is selected', args: selected('/s/readme.md'), notice: 'no schema file (.avsc or .avpr) is selected.' },
  { name: 'there is none', args: [], options: { files: {} }, notice: 'there is no schema file (.avsc or .avpr) in this workspace.' },
] as readonly {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly options?: FakeContextOptions;
  readonly notice: string;
}[]) {
  test(`list in order: nothing is listed where ${name}`, async () => {
    const { ui } = await list(args, options);
    assert.deepEqual([ui.documents, ui.notices], [[], [`error: Can't list the files: ${notice} [Show Output]`]]);
  });
}
