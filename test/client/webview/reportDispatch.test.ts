import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSettings } from '../../../client/settings.ts';
import type { InspectedSource } from '../../../client/webview/inspectors.ts';
import { Report } from '../../../client/webview/report.ts';
import { receiveReport, type ReportHost } from '../../../client/webview/reportDispatch.ts';
import type { FromReport } from '../../../client/webview/reportProtocol.ts';
import type { ClusterFacts } from '../../../shared/diagnosis/clusterFacts.ts';
import type { Diagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import { KafkaError } from '../../../shared/errors.ts';
import { FakeSession } from '../../fakes/session.ts';
import { FakeUi } from '../../fakes/ui.ts';
import { nowMs, switchDiagnosis, undecidedDiagnosis } from '../../shared/diagnosis/reportSamples.ts';

interface Made {
  readonly host: ReportHost;
  readonly report: Report;
  readonly ui: FakeUi;
  readonly ran: string[];
  readonly inspected: InspectedSource[];
  readonly logged: string[];
  /** How often it was diagnosed. */
  readonly asked: string[];
  posts: number;
  send(...messages: FromReport[]): Promise<void>;
}

const facts: ClusterFacts = {
  ...{ brokers: ['b:1'], security: 'PLAINTEXT', mechanism: undefined, user: undefined },
  ...{ registryUrl: 'http://r', registryAuth: 'none', registryUser: undefined },
};

function make(diagnosis: Diagnosis, given: Partial<ReportHost> = {}): Made {
  const [ran, inspected, logged, asked]: [string[], InspectedSource[], string[], string[]] = [[], [], [], []];
  const ui = new FakeUi();
  const note = (text: string | Error): void => void logged.push(String(text));
  const log = { debug: note, info: note, warn: note, error: note, show: () => undefined };
  const session = new FakeSession({
    diagnose: ({ watch }) => {
      asked.push(watch ? 'watch' : 'once');
      return Promise.resolve(diagnosis);
    },
  });
  const report = new Report({
    ...{ connection: 'local', topic: diagnosis.topic, part: 'value', isRestored: false, now: () => nowMs, log },
    openSession: () => Promise.resolve(session),
    workspace: () => Promise.resolve([]),
    settings: createSettings(() => undefined),
    cluster: () => facts,
    color: () => undefined,
    actions: () => [],
    post: () => {
      made.posts++;
    },
  });
  const host: ReportHost = {
    ...{ report, ui, log },
    run: (id, ...args) => Promise.resolve(void ran.push(`${id} ${JSON.stringify(args[0])}`)),
    changeSettingIn: (scope, id, change) => Promise.resolve(void ran.push(`${scope} ${id} ${JSON.stringify(change('before'))}`)),
    inspect: (source) => Promise.resolve(void inspected.push(source)),
    ...given,
  };
  const made: Made = {
    ...{ host, report, ui, ran, inspected, logged, asked, posts: 0 },
    async send(...messages) {
      for (const message of messages) await receiveReport(message, host);
    },
  };
  return made;
}

const switched = '{"connection":"local","topic":"example-messages","part":"value"}';
const undecided = '{"connection":"local","topic":"telemetry","part":"value"';
const runs: readonly [string, Diagnosis, FromReport, readonly string[]][] = [
  ['Re-frame…', switchDiagnosis, { type: 'do', what: 'reframe' }, [`reframeTopic ${switched}`]],
  ['Continue in Spark…', switchDiagnosis, { type: 'do', what: 'spark' }, [`continueInSpark ${switched}`]],
  ['Save Report…', switchDiagnosis, { type: 'do', what: 'save' }, [`saveReport ${switched}`]],
  ['Set Decode Profile…', switchDiagnosis, { type: 'do', what: 'profile' }, [`setDecodeProfile ${switched}`]],
  [
    'a schema',
    switchDiagnosis,
    { type: 'openSubject', subject: 'a-value', version: 3 },
    ['openVersion {"connection":"local","subject":"a-value","version":3}'],
  ],
  ['some consumers', switchDiagnosis, { type: 'consumers', ids: ['abris', 'glue'] }, ['user diagnose.consumers ["abris","glue"]']],
  ['all consumers', switchDiagnosis, { type: 'consumers', ids: [] }, ['user diagnose.consumers undefined']],
  // A frame names its schema by itself.
  [
    'a framed reading',
    undecidedDiagnosis,
    { type: 'treatAs', reading: 0 },
    [`setDecodeProfile ${undecided},"framing":"confluent-prefix"}`],
  ],
  [
    'a bare reading by a file',
    undecidedDiagnosis,
    { type: 'treatAs', reading: 1 },
    [`setDecodeProfile ${undecided},"framing":"bare","schema":{"fullname":"Counters"},"file":"Counters.avsc"}`],
  ],
  ['a reading that there is not', undecidedDiagnosis, { type: 'treatAs', reading: 9 }, []],
  ['a snippet that there is not', undecidedDiagnosis, { type: 'openSnippet', id: 'java' }, []],
];
for (const [name, diagnosis, message, expected] of runs)
  test(`what is asked for: ${name}`, async () => {
    const made = make(diagnosis);
    await made.report.refresh();
    await made.send(message);
    assert.deepEqual(made.ran, expected);
    assert.deepEqual([made.ui.notices, made.ui.documents, made.logged], [[], [], []]);
  });

test('a page begins by itself, once; shown anew it has what is known', async () => {
  const made = make(switchDiagnosis);
  await made.send({ type: 'ready' });
  assert.deepEqual(made.asked, ['once']);
  const { posts } = made;
  await made.send({ type: 'ready' });
  assert.deepEqual([made.asked, made.posts], [['once'], posts + 1]);
  await made.send({ type: 'refresh' }, { type: 'do', what: 'watch' });
  assert.deepEqual(made.asked, ['once', 'once', 'watch']);
  await made.send({ type: 'part', part: 'key' }, { type: 'cancel' });
  assert.equal(made.report.part, 'key');
});

test('what was chosen in a command is shown when it is over', async () => {
  for (const message of [
    { type: 'do', what: 'profile' },
    { type: 'treatAs', reading: 0 },
  ] satisfies FromReport[]) {
    const made = make(undecidedDiagnosis);
    await made.report.refresh();
    const { posts } = made;
    await made.send(message);
    assert.equal(made.posts, posts + 1);
  }
});

test('snippets are copied and opened as they are', async () => {
  const made = make(switchDiagnosis);
  await made.report.refresh();
  const snippet = made.report.snippets().find(({ id }) => id === 'java') ?? assert.fail('no snippet');
  await made.send({ type: 'copySnippet', id: 'java' }, { type: 'openSnippet', id: 'java' });
  assert.equal(made.ui.clipboard, snippet.text);
  assert.deepEqual(made.ui.statuses, ['Copied the snippet for Java.']);
  assert.deepEqual(made.ui.documents, [{ language: 'java', text: snippet.text, cursor: undefined }]);
});

const places: readonly [string, number, string, string | undefined][] = [
  ['a frame, which names its own schema', 0, '18203', undefined],
  ['bare bytes, by the schema that wrote them', 0, '18204', 'ExampleMessage.avsc'],
  ['the last bare ones', 2, '20402', 'ExampleMessage.avsc'],
  ['what lies beyond all ranges', 0, '99999', undefined],
  ['a partition that there is not', 7, '0', undefined],
];
for (const [name, partition, offset, label] of places)
  test(`bytes are shown of ${name}`, async () => {
    const made = make(switchDiagnosis);
    await made.report.refresh();
    await made.send({ type: 'inspect', record: { partition, offset } });
    const [source] = made.inspected;
    assert.deepEqual(
      [source?.name, source?.place, source?.part],
      [`example-messages ${partition}/${offset}`, { partition, offset }, 'value'],
    );
    assert.equal(source?.schemas?.value?.label, label);
  });

test('what fails is told to the user by what it was, and nothing throws', async () => {
  const failure = new KafkaError('kafka/not-authorized', 'You may not read it.');
  const made = make(switchDiagnosis, {
    inspect: () => Promise.reject(failure),
    run: () => Promise.reject(failure),
  });
  await made.report.refresh();
  await made.send({ type: 'inspect', record: { partition: 0, offset: '5' } }, { type: 'do', what: 'save' });
  assert.deepEqual(
    made.ui.notices.map((notice) => notice.split(':')[1]?.trim()),
    ["Can't show the bytes of example-messages 0/5", "Can't do this with the report of example-messages"],
  );
});
