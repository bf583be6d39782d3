/** Where a schema registry is and how to be let in. Holds secrets: it lives in memory only. */
export interface RegistryEndpoint {
  /** May carry a path, such as `/apis/ccompat/v7`. */
  readonly url: string;
  /** Others of the same registry, which are asked in their order where the one before can't be reached. */
  readonly otherUrls?: readonly string[] | undefined;
  readonly auth: RegistryAuth;
  /** Sent with every request; nothing secret. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly tls?: RegistryTls | undefined;
  /** Undefined is what the environment says. */
  readonly proxy?: RegistryProxy | undefined;
}

export type RegistryAuth =
  | { readonly type: 'none' }
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | { readonly type: 'bearer'; readonly token: string }
  /** A header of any name whose value is the secret, as gateways want their keys. */
  | { readonly type: 'header'; readonly name: string; readonly value: string };

/** PEM texts, not paths. Without `ca`, the authorities of the runtime and of the system are trusted. */
export interface RegistryTls {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly passphrase?: string | undefined;
}

export type RegistryProxy =
  | 'none'
  | {
      readonly url: string;
      /** Hosts that are asked without it, as in the variable `NO_PROXY`. */
      readonly bypass: readonly string[];
    };

/** No proxy that is set for all programs is asked for what runs on this machine. */
export const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];
