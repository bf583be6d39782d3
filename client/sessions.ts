import type { Session } from './cluster/session.ts';
import type { Subscription } from './ui.ts';

/** One session for each connection, by the connection's name. */
export interface SessionRegistry {
  /**
   * The connection's session, started where there is none. It asks for secrets where they are missing. That it was
   * opened does not mean that the cluster was reached: the session's calls say that, and `state` follows them.
   *
   * @throws what `Connections.resolve` throws
   */
  open(name: string, signal: AbortSignal): Promise<Session>;
  /** Opens it and reaches the cluster. @throws KafkaError where the cluster can't be reached */
  connect(name: string, signal: AbortSignal): Promise<Session>;
  /** Ends the session, with what is under way in it. */
  close(name: string): Promise<void>;
  state(name: string): SessionState;
  /** Told the name of each connection whose state has changed. */
  onDidChange(listener: (name: string) => void): Subscription;
}

export type SessionState =
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  /** `error` is what the last call to the cluster threw. */
  | { readonly kind: 'failed'; readonly error: Error };
