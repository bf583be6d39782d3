import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textName, textNames } from '../../shared/textNames.ts';

for (const { name, uris, names } of [
  { name: 'files of different names', uris: ['file:///s/a.avsc', 'file:///s/b.avsc'], names: ['a.avsc', 'b.avsc'] },
  {
    name: 'files of one name in different folders',
    uris: ['file:///s/x/a.avsc', 'file:///s/y/a.avsc', 'file:///s/x/b.avsc'],
    names: ['x/a.avsc', 'y/a.avsc', 'b.avsc'],
  },
  { name: 'a file above another of its name', uris: ['file:///a.avsc', 'file:///x/a.avsc'], names: ['a.avsc', 'x/a.avsc'] },
  { name: 'escapes', uris: ['file:///s/my%20a.avsc?x#y', 'file:///s/50%.avsc'], names: ['my a.avsc', '50%.avsc'] },
  { name: 'an unsaved text and a host', uris: ['untitled:Untitled-1', 'vscode-vfs://github/a.avsc'], names: ['Untitled-1', 'a.avsc'] },
]) {
  test(`text names: ${name}`, () => {
    assert.deepEqual(
      [...textNames(uris)],
      uris.map((uri, index) => [uri, names[index]]),
    );
  });
}

test('text name: the last part of the path', () => {
  assert.equal(textName('file:///s/x/my%20a.avsc'), 'my a.avsc');
});
