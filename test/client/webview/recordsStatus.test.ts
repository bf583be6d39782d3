import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordsState } from '../../../client/webview/recordsProtocol.ts';
import { toEmpty, toNotes, toStatus } from '../../../client/webview/recordsStatus.ts';
import { state, summary } from './records.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const times = { oldestMs: nowMs - 600_000, newestMs: nowMs };
const none = { rowCount: 0 } as const;

for (const { name, given, line } of [
  {
    name: 'enough',
    given: { summary: summary({ values: 'Values: Confluent prefix, orders-value v3 (schema id 13).' }) },
    line: 'pass: 100 of 100,000 records, newest first. Values: Confluent prefix, orders-value v3 (schema id 13). Stopped: enough. | 12 KB, 38 ms | All 6 partitions',
  },
  {
    name: 'everything',
    given: { rowCount: 37, summary: summary({ stopped: 'end', offsetsInTopic: '37', ...times }) },
    line: 'pass: All 37 records, newest first. Reached the end of the topic. | 12 KB, 38 ms | All 6 partitions, 11:50:00 to 12:00:00',
  },
  {
    name: 'a single record of a compacted topic with one partition',
    given: { rowCount: 1, summary: summary({ stopped: 'end', offsetsInTopic: '400', partitions: 1 }) },
    line: 'pass: The only record (400 offsets). Reached the end of the topic. | 12 KB, 38 ms | The only partition',
  },
  {
    name: 'gaps between offsets: there may be fewer records',
    given: { summary: summary({ gaps: true }), partitions: [2] },
    line: 'pass: 100 of at most 100,000 records, newest first. Stopped: enough. | 12 KB, 38 ms | Only partition 2',
  },
  {
    name: 'back from an offset',
    given: { rowCount: 6, partitions: [3], summary: summary({ stopped: 'end', upTo: { partition: 3, offset: '5' } }) },
    line: 'pass: 6 records of partition 3 up to offset 5, newest first. Reached the beginning of the partition. | 12 KB, 38 ms | Only partition 3',
  },
  {
    name: 'not decoded and guessed',
    given: { undecoded: [3, 4], guessed: [5] },
    line: 'pass: 100 of 100,000 records, newest first. Stopped: enough. | 2 not decoded | 1 guessed | 12 KB, 38 ms | All 6 partitions',
  },
  {
    name: 'the time limit: the reason first',
    given: { summary: summary({ stopped: 'timeout' }) },
    line: 'warning: Stopped after 30 s (time limit). 100 of 100,000 records, newest first. | 12 KB, 38 ms | All 6 partitions',
  },
  {
    name: 'the limit of bytes',
    given: { summary: summary({ stopped: 'bytes' }) },
    line: 'warning: Reached the limit of 64 MB. 100 of 100,000 records, newest first. | 12 KB, 38 ms | All 6 partitions',
  },
  {
    name: 'an empty topic',
    given: { ...none, summary: summary({ stopped: 'end', offsetsInTopic: '0', partitions: 3, bytes: 0 }) },
    line: 'pass: Reached the end of the topic. 0 records | 0 B, 38 ms | All 3 partitions',
  },
  { name: 'connecting', given: { activity: { kind: 'connecting', records: 0, bytes: 0 } }, line: 'busy: Connecting…' },
  { name: 'reading', given: { activity: { kind: 'reading', records: 1, bytes: 1024 } }, line: 'busy: Reading… 1 record, 1.0 KB' },
  { name: 'decoding', given: { activity: { kind: 'decoding', records: 100, bytes: 9 } }, line: 'busy: Decoding… 100 records, 9 B' },
  { name: 'after a restart', given: { ...none, activity: { kind: 'waiting' }, summary: undefined }, line: 'info: Nothing is read yet.' },
  {
    name: 'cancelled',
    given: { ...none, summary: undefined, problem: { kind: 'cancelled', message: '', remedy: undefined } },
    line: 'info: Cancelled by you.',
  },
  {
    name: 'failed, with the rows of the read before',
    given: { problem: { kind: 'failed', message: 'No.', remedy: undefined } },
    line: 'error: Could not read orders. The records below are those of the read before.',
  },
] satisfies { name: string; given: Partial<RecordsState>; line: string }[]) {
  test(`status: ${name}`, () => {
    const view = toStatus(state(given), { nowMs, locale: 'en-US' });
    // What must not go stands in one paragraph with the reason; the rest behind bars.
    const text = view.parts.map((part) =>
      part.text.endsWith('.') || (part.dispensable === 0 && !part.goesTo) ? ` ${part.text}` : ` | ${part.text}`,
    );
    assert.equal(`${view.icon}: ${view.why}${text.join('')}`, line);
  });
}

test('only a read can be stopped', () => {
  const kinds = ['waiting', 'idle', 'connecting', 'reading', 'decoding'] as const;
  const stoppable = kinds.filter((kind) => toStatus(state({ activity: { kind, records: 0, bytes: 0 } }), { nowMs }).stoppable);
  assert.deepEqual(stoppable, ['connecting', 'reading', 'decoding']);
});

test('where there is no room the times go first, and never the reason, the counts or what was not decoded', () => {
  const view = toStatus(state({ undecoded: [1], guessed: [2], summary: summary({ values: 'Values: JSON.' }) }), { nowMs, locale: 'en-US' });
  assert.deepEqual(
    view.parts.map(({ text, dispensable }) => `${dispensable} ${text}`),
    ['1 Values: JSON.', '1 Stopped: enough.', '0 1 not decoded', '2 1 guessed', '3 12 KB, 38 ms', '3 All 6 partitions'],
  );
});

for (const { name, given, title, detail, offers } of [
  {
    name: 'never written',
    given: { ...none, topic: 'orders-retry', summary: summary({ stopped: 'end', partitions: 3, emptiness: { kind: 'neverWritten' } }) },
    title: 'The topic orders-retry is empty.',
    detail: '3 partitions, each with first and end offset 0: nothing was ever written.',
    offers: ['produceSample', 'readAgain'],
  },
  {
    name: 'never written, read-only',
    given: { ...none, readOnly: true, summary: summary({ stopped: 'end', partitions: 1, emptiness: { kind: 'neverWritten' } }) },
    title: 'The topic orders is empty.',
    detail: '1 partition, with first and end offset 0: nothing was ever written.',
    offers: ['readAgain'],
  },
  {
    name: 'all gone',
    given: { ...none, summary: summary({ stopped: 'end', emptiness: { kind: 'usedUp', lastOffset: '9120003' } }) },
    title: 'The topic orders has no records now.',
    detail: 'Offsets 0 to 9120003 were used; no record is left.',
    offers: ['readAgain'],
  },
  {
    name: 'offsets without records, of one partition',
    given: { ...none, partitions: [3], summary: summary({ stopped: 'end', partitions: 1, emptiness: { kind: 'noRecords' } }) },
    title: 'Partition 3 of orders has no records now.',
    detail: 'Its offsets belong to control records of transactions, or to records that were compacted away.',
    offers: ['readAgain'],
  },
  {
    name: 'a limit before the first record',
    given: { ...none, summary: summary({ stopped: 'timeout' }) },
    title: 'No record was read before the limit.',
    detail: 'The limits are settings.',
    offers: ['readAgain', 'openSettings'],
  },
  {
    name: 'an error',
    given: { ...none, problem: { kind: 'failed', message: 'User a may not read topic orders.', remedy: 'It needs READ.' } },
    title: 'User a may not read topic orders.',
    detail: 'It needs READ.',
    offers: ['readAgain'],
  },
  {
    name: 'after a restart',
    given: { ...none, activity: { kind: 'waiting' } },
    title: 'Read orders again?',
    detail: 'Records are not kept when the window closes.',
    offers: ['readAgain'],
  },
] satisfies { name: string; given: Partial<RecordsState>; title: string; detail: string; offers: string[] }[]) {
  test(`empty: ${name}`, () => {
    const view = toEmpty(state(given));
    assert.deepEqual([view?.title, view?.detail, view?.offers], [title, detail, offers]);
  });
}

test('rows, or rows that may yet come, are no emptiness', () => {
  assert.equal(toEmpty(state()), undefined);
  assert.equal(toEmpty(state({ ...none, activity: { kind: 'reading', records: 0, bytes: 0 } })), undefined);
});

for (const { name, given, notes } of [
  { name: 'nothing to note', given: {}, notes: [] },
  {
    name: 'not while reading',
    given: { activity: { kind: 'reading', records: 0, bytes: 0 }, summary: summary({ registryProblem: 'No.' }) },
    notes: [],
  },
  {
    name: 'the registry',
    given: { summary: summary({ registryProblem: 'Cannot reach the registry https://r (ECONNREFUSED).' }) },
    notes: ['warning above: Cannot reach the registry https://r (ECONNREFUSED). Values that need it are shown as bytes. [readAgain]'],
  },
  {
    name: 'a failure above the rows of the read before',
    given: { problem: { kind: 'failed', message: 'Connection lost.', remedy: 'Try again.' } },
    notes: ['error above: Connection lost. Try again. [readAgain]'],
  },
  {
    name: 'an open transaction',
    given: { summary: summary({ heldBack: [{ partition: 3, lastStable: '18204', endOffset: '18216' }] }) },
    notes: ['info below: An open transaction holds back 12 offsets of partition 3, from 18204 on.'],
  },
  {
    name: 'open transactions in several partitions',
    given: {
      summary: summary({
        heldBack: [
          { partition: 3, lastStable: '4', endOffset: '5' },
          { partition: 5, lastStable: '0', endOffset: '2000' },
        ],
      }),
    },
    notes: ['info below: An open transaction holds back 2,001 offsets of partitions 3 and 5.'],
  },
  {
    name: 'not everything was read',
    given: { summary: summary({ stopped: 'timeout', incomplete: [{ partition: 2, nextOffset: '4100', endOffset: '20411' }] }) },
    notes: ['warning below: Not read: offsets 4100 to 20410 of partition 2. [readAgain openSettings]'],
  },
  {
    name: 'many partitions, and some without a leader',
    given: {
      summary: summary({
        incomplete: [
          ...[0, 1, 2, 3].map((partition) => ({ partition, nextOffset: '1', endOffset: '3' })),
          { partition: 7, nextOffset: '-1', endOffset: '-1' },
        ],
      }),
    },
    notes: [
      'warning below: Not read: offsets 1 to 2 of partition 0, offsets 1 to 2 of partition 1, offsets 1 to 2 of partition 2 and more of 1 other partition. No broker leads partition 7, so nothing of it was read. [readAgain openSettings]',
    ],
  },
  {
    name: 'a record that is gone',
    given: { summary: summary({ missing: { partition: 3, offset: '18204' } }) },
    notes: ['warning above: Partition 3 has no record at offset 18204 now. The newest are shown.'],
  },
] satisfies { name: string; given: Partial<RecordsState>; notes: string[] }[]) {
  test(`notes: ${name}`, () => {
    const shown = toNotes(state(given), 'en-US').map(({ severity, place, strong, text, offers }) => {
      const words = [strong, text, offers.length > 0 ? `[${offers.join(' ')}]` : ''].filter((part) => part !== '');
      return `${severity} ${place}: ${words.join(' ')}`;
    });
    assert.deepEqual(shown, notes);
  });
}
