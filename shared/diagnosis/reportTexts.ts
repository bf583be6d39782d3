import { isPrimitiveKind } from '../wire/primitives.ts';
import type { ConsumerCell, ConsumerId, ConsumerRow, ConsumerTable } from './consumerTable.ts';
import type { Band, Diagnosis, DiagnosisReads, FoundClass, PartitionOffsets, SideDiagnosis } from './diagnosis.ts';

/** Texts of a report that the page, Markdown and the terminal share. Numbers and times are as the sentences of a diagnosis have them. */

/** "53,103". */
export function count(value: number | bigint): string {
  return value.toLocaleString('en');
}

/** "1 record", "53,103 records". */
export function counted(value: number | bigint, one: string, many = `${one}s`): string {
  return `${count(value)} ${BigInt(value) === 1n ? one : many}`;
}

/** "10 Nov 14:02", with seconds where they are wanted, and the year where it is another than now; in local time. */
export function timeText(ms: number, nowMs: number, { seconds = false } = {}): string {
  const time = new Date(ms);
  if (Number.isNaN(time.getTime())) return `${ms} ms`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const year = time.getFullYear() === new Date(nowMs).getFullYear() ? '' : ` ${time.getFullYear()}`;
  const clock = [time.getHours(), time.getMinutes(), ...(seconds ? [time.getSeconds()] : [])].map(two).join(':');
  return `${time.getDate()} ${months[time.getMonth()] ?? ''}${year} ${clock}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "10 Nov 14:02 to 14:05"; empty where no time is known. */
export function spanText(firstMs: number | undefined, lastMs: number | undefined, nowMs: number): string {
  if (firstMs === undefined || lastMs === undefined) return '';
  const [first, last] = [timeText(firstMs, nowMs), timeText(lastMs, nowMs)];
  const isSameDay = new Date(firstMs).toDateString() === new Date(lastMs).toDateString();
  return first === last ? first : `${first} to ${isSameDay ? last.slice(last.lastIndexOf(' ') + 1) : last}`;
}

/** "UTC+01:00", of local time then. */
export function zoneText(ms: number): string {
  const minutes = -new Date(ms).getTimezoneOffset();
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  return minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/** The text as a title, or as a sentence, begins. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "0 to 18,203", or "18,203" of one. */
export function offsetsText(from: bigint, to: bigint): string {
  return to - from <= 1n ? count(from) : `${count(from)} to ${count(to - 1n)}`;
}

/** What was read of what, how, and how long it took: "3 partitions, 59,674 records", "405 read in 1.4 s: …", "no consumer group". */
export function metaTexts({ partitions, reads, durationMs, startedMs, stage, key, value }: Diagnosis): string[] {
  const all = recordsOf(partitions);
  const duration = durationMs < 9950 ? `${(durationMs / 1000).toFixed(1)} s` : `${Math.round(durationMs / 1000)} s`;
  const size = `${counted(partitions.length, 'partition')}, ${counted(all, 'record')}`;
  const isWhole = all > 0n && BigInt(reads.records) >= all;
  const read = isWhole
    ? [`${size}, all read in ${duration}`]
    : [size, `${count(reads.records)} read in ${duration}${howRead(reads, key.changes.length + value.changes.length > 0)}`];
  return [
    ...(stage === 'connecting' && partitions.length === 0 ? [] : read),
    'no consumer group',
    `times are local (${zoneText(startedMs)})`,
  ];
}

function howRead({ each, forChanges }: DiagnosisReads, isFound: boolean): string {
  const found = forChanges === 0 ? '' : `, and ${count(forChanges)} ${isFound ? 'to find the switch' : 'between them'}`;
  return each === 0 ? '' : `: oldest, middle and newest ${count(each)} of each partition${found}`;
}

/** As many offsets as a topic holds. */
export function recordsOf(partitions: readonly PartitionOffsets[]): bigint {
  return partitions.reduce((sum, { firstOffset, endOffset }) => sum + endOffset - firstOffset, 0n);
}

/** "89 %"; never 0 or 100 where it is not exactly that. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.01) return 'less than 1 %';
  return share > 0.99 && share < 1 ? 'more than 99 %' : `${Math.round(share * 100)} %`;
}

/** What a range is: "Confluent prefix", "both Confluent prefix and bare Avro", "Confluent prefix, or bare Avro" where that is undecided. */
export function bandName({ classes: places }: Pick<Band, 'classes'>, { classes, readings }: SideDiagnosis): string {
  if (readings.length > 0)
    return joined(
      readings.map(({ name }) => name),
      ', or ',
    );
  const names = places.flatMap((place) => classes[place]?.name ?? []);
  if (names.length === 0) return 'not read';
  return names.length === 2 ? `both ${joined(names, ' and ')}` : joined(names, ' and ');
}

/** "schema id 12", "schema ids 9, 10, 13"; empty where there is none. */
export function schemaIdsText(ids: readonly number[], most = 4): string {
  if (ids.length === 0) return '';
  const more = ids.length > most ? ` and ${ids.length - most} more` : '';
  return `schema ${ids.length === 1 ? 'id' : 'ids'} ${ids.slice(0, most).join(', ')}${more}`;
}

function joined(items: readonly string[], last: string): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')}${last}${items.at(-1) ?? ''}`;
}

/** "bare Avro: 6,571 records, 11 %". */
export function classText({ name, records, share, certainty }: FoundClass): string {
  return `${name}: ${counted(records, 'record')}, ${shareText(share)}${certainty === 'proved' ? '' : `, ${certainty}`}`;
}

/** Whether a row was seen with the real software, by all of its cells: "measured with 3.5.7", "from documentation". */
export function basisText({ versions, cells }: ConsumerRow): string {
  if (versions === undefined || !cells.some(({ isMeasured }) => isMeasured)) return 'from documentation';
  return cells.every(({ isMeasured }) => isMeasured) ? `measured with ${versions}` : `partly measured, with ${versions}`;
}

/** The rows of those consumers that were chosen, in the order of the table. */
export function chosenRows({ rows }: ConsumerTable, chosen: readonly ConsumerId[] | undefined): readonly ConsumerRow[] {
  return chosen === undefined ? rows : rows.filter(({ consumer }) => chosen.includes(consumer));
}

/** Whether a cell must say by itself that nobody saw it, since its row's others were seen. */
export function isUnseen(cell: ConsumerCell, { cells }: ConsumerRow): boolean {
  return !cell.isMeasured && cells.some(({ isMeasured }) => isMeasured);
}

/** What stands before the texts of an error: "6 of 137: " where it is not of all. */
export function errorCount({ count: some, of }: { readonly count: number; readonly of: number }): string {
  return some >= of ? '' : `${count(some)} of ${count(of)}: `;
}

/** A sentence in its runs of text and, in backticks, code. A backtick that is never closed is text. */
export function splitCode(sentence: string): { readonly text: string; readonly isCode: boolean }[] {
  const runs: { text: string; isCode: boolean }[] = [];
  let rest = 0;
  for (const { index, 0: whole, 1: code = '' } of sentence.matchAll(/`([^`]+)`/g)) {
    if (index > rest) runs.push({ text: sentence.slice(rest, index), isCode: false });
    runs.push({ text: code, isCode: true });
    rest = index + whole.length;
  }
  if (rest < sentence.length) runs.push({ text: sentence.slice(rest), isCode: false });
  return runs;
}

/** How much of it is known by now, and why there is no more: one sentence; undefined where all of it is. */
export function stageText({ stage, stopped, value, key }: Diagnosis): string | undefined {
  switch (stopped) {
    case 'timeout':
      return 'The time was over before everything was looked at: this is what was known by then.';
    case 'bytes':
      return 'Enough bytes were fetched before everything was looked at: this is what was known by then.';
    case 'cancelled':
      return 'Cancelled by you: this is what was known by then.';
    case 'deleted':
      return 'The topic was deleted meanwhile: this is what was known by then.';
    case 'done':
      return undefined;
    case undefined:
      return stage === 'first' || (stage === 'searching' && value.changes.length + key.changes.length === 0)
        ? 'By the first samples.'
        : undefined;
  }
}

/** Whether there is more to say of keys, or values, than one sentence: where they are Avro, or nobody is sure what they are. */
export function isWorthALook({ state, classes }: SideDiagnosis): boolean {
  if (state === 'absent') return false;
  return state !== 'one' || classes.some(({ framing, fault }) => fault !== undefined || !(framing === 'null' || isPlain(framing)));
}

/** Whether it is what people write without Avro: JSON, text, numbers and UUIDs. */
export function isPlain(framing: FoundClass['framing']): boolean {
  return framing === 'text' || framing === 'json' || isPrimitiveKind(framing);
}
