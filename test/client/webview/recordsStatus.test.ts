import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordsState } from '../../../client/webview/recordsProtocol.ts';
import { toStatus, type StatusOptions } from '../../../client/webview/recordsStatus.ts';
import { firstView } from '../../../client/records/recordsView.ts';
import { pageState, progress, readPartition, settings, sixPartitions } from './pageState.ts';

const nowMs = Date.UTC(2026, 10, 22, 10, 48, 3);
const times = { oldestMs: Date.UTC(2026, 10, 22, 10, 36, 12), newestMs: Date.UTC(2026, 10, 22, 10, 46, 12) };
const filter = 'value.amount > 990';
const bigPartitions = sixPartitions.map((one) => ({ ...one, endOffset: '1033333', low: '1000000', next: '1033333' }));

interface Row {
  readonly name: string;
  readonly given: Partial<RecordsState>;
  readonly options?: Partial<StatusOptions>;
  readonly line: string;
}

for (const { name, given, options, line } of [
  {
    name: 'all of a topic, with a filter',
    given: { settings: settings({ filter }), progress: progress({ undecoded: 23, guessed: 4, ...times }) },
    line: 'pass: Reached the end of the topic. | Scanned 48,212 records, 4.6 MB, 0.9 s | 12,840 matched | 23 not decoded > | 4 guessed > | All 6 partitions, 10:36:12 to 10:46:12',
  },
  {
    name: 'zero counts are left out, and without a filter nothing is matched',
    given: {},
    line: 'pass: Reached the end of the topic. | Scanned 48,212 records, 4.6 MB, 0.9 s | All 6 partitions',
  },
  {
    name: 'a time range',
    given: {
      settings: settings({ filter, partitions: [2] }),
      view: { ...firstView, timeRange: { fromMs: 1, toMs: 2 } },
    },
    options: { shown: 1712 },
    line: 'pass: Reached the end of the topic. | Scanned 48,212 records, 4.6 MB, 0.9 s | 12,840 matched | Only partition 2 | Time range: 1,712 of 12,840 shown',
  },
  {
    name: 'records that the filter could not test',
    given: { settings: settings({ filter }), progress: progress({ untestable: 23 }) },
    line: 'pass: Reached the end of the topic. | Scanned 48,212 records, 4.6 MB, 0.9 s | 12,840 matched | 23 not testable | All 6 partitions',
  },
  {
    name: 'records that the filter could not test, since they were not decoded',
    given: { settings: settings({ filter }), progress: progress({ untestable: 23, undecoded: 23 }) },
    line: 'pass: Reached the end of the topic. | Scanned 48,212 records, 4.6 MB, 0.9 s | 12,840 matched | 23 not decoded > | All 6 partitions',
  },
  {
    name: 'the limit of records',
    given: { settings: settings({ start: { kind: 'newest', count: 5000 } }), progress: progress({ stopped: 'records', scanned: 5000 }) },
    line: 'pass: Reached the limit of 5,000 records. | Scanned 5,000 records, 4.6 MB, 0.9 s | All 6 partitions',
  },
  {
    name: 'the limit of records that the settings have',
    given: {
      settings: settings({ start: { kind: 'time', timestampMs: 0, count: 1_000_000 } }),
      progress: progress({ stopped: 'records' }),
    },
    line: 'pass: Reached the limit of 100,000 records. | Scanned 48,212 records, 4.6 MB, 0.9 s | All 6 partitions',
  },
  {
    name: 'the limit of bytes',
    given: { progress: progress({ stopped: 'bytes' }) },
    line: 'warning: Reached the limit of 64 MB. | Scanned 48,212 of about 60,000, 4.6 MB, 0.9 s | All 6 partitions',
  },
  {
    name: 'the limit of time: how far it got',
    given: {
      settings: settings({ filter, start: { kind: 'newest', count: 10_000_000 } }),
      progress: progress({
        stopped: 'timeout',
        scanned: 1_904_400,
        bytes: 181 * 1024 * 1024,
        durationMs: 30_000,
        matched: 212,
        partitions: bigPartitions,
        completeFromMs: Date.UTC(2026, 10, 22, 9, 58, 40),
      }),
    },
    line: 'warning: Stopped after 30 s (time limit). | Scanned 1,904,400 of about 6.2 million, 181 MB, 30 s | 212 matched | Back to 09:58:40',
  },
  {
    name: 'cancelled',
    given: { progress: progress({ stopped: 'cancelled' }) },
    line: 'stopped: Cancelled by you. | Scanned 48,212 of about 60,000, 4.6 MB, 0.9 s | All 6 partitions',
  },
  {
    name: 'live, switched off: all was read up to then',
    given: { progress: progress({ stopped: 'live', completeFromMs: 0 }) },
    line: 'stopped: Live is off. | Scanned 48,212 records, 4.6 MB, 0.9 s | All 6 partitions',
  },
  {
    name: 'a right that is missing',
    given: { progress: undefined, problem: { kind: 'failed', message: 'User a may not.', remedy: undefined, isForbidden: true } },
    line: 'error: Not allowed to read this topic.',
  },
  {
    name: 'cancelled before anything came',
    given: { progress: undefined, problem: { kind: 'cancelled', message: '', remedy: undefined } },
    line: 'stopped: Cancelled by you.',
  },
  {
    name: 'an offset',
    given: { progress: progress({ stopped: 'offset', partitions: [readPartition(0, { next: '4821378' })] }), partitions: undefined },
    line: 'pass: Reached offset 4821377. | Scanned 48,212 records, 4.6 MB, 0.9 s | The only partition',
  },
  {
    name: 'offsets of several partitions',
    given: { progress: progress({ stopped: 'offset' }) },
    line: 'pass: Reached the chosen offsets. | Scanned 48,212 records, 4.6 MB, 0.9 s | All 6 partitions',
  },
  {
    name: 'a time',
    given: { progress: progress({ stopped: 'timestamp' }) },
    line: 'pass: Reached the chosen time. | Scanned 48,212 records, 4.6 MB, 0.9 s | All 6 partitions',
  },
  {
    name: 'a topic that is gone',
    given: { progress: progress({ stopped: 'deleted' }) },
    line: 'warning: The topic was deleted while reading. | Scanned 48,212 records, 4.6 MB, 0.9 s | All 6 partitions',
  },
  {
    name: 'a filter without end',
    given: { progress: progress({ stopped: 'filter', scanned: 1 }) },
    line: 'error: The filter was ended. | Scanned 1 of about 60,000, 4.6 MB, 0.9 s | All 6 partitions',
  },
  { name: 'connecting', given: { activity: 'connecting' }, line: 'busy: Connecting… (stops)' },
  {
    name: 'scanning towards a count',
    given: {
      activity: 'reading',
      settings: settings({ start: { kind: 'newest', count: 5000 } }),
      progress: progress({ stopped: undefined, scanned: 1250 }),
    },
    line: 'busy: Scanning… | Scanned 1,250 of 5,000 records, 4.6 MB, 0.9 s | All 6 partitions (stops) 0.25',
  },
  {
    name: 'scanning all from an offset on',
    given: {
      activity: 'reading',
      settings: settings({ start: { kind: 'offset', offsets: { 0: '4000' }, count: 100_000 } }),
      progress: progress({ stopped: undefined, scanned: 3000, partitions: [readPartition(0, { low: '4000', next: '7000' })] }),
      partitions: undefined,
    },
    line: 'busy: Scanning… | Scanned 3,000 of about 6,000, 4.6 MB, 0.9 s | The only partition (stops) 0.5',
  },
  {
    name: 'live',
    given: { activity: 'live', settings: settings({ live: true }), progress: progress({ stopped: undefined }) },
    options: { lastArrivalMs: nowMs - 1500 },
    line: 'live: Live. Last record 1 s ago. | Scanned 48,212 records, 4.6 MB, 0.9 s | All 6 partitions (stops)',
  },
  {
    name: 'live, by the newest record where none came since the page looks',
    given: { activity: 'live', settings: settings({ live: true }), progress: progress({ stopped: undefined, newestMs: nowMs + 5 }) },
    line: 'live: Live. Last record 0 s ago. | Scanned 48,212 records, 4.6 MB, 0.9 s | All 6 partitions (stops)',
  },
  {
    name: 'live, and nothing came',
    given: { activity: 'live', settings: settings({ live: true }), progress: progress({ stopped: undefined, scanned: 0, bytes: 0 }) },
    line: 'live: Live. No record yet. | Scanned 0 records, 0 B, 0.9 s | All 6 partitions (stops)',
  },
  {
    name: 'paused',
    given: { activity: 'paused', settings: settings({ live: true }) },
    line: 'paused: Paused. | Scanned 48,212 records, 4.6 MB, 0.9 s | All 6 partitions (stops)',
  },
  {
    name: 'the broker is lost',
    given: { activity: 'retrying', settings: settings({ live: true }) },
    options: { lostAtMs: nowMs },
    line: 'warning: Connection lost at 10:48:03. Reading goes on by itself. | Scanned 48,212 records, 4.6 MB, 0.9 s | All 6 partitions (stops)',
  },
  { name: 'after a restart', given: { activity: 'waiting', progress: undefined }, line: 'info: Nothing is read yet.' },
  {
    name: 'failed, with the rows of the read before',
    given: { problem: { kind: 'failed', message: 'No.', remedy: undefined } },
    line: 'error: Could not read orders. | The records below are those of the read before.',
  },
  {
    name: 'failed',
    given: { progress: undefined, problem: { kind: 'failed', message: 'No.', remedy: undefined } },
    line: 'error: Could not read orders.',
  },
] satisfies Row[] as Row[]) {
  test(`status: ${name}`, () => {
    const view = toStatus(pageState(given), { nowMs, locale: 'en-US', ...options });
    const parts = view.parts.map(({ text, tail, goesTo }) => ` | ${text}${tail ?? ''}${goesTo ? ' >' : ''}`);
    const ends = `${view.stoppable ? ' (stops)' : ''}${view.done === undefined ? '' : ` ${view.done}`}`;
    assert.equal(`${view.icon}: ${view.why}${parts.join('')}${ends}`, line);
  });
}

test('where there is no room the times go first, and never the reason, the counts or what was not decoded', () => {
  const given = { settings: settings({ filter }), progress: progress({ undecoded: 1, untestable: 2, guessed: 3 }) };
  const { parts } = toStatus(pageState(given), { nowMs, locale: 'en-US' });
  assert.deepEqual(
    parts.map(({ text, tail, dispensable }) => `${dispensable} ${text}${tail === undefined ? '' : ` (${tail})`}`),
    [
      '0 Scanned 48,212 records (, 4.6 MB, 0.9 s)',
      '0 12,840 matched',
      '0 1 not decoded',
      '0 2 not testable',
      '2 3 guessed',
      '3 All 6 partitions',
    ],
  );
});

for (const [seconds, text] of [
  [59, '59 s'],
  [60, '1 min'],
  [3600, '1 h'],
  [47 * 3600, '47 h'],
  [48 * 3600, '2 days'],
] as const) {
  test(`the last record came ${text} ago`, () => {
    const state = pageState({ activity: 'live' });
    assert.equal(toStatus(state, { nowMs, lastArrivalMs: nowMs - seconds * 1000 }).why, `Live. Last record ${text} ago.`);
  });
}
