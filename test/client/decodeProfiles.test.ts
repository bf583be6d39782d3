import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProfile, partText, resolveProfile, withPartSetting } from '../../client/decodeProfiles.ts';
import { toPageProfile } from '../../client/webview/pageProfile.ts';
import { createFakeContext } from '../fakes/context.ts';

const { signal } = new AbortController();
const bare = { framing: 'bare', subject: 'orders-value' };

for (const { name, setting, pattern, framing, problem } of [
  { name: 'none', setting: undefined, pattern: undefined },
  {
    name: 'the name itself before patterns',
    setting: { 'ord*': { value: { framing: 'json' } }, orders: { value: bare } },
    pattern: 'orders',
    framing: 'bare',
  },
  {
    name: 'the longer pattern',
    setting: { '*': { value: { framing: 'json' } }, 'ord*': { value: bare } },
    pattern: 'ord*',
    framing: 'bare',
  },
  {
    name: 'a pattern that says nothing of values',
    setting: { orders: { key: bare }, '*': { value: bare } },
    pattern: '*',
    framing: 'bare',
  },
  { name: 'a pattern of another topic', setting: { 'payments-*': { value: bare } }, pattern: undefined },
  {
    name: 'no object',
    setting: 'bare',
    pattern: undefined,
    problem: 'The setting avroWorkbench.decodeProfiles is no object of topics and profiles.',
  },
  {
    name: 'a profile that is none',
    setting: { orders: 5 },
    pattern: 'orders',
    problem: 'The decode profile "orders" is no object with "key" and "value".',
  },
  {
    name: 'an unknown framing',
    setting: { orders: { value: { framing: 'avro' } } },
    pattern: 'orders',
    problem: 'The decode profile "orders": the value\'s "framing" is none that is known: "avro".',
  },
  {
    name: 'two schemas',
    setting: { orders: { value: { subject: 'a', id: 5 } } },
    pattern: 'orders',
    problem: 'The decode profile "orders": the value\'s schema is named twice: by one of "subject", "id" and "file".',
  },
  {
    name: 'a wrong version of the reader',
    setting: { orders: { value: { reader: { subject: 'a', version: 0 } } } },
    pattern: 'orders',
    problem: 'The decode profile "orders": the value\'s "reader" is wrong: its "version" is neither a number nor "latest": 0.',
  },
] as const) {
  test(`decode profiles: ${name}`, () => {
    const { value } = findProfile(setting, 'orders');
    assert.deepEqual([value.pattern, value.setting?.framing, value.problem], [pattern, framing, problem]);
  });
}

test('decode profiles: a change keeps what others say, and an empty one goes', () => {
  const before = { orders: { key: bare }, 'a*': { value: bare } };
  assert.deepEqual(withPartSetting(before, 'orders', 'value', { framing: 'json' }), {
    'a*': { value: bare },
    orders: { key: bare, value: { framing: 'json' } },
  });
  assert.deepEqual(withPartSetting(before, 'orders', 'key', undefined), { 'a*': { value: bare } });
  assert.deepEqual(withPartSetting('wrong', 'orders', 'key', { id: 5 }), { orders: { key: { id: 5 } } });
  assert.deepEqual(Object.keys(withPartSetting({}, '__proto__', 'key', { id: 5 }) as object), ['__proto__']);
});

test('decode profiles: schemas of subjects, ids and files are made ready, and it is said what was chosen', async () => {
  const files = { 'file:///orders.avsc': '"string"' };
  const setting = {
    'ord*': { key: { framing: 'bare', file: 'orders.avsc' }, value: { id: 7, reader: { subject: 'orders-value', version: 3 } } },
  };
  const { context } = createFakeContext({ files, settings: { decodeProfiles: setting } });
  const resolved = await resolveProfile(context, 'orders', signal);
  assert.deepEqual(resolved, {
    profile: {
      key: {
        framing: 'bare',
        schema: { kind: 'text', schema: { text: '"string"', references: [], label: 'orders.avsc' } },
        reader: undefined,
      },
      value: {
        framing: 'automatic',
        schema: { kind: 'id', schemaId: 7 },
        reader: { kind: 'subject', subject: 'orders-value', version: 3 },
      },
    },
    chosenBy: '"ord*" in avroWorkbench.decodeProfiles',
    problem: undefined,
  });
  assert.equal(partText(resolved.profile.value), 'Automatic, schema id 7, read as orders-value v3');
  assert.deepEqual(toPageProfile(resolved).key, {
    framing: 'bare',
    text: 'Bare Avro, orders.avsc',
    why: 'Chosen by "ord*" in avroWorkbench.decodeProfiles.',
  });
});

test('decode profiles: a file that is not there is said, and nothing else is lost', async () => {
  const setting = { orders: { key: { framing: 'text' }, value: { framing: 'bare', file: 'gone.avsc' } } };
  const { context } = createFakeContext({ settings: { decodeProfiles: setting } });
  const { profile, problem } = await resolveProfile(context, 'orders', signal);
  assert.equal(problem, "The decode profile's schema file gone.avsc is not there.");
  assert.deepEqual([profile.key.framing, profile.value.framing], ['text', 'bare']);
  assert.match(toPageProfile({ profile, problem, chosenBy: '"orders"' }).value.why, /gone\.avsc is not there\.$/);
});
