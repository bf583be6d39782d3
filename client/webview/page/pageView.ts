import type { RecordsView } from '../../records/recordsView.ts';

/** How the rows are shown: the page's own word, until the host says otherwise on its own account. */
export interface PageView {
  current(): RecordsView;
  change(changes: Partial<RecordsView>): void;
  /** Takes the host's; one that it sent before it heard of the page's last change is not heeded. */
  accept(view: RecordsView): void;
}

export function createPageView(first: RecordsView, send: (view: RecordsView) => void): PageView {
  let view = first;
  let sent: string | undefined;
  return {
    current: () => view,
    change(changes) {
      view = { ...view, ...changes };
      sent = keyOf(view);
      send(view);
    },
    accept(next) {
      if (sent !== undefined && keyOf(next) === sent) sent = undefined;
      // What is revealed is up to the host alone.
      view = sent === undefined ? whole(next) : { ...view, revealed: next.revealed };
    },
  };
}

/** Messages are JSON, which leaves out what is undefined. */
function whole({ sort, timeRange, showUndecoded, columns, revealed }: RecordsView): RecordsView {
  return { sort, timeRange, showUndecoded, columns, revealed };
}

function keyOf(view: RecordsView): string {
  return JSON.stringify({ ...whole(view), revealed: false });
}
