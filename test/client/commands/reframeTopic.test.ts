import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NewTopic, TopicDescription } from '../../../client/cluster/session.ts';
import type { FoundWriter, ReframeRequest, ReframeSummary } from '../../../client/reframing/reframeRequest.ts';
import type { Diagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeRegistrySession } from '../../fakes/registrySession.ts';
import { FakeSession } from '../../fakes/session.ts';
import type { Answer } from '../../fakes/ui.ts';
import { bands, diagnosisOf, exampleSchema, foundClass, foundSchema, side } from '../../shared/diagnosis/diagnoses.ts';

const bare = foundClass(0, 'bare', [foundSchema(exampleSchema, undefined)]);
const framed = foundClass(1, 'confluent-prefix', [foundSchema(exampleSchema, 12)]);
const mixed = diagnosisOf(
  side('value', 'changed', { classes: [bare, framed], bands: bands([0, 0, 60, [0]], [0, 60, 100, [1]], [1, 0, 50, [1]]) }),
  {
    topic: 'orders',
  },
);

const writer: FoundWriter = {
  part: 'value',
  writer: 'schema 0',
  schema: { text: exampleSchema, references: [], label: 'Example.avsc' },
  source: { schemaId: undefined, subject: undefined, version: undefined, fullname: 'example.avro.ExampleMessage' },
  count: 150,
  isNamed: false,
};
const dryRun: ReframeSummary = {
  ...{
    stage: 'writing',
    stopped: 'end',
    problem: undefined,
    durationMs: 10,
    read: 150,
    written: 0,
    failed: 0,
    bytes: 0,
    total: 150n,
    present: 0,
  },
  kinds: [{ part: 'value', from: 'bare', count: 150 }],
  writers: [writer],
  copied: 0,
  failures: [],
  partitions: [{ partition: 0, count: 150, firstOffset: undefined, lastOffset: undefined }],
  maybe: [],
  unsent: 0,
  doubts: [],
  notes: [],
};
const done: ReframeSummary = {
  ...dryRun,
  written: 150,
  bytes: 3000,
  partitions: [{ partition: 0, count: 150, firstOffset: 0n, lastOffset: 149n }],
};

const described: TopicDescription = {
  name: 'orders',
  partitions: [0, 1].map((partition) => ({
    partition,
    leader: 1,
    replicas: [1],
    inSyncReplicas: [1],
    firstOffset: 0n,
    endOffset: partition === 0 ? 100n : 50n,
  })),
  configuration: { 'cleanup.policy': 'delete', 'retention.ms': '1000', 'segment.bytes': '5', 'message.timestamp.type': 'LogAppendTime' },
};

interface Options extends FakeContextOptions {
  readonly diagnosis?: Diagnosis;
  readonly topics?: readonly string[];
  readonly dry?: Partial<ReframeSummary>;
  /** Of each run, in order; the last one of all that follow. */
  readonly ends?: readonly Partial<ReframeSummary>[];
}

function open({ diagnosis = mixed, topics = ['orders', 'copy'], dry, ends = [{}], ...options }: Options): {
  readonly fake: FakeContext;
  readonly requests: ReframeRequest[];
  readonly created: NewTopic[];
  readonly registry: FakeRegistrySession;
} {
  const requests: ReframeRequest[] = [];
  const created: NewTopic[] = [];
  let run = 0;
  const session = (): FakeSession =>
    new FakeSession({
      listTopics: () => Promise.resolve(topics.map((name) => ({ name, partitions: 2, internal: false }))),
      describeTopic: () => Promise.resolve(described),
      diagnose: () => Promise.resolve(diagnosis),
      createTopic: (topic) => Promise.resolve(void created.push(topic)),
      reframe: (request, onProgress) => {
        requests.push(request);
        onProgress({ stage: 'writing', read: 20, written: 10, failed: 1, bytes: 5, total: 150n });
        return Promise.resolve(request.dryRun ? { ...dryRun, ...dry } : { ...done, ...(ends[run++] ?? ends.at(-1)) });
      },
    });
  const registry = new FakeRegistrySession();
  const connections = { prod: { brokers: ['a:1'], registry: { url: 'http://127.0.0.1:1' } } };
  return { fake: createFakeContext({ connections, session, registries: { prod: registry }, ...options }), requests, created, registry };
}

const choices = (target = 'copy', framing = 'Confluent Prefix', reach = 'All up to Now'): Answer[] => [
  { pick: reach },
  { pick: framing },
  { pick: 'Leave Out What Fails' },
  { input: target },
];
const orders = { connection: 'prod', topic: 'orders' };

test('a dry run, a question that says what becomes of what, the name typed, and what became of it', async () => {
  const answers: Answer[] = [
    ...choices(),
    { button: 'Register and Re-frame…' },
    { input: 'orders' },
    { input: 'copy' },
    { button: 'Show Report' },
  ];
  const { fake, requests, created, registry } = open({ answers });
  await fake.run('reframeTopic', orders);
  const [dry, real, ...others] = requests;
  assert.deepEqual([dry?.dryRun, real?.dryRun, others.length, created.length], [true, false, 0, 0]);
  assert.deepEqual(real?.ranges, [
    { partition: 0, from: 0n, to: 100n },
    { partition: 1, from: 0n, to: 50n },
  ]);
  assert.deepEqual([real.source, real.target, real.key, real.onError, real.uncertain], ['orders', 'copy', { kind: 'keep' }, 'skip', 'ask']);
  assert.ok(real.value.kind === 'reframe');
  assert.deepEqual([real.value.from, real.value.to], [['bare', 'confluent-prefix'], 'confluent-prefix']);
  assert.deepEqual(real.value.names, [{ writer: 'schema 0', framing: { kind: 'confluent-prefix', schemaId: 1 } }]);
  assert.deepEqual(fake.ui.notices, [
    'modal: Re-frame 150 records of orders to copy on prod? 150 records read. 150 values: bare Avro. Example.avsc is registered under copy-value.',
    'refused: Type copy.',
    'info: Re-framed 150 records of orders to copy on prod. [Peek Topic] [Show Report]',
  ]);
  assert.match(fake.ui.texts[0]?.text ?? '', /\| 0 \| 150 \| 0 \| 149 \|/);
  assert.ok(fake.ui.progressed.includes('10 of 150 copied, 1 failed'));
  assert.deepEqual(registry.calls.filter((call) => call.startsWith('register')).length, 1);
  assert.deepEqual(fake.ui.unused, []);
});

test('a target that does not exist is made like its source, but with the times of its records', async () => {
  const answers: Answer[] = [...choices('orders-confluent'), { button: 'Register and Re-frame…' }, { input: 'orders-confluent' }, 'close'];
  const { fake, created } = open({ answers });
  await fake.run('reframeTopic', orders);
  assert.match(fake.ui.notices[0] ?? '', /orders-confluent does not exist: it is created, with as many partitions as orders\./);
  assert.deepEqual(created, [
    {
      ...{ name: 'orders-confluent', partitions: 2, replication: -1 },
      configuration: { 'cleanup.policy': 'delete', 'retention.ms': '1000', 'message.timestamp.type': 'CreateTime' },
    },
  ]);
});

test('nothing is made, registered or written where the name is not typed', async () => {
  const answers: Answer[] = [...choices('orders-confluent'), { button: 'Register and Re-frame…' }, 'escape'];
  const { fake, created, registry, requests } = open({ answers });
  await fake.run('reframeTopic', orders);
  assert.deepEqual([created.length, requests.length, registry.calls.some((call) => call.startsWith('register'))], [0, 1, false]);
});

test('only the offsets of one framing', async () => {
  const answers: Answer[] = [...choices('copy', 'Confluent Prefix', 'Only bare Avro'), { button: 'Show Report' }];
  const { fake, requests } = open({ answers });
  await fake.run('reframeTopic', orders);
  const [request] = requests;
  assert.deepEqual(request?.ranges, [{ partition: 0, from: 0n, to: 60n }]);
  assert.ok(request.value.kind === 'reframe');
  assert.deepEqual(request.value.from, ['bare']);
  assert.match(fake.ui.texts[0]?.text ?? '', /nothing written\. New framing: Confluent prefix\./);
});

test('offsets that are typed, with the last included', async () => {
  const answers: Answer[] = [
    ...[{ pick: 'Offsets…' }, { input: '0: 10-5' }, { input: '7: 1-5' }, { input: '0: 5-9, 1: 0-0' }],
    ...[
      { pick: 'Bare Avro' },
      { pick: 'Stop at the First Failure' },
      { input: 'orders' },
      { input: 'copy' },
      { button: 'Re-frame…' },
      { input: 'copy' },
    ],
    'close',
  ];
  const { fake, requests } = open({ answers });
  await fake.run('reframeTopic', orders);
  assert.deepEqual(requests[1]?.ranges, [
    { partition: 0, from: 5n, to: 10n },
    { partition: 1, from: 0n, to: 1n },
  ]);
  assert.deepEqual(fake.ui.notices.slice(0, 3), [
    'refused: In partition 0 the first offset is behind the last.',
    'refused: There is no partition 7.',
    'refused: A topic is never re-framed onto itself.',
  ]);
});

test('keys are re-framed where that is wished', async () => {
  const diagnosis = { ...mixed, key: side('key', 'one', { classes: [foundClass(0, 'confluent-prefix', [])] }) };
  const answers: Answer[] = [
    ...[
      { pick: 'All up to Now' },
      { pick: 'Bare Avro' },
      { pick: 'Re-frame Keys, Too' },
      { pick: 'Copy What Fails as It Is' },
      { input: 'copy' },
    ],
    ...[{ button: 'Re-frame…' }, { input: 'copy' }, 'close' as const],
  ];
  const { fake, requests } = open({ diagnosis, answers });
  await fake.run('reframeTopic', orders);
  assert.deepEqual(requests[1]?.key, { kind: 'reframe', from: ['confluent-prefix'], schemas: [], to: 'bare', names: [] });
  assert.equal(requests[1].onError, 'copy');
});

test('a doubt is asked about before the name is typed, and one that comes up later, too', async () => {
  const doubt = (partition: number): ReframeSummary['doubts'][number] => ({
    partition,
    reason: `Partition ${partition} of copy is empty, and had 5 records before.`,
    candidates: [
      { offset: 0n, reason: 'From the beginning.' },
      { offset: 5n, reason: 'Behind them.' },
    ],
  });
  const answers: Answer[] = [
    ...choices('copy', 'Bare Avro'),
    ...[{ button: 'Re-frame…' }, { pick: 'Go On at Offset 5 of orders' }, { input: 'copy' }, { pick: 'Go On at Offset 0 of orders' }],
    'close',
  ];
  const { fake, requests } = open({
    answers,
    dry: { doubts: [doubt(0)] },
    ends: [{ stopped: 'uncertain', written: 0, doubts: [doubt(1)] }, {}],
  });
  await fake.run('reframeTopic', orders);
  assert.deepEqual(
    requests.map(({ uncertain }) => uncertain),
    [
      'ask',
      { resumeAt: [{ partition: 0, offset: 5n }] },
      {
        resumeAt: [
          { partition: 0, offset: 5n },
          { partition: 1, offset: 0n },
        ],
      },
    ],
  );
});

test('ids that schemas have already may be kept; a schema that the registry would refuse is not registered', async () => {
  const named = { ...writer, writer: 'id 12', isNamed: true, source: { ...writer.source, schemaId: 12 } };
  const answers: Answer[] = [...choices(), { button: 'Re-frame with Their Ids…' }, { input: 'copy' }, 'close'];
  const { fake, requests, registry } = open({ answers, dry: { writers: [named] } });
  registry.add('copy-value', '"string"');
  registry.refuse.set('copy-value', 'TYPE_MISMATCH');
  await fake.run('reframeTopic', orders);
  assert.match(fake.ui.notices[0] ?? '', /the registry would refuse it: TYPE_MISMATCH\./);
  const real = requests[1];
  assert.ok(real?.value.kind === 'reframe');
  assert.deepEqual(real.value.names, []);
  assert.ok(!registry.calls.some((call) => call.startsWith('register')));
});

for (const { name, options, answers = [], notice } of [
  {
    name: 'an undecided framing',
    options: { diagnosis: diagnosisOf(side('value', 'undecided'), { topic: 'orders' }) },
    notice: /^error: Can't re-frame orders: How the values of orders are framed is not decided.* Choose it first: by Treat as …/,
  },
  {
    name: 'no Avro',
    options: { diagnosis: diagnosisOf(side('value', 'one', { classes: [foundClass(0, 'text', [])] }), { topic: 'orders' }) },
    notice: /are no Avro/,
  },
  { name: 'an untrusted workspace', options: { trusted: false }, notice: /this workspace is not trusted/i },
  { name: 'a read-only connection', options: { connections: { prod: { brokers: ['a:1'], readOnly: true } } }, notice: /prod is read-only/ },
  {
    name: 'nothing fits',
    options: { dry: { failed: 150, partitions: [], failures: [{ partition: 1, offset: 3n, reason: 'It does not fit.' }] } },
    answers: choices('copy', 'Bare Avro'),
    notice: /None of its records can be re-framed\. Partition 1, offset 3: It does not fit\./i,
  },
  {
    name: 'all is there',
    options: { dry: { present: 150, partitions: [] } },
    answers: choices('copy', 'Bare Avro'),
    notice: /^info: All 150 records of orders are in copy already\./,
  },
  {
    name: 'it would break the subject',
    options: { refuse: true },
    answers: choices(),
    notice: /the registry would refuse it: NO/,
  },
] as readonly {
  readonly name: string;
  readonly options: Options & { readonly refuse?: boolean };
  readonly answers?: readonly Answer[];
  readonly notice: RegExp;
}[]) {
  test(`nothing is written: ${name}`, async () => {
    const { refuse = false, ...given } = options;
    const { fake, requests, registry } = open({ ...given, answers });
    if (refuse) {
      registry.add('copy-value', '"string"');
      registry.refuse.set('copy-value', 'NO');
    }
    await fake.run('reframeTopic', orders);
    assert.match(fake.ui.notices.at(-1) ?? '', notice);
    assert.ok(requests.every((request) => request.dryRun));
  });
}

test('a decode profile decides what a diagnosis leaves open', async () => {
  const settings = { decodeProfiles: { orders: { value: { framing: 'bare', file: 'example.avsc' } } } };
  const files = { 'file:///example.avsc': exampleSchema };
  const diagnosis = diagnosisOf(side('value', 'undecided'), { topic: 'orders' });
  const { fake, requests } = open({
    diagnosis,
    settings,
    files,
    answers: [...choices('copy', 'Confluent Prefix'), { button: 'Show Report' }],
  });
  await fake.run('reframeTopic', orders);
  const [request] = requests;
  assert.ok(request?.value.kind === 'reframe', fake.ui.notices.join('\n'));
  assert.deepEqual([request.value.from, request.value.schemas.map(({ text }) => text)], [['bare'], [exampleSchema]]);
});

test('what failed, what may be written and what ended it is all told', async () => {
  const end: Partial<ReframeSummary> = {
    ...{
      stopped: 'problem',
      problem: { message: 'The broker is gone.', remedy: undefined },
      written: 100,
      present: 20,
      failed: 2,
      copied: 1,
      unsent: 7,
    },
    failures: [{ partition: 0, offset: 3n, reason: '<b>![x](y)' }],
    maybe: [{ partition: 0, count: 5, firstOffset: 100n, lastOffset: 104n, reason: 'No answer.' }],
  };
  const answers: Answer[] = [...choices('copy', 'Bare Avro'), { button: 'Re-frame…' }, { input: 'copy' }, { button: 'Show Report' }];
  const { fake } = open({ answers, ends: [end] });
  await fake.run('reframeTopic', orders);
  assert.equal(
    fake.ui.notices.at(-1),
    'warning: Re-framed 100 records of orders to copy on prod. 20 records were there already. 2 records failed, 1 of them copied as it is. 5 records may be written: running it again finds out. 7 records that were read were not written. The broker is gone. [Peek Topic] [Show Report]',
  );
  assert.match(fake.ui.texts[0]?.text ?? '', /- partition 0, offset 3: \\<b\\>\\!\\\[x\\\]\(y\)/);
});
