import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DecodedPart } from '../../../shared/wire/decoded.ts';
import type { PeekResult, RecordRow, Session } from '../../../client/cluster/session.ts';
import type { SuggestRequest } from '../../../client/records/recordsSession.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { FakeSession } from '../../fakes/session.ts';

const guessed: DecodedPart = {
  state: 'guessed',
  framing: 'bare',
  evidence: 'Guessed: no frame. Bare Avro, read to the last byte as orders-value v3.',
  schema: undefined,
  json: '"a"',
  preview: 'a',
  error: undefined,
  size: 2,
};
const row: RecordRow = {
  partition: 0,
  offset: 1n,
  timestampMs: 0,
  timestampType: 'CreateTime',
  key: guessed,
  value: guessed,
  keyBytes: null,
  valueBytes: Uint8Array.of(2, 97),
  headers: [],
};
const registered = { text: '"string"', references: [], label: 'orders-value v3', schemaId: 13, subject: 'orders-value', version: 3 };
const connections = { local: { brokers: ['a:1'], registry: { url: 'http://r' } } };
const files = { 'file:///orders.avsc': '"string"' };
const target = { connection: 'local', topic: 'orders' };

interface Setting extends FakeContext {
  readonly asked: SuggestRequest[];
}

function setting(options: FakeContextOptions, methods: Partial<Session> = {}): Setting {
  const asked: SuggestRequest[] = [];
  const all: Partial<Session> = {
    peek: () => Promise.resolve({ rows: [row, row] } as unknown as PeekResult),
    suggestSchemas(request) {
      asked.push(request);
      const source = { schemaId: undefined, subject: undefined, version: undefined, fullname: undefined };
      const schema = request.workspace[0] ?? { text: '', references: [], label: 'none' };
      return Promise.resolve([{ schema, source, fits: 2, samples: 2, reason: 'It reads all 2 samples to the last byte.', preview: '"a"' }]);
    },
    listSubjects: () => Promise.resolve(['orders-value', 'payments-value']),
    fetchVersion: () => Promise.resolve(registered),
    ...methods,
  };
  return { ...createFakeContext({ connections, files, session: () => new FakeSession(all), ...options }), asked };
}

for (const { name, args, answers, change, status, settings } of [
  {
    name: 'bare Avro by what reads all samples, for the workspace',
    answers: [{ pick: 'Value' }, { pick: 'Bare Avro' }, { pick: 'orders.avsc' }, { pick: 'As Written' }, { pick: 'Workspace Settings' }],
    change: 'changeSetting decodeProfiles of the workspace to {"orders":{"value":{"framing":"bare","file":"orders.avsc"}}}',
    status: 'Values of orders: Bare Avro, orders.avsc.',
  },
  {
    name: 'a framing without a schema asks for none',
    answers: [{ pick: 'Key' }, { pick: 'UTF-8 text' }, { pick: 'User Settings' }],
    change: 'changeSetting decodeProfiles of the user to {"orders":{"key":{"framing":"text"}}}',
    status: 'Keys of orders: UTF-8 text.',
  },
  {
    name: 'a version as written, read as the latest',
    answers: [
      { pick: 'Value' },
      { pick: 'Automatic' },
      { pick: 'orders-value v2' },
      { pick: 'payments-value' },
      { pick: 'Workspace Settings' },
    ],
    change:
      'changeSetting decodeProfiles of the workspace to {"orders":{"value":{"subject":"orders-value","version":2,"reader":{"subject":"payments-value","version":"latest"}}}}',
    status: 'Values of orders: Automatic, orders-value v2, read as payments-value, latest.',
  },
  {
    name: 'automatic takes away what stood there',
    settings: { decodeProfiles: { orders: { value: { framing: 'json' } } } },
    answers: [
      { pick: 'Value' },
      { pick: 'Automatic' },
      { pick: 'As the Bytes Say' },
      { pick: 'As Written' },
      { pick: 'Workspace Settings' },
    ],
    change: 'changeSetting decodeProfiles of the workspace to {}',
    status: 'Values of orders: Automatic.',
  },
  {
    name: 'a guess is kept for its topic, and only the place is asked for',
    args: { ...target, part: 'value', framing: 'bare', schema: { schemaId: 13, subject: 'orders-value', version: 3, fullname: 'Order' } },
    answers: [{ pick: 'Workspace Settings' }],
    change: 'changeSetting decodeProfiles of the workspace to {"orders":{"value":{"framing":"bare","subject":"orders-value","version":3}}}',
    status: 'Values of orders: Bare Avro, orders-value v3.',
  },
] satisfies {
  name: string;
  args?: unknown;
  answers: FakeContextOptions['answers'];
  change: string;
  status: string;
  settings?: Record<string, unknown>;
}[]) {
  test(`set decode profile: ${name}`, async () => {
    const { run, events, ui } = setting({ answers, ...(settings === undefined ? {} : { settings }) });
    await run('setDecodeProfile', args ?? target);
    assert.deepEqual(events, [change]);
    assert.deepEqual(ui.statuses, [status]);
  });
}

test('set decode profile: samples and the workspace go along; a registry that fails hides nothing', async () => {
  const fails = (): Promise<never> =>
    Promise.reject(new RegistryError('registry/unreachable', 'Cannot reach the registry.', { retriable: true }));
  const answers = [{ pick: 'Value' }, { pick: 'Bare Avro' }, { pick: 'orders.avsc' }, { pick: 'As Written' }, { pick: 'User Settings' }];
  const { run, asked, events } = setting({ answers }, { listSubjects: fails });
  await run('setDecodeProfile', target);
  const [request] = asked;
  assert.ok(request);
  assert.deepEqual(request.samples, { bytes: [row.valueBytes, row.valueBytes] });
  assert.deepEqual(request.workspace, [{ text: '"string"', references: [], label: 'orders.avsc' }]);
  assert.equal(events.length, 1);
});
