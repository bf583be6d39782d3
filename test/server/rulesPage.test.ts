import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createRuleLink } from '../../server/rulesPage.ts';
import { itemsOf, pullingClient, startClient } from './harness.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = pathToFileURL(path.join(root, 'docs/rules.md')).href;

for (const { name, workbenchCommands, serverFile, id, link } of [
  {
    name: "a command of the extension's",
    workbenchCommands: true,
    serverFile: '/nowhere/dist/server.js',
    id: 'unknown-type',
    link: 'command:avroWorkbench.showRules?%5B%22unknown-type%22%5D',
  },
  {
    name: 'the page itself',
    workbenchCommands: false,
    serverFile: path.join(root, 'dist/server.js'),
    id: 'comment',
    link: `${page}#comment`,
  },
  { name: 'no page', workbenchCommands: false, serverFile: '/nowhere/dist/server.js', id: 'comment', link: undefined },
  { name: 'no rule', workbenchCommands: true, serverFile: '/nowhere/dist/server.js', id: 'unknown-field', link: undefined },
]) {
  test(`link of a rule: ${name}`, () => assert.equal(createRuleLink({ workbenchCommands }, serverFile)(id), link));
}

test('a finding has a link to its rule where the client can show it', async () => {
  for (const codeDescriptionSupport of [true, false]) {
    const client = await startClient({
      capabilities: { ...pullingClient, textDocument: { ...pullingClient.textDocument, publishDiagnostics: { codeDescriptionSupport } } },
      initializationOptions: { workbenchCommands: true },
    });
    const [item] = itemsOf(await client.pull(client.open('["x.Y"]')));
    const href = codeDescriptionSupport ? 'command:avroWorkbench.showRules?%5B%22unknown-type%22%5D' : undefined;
    assert.equal(item?.codeDescription?.href, href);
    await client.dispose();
  }
});
