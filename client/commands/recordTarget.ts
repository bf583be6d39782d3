import { KafkaError } from '../../shared/errors.ts';
import type { RecordPlace } from '../records/recordsView.ts';
import type { RecordsPage } from '../webview/recordsPages.ts';
import type { CommandContext } from './context.ts';
import { activePage } from './pageCommands.ts';
import { topicTarget } from './targets.ts';

/** A record that a command was called on, and the page that shows it. */
export interface RecordTarget {
  readonly page: RecordsPage;
  readonly place: RecordPlace;
}

/** The page that a command's first argument names, else the one in front. @throws KafkaError `records/no-page` */
export function pageTarget(context: CommandContext, args: readonly unknown[]): RecordsPage {
  const topic = topicTarget(args);
  return (topic && context.records.find(topic.connection, topic.topic)) ?? activePage(context);
}

/** The record that a command's first argument names, else the chosen one. @throws KafkaError `records/no-page`, `records/none-chosen` */
export function recordTarget(context: CommandContext, args: readonly unknown[]): RecordTarget {
  const page = pageTarget(context, args);
  const place = placeOf(args[0]) ?? page.selected();
  if (place !== undefined) return { page, place };
  throw new KafkaError('records/none-chosen', 'No record is chosen.', { remedy: 'Choose one on the records page first.' });
}

/** A record's place as pages hand it over; undefined where it is none. */
export function placeOf(value: unknown): RecordPlace | undefined {
  if (typeof value !== 'object' || value === null || !('partition' in value) || !('offset' in value)) return undefined;
  const { partition, offset } = value;
  return typeof partition === 'number' && typeof offset === 'string' && /^\d{1,19}$/.test(offset) ? { partition, offset } : undefined;
}
