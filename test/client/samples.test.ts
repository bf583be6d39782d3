import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createSamples } from '../../client/samples.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { checkSchema } from '../../shared/avro/check.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { applyFix } from '../expectFix.ts';
import { createFakeContext } from '../fakes/context.ts';

const delivered = (path: string): string => readFileSync(new URL(`../../media/samples/${path}`, import.meta.url), 'utf8');

function harness() {
  const written = new Map<string, string>();
  const shown: string[] = [];
  const samples = createSamples({
    folder: 'file:///storage/samples',
    read: (path) => Promise.resolve(new TextEncoder().encode(delivered(path))),
    write: (uri, bytes) => Promise.resolve(void written.set(uri, new TextDecoder().decode(bytes))),
    show: (uri) => Promise.resolve(void shown.push(uri)),
  });
  return { samples, written, shown };
}

test('samples: each is laid out as it is delivered, with its first version beside it', async () => {
  const { samples, written, shown } = harness();
  await samples.open('evolution/orders.avsc');
  await samples.open('mistake/order.avsc');
  assert.deepEqual(shown, ['file:///storage/samples/evolution/orders.avsc', 'file:///storage/samples/mistake/order.avsc']);
  for (const path of ['evolution/orders.v1.avsc', 'evolution/orders.avsc', 'mistake/order.avsc']) {
    assert.equal(written.get(`file:///storage/samples/${path}`), delivered(path));
  }
});

test('samples: only the one with a first version has something to be compatible with', () => {
  const { samples } = harness();
  assert.equal(samples.baselineOf('file:///storage/samples/evolution/orders.avsc'), 'file:///storage/samples/evolution/orders.v1.avsc');
  for (const path of ['evolution/orders.v1.avsc', 'mistake/order.avsc'])
    assert.equal(samples.baselineOf(`file:///storage/samples/${path}`), undefined);
});

test('samples: the mistake is one, and its fix is the only one that is offered', () => {
  const parsed = parseSchema(delivered('mistake/order.avsc'));
  const problems = checkSchema(parsed);
  assert.deepEqual(
    problems.map(({ code, severity }) => ({ code, severity })),
    [{ code: 'unknown-type', severity: 'error' }],
  );
  const fix = problems[0]?.fixes?.()[0];
  assert.equal(fix?.title, 'Change to "string"');
  assert.deepEqual(checkSchema(parseSchema(applyFix(parsed.text, fix))), []);
});

test('samples: what is to be compatible begins as its first version, without a problem', () => {
  assert.equal(delivered('evolution/orders.avsc'), delivered('evolution/orders.v1.avsc'));
  assert.deepEqual(checkSchema(parseSchema(delivered('evolution/orders.avsc'))), []);
});

test('samples: the commands open them', async () => {
  const { run, events } = createFakeContext();
  for (const id of ['openSample', 'openEvolutionItem', 'openWalkthrough']) await run(id);
  assert.deepEqual(events, ['open sample mistake/order.avsc', 'open sample evolution/orders.avsc', 'openWalkthrough']);
});

test('walkthrough: each step has two sentences, one button with a command that exists, a picture that is packed, and an end', () => {
  const [walkthrough] = packageJson.contributes.walkthroughs;
  assert.ok(walkthrough !== undefined);
  assert.equal(walkthrough.id, 'avroWorkbench.start');
  const ids = packageJson.contributes.commands.map(({ command }) => command);
  for (const { title, description, media, completionEvents } of walkthrough.steps) {
    const [text = '', button = '', ...more] = description.split('\n');
    assert.equal(more.length, 0, title);
    assert.equal(text.match(/[.](?= |$)/g)?.length, 2, text);
    const command = /^\[[A-Z][^\]]+\]\(command:([\w.]+)\)$/.exec(button)?.[1] ?? '';
    assert.ok(ids.includes(command), button);
    assert.ok(completionEvents.includes(`onCommand:${command}`), title);
    assert.ok(existsSync(new URL(`../../${media.svg}`, import.meta.url)), media.svg);
    assert.match(readFileSync(new URL(`../../${media.svg}`, import.meta.url), 'utf8'), /var\(--vscode-editor-background/);
  }
});
