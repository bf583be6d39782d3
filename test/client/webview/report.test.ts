import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { abortError } from '../../../client/cluster/abort.ts';
import type { Session } from '../../../client/cluster/session.ts';
import { createSettings } from '../../../client/settings.ts';
import { Report, type ReportParts } from '../../../client/webview/report.ts';
import type { ReportState } from '../../../client/webview/reportProtocol.ts';
import type { DiagnoseRequest, Diagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import { KafkaError } from '../../../shared/errors.ts';
import { FakeSession } from '../../fakes/session.ts';
import { absentSide, fineDiagnosis, nowMs, switchDiagnosis, undecidedDiagnosis } from '../../shared/diagnosis/reportSamples.ts';

interface Made {
  readonly report: Report;
  readonly posted: ReportState[];
  readonly logged: string[];
  readonly requests: DiagnoseRequest[];
}

type Diagnose = (request: DiagnoseRequest, tell: (diagnosis: Diagnosis) => void, signal: AbortSignal) => Promise<Diagnosis>;

function make(diagnose: Diagnose, given: Partial<ReportParts> & { readonly values?: Record<string, unknown> } = {}): Made {
  const [posted, logged, requests]: [ReportState[], string[], DiagnoseRequest[]] = [[], [], []];
  const { values = {}, ...parts } = given;
  const note = (text: string | Error): void => void logged.push(String(text));
  const session: Partial<Session> = {
    diagnose: (request, tell, signal) => {
      requests.push(request);
      return diagnose(request, tell, signal);
    },
  };
  const report = new Report({
    ...{ connection: 'local', topic: 'telemetry', part: 'value', isRestored: false, now: () => nowMs, color: () => '#f00' },
    openSession: () => Promise.resolve(new FakeSession(session)),
    workspace: () => Promise.resolve([{ text: '"int"', references: [], label: 'a.avsc' }]),
    settings: createSettings((id) => values[id]),
    cluster: () => undefined,
    actions: () => ['save'],
    post: (state) => posted.push(state),
    log: { debug: note, info: note, warn: note, error: note, show: () => undefined },
    ...parts,
  });
  return { report, posted, logged, requests };
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(abortError())));
const told = ({ posted }: Made): string[] => posted.map(({ activity, status }) => `${activity} ${status}`);

test('what is told while it is read, and in the end', async () => {
  const stages: readonly Diagnosis['stage'][] = ['connecting', 'reading', 'first', 'searching'];
  const made = make((_request, tell) => {
    for (const stage of stages) tell({ ...fineDiagnosis, stage, stopped: undefined });
    return Promise.resolve(fineDiagnosis);
  });
  await made.report.refresh();
  assert.deepEqual(told(made), [
    'reading Connecting to local…',
    'reading Connecting to local…',
    'reading Reading the first samples…',
    'reading By the first samples. More are being read…',
    'reading By the first samples. Where the framing changes is being looked for…',
    ...['reading By the first samples. More are being read…', 'idle '],
  ]);
  assert.deepEqual(
    made.posted.map(({ report }) => report === undefined),
    [true, false, false, false, false, false, false],
  );
});

test('it is asked by the settings, with the schemas of the workspace and the masks of the topic', async () => {
  const values = {
    'diagnose.samplesPerPartition': 9,
    'diagnose.timeoutSeconds': 5,
    masks: { telemetry: ['value.a'], orders: ['value.b'] },
  };
  const made = make(() => Promise.resolve(fineDiagnosis), { values });
  await made.report.refresh();
  await made.report.watch();
  const [first, second] = made.requests;
  assert.deepEqual(
    [first?.topic, first?.samplesPerPartition, first?.timeoutMs, first?.masks, first?.workspace.map(({ label }) => label), first?.watch],
    ['telemetry', 9, 5000, ['value.a'], ['a.avsc'], false],
  );
  assert.ok((first?.maxBytes ?? 0) > 0);
  assert.equal(second?.watch, true);
});

test('nothing is said of a topic of which nothing was read', async () => {
  const nothing = { ...fineDiagnosis, partitions: [], reads: { ...fineDiagnosis.reads, records: 0 } };
  const made = make((_request, tell) => {
    tell({ ...nothing, stage: 'connecting', stopped: undefined });
    return Promise.resolve(fineDiagnosis);
  });
  await made.report.refresh();
  assert.deepEqual(
    made.posted.map(({ report }) => report === undefined),
    [true, true, false, false],
  );
});

const failures: readonly [string, Error, ReportState['problem'], RegExp][] = [
  [
    'what one may not do',
    new KafkaError('kafka/not-authorized', 'You may not read it.', { remedy: 'Ask.' }),
    { message: 'You may not read it.', remedy: 'Ask.', isForbidden: true },
    /^Can't diagnose telemetry: You may not read it\.$/,
  ],
  [
    'a topic that there is not',
    new KafkaError('kafka/unknown-topic', 'There is none.'),
    { message: 'There is none.', remedy: '', isForbidden: false },
    /There is none/,
  ],
  [
    'a bug',
    new TypeError('x is not a function'),
    { message: 'x is not a function', remedy: 'This is a bug of Avro Workbench. The output has more.', isForbidden: false },
    /TypeError: x is not/,
  ],
];
for (const [name, error, problem, log] of failures)
  test(`it fails by ${name}`, async () => {
    const made = make(() => Promise.reject(error));
    await made.report.refresh();
    const last = made.posted.at(-1);
    assert.deepEqual([last?.activity, last?.problem, last?.report], ['idle', problem, undefined]);
    assert.equal(made.logged.length, 1);
    assert.match(made.logged[0] ?? '', log);
    // The next one does not keep the problem.
    await made.report.refresh();
    assert.deepEqual([made.posted.at(-2)?.activity, made.posted.at(-2)?.problem], ['reading', undefined]);
  });

test('cancelled: what is known stays and says so; where nothing is, that is said', async () => {
  const early = make((_request, _tell, signal) => untilAborted(signal));
  const running = early.report.refresh();
  await setImmediate();
  early.report.cancel();
  await running;
  assert.deepEqual(early.posted.at(-1)?.problem, { message: 'Cancelled by you.', remedy: '', isForbidden: false });
  assert.deepEqual(early.logged, []);
  const late = make((_request, tell, signal) => {
    tell({ ...switchDiagnosis, stage: 'first', stopped: undefined });
    return untilAborted(signal);
  });
  const second = late.report.refresh();
  await setImmediate();
  late.report.cancel();
  await second;
  const last = late.posted.at(-1);
  assert.deepEqual([last?.activity, last?.status, last?.problem], ['idle', 'Cancelled by you: this is what was known by then.', undefined]);
  assert.equal(last?.report?.headline, switchDiagnosis.value.headline);
  late.report.cancel();
});

test('who asks anew hears no more of what was asked before', async () => {
  const tells: ((diagnosis: Diagnosis) => void)[] = [];
  const ends: ((diagnosis: Diagnosis) => void)[] = [];
  const signals: AbortSignal[] = [];
  const made = make((_request, tell, signal) => {
    tells.push(tell);
    signals.push(signal);
    return new Promise((resolve) => ends.push(resolve));
  });
  const first = made.report.refresh();
  await setImmediate();
  const second = made.report.refresh();
  await setImmediate();
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, false],
  );
  const count = made.posted.length;
  tells[0]?.(switchDiagnosis);
  ends[0]?.(switchDiagnosis);
  await first;
  assert.equal(made.posted.length, count);
  assert.equal(made.report.state().report, undefined);
  ends[1]?.(fineDiagnosis);
  await second;
  assert.equal(made.report.diagnosis?.topic, 'orders');
});

test('a page that is closed is told nothing more, and ends what it asked for', async () => {
  const made = make((_request, _tell, signal) => untilAborted(signal));
  const running = made.report.refresh();
  await setImmediate();
  const count = made.posted.length;
  made.report.close();
  await running;
  assert.equal(made.posted.length, count);
});

test('watching keeps what is known, and says what it waits for', async () => {
  const made = make(({ watch }, _tell, signal) => (watch ? untilAborted(signal) : Promise.resolve(undecidedDiagnosis)));
  await made.report.refresh();
  const watching = made.report.watch();
  await setImmediate();
  const state = made.report.state();
  assert.deepEqual([state.activity, state.status], ['watching', 'Watching for new records: the first that fits only one way decides.']);
  assert.equal(state.report?.severity, 'undecided');
  made.report.cancel();
  await watching;
  assert.equal(made.report.state().report?.severity, 'undecided');
});

test('a restored page waits: it knows its own name, and nothing else', () => {
  const { report } = make(() => Promise.reject(new Error('not asked')), { isRestored: true, part: 'key' });
  const { activity, status, kept, report: view, color } = report.state();
  assert.deepEqual([activity, status, view, color], ['waiting', '', undefined, '#f00']);
  assert.deepEqual(kept, { connection: 'local', topic: 'telemetry', part: 'key' });
});

const plainValues: Diagnosis = { ...fineDiagnosis, key: { ...fineDiagnosis.value, part: 'key' }, value: absentSide('value') };
const both: Diagnosis = { ...fineDiagnosis, key: { ...fineDiagnosis.value, part: 'key' } };
const partCases: readonly [string, Diagnosis, Partial<ReportParts>, 'key' | 'value', readonly string[]][] = [
  ['values, where keys are plain', fineDiagnosis, {}, 'value', []],
  ['keys, where values are plain', plainValues, {}, 'key', []],
  ['values first, where both are worth a look', both, {}, 'value', ['value', 'key']],
  ['keys, where they were kept', both, { part: 'key' }, 'key', ['value', 'key']],
];
for (const [name, diagnosis, given, part, parts] of partCases)
  test(`it shows ${name}`, async () => {
    const { report } = make(() => Promise.resolve(diagnosis), given);
    await report.refresh();
    assert.deepEqual([report.part, report.state().parts], [part, parts]);
    report.showPart('key');
    assert.deepEqual([report.part, report.state().kept.part], ['key', 'key']);
  });

test('the decode profile chooses a reading, also one that is set later, and there are snippets for it', async () => {
  const values: Record<string, unknown> = {};
  const cluster = {
    brokers: ['b:1'],
    security: 'PLAINTEXT',
    mechanism: undefined,
    user: undefined,
    registryUrl: 'http://r',
    registryAuth: 'none',
    registryUser: undefined,
  } as const;
  const { report } = make(() => Promise.resolve(undecidedDiagnosis), { values, cluster: () => cluster });
  await report.refresh();
  assert.deepEqual(report.snippets(), []);
  assert.equal(report.state().report?.severity, 'undecided');
  values['decodeProfiles'] = { 'tele*': { value: { framing: 'confluent-prefix' } } };
  const { report: view } = report.state();
  assert.match(view?.headline ?? '', /are read as Confluent prefix by your choice/);
  assert.ok(report.snippets().length > 0);
  assert.equal(view?.snippets.length, report.snippets().length);
});
