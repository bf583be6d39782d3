import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { SecuredAccess } from '../../../tools/stack/kafka.ts';
import { inTools } from '../../../tools/support/paths.ts';
import type { WorkbenchPage } from '../../../tools/workbench/page.ts';
import { startWorkbench, type OpenWindow, type RunningWorkbench } from '../../../tools/workbench/workbench.ts';
import { BrokerProxy } from '../../fakes/brokerProxy.ts';
import { FakeRegistry } from '../../fakes/registry.ts';

// How a person gets to a cluster that does not let everybody in: each mistake is named, and leads back to where it is put
// right.

const { KAFKA_BROKERS: brokers = '', SCHEMA_REGISTRY_URL: registryUrl = '', SECURE_KAFKA: secureKafka = '' } = process.env;
assert(brokers !== '' && registryUrl !== '' && secureKafka !== '', 'The environment names a cluster, a registry and a secured cluster.');
// It comes from tools/stack, which says what is in it.
const secured = JSON.parse(secureKafka) as SecuredAccess;

let workbench: RunningWorkbench;
let window: OpenWindow;
let page: WorkbenchPage;
let proxy: BrokerProxy;
let webSite: FakeRegistry;
/** Takes connections and never says a word. */
let silent: Server;
let folder: string;

before(async () => {
  webSite = await FakeRegistry.start();
  webSite.misbehaviour = 'html';
  proxy = await BrokerProxy.start(brokers.split(',')[0] ?? '');
  silent = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  mkdirSync(inTools('run'), { recursive: true });
  folder = mkdtempSync(inTools('run', 'folder-'));
  writeFileSync(path.join(folder, 'note.avro-message.json'), '{ "connection": "prod", "topic": "greetings", "value": null }\n');
  workbench = await startWorkbench();
  window = await workbench.open(folder);
  page = window.workbench;
});
after(async () => {
  await page.shot('connecting-last');
  await workbench.close();
  await webSite.close();
  await proxy.close();
  silent.close();
  rmSync(folder, { recursive: true });
});

test('without a connection the view says what to do', async () => {
  await page.view('Avro');
  const welcome = page.page.getByRole('region', { name: 'Welcome' });
  await welcome.getByText('No connections yet. Schemas can be edited without one.').waitFor();
  await welcome.getByRole('button', { name: 'Add Connection…' }).first().waitFor();
  assert.equal(await page.page.locator('[id="avro-workbench.avro-workbench.avroWorkbench.connection"]').count(), 0);
  await page.shot('connecting-welcome');
});

/** Waits for a message and chooses its first button, by keys. */
async function acceptToast(message: RegExp, picture: string): Promise<void> {
  await page.toast(message).waitFor();
  await page.shot(picture);
  await page.typeCommand('Notifications: Accept Notification Primary Action');
  await page.toast(message).waitFor({ state: 'detached' });
}

/** Takes the choice that a pick offers first, or that was made before. */
async function keepChoice(placeholder: string, choice: string): Promise<void> {
  await page.quickInput.getByPlaceholder(placeholder).waitFor();
  await page.quickInput.locator('.monaco-list-row.focused', { hasText: choice }).waitFor();
  await page.page.keyboard.press('Enter');
}

/** The questions behind those of Kafka. */
async function answerRest(registry: string, use: 'Read and Write' | 'Read Only'): Promise<void> {
  await page.typeAnswer('Address of the schema registry', registry);
  if (registry !== '') await keepChoice('How the registry lets you in', 'Open');
  await page.typeChoice('What this connection may be used for', use);
}

test('Add Connection… by keys alone: every mistake is named, and Edit leads to where it is put right', async () => {
  await page.typeCommand('Avro: Add Connection…');
  await page.typeAnswer('Name of the connection', 'vault');

  await page.typeAnswer('Brokers as host:port', 'no-such-host.invalid:9093');
  await page.quickInput.getByPlaceholder('How the brokers are spoken to').waitFor();
  await page.shot('connecting-security');
  await keepChoice('How the brokers are spoken to', 'Plaintext');
  await answerRest('', 'Read and Write');
  await acceptToast(
    /Can't connect to vault \(name resolution\): the name no-such-host\.invalid cannot be resolved \(\w+\)\. Check how the name is spelt/,
    'connecting-name',
  );

  await page.typeAnswer('Brokers as host:port', '127.0.0.1:1');
  await keepChoice('How the brokers are spoken to', 'Plaintext');
  await answerRest('', 'Read and Write');
  await acceptToast(
    /Can't connect to vault \(TCP\): 127\.0\.0\.1:1 refuses the connection \(ECONNREFUSED\)\. Check the address/,
    'connecting-tcp',
  );

  await page.typeAnswer('Brokers as host:port', secured.saslSsl);
  await keepChoice('How the brokers are spoken to', 'Plaintext');
  await answerRest('', 'Read and Write');
  await acceptToast(/Can't connect to vault \(TLS\): 127\.0\.0\.1:\d+ expects TLS\. Choose TLS/, 'connecting-tls');

  await page.typeChoice('How the brokers are spoken to', 'SASL PLAIN over TLS');
  await page.typeAnswer('PEM file of the authority (CA)', '');
  await page.typeAnswer('User name.', secured.username);
  await page.typeAnswer('It goes to', 'not-her-secret');
  await answerRest('', 'Read and Write');
  await acceptToast(
    /Can't connect to vault \(TLS\): the certificate of .* is not signed by an authority that is trusted here/,
    'connecting-ca',
  );

  await keepChoice('How the brokers are spoken to', 'SASL PLAIN over TLS');
  await page.typeAnswer('PEM file of the authority (CA)', secured.ca);
  await page.typeAnswer('User name.', secured.username);
  // The password was entered before, and an empty answer keeps it.
  await page.typeAnswer('Leave it empty to keep the present one', '');
  await answerRest('', 'Read and Write');
  await acceptToast(
    /Can't connect to vault \(authentication\): .* does not accept the user alice \(PLAIN\)\. Check the user name/,
    'connecting-password',
  );

  await page.typeAnswer('User name.', secured.username);
  await page.typeAnswer('Leave it empty to keep the present one', secured.password);
  await answerRest(webSite.url, 'Read and Write');
  await acceptToast(
    /vault works, but its registry does not: http.* answers, but not as a schema registry: it sent a web page\./,
    'connecting-registry',
  );

  // Back, and forth again: what was answered stays.
  await page.quickInput.filter({ hasText: 'Address of the schema registry' }).waitFor();
  await page.page.keyboard.press('Control+Alt+Minus');
  await page.quickInput.filter({ hasText: 'Password of alice on vault' }).waitFor();
  await page.page.keyboard.press('Control+Alt+Minus');
  await page.quickInput.filter({ hasText: 'User name.' }).waitFor();
  assert.equal(await page.quickField.inputValue(), secured.username);
  await page.page.keyboard.press('Enter');
  await page.typeAnswer('Leave it empty to keep the present one', '');
  await answerRest(registryUrl, 'Read and Write');
  await page.toast('Connected to vault. It is the active connection now.').waitFor();
  await page.treeRow(/^vault.*active/).waitFor();
  await page.status('vault').waitFor();
  await page.shot('connecting-connected');
});

test('passwords are nowhere in what the workbench writes', () => {
  const files = readdirSync(workbench.dataFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((entry) => ({
    name: path.join(entry.parentPath, entry.name),
    bytes: readFileSync(path.join(entry.parentPath, entry.name)),
  }));
  const holding = (text: string) =>
    texts.filter(({ bytes }) => bytes.includes(text)).map(({ name }) => path.relative(workbench.dataFolder, name));
  // The user's name shows that the place where the password would be is among them.
  assert(holding('"username": "alice"').some((name) => name.endsWith('settings.json')));
  assert.deepEqual([...holding(secured.password), ...holding('not-her-secret')], []);
});

test('mutual TLS with an encrypted key, and SCRAM without TLS', async () => {
  await page.typeCommand('Avro: Add Connection…');
  await page.typeAnswer('Name of the connection', 'mutual');
  await page.typeAnswer('Brokers as host:port', secured.ssl);
  await page.typeChoice('How the brokers are spoken to', 'mTLS');
  await page.typeAnswer('PEM file of the authority (CA)', secured.ca);
  await page.typeAnswer("PEM file of the client's certificate", secured.clientCert);
  await page.typeAnswer("PEM file of the client's private key", secured.clientKeyEncrypted);
  await page.typeAnswer('It opens the private key here and goes nowhere', secured.clientKeyPassphrase);
  await answerRest('', 'Read Only');
  await page.toast('Connected to mutual.').waitFor();

  await page.typeCommand('Avro: Add Connection…');
  await page.typeAnswer('Name of the connection', 'scram');
  await page.typeAnswer('Brokers as host:port', secured.saslPlaintext);
  await page.typeChoice('How the brokers are spoken to', 'SCRAM-SHA-512 without TLS');
  await page.typeAnswer('User name.', secured.username);
  await page.typeAnswer('A proof of it goes to', secured.password);
  await answerRest('', 'Read and Write');
  await page.toast('Connected to scram.').waitFor();
  await page.shot('connecting-three');
});

test('a test that nobody answers can be cancelled, and so can connecting', async () => {
  await page.command('Notifications: Clear All Notifications');
  await page.typeCommand('Avro: Add Connection…');
  await page.typeAnswer('Name of the connection', 'slow');
  // A server that listens on a port has such an address.
  await page.typeAnswer('Brokers as host:port', `127.0.0.1:${(silent.address() as AddressInfo).port}`);
  await keepChoice('How the brokers are spoken to', 'Plaintext');
  await answerRest('', 'Read and Write');
  await page.toast('Testing slow').waitFor();
  await page.shot('connecting-testing');
  await page.toast('Testing slow').getByRole('button', { name: 'Cancel' }).click();
  const cancelled = page.toast('The test of slow was cancelled, so it is not known whether it works.');
  await cancelled.getByRole('button', { name: 'Save Anyway' }).click();

  const row = page.treeRow(/^slow/);
  // The view is drawn anew for the new connection, which can take the button from under the click.
  for (let tries = 1; !(await page.treeRow('slowConnecting…').isVisible()); tries++) {
    await row.hover();
    await row.getByRole('button', { name: 'Connect' }).click();
    const connecting = page.treeRow('slowConnecting…').waitFor({ timeout: 5000 });
    await (tries < 5 ? connecting.catch(() => undefined) : connecting);
  }
  await page.shot('connecting-waiting');
  await row.hover();
  await row.getByRole('button', { name: 'Cancel' }).click();
  await page.treeRow('slownot connected').waitFor();
});

test('Disconnect and Connect, Remove Connection…', async () => {
  const row = page.treeRow(/^vault/);
  await row.hover();
  await row.getByRole('button', { name: 'Disconnect' }).click();
  await page.treeRow('vaultnot connected').waitFor();
  await row.hover();
  await row.getByRole('button', { name: 'Connect' }).click();
  await page.treeRow(`vault${secured.saslSsl}`).waitFor();

  await page.contextMenu(page.treeRow(/^scram/), 'Remove Connection…');
  const question = page.dialog('Remove the connection "scram"?');
  await question.waitFor();
  await page.shot('connecting-remove');
  await question.getByRole('button', { name: 'Remove' }).click();
  await page.treeRow(/^scram/).waitFor({ state: 'detached' });
});

test('a read-only connection offers nothing that writes, and says so', async () => {
  // As a team shares it: in the workspace, while the window is open.
  const connections = {
    prod: { brokers: brokers.split(','), registry: { url: registryUrl }, readOnly: true },
    gone: { brokers: [proxy.address] },
  };
  await proxy.close();
  mkdirSync(path.join(window.folder, '.vscode'));
  writeFileSync(path.join(window.folder, '.vscode/settings.json'), JSON.stringify({ 'avroWorkbench.connections': connections }));
  await page.treeRow(/^prod/).click();
  await page.treeRow(/^orders/).click({ button: 'right' });
  await page.menuEntry('Peek Topic').first().waitFor();
  assert.equal(await page.menuEntry('Produce').count(), 0);
  await page.shot('connecting-read-only');
  await page.page.keyboard.press('Escape');

  await page.typeCommand('Avro: Select Active Connection…', 'Choose a connection');
  await page.typeChoice('Choose a connection', 'prod');
  await page.status('prod').locator('.codicon-lock').waitFor();

  await page.openFile('note.avro-message.json');
  await page.lens('prod is read-only: nothing is sent').waitFor();
  await page.page.keyboard.press('Control+Alt+Enter');
  await page.toast("Can't send the message: prod is read-only.").waitFor();
  await page.shot('connecting-refusal');
});

test('a broker that cannot be reached is told in the view, and tried again from there', async () => {
  await page.treeRow(/^gone/).click();
  const problem = page.treeRow(`${proxy.address} refuses the connection (ECONNREFUSED).`);
  const reason = page.page.locator('.monaco-hover:visible', {
    hasText: 'Check the address of the connection, and whether the broker runs.',
  });
  for (let tries = 1; ; tries++) {
    // From elsewhere: a mouse that rests where a row appears, or is drawn anew, shows nothing.
    await page.page.mouse.move(900, 600);
    await problem.hover();
    try {
      await reason.waitFor({ timeout: 5000 });
      break;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
  await page.shot('connecting-gone');
  await proxy.open();
  await problem.getByRole('button', { name: 'Try Again' }).click();
  await page.treeRow(/^gone127\.0\.0\.1:\d+/).waitFor();
  await problem.waitFor({ state: 'detached' });
});
