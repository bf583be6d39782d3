import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseSchema } from '../../shared/avro/parse.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import { checkMessagesSteps } from '../../shared/message/checkDocument.ts';
import { parseMessagesSteps } from '../../shared/message/document.ts';
import { sampleMessage } from '../../shared/message/sample.ts';
import type { Steps } from '../../shared/slices.ts';
import { toDiagnostic } from '../../server/diagnostics.ts';
import { inTurns } from './inTurns.ts';
import { toJsonSchema } from './jsonSchemaOf.ts';
import { installSchemaPeers } from './schemaPeers.ts';

/** How long the diagnostics of a message document take beside those of the JSON language service, in one warm process. */
export interface MessageDiagnosticsRow {
  readonly document: string;
  /** Milliseconds, median. */
  readonly ours: number;
  readonly peerMs: number;
  /** Our time over the peer's, the median of the pairs. */
  readonly ratio: number;
  readonly spread: string;
  /** The longest that we work without a pause being possible, in milliseconds, of the run that others disturbed least. */
  readonly longestStepMs: number;
  readonly goal: number;
}

const goal = 2;
const megabyte = 1_000_000;

const avroSchema = {
  type: 'record',
  name: 'Order',
  namespace: 'com.acme',
  fields: [
    { name: 'order_id', type: 'string' },
    { name: 'sequence', type: 'long' },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SHIPPED', 'RETURNED'] } },
    { name: 'amount', type: 'double' },
    { name: 'tags', type: { type: 'array', items: 'string' } },
    { name: 'attributes', type: { type: 'map', values: ['null', 'string', 'boolean'] } },
    {
      name: 'lines',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Line',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'quantity', type: 'int' },
            { name: 'price', type: 'double' },
            { name: 'gift', type: 'boolean', default: false },
          ],
        },
      },
    },
    {
      name: 'payment',
      type: [
        { type: 'record', name: 'Card', fields: [{ name: 'last4', type: 'string' }] },
        { type: 'record', name: 'Transfer', fields: [{ name: 'iban', type: 'string' }] },
      ],
    },
  ],
};

export async function benchMessageDiagnostics(pairs = 11): Promise<MessageDiagnosticsRow[]> {
  const { schema } = parseSchema(JSON.stringify(avroSchema));
  if (schema === undefined) throw new Error('The schema of the bench is none.');
  const validateAsJson = await startJsonService(schema);
  const rows: MessageDiagnosticsRow[] = [];
  for (const { document, text } of [
    { document: 'many messages', text: manyMessages(schema) },
    { document: 'one message with an array', text: oneMessage(schema) },
  ]) {
    await expectSameVerdicts(text, schema, validateAsJson);
    const ours = (): void => void check(text, schema);
    const { own, other, ratio, spread } = await inTurns(ours, () => validateAsJson(text), { warmUps: 4, pairs });
    const steps = Array.from({ length: pairs }, () => check(text, schema).longestStepMs).sort((a, b) => a - b);
    const longestStepMs = Math.round((steps[0] ?? 0) * 100) / 100;
    const size = `${(text.length / megabyte).toFixed(1)} MB, ${document}`;
    rows.push({ document: size, ours: own, peerMs: other, ratio, spread, longestStepMs, goal });
  }
  return rows;
}

function message(schema: Schema, seed: number, indent: number): string {
  const sample = sampleMessage(schema, undefined, { seed, nullProbability: 0.1, now: 0 });
  return `{\n  "topic": "orders",\n  "key": ${sample.key},\n  "value": ${sample.value(indent)}\n}`;
}

function manyMessages(schema: Schema): string {
  const messages: string[] = [];
  for (let [seed, length] = [0, 0]; length < megabyte; seed++) {
    const text = message(schema, seed, 2);
    messages.push(text);
    length += text.length;
  }
  return `[\n${messages.join(',\n')}\n]\n`;
}

/** One value whose lines are nearly all of the text. */
function oneMessage(schema: Schema): string {
  const line = '{ "sku": "a-4711", "quantity": 3, "price": 12.5, "gift": true }';
  const lines = Array.from({ length: Math.ceil(megabyte / line.length) }, () => line).join(',\n');
  return message(schema, 1, 0).replace(/"lines":\[.*?\]/s, `"lines":[\n${lines}\n]`);
}

/** What the language server does from a text to its diagnostics. */
function check(text: string, schema: Schema): { readonly count: number; readonly longestStepMs: number } {
  let longestStepMs = 0;
  const run = <T>(steps: Steps<T>): T => {
    for (;;) {
      const start = performance.now();
      const step = steps.next();
      longestStepMs = Math.max(longestStepMs, performance.now() - start);
      if (step.done === true) return step.value;
    }
  };
  const document = run(parseMessagesSteps(text));
  const found = { found: true, schema, label: 'orders-value v1' } as const;
  const none = { found: false, reason: undefined } as const;
  const problems = run(checkMessagesSteps(document, (_message, part) => (part === 'value' ? found : none)));
  const open = {
    uri: 'untitled:1',
    version: 1,
    text: TextDocument.create('untitled:1', 'avro-message', 1, text),
    kind: undefined,
    parsing: undefined,
    parsed: () => undefined,
  };
  const abilities = { relatedInformation: true, codeDescriptions: false };
  const sources = { ruleLink: () => undefined, textOf: () => undefined };
  const diagnostics = problems.map((problem) => toDiagnostic(open, 'avro-message', problem, abilities, sources));
  return { count: diagnostics.length, longestStepMs };
}

/** What the JSON language service finds in a text, given the JSON Schema of messages with such a value. */
async function startJsonService(schema: Schema): Promise<(text: string) => Promise<readonly unknown[]>> {
  const peers = await installSchemaPeers();
  const { getLanguageService, TextDocument: documents } = peers.require('vscode-json-languageservice') as JsonLanguageService;
  const service = getLanguageService({});
  const uri = 'https://example.com/message.json';
  service.configure({ validate: true, allowComments: true, schemas: [{ uri, fileMatch: ['*.json'], schema: toJsonSchema(schema) }] });
  return (text) => {
    const document = documents.create('file:///bench.json', 'jsonc', 1, text);
    return service.doValidation(document, service.parseJSONDocument(document), {});
  };
}

/** As much of the package as is used here. */
interface JsonLanguageService {
  readonly TextDocument: { readonly create: (uri: string, languageId: string, version: number, text: string) => unknown };
  readonly getLanguageService: (params: object) => {
    configure(settings: object): void;
    parseJSONDocument(document: unknown): unknown;
    doValidation(document: unknown, json: unknown, settings: object): Promise<readonly unknown[]>;
  };
}

/** Both take the text, and both find a fault at its end: so both have looked at all of it. */
async function expectSameVerdicts(
  text: string,
  schema: Schema,
  validateAsJson: (text: string) => Promise<readonly unknown[]>,
): Promise<void> {
  const last = text.lastIndexOf('"quantity"');
  const broken = `${text.slice(0, last)}"quantitty"${text.slice(last + '"quantity"'.length)}`;
  const counts = [check(text, schema).count, (await validateAsJson(text)).length];
  const faults = [check(broken, schema).count, (await validateAsJson(broken)).length];
  if (counts.some((count) => count !== 0) || faults.includes(0)) {
    throw new Error(`The text of the bench is right, and has a fault once it is broken; found were ${[...counts, ...faults].join(', ')}.`);
  }
}
