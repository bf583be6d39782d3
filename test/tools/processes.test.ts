import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { run, startService } from '../../tools/support/processes.ts';

// The shell starts a child of its own, as servers do, and both say who they are.
const family = 'sleep 300 & echo "child $!"; echo "ready $$"; wait';
const limitMs = 20_000;

test('a service ends with all its children, and its scratch folder goes', async () => {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'scratch-'));
  const service = startService('/bin/sh', ['-c', family], { name: 'A family', scratch });
  const [, child] = await service.line(/child (\d+)/, limitMs);
  await service.line(/ready/, limitMs);
  assert.ok(isAlive(service.pid));
  await service.stop();
  assert.ok(!isAlive(service.pid));
  assert.ok(!isAlive(Number(child)));
  assert.ok(!existsSync(scratch));
});

test('a service that does not listen to SIGTERM is killed', async () => {
  const service = startService('/bin/sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 1; done'], { name: 'A deaf one' });
  await service.line(/ready/, limitMs);
  await service.stop();
  assert.ok(!isAlive(service.pid));
});

test('a service that ends too early says what it wrote last', async () => {
  const service = startService('/bin/sh', ['-c', 'echo "no such port" >&2; exit 3'], { name: 'A server' });
  await assert.rejects(service.line(/ready/, limitMs), {
    name: 'SetupError',
    message: 'A server ended with 3 before it was ready.\nno such port',
  });
  await service.stop();
});

test('a service that cannot be started says so', async () => {
  const service = startService('/no/such/program', [], { name: 'A server' });
  await assert.rejects(service.line(/ready/, limitMs), /A server ended .*ENOENT/s);
  await service.stop();
});

for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
  test(`what a process started ends when that process is ended by ${signal}`, async () => {
    const scratch = mkdtempSync(path.join(os.tmpdir(), 'scratch-'));
    const module = new URL('../../tools/support/processes.ts', import.meta.url).href;
    const script = `import { startService } from ${JSON.stringify(module)};
      const service = startService('/bin/sh', ['-c', ${JSON.stringify(family)}], { name: 'A family', scratch: ${JSON.stringify(scratch)} });
      const [, child] = await service.line(/child (\\d+)/, ${limitMs});
      console.log(service.pid, child);
      setInterval(() => {}, 1000);`;
    const flags = [
      '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '-e',
      script,
    ];
    const owner = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await firstLine(owner.stdout);
    const [service = 0, child = 0] = line.split(' ').map(Number);
    assert.ok(isAlive(service) && isAlive(child));
    owner.kill(signal);
    await until(() => !isAlive(service) && !isAlive(child) && !existsSync(scratch), 'the family is gone');
    rmSync(scratch, { recursive: true, force: true });
  });
}

for (const { name, script, limit, message } of [
  { name: 'fails', script: 'echo one; echo two >&2; exit 1', limit: limitMs, message: /A command failed\.\none\n\ntwo/ },
  { name: 'takes too long', script: 'exec sleep 300', limit: 300, message: /A command did not end within 0\.3 s/ },
]) {
  test(`a command that ${name}`, async () => {
    await assert.rejects(run('/bin/sh', ['-c', script], { limitMs: limit, what: 'A command' }), { name: 'SetupError', message });
  });
}

/** Whether the process runs; one that ended and waits for its parent to notice does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    // No such process any more, or no such file on this system, where a child of this process is reaped at once.
    return false;
  }
}

async function firstLine(stream: Readable): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error('It wrote nothing.');
}

/** Processes that are not this one's children end without telling it, so it looks again and again. */
async function until(holds: () => boolean, what: string): Promise<void> {
  const end = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Not within ${limitMs} ms: ${what}.`);
    await turn();
  }
}
