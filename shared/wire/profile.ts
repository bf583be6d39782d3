import type { SchemaText } from '../avro/schemaText.ts';
import type { ValueStyle } from '../avro/valueStyle.ts';
import type { Framing } from './framings.ts';

/** How keys and values of a topic are to be read: found out from the bytes, or as somebody chose. */
export interface DecodeProfile {
  readonly key: PartProfile;
  readonly value: PartProfile;
}

export interface PartProfile {
  /** `bytes` shows hex and looks for nothing. */
  readonly framing: 'automatic' | 'bytes' | Exclude<Framing, 'none'>;
  /** The writer schema where the bytes name none that can be had; undefined tries the topic's own subjects. */
  readonly schema: ProfileSchema | undefined;
  /** Reads what was written with this schema as the reader schema; undefined shows values as written. */
  readonly reader: ProfileSchema | undefined;
}

/** Where a schema comes from. Files are read by whoever makes the profile: to the decoder they are text. */
export type ProfileSchema =
  | { readonly kind: 'subject'; readonly subject: string; readonly version: number | 'latest' }
  | { readonly kind: 'id'; readonly schemaId: number }
  | { readonly kind: 'text'; readonly schema: SchemaText };

const automatic: PartProfile = { framing: 'automatic', schema: undefined, reader: undefined };

/** Everything is found out from the bytes. */
export const automaticProfile: DecodeProfile = { key: automatic, value: automatic };

/** How values are written as JSON that people read. */
export type RenderOptions = ValueStyle;

export const defaultRender: RenderOptions = { unions: 'plain', bytes: 'hex', timeZone: 'local' };
