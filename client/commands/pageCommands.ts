import { KafkaError } from '../../shared/errors.ts';
import type { PageCommand } from '../webview/recordsProtocol.ts';
import type { RecordsPage } from '../webview/recordsPages.ts';
import type { Command, CommandContext } from './context.ts';

// What a records page does by its own keys, as commands, so that other keys can be bound to it.
export const recordsReadAgain = onPage("Can't read again", 'readAgain');
export const recordsStop = onPage("Can't stop reading", 'stop');
export const recordsPause = onPage("Can't pause reading", 'pause');
export const recordsLive = onPage("Can't switch live reading", 'live');
export const recordsFollow = onPage("Can't follow the newest records", 'follow');
export const recordsFind = onPage("Can't find in the records", 'find');
export const recordsFilter = onPage("Can't filter the records", 'filter');
export const recordsNextUndecoded = onPage("Can't go to the next record", 'nextUndecoded');
export const recordsPreviousUndecoded = onPage("Can't go to the previous record", 'previousUndecoded');
export const recordsGoTo = onPage("Can't go there", 'goTo');
export const recordsDetails = onPage("Can't show the details", 'details');
export const recordsColumns = onPage("Can't choose columns", 'columns');
export const readViewerStatus = onPage("Can't read the status", 'readStatus');

function onPage(failure: string, what: PageCommand): Command {
  return {
    failure,
    create: (context) => () => {
      activePage(context).do(what);
      return Promise.resolve();
    },
  };
}

/** The records page that is in front. @throws KafkaError `records/no-page` where none is open */
export function activePage(context: CommandContext): RecordsPage {
  const page = context.records.active();
  if (page !== undefined) return page;
  throw new KafkaError('records/no-page', 'No records page is open.', { remedy: 'Use Avro: Peek Topic… first.' });
}
