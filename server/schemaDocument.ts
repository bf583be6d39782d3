import type { TextDocument } from 'vscode-languageserver-textdocument';
import { parseSchemaSteps } from '../shared/avro/parse.ts';
import { parseProtocolSteps } from '../shared/avro/parseProtocol.ts';
import type { ParsedSchema } from '../shared/avro/schema.ts';
import type { Steps } from '../shared/slices.ts';
import { codeActions } from './features/codeActions.ts';
import { digest } from './digest.ts';
import { completion } from './features/completion.ts';
import { definition } from './features/definition.ts';
import { documentSymbols } from './features/documentSymbols.ts';
import { foldingRanges } from './features/foldingRanges.ts';
import { formatting } from './features/formatting.ts';
import { highlights } from './features/highlights.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlayHints.ts';
import { references } from './features/references.ts';
import { prepareRename, rename } from './features/rename.ts';
import { selectionRanges } from './features/selectionRanges.ts';
import { semanticTokens } from './features/semanticTokens.ts';
import type { ParsedDocument } from './kinds.ts';
import { problemsOf } from './schemaProblems.ts';
import type { SchemaWorkspace } from './schemaWorkspace.ts';

/** One version of a schema's or protocol's text, parsed: what each feature for them is given. */
export interface SchemaDocument {
  readonly uri: string;
  readonly text: TextDocument;
  readonly parsed: ParsedSchema;
  /** The other texts. */
  readonly workspace: SchemaWorkspace;
}

/** One version of a schema's text, with the features for it. */
export function* openSchemaDocument(text: TextDocument, workspace: SchemaWorkspace): Steps<ParsedDocument> {
  const parsed = yield* parseSchemaSteps(text.getText(), { lookup: workspace.lookup(text.uri) });
  return withFeatures({ uri: text.uri, text, workspace, parsed });
}

/** One version of a protocol's text, with the same features. */
export function* openProtocolDocument(text: TextDocument, workspace: SchemaWorkspace): Steps<ParsedDocument> {
  const parsed = yield* parseProtocolSteps(text.getText(), { lookup: workspace.lookup(text.uri) });
  return withFeatures({ uri: text.uri, text, workspace, parsed });
}

function withFeatures(document: SchemaDocument): ParsedDocument {
  const { text, parsed } = document;
  const { json } = parsed;
  const problems = problemsOf(document);
  return {
    parsed,
    problems,
    completion: (position, { client }) => completion(document, position, client),
    hover: (position) => hover(document, position, digest),
    symbols: () => documentSymbols(document),
    definition: (position) => definition(document, position),
    references: (position, { includeDeclaration }) => references(document, position, { includeDeclaration }),
    highlights: (position) => highlights(document, position),
    prepareRename: (position) => prepareRename(document, position),
    rename: (position, newName, context) => rename(document, { position, newName }, context),
    formatting: (options, range) => formatting(document, options, range),
    inlayHints: (range, { settings }) => (settings.inlayFullnames ? inlayHints(document, range) : []),
    codeActions: (range, wanted, context) =>
      codeActions(document, { range, wanted, client: context.client, problems: () => problems(context) }),
    selectionRanges: (positions) => selectionRanges(document, positions),
    semanticTokens: (range) => semanticTokens(document, range),
    foldingRanges: () => foldingRanges(text, json === undefined ? [] : [json]),
  };
}
