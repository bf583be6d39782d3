import { tellFailure } from '../commands/failure.ts';
import type { Log } from '../commands/context.ts';
import type { ConnectionSettings } from '../connectionSettings.ts';
import type { RecordPlace } from '../records/recordsView.ts';
import { isObject } from '../settingValues.ts';
import type { FilterMistake } from '../../shared/filter/filter.ts';
import type { Ui } from '../ui.ts';
import { actOnRecords, copyRecords } from './recordActions.ts';
import { chooseStart } from './recordChoices.ts';
import type { RecordsAnswers } from './recordsAnswers.ts';
import type { FromPage, RecordAction, SavedPage, ToPage } from './recordsProtocol.ts';
import type { RecordsReader } from './recordsReader.ts';
import type { RecordOfTopic } from './recordDocuments.ts';

/** All that messages of a page may lead to. The editor itself is behind it, so that a page runs in a mere browser, too. */
export interface RecordsHost {
  readonly reader: RecordsReader;
  readonly answers: RecordsAnswers;
  readonly ui: Pick<Ui, 'input' | 'pick' | 'notify' | 'showStatus' | 'writeClipboard'>;
  readonly log: Log;
  readonly connection: () => ConnectionSettings | undefined;
  readonly documents: {
    readonly open: (record: RecordOfTopic) => Promise<void>;
    readonly compare: (one: RecordOfTopic, other: RecordOfTopic) => Promise<void>;
  };
  readonly post: (message: ToPage) => void;
  /** What is wrong with a filter; undefined where nothing is. */
  readonly checkFilter: (text: string) => FilterMistake | undefined;
  /** Runs a command of ours by its id without the prefix. */
  readonly run: (id: string, target: object) => Promise<void>;
  readonly hasWorkspace: () => boolean;
  readonly changeSetting: (scope: 'user' | 'workspace', id: string, change: (value: unknown) => unknown) => Promise<void>;
  readonly openSettings: (id: string) => Promise<void>;
  /** Asks for another topic or connection, and shows it in this page. */
  readonly chooseTarget: (what: 'connection' | 'topic') => Promise<void>;
  readonly saved: (state: SavedPage) => void;
}

/** Does what a message of a page asks for. It never throws: what fails is told to the user. */
export async function receive(message: FromPage, host: RecordsHost): Promise<void> {
  try {
    await handle(message, host);
  } catch (error) {
    await tellFailure(failureOf(message, host.reader.state.topic), error, host);
  }
}

const actionFailures: Partial<Readonly<Record<RecordAction, string>>> = {
  openDocument: "Can't open the record",
  compare: "Can't compare the records",
  openSchema: "Can't open the schema",
};

/** Begins the sentence that says what failed. */
function failureOf(message: FromPage, topic: string): string {
  switch (message.type) {
    case 'copy':
      return `Can't copy from ${topic}`;
    case 'run':
      return actionFailures[message.what] ?? `Can't do this with ${topic}`;
    case 'saveFilter':
      return "Can't save the filter";
    case 'keepColumns':
      return `Can't keep the columns of ${topic}`;
    default:
      return `Can't read ${topic}`;
  }
}

async function handle(message: FromPage, host: RecordsHost): Promise<void> {
  const { reader, answers } = host;
  switch (message.type) {
    case 'ready': {
      reader.postAll();
      return;
    }
    case 'read':
      return reader.read({ changes: message.changes });
    case 'scanOlder':
      return reader.add('older');
    case 'continue':
      return reader.add('continue');
    case 'stop': {
      reader.stop();
      return;
    }
    case 'pause':
    case 'resume':
      return reader.pause(message.type === 'pause');
    case 'live':
      return reader.setLive(message.isLive);
    case 'view': {
      reader.setView(message.view);
      return;
    }
    case 'rows': {
      const { ask, from, count, anchor, anchorAt } = message;
      return answers.rows(ask, { from, count, anchor, anchorAt });
    }
    case 'find':
      return answers.find(message.ask, message);
    case 'details':
      return answers.details(message.place);
    case 'schema':
      return answers.schema(message.place);
    case 'bytes':
      return answers.bytes(message.place);
    case 'checkFilter': {
      host.post({ type: 'filterChecked', ask: message.ask, mistake: checked(message.text, host) });
      return;
    }
    case 'keepColumns':
      return keepColumns(message.columns, host);
    case 'saveFilter':
      return saveFilter(message.text, host);
    case 'choose':
      return choose(message.what, host);
    case 'copy':
      return copyRecords(message.places, message.what, host);
    case 'run':
      return actOnRecords(message.what, message.places, host);
    case 'export':
      return host.run('exportRecords', { ...targetOf(host), source: message.source, places: message.places });
    case 'saved': {
      host.saved(message.state);
      return;
    }
  }
}

/** What commands take as the page's topic. */
export function targetOf({ reader }: RecordsHost): { readonly connection: string; readonly topic: string } {
  const { connection, topic } = reader.state;
  return { connection, topic };
}

/** The same of a record. */
export function recordTarget(host: RecordsHost, { partition, offset }: RecordPlace): object {
  return { ...targetOf(host), partition, offset };
}

function checked(text: string, host: RecordsHost): FilterMistake | undefined {
  return text.trim() === '' ? undefined : host.checkFilter(text);
}

async function choose(what: (FromPage & { readonly type: 'choose' })['what'], host: RecordsHost): Promise<void> {
  if (what === 'connection' || what === 'topic') return host.chooseTarget(what);
  if (what === 'profile') return host.run('setDecodeProfile', targetOf(host));
  return chooseStart(what, host);
}

async function keepColumns(columns: readonly string[] | undefined, host: RecordsHost): Promise<void> {
  const { topic } = host.reader.state;
  const scope = host.hasWorkspace() ? 'workspace' : 'user';
  await host.changeSetting(scope, 'columns', (value) => withEntry(value, topic, columns));
  const where = scope === 'workspace' ? 'the settings of this workspace' : 'your settings';
  host.ui.showStatus(
    columns === undefined ? `The columns of ${topic} were taken out of ${where}.` : `The columns of ${topic} are kept in ${where}.`,
  );
}

async function saveFilter(text: string, host: RecordsHost): Promise<void> {
  const name = await host.ui.input({
    title: 'Save Filter',
    prompt: `Name of the filter ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`,
    validate: (typed) => (typed.trim() === '' ? 'A filter needs a name.' : undefined),
  });
  const scope = host.hasWorkspace() ? await chooseScope(host) : 'user';
  await host.changeSetting(scope, 'filters', (value) => withEntry(value, name.trim(), text));
  host.reader.refreshFacts();
}

function chooseScope({ ui }: RecordsHost): Promise<'user' | 'workspace'> {
  return ui.pick({
    title: 'Save Filter',
    placeholder: 'Where it is kept',
    choices: [
      { label: 'For me', description: 'in your settings', icon: 'account', value: 'user' as const },
      { label: 'For this workspace', description: 'in its settings, which others may see', icon: 'folder', value: 'workspace' as const },
    ],
  });
}

/** An object setting with a property, or without it where the value is undefined; undefined where nothing is left. */
function withEntry(setting: unknown, name: string, value: unknown): unknown {
  const kept = Object.entries(isObject(setting) ? setting : {}).filter(([other]) => other !== name);
  const entries = value === undefined ? kept : [...kept, [name, value] as const];
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
