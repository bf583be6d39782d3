import type { Connection } from './cluster/connection.ts';
import type { ConfiguredConnection, ConnectionSettings } from './connectionSettings.ts';
import type { Subscription } from './ui.ts';

/** The connections of the settings, and which of them is active. */
export interface Connections {
  /** All, by name; those that can't be understood too. In an untrusted workspace the user's own alone. */
  list(): readonly ConfiguredConnection[];
  find(name: string): ConfiguredConnection | undefined;
  /** The one that new documents and commands offer first; undefined where there is none. */
  active(): string | undefined;
  setActive(name: string): Promise<void>;
  /** Stores a connection, in place of `previousName` where that is given. Where it was stored before, it stays; else in the user's settings. */
  save(settings: ConnectionSettings, previousName?: string): Promise<void>;
  /** Takes a connection out of the settings, and its secrets out of their storage. */
  remove(name: string): Promise<void>;
  /**
   * The connection with its secrets and files, ready to connect. Asks for a secret that is missing, or that was given
   * for another address.
   *
   * @throws KafkaError `connection/unknown`, `connection/invalid`, `connection/file`; an `AbortError` where the user
   *   does not answer
   */
  resolve(name: string, signal: AbortSignal): Promise<Connection>;
  /** Told after the settings or the active connection have changed. */
  onDidChange(listener: () => void): Subscription;
}
