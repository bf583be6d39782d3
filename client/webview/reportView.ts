import type { Comparison, ConsumerCell, ConsumerId, ConsumerRow } from '../../shared/diagnosis/consumerTable.ts';
import type { Advice, Diagnosis, Evidence, RecordRef, SideDiagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { basisText, capital, chosenRows, count, counted, errorCount, isUnseen, metaTexts } from '../../shared/diagnosis/reportTexts.ts';
import type { Snippet } from '../../shared/diagnosis/snippet.ts';
import { toBands } from './bandsView.ts';
import type {
  ButtonView,
  ConsumerCellView,
  ConsumerRowView,
  ConsumersView,
  EvidenceView,
  PlaceView,
  ReadingsView,
  ReportAction,
  ReportView,
} from './reportProtocol.ts';

export interface ReportViewOptions {
  readonly part: 'key' | 'value';
  /** What the host can do. */
  readonly actions: readonly ReportAction[];
  /** Undefined for all. */
  readonly consumers: readonly ConsumerId[] | undefined;
  readonly snippets: readonly Snippet[];
  readonly noSnippets: string | undefined;
  /** Whether somebody chose one of several readings. */
  readonly isChosen: boolean;
  readonly nowMs: number;
}

/** What a page shows of the keys or the values of a diagnosis. */
export function toReportView(diagnosis: Diagnosis, options: ReportViewOptions): ReportView {
  const { connection, topic, notes } = diagnosis;
  const { part, snippets, noSnippets, nowMs } = options;
  const side = diagnosis[part];
  const { advice } = side;
  const isUndecided = side.readings.length > 0;
  return {
    severity: isUndecided ? 'undecided' : side.severity,
    headline: side.headline,
    detail: side.detail,
    meta: [`${connection} › ${topic}`, ...metaTexts(diagnosis)].join(' · '),
    notes,
    buttons: toButtons(side, options),
    bands: toBands(diagnosis, side, nowMs),
    readings: toReadings(side, diagnosis.partitions.length === 1),
    evidence: [...side.evidence.map((one) => toEvidence(one, isUndecided)), ...changeEvidence(side)],
    consumers: toConsumers(side, options.consumers),
    advice: advice.map((one) => ({ text: one.text, links: adviceLinks(one, side, options) })),
    snippets,
    // Where the advice says it already, it is not said again.
    noSnippets: isUndecided || side.state === 'absent' || advice.some(({ text }) => text === noSnippets) ? '' : (noSnippets ?? ''),
  };
}

/** What is offered of a report: nothing that writes where the connection lets nobody write. */
export function reportActions(mayWrite: boolean): ReportAction[] {
  return ['save', 'spark', 'watch', 'profile', ...(mayWrite ? (['reframe'] as const) : [])];
}

const labels: Readonly<Record<ReportAction, string>> = {
  reframe: 'Re-frame…',
  spark: 'Continue in Spark…',
  save: 'Save Report…',
  watch: 'Watch for New Records',
  profile: 'Set Decode Profile…',
};

function toButtons({ state, readings }: SideDiagnosis, { actions, isChosen }: ReportViewOptions): ButtonView[] {
  const isRead = state === 'one' || state === 'changed' || state === 'mixed';
  const wanted: readonly ReportAction[] = [
    ...(isChosen ? (['profile'] as const) : []),
    // What reads the topic as it is comes first where that is well.
    ...(!isRead ? [] : state === 'one' ? (['spark', 'reframe'] as const) : (['reframe', 'spark'] as const)),
    ...(readings.length > 0 ? (['watch'] as const) : []),
    'save',
  ];
  return [...readings.map((_reading, index) => treatAs(readings, index)), ...wanted.filter((one) => actions.includes(one)).map(toButton)];
}

function toButton(what: ReportAction): ButtonView {
  return { label: labels[what], does: { what } };
}

function treatAs(readings: SideDiagnosis['readings'], index: number): ButtonView {
  const { name = '', framing = 'none', by = '' } = readings[index] ?? {};
  const title = name.replace(/(^| )(\p{Ll})/gu, (_whole, gap: string, letter: string) => `${gap}${letter.toUpperCase()}`);
  const isOneOfSome = readings.filter((one) => one.name === name).length > 1;
  return { label: `Treat as ${title}${isOneOfSome ? `, ${by}` : ''}${framing === 'bare' ? '…' : ''}`, does: { reading: index } };
}

function adviceLinks({ action }: Advice, { readings }: SideDiagnosis, { actions }: ReportViewOptions): ButtonView[] {
  if (action === 'treat-as') return readings.map((_reading, index) => treatAs(readings, index));
  if (action === undefined || action === 'snippets' || !actions.includes(action)) return [];
  return [toButton(action)];
}

function toReadings({ readings }: SideDiagnosis, isOnePartition: boolean): ReadingsView | undefined {
  const [first] = readings;
  if (first === undefined) return undefined;
  return {
    columns: readings.map(({ name, by }) => ({ name, by })),
    rows: first.contents.map(({ record, hex }, index) => ({
      place: toPlace(record),
      label: `${isOnePartition ? '' : `Partition ${record.partition}, offset `}${isOnePartition ? 'Offset ' : ''}${count(record.offset)}`,
      hex,
      previews: readings.map(({ contents }) => contents[index]?.preview ?? ''),
    })),
  };
}

function toPlace({ partition, offset }: RecordRef): PlaceView {
  return { partition, offset: offset.toString() };
}

function toEvidence({ weight, text, of, count: samples, records, subject }: Evidence, isUndecided: boolean): EvidenceView {
  return {
    ...{ weight, text, subject, records: records.map(toPlace), reading: isUndecided ? of : undefined },
    count: samples === 0 ? '' : counted(samples, 'record'),
  };
}

/** The two records between which the framing changes. */
function changeEvidence({ changes: [first], classes }: SideDiagnosis): EvidenceView[] {
  if (first === undefined) return [];
  const { partition, offset, before, from, to } = first;
  const text = `Last ${classes[from]?.name ?? 'record'} and first ${classes[to]?.name ?? 'record'} of partition ${partition}, side by side in the byte inspector:`;
  const records = [before, offset].map((one) => toPlace({ partition, offset: one }));
  return [{ weight: 'neutral', text, reading: undefined, count: '', records, subject: undefined }];
}

function toConsumers(side: SideDiagnosis, chosen: readonly ConsumerId[] | undefined): ConsumersView {
  const { consumers, readings } = side;
  const groups: ConsumerRowView[] = [];
  for (const row of chosenRows(consumers, chosen)) {
    const view = toRow(row);
    const last = groups.at(-1);
    const isSame = last !== undefined && JSON.stringify([last.basis, last.cells]) === JSON.stringify([view.basis, view.cells]);
    if (isSame) groups[groups.length - 1] = { ...last, titles: [...last.titles, ...view.titles] };
    else groups.push(view);
  }
  return {
    columns: consumers.columns.map(({ title, detail, of }) => {
      const [content] = readings[of]?.contents ?? [];
      return {
        title,
        detail:
          content === undefined
            ? withoutTitle(detail, title)
            : `offset ${count(content.record.offset)} means \`${content.preview.replaceAll('`', '')}\``,
      };
    }),
    rows: groups,
    choices: consumers.rows
      .map(({ consumer, title }) => ({ id: consumer, title: title.replaceAll('`', ''), isChosen: chosen?.includes(consumer) ?? true }))
      .sort((one, other) => one.title.localeCompare(other.title)),
  };
}

/** What the column's title says already is not said again: "50 records" of "bare Avro, 50 records". */
function withoutTitle(detail: string, title: string): string {
  return capital(detail).startsWith(`${title}, `) ? detail.slice(title.length + 2) : detail;
}

function toRow(row: ConsumerRow): ConsumerRowView {
  const basis = basisText(row);
  return { titles: [row.title], basis, isMeasured: basis !== 'from documentation', cells: row.cells.map((cell) => toCell(cell, row)) };
}

function toCell(cell: ConsumerCell, row: ConsumerRow): ConsumerCellView {
  const { outcome, text, errors, comparison, note } = cell;
  return {
    outcome,
    text: isUnseen(cell, row) ? `${text}, from documentation` : text,
    errors: errors.map((error) => ({ count: errorCount(error), text: error.text, causes: error.causes, note: error.note ?? '' })),
    comparison: comparison && toComparison(comparison),
    note: note ?? '',
  };
}

function toComparison({ record, rows, more }: Comparison): ConsumerCellView['comparison'] {
  return {
    place: toPlace(record),
    label: `Partition ${record.partition}, offset ${count(record.offset)}`,
    rows: rows.map(({ path, written, read }) => ({ path: path === '' ? 'value' : path, written, read })),
    more: more === 0 ? '' : `${counted(more, 'field')} more`,
  };
}
