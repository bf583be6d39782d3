import type { TextDocument } from 'vscode-languageserver-textdocument';
import { parseSchemaSteps } from '../shared/avro/parse.ts';
import { parseProtocolSteps } from '../shared/avro/parseProtocol.ts';
import type { ParsedSchema, Problem } from '../shared/avro/schema.ts';
import type { Steps } from '../shared/slices.ts';
import { codeActions } from './features/codeActions.ts';
import { codeLenses } from './features/codeLens.ts';
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
import type { ParsedDocument, RequestContext } from './kinds.ts';
import { problemsOf } from './schemaProblems.ts';
import type { SchemaWorkspace } from './schemaWorkspace.ts';
import type { Standing } from './standing.ts';
import { nothingToSay } from './standing.ts';

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
  const document: SchemaDocument = { uri: text.uri, text, workspace, parsed };
  const own = problemsOf(document);
  const stand = async (context: RequestContext): Promise<Standing> => context.stand(document, await own(context));
  return {
    ...withFeatures(document, { own, stand }),
    stand,
    codeLens: async (context) => {
      const verdicts = await context.shownVerdicts(stand(context));
      return codeLenses(document, { verdicts, trial: context.trialOf(document), shown: context.settings.codeLens });
    },
  };
}

/** One version of a protocol's text, with the same features. */
export function* openProtocolDocument(text: TextDocument, workspace: SchemaWorkspace): Steps<ParsedDocument> {
  const parsed = yield* parseProtocolSteps(text.getText(), { lookup: workspace.lookup(text.uri) });
  const document: SchemaDocument = { uri: text.uri, text, workspace, parsed };
  return withFeatures(document, { own: problemsOf(document), stand: () => Promise.resolve(nothingToSay) });
}

interface Findings {
  /** What is wrong in the text by itself. */
  readonly own: ReturnType<typeof problemsOf>;
  readonly stand: (context: RequestContext) => Promise<Standing>;
}

function withFeatures(document: SchemaDocument, { own, stand }: Findings): ParsedDocument {
  const { text, parsed } = document;
  const { json } = parsed;
  return {
    parsed,
    problems: async (context) => {
      const [problems, { findings }] = [await own(context), await stand(context)];
      return findings.length === 0 ? problems : inOrder([...problems, ...findings.map(({ problem }) => problem)]);
    },
    completion: (position, { client }) => completion(document, position, client),
    hover: async (position, context) => {
      const findings = (await context.ifSoon(stand(context)))?.findings ?? [];
      return hover(document, position, { digest, findings, client: context.client });
    },
    symbols: () => documentSymbols(document),
    definition: (position) => definition(document, position),
    references: (position, { includeDeclaration }) => references(document, position, { includeDeclaration }),
    highlights: (position) => highlights(document, position),
    prepareRename: (position) => prepareRename(document, position),
    rename: (position, newName, context) => rename(document, { position, newName }, context),
    formatting: (options, range) => formatting(document, options, range),
    inlayHints: (range, { settings }) => (settings.inlayFullnames ? inlayHints(document, range) : []),
    codeActions: (range, wanted, context) =>
      codeActions(document, {
        range,
        wanted,
        client: context.client,
        problems: () => own(context),
        findings: async () => (await stand(context)).findings,
      }),
    selectionRanges: (positions) => selectionRanges(document, positions),
    semanticTokens: (range) => semanticTokens(document, range),
    foldingRanges: () => foldingRanges(text, json === undefined ? [] : [json]),
  };
}

function inOrder(problems: Problem[]): readonly Problem[] {
  return problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
