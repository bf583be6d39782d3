import { toReportJson } from '../../shared/diagnosis/reportJson.ts';
import { toReportMarkdown } from '../../shared/diagnosis/reportMarkdown.ts';
import { snippetsOf } from '../../shared/diagnosis/snippets/snippetsOf.ts';
import { KafkaError } from '../../shared/errors.ts';
import { clusterFacts } from '../clusterFacts.ts';
import type { Place } from '../ui.ts';
import type { OpenReport } from '../webview/reports.ts';
import type { Command, CommandContext } from './context.ts';
import { askSteps } from './steps.ts';
import { topicTarget } from './targets.ts';

const title = 'Save Report';

interface Draft {
  readonly format: 'md' | 'json' | undefined;
  readonly contents: boolean;
}

/** Writes a report to a file that can be shared: without what messages contain, unless that is chosen. */
export const saveReport: Command = {
  failure: "Can't save the report",
  create:
    (context) =>
    async (...args) => {
      const report = reportTarget(context, args);
      const { diagnosis, topic } = report;
      if (diagnosis === undefined)
        throw new KafkaError('report/nothing', `Nothing is known of ${topic} yet.`, { remedy: 'Diagnose it first.' });
      const { format = 'md', contents } = await askSteps<Draft>(
        [
          { ask: async (draft, place) => ({ ...draft, format: await pickFormat(context, draft.format, place) }) },
          { ask: async (draft, place) => ({ ...draft, contents: await pickContents(context, report, place) }) },
        ],
        { format: undefined, contents: false },
      );
      const path = await context.ui.saveFile({ title, button: 'Save', name: `diagnosis-${topic}.${format}`, extension: format });
      const text = format === 'json' ? toReportJson(diagnosis, { contents }) : markdownOf(context, report, diagnosis, contents);
      await context.files.writeText(context.files.resolve(path, 'untitled:report'), text);
      if ((await context.ui.notify('info', `Saved the report of ${topic}.`, ['Open File'])) === 'Open File')
        await context.ui.openFile(path);
    },
};

function reportTarget({ reports }: CommandContext, args: readonly unknown[]): OpenReport {
  const target = topicTarget(args);
  const report = (target && reports.find(target.connection, target.topic)) ?? reports.active();
  if (report !== undefined) return report;
  throw new KafkaError('report/no-page', 'No report is open.', { remedy: 'Use Avro: Diagnose Topic… first.' });
}

function pickFormat(context: CommandContext, before: Draft['format'], place: Place): Promise<'md' | 'json'> {
  return context.ui.pick<'md' | 'json'>({
    title,
    placeholder: 'Format',
    place,
    choices: [
      {
        label: 'Markdown',
        description: '.md',
        detail: 'For people: to be pasted where it is talked about.',
        icon: 'markdown',
        value: 'md',
      },
      { label: 'JSON', description: '.json', detail: 'For programs.', icon: 'json', value: 'json' },
    ],
    isInitial: (format) => format === before,
  });
}

function pickContents(context: CommandContext, { topic }: OpenReport, place: Place): Promise<boolean> {
  const isMasked = context.settings.masks(topic).length > 0;
  return context.ui.pick<boolean>({
    title,
    placeholder: 'Whether what messages contain is in it',
    place,
    choices: [
      { label: 'Without Contents', detail: 'Framings, schemas, offsets, times and counts only.', icon: 'shield', value: false },
      {
        label: 'With Contents',
        detail: `A few values, as they were written and as consumers read them.${isMasked ? ' Masked fields stay masked.' : ''}`,
        icon: 'eye',
        value: true,
      },
    ],
    isInitial: (contents) => !contents,
  });
}

function markdownOf(
  context: CommandContext,
  report: OpenReport,
  diagnosis: NonNullable<OpenReport['diagnosis']>,
  contents: boolean,
): string {
  const found = context.connections.find(report.connection)?.settings;
  return toReportMarkdown(diagnosis, {
    contents,
    consumers: context.settings.diagnose().consumers,
    snippets: (part) => (found === undefined ? [] : snippetsOf({ diagnosis, part, cluster: clusterFacts(found) })),
    nowMs: Date.now(),
  });
}
