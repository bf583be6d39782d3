import type { ConsumerId } from '../../shared/diagnosis/consumerTable.ts';
import type { Snippet } from '../../shared/diagnosis/snippet.ts';

/** What a report's page keeps over a reload: whose it is, never what was found. */
export interface KeptReport {
  readonly connection: string;
  readonly topic: string;
  readonly part: 'key' | 'value';
}

/** What the host can do with a report, or with its topic. */
export type ReportAction = 'reframe' | 'spark' | 'save' | 'watch' | 'profile';

/** Page to host. */
export type FromReport =
  | { readonly type: 'ready' }
  /** Diagnoses anew. */
  | { readonly type: 'refresh' }
  | { readonly type: 'cancel' }
  | { readonly type: 'part'; readonly part: 'key' | 'value' }
  | { readonly type: 'do'; readonly what: ReportAction }
  /** Shows the bytes of a record. */
  | { readonly type: 'inspect'; readonly record: PlaceView }
  /** Keeps one of the readings as how the topic is read. */
  | { readonly type: 'treatAs'; readonly reading: number }
  | { readonly type: 'openSubject'; readonly subject: string; readonly version: number | undefined }
  /** The consumers to be shown; none of them are all. */
  | { readonly type: 'consumers'; readonly ids: readonly ConsumerId[] }
  | { readonly type: 'copySnippet'; readonly id: Snippet['id'] }
  | { readonly type: 'openSnippet'; readonly id: Snippet['id'] };

/** Host to page. */
export type ToReport = { readonly type: 'state'; readonly state: ReportState };

/** All that the page shows. Offsets are digits. */
export interface ReportState {
  readonly kept: KeptReport;
  readonly connection: string;
  /** From the settings, a CSS colour; the name always stands beside it. */
  readonly color: string | undefined;
  /** `waiting`: nothing was read since the window was opened. */
  readonly activity: 'waiting' | 'reading' | 'watching' | 'idle';
  /** What is being done, or how much of it is known: a sentence; empty where there is nothing to say. */
  readonly status: string;
  readonly problem: ProblemView | undefined;
  /** Which of keys and values there is more to say of than a sentence, where it is both. */
  readonly parts: readonly ('key' | 'value')[];
  readonly report: ReportView | undefined;
}

export interface ProblemView {
  readonly message: string;
  readonly remedy: string;
  readonly isForbidden: boolean;
}

export interface PlaceView {
  readonly partition: number;
  readonly offset: string;
}

export interface ReportView {
  readonly severity: 'ok' | 'info' | 'warning' | 'error' | 'undecided';
  readonly headline: string;
  readonly detail: string;
  readonly meta: string;
  readonly notes: readonly string[];
  readonly buttons: readonly ButtonView[];
  readonly bands: BandsView;
  readonly readings: ReadingsView | undefined;
  readonly evidence: readonly EvidenceView[];
  readonly consumers: ConsumersView;
  readonly advice: readonly { readonly text: string; readonly links: readonly ButtonView[] }[];
  readonly snippets: readonly Pick<Snippet, 'id' | 'title' | 'text' | 'says' | 'ranWith' | 'language'>[];
  /** Why there are none: one sentence; empty where there are some. */
  readonly noSnippets: string;
}

export interface ButtonView {
  readonly label: string;
  readonly does: { readonly what: ReportAction } | { readonly reading: number };
}

export interface BandsView {
  readonly part: 'key' | 'value';
  /** The first and the last offset of the scale, written. */
  readonly axis: { readonly from: string; readonly to: string };
  readonly rows: readonly BandRowView[];
  readonly legend: readonly { readonly pattern: Pattern; readonly text: string }[];
  readonly hasChanges: boolean;
}

/** How a range is drawn: by its colour and its pattern, so that each of the two alone tells it. */
export type Pattern = 'framed' | 'bare' | 'a' | 'b' | 'c' | 'd' | 'null' | 'open';

export interface BandRowView {
  readonly partition: number;
  /** Offsets that are there no more, from the left, from 0 to 1 of the scale. */
  readonly gone: { readonly width: number; readonly title: string } | undefined;
  readonly segments: readonly SegmentView[];
  /** Offsets that were read, from 0 to 1 of the scale. */
  readonly ticks: readonly number[];
  /** The first offset of a new framing. */
  readonly change: { readonly place: PlaceView; readonly text: string; readonly time: string } | undefined;
  /** Behind it, or in its place. */
  readonly text: string;
}

export interface SegmentView {
  /** From 0 to 1 of the scale. */
  readonly start: number;
  readonly width: number;
  readonly patterns: readonly Pattern[];
  readonly label: string;
  readonly name: string;
  /** A record of it whose bytes can be shown. */
  readonly sample: PlaceView | undefined;
}

export interface ReadingsView {
  readonly columns: readonly { readonly name: string; readonly by: string }[];
  readonly rows: readonly {
    readonly place: PlaceView;
    readonly label: string;
    readonly hex: string;
    readonly previews: readonly string[];
  }[];
}

export interface EvidenceView {
  readonly weight: 'for' | 'against' | 'little' | 'neutral';
  readonly text: string;
  /** The place of the reading that it speaks of, where it is undecided. */
  readonly reading: number | undefined;
  readonly count: string;
  readonly records: readonly PlaceView[];
  readonly subject: { readonly subject: string; readonly version: number | undefined } | undefined;
}

export interface ConsumersView {
  readonly columns: readonly { readonly title: string; readonly detail: string }[];
  readonly rows: readonly ConsumerRowView[];
  /** All that can be chosen. */
  readonly choices: readonly { readonly id: ConsumerId; readonly title: string; readonly isChosen: boolean }[];
}

export interface ConsumerRowView {
  /** Of more than one where all is the same. */
  readonly titles: readonly string[];
  readonly basis: string;
  readonly isMeasured: boolean;
  readonly cells: readonly ConsumerCellView[];
}

export interface ConsumerCellView {
  readonly outcome: 'wrong' | 'fails' | 'partly' | 'unknown' | 'reads';
  readonly text: string;
  readonly errors: readonly { readonly count: string; readonly text: string; readonly causes: readonly string[]; readonly note: string }[];
  readonly comparison:
    | {
        readonly place: PlaceView;
        readonly label: string;
        readonly rows: readonly { readonly path: string; readonly written: string; readonly read: string }[];
        readonly more: string;
      }
    | undefined;
  readonly note: string;
}
