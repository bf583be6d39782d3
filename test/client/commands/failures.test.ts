import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodecError, KafkaError, type KnownError } from '../../../shared/errors.ts';
import { failingAs, failureMessage } from '../../../client/commands/failure.ts';
import { runCommand } from '../../../client/commands/index.ts';
import { WentBack } from '../../../client/commands/steps.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';

async function failWith(error: unknown, options: FakeContextOptions = {}): Promise<FakeContext> {
  const fake = createFakeContext(options);
  // Whatever is thrown, an Error or not, has to be told.
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
  await runCommand(fake.context, { failure: "Can't peek", create: () => () => Promise.reject(error) }, []);
  return fake;
}

for (const { name, error, message } of [
  {
    name: 'goes on after the colon',
    error: new KafkaError('kafka/x', 'The broker closed the connection.', { remedy: 'It may expect TLS.' }),
    message: "Can't peek: the broker closed the connection. It may expect TLS.",
  },
  {
    name: 'keeps the capital of a name',
    error: new KafkaError('kafka/x', 'Orders is empty'),
    message: "Can't peek: Orders is empty.",
  },
  {
    name: 'keeps that of a name that begins like any sentence',
    error: new KafkaError('kafka/x', 'All-orders is empty.'),
    message: "Can't peek: All-orders is empty.",
  },
  {
    name: 'keeps that of a user',
    error: new KafkaError('kafka/x', 'User Alice may not read topic Orders.'),
    message: "Can't peek: User Alice may not read topic Orders.",
  },
  {
    name: 'goes on after the colon, whatever its first word is',
    error: new KafkaError('kafka/x', 'Too few replicas of Orders are in sync to write to it.'),
    message: "Can't peek: too few replicas of Orders are in sync to write to it.",
  },
] satisfies { name: string; error: KnownError; message: string }[]) {
  test(`failures: the sentence of a known error ${name}`, () => assert.equal(failureMessage("Can't peek", error), message));
}

test('failures: a known error is told with its remedy, and leads to the output', async () => {
  const error = new CodecError('codec/x', 'The value is cut off.', { remedy: 'Read it again.' });
  const { ui, events, logged } = await failWith(error, { answers: [{ button: 'Show Output' }] });
  assert.deepEqual(ui.notices, ["error: Can't peek: the value is cut off. Read it again. [Show Output]"]);
  assert.deepEqual(events, ['showOutput']);
  assert.deepEqual(logged, ["Can't peek: the value is cut off. Read it again."]);
});

test('failures: one of a connection leads to its settings', async () => {
  const cause = new KafkaError('kafka/unreachable', 'It refuses the connection.');
  const failure: unknown = await failingAs("Can't peek orders", 'local', () => Promise.reject(cause)).catch((error: unknown) => error);
  const { ui, events } = await failWith(failure, { connections: { local: {} }, answers: [{ button: 'Edit Connection…' }] });
  assert.deepEqual(ui.notices, ["error: Can't peek orders: it refuses the connection. [Edit Connection…] [Show Output]"]);
  // Settings that can't be understood are edited as text.
  assert.deepEqual(events, ['openSettings connections']);
});

for (const error of [new DOMException('Cancelled.', 'AbortError'), new WentBack()]) {
  test(`failures: ${error.name} needs no word`, async () => {
    const { ui, logged } = await failWith(error);
    assert.deepEqual([ui.notices, logged], [[], []]);
  });
}

for (const { name, error } of [
  { name: 'an Error', error: new TypeError('x is undefined') },
  { name: 'anything else that is thrown', error: 'x is undefined' },
]) {
  test(`failures: ${name} is a bug of ours, with the log`, async () => {
    const { ui, logged } = await failWith(error);
    assert.deepEqual(ui.notices, ["error: Can't peek: x is undefined. This is a bug of Avro Workbench. [Show Output]"]);
    assert.match(logged[0] ?? '', /x is undefined/);
  });
}

test('failures: only known errors get another sentence', async () => {
  const bug = new TypeError('x is undefined');
  await assert.rejects(
    failingAs('What', undefined, () => Promise.reject(bug)),
    bug,
  );
});
