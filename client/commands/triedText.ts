import type { TriedRecord, TryOutcome, TryResult } from '../cluster/session.ts';

export interface TriedOn {
  /** Of the schema. */
  readonly label: string;
  readonly connection: string;
  readonly topic: string;
  readonly part: 'key' | 'value';
  /** What of the topic's decode profile can't be used: sentences. */
  readonly problem: string | undefined;
}

/** What came out, in a few words for the status bar. */
export function triedStatus(result: TryResult, part: 'key' | 'value'): string {
  if (result.records === 0) return 'The topic has no records';
  return [`Read ${result.read} of ${triedCount(result)} with this schema`, ...apart(result, part)].join(', ');
}

/** What came out, as the schema's lens has it; undefined where there was nothing to try it on. */
export function triedLens(result: TryResult, part: 'key' | 'value'): string | undefined {
  if (result.records === 0) return undefined;
  const failed = total(result.failed);
  if (failed === 0) return triedStatus(result, part);
  return [`${failed} of ${triedCount(result)} can't be read with this schema`, ...apart(result, part)].join(', ');
}

/** What is not counted, and whether there would have been more. */
function apart(result: TryResult, part: 'key' | 'value'): string[] {
  return [
    counted(
      result.tombstones,
      part === 'key' ? 'record without a key' : 'tombstone',
      part === 'key' ? 'records without a key' : 'tombstones',
    ),
    total(result.unknown) > 0 ? `${total(result.unknown)} could not be tried` : undefined,
    stoppedText(result),
  ].filter((text) => text !== undefined);
}

/** Which records failed, and why, for people to read: the most frequent reason first. */
export function toTriedText(result: TryResult, { label, connection, topic, part, problem }: TriedOn): string {
  const failed = total(result.failed);
  const unknown = total(result.unknown);
  const what = part === 'key' ? 'keys' : 'values';
  const lines = [
    `Read ${result.read} of ${triedCount(result)} ${what} of ${topic} (${connection}) with ${label}. Nothing was registered.`,
    ...(problem === undefined ? [] : [problem]),
    ...(result.tombstones > 0
      ? [
          `${result.tombstones} of ${result.records} records ${result.tombstones === 1 ? `has no ${part}, and is` : `have no ${part}, and are`} not counted.`,
        ]
      : []),
    ...(stoppedText(result) === undefined ? [] : ['Not all that was asked for could be fetched.']),
    ...section(failed === 1 ? "1 can't be read:" : `${failed} can't be read:`, result.failed),
    ...section(`${unknown} could not be tried, and ${unknown === 1 ? 'is' : 'are'} not counted:`, result.unknown),
  ];
  return `${lines.join('\n')}\n`;
}

function section(heading: string, outcomes: readonly TryOutcome[]): string[] {
  return outcomes.length === 0 ? [] : ['', heading, ...outcomes.flatMap(outcomeLines)];
}

function outcomeLines({ path, reason, writer, count, listed }: TryOutcome): string[] {
  const writtenWith = writer === undefined ? '' : ` written with ${writer}`;
  const more = count - listed.length;
  return [
    '',
    `  ${path === '' ? '' : `${path}: `}${reason}`,
    `  ${count === 1 ? '1 record' : `${count} records`}${writtenWith}:`,
    ...listed.map((record) => `    ${recordText(record)}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

function recordText({ partition, offset, path, position }: TriedRecord): string {
  const places = [path === '' ? undefined : path, position === undefined ? undefined : `byte ${position}`];
  return [`partition ${partition}, offset ${offset}`, ...places.filter((place) => place !== undefined)].join(', ');
}

function triedCount({ read, failed }: TryResult): number {
  return read + total(failed);
}

function total(outcomes: readonly TryOutcome[]): number {
  return outcomes.reduce((sum, { count }) => sum + count, 0);
}

function counted(count: number, one: string, many: string): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? one : many}`;
}

function stoppedText({ stopped, incomplete }: TryResult): string | undefined {
  if (stopped === 'timeout') return 'stopped by the time limit';
  if (stopped === 'bytes') return 'stopped by the size limit';
  return incomplete.length > 0 && stopped === 'end' ? 'some partitions could not be read' : undefined;
}
