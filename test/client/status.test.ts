import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KafkaError } from '../../shared/errors.ts';
import { parseConnections } from '../../client/connectionSettings.ts';
import type { SessionState } from '../../client/sessions.ts';
import { toStatus } from '../../client/status.ts';

const error = new KafkaError('kafka/unreachable', 'localhost:9092 refuses the connection.', { remedy: 'Check the address.' });

for (const { state, readOnly = false, text, first, isWarning = false, command = 'selectConnection' } of [
  {
    state: { kind: 'disconnected' },
    text: '$(debug-disconnect) local',
    first: 'Not connected. New documents and commands offer it first.',
  },
  { state: { kind: 'connecting' }, text: '$(loading~spin) local', first: 'Connecting…' },
  { state: { kind: 'connected' }, text: '$(plug) local', first: 'Connected. New documents and commands offer it first.' },
  { state: { kind: 'connected' }, readOnly: true, text: '$(lock) local', first: 'Connected. New documents and commands offer it first.' },
  { state: { kind: 'failed', error }, text: '$(warning) local', first: error.message, isWarning: true, command: 'connect' },
] satisfies { state: SessionState; readOnly?: boolean; text: string; first: string; isWarning?: boolean; command?: string }[]) {
  test(`status: ${state.kind}${readOnly ? ', read-only' : ''}`, () => {
    const [connection] = parseConnections({ local: { brokers: ['localhost:9092'], registry: { url: 'http://r:1' }, readOnly } });
    assert.ok(connection?.settings);
    const status = toStatus(connection.settings, state);
    assert.deepEqual(
      { text: status.text, first: status.tooltip[0], isWarning: status.isWarning, command: status.command },
      { text, first, isWarning, command },
    );
    assert.ok(status.tooltip.includes('Brokers: localhost:9092') && status.tooltip.includes('Registry: http://r:1'));
    assert.equal(status.tooltip.includes('local is read-only: nothing is written.'), readOnly);
    assert.equal(status.tooltip.includes('Check the address.'), state.kind === 'failed');
  });
}
