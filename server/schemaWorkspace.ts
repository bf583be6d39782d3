import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Definition, OtherNames } from '../shared/avro/nameIndex.ts';
import { noOtherNames } from '../shared/avro/nameIndex.ts';
import type { NameLookup, ParsedSchema } from '../shared/avro/schema.ts';

/** All schemas of the workspace, as the features see them: open texts as they stand in the editor, the others as they are saved. */
export interface SchemaWorkspace {
  /** For parsing one text: named types of the others. What is ambiguous is found too, the first of it. */
  lookup(uri: string): NameLookup;
  /** What the other texts define, as seen from one. */
  otherNames(uri: string): OtherNames;
  /** One text and its tree; undefined where there is none of this URI. */
  read(uri: string): ParsedText | undefined;
  /** One text without its tree, which takes less. */
  textOf(uri: string): TextDocument | undefined;
  /** All definitions of a fullname, in the order of their URIs. */
  definitions(fullname: string): readonly Definition[];
  /** Every definition. */
  allDefinitions(): Iterable<Definition>;
  /** The URIs of the texts that refer to a fullname, its own included where it refers to itself, in their order. */
  referrers(fullname: string): readonly string[];
  /** The URIs of the texts that define or refer to one of the fullnames, or to what such a text defines, in their order. */
  dependents(fullnames: Iterable<string>): readonly string[];
  /** As seen from one text: another number whenever a name of others may mean something else than before. */
  revision(uri: string): number;
  /** The workspace folder that a text is in; undefined where it is in none. */
  folderOf(uri: string): string | undefined;
  /** Waits until all files of the workspace are known, which a change of all texts must do. */
  whenComplete(): Promise<void>;
}

export interface ParsedText {
  readonly uri: string;
  readonly text: TextDocument;
  readonly parsed: ParsedSchema;
  /** Of a text that is open; undefined for what is as it is saved. */
  readonly version?: number | undefined;
}

/** Of a text that is looked at by itself. */
export const noWorkspace: SchemaWorkspace = {
  lookup: () => () => undefined,
  otherNames: () => noOtherNames,
  read: () => undefined,
  textOf: () => undefined,
  definitions: () => [],
  allDefinitions: () => [],
  referrers: () => [],
  dependents: () => [],
  revision: () => 0,
  folderOf: () => undefined,
  whenComplete: () => Promise.resolve(),
};
