import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSchemaStatuses, type SchemaStatus } from '../../client/schemaStatus.ts';
import type { VerdictSummary } from '../../shared/protocol.ts';

const uri = 'file:///orders.avsc';
const registered: VerdictSummary = {
  state: 'compatible',
  text: 'BACKWARD with orders-value v7',
  detail: 'Confirmed by the registry at 11:40.',
  connection: 'local',
  subject: 'orders-value',
  version: 7,
  versionUri: 'avro-registry:/local/orders-value/v7.avsc',
  firstProblem: undefined,
  isOld: false,
};
const inGit: VerdictSummary = {
  ...registered,
  connection: undefined,
  subject: undefined,
  version: undefined,
  versionUri: 'avro-baseline:/HEAD/w/orders.avsc',
};
const nothing: VerdictSummary = { ...inGit, versionUri: undefined };
const place = { start: 3, end: 9 };

function statuses(verdicts: readonly VerdictSummary[], { trusted = true, writable = true } = {}): SchemaStatus[] {
  return toSchemaStatuses(verdicts, { uri, isTrusted: trusted, isWritable: () => writable });
}

for (const { name, verdict, options, severity = 'information', command } of [
  {
    name: 'compatible',
    verdict: registered,
    command: ['registerSchema', 'Register Schema…', { uri, connection: 'local', subject: 'orders-value' }],
  },
  {
    name: 'compatible on a connection that is read-only',
    verdict: registered,
    options: { writable: false },
    command: ['openVersion', 'Open Version', { connection: 'local', subject: 'orders-value', version: 7 }],
  },
  {
    name: 'compatible in a workspace that nobody trusts',
    verdict: registered,
    options: { trusted: false },
    command: ['openVersion', 'Open Version', { connection: 'local', subject: 'orders-value', version: 7 }],
  },
  { name: 'compatible with git', verdict: inGit, command: ['chooseBaseline', 'Choose Baseline…', uri] },
  {
    name: 'compatible, by old knowledge',
    verdict: { ...registered, isOld: true },
    severity: 'warning',
    command: ['refreshRegistries', 'Refresh Registries'],
  },
  {
    name: 'the same',
    verdict: { ...registered, state: 'same' },
    command: ['openVersion', 'Open Version', { connection: 'local', subject: 'orders-value', version: 7 }],
  },
  {
    name: 'the same in git',
    verdict: { ...inGit, state: 'same' },
    command: ['vscode.open', 'Open Version', 'avro-baseline:/HEAD/w/orders.avsc'],
  },
  {
    name: 'breaks as a reader',
    verdict: { ...registered, state: 'breaks-reader', firstProblem: place },
    severity: 'error',
    command: ['showProblemsItem', 'Show Problems', uri, place],
  },
  {
    name: 'breaks as a writer, by old knowledge',
    verdict: { ...registered, state: 'breaks-writer', isOld: true },
    severity: 'error',
    command: ['showProblemsItem', 'Show Problems', uri],
  },
  { name: 'no subject', verdict: { ...nothing, state: 'none' }, command: ['chooseSubject', 'Choose Subject…', uri] },
  { name: 'several subjects', verdict: { ...nothing, state: 'ambiguous' }, command: ['chooseSubject', 'Choose Subject…', uri] },
  { name: 'errors of its own', verdict: { ...nothing, state: 'invalid' }, command: ['showProblemsItem', 'Show Problems', uri] },
  { name: 'level NONE', verdict: { ...registered, state: 'not-checked' }, command: ['chooseBaseline', 'Choose Baseline…', uri] },
  { name: 'switched off', verdict: { ...nothing, state: 'off' }, command: ['chooseBaseline', 'Choose Baseline…', uri] },
  {
    name: 'unavailable',
    verdict: { ...nothing, state: 'unavailable' },
    severity: 'warning',
    command: ['refreshRegistries', 'Refresh Registries'],
  },
  { name: 'asking', verdict: { ...nothing, state: 'asking' }, command: undefined },
] as readonly {
  readonly name: string;
  readonly verdict: VerdictSummary;
  readonly options?: { readonly trusted?: boolean; readonly writable?: boolean };
  readonly severity?: string;
  readonly command: readonly unknown[] | undefined;
}[]) {
  test(`language status: ${name}`, () => {
    const [status, ...others] = statuses([verdict], options);
    assert.deepEqual(others, []);
    const found = status?.command && [status.command.id, status.command.title, ...status.command.arguments];
    assert.deepEqual([status?.text, status?.detail, status?.severity, found], [verdict.text, verdict.detail, severity, command]);
    assert.equal(status?.isBusy, verdict.state === 'asking');
  });
}

test('language status: several subjects each have one, several environments their names too', () => {
  const prod: VerdictSummary = { ...registered, connection: 'prod' };
  const texts = (verdicts: readonly VerdictSummary[]): string[] => statuses(verdicts).map(({ text }) => text);
  assert.deepEqual(texts([registered, prod, inGit]), [`local: ${registered.text}`, `prod: ${prod.text}`, inGit.text]);
  assert.deepEqual(texts([registered, { ...registered, text: 'other' }]), [registered.text, 'other']);
  assert.deepEqual(texts([]), []);
});
