import type { TestContext } from 'node:test';
import type { CodeLens, Diagnostic, Position } from 'vscode-languageserver/node';
import type { Delays } from '../../server/compatibilityService.ts';
import type {
  Baseline,
  BaselinesParams,
  BaselinesResult,
  BaselineVersion,
  RegistryVerdictParams,
  RegistryVerdictResult,
  VerdictSummary,
} from '../../shared/protocol.ts';
import { baselines, baselinesChanged, registryVerdict } from '../../shared/protocol.ts';
import { mark } from '../mark.ts';
import type { Client, ClientOptions } from './harness.ts';
import { itemsOf, pullingClient, startClient } from './harness.ts';

/** What VS Code with our extension says of itself. */
const withExtension: ClientOptions = {
  capabilities: {
    ...pullingClient,
    workspace: { ...pullingClient.workspace, codeLens: { refreshSupport: true } },
  },
  initializationOptions: { workbenchCommands: true },
};

/** Nothing waits long here but what a test waits for. */
export const quickly: Delays = { quietMs: 1, checkingMs: 20, renamedMs: 20 };

export const uri = 'file:///schemas/orders.avsc';

/** One version of a subject, as the client tells of it. */
export function version(number: number, text: string, references: readonly string[] = []): BaselineVersion {
  return {
    version: number,
    schemaId: 100 + number,
    label: `version ${number}`,
    uri: `avro-registry:/local/orders-value/v${number}.avsc`,
    text,
    references,
  };
}

/** A subject with these versions. */
export function subject(versions: readonly BaselineVersion[], more: Partial<Baseline> = {}): Baseline {
  return { kind: 'registry', label: 'orders-value', connection: 'local', level: 'BACKWARD', versions, ...more };
}

/** A record Order with these fields, in JSON. */
export function order(...fields: readonly string[]): string {
  return `{"type":"record","name":"com.example.Order","fields":[${fields.join(',')}]}`;
}

/** A client with our extension, that answers what the server asks of it. */
export interface JudgedClient extends Client {
  /** What the next requests for baselines are answered with. */
  answer: BaselinesResult | Promise<BaselinesResult>;
  /** What the next requests for a registry's verdict are answered with. */
  registry: RegistryVerdictResult;
  /** All requests for baselines so far. */
  readonly asked: readonly BaselinesParams[];
  readonly confirmed: readonly RegistryVerdictParams[];
  /** Tells the server that there are other baselines. */
  readonly change: (answer: BaselinesResult, uris?: readonly string[]) => Promise<void>;
  /** What was last said of a document, once it fits. */
  readonly verdict: (fits: (verdicts: readonly VerdictSummary[]) => boolean, of?: string) => Promise<readonly VerdictSummary[]>;
  readonly said: (text: string, of?: string) => Promise<VerdictSummary>;
  /** The document's problems of compatibility, as a pull answers now. */
  readonly breaks: (of?: string) => Promise<Diagnostic[]>;
  /** The titles of the lenses as the editor has them now. */
  readonly lenses: (of?: string) => Promise<string[]>;
  readonly allLenses: (of?: string) => Promise<CodeLens[]>;
}

/** Starts it with one subject, or whatever else it is to answer. */
export async function startJudged(t: TestContext, answer: JudgedClient['answer'], options: ClientOptions = {}): Promise<JudgedClient> {
  const asked: BaselinesParams[] = [];
  const confirmed: RegistryVerdictParams[] = [];
  const client = await startClient({
    delays: quickly,
    ...withExtension,
    answers: {
      [baselines]: (params: BaselinesParams) => {
        asked.push(params);
        return judged.answer;
      },
      [registryVerdict]: (params: RegistryVerdictParams) => {
        confirmed.push(params);
        return judged.registry;
      },
    },
    ...options,
  });
  const last = (of: string): readonly VerdictSummary[] => client.verdicts.findLast((each) => each.uri === of)?.verdicts ?? [];
  const allLenses = async (of = uri): Promise<CodeLens[]> =>
    (await client.request<CodeLens[] | null>('textDocument/codeLens', { textDocument: { uri: of } })) ?? [];
  const judged: JudgedClient = Object.assign(client, {
    answer,
    registry: null,
    asked,
    confirmed,
    async change(next: BaselinesResult, uris?: readonly string[]) {
      judged.answer = next;
      await client.connection.sendNotification(baselinesChanged, uris === undefined ? {} : { uris });
    },
    async verdict(fits: (verdicts: readonly VerdictSummary[]) => boolean, of = uri) {
      await client.until(() => fits(last(of)));
      return last(of);
    },
    async said(text: string, of = uri) {
      const found = await judged.verdict((all) => all.some((each) => each.text === text), of);
      const one = found.find((each) => each.text === text);
      if (one === undefined) throw new Error('What was said has gone.');
      return one;
    },
    async breaks(of = uri) {
      return itemsOf(await client.pull(of)).filter(({ source }) => source === 'avro-compatibility');
    },
    async lenses(of = uri) {
      return (await allLenses(of)).map(({ command }) => command?.title ?? '');
    },
    allLenses,
  });
  t.after(() => client.dispose());
  return judged;
}

/** Opens a marked text beside its baselines and waits until they are known. */
export function openMarked(client: JudgedClient, marked: string): ReturnType<typeof mark> {
  const found = mark(marked);
  client.open(found.text, { uri });
  return found;
}

export function offsets(client: Client, of: string, { start, end }: { start: Position; end: Position }): { start: number; end: number } {
  return { start: client.offsetAt(of, start), end: client.offsetAt(of, end) };
}
