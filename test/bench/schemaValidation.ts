import avsc from 'avsc';
import { checkSchema } from '../../shared/avro/check.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import type { Problem } from '../../shared/avro/schema.ts';
import { inTurns } from './inTurns.ts';
import { installSchemaPeers } from './schemaPeers.ts';
import { makeSchemaText } from './schemaTexts.ts';

/** How long parsing and fully checking a schema takes beside others, in one warm process. */
export interface SchemaValidationRow {
  readonly schema: string;
  /** Milliseconds, median. */
  readonly ours: number;
  readonly peer: string;
  readonly peerMs: number;
  /** Our time over the peer's, the median of the pairs: below 1 we are faster. */
  readonly ratio: number;
  /** The lowest and the highest of the pairs. */
  readonly spread: string;
  readonly goal: number;
}

/** The peers' goals: what they do is less, since neither finds more than the first fault of names and references. */
const [jsonGoal, avscGoal] = [0.25, 1];

export async function benchSchemaValidation(): Promise<SchemaValidationRow[]> {
  const validateAsJson = await startJsonService();
  const check = (text: string): readonly Problem[] => checkSchema(parseSchema(text));
  const rows: SchemaValidationRow[] = [];
  for (const { types, warmUps, pairs } of [
    { types: 100, warmUps: 40, pairs: 21 },
    { types: 1000, warmUps: 5, pairs: 7 },
  ]) {
    const text = makeSchemaText(types);
    const schema = `${Math.round(text.length / 1000)} KB, ${types} named types`;
    await expectSameVerdicts(text, check, validateAsJson);
    const ours = (): void => void check(text);
    const asJson = { name: 'vscode-json-languageservice', goal: jsonGoal, run: () => validateAsJson(text) };
    const asAvro = { name: 'avsc', goal: avscGoal, run: () => avsc.Type.forSchema(JSON.parse(text) as avsc.Schema) };
    for (const { name, goal, run } of [asJson, asAvro]) {
      const { own, other, ratio, spread } = await inTurns(ours, run, { warmUps, pairs });
      rows.push({ schema, ours: own, peer: name, peerMs: other, ratio, spread, goal });
    }
  }
  return rows;
}

/** What the JSON language service finds in a text, given SchemaStore's schema. */
async function startJsonService(): Promise<(text: string) => Promise<readonly unknown[]>> {
  const peers = await installSchemaPeers();
  const { getLanguageService, TextDocument } = peers.require('vscode-json-languageservice') as JsonLanguageService;
  const service = getLanguageService({});
  const schema: unknown = JSON.parse(peers.avroSchema);
  const uri = 'https://json.schemastore.org/avro-avsc.json';
  service.configure({ validate: true, schemas: [{ uri, fileMatch: ['*.avsc'], schema }] });
  return (text) => {
    const document = TextDocument.create('file:///bench.avsc', 'json', 1, text);
    return service.doValidation(document, service.parseJSONDocument(document), {});
  };
}

/** As much of the package as is used here. */
interface JsonLanguageService {
  readonly TextDocument: { create(uri: string, languageId: string, version: number, text: string): unknown };
  readonly getLanguageService: (params: object) => {
    configure(settings: object): void;
    parseJSONDocument(document: unknown): unknown;
    doValidation(document: unknown, json: unknown, settings: object): Promise<readonly unknown[]>;
  };
}

/** Both take the text, and both find a fault at its end: so both have looked at all of it. */
async function expectSameVerdicts(
  text: string,
  check: (text: string) => readonly unknown[],
  validateAsJson: (text: string) => Promise<readonly unknown[]>,
): Promise<void> {
  const last = text.lastIndexOf('"type": "double"');
  const broken = `${text.slice(0, last)}"type": 12345678${text.slice(last + '"type": "double"'.length)}`;
  const counts = [check(text).length, (await validateAsJson(text)).length, check(broken).length, (await validateAsJson(broken)).length];
  if (counts.slice(0, 2).some((count) => count !== 0) || counts.slice(2).some((count) => count === 0)) {
    throw new Error(`The text of the bench is right, and has a fault once it is broken; found were ${counts.join(', ')}.`);
  }
}
