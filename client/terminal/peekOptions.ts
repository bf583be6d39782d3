import { parseArgs } from 'node:util';
import { checkFilter } from '../../shared/filter/createFilter.ts';
import { readTime } from '../records/timeInput.ts';
import type { SettingsOptions } from './editorSettings.ts';
import { Misuse } from './io.ts';
import { understood } from './lintOptions.ts';
import { connectionHelp, environmentHelp, recordHelp, recordOptions, toRecordOptions, type RecordOptions } from './recordOptions.ts';

export interface PeekOptions extends SettingsOptions {
  readonly topic: string;
  readonly config: string | undefined;
  readonly brokers: string | undefined;
  readonly registry: string | undefined;
  readonly start: PeekStart;
  readonly partitions: readonly number[] | undefined;
  readonly live: boolean;
  readonly isolation: 'readCommitted' | 'readUncommitted';
  readonly filter: string | undefined;
  /** How many records are printed at most. */
  readonly count: number | undefined;
  readonly limits: { readonly timeoutMs: number; readonly bytes: number };
  readonly quiet: boolean;
  readonly records: RecordOptions;
}

export type PeekStart =
  | { readonly kind: 'newest' | 'oldest'; readonly count: number }
  /** As it was written: which partitions there are is known later. */
  | { readonly kind: 'offset'; readonly text: string }
  | { readonly kind: 'time'; readonly timestampMs: number; readonly untilMs: number | undefined }
  | { readonly kind: 'end' };

const newestAtFirst = 100;
/** The longest that a timer can wait. */
const longestMs = 2 ** 31 - 1;

/** What `avro-workbench peek --help` prints. */
export const peekHelp = `Usage: avro-workbench peek [options] <topic>

Prints records of a topic, decoded, one JSON object a line. No consumer group is
joined and nothing is committed.

Where to begin, one of:
  --newest <n>         the newest n records over all partitions (${newestAtFirst} where nothing
                       else is said), oldest of them first
  --oldest <n>         the first n records of the topic
  --all                all records
  --offset <o>         from this offset on: 18204, or by partition: 3/18204,5/200
  --since <time>       "10 minutes ago", "yesterday 14:00", 2026-11-22T10:41Z, or
                       milliseconds since 1970
  --live               only what comes from now on; with one of those above, go on
                       with what comes
Which of them:
  --until <time>       only records before this time, with --since
  --partitions <list>  such as 0,2-4
  --filter <CEL>       such as 'value.amount > 990 && value.status == "PAID"'
  --count <n>          stop after printing n records
  --uncommitted        records of transactions that are open or aborted, too
  --timeout <seconds>  stop reading after this time; without it, never
  --max-megabytes <n>  stop after fetching so much; without it, never

${connectionHelp}
${recordHelp}  -q, --quiet          print no summary to the standard error
  -h, --help           print this

${environmentHelp}
Exit status: 0 all printed records were decoded, 1 some were not (they are printed
as "hex:…", with the reason), 2 called wrongly, or nothing could be read.
`;

/** @throws Misuse */
export function parsePeekOptions(args: readonly string[], nowMs: number): PeekOptions | 'help' {
  const { values, positionals } = understood(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...recordOptions,
        newest: { type: 'string' },
        oldest: { type: 'string' },
        all: { type: 'boolean' },
        offset: { type: 'string' },
        since: { type: 'string' },
        until: { type: 'string' },
        live: { type: 'boolean' },
        partitions: { type: 'string' },
        filter: { type: 'string' },
        count: { type: 'string' },
        uncommitted: { type: 'boolean' },
        timeout: { type: 'string' },
        'max-megabytes': { type: 'string' },
        quiet: { type: 'boolean', short: 'q' },
      },
    }),
  );
  if (values.help === true) return 'help';
  const [topic, ...others] = positionals;
  if (topic === undefined) throw new Misuse('Name a topic.');
  if (others.length > 0) throw new Misuse('Name one topic only.');
  const mistake = values.filter === undefined ? undefined : checkFilter(values.filter);
  if (mistake !== undefined) throw new Misuse(`--filter has a mistake at character ${mistake.start + 1}: ${mistake.message}`);
  const records = toRecordOptions(values);
  return {
    topic,
    config: values.config,
    brokers: values.brokers,
    registry: values.registry,
    start: toStart(values, { zone: records.timeZone, nowMs }),
    partitions: values.partitions === undefined ? undefined : toPartitions(values.partitions),
    live: values.live === true,
    isolation: values.uncommitted === true ? 'readUncommitted' : 'readCommitted',
    filter: values.filter,
    count: values.count === undefined ? undefined : toNumber(values.count, '--count'),
    limits: {
      timeoutMs: values.timeout === undefined ? longestMs : toNumber(values.timeout, '--timeout') * 1000,
      bytes:
        values['max-megabytes'] === undefined ? Number.MAX_SAFE_INTEGER : toNumber(values['max-megabytes'], '--max-megabytes') * 2 ** 20,
    },
    quiet: values.quiet === true,
    records,
    settingsFile: values.settings,
    readsSettings: values['no-settings'] !== true,
  };
}

interface Start {
  readonly newest?: string | undefined;
  readonly oldest?: string | undefined;
  readonly all?: boolean | undefined;
  readonly offset?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly live?: boolean | undefined;
}

function toStart(values: Start, time: { readonly zone: 'local' | 'UTC'; readonly nowMs: number }): PeekStart {
  const { newest, oldest, all, offset, since, until, live } = values;
  if ([newest, oldest, all, offset, since].filter((one) => one !== undefined).length > 1) {
    throw new Misuse('Choose one of --newest, --oldest, --all, --offset and --since.');
  }
  if (until !== undefined && since === undefined) throw new Misuse('--until needs --since.');
  if (newest !== undefined) return { kind: 'newest', count: toNumber(newest, '--newest') };
  if (oldest !== undefined) return { kind: 'oldest', count: toNumber(oldest, '--oldest') };
  if (all === true) return { kind: 'oldest', count: Number.MAX_SAFE_INTEGER };
  if (offset !== undefined) return { kind: 'offset', text: offset };
  if (since !== undefined) {
    const untilMs = until === undefined ? undefined : toTime(until, '--until', time);
    return { kind: 'time', timestampMs: toTime(since, '--since', time), untilMs };
  }
  return live === true ? { kind: 'end' } : { kind: 'newest', count: newestAtFirst };
}

function toTime(text: string, option: string, time: { readonly zone: 'local' | 'UTC'; readonly nowMs: number }): number {
  const found = readTime(text, time);
  if ('problem' in found) throw new Misuse(`${option} ${text} is not understood. ${found.problem}`);
  return found.timestampMs;
}

function toNumber(text: string, option: string): number {
  const number = Number(text);
  if (!/^\d{1,15}$/.test(text) || number < 1) throw new Misuse(`${option} ${text} is no whole number from 1 on.`);
  return number;
}

const mostPartitions = 100_000;

function toPartitions(text: string): readonly number[] {
  const found = new Set<number>();
  for (const item of text.split(',')) {
    const [, first, last = first] = /^\s*(\d{1,9})(?:-(\d{1,9}))?\s*$/.exec(item) ?? [];
    if (first === undefined || Number(last) < Number(first) || Number(last) - Number(first) > mostPartitions) {
      throw new Misuse(`--partitions ${text} is not understood: write it as 0,2-4.`);
    }
    for (let partition = Number(first); partition <= Number(last); partition++) found.add(partition);
  }
  return [...found];
}
