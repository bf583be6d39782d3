import type { HeldRecord } from '../records/recordsSession.ts';
import type { RecordPlace } from '../records/recordsView.ts';
import { KafkaError } from '../../shared/errors.ts';
import { inSlices } from '../views/slicing.ts';
import type { RecordOfTopic } from './recordDocuments.ts';
import { copySteps, maxCopiedBytes } from './recordCopies.ts';
import { recordTarget, targetOf, type RecordsHost } from './recordsDispatch.ts';
import type { CopyForm, RecordAction } from './recordsProtocol.ts';
import { formatCount } from './texts.ts';

/** What is copied of many records at once would fill the memory. */
const maxCopiedRecords = 1000;

export async function copyRecords(places: readonly RecordPlace[], form: CopyForm, host: RecordsHost): Promise<void> {
  const { reader, ui } = host;
  const { topic, settings } = reader.state;
  const records: HeldRecord[] = [];
  let bytes = 0;
  for (const place of places.slice(0, maxCopiedRecords)) {
    // Of a large value one byte more than is copied tells that there is more; JSON comes whole.
    const record = await fetchRecord(host, place, form === 'kcat' ? 0 : maxCopiedBytes);
    records.push(record);
    bytes += record.value.size + record.key.size;
    if (bytes > 4 * maxCopiedBytes) break;
  }
  if (records.length === 0) return;
  const source = { topic, connection: host.connection(), isolation: settings.isolation };
  const { text, note } = await inSlices(copySteps(records, form, source));
  if (text !== undefined) await ui.writeClipboard(text);
  const left =
    records.length < places.length
      ? `Copied the first ${formatCount(records.length)} of ${formatCount(places.length)} records.`
      : undefined;
  const said = note ?? left;
  if (said !== undefined) ui.showStatus(said);
}

/** Does one of the actions of a record, or of the page. */
export async function actOnRecords(what: RecordAction, places: readonly RecordPlace[], host: RecordsHost): Promise<void> {
  const { reader } = host;
  const [place] = places;
  switch (what) {
    case 'openSettings':
      return host.openSettings('avroWorkbench.peek');
    case 'produceSample':
      return host.run('produceSample', targetOf(host));
    case 'export':
      return host.run('exportRecords', { ...targetOf(host), source: place === undefined ? 'shown' : 'chosen', places });
    case 'diagnose':
      return host.run('diagnoseTopicItem', place === undefined ? targetOf(host) : recordTarget(host, place));
    case 'reveal':
      return reveal(host);
    case 'compare':
      return compare(places, host);
    case 'openDocument':
      return place === undefined ? undefined : host.documents.open(await fetchWhole(host, place));
    case 'reproduce':
      return place === undefined ? undefined : host.run('reproduceRecord', recordTarget(host, place));
    case 'inspectBytes':
      return place === undefined ? undefined : host.run('inspectBytes', recordTarget(host, place));
    case 'openSchema':
      return place === undefined ? undefined : openSchema(place, host);
    case 'useForTopic':
      return place === undefined ? undefined : keepGuess(place, host);
    default: {
      reader.fail(new Error(`There is no action "${String(what satisfies never)}".`));
      return;
    }
  }
}

/** Has the topic's values read as this one was guessed to be, from now on. */
async function keepGuess(place: RecordPlace, host: RecordsHost): Promise<void> {
  const { value } = await fetchRecord(host, place, 0);
  await host.run('setDecodeProfile', { ...targetOf(host), part: 'value', framing: value.framing, schema: value.schema });
}

async function reveal({ reader, ui }: RecordsHost): Promise<void> {
  const { topic } = reader.state;
  const answer = await ui.notify('warning', `The masked fields of ${topic} become visible on this page, and in what is copied from it.`, [
    'Reveal',
  ]);
  if (answer === 'Reveal') reader.reveal();
}

/** Two are compared at once; one waits for another one to be chosen. */
async function compare([one, other]: readonly RecordPlace[], host: RecordsHost): Promise<void> {
  const { reader } = host;
  const { comparing } = reader.state;
  if (one === undefined) {
    reader.compareWith(undefined);
    return;
  }
  if (other !== undefined) {
    reader.compareWith(undefined);
    return host.documents.compare(await fetchWhole(host, one), await fetchWhole(host, other));
  }
  if (comparing === undefined) {
    reader.compareWith(one);
    return;
  }
  reader.compareWith(undefined);
  if (isSame(comparing, one)) return;
  await host.documents.compare(await fetchWhole(host, comparing), await fetchWhole(host, one));
}

function isSame(one: RecordPlace, other: RecordPlace): boolean {
  return one.partition === other.partition && one.offset === other.offset;
}

async function openSchema(place: RecordPlace, host: RecordsHost): Promise<void> {
  const { value, key } = await fetchRecord(host, place, 0);
  const schema = value.schema ?? key.schema;
  const { connection } = host.reader.state;
  if (schema?.subject !== undefined) return host.run('openVersion', { connection, subject: schema.subject, version: schema.version });
  if (schema?.schemaId !== undefined) return host.run('findSchemaById', { connection, schemaId: schema.schemaId });
  throw new KafkaError('record/no-schema', 'No registered schema is known for this record.');
}

async function fetchWhole(host: RecordsHost, place: RecordPlace): Promise<RecordOfTopic> {
  return { ...targetOf(host), record: await fetchRecord(host, place, undefined) };
}

/** @throws KafkaError `record/not-held` */
async function fetchRecord({ reader }: RecordsHost, place: RecordPlace, maxBytes: number | undefined): Promise<HeldRecord> {
  const record = await reader.look((signal) => reader.record(place, signal, maxBytes));
  if (record !== undefined) return record;
  throw new KafkaError('record/not-held', `Record ${place.partition}/${place.offset} is not held any more.`, { remedy: 'Read again.' });
}
