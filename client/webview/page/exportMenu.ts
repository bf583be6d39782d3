import type { ExportSource, FromPage } from '../recordsProtocol.ts';
import type { RecordPlace } from '../../records/recordsView.ts';
import { formatCount } from '../texts.ts';
import { menuItem, type PopoverOptions } from './popover.ts';

export interface ExportFacts {
  /** Rows of the view. */
  readonly shown: number;
  readonly chosen: readonly RecordPlace[];
}

/** What goes into a file; the host asks for its format and its name. */
export function toExportMenu({ shown, chosen }: ExportFacts, send: (message: FromPage) => void, close: () => void): PopoverOptions {
  const run = (source: ExportSource, places: readonly RecordPlace[] = []) => {
    close();
    send({ type: 'export', source, places });
  };
  const selected = chosen.length > 1 ? `${formatCount(chosen.length)} Selected Records…` : 'Selected Record…';
  const formats = 'NDJSON, CSV, .avro';
  const content = [
    menuItem(`Shown Records (${formatCount(shown)})…`, () => run('shown'), { note: formats, disabled: shown === 0 }),
    menuItem(selected, () => run('chosen', chosen), { disabled: chosen.length === 0 }),
    menuItem('Whole Scan, without showing it…', () => run('scan')),
  ];
  return { label: 'Export', role: 'menu', content };
}
