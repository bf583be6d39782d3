import type { SchemaText } from '../cluster/session.ts';
import { tellFailure } from '../commands/failure.ts';
import type { Log } from '../commands/context.ts';
import { toHex } from '../../shared/avro/bytesLiteral.ts';
import type { Ui } from '../ui.ts';
import { toBase64 } from './hexRows.ts';
import type { Inspector } from './inspector.ts';
import type { FromInspector } from './inspectorProtocol.ts';

/** All that messages of an inspector's page may lead to. */
export interface InspectorHost {
  readonly inspector: Inspector;
  readonly ui: Pick<Ui, 'notify' | 'showStatus' | 'writeClipboard' | 'showText'>;
  readonly log: Log;
  /** Runs a command of ours by its id without the prefix. */
  readonly run: (id: string, target: object) => Promise<void>;
  /** Asks for a schema; undefined where the user wants none. */
  readonly chooseSchema: () => Promise<SchemaText | undefined>;
  /** Reads the record again, and shows its bytes. It never rejects. */
  readonly readAgain: () => Promise<void>;
}

/** Does what a message of a page asks for. It never throws: what fails is told to the user. */
export async function receiveInspector(message: FromInspector, host: InspectorHost): Promise<void> {
  try {
    await handle(message, host);
  } catch (error) {
    await tellFailure("Can't do this with these bytes", error, host);
  }
}

async function handle(message: FromInspector, host: InspectorHost): Promise<void> {
  const { inspector } = host;
  switch (message.type) {
    case 'ready':
      return inspector.open();
    case 'part':
      return inspector.showPart(message.part);
    case 'copy':
      return copy(message.what, host);
    case 'openDocument':
      return openDocument(host);
    case 'readAgain':
      return host.readAgain();
    case 'chooseSchema': {
      const schema = await host.chooseSchema();
      return schema === undefined ? undefined : inspector.tryAs(schema);
    }
    case 'automatic':
      return inspector.tryAs(undefined);
    case 'tryCandidate':
      return inspector.tryAs(inspector.candidate(message.index)?.schema);
    case 'useCandidate':
      return useCandidate(message.index, host);
    case 'setProfile': {
      await host.run('setDecodeProfile', { ...targetOf(host), part: inspector.part });
      return inspector.refresh();
    }
    case 'openSchema':
      return openSchema(host);
  }
}

function targetOf({ inspector }: InspectorHost): { readonly connection: string | undefined; readonly topic: string | undefined } {
  const { connection, topic } = inspector.source;
  return { connection, topic };
}

async function copy(what: 'hex' | 'base64' | 'json', { inspector, ui }: InspectorHost): Promise<void> {
  const { bytes, decoded } = inspector;
  if (bytes === undefined) return;
  const text = what === 'hex' ? toHex(bytes) : what === 'base64' ? toBase64(bytes) : (decoded?.json ?? '');
  if (text === '') {
    ui.showStatus('There is no value that could be copied as JSON.');
    return;
  }
  await ui.writeClipboard(text);
}

async function openDocument(host: InspectorHost): Promise<void> {
  const { inspector, ui } = host;
  const { place, name } = inspector.source;
  if (place !== undefined) return host.run('openRecord', { ...targetOf(host), ...place });
  const json = inspector.decoded?.json;
  if (json !== undefined) await ui.showText({ title: `${name}.json`, language: 'json', text: `${json}\n` });
}

async function useCandidate(index: number, host: InspectorHost): Promise<void> {
  const { inspector } = host;
  const candidate = inspector.candidate(index);
  if (candidate === undefined) return;
  const { source, schema } = candidate;
  // A schema of the workspace is named by its path, which is its label.
  const file = source.subject === undefined && source.schemaId === undefined ? schema.label : undefined;
  await host.run('setDecodeProfile', { ...targetOf(host), part: inspector.part, framing: 'automatic', schema: source, file });
  await inspector.refresh();
}

async function openSchema(host: InspectorHost): Promise<void> {
  const schema = host.inspector.decoded?.schema;
  const { connection } = host.inspector.source;
  if (schema?.subject !== undefined) return host.run('openVersion', { connection, subject: schema.subject, version: schema.version });
  if (schema?.schemaId !== undefined) return host.run('findSchemaById', { connection, schemaId: schema.schemaId });
}
