import type { PlainError } from '../../shared/errors.ts';
import type { ContainerLimits } from '../containers/containerRecords.ts';
import type { ContainerSession } from '../containers/containerSession.ts';
import type { FilterStart } from '../records/filterMessages.ts';
import type { Connection, RegistryConnection } from './connection.ts';
import type { RegistrySession } from './registrySession.ts';
import type { Session } from './session.ts';

/** What the worker is started with: it works for a whole connection, for its registry alone, or filters for another worker. */
export type WorkerStart =
  /** `workerPath` is the worker's own file, of which it may start more threads. */
  | { readonly kind: 'connection'; readonly connection: Connection; readonly workerPath: string }
  | { readonly kind: 'registry'; readonly connection: RegistryConnection }
  /** An Avro container file. */
  | { readonly kind: 'container'; readonly path: string; readonly limits: ContainerLimits }
  | FilterStart;

/** Calls of a session that cross to the worker. */
export type Method = Exclude<keyof Session, 'close'>;
export type RegistryMethod = Exclude<keyof RegistrySession, 'close'>;
export type ContainerMethod = Exclude<keyof ContainerSession, 'close'>;

/** Those that tell what happens while they last; their last argument but the signal is told. */
export const methodsWithEvents: ReadonlySet<string> = new Set<Method | RegistryMethod | ContainerMethod>([
  'test',
  'peek',
  'tryRecords',
  'scan',
  'exportRecords',
  'sendMany',
  'diagnose',
  'reframe',
  'findSubjects',
  'index',
  'search',
]);

export type ToWorker =
  | {
      readonly kind: 'call';
      readonly callId: number;
      readonly method: string;
      /** Without the function that is told of events and without the signal. */
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'abort'; readonly callId: number }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'event'; readonly callId: number; readonly event: unknown }
  | { readonly kind: 'result'; readonly callId: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly callId: number; readonly error: PlainError };
