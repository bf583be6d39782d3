import type { Inspection } from '../records/recordsSession.ts';
import type { InspectedSource } from './inspectors.ts';

/** What a page of bytes keeps over a reload: where they came from, never what they are. */
export type KeptInspector = Pick<InspectedSource, 'name' | 'connection' | 'topic' | 'place' | 'origin' | 'part'>;

/** Page to host. */
export type FromInspector =
  | { readonly type: 'ready' }
  /** Shows the key or the value. */
  | { readonly type: 'part'; readonly part: 'key' | 'value' }
  | { readonly type: 'copy'; readonly what: 'hex' | 'base64' | 'json' }
  | { readonly type: 'openDocument' }
  /** Reads the record from its topic again, whose bytes were not kept. */
  | { readonly type: 'readAgain' }
  /** Reads the bytes as another schema, which the host asks for. */
  | { readonly type: 'chooseSchema' }
  /** Reads them as they were found to be. */
  | { readonly type: 'automatic' }
  /** Reads the bytes as one of the candidates. */
  | { readonly type: 'tryCandidate'; readonly index: number }
  /** Keeps one of the candidates as what the topic's others are read as, too. */
  | { readonly type: 'useCandidate'; readonly index: number }
  | { readonly type: 'setProfile' }
  | { readonly type: 'openSchema' };

/** Host to page. */
export type ToInspector = { readonly type: 'state'; readonly state: InspectorState };

/** All that the page shows. */
export interface InspectorState {
  readonly connection: InspectorConnection | undefined;
  /** Of a record "orders, partition 2, offset "; of anything else where the bytes come from. */
  readonly title: string;
  /** Stands behind the title in monospace. */
  readonly offset: string;
  readonly sizes: { readonly key: number | undefined; readonly value: number | undefined };
  readonly part: 'key' | 'value';
  /** Grows whenever other bytes, or another reading of them, are shown. */
  readonly revision: number;
  /** Undefined while they are being looked at. */
  readonly bytes: InspectorBytes | undefined;
  /** Why nothing can be said of them: one sentence. */
  readonly problem: string | undefined;
  readonly candidates: Candidates;
  /** What the host can do with what is shown. */
  readonly actions: readonly ('openDocument' | 'useForTopic' | 'openSchema' | 'chooseSchema' | 'readAgain')[];
  /** What the page keeps over a reload. */
  readonly kept: KeptInspector;
}

export interface InspectorConnection {
  readonly name: string;
  /** From the settings, a CSS colour; the name always stands beside it. */
  readonly color: string | undefined;
  readonly readOnly: boolean;
  readonly protected: boolean;
  readonly tooltip: string;
}

export interface InspectorBytes extends Pick<Inspection, 'fields' | 'stop' | 'leftOver' | 'cut'> {
  /** Base64 of the first bytes. */
  readonly base64: string;
  /** In bytes, all of it. */
  readonly size: number;
  readonly state: Inspection['part']['state'];
  /** Sentences. */
  readonly evidence: string;
  readonly error: string | undefined;
  /** "Confluent prefix". */
  readonly framing: string;
  /** "orders-value v3"; empty where no schema is known. */
  readonly schema: string;
  readonly fullname: string | undefined;
  /** How many of the bytes are the frame. */
  readonly frame: number;
  /** Whether somebody chose the schema. */
  readonly isTried: boolean;
}

/** Schemas that read all samples to the last byte, best first. */
export type Candidates =
  | { readonly state: 'none' | 'looking' }
  /** One sentence. */
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'found'; readonly samples: number; readonly list: readonly CandidateView[] };

export interface CandidateView {
  /** "order-event.avsc", "orders-raw-value v2". */
  readonly name: string;
  /** "file in the workspace", "registry, id 977". */
  readonly source: string;
  readonly fits: number;
  readonly samples: number;
  readonly reason: string;
  readonly preview: string;
  /** Whether the bytes are shown as this one. */
  readonly isTried: boolean;
}
