import type { RegistrySession } from './cluster/registrySession.ts';
import type { Subscription } from './ui.ts';

/** One {@link RegistrySession} for each connection that has a registry, by the connection's name. */
export interface Registries {
  /** Names of the connections that have a registry and can be used, the active one first, then in their order. */
  list(): readonly string[];
  /**
   * The registry's session, started where there is none.
   *
   * @param options `ask` whether a secret that is missing is asked for; without, it is `connection/secret` then: nothing
   *   that runs in the background may ask
   * @throws KafkaError `connection/unknown`, `connection/invalid` or `connection/secret`; RegistryError `registry/none`
   */
  open(name: string, options: { readonly ask: boolean }, signal: AbortSignal): Promise<RegistrySession>;
  /** Whether what is written to it is refused, by the connection's settings. */
  isReadOnly(name: string): boolean;
  state(name: string): RegistryState;
  /** Told the name of each connection whose registry's state has changed; undefined after a refresh, or where there are others. */
  onDidChange(listener: (name: string | undefined) => void): Subscription;
  /** Told that something was written: a subject has another version, level or none any more. */
  onDidWrite(listener: (change: { readonly connection: string; readonly subject: string | undefined }) => void): Subscription;
  /** Forgets what may have changed, of one or of all, and tells it. */
  refresh(name?: string): Promise<void>;
  closeAll(): Promise<void>;
}

export type RegistryState =
  /** Nobody has asked it for anything yet. */
  | { readonly kind: 'unasked' }
  | { readonly kind: 'asking' }
  /** When it last answered, in milliseconds since 1970. */
  | { readonly kind: 'answered'; readonly atMs: number }
  /** `lastAnsweredMs` is undefined where it never did. */
  | { readonly kind: 'failed'; readonly error: Error; readonly lastAnsweredMs: number | undefined };
