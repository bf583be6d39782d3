import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGoTo, readOffsets } from '../../../client/records/goToInput.ts';
import { explainTime, formatAgo, readTime } from '../../../client/records/timeInput.ts';

/** A Sunday. */
const nowMs = Date.UTC(2026, 10, 22, 10, 51, 0);
const options = { zone: 'UTC', nowMs } as const;

for (const { text, is } of [
  { text: 'now', is: '2026-11-22T10:51:00.000Z' },
  { text: '10 minutes ago', is: '2026-11-22T10:41:00.000Z' },
  { text: ' 10 Min ago ', is: '2026-11-22T10:41:00.000Z' },
  { text: '10m', is: '2026-11-22T10:41:00.000Z' },
  { text: '-2d', is: '2026-11-20T10:51:00.000Z' },
  { text: '1 h 30 min ago', is: '2026-11-22T09:21:00.000Z' },
  { text: '1.5 hours ago', is: '2026-11-22T09:21:00.000Z' },
  { text: '1 hour and 30 minutes ago', is: '2026-11-22T09:21:00.000Z' },
  { text: 'an hour ago', is: '2026-11-22T09:51:00.000Z' },
  { text: 'a week ago', is: '2026-11-15T10:51:00.000Z' },
  { text: '500 ms ago', is: '2026-11-22T10:50:59.500Z' },
  { text: 'today', is: '2026-11-22T00:00:00.000Z' },
  { text: '9:05', is: '2026-11-22T09:05:00.000Z' },
  { text: 'yesterday', is: '2026-11-21T00:00:00.000Z' },
  { text: 'yesterday 14:00', is: '2026-11-21T14:00:00.000Z' },
  { text: 'yesterday at 14:00:07.5', is: '2026-11-21T14:00:07.500Z' },
  { text: 'Friday 9:30', is: '2026-11-20T09:30:00.000Z' },
  { text: 'sunday 9:30', is: '2026-11-22T09:30:00.000Z' },
  { text: 'sunday 23:00', is: '2026-11-15T23:00:00.000Z' },
  { text: '2026-11-20', is: '2026-11-20T00:00:00.000Z' },
  { text: '2026-11-20 10:41', is: '2026-11-20T10:41:00.000Z' },
  { text: '2026-11-20T10:41:07.698', is: '2026-11-20T10:41:07.698Z' },
  { text: '2026-11-20T10:41:07.698Z', is: '2026-11-20T10:41:07.698Z' },
  { text: '2026-11-20 10:41:07 +01:00', is: '2026-11-20T09:41:07.000Z' },
  { text: '2026-11-20 10:41:07.123456-0530', is: '2026-11-20T16:11:07.123Z' },
  { text: '1794315727123', is: '2026-11-10T13:02:07.123Z' },
  { text: '1794315727', is: '2026-11-10T13:02:07.000Z' },
]) {
  test(`a time that was typed: ${text}`, () => {
    const time = readTime(text, options);
    assert.equal('timestampMs' in time ? new Date(time.timestampMs).toISOString() : time.problem, is);
  });
}

for (const { text, says } of [
  { text: '', says: /^Write a time/ },
  { text: 'soon', says: /^Write a time/ },
  { text: '10', says: /^Write a time/ },
  { text: '10 parsecs ago', says: /^Write a time/ },
  { text: 'doomsday', says: /^Write a time/ },
  { text: '2026-13-01', says: /no such day/ },
  { text: '2026-02-29', says: /no such day/ },
  { text: '2026-02-28 24:00', says: /no such day or time/ },
  { text: '1969-12-31', says: /before 1970/ },
  { text: `${'9'.repeat(15)}9`, says: /^Write a time/ },
]) {
  test(`no time: ${text}`, () => {
    const time = readTime(text, options);
    assert.match('problem' in time ? time.problem : String(time.timestampMs), says);
  });
}

test('a time of the local zone is one of its clock', () => {
  const time = readTime('2026-07-01 12:30', { ...options, zone: 'local' });
  assert.deepEqual(time, { timestampMs: new Date(2026, 6, 1, 12, 30).getTime() });
});

test('long texts that are no time are refused at once', () => {
  assert.ok('problem' in readTime(`${'1 m '.repeat(20_000)}x!`, options));
  assert.ok('problem' in readTime('a '.repeat(20_000), options));
});

test('what was understood is said', () => {
  assert.equal(explainTime('yesterday 14:00', options), '2026-11-21 14:00:00.000 UTC, 21 hours ago');
  assert.equal(explainTime('yesterd', options), undefined);
  assert.deepEqual([formatAgo(0), formatAgo(60_000), formatAgo(-7_200_000)], ['now', '1 minute ago', 'in 2 hours']);
});

for (const { text, is } of [
  { text: '18204', is: { kind: 'offset', offset: '18204', partition: undefined } },
  { text: ' 3 / 18204 ', is: { kind: 'offset', offset: '18204', partition: 3 } },
  { text: '3:18204', is: { kind: 'offset', offset: '18204', partition: 3 } },
  { text: '9007199254740993', is: { kind: 'offset', offset: '9007199254740993', partition: undefined } },
  { text: '10:41', is: { kind: 'time', timestampMs: Date.UTC(2026, 10, 22, 10, 41) } },
  { text: '1 minute ago', is: { kind: 'time', timestampMs: nowMs - 60_000 } },
  { text: '7/1', is: { problem: 'There is no partition 7.' } },
  { text: 'there', is: { problem: 'Write an offset (18204 or 3/18204) or a time, such as 10 minutes ago or 2026-11-22 10:41.' } },
]) {
  test(`where to go to: ${text}`, () => assert.deepEqual(readGoTo(text, { ...options, partitions: [0, 1, 2, 3] }), is));
}

for (const { text, is } of [
  { text: '200', is: { offsets: { 0: '200', 3: '200' } } },
  { text: '3/9007199254740993', is: { offsets: { 3: '9007199254740993' } } },
  { text: '0/5, 3:7', is: { offsets: { 0: '5', 3: '7' } } },
  { text: '5, 3/7', is: { problem: 'Name the partition of each offset, such as 3/18204, 5/200.' } },
  { text: '4/7', is: { problem: 'There is no partition 4.' } },
  { text: '', is: { problem: 'Write an offset, such as 18204, or 3/18204 for partition 3.' } },
  { text: '9999999999999999999', is: { problem: 'Write an offset, such as 18204, or 3/18204 for partition 3.' } },
]) {
  test(`offsets that were typed: ${text}`, () => assert.deepEqual(readOffsets(text, [0, 3]), is));
}
