import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SelectionRange } from 'vscode-languageserver/node';
import { markCursor } from '../mark.ts';
import type { Client } from './harness.ts';
import { startClient } from './harness.ts';

let client: Client;
before(async () => {
  client = await startClient();
});
after(() => client.dispose());

/** `grows` is what is selected, step by step. */
for (const { name, text, grows } of [
  {
    name: 'a value',
    text: '{ "a": [ "x.y$0", 1 ], "b": 2 }',
    grows: ['x.y', '"x.y"', '"x.y", 1', '[ "x.y", 1 ]', '"a": [ "x.y", 1 ]', '"a": [ "x.y", 1 ], "b": 2', '{ "a": [ "x.y", 1 ], "b": 2 }'],
  },
  { name: 'a name', text: '{ "a$0": 1, "b": 2 }', grows: ['a', '"a"', '"a": 1', '"a": 1, "b": 2', '{ "a": 1, "b": 2 }'] },
  { name: 'white space', text: '[{ "a": 1, $0 "b": 2 }]', grows: ['"a": 1,  "b": 2', '{ "a": 1,  "b": 2 }', '[{ "a": 1,  "b": 2 }]'] },
  { name: 'a bracket', text: '{ "a": {}$0 }', grows: ['{}', '"a": {}', '{ "a": {} }'] },
  { name: 'an empty string', text: '{"a":"$0"}', grows: ['""', '"a":""', '{"a":""}'] },
  { name: 'half-typed text', text: '{"a":["x$0', grows: ['x', '"x', '["x', '"a":["x', '{"a":["x'] },
  { name: 'a comment beside the schema', text: '// x$0\n"int"', grows: ['// x\n"int"'] },
  { name: 'a text with comments', text: '// x\n$0"int"', grows: ['"int"', '// x\n"int"'] },
  { name: 'nothing', text: '$0', grows: [''] },
]) {
  test(`selection: ${name}`, async () => {
    const { text: source, cursor } = markCursor(text);
    const uri = client.open(source);
    const at = { textDocument: { uri }, positions: [client.positionAt(uri, cursor), client.positionAt(uri, 0)] };
    const [first, second] = await client.request<SelectionRange[]>('textDocument/selectionRange', at);
    const found: string[] = [];
    for (let range = first; range !== undefined; range = range.parent) {
      found.push(source.slice(client.offsetAt(uri, range.range.start), client.offsetAt(uri, range.range.end)));
    }
    assert.deepEqual(found, grows);
    assert.ok(second !== undefined, 'there is one for each position');
    client.closeDocument(uri);
  });
}
