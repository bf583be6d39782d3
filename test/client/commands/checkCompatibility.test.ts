import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RegistryError } from '../../../shared/errors.ts';
import type { JudgeParams, JudgeResult, VerdictSummary } from '../../../shared/protocol.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';

const order = 'file:///s/order.avsc';
const text = '{"type":"record","name":"n.Order","fields":[]}';
const files = { [order]: text, 'file:///old/v1.avsc': text };

function registry(): FakeRegistrySession {
  const session = new FakeRegistrySession({ level: 'BACKWARD' });
  session.add('orders-value', text);
  return session;
}

const problem = { code: 'TYPE_MISMATCH', severity: 'error', message: 'It is not the same.', start: 5, end: 9 } as const;
const compatible: VerdictSummary = {
  state: 'compatible',
  text: 'BACKWARD with orders-value v1',
  detail: undefined,
  connection: 'local',
  subject: 'orders-value',
  version: 1,
  versionUri: 'avro-registry:/local/orders-value/v1.avsc',
  firstProblem: undefined,
  isOld: false,
};
const breaking = { ...compatible, state: 'breaks-reader', text: "Can't read 1 thing of orders-value v1 (BACKWARD)" } as const;

type Judged = (JudgeResult & { readonly ok: true })['verdicts'][number];

async function run(
  verdict: Omit<Judged, 'problems'>,
  { problems = [], ...options }: FakeContextOptions & { readonly problems?: Judged['problems'] } = {},
): Promise<FakeContext & { readonly judged: readonly JudgeParams[] }> {
  const judged: JudgeParams[] = [];
  const judge = (params: JudgeParams): Promise<JudgeResult> => {
    judged.push(params);
    return Promise.resolve({ ok: true, verdicts: [{ ...verdict, problems }] });
  };
  const fake = createFakeContext({ files, judge, registries: { local: registry() }, ...options });
  await fake.run('checkCompatibility', order);
  assert.deepEqual(fake.ui.unused, []);
  return { ...fake, judged };
}

test('check compatibility: with its own subject as it is now, and then on to registering', async () => {
  const session = registry();
  const it = await run(compatible, { registries: { local: session }, answers: [{ pick: 'orders-value' }, 'close'] });
  assert.deepEqual(it.ui.offered, [['orders-value', 'Another Baseline…']]);
  assert.deepEqual(it.ui.notices, ['info: order.avsc: BACKWARD with orders-value v1. [Register Schema…]']);
  assert.deepEqual(
    it.judged.map(({ uri, baseline }) => [uri, baseline?.label, baseline?.versions.length]),
    [[order, 'orders-value', 1]],
  );
  assert.ok(session.calls.includes('fetchVersions orders-value latest'));
});

for (const { name, verdict, options, statuses = [], problems = [], notices = [] } of [
  {
    name: 'what is the same is said in passing',
    verdict: { ...compatible, state: 'same', text: 'Same as orders-value v1' },
    statuses: ['order.avsc: Same as orders-value v1.'],
  },
  {
    name: 'where nothing may be registered it is said in passing',
    verdict: { ...compatible, detail: 'Confirmed by the registry at 11:40.' },
    options: { readOnlyRegistries: ['local'] },
    statuses: ['order.avsc: BACKWARD with orders-value v1. Confirmed by the registry at 11:40.'],
  },
  {
    name: 'nor in a workspace that nobody trusts',
    verdict: compatible,
    options: { trusted: false },
    statuses: ['order.avsc: BACKWARD with orders-value v1.'],
  },
  { name: 'what breaks is shown', verdict: breaking, options: { problems: [problem] }, problems: [order] },
  { name: 'a schema with errors leads to them', verdict: { ...compatible, state: 'invalid' }, problems: [order] },
] as readonly {
  readonly name: string;
  readonly verdict: Omit<Judged, 'problems'>;
  readonly options?: FakeContextOptions & { readonly problems?: Judged['problems'] };
  readonly statuses?: readonly string[];
  readonly problems?: readonly string[];
  readonly notices?: readonly string[];
}[]) {
  test(`check compatibility: ${name}`, async () => {
    const { ui } = await run(verdict, { ...options, answers: [{ pick: 'orders-value' }] });
    assert.deepEqual([ui.statuses, ui.problems, ui.notices], [statuses, problems, notices]);
  });
}

test('check compatibility: what breaks with another baseline is a list that leads to its places', async () => {
  const steps = [{ pick: 'Another Baseline…' }, { pick: 'File…' }, { input: 'old/v1.avsc' }];
  const place = await run(breaking, { problems: [problem], answers: [...steps, { pick: 'It is not the same.' }] });
  assert.deepEqual([place.ui.revealed, place.ui.problems], [[{ uri: order, start: 5, end: 9 }], []]);
  assert.equal(place.judged[0]?.baseline?.kind, 'file');
  const used = await run(breaking, { problems: [problem], answers: [...steps, { pick: 'Use This Baseline' }] });
  assert.equal(used.events.at(-1), `changeSetting compatibility.baseline of ${order} to "old/v1.avsc"`);
});

test('check compatibility: a registry that does not answer leaves the other baselines', async () => {
  const down = registry();
  down.fail('all', new RegistryError('registry/unreachable', 'Cannot reach the registry r.', { retriable: true }));
  const options: FakeContextOptions = { registries: { local: down }, settings: { 'compatibility.baseline': 'old/v1.avsc' } };
  const { ui } = await run(compatible, { ...options, answers: [{ pick: 'old/v1.avsc' }] });
  assert.deepEqual(ui.offered, [['old/v1.avsc', "The registry can't be asked", 'Another Baseline…']]);
  assert.deepEqual(ui.statuses, ['order.avsc: BACKWARD with orders-value v1.']);
  const failed = await run(compatible, { ...options, answers: [{ pick: "The registry can't be asked" }] });
  assert.match(failed.ui.notices.join(), /^error: Can't check compatibility: cannot reach the registry r\./);
});

test('check compatibility: why the server can not judge is said', async () => {
  const judge = (): Promise<JudgeResult> => Promise.resolve({ ok: false, reason: 'order.avsc has 1 error.', faulty: order, uris: [] });
  const { ui } = await run(compatible, { judge, answers: [{ pick: 'orders-value' }, { button: 'Show Problems' }] });
  assert.deepEqual([ui.notices, ui.problems], [["error: Can't check compatibility: order.avsc has 1 error. [Show Problems]"], [order]]);
});

test('show problems: at the first where that is known, else the list', async () => {
  const fake = createFakeContext({ files });
  await fake.run('showProblemsItem', order, { start: 1, end: 3 });
  await fake.run('showProblemsItem', order);
  await fake.run('showProblemsItem');
  assert.deepEqual([fake.ui.revealed, fake.ui.problems], [[{ uri: order, start: 1, end: 3 }], [order]]);
});
