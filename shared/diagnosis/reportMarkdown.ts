import { escapeMarkdown } from '../markdown.ts';
import { toVisible } from '../visibleText.ts';
import type { Comparison, ConsumerCell, ConsumerId, ConsumerRow } from './consumerTable.ts';
import type { Diagnosis, Evidence, PossibleReading, SideDiagnosis } from './diagnosis.ts';
import {
  bandName,
  basisText,
  chosenRows,
  classText,
  count,
  counted,
  errorCount,
  isUnseen,
  isWorthALook,
  metaTexts,
  offsetsText,
  schemaIdsText,
  spanText,
  splitCode,
  stageText,
  timeText,
} from './reportTexts.ts';
import type { Snippet } from './snippet.ts';
import { withoutContents } from './withoutContents.ts';

export interface MarkdownOptions {
  /** With what messages contain, as far as the diagnosis has it. */
  readonly contents: boolean;
  /** Code that reads the keys or the values; none where nobody knows how. */
  readonly snippets?: ((part: 'key' | 'value') => readonly Snippet[]) | undefined;
  /** Of which there are rows; all where it is undefined. */
  readonly consumers?: readonly ConsumerId[] | undefined;
  /** In milliseconds since 1970: times of other years have their year. */
  readonly nowMs: number;
}

/** A diagnosis as Markdown, to be pasted where people talk about it. Names of any origin stay text in it. */
export function toReportMarkdown(whole: Diagnosis, options: MarkdownOptions): string {
  const diagnosis = options.contents ? whole : withoutContents(whole);
  const { connection, topic, key, value, notes } = diagnosis;
  const stage = stageText(diagnosis);
  const sides = [value, key].filter(isWorthALook);
  const shown = sides.length === 0 ? [value] : sides;
  return `${[
    `# Diagnosis of ${plainText(topic)} on ${plainText(connection)}`,
    ...(stage === undefined ? [] : [`_${stage}_`]),
    ...shown.flatMap((side) => sideBlocks(diagnosis, side, shown.length > 1, options)),
    ...(notes.length === 0 ? [] : ['## Notes', list(notes.map(sentence))]),
    '---',
    `${metaTexts(diagnosis).map(plainText).join(' · ')}. Diagnosed ${timeText(diagnosis.startedMs, options.nowMs)} by Avro Workbench${
      options.contents ? '' : '; what messages contain is left out'
    }.`,
  ].join('\n\n')}\n`;
}

function sideBlocks(diagnosis: Diagnosis, side: SideDiagnosis, isOneOfTwo: boolean, options: MarkdownOptions): string[] {
  const level = isOneOfTwo ? '###' : '##';
  const snippets = side.readings.length > 0 ? [] : (options.snippets?.(side.part) ?? []);
  const consumers = consumerBlocks(side, options.consumers);
  return [
    ...(isOneOfTwo ? [`## ${side.part === 'key' ? 'Keys' : 'Values'}`] : []),
    `**${sentence(side.headline)}**`,
    ...(side.detail === '' ? [] : [sentence(side.detail)]),
    ...(side.bands.length === 0 ? [] : [`${level} What is there`, bandTable(side, options.nowMs)]),
    ...(side.classes.length === 0 ? [] : [list(side.classes.map((one) => plainText(classText(one))))]),
    ...(side.changes.length === 0 ? [] : ['Where it changes:', list(changeLines(side, options.nowMs))]),
    ...(side.readings.length === 0 ? [] : [`${level} The readings, none of them shown as fact`, ...readingBlocks(side.readings)]),
    ...(side.evidence.length === 0 ? [] : [`${level} Evidence`, list(side.evidence.map((one) => evidenceLine(one, side)))]),
    ...(consumers.length === 0 ? [] : [`${level} Who can read it`, ...consumers]),
    ...(side.advice.length === 0 && snippets.length === 0 ? [] : [`${level} What to do`]),
    ...(side.advice.length === 0 ? [] : [side.advice.map(({ text }, index) => `${index + 1}. ${sentence(text)}`).join('\n')]),
    ...snippets.flatMap((snippet) => snippetBlocks(snippet, `${level}#`)),
  ];
}

function bandTable(side: SideDiagnosis, nowMs: number): string {
  const rows = side.bands.map((band) => {
    const ids = schemaIdsText(band.schemaIds);
    const times = spanText(band.firstMs, band.lastMs, nowMs);
    return [String(band.partition), offsetsText(band.from, band.to), bandName(band, side), ids, count(band.read.length), times].map(
      plainText,
    );
  });
  return table(['partition', 'offsets', 'framing', 'schema', 'read', 'time'], ['--:', '---', '---', '---', '--:', '---'], rows);
}

function changeLines({ changes, classes }: SideDiagnosis, nowMs: number): string[] {
  return changes.map(({ partition, offset, before, timestampMs, from, to }) => {
    const time = timestampMs === undefined ? '' : `, ${timeText(timestampMs, nowMs, { seconds: true })}`;
    const [old, next] = [classes[from]?.name ?? '', classes[to]?.name ?? ''].map(plainText);
    return `Partition ${partition}: ${next ?? ''} from offset ${count(offset)}${time}; ${old ?? ''} up to offset ${count(before)}.`;
  });
}

function readingBlocks(readings: readonly PossibleReading[]): string[] {
  const [first] = readings;
  const names = list(readings.map(({ name, by }) => `as ${plainText(name)}: ${sentence(by)}`));
  if (first === undefined || first.contents.length === 0) return [names];
  const rows = first.contents.map(({ record, hex }, index) => [
    `${record.partition}/${record.offset}`,
    cellCode(hex),
    ...readings.map(({ contents }) => cellCode(contents[index]?.preview ?? '')),
  ]);
  const head = ['record', 'bytes', ...readings.map(({ name }) => `as ${plainText(name)}`)];
  return [
    names,
    table(
      head,
      head.map(() => '---'),
      rows,
    ),
  ];
}

function evidenceLine({ weight, text, of, count: samples }: Evidence, { readings }: SideDiagnosis): string {
  const reading = of === undefined ? undefined : readings[of]?.name;
  const word = { for: 'For', against: 'Against', little: reading === undefined ? 'Little weight' : 'Little weight for', neutral: 'Note' }[
    weight
  ];
  const about = reading === undefined ? '' : ` ${plainText(reading)}`;
  return `${word}${about}: ${sentence(text)}${samples === 0 ? '' : ` (${counted(samples, 'record')})`}`;
}

function consumerBlocks({ consumers }: SideDiagnosis, chosen: readonly ConsumerId[] | undefined): string[] {
  const { columns } = consumers;
  const rows = chosenRows(consumers, chosen);
  if (rows.length === 0) return [];
  const head = ['consumer', ...columns.map(({ title, detail }) => `${sentence(title)}<br>${sentence(detail)}`)];
  const body = rows.map((row) => [
    `${sentence(row.title)}<br>${plainText(basisText(row))}`,
    ...row.cells.map((cell) => cellText(cell, row)),
  ]);
  const compared = rows.flatMap((row) =>
    row.cells.flatMap(({ comparison }, index) =>
      comparison === undefined ? [] : [comparisonBlock(row, columns[index]?.title ?? '', comparison)],
    ),
  );
  return [
    table(
      head,
      head.map(() => '---'),
      body,
    ),
    ...compared,
  ];
}

function cellText(cell: ConsumerCell, row: ConsumerRow): string {
  const { text, errors, note } = cell;
  return [
    `${sentence(text)}${isUnseen(cell, row) ? ' (not measured)' : ''}`,
    ...errors.flatMap((error) => [
      `${errorCount(error)}${cellCode(error.text)}`,
      ...error.causes.map((cause) => `caused by ${cellCode(cause)}`),
      ...(error.note === undefined ? [] : [sentence(error.note)]),
    ]),
    ...(note === undefined ? [] : [sentence(note)]),
  ].join('<br>');
}

function comparisonBlock({ title }: ConsumerRow, column: string, { record, rows, more }: Comparison): string {
  const head = `What ${sentence(title)} reads wrong (${sentence(column)}): partition ${record.partition}, offset ${count(record.offset)}`;
  if (rows.length === 0) return `${head}.`;
  const body = rows.map(({ path, written, read }) => [cellCode(path), cellCode(written), cellCode(read)]);
  const rest = more === 0 ? '' : `\n\n${counted(more, 'field')} more.`;
  return `${head}.\n\n${table(['field', 'written', 'read'], ['---', '---', '---'], body)}${rest}`;
}

function snippetBlocks({ title, language, text, ranWith, says }: Snippet, level: string): string[] {
  // A fence is longer than whatever stands in the code.
  const fence = '`'.repeat(Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const run = ranWith === undefined ? '' : `Run with ${plainText(ranWith)} by the tests of Avro Workbench.`;
  const words = [...(says === '' ? [] : [sentence(says)]), ...(run === '' ? [] : [run])].join(' ');
  return [`${level} ${plainText(title)}`, ...(words === '' ? [] : [words]), `${fence}${language}\n${text.trimEnd()}\n${fence}`];
}

function table(head: readonly string[], aligned: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, aligned, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** A sentence of the diagnosis, its code as code. */
function sentence(text: string): string {
  return splitCode(text)
    .map(({ text: run, isCode }) => (isCode ? cellCode(run) : plainText(run)))
    .join('');
}

/** Text that is nothing but text. What only looks like Markdown amid words is left as it is, to be read without being shown as a page. */
function plainText(text: string): string {
  return escapeMarkdown(toVisible(text)).replace(/\\([-().+!{}])/g, '$1');
}

/** Code that may stand in a table's cell, too. */
function cellCode(text: string): string {
  const shown = toVisible(text).replaceAll('|', '\\|');
  if (shown === '') return '';
  const fence = '`'.repeat(Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
