import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toNotes, toRetryText } from '../../../client/webview/recordsNotes.ts';
import type { RecordsState } from '../../../client/webview/recordsProtocol.ts';
import { pageState, progress, readPartition, settings } from './pageState.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);

for (const { name, given, notes } of [
  { name: 'nothing to note', given: {}, notes: [] },
  { name: 'after a restart', given: { activity: 'waiting', missing: { partition: 1, offset: '2' } }, notes: [] },
  {
    name: 'the registry',
    given: { progress: progress({ registryProblem: 'Cannot reach the registry https://registry.example.com (ECONNREFUSED).' }) },
    notes: [
      'warning above: Cannot reach the registry https://registry.example.com (ECONNREFUSED). Values are shown as bytes; filters on value cannot be tested. [Retry]',
    ],
  },
  {
    name: 'the registry, which asks for other credentials',
    given: { progress: progress({ registryProblem: 'The registry r does not accept them (401).', registryCode: 'registry/unauthorized' }) },
    notes: [
      'warning above: (lock) The registry r does not accept them (401). Values are shown as bytes; filters on value cannot be tested. [Retry]',
    ],
  },
  {
    name: 'the registry, which is asked again',
    given: { registryRetryInMs: 8000, progress: progress({ registryProblem: 'Cannot reach it.', registryCode: 'registry/unreachable' }) },
    notes: ['warning above: Cannot reach it. Values are shown as bytes; filters on value cannot be tested. … [Retry]'],
  },
  {
    name: 'a failure above the rows of the read before',
    given: { problem: { kind: 'failed', message: 'Connection lost.', remedy: 'Try again.' } },
    notes: ['error above: Connection lost. Try again. [Read Again]'],
  },
  {
    name: 'a failure without rows stands in their place',
    given: { progress: undefined, problem: { kind: 'failed', message: 'No.', remedy: undefined } },
    notes: [],
  },
  {
    name: 'only the partition of a key',
    given: { keyLocation: { key: 'A-1', partition: 3, encoding: 'UTF-8 text' } },
    notes: [
      "info above: Only partition 3 is read: Java's partitioner puts this key there. The key was encoded as UTF-8 text. [All Partitions]",
    ],
  },
  {
    name: 'a record that is gone',
    given: { missing: { partition: 3, offset: '18204' } },
    notes: ['warning above: Partition 3 has no record at offset 18204 now. The newest are shown.'],
  },
  {
    name: 'the broker is lost',
    given: {
      activity: 'retrying',
      progress: progress({
        stopped: undefined,
        problem: 'kafka-1.example.com:9093 does not answer (ETIMEDOUT).',
        partitions: [readPartition(0, { low: '5', next: '5' }), readPartition(2, { next: '4822904' })],
      }),
    },
    notes: [
      'warning above: kafka-1.example.com:9093 does not answer (ETIMEDOUT). No record is skipped: reading goes on after offset 4822903 of partition 2 and the like. [Retry Now, Stop]',
    ],
  },
  {
    name: 'a filter without end',
    given: { progress: progress({ stopped: 'filter', problem: 'The filter needed more than 2 s for one record.' }) },
    notes: [
      'warning above: The filter needed more than 2 s for one record. The records that it had let through stay. [Edit Filter]',
      'warning below: Older records were not read.',
    ],
  },
  {
    name: 'dropped by count',
    given: { activity: 'live', progress: progress({ stopped: undefined, dropped: 5000, held: 100_000 }) },
    notes: ['info below: Oldest 5,000 dropped (limit 100,000 rows). [Change the limit…]'],
  },
  {
    name: 'dropped by size',
    given: { progress: progress({ dropped: 5000, held: 99_000 }) },
    notes: ['info below: Oldest 5,000 dropped (limit 64 MB). [Change the limit…]'],
  },
  {
    name: 'an open transaction',
    given: { progress: progress({ partitions: [readPartition(2, { endOffset: '18204', heldBackTo: '18216' })] }) },
    notes: ['info below: An open transaction holds back 12 offsets of partition 2, from 18204 on.'],
  },
  {
    name: 'open transactions in several partitions',
    given: {
      progress: progress({
        partitions: [readPartition(0, { endOffset: '4', heldBackTo: '5' }), readPartition(1, { endOffset: '0', heldBackTo: '2000' })],
      }),
    },
    notes: ['info below: An open transaction holds back 2,001 offsets of partitions 0 and 1.'],
  },
  {
    name: 'partitions without a leader',
    given: {
      progress: progress({ partitions: [readPartition(0), readPartition(1, { endOffset: '-1' }), readPartition(2, { endOffset: '-1' })] }),
    },
    notes: ['warning below: No broker leads partitions 1 and 2, so nothing of it was read. [Read Again]'],
  },
  {
    name: 'the time limit, backwards',
    given: { progress: progress({ stopped: 'timeout', completeFromMs: Date.UTC(2026, 10, 22, 9, 58, 40) }) },
    notes: ['warning below: Older records were not read. What is shown is complete from 09:58:40 on. [Continue, Time Limit…]'],
  },
  {
    name: 'the limit of bytes, where no time is known',
    given: { progress: progress({ stopped: 'bytes' }) },
    notes: ['warning below: Older records were not read. [Continue, Size Limit…]'],
  },
  {
    name: 'the time limit, forwards',
    given: { settings: settings({ start: { kind: 'oldest', count: 5 } }), progress: progress({ stopped: 'timeout' }) },
    notes: ['warning below: Newer records were not read. [Continue, Time Limit…]'],
  },
  {
    name: 'cancelled',
    given: { progress: progress({ stopped: 'cancelled', held: 96 }) },
    notes: ['info below: The 96 records found so far stay. Continue goes on where the scan stopped. [Continue, Start Again]'],
  },
  {
    name: 'not while it goes on',
    given: { activity: 'reading', progress: progress({ stopped: 'cancelled', held: 96 }) },
    notes: [],
  },
] satisfies { name: string; given: Partial<RecordsState>; notes: string[] }[] as {
  name: string;
  given: Partial<RecordsState>;
  notes: string[];
}[]) {
  test(`notes: ${name}`, () => {
    const shown = toNotes(pageState(given), { nowMs, locale: 'en-US' }).map(
      ({ severity, place, strong, text, offers, icon, isRetried }) => {
        const buttons = offers.length > 0 ? `[${offers.map(({ label }) => label).join(', ')}]` : '';
        const mark = icon === undefined ? '' : `(${icon})`;
        return `${severity} ${place}: ${[mark, strong, text, isRetried === true ? '…' : '', buttons].filter((part) => part !== '').join(' ')}`;
      },
    );
    assert.deepEqual(shown, notes);
  });
}

for (const [inMs, text] of [
  [8000, 'Trying again in 8 s.'],
  [7001, 'Trying again in 8 s.'],
  [1, 'Trying again in 1 s.'],
  [0, 'Trying again…'],
] as const) {
  test(`the registry is asked again in ${inMs} ms: ${text}`, () => {
    assert.equal(toRetryText(inMs), text);
  });
}
