import type { PlainError } from '../../shared/errors.ts';
import type { DecodeProfile } from '../../shared/wire/profile.ts';
import type { SchemaSource } from '../../shared/wire/decoder.ts';

/** What a thread that filters is started with. */
export interface FilterStart {
  readonly kind: 'filter';
  readonly text: string;
  readonly topic: string;
  readonly profile: DecodeProfile;
  readonly maxInflatedBytes: number;
  /** Whether there is a registry, which the thread asks through the one that started it. */
  readonly hasRegistry: boolean;
  /** One number: the index of the record that is tested in the batch. It can be read while the thread is busy. */
  readonly progress: Int32Array<SharedArrayBuffer>;
}

export type ToFilter =
  | { readonly kind: 'batch'; readonly packed: ArrayBuffer }
  | { readonly kind: 'answer'; readonly callId: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly callId: number; readonly error: PlainError };

export type FromFilter =
  /** From now on it is the filter's own time that passes, and nobody else's. */
  | { readonly kind: 'testing' }
  /** One of {@link outcomes} for each record of the batch. */
  | { readonly kind: 'done'; readonly outcomes: Uint8Array }
  | { readonly kind: 'failed'; readonly error: PlainError }
  | { readonly kind: 'ask'; readonly callId: number; readonly method: keyof SchemaSource; readonly args: readonly unknown[] };

export const outcomes = ['other', 'match', 'untestable'] as const;
