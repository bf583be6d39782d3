import type { SchemaText } from '../../shared/avro/schemaText.ts';
import type { Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { tellFailure } from '../commands/failure.ts';
import type { CommandContext, Log } from '../commands/context.ts';
import type { Ui } from '../ui.ts';
import type { InspectedSource } from './inspectors.ts';
import type { Report } from './report.ts';
import type { FromReport, PlaceView, ReportAction } from './reportProtocol.ts';

/** All that messages of a report's page may lead to. */
export interface ReportHost {
  readonly report: Report;
  readonly ui: Pick<Ui, 'notify' | 'newDocument' | 'showStatus' | 'writeClipboard'>;
  readonly log: Log;
  /** Runs a command of ours by its id without the prefix. */
  readonly run: CommandContext['run'];
  readonly changeSettingIn: CommandContext['changeSettingIn'];
  /** Reads the record from its topic, and shows its bytes beside the report. */
  readonly inspect: (source: InspectedSource) => Promise<void>;
}

/** Does what a message of a page asks for. It never throws: what fails is told to the user. */
export async function receiveReport(message: FromReport, host: ReportHost): Promise<void> {
  try {
    await handle(message, host);
  } catch (error) {
    const { topic } = host.report;
    const what =
      message.type === 'inspect' ? `Can't show the bytes of ${topic} ${message.record.partition}/${message.record.offset}` : undefined;
    await tellFailure(what ?? `Can't do this with the report of ${topic}`, error, host);
  }
}

async function handle(message: FromReport, host: ReportHost): Promise<void> {
  const { report } = host;
  switch (message.type) {
    case 'ready':
      return open(report);
    case 'refresh':
      return report.refresh();
    case 'cancel':
      report.cancel();
      return;
    case 'part':
      report.showPart(message.part);
      return;
    case 'do':
      return act(message.what, host);
    case 'inspect':
      return host.inspect(sourceOf(report, message.record));
    case 'treatAs':
      return treatAs(message.reading, host);
    case 'openSubject': {
      const { subject, version } = message;
      return host.run('openVersion', { connection: report.connection, subject, version });
    }
    case 'consumers':
      return host.changeSettingIn('user', 'diagnose.consumers', () => (message.ids.length === 0 ? undefined : [...message.ids]));
    case 'copySnippet':
    case 'openSnippet':
      return useSnippet(message, host);
  }
}

/** A page that is shown anew shows what is known; one that was never shown begins. */
function open(report: Report): Promise<void> {
  if (report.diagnosis === undefined && report.state().activity === 'idle' && report.state().problem === undefined) return report.refresh();
  report.post();
  return Promise.resolve();
}

const commandIds: Readonly<Record<Exclude<ReportAction, 'watch'>, string>> = {
  reframe: 'reframeTopic',
  spark: 'continueInSpark',
  save: 'saveReport',
  profile: 'setDecodeProfile',
};

async function act(what: ReportAction, { report, run }: ReportHost): Promise<void> {
  if (what === 'watch') return report.watch();
  const { connection, topic, part } = report;
  await run(commandIds[what], { connection, topic, part });
  if (what === 'profile') report.post();
}

/** A record's bytes are yet to be read. Bytes without a frame are shown by the schema that was found to have written them. */
function sourceOf({ connection, topic, part, diagnosis }: Report, { partition, offset }: PlaceView): InspectedSource {
  const schema = diagnosis === undefined ? undefined : bareSchema(diagnosis[part], partition, BigInt(offset));
  return {
    ...{ name: `${topic} ${partition}/${offset}`, connection, topic, place: { partition, offset }, part },
    ...{ key: undefined, value: undefined, headers: [], ...(schema && { schemas: { [part]: schema } }) },
  };
}

function bareSchema({ bands, classes }: Diagnosis['value'], partition: number, offset: bigint): SchemaText | undefined {
  const band = bands.find((one) => one.partition === partition && offset >= one.from && offset < one.to);
  const [place, ...others] = band?.classes ?? [];
  const found = place === undefined || others.length > 0 ? undefined : classes[place];
  return found?.framing === 'bare' && found.schemas.length === 1 ? found.schemas[0]?.schema : undefined;
}

async function treatAs(at: number, { report, run }: ReportHost): Promise<void> {
  const { connection, topic, part, diagnosis } = report;
  const reading = diagnosis?.[part].readings[at];
  if (reading === undefined) return;
  const [found] = reading.schemas;
  const isFile = found !== undefined && found.source.subject === undefined && found.source.schemaId === undefined;
  // A frame says by itself which schema has written what is in it.
  const schema = reading.framing === 'bare' && found ? { schema: found.source, ...(isFile && { file: found.schema.label }) } : {};
  await run('setDecodeProfile', { connection, topic, part, framing: reading.framing, ...schema });
  report.post();
}

async function useSnippet(
  { type, id }: FromReport & { readonly type: 'copySnippet' | 'openSnippet' },
  { report, ui }: ReportHost,
): Promise<void> {
  const snippet = report.snippets().find((one) => one.id === id);
  if (snippet === undefined) return;
  if (type === 'openSnippet') return ui.newDocument(snippet.language, snippet.text);
  await ui.writeClipboard(snippet.text);
  ui.showStatus(`Copied the snippet for ${snippet.title}.`);
}
