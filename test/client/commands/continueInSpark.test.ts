import assert from 'node:assert/strict';
import { test } from 'node:test';
import { continueInSpark } from '../../../client/commands/continueInSpark.ts';
import type { Diagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import type { ReadSettings } from '../../../client/webview/recordsProtocol.ts';
import { createFakeContext, type FakeContext } from '../../fakes/context.ts';
import { createFakeRecordsPage } from '../../fakes/recordsPage.ts';
import { FakeSession } from '../../fakes/session.ts';
import type { Answer } from '../../fakes/ui.ts';
import { diagnosisOf, exampleSchema, foundClass, foundSchema, side } from '../../shared/diagnosis/diagnoses.ts';

const framed = diagnosisOf(side('value', 'one', { classes: [foundClass(0, 'confluent-prefix', [foundSchema(exampleSchema, 12)])] }), {
  topic: 'orders',
});

interface Asked {
  readonly answers: readonly Answer[];
  readonly diagnosis?: Diagnosis;
  /** Of the topic's open report. */
  readonly reported?: Diagnosis;
  readonly read?: Partial<ReadSettings>;
}

async function run({
  answers,
  diagnosis = framed,
  reported,
  read,
}: Asked): Promise<FakeContext & { readonly diagnosed: number; readonly error: unknown }> {
  let diagnosed = 0;
  const session = new FakeSession({
    diagnose: () => {
      diagnosed++;
      return Promise.resolve(diagnosis);
    },
  });
  const page = createFakeRecordsPage({});
  if (read !== undefined) Object.assign(page.reader.state.settings, read);
  const fake = createFakeContext({
    connections: { local: { brokers: ['localhost:9092'] } },
    session: () => session,
    answers,
    ...(read === undefined ? {} : { page }),
    ...(reported === undefined
      ? {}
      : {
          report: { connection: 'local', topic: 'orders', diagnosis: reported, part: 'value' as const, refresh: () => Promise.resolve() },
        }),
  });
  let error: unknown;
  await continueInSpark
    .create(fake.context)({ connection: 'local', topic: 'orders' })
    .catch((caught: unknown) => {
      error = caught;
    });
  return { ...fake, diagnosed, error };
}

test('a topic is diagnosed, and the program opened as a document whose head says how it is run', async () => {
  const { ui, diagnosed } = await run({ answers: [{ pick: 'Batch' }, { pick: 'Parquet' }, { input: '/data/orders' }] });
  assert.equal(diagnosed, 1);
  const [document] = ui.documents;
  assert.equal(document?.language, 'python');
  assert.match(document.text, /^# spark-submit --packages .* job\.py$/m);
  assert.match(document.text, /write\.parquet\("\/data\/orders"\)/);
});

test('what a report knows is not asked again', async () => {
  const { ui, diagnosed } = await run({
    answers: [{ pick: 'Streaming' }, { pick: 'Topic with Bare Avro' }, { input: 'copy' }],
    reported: framed,
  });
  assert.equal(diagnosed, 0);
  assert.match(ui.documents[0]?.text ?? '', /readStream[^]*"topic", "copy"/);
});

test('a records page’s filter and range are offered', async () => {
  const read = { filter: 'value.field_2 > 1', partitions: [0], start: { kind: 'offset', offsets: { 0: '5' }, count: 100 } } as const;
  const answers = [{ pick: 'What the Records Page Reads' }, { pick: 'Batch' }, { pick: 'Parquet' }, { input: 'out' }];
  const { ui } = await run({ answers, read });
  const text = ui.documents[0]?.text ?? '';
  assert.match(text, /^# The filter: value\.field_2 > 1$/m);
  assert.match(text, /partition = 0 AND offset >= 5/);
});

test('a time to start at is a condition', async () => {
  const read = { start: { kind: 'time', timestampMs: 0, count: 100 } } as const;
  const answers = [{ pick: 'What the Records Page Reads' }, { pick: 'Batch' }, { pick: 'Parquet' }, { input: 'out' }];
  const { ui } = await run({ answers, read });
  assert.match(ui.documents[0]?.text ?? '', /^# The filter: timestamp >= timestamp\("1970-01-01T00:00:00\.000Z"\)$/m);
});

test('a topic is not written to itself', async () => {
  const { ui } = await run({ answers: [{ pick: 'Batch' }, { pick: 'Topic with Bare Avro' }, { input: 'orders' }, { input: 'copy' }] });
  assert.ok(ui.notices.some((notice) => notice.includes('never re-framed onto itself')));
});

for (const { name, diagnosis, read, message } of [
  {
    name: 'a filter that Spark has no words for',
    diagnosis: framed,
    read: { filter: 'text(value).contains("x")' },
    message: /"text\(value\)" can't be written for Spark/,
  },
  {
    name: 'an undecided topic',
    diagnosis: diagnosisOf(side('value', 'undecided'), { topic: 'orders' }),
    read: { filter: 'offset > 1' },
    message: /decided/,
  },
]) {
  test(`no program for ${name}`, async () => {
    const answers = [{ pick: 'What the Records Page Reads' }, { pick: 'Batch' }, { pick: 'Parquet' }, { input: 'out' }];
    const { ui, error } = await run({ answers, diagnosis, read });
    assert.equal(ui.documents.length, 0);
    assert.match(String((error as { cause?: unknown }).cause ?? error), message);
  });
}
