import type { ClientCapabilities, Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';

export interface Progress {
  readonly report: (done: number, total: number) => void;
  readonly end: () => void;
}

/** Shows in the editor how far indexing is, where that can be shown and takes long enough for anybody to notice. */
export function createProgress(connection: Connection, { window }: ClientCapabilities, now: () => number): Progress {
  if (window?.workDoneProgress !== true) return { report: () => undefined, end: () => undefined };
  const start = now();
  let begun: Promise<WorkDoneProgressServerReporter> | undefined;
  let reporter: WorkDoneProgressServerReporter | undefined;
  let shown = 0;
  let isEnded = false;
  const begin = async (total: number): Promise<WorkDoneProgressServerReporter> => {
    const made = await connection.window.createWorkDoneProgress();
    made.begin(`Indexing ${total.toLocaleString('en')} ${total === 1 ? 'schema' : 'schemas'}`, 0);
    return made;
  };
  return {
    report(done, total) {
      // Files that change later are read without a word: what began after the end would never end.
      if (isEnded || now() - start < noticedMs || total === 0) return;
      if (begun === undefined) {
        begun = begin(total);
        begun.then(
          (made) => (reporter = made),
          (error: unknown) => connection.console.warn(`The client shows no progress: ${String(error)}`),
        );
      }
      const percentage = Math.floor((100 * done) / total);
      if (reporter === undefined || percentage <= shown) return;
      shown = percentage;
      reporter.report(percentage);
    },
    end() {
      isEnded = true;
      begun?.then(
        (made) => made.done(),
        () => undefined,
      );
    },
  };
}

/** What takes less is over before anybody has read of it. */
const noticedMs = 500;
