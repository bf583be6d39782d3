import type { ExportFormat, ExportRequest } from '../records/recordsSession.ts';
import type { RecordPlace } from '../records/recordsView.ts';
import { KafkaError } from '../../shared/errors.ts';
import type { Choice, Place } from '../ui.ts';
import type { RecordsPage } from '../webview/recordsPages.ts';
import type { ExportSource } from '../webview/recordsProtocol.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { pageTarget, placeOf } from './recordTarget.ts';
import { toProgress, tellExported } from './exported.ts';
import { containerTarget, exportContainer } from './exportContainer.ts';
import { askSteps } from './steps.ts';

const title = 'Export Records';

interface Draft {
  readonly source: ExportSource | undefined;
  readonly format: ExportFormat | undefined;
}

/** Writes what a records page shows, its chosen records, or a whole scan to a file. */
export const exportRecords: Command = {
  failure: "Can't export the records",
  create:
    (context) =>
    async (...args) => {
      const container = containerTarget(context, args);
      if (container !== undefined) return exportContainer(context, container);
      const page = pageTarget(context, args);
      const given = sourceTarget(args[0]);
      const selected = page.selected();
      const places = given.places.length > 0 || selected === undefined ? given.places : [selected];
      const { source = 'shown', format = 'ndjson' } = await askSteps<Draft>(
        [
          {
            applies: () => given.source === undefined,
            ask: async (draft, place) => ({ ...draft, source: await chooseSource(context, page, places, draft.source, place) }),
          },
          {
            ask: async (draft, place) => ({ ...draft, format: await chooseFormat(context, draft.format, place) }),
          },
        ],
        { source: given.source, format: undefined },
      );
      const path = await context.ui.saveFile({
        title: `Export Records of ${page.topic}`,
        button: 'Export',
        name: `${page.topic}.${format}`,
        extension: format,
      });
      await failingAs(`Can't export the records of ${page.topic}`, undefined, () => run(context, page, { source, places, format, path }));
    },
};

/** What a page hands over with its own button. */
function sourceTarget(value: unknown): { readonly source: ExportSource | undefined; readonly places: readonly RecordPlace[] } {
  if (typeof value !== 'object' || value === null) return { source: undefined, places: [] };
  const source = 'source' in value ? (['shown', 'chosen', 'scan'] as const).find((one) => one === value.source) : undefined;
  const places = 'places' in value && Array.isArray(value.places) ? value.places.flatMap((place: unknown) => placeOf(place) ?? []) : [];
  return { source, places };
}

function chooseSource(
  context: CommandContext,
  page: RecordsPage,
  places: readonly RecordPlace[],
  before: ExportSource | undefined,
  place: Place,
): Promise<ExportSource> {
  const { shown, state } = page.reader;
  const chosen = places.length === 1 ? 'Selected Record' : 'Selected Records';
  const choices: Choice<ExportSource>[] = [
    ...(shown === undefined ? [] : [{ label: 'Shown Records', description: 'in the order of the table', value: 'shown' as const }]),
    ...(shown === undefined || places.length === 0 ? [] : [{ label: chosen, description: toNames(places), value: 'chosen' as const }]),
    ...(state.settings.start.kind === 'live'
      ? []
      : [{ label: 'Whole Scan', description: 'reads anew with the same start and filter, without showing it', value: 'scan' as const }]),
  ];
  const isInitial = (source: ExportSource): boolean => source === before;
  return context.ui.pick({ title, placeholder: `What of ${page.topic} is exported`, choices, isInitial, place });
}

function toNames(places: readonly RecordPlace[]): string {
  const [first] = places;
  if (places.length > 1) return `${places.length.toLocaleString()} records`;
  return first === undefined ? '' : `${first.partition}/${first.offset}`;
}

const formats: readonly Choice<ExportFormat>[] = [
  {
    label: 'NDJSON',
    description: 'a JSON object for each record',
    detail: 'Keeps everything: keys, headers, bytes that were not decoded.',
    value: 'ndjson',
  },
  { label: 'CSV', description: 'the columns of the table', detail: 'For spreadsheets.', value: 'csv' },
  {
    label: 'Avro Container File',
    description: '.avro',
    detail: 'Values with their schema; what was not decoded is left out.',
    value: 'avro',
  },
];

function chooseFormat(context: CommandContext, before: ExportFormat | undefined, place: Place): Promise<ExportFormat> {
  const isInitial = (format: ExportFormat): boolean => format === before;
  return context.ui.pick({ title, placeholder: 'Format', choices: formats, isInitial, place: place.of > 1 ? place : undefined });
}

interface Plan {
  readonly source: ExportSource;
  readonly places: readonly RecordPlace[];
  readonly format: ExportFormat;
  readonly path: string;
}

async function run(context: CommandContext, page: RecordsPage, plan: Plan): Promise<void> {
  const end = await context.ui.progress(`Exporting records of ${page.topic}`, async (report, signal) => {
    const session = page.reader.shown?.session ?? (await context.sessions.open(page.connection, signal));
    const request = { source: await toSource(page, plan, signal), format: plan.format, path: plan.path };
    return session.exportRecords(request, (progress) => report(toProgress(progress)), signal);
  });
  await tellExported(context, end, plan.path);
}

async function toSource({ reader }: RecordsPage, { source, places }: Plan, signal: AbortSignal): Promise<ExportRequest['source']> {
  const { view } = reader.state;
  if (source === 'scan') {
    const wish = await reader.wish(signal);
    // It ends where the page's scan would end by its count, or when it is cancelled: nothing is held.
    const limits = { ...wish.limits, bytes: Number.MAX_SAFE_INTEGER, timeoutMs: longestMs };
    return { kind: 'scan', options: { ...wish, scan: `export-${crypto.randomUUID()}`, mode: 'new', live: false, limits } };
  }
  const scan = reader.shown?.id;
  if (scan === undefined) throw new KafkaError('records/nothing-read', 'Nothing was read yet.', { remedy: 'Read again first.' });
  return source === 'chosen' ? { kind: 'chosen', scan, view, places } : { kind: 'shown', scan, view };
}

/** The longest that a timer takes. */
const longestMs = 2 ** 31 - 1;
