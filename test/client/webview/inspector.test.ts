import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../client/cluster/session.ts';
import type { Inspection, SuggestRequest } from '../../../client/records/recordsSession.ts';
import { Inspector } from '../../../client/webview/inspector.ts';
import type { InspectorState } from '../../../client/webview/inspectorProtocol.ts';
import type { InspectedSource } from '../../../client/webview/inspectors.ts';
import { KafkaError } from '../../../shared/errors.ts';
import type { SchemaCandidate } from '../../../shared/wire/decoder.ts';
import { FakeSession } from '../../fakes/session.ts';
import { decoding } from '../records/held.ts';
import { exact } from './records.ts';

const misfit: Inspection = {
  part: { ...exact('{}'), state: 'failed', json: undefined },
  fields: [],
  stop: { position: 0, what: 'boolean 5, only 0 and 1 exist', path: '', explanation: [] },
  leftOver: undefined,
  cut: false,
};
const candidate: SchemaCandidate = {
  schema: { text: '"int"', references: [], label: 'int.avsc' },
  source: { schemaId: undefined, subject: undefined, version: undefined, fullname: undefined },
  ...{ fits: 3, samples: 3, reason: 'It fits.', preview: '1' },
};

interface Run {
  readonly state: InspectorState;
  readonly asked: SuggestRequest['samples'][];
  readonly problems: string[];
}

async function run(session: Partial<Session>, given: Partial<InspectedSource> = {}): Promise<Run> {
  const asked: SuggestRequest['samples'][] = [];
  const problems: string[] = [];
  const quiet = (): void => undefined;
  const suggest = session.suggestSchemas;
  const fake = new FakeSession({
    inspect: () => Promise.resolve(misfit),
    decode: () => Promise.resolve(exact('7', 3, { preview: '7' })),
    ...session,
    suggestSchemas(request, signal) {
      asked.push(request.samples);
      return suggest === undefined ? Promise.resolve([candidate]) : suggest(request, signal);
    },
  });
  const source = {
    name: 'x',
    connection: 'local',
    topic: 'orders',
    place: undefined,
    key: null,
    value: Uint8Array.of(5),
    headers: [],
    ...given,
  };
  const inspector = new Inspector({
    source,
    connection: () => undefined,
    openSession: () => Promise.resolve(fake),
    decoding: () => Promise.resolve(decoding),
    workspace: () => Promise.resolve([]),
    actions: () => [],
    post: quiet,
    log: { debug: quiet, info: quiet, warn: quiet, show: quiet, error: (message) => void problems.push(String(message)) },
  });
  await inspector.open();
  return { state: inspector.state(), asked, problems };
}

function previews({ candidates }: InspectorState): readonly string[] {
  return candidates.state === 'found' ? candidates.list.map(({ preview }) => preview) : [candidates.state];
}

test('schemas are suggested by the samples of the scan, with the values of the very bytes', async () => {
  const { state, asked } = await run({}, { scan: 'a' });
  assert.deepEqual(asked, [{ scan: 'a' }]);
  assert.deepEqual(previews(state), ['7']);
});

test('without a scan, or after it was let go, the bytes themselves are the sample', async () => {
  const alone = await run({});
  assert.deepEqual(alone.asked, [{ bytes: [Uint8Array.of(5)] }]);
  assert.deepEqual(previews(alone.state), ['1']);
  const gone = await run(
    {
      suggestSchemas: ({ samples }) =>
        'scan' in samples
          ? Promise.reject(new KafkaError('kafka/no-such-scan', 'These records are not held any more.'))
          : Promise.resolve([]),
    },
    { scan: 'a' },
  );
  assert.equal(gone.asked.length, 2);
  assert.deepEqual(gone.state.candidates, { state: 'found', samples: 0, list: [] });
});

test('nothing is suggested for what fits', async () => {
  const { asked, state } = await run({ inspect: () => Promise.resolve({ ...misfit, part: exact('{}'), stop: undefined }) });
  assert.deepEqual(asked, []);
  assert.deepEqual(state.candidates, { state: 'none' });
});

for (const { name, error, problem, logged } of [
  {
    name: 'what is known',
    error: new KafkaError('kafka/closed', 'The connection is closed.', { remedy: 'Connect again.' }),
    problem: 'The connection is closed. Connect again.',
    logged: 0,
  },
  { name: 'a bug', error: new Error('oops'), problem: 'The bytes could not be looked at. The output has more.', logged: 1 },
]) {
  test(`a failure is said on the page: ${name}`, async () => {
    const { state, problems } = await run({ inspect: () => Promise.reject(error) });
    assert.equal(state.problem, problem);
    assert.equal(problems.length, logged);
  });
}

test('bytes that were not kept are not looked at: what they were is said, and a record can be read again', async () => {
  const gone = { key: undefined, value: undefined, isGone: true } as const;
  const selection = await run({}, { ...gone, connection: undefined, origin: '12 bytes from the selection' });
  const why = 'Bytes are not kept when the window closes; these were 12 bytes from the selection.';
  assert.deepEqual([selection.state.problem, selection.state.actions, selection.asked], [why, [], []]);
  const { state } = await run({}, { ...gone, place: { partition: 3, offset: '18204' }, part: 'key' });
  assert.deepEqual([state.actions, state.kept.part, state.kept.place?.offset], [['readAgain'], 'key', '18204']);
});
