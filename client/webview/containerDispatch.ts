import { toHex } from '../../shared/avro/bytesLiteral.ts';
import type { Log } from '../commands/context.ts';
import { tellFailure } from '../commands/failure.ts';
import type { Ui } from '../ui.ts';
import type { ContainerReader } from './containerReader.ts';
import type { FromContainer } from './containerProtocol.ts';
import { indentJson } from './schemaView.ts';
import { formatBytes, formatNumber } from './texts.ts';

/** All that messages of a container file's page may lead to. */
export interface ContainerHost {
  readonly reader: ContainerReader;
  readonly ui: Pick<Ui, 'notify' | 'showStatus' | 'showText' | 'writeClipboard'>;
  readonly log: Log;
  /** Asks for a format and a file, and writes the records there. */
  readonly exportRecords: () => Promise<void>;
  /** Opens the file in the text editor, or asks in which one. */
  readonly reopen: (as: 'text' | 'other') => Promise<void>;
}

/** A clipboard holds all of it in memory, several times. */
const maxCopied = 16 << 20;

/** Does what a message of a page asks for. It never throws: what fails is told to the user. */
export async function receiveContainer(message: FromContainer, host: ContainerHost): Promise<void> {
  try {
    await handle(message, host);
  } catch (error) {
    await tellFailure(`Can't do this with ${host.reader.name}`, error, host);
  }
}

async function handle(message: FromContainer, host: ContainerHost): Promise<void> {
  const { reader } = host;
  switch (message.type) {
    case 'ready':
      return reader.show();
    case 'rows':
      return reader.rows(message);
    case 'columns':
      reader.setColumns(message.columns);
      return;
    case 'details':
      return reader.details(message.record);
    case 'search':
      return reader.search(message);
    case 'stop':
      reader.stop();
      return;
    case 'goOn':
      return reader.index();
    case 'readAgain':
      return reader.read();
    case 'showSchema':
      return showSchema(host);
    case 'export':
      return host.exportRecords();
    case 'openAsText':
      return host.reopen('text');
    case 'openWith':
      return host.reopen('other');
    case 'copy':
      return copy(message.records, message.what, host);
    case 'openDocument':
      return openDocument(message.record, host);
    case 'saved':
      return;
  }
}

async function showSchema({ reader, ui }: ContainerHost): Promise<void> {
  const { schemaText, name } = reader;
  if (schemaText === undefined) return;
  await ui.showText({ title: `Schema of ${name}.avsc`, language: 'avro-schema', text: `${indentJson(schemaText)}\n` });
}

async function openDocument(record: number, { reader, ui }: ContainerHost): Promise<void> {
  const view = await reader.record(record);
  if (view?.json !== undefined) await ui.showText({ title: `${reader.name} ${record}.json`, language: 'json', text: `${view.json}\n` });
  else ui.showStatus(view?.why ?? 'There is no such record any more.');
}

async function copy(records: readonly number[], what: 'json' | 'hex', { reader, ui }: ContainerHost): Promise<void> {
  const texts: string[] = [];
  let length = 0;
  let unread = 0;
  for (const record of records) {
    const view = await reader.record(record);
    const text = what === 'json' ? view?.json : view?.json === undefined ? undefined : toHex(view.bytes);
    if (text === undefined) unread++;
    else {
      length += text.length;
      if (length > maxCopied) {
        ui.showStatus(`More than ${formatBytes(maxCopied)} are not copied. Export the records instead.`);
        return;
      }
      texts.push(text);
    }
  }
  if (texts.length === 0) {
    ui.showStatus("There is nothing that could be copied: what is chosen can't be read.");
    return;
  }
  const isList = what === 'json' && texts.length > 1;
  await ui.writeClipboard(isList ? `[\n${texts.join(',\n')}\n]` : texts.join('\n'));
  if (unread > 0)
    ui.showStatus(`${formatNumber(unread, 'record', 'records')} that can't be read ${unread === 1 ? 'was' : 'were'} not copied.`);
}
