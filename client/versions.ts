/** Versions of subjects as documents that can't be changed, with the scheme `avro-registry`, and baselines of git with `avro-baseline`. */
export interface Versions {
  /** Opens one, beside nothing: in the active group, as a preview. */
  show(connection: string, subject: string, version: number): Promise<void>;
  /** Opens any text of a schema that has no version, such as one that was found by its id. */
  showText(title: string, text: string): Promise<void>;
  /** The editor's own comparison of two documents, both laid out alike. */
  diff(left: DiffSide, right: DiffSide, title: string): Promise<void>;
}

export type DiffSide =
  | { readonly connection: string; readonly subject: string; readonly version: number }
  /** A file of the workspace: itself where it is laid out as versions are, else a copy that is. */
  | { readonly uri: string };
