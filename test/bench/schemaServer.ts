import { inTurns, measurePairs, summarize } from './inTurns.ts';
import type { Turns } from './inTurns.ts';
import { prepareJsonServer, prepareOwnServer } from './languageServers.ts';
import type { LanguageServer, StartServer } from './languageServers.ts';
import { installSchemaPeers } from './schemaPeers.ts';
import { makeSchemaText } from './schemaTexts.ts';

/** How long our language server takes beside VS Code's JSON server, which is given the same schema, over stdio. */
export interface SchemaServerRow extends Turns {
  readonly schema: string;
  readonly goal: number;
}

const uri = 'file:///bench/orders.avsc';

/** From a keystroke in the middle of an open schema to its diagnostics. */
export async function benchKeystroke(): Promise<SchemaServerRow[]> {
  const [startOwn, startOther] = await prepareServers();
  const rows: SchemaServerRow[] = [];
  for (const { types, warmUps, pairs } of [
    { types: 100, warmUps: 30, pairs: 21 },
    { types: 1000, warmUps: 6, pairs: 7 },
  ]) {
    const text = makeSchemaText(types);
    const [own, other] = [await startOwn(), await startOther()];
    for (const server of [own, other]) {
      await openRight(server, text);
      await expectAtWork(server);
    }
    rows.push({ schema: nameOf(text), ...(await inTurns(typist(own, text), typist(other, text), { warmUps, pairs })), goal: 0.5 });
    await Promise.all([own.stop(), other.stop()]);
  }
  return rows;
}

/** From the start of the process to the first diagnostics of a small schema, each time in a fresh one. */
export async function benchFirstDiagnostics(): Promise<SchemaServerRow[]> {
  const servers = await prepareServers();
  const text = makeSchemaText(5);
  const [own, other] = servers.map((start) => async (): Promise<() => Promise<void>> => {
    const server = await start();
    await openRight(server, text);
    return () => server.stop();
  });
  if (own === undefined || other === undefined) throw new Error('Two servers are compared.');
  return [{ schema: nameOf(text), ...summarize(await measurePairs(own, other, 20)), goal: 1 }];
}

async function prepareServers(): Promise<[StartServer, StartServer]> {
  return [await prepareOwnServer(), prepareJsonServer(await installSchemaPeers())];
}

async function openRight(server: LanguageServer, text: string): Promise<void> {
  server.open(uri, text);
  const count = await server.pull(uri);
  if (count !== 0) throw new Error(`There is nothing wrong with the schema, and ${count} findings were told.`);
}

/** A server that is at work finds what is wrong for both. */
async function expectAtWork(server: LanguageServer): Promise<void> {
  const wrong = 'file:///bench/wrong.avsc';
  server.open(wrong, '{"type": "record", "name": "R", "fields": [{"name": "a", "type": 12345678}]}');
  if ((await server.pull(wrong)) === 0) throw new Error('A server finds nothing wrong with a type that is a number.');
}

/** Types on and on in a doc in the middle of the text. */
function typist(server: LanguageServer, text: string): () => Promise<void> {
  const lines = text.split('\n');
  const line = lines.findIndex((each, index) => index > lines.length / 2 && each.includes('"doc": "'));
  const character = (lines[line]?.indexOf('"doc": "') ?? 0) + '"doc": "'.length;
  return async () => {
    server.type(uri, { line, character }, 'x');
    await server.pull(uri);
  };
}

function nameOf(text: string): string {
  return `${Math.round(text.length / 1000)} KB`;
}
