import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { runsTypeScript } from '../../tools/node/install.mjs';
import { installInto } from '../../tools/support/install.ts';
import { inTools } from '../../tools/support/paths.ts';
import { freePorts, portNear } from '../../tools/support/ports.ts';
import { findCommand, installSystemPackages } from '../../tools/support/system.ts';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

for (const { version, fits } of [
  { version: '20.20.2', fits: false },
  { version: '22.17.1', fits: false },
  { version: '22.18.0', fits: true },
  { version: '23.0.0', fits: true },
  { version: '24.21.0', fits: true },
]) {
  test(`Node ${version} ${fits ? 'runs' : 'does not run'} TypeScript as it is`, () => assert.equal(runsTypeScript(version), fits));
}

test('what is missing is named where it cannot be installed', async () => {
  const said: string[] = [];
  const before = process.env['PATH'];
  // Without apt-get on the PATH, as on any system but Debian's kin.
  process.env['PATH'] = '';
  try {
    const install = installSystemPackages(['one', 'two'], 'Something', (text) => said.push(text));
    await assert.rejects(install, { name: 'SetupError', message: /^Something is missing\. Install it and run this again:\n .*one, two$/ });
    assert.deepEqual(said, []);
  } finally {
    process.env['PATH'] = before;
  }
});

test('a command is found on the PATH, and one that is nowhere is not', () => {
  assert.ok(findCommand('sh')?.endsWith('/sh'));
  assert.equal(findCommand('no-such-command-anywhere'), undefined);
});

test('an install is made once for a stamp, anew for another, and leaves nothing when it fails', async () => {
  const name = path.basename(mkdtempSync(path.join(os.tmpdir(), 'install-')));
  const folder = inTools(name);
  let made = 0;
  const make = (text: string) => (target: string) => {
    made++;
    writeFileSync(path.join(target, 'text'), text);
    return text === 'bad' ? Promise.reject(new Error('no')) : Promise.resolve();
  };
  const text = () => readFileSync(path.join(folder, 'text'), 'utf8');
  try {
    assert.equal(await installInto(name, 'stamp 1', make('first')), folder);
    await installInto(name, 'stamp 1', make('again'));
    assert.deepEqual([made, text()], [1, 'first']);
    await assert.rejects(installInto(name, 'stamp 2', make('bad')), /no/);
    assert.equal(text(), 'first');
    assert.ok(!existsSync(`${folder}.${process.pid}`));
    await installInto(name, 'stamp 2', make('second'));
    assert.equal(text(), 'second');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('free ports differ, and a port that is taken is not given again', async () => {
  const ports = await freePorts(['a', 'b', 'c']);
  assert.equal(new Set(Object.values(ports)).size, 3);
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has such an address
  assert.notEqual(await portNear(port), port);
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  assert.equal(await portNear(port), port);
});
