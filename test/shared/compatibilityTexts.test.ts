import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictProblems } from '../../shared/avro/compatibility/problems.ts';
import { agreementText, invalidSummary, summaryWithout, verdictSummary } from '../../shared/compatibilityTexts.ts';
import type { Judged, SummaryOptions } from '../../shared/compatibilityTexts.ts';
import type { Baseline, BaselinesResult, RegistryVerdictResult } from '../../shared/protocol.ts';
import type { CompatibilityLevel } from '../../shared/registry/registeredSchema.ts';
import { field, judged, record, sideOf, versionOf } from '../judged.ts';

const timeText: SummaryOptions['timeText'] = (ms) => new Date(ms).toISOString().slice(11, 16);
const at = (time: string): number => Date.parse(`2026-11-30T${time}:00Z`);

interface Row {
  readonly name: string;
  readonly edited: string;
  readonly level: CompatibilityLevel;
  /** Texts by version, or one by the label of another baseline. */
  readonly versions: Readonly<Record<string, string>>;
  readonly kind?: Baseline['kind'];
  readonly label?: string;
  readonly registry?: RegistryVerdictResult;
  readonly old?: Baseline['old'];
  readonly isOneOfSeveral?: boolean;
  readonly state: string;
  readonly text: string;
  readonly detail?: string;
  /** What is underlined first. */
  readonly first?: string;
}

const id = field('id', '"long"');
const one = record(id);
const two = record(`${id},${field('note', '"string"', ',"default":""')}`);
const needed = record(`${id},${field('note', '"string"')}`);
const nullable = (zip: string): string => record(field('a', `["null",{"type":"record","name":"A","fields":[${zip}]}]`));

const rows: readonly Row[] = [
  { name: 'compatible', edited: two, level: 'BACKWARD', versions: { 7: one }, state: 'compatible', text: 'BACKWARD with orders-value v7' },
  {
    name: 'confirmed',
    edited: two,
    level: 'BACKWARD',
    versions: { 7: one },
    registry: { isCompatible: true, messages: [], atMs: at('11:40') },
    state: 'compatible',
    text: 'BACKWARD with orders-value v7',
    detail: 'Confirmed by the registry at 11:40.',
  },
  {
    name: 'contradicted',
    edited: two,
    level: 'BACKWARD',
    versions: { 7: one },
    registry: { isCompatible: false, messages: ['Not today.'], atMs: at('11:40') },
    state: 'compatible',
    text: 'BACKWARD with orders-value v7',
    detail: 'The registry says otherwise: Not today.',
  },
  {
    name: 'one thing can’t be read',
    edited: needed,
    level: 'BACKWARD',
    versions: { 7: one },
    state: 'breaks-reader',
    text: "Can't read 1 thing of orders-value v7 (BACKWARD)",
    first: '"note"',
  },
  {
    name: 'several can’t, one of them in a union',
    edited: nullable(`${field('x', '"int"')},${field('y', '"int"')}`),
    level: 'BACKWARD',
    versions: { 7: nullable('') },
    state: 'breaks-reader',
    text: "Can't read 2 things of orders-value v7 (BACKWARD)",
    first: '"x"',
  },
  {
    name: 'of several versions',
    edited: needed,
    level: 'BACKWARD_TRANSITIVE',
    versions: { 4: needed, 5: one, 6: one, 7: needed },
    state: 'breaks-reader',
    text: "Can't read 1 thing of orders-value v5…v6 (BACKWARD_TRANSITIVE)",
    first: '"note"',
  },
  {
    name: 'readers of several versions can’t read',
    edited: record(''),
    level: 'FORWARD_TRANSITIVE',
    versions: { 5: needed, 6: needed, 7: one },
    state: 'breaks-writer',
    text: '2 changes break readers of v5…v7 (FORWARD_TRANSITIVE)',
    first: '"Order"',
  },
  {
    name: 'readers of one version can’t read',
    edited: record(''),
    level: 'FORWARD',
    versions: { 7: one },
    state: 'breaks-writer',
    text: '1 change breaks readers of v7 (FORWARD)',
    first: '"Order"',
  },
  {
    name: 'one of several subjects',
    edited: record(''),
    level: 'FORWARD',
    versions: { 7: one },
    isOneOfSeveral: true,
    state: 'breaks-writer',
    text: '1 change breaks readers of orders-value v7 (FORWARD)',
    first: '"Order"',
  },
  {
    name: 'both ways',
    edited: record(field('note', '"string"')),
    level: 'FULL',
    versions: { 7: one },
    state: 'breaks-writer',
    text: "1 change breaks readers of v7, and can't read 1 thing of v7 (FULL)",
    detail: 'Checked with orders-value.',
    first: '"Order"',
  },
  {
    name: 'the same',
    edited: one,
    level: 'BACKWARD',
    versions: { 7: one },
    state: 'same',
    text: 'Same as orders-value v7',
    detail: 'Schema id 31.',
  },
  {
    name: 'the same, and yet breaking with an older one',
    edited: needed,
    level: 'BACKWARD_TRANSITIVE',
    versions: { 6: one, 7: needed },
    state: 'breaks-reader',
    text: "Can't read 1 thing of orders-value v6 (BACKWARD_TRANSITIVE)",
    first: '"note"',
  },
  {
    name: 'old knowledge',
    edited: two,
    level: 'BACKWARD',
    versions: { 7: one },
    old: { sinceMs: at('10:12'), reason: 'Connection refused.' },
    state: 'compatible',
    text: 'BACKWARD with orders-value v7, as of 10:12',
    detail: 'The registry has not answered since 10:12. Connection refused.',
  },
  {
    name: 'git',
    edited: two,
    level: 'BACKWARD',
    kind: 'git',
    label: 'HEAD',
    versions: { HEAD: one },
    state: 'compatible',
    text: 'BACKWARD with HEAD',
  },
  {
    name: 'git, the same',
    edited: one,
    level: 'BACKWARD',
    kind: 'git',
    label: 'HEAD',
    versions: { HEAD: one },
    state: 'same',
    text: 'Same as HEAD',
  },
  {
    name: 'git, breaking',
    edited: record(''),
    level: 'FORWARD',
    kind: 'git',
    label: 'HEAD',
    versions: { HEAD: one },
    state: 'breaks-writer',
    text: '1 change breaks readers of HEAD (FORWARD)',
    first: '"Order"',
  },
  {
    name: 'a folder of versions',
    edited: needed,
    level: 'BACKWARD_TRANSITIVE',
    kind: 'folder',
    label: 'versions',
    versions: { 'v1.avsc': one, 'v2.avsc': needed },
    state: 'breaks-reader',
    text: "Can't read 1 thing of versions (BACKWARD_TRANSITIVE)",
    first: '"note"',
  },
  {
    name: 'a subject without versions',
    edited: one,
    level: 'BACKWARD',
    versions: {},
    state: 'compatible',
    text: 'orders-value has no version yet',
    detail: 'The first version can be anything.',
  },
  {
    name: 'not yet in git',
    edited: one,
    level: 'BACKWARD',
    kind: 'git',
    label: 'HEAD',
    versions: {},
    state: 'compatible',
    text: 'Not in HEAD yet',
    detail: 'There is nothing yet to be compatible with.',
  },
  { name: 'level NONE', edited: needed, level: 'NONE', versions: { 7: one }, state: 'not-checked', text: 'Not checked (level NONE)' },
];

function baselineOf({ level, versions, kind = 'registry', label = 'orders-value', old }: Row): Baseline {
  const isRegistry = kind === 'registry';
  return {
    kind,
    label,
    connection: isRegistry ? 'local' : undefined,
    level,
    versions: Object.entries(versions).map(([name, text]) => {
      const version = versionOf(text, isRegistry ? Number(name) : name);
      return { ...version, schemaId: isRegistry ? 31 : undefined, text, references: [] };
    }),
    ...(old !== undefined && { old }),
  };
}

function judgedOf({ edited, level, versions, kind = 'registry', registry }: Row): Judged {
  const side = sideOf(edited);
  const others = Object.entries(versions).map(([name, text]) => versionOf(text, kind === 'registry' ? Number(name) : name));
  const verdict = judged(side, others, level);
  const problems = verdictProblems(verdict, side, { severity: 'error', lossSeverity: 'warning' });
  return { state: 'judged', verdict, problems, registry };
}

for (const row of rows) {
  test(`a verdict: ${row.name}`, () => {
    const baseline = baselineOf(row);
    const summary = verdictSummary(baseline, judgedOf(row), { timeText, isOneOfSeveral: row.isOneOfSeveral ?? false });
    const last = baseline.versions.at(-1);
    const { firstProblem, ...rest } = summary;
    assert.deepEqual(rest, {
      state: row.state,
      text: row.text,
      detail: row.detail,
      connection: baseline.connection,
      subject: baseline.kind === 'registry' ? 'orders-value' : undefined,
      version: last?.version,
      versionUri: last?.uri,
      isOld: row.old !== undefined,
    });
    assert.equal(firstProblem && row.edited.slice(firstProblem.start, firstProblem.end), row.first);
  });
}

test('a verdict that is not there yet', () => {
  const [row] = rows;
  assert.ok(row);
  const baseline = baselineOf(row);
  const asking = verdictSummary(baseline, { state: 'asking' }, { timeText });
  assert.deepEqual([asking.state, asking.text, asking.subject], ['asking', 'Checking with orders-value…', 'orders-value']);
  const invalid = verdictSummary(baseline, { state: 'invalid', errorCount: 2 }, { timeText });
  assert.deepEqual([invalid.state, invalid.text], ['invalid', 'Fix 2 errors to check compatibility']);
  const none = verdictSummary({ ...baseline, level: 'NONE' }, { state: 'invalid', errorCount: 2 }, { timeText });
  assert.deepEqual([none.state, none.text], ['not-checked', 'Not checked (level NONE)']);
});

test('a schema with errors', () => {
  const span = { start: 3, end: 5 };
  const summary = invalidSummary(1, { code: 'unknown-type', severity: 'error', span, message: 'No.' });
  assert.deepEqual([summary.state, summary.text, summary.firstProblem], ['invalid', 'Fix 1 error to check compatibility', span]);
});

for (const { result, state, text, detail } of [
  { result: { without: 'off', reason: 'There is no registry.' }, state: 'off', text: 'Not checked', detail: 'There is no registry.' },
  { result: { without: 'off' }, state: 'off', text: 'Not checked', detail: 'The setting avroWorkbench.compatibility.enabled is off.' },
  { result: { without: 'none' }, state: 'none', text: 'No subject', detail: undefined },
  {
    result: { without: 'ambiguous', fitting: 3 },
    state: 'ambiguous',
    text: '3 subjects fit',
    detail: 'Choose the one that this schema belongs to.',
  },
  { result: { without: 'asking' }, state: 'asking', text: 'Checking with the registry…', detail: undefined },
  { result: { without: 'unavailable', reason: 'No answer.' }, state: 'unavailable', text: 'Not checked', detail: 'No answer.' },
  { result: {}, state: 'none', text: 'No subject', detail: undefined },
] as const satisfies readonly { readonly result: Omit<BaselinesResult, 'baselines'>; readonly [name: string]: unknown }[]) {
  test(`no baseline: ${state}${'without' in result ? '' : ', unsaid'}`, () => {
    const summary = summaryWithout({ baselines: [], ...result });
    assert.deepEqual([summary.state, summary.text, summary.detail, summary.isOld], [state, text, detail, false]);
  });
}

test('what a hover says of a break', () => {
  assert.equal(agreementText(undefined, timeText), "Checked here against Avro's rules.");
  assert.equal(agreementText(null, timeText), "Checked here against Avro's rules.");
  assert.equal(
    agreementText({ isCompatible: false, messages: ['No.'], atMs: at('11:40') }, timeText),
    "Checked here against Avro's rules; the registry agreed at 11:40.",
  );
  assert.equal(
    agreementText({ isCompatible: true, messages: [], atMs: at('11:40') }, timeText),
    'The registry says otherwise: it takes this schema as compatible.',
  );
});
