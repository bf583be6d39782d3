import type {
  CancellationToken,
  CodeAction,
  CodeActionContext,
  CodeLens,
  CompletionItem,
  DocumentHighlight,
  DocumentSymbol,
  FoldingRange,
  FormattingOptions,
  Hover,
  InlayHint,
  Location,
  Position,
  Range,
  ReferenceContext,
  SelectionRange,
  SemanticTokens,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ParsedSchema, Problem } from '../shared/avro/schema.ts';
import type {
  MessageNamesParams,
  MessageNamesResult,
  MessageSchemaParams,
  MessageSchemaResult,
  SchemaTriedParams,
  UnknownTopicsParams,
  UnknownTopicsResult,
  VerdictSummary,
} from '../shared/protocol.ts';
import type { Steps } from '../shared/slices.ts';
import { openMessageDocument } from './messageDocument.ts';
import { openProtocolDocument, openSchemaDocument } from './schemaDocument.ts';
import type { SchemaDocument } from './schemaDocument.ts';
import type { SchemaWorkspace } from './schemaWorkspace.ts';
import type { Settings } from './settings.ts';
import type { SharedWork } from './sharedWork.ts';
import type { Standing } from './standing.ts';

/** What the server does for one kind of document. */
export interface DocumentKind {
  /** The `source` of its diagnostics. */
  readonly source: string;
  /** Whether the user wants it. */
  isEnabled(settings: Settings): boolean;
  /** Takes in one version of a text, in steps; called once for each version, and no step is done before somebody asks. */
  open(text: TextDocument, workspace: SchemaWorkspace): Steps<ParsedDocument>;
}

/** One version of one document, parsed. A request that a kind has no function for is answered empty. */
export interface ParsedDocument {
  /** The tree, where the document is a schema or a protocol. */
  readonly parsed?: ParsedSchema;
  /** All that is wrong, in the text's order. */
  problems(context: RequestContext): Awaitable<readonly Problem[]>;
  completion?(position: Position, context: RequestContext): Awaitable<CompletionItem[]>;
  hover?(position: Position, context: RequestContext): Awaitable<Hover | undefined>;
  symbols?(): Awaitable<DocumentSymbol[]>;
  definition?(position: Position): Awaitable<Location | Location[] | undefined>;
  references?(position: Position, context: ReferenceContext): Awaitable<Location[]>;
  /** All places in this document that mean the same as the one at the position. */
  highlights?(position: Position): Awaitable<DocumentHighlight[]>;
  foldingRanges?(): Awaitable<FoldingRange[]>;
  selectionRanges?(positions: readonly Position[]): Awaitable<SelectionRange[]>;
  semanticTokens?(range: Range | undefined): Awaitable<SemanticTokens>;
  inlayHints?(range: Range, context: RequestContext): Awaitable<InlayHint[]>;
  /** The whole text, or a range of it. */
  formatting?(options: FormattingOptions, range: Range | undefined): Awaitable<TextEdit[]>;
  codeLens?(context: RequestContext): Awaitable<CodeLens[]>;
  /** How it stands beside its baselines, where it is a schema. */
  stand?(context: RequestContext): Promise<Standing>;
  codeActions?(range: Range, wanted: CodeActionContext, context: RequestContext): Awaitable<CodeAction[]>;
  /** The word at the position, if it can be renamed. */
  prepareRename?(position: Position): Awaitable<{ readonly range: Range; readonly placeholder: string } | undefined>;
  /** @throws ResponseError with a sentence where the name is none, or is taken */
  rename?(position: Position, newName: string, context: RequestContext): Awaitable<WorkspaceEdit | undefined>;
}

export interface RequestContext {
  /** As they are for this document now. */
  readonly settings: Settings;
  readonly client: ClientAbilities;
  /** Cancelled once nobody waits for the answer any more. */
  readonly token: CancellationToken;
  /**
   * Waits for work that is done in slices, so that nobody else has to.
   *
   * @throws ResponseError where the request is cancelled, or the text has changed, before the work is done
   */
  readonly waitFor: <T>(work: SharedWork<T>) => Promise<T>;
  /**
   * How a schema stands beside its baselines, as far as they are known.
   *
   * @param own what is wrong in it by itself
   * @throws ResponseError as `waitFor` does
   */
  readonly stand: (document: SchemaDocument, own: readonly Problem[]) => Promise<Standing>;
  /** What is done soon, for an answer that can do without; else undefined. */
  readonly ifSoon: <T>(work: Promise<T>) => Promise<T | undefined>;
  /** What lenses are to say of it: once that is known, or has lasted too long. */
  readonly shownVerdicts: (standing: Promise<unknown>) => Promise<readonly VerdictSummary[]>;
  /** What came out when this very text was tried on real messages; undefined where it was not. */
  readonly trialOf: (document: SchemaDocument) => SchemaTriedParams | undefined;
  /** Asks the editor's side for the schema of a message's part; nothing is found where the editor's side is not ours. */
  readonly findMessageSchema: (params: MessageSchemaParams) => Promise<MessageSchemaResult>;
  /** Asks the editor's side for the names of all connections; undefined where the editor's side is not ours. */
  readonly findConnectionNames: () => Promise<readonly string[] | undefined>;
  /** Asks the editor's side for names that could stand in a message; none where the editor's side is not ours. */
  readonly findMessageNames: (params: MessageNamesParams) => Promise<MessageNamesResult>;
  /** Asks the editor's side which topics there are not; null where the editor's side is not ours. */
  readonly findUnknownTopics: (params: UnknownTopicsParams) => Promise<UnknownTopicsResult>;
}

/** What the editor said it can do, as far as an answer depends on it. */
export interface ClientAbilities {
  readonly snippets: boolean;
  readonly relatedInformation: boolean;
  /** Whether a diagnostic may have a link to its rule's documentation. */
  readonly codeDescriptions: boolean;
  /** Whether a change can carry notes that the user confirms. */
  readonly changeAnnotations: boolean;
  /** Whether changes can name the version of a document that they are for. */
  readonly documentChanges: boolean;
  /** Whether changes can make files. */
  readonly createFiles: boolean;
  /** Whether commands of the extension can be run from a code action. */
  readonly workbenchCommands: boolean;
  /** What the extension answers by showing a rule whose id stands behind it; undefined without the extension. */
  readonly rulesAddress: string | undefined;
}

export type Awaitable<T> = T | Promise<T>;

export type KindName = 'avro-schema' | 'avro-protocol' | 'avro-message';

/** The kinds of documents by name; a new kind is a line here and one in {@link kindNameOf}. */
export const documentKinds: Readonly<Record<KindName, DocumentKind>> = {
  'avro-schema': { source: 'avro', isEnabled: ({ schemaEnabled }) => schemaEnabled, open: openSchemaDocument },
  'avro-protocol': { source: 'avro', isEnabled: ({ schemaEnabled }) => schemaEnabled, open: openProtocolDocument },
  'avro-message': { source: 'avro-message', isEnabled: () => true, open: openMessageDocument },
};

/** Other languages that an `.avsc` file may have in an editor: those of other extensions, and plain JSON. */
const languagesOfAvsc = new Set(['avsc', 'avroavsc', 'json']);

/** The kind of a document, whatever its scheme; undefined for what is not ours. */
export function kindNameOf(uri: string, languageId: string): KindName | undefined {
  if (languageId === 'avro-schema' || languageId === 'avro-protocol' || languageId === 'avro-message') return languageId;
  const path = uri.replace(/[?#].*$/s, '');
  if (!languagesOfAvsc.has(languageId)) return undefined;
  if (path.toLowerCase().endsWith('.avsc')) return 'avro-schema';
  return path.toLowerCase().endsWith('.avpr') ? 'avro-protocol' : undefined;
}
