import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAddress } from '../../../client/commands/openAddress.ts';
import { createFakeContext, type FakeContext } from '../../fakes/context.ts';
import type { Answer } from '../../fakes/ui.ts';

function opening(answers: readonly Answer[] = [{ button: 'Open' }]): FakeContext {
  return createFakeContext({ connections: { local: { brokers: ['localhost:9092'] } }, answers });
}

test('a topic is peeked at a record, once the user has agreed', async () => {
  const { context, ui, records } = opening();
  await openAddress(context, '/peek', 'connection=local&topic=orders&partition=3&offset=9007199254740993');
  assert.deepEqual(ui.notices, ['modal: Open topic orders on local? This came from outside VS Code.']);
  assert.deepEqual(records, [{ connection: 'local', topic: 'orders', select: { partition: 3, offset: 9007199254740993n } }]);
});

test('a topic is diagnosed', async () => {
  const { context, ui, reports } = opening();
  await openAddress(context, '/diagnose', 'connection=local&topic=orders');
  assert.deepEqual(ui.notices, ['modal: Diagnose topic orders on local? This came from outside VS Code.']);
  assert.deepEqual(reports, ['local orders']);
});

test('nothing happens where the user does not agree', async () => {
  const { context, records } = opening(['escape']);
  await openAddress(context, '/peek', 'connection=local&topic=orders');
  assert.deepEqual(records, []);
});

const refused: readonly (readonly [address: string, says: string])[] = [
  ['/peek?topic=orders', 'It does not say the connection.'],
  ['/peek?connection=local', 'It does not say the topic.'],
  ['/peek?connection=evil.example:9092&topic=orders', 'There is no connection evil.example:9092. Add it with Avro: Add Connection….'],
  ['/subject?connection=local', 'It does not say the subject.'],
  ['/produce?connection=local&topic=orders', 'It is none of Avro Workbench.'],
];
for (const [address, says] of refused) {
  test(`${address} is refused`, async () => {
    const { context, ui } = opening([]);
    const [path = '', query = ''] = address.split('?');
    await openAddress(context, path, query);
    assert.deepEqual(ui.notices, [`error: Can't open what the link names: ${says.charAt(0).toLowerCase()}${says.slice(1)}`]);
  });
}

test('a name that is made to look like more is shown on one line, cut', async () => {
  const { context, ui } = opening(['escape']);
  await openAddress(context, '/peek', `connection=local&topic=${encodeURIComponent(`a\n\n\u202eb${'c'.repeat(200)}`)}`);
  assert.match(ui.notices[0] ?? '', /^modal: Open topic a bc{76}… on local\?/);
});
