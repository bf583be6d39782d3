import { CodecError } from '../../shared/errors.ts';
import type { ExportFormat } from '../records/recordsSession.ts';
import type { Choice } from '../ui.ts';
import type { ContainerReader } from '../webview/containerReader.ts';
import type { CommandContext } from './context.ts';
import { toProgress, tellExported } from './exported.ts';
import { failingAs } from './failure.ts';
import { topicTarget } from './targets.ts';

type ContainerFormat = Exclude<ExportFormat, 'avro'>;

const formats: readonly Choice<ContainerFormat>[] = [
  { label: 'NDJSON', description: 'a JSON object for each record', value: 'ndjson' },
  { label: 'CSV', description: 'a column for each field', detail: 'For spreadsheets.', value: 'csv' },
];

/** The container file that an editor names with its own button, else the one in front where no topic is named. */
export function containerTarget({ containers }: CommandContext, args: readonly unknown[]): ContainerReader | undefined {
  const [value] = args;
  const id = typeof value === 'object' && value !== null && 'container' in value ? value.container : undefined;
  if (typeof id === 'string') return containers.find(id)?.reader;
  return topicTarget(args) === undefined ? containers.active()?.reader : undefined;
}

/** Writes all records of a container file to another file. */
export async function exportContainer(context: CommandContext, reader: ContainerReader): Promise<void> {
  const { ui, settings } = context;
  const { name } = reader;
  const format = await ui.pick({ title: 'Export Records', placeholder: 'Format', choices: formats });
  const path = await ui.saveFile({
    title: `Export Records of ${name}`,
    button: 'Export',
    name: `${name.replace(/\.avro$/i, '')}.${format}`,
    extension: format,
  });
  await failingAs(`Can't export the records of ${name}`, undefined, async () => {
    const end = await ui.progress(`Exporting records of ${name}`, async (report, signal) => {
      const { session } = reader;
      if (session === undefined) throw new CodecError('container/not-readable', `${name} was not read yet.`);
      return session.exportRecords({ format, path, render: settings.view() }, (progress) => report(toProgress(progress)), signal);
    });
    await tellExported(context, end, path);
  });
}
