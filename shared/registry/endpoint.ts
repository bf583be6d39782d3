/** Where a schema registry is and how to be let in. Holds secrets: it lives in memory only. */
export interface RegistryEndpoint {
  /** May carry a path, such as `/apis/ccompat/v7`. */
  readonly url: string;
  readonly auth: RegistryAuth;
}

export type RegistryAuth =
  | { readonly type: 'none' }
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | { readonly type: 'bearer'; readonly token: string };
