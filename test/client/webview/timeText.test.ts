import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatRange, formatRowTime, formatStamp, toTimeColumn } from '../../../client/webview/timeText.ts';

// Node reads it anew on every assignment, so "local" is the same on every machine.
process.env['TZ'] = 'Europe/Berlin';

const winter = Date.UTC(2026, 10, 22, 9, 41, 7, 698);
const summer = Date.UTC(2026, 6, 1, 9, 0, 0, 1);

for (const { name, ms, zone, stamp } of [
  { name: 'local, in winter', ms: winter, zone: 'local', stamp: '2026-11-22 10:41:07.698 +01:00' },
  { name: 'local, in summer', ms: summer, zone: 'local', stamp: '2026-07-01 11:00:00.001 +02:00' },
  { name: 'UTC', ms: winter, zone: 'UTC', stamp: '2026-11-22 09:41:07.698 UTC' },
  { name: 'the first moment', ms: 0, zone: 'UTC', stamp: '1970-01-01 00:00:00.000 UTC' },
  { name: 'none', ms: -1, zone: 'UTC', stamp: 'no timestamp' },
  { name: 'a year of six digits', ms: 8.64e15, zone: 'UTC', stamp: '+275760-09-13 00:00:00.000 UTC' },
  { name: 'beyond the calendar only in its zone', ms: 8.64e15, zone: 'local', stamp: '8640000000000000 ms' },
  { name: 'beyond every calendar', ms: 9.2e18, zone: 'UTC', stamp: '9200000000000000000 ms' },
] as const) {
  test(`stamp: ${name}`, () => assert.equal(formatStamp(ms, zone), stamp));
}

test('a zone west of Greenwich, with half an hour', () => {
  process.env['TZ'] = 'America/St_Johns';
  assert.equal(formatStamp(winter, 'local'), '2026-11-22 06:11:07.698 -03:30');
  process.env['TZ'] = 'Europe/Berlin';
});

for (const { name, oldest, newest, at, head, text } of [
  { name: 'one day', oldest: winter - 1000, newest: winter, at: winter, head: 'Time +01:00', text: '10:41:07.698' },
  {
    name: 'midnight in between',
    oldest: winter - 11 * 3_600_000,
    newest: winter,
    at: winter,
    head: 'Time +01:00',
    text: '2026-11-22 10:41:07.698',
  },
  { name: 'the clocks were changed', oldest: summer, newest: winter, at: summer, head: 'Time', text: '2026-07-01 11:00:00.001 +02:00' },
  { name: 'no times at all', oldest: undefined, newest: undefined, at: -1, head: 'Time', text: 'none' },
]) {
  test(`column: ${name}`, () => {
    const column = toTimeColumn(oldest, newest, 'local');
    assert.equal(column.head, head);
    assert.equal(formatRowTime(at, 'local', column), text);
  });
}

for (const { name, oldest, newest, now, text } of [
  { name: 'today', oldest: winter - 600_000, newest: winter, now: winter + 1, text: '10:31:07 to 10:41:07' },
  { name: 'another day', oldest: winter - 600_000, newest: winter, now: winter + 86_400_000, text: '2026-11-22 10:31:07 to 10:41:07' },
  { name: 'two days', oldest: winter - 86_400_000, newest: winter, now: winter, text: '2026-11-21 10:41:07 to 2026-11-22 10:41:07' },
  { name: 'one moment', oldest: winter, newest: winter, now: winter, text: '10:41:07' },
]) {
  test(`range: ${name}`, () => assert.equal(formatRange(oldest, newest, 'local', now), text));
}
