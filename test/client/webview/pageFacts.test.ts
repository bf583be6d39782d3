import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConnections } from '../../../client/connectionSettings.ts';
import { connectionFacts, pageActions } from '../../../client/webview/pageFacts.ts';

function settingsOf(value: object) {
  const [only] = parseConnections({ prod: { brokers: ['a:1', 'b:2'], ...value } });
  assert.ok(only?.settings);
  return only.settings;
}

test('a connection says its servers, its security and that it is read-only, and no secret', () => {
  const settings = settingsOf({
    color: 'crimson',
    readOnly: true,
    security: 'SASL_SSL',
    sasl: { mechanism: 'PLAIN', username: 'ann' },
    registry: { url: ['https://r1', 'https://r2'] },
  });
  assert.deepEqual(connectionFacts('prod', settings), {
    color: 'crimson',
    readOnly: true,
    protected: false,
    tooltip: [
      'prod',
      'Brokers: a:1, b:2',
      'Security: SASL_SSL, PLAIN as ann',
      'Schema registry: https://r1, https://r2',
      'prod is read-only: nothing is written.',
    ].join('\n'),
  });
});

test('a connection that is gone says so', () => {
  assert.equal(connectionFacts('prod', undefined).tooltip, "The settings of prod can't be used.");
});

const always = ['openDocument', 'compare', 'export', 'openSettings', 'useForTopic'];
for (const { name, settings, isTrusted = true, hasMasks = false, commands = [], more } of [
  { name: 'without anything', settings: settingsOf({}), isTrusted: false, more: [] },
  { name: 'writable', settings: settingsOf({}), more: ['reproduce', 'produceSample'] },
  { name: 'read-only, with a registry', settings: settingsOf({ readOnly: true, registry: { url: 'http://r' } }), more: ['openSchema'] },
  { name: 'with masks', settings: undefined, hasMasks: true, more: ['reveal'] },
  { name: 'with commands', settings: undefined, commands: ['inspectBytes', 'diagnoseTopicItem'], more: ['inspectBytes', 'diagnose'] },
]) {
  test(`what a page offers: ${name}`, () => {
    const actions = pageActions({ settings, isTrusted, hasMasks, hasCommand: (id) => [...commands, 'setDecodeProfile'].includes(id) });
    assert.deepEqual([...actions].sort(), [...always, ...more].sort());
  });
}
