import type { SchemaText } from '../../shared/avro/schemaText.ts';
import type { Header } from '../../shared/wire/frame.ts';

/** The byte inspector's pages: one for each record or other bytes that are looked at. */
export interface Inspectors {
  /** Opens the page of these bytes, or brings it to the front. It returns before anything is known of them. `beside`: beside what is in front. */
  show(source: InspectedSource, options?: { readonly beside?: boolean }): void;
  /** Keeps bytes that were just decoded elsewhere, in case somebody wants to look at them; only the last ones. */
  offer(source: InspectedSource): void;
  offered(): InspectedSource | undefined;
}

/** Bytes to look at. */
export interface InspectedSource {
  /** Of the tab behind "Bytes: ": "orders 3/18204", "Selection". The same name has the same page. */
  readonly name: string;
  /** Whose registry is asked; undefined where there is none. */
  readonly connection: string | undefined;
  readonly topic: string | undefined;
  /** Of a record. */
  readonly place: { readonly partition: number; readonly offset: string } | undefined;
  /** A scan of the connection's session that the record belongs to, while it is held. */
  readonly scan?: string | undefined;
  /** Undefined where there is no such part at all. */
  readonly key: Uint8Array | null | undefined;
  readonly value: Uint8Array | null | undefined;
  readonly headers: readonly Header[];
  /** What wrote them, where that is known and the bytes do not say it. */
  readonly schemas?: { readonly key?: SchemaText | undefined; readonly value?: SchemaText | undefined } | undefined;
  /** Where the bytes come from, where they are of no record: "12 bytes from the selection". */
  readonly origin?: string | undefined;
  readonly part?: 'key' | 'value' | undefined;
  /** Whether the bytes were let go when the window closed. */
  readonly isGone?: boolean | undefined;
}
