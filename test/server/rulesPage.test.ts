import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createRuleLink } from '../../server/rulesPage.ts';
import { itemsOf, pullingClient, startClient } from './harness.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = pathToFileURL(path.join(root, 'docs/rules.md')).href;

const rulesAddress = 'vscode://avro-workbench.avro-workbench/rules/';

for (const { name, address, serverFile, id, link } of [
  {
    name: 'an address of the extension',
    address: rulesAddress,
    serverFile: '/nowhere/dist/server.js',
    id: 'unknown-type',
    link: `${rulesAddress}unknown-type`,
  },
  {
    name: 'the page itself',
    address: undefined,
    serverFile: path.join(root, 'dist/server.js'),
    id: 'comment',
    link: `${page}#comment`,
  },
  { name: 'no page', address: undefined, serverFile: '/nowhere/dist/server.js', id: 'comment', link: undefined },
  { name: 'no rule', address: rulesAddress, serverFile: '/nowhere/dist/server.js', id: 'unknown-field', link: undefined },
]) {
  test(`link of a rule: ${name}`, () => assert.equal(createRuleLink(address, serverFile)(id), link));
}

test('a finding has a link to its rule where the client can show it', async () => {
  for (const codeDescriptionSupport of [true, false]) {
    const client = await startClient({
      capabilities: { ...pullingClient, textDocument: { ...pullingClient.textDocument, publishDiagnostics: { codeDescriptionSupport } } },
      initializationOptions: { rulesAddress },
    });
    const [item] = itemsOf(await client.pull(client.open('{"type":"array","items":"x.Y"}')));
    const href = codeDescriptionSupport ? `${rulesAddress}unknown-type` : undefined;
    assert.equal(item?.codeDescription?.href, href);
    await client.dispose();
  }
});
