import type { Session } from '../../client/cluster/session.ts';
import type { RecordPlace } from '../../client/records/recordsView.ts';
import { createSettings } from '../../client/settings.ts';
import type { RecordsPage } from '../../client/webview/recordsPages.ts';
import type { PageCommand } from '../../client/webview/recordsProtocol.ts';
import { RecordsReader } from '../../client/webview/recordsReader.ts';
import { automaticPageProfile } from '../../client/webview/recordsState.ts';
import { FakeSession } from './session.ts';

/** A page of local's topic orders with its real reader, as commands see it. */
export interface FakeRecordsPage extends RecordsPage {
  /** What it was told to do. */
  readonly done: PageCommand[];
  /** Records that were opened, as 3/18204. */
  readonly opened: string[];
}

export function createFakeRecordsPage(session: Partial<Session>, selected?: RecordPlace): FakeRecordsPage {
  const done: PageCommand[] = [];
  const opened: string[] = [];
  const fake = new FakeSession({ paths: () => Promise.resolve([]), closeScan: () => Promise.resolve(), ...session });
  const reader = new RecordsReader({
    connection: 'local',
    topic: 'orders',
    openSession: () => Promise.resolve(fake),
    facts: () => ({ color: undefined, readOnly: false, protected: false, tooltip: '' }),
    settings: createSettings(() => undefined),
    profile: () => Promise.resolve(automaticPageProfile),
    actions: () => [],
    post: () => undefined,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, show: () => undefined },
  });
  return {
    connection: 'local',
    topic: 'orders',
    reader,
    done,
    opened,
    selected: () => selected,
    do: (what) => void done.push(what),
    openDocument: ({ partition, offset }) => Promise.resolve(void opened.push(`${partition}/${offset}`)),
  };
}
