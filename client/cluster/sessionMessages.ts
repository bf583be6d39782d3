import type { PlainError } from '../../shared/errors.ts';
import type { Connection } from './connection.ts';
import type { Session } from './session.ts';

/** What the worker is started with. */
export interface WorkerStart {
  readonly connection: Connection;
}

/** Calls of a session that cross to the worker. */
export type Method = Exclude<keyof Session, 'close'>;

/** Those that tell what happens while they last; their last argument but the signal is told. */
export const methodsWithEvents: ReadonlySet<Method> = new Set<Method>(['test', 'peek']);

export type ToWorker =
  | {
      readonly kind: 'call';
      readonly callId: number;
      readonly method: Method;
      /** Without the function that is told of events and without the signal. */
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'abort'; readonly callId: number }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'event'; readonly callId: number; readonly event: unknown }
  | { readonly kind: 'result'; readonly callId: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly callId: number; readonly error: PlainError };
