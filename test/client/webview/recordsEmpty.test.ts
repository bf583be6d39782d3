import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstView } from '../../../client/records/recordsView.ts';
import { toEmpty } from '../../../client/webview/recordsEmpty.ts';
import type { RecordsState } from '../../../client/webview/recordsProtocol.ts';
import { pageState, progress, settings, sixPartitions } from './pageState.ts';

interface Row {
  readonly name: string;
  readonly given: Partial<RecordsState>;
  readonly shown?: number;
  readonly text: string | undefined;
}

const nothing = progress({ scanned: 0, matched: 0, held: 0 });
const filter = 'value.amount > 990 && value.status == "PAYED"';
const three = sixPartitions.slice(0, 3).map(({ partition }) => ({ partition, first: '0', end: '0' }));

for (const { name, given, shown, text } of [
  { name: 'rows', given: {}, shown: 1, text: undefined },
  { name: 'rows that are not counted yet', given: {}, text: undefined },
  { name: 'rows that may yet come', given: { activity: 'reading', progress: nothing }, shown: 0, text: undefined },
  {
    name: 'after a restart',
    given: { activity: 'waiting', progress: undefined },
    text: 'refresh: Read orders again? Records are not kept when the window closes. [Read Again]',
  },
  {
    name: 'never written',
    given: { topic: 'orders-retry', progress: nothing, partitions: three, emptiness: { kind: 'neverWritten' } },
    text: 'inbox: The topic orders-retry is empty. 3 partitions, each with first and end offset 0: nothing was ever written. [Go Live, Produce Sample Message…]',
  },
  {
    name: 'one partition never written, read-only',
    given: { readOnly: true, settings: settings({ partitions: [3] }), progress: nothing, emptiness: { kind: 'neverWritten' } },
    text: 'inbox: Partition 3 of orders is empty. 1 partition, with first and end offset 0: nothing was ever written. [Go Live]',
  },
  {
    name: 'all gone',
    given: { topic: 'orders-audit', progress: nothing, emptiness: { kind: 'usedUp', lastOffset: '9120003' } },
    text: 'inbox: The topic orders-audit has no records now. Offsets 0 to 9120003 were used; no record is left. [Go Live, Read Again]',
  },
  {
    name: 'only control records',
    given: { progress: nothing, emptiness: { kind: 'onlyControl', count: 412 } },
    text: 'inbox: Only control records of transactions here (412). [Go Live, Read Again]',
  },
  {
    name: 'offsets without records',
    given: { settings: settings({ partitions: [1, 2] }), progress: nothing, emptiness: { kind: 'noRecords' } },
    text: 'inbox: Partitions 1 and 2 of orders have no records now. Its offsets belong to control records of transactions, or to records that were compacted away. [Go Live, Read Again]',
  },
  {
    name: 'none matches, all tested',
    given: { settings: settings({ filter: 'size > 9' }), progress: progress({ matched: 0, held: 0 }) },
    text: 'filter: None of 48,212 scanned records matches. size > 9 [Edit Filter]',
  },
  {
    name: 'none matches, some not decoded, a symbol that is none, and more to scan',
    given: {
      settings: settings({ filter }),
      view: { ...firstView, showUndecoded: false },
      progress: progress({ stopped: 'records', matched: 0, held: 23, untestable: 23, undecoded: 23 }),
    },
    shown: 0,
    text: `filter: None of 48,212 scanned records matches. ${filter} PAYED is no symbol of value.status; did you mean PAID? 23 records could not be decoded, so the filter could not test them. [Use "PAID", Show the 23, Scan Older Records, Edit Filter]`,
  },
  {
    name: 'none matches before the limit',
    given: { settings: settings({ filter: 'size > 9' }), progress: progress({ stopped: 'timeout', matched: 0, held: 0 }) },
    text: 'filter: None of 48,212 scanned records matches. size > 9 Not all was read. [Continue, Edit Filter]',
  },
  {
    name: 'a filter that was ended says nothing of the topic',
    given: {
      settings: settings({ filter: 'size > 9' }),
      progress: { ...nothing, stopped: 'filter', problem: 'The filter took more than 2 s.' },
    },
    text: 'error: The filter took more than 2 s. size > 9 [Edit Filter, Read Again]',
  },
  {
    name: 'a partition that no broker leads',
    given: { progress: nothing, emptiness: { kind: 'unknown' } },
    text: 'inbox: No record was read. What the topic holds is not known: no broker leads one of its partitions. [Read Again]',
  },
  {
    name: 'a time range hides all',
    given: { view: { ...firstView, timeRange: { fromMs: 1, toMs: 2 } } },
    shown: 0,
    text: 'watch: No record in this time range. 12,840 outside it. [Clear the range]',
  },
  {
    name: 'a limit before the first record',
    given: { progress: { ...nothing, stopped: 'timeout' } },
    text: 'inbox: No record was read before the limit. The limits are settings. [Continue, Open Settings]',
  },
  {
    name: 'cancelled before the first record',
    given: { progress: { ...nothing, stopped: 'cancelled' } },
    text: 'inbox: No record was read. Cancelled by you. [Read Again]',
  },
  {
    name: 'live, switched off before the first record',
    given: { progress: { ...nothing, stopped: 'live' } },
    text: 'inbox: No record has come. Live is off. [Go Live]',
  },
  {
    name: 'deleted',
    given: { progress: { ...nothing, stopped: 'deleted' } },
    text: 'inbox: The topic was deleted while reading. [Read Again]',
  },
  {
    name: 'no right',
    given: {
      progress: undefined,
      problem: {
        kind: 'failed',
        message: 'User svc-reader may not read topic orders.',
        remedy: 'It needs READ and DESCRIBE on the topic. No consumer group is used, so no right on a group is needed.',
        isForbidden: true,
      },
    },
    text: 'lock: User svc-reader may not read topic orders. It needs READ and DESCRIBE on the topic. No consumer group is used, so no right on a group is needed. [Try Again]',
  },
  {
    name: 'a start behind the last record',
    given: { settings: settings({ start: { kind: 'time', timestampMs: Date.UTC(2026, 10, 22), count: 9 } }), progress: nothing },
    text: 'inbox: No record at or after 2026-11-22 00:00:00.000 UTC. Older records were not read. [Scan Older Records, Go Live]',
  },
  {
    name: 'an offset behind the last record',
    given: { settings: settings({ start: { kind: 'offset', offsets: { 0: '9' }, count: 9 } }), progress: nothing },
    text: 'inbox: No record at or after the chosen offset. Older records were not read. [Scan Older Records, Go Live]',
  },
  {
    name: 'live, and nothing came',
    given: { activity: 'live', progress: nothing },
    text: 'inbox: No record yet. New records appear here as they arrive. ',
  },
  {
    name: 'live, and nothing that came matched',
    given: { activity: 'live', settings: settings({ filter: 'size > 9' }), progress: progress({ scanned: 1, matched: 0, held: 0 }) },
    text: 'filter: The only scanned record does not match. size > 9 New records appear here as they arrive. ',
  },
] satisfies Row[] as Row[]) {
  test(`empty: ${name}`, () => {
    const view = toEmpty(pageState(given), { shown, locale: 'en-US' });
    const words = view && [view.title, view.code, view.detail].filter((part) => part !== '').join(' ');
    const buttons = view && view.offers.length > 0 ? `[${view.offers.map(({ label }) => label).join(', ')}]` : '';
    assert.equal(view && `${view.icon}: ${words} ${buttons}`, text);
  });
}

test('the offer to use a symbol reads with it', () => {
  const view = toEmpty(pageState({ settings: settings({ filter }), progress: progress({ held: 0 }) }), { shown: 0 });
  assert.equal(view?.offers[0]?.text, 'value.amount > 990 && value.status == "PAID"');
});
