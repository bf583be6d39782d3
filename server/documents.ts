import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextDocumentContentChangeEvent, TextDocumentsConfiguration } from 'vscode-languageserver/node';
import type { NameLookup } from '../shared/avro/schema.ts';
import type { DocumentKind, KindName, ParsedDocument } from './kinds.ts';
import { kindNameOf } from './kinds.ts';
import { isMade, isVersion } from './madeDocuments.ts';
import { noWorkspace } from './schemaWorkspace.ts';
import type { SchemaWorkspace } from './schemaWorkspace.ts';
import { SharedWork } from './sharedWork.ts';

/** One version of an open text. It never changes: an edit makes the next one, so an answer is never half old and half new. */
export interface OpenDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: TextDocument;
  /** Undefined where the document is not ours. */
  readonly kind: DocumentKind | undefined;
  /** Parsed; what is left of that is done at once. */
  parsed(): ParsedDocument | undefined;
  /** The parsing, for those who can wait; undefined where the document is not ours. */
  readonly parsing: SharedWork<ParsedDocument> | undefined;
}

/**
 * How the open documents are kept: in one snapshot for each version, which is parsed once and only when somebody asks.
 *
 * @param referencesOf what the texts define that a version of a schema refers to, as far as they are known
 */
export function documentSnapshots(
  kinds: Readonly<Record<KindName, DocumentKind>>,
  workspace: SchemaWorkspace,
  referencesOf: (uri: string) => NameLookup = () => () => undefined,
): TextDocumentsConfiguration<OpenDocument> {
  const snapshot = (text: TextDocument): OpenDocument => {
    const name = kindNameOf(text.uri, text.languageId);
    const kind = name === undefined ? undefined : kinds[name];
    // What is made of the workspace's schemas is not one of them: it would define their types once more.
    const made = isVersion(text.uri) ? { ...noWorkspace, lookup: referencesOf } : noWorkspace;
    const around = isMade(text.uri) ? made : workspace;
    const parsing = kind && new SharedWork(kind.open(text, around));
    return { uri: text.uri, version: text.version, text, kind, parsing, parsed: () => parsing?.finish() };
  };
  return {
    create: (uri, languageId, version, content) => snapshot(TextDocument.create(uri, languageId, version, content)),
    update: ({ text }, changes: TextDocumentContentChangeEvent[], version) => {
      // A TextDocument is updated in place, so the edits go to a copy.
      const copy = TextDocument.create(text.uri, text.languageId, text.version, text.getText());
      return snapshot(TextDocument.update(copy, changes, version));
    },
  };
}
