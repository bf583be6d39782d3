import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** So much larger are a schema's other ids in {@link startRegistryProxy}: their frames' second and third bytes are not both zero. */
export const largeIdOffset = 70_000;

/** A schema's GUID as Confluent's registry makes it of a text without references, metadata and rules: its MD5 as a UUID. */
export function guidOf(schemaText: string): string {
  const hex = createHash('md5').update(schemaText, 'utf8').digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * A registry in front of another that adds what that one can't have in a test: each schema has a second id, content id and
 * global id, larger by {@link largeIdOffset}, and those that were registered through it have GUIDs. All else is that of the
 * other one, its own interface included. It ends with the test.
 *
 * @param upstream the other's address, such as `http://127.0.0.1:8081/apis/ccompat/v7`
 * @returns the address that takes the place of `upstream`
 */
export async function startRegistryProxy(t: TestContext, upstream: string): Promise<string> {
  const { origin, pathname } = new URL(upstream);
  const byGuid = new Map<string, KnownGuid>();
  const server = createServer((request, response) => {
    answer(request, response, origin, byGuid).catch((error: unknown) => {
      response.writeHead(502).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => close(server));
  // A server that listens on a port has such an address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`;
}

/** What is answered of a GUID, and of its ids. */
interface KnownGuid {
  readonly schema: unknown;
  readonly ids: unknown;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function answer(request: IncomingMessage, response: ServerResponse, origin: string, byGuid: Map<string, KnownGuid>): Promise<void> {
  const { url = '', method = '' } = request;
  const body = Buffer.concat((await request.toArray()) as Buffer[]); // without an encoding, streams of requests yield buffers
  const [, guid, ofIds] = /\/schemas\/guids\/([^/?]+)(\/ids)?/.exec(url) ?? [];
  if (guid !== undefined) {
    const known = byGuid.get(guid);
    const found = ofIds === undefined ? known?.schema : known?.ids;
    sendJson(response, found === undefined ? 404 : 200, found ?? { error_code: 40403, message: 'Schema not found' });
    return;
  }
  const { path, asked, real } = withRealId(url);
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value !== 'string' || /^(?:host|connection|content-length|transfer-encoding|expect)$|^upgrade|^http2/.test(name)
      ? []
      : [[name, value]],
  );
  const init = { method, headers: headers as [string, string][], ...(body.length === 0 ? {} : { body }) };
  const answered = await fetch(`${origin}${path}`, init);
  let text = await answered.text();
  // Failures name what was asked for.
  if (!answered.ok && real !== undefined) text = text.replaceAll(new RegExp(`\\b${real}\\b`, 'g'), asked);
  if (answered.ok && method === 'POST' && url.includes('/subjects/')) text = withGuid(text, body.toString(), byGuid);
  const kept = [...answered.headers].filter(([name]) => !/^(?:content-length|content-encoding|transfer-encoding|connection)$/.test(name));
  response.writeHead(answered.status, Object.fromEntries(kept));
  response.end(text);
}

/** The path for the other registry: of a schema's second id its first one. */
function withRealId(url: string): { readonly path: string; readonly asked: string; readonly real: string | undefined } {
  const [, before = '', asked = '', after = ''] = /^([^?]*\/(?:schemas\/ids|ids\/contentIds|ids\/globalIds)\/)(\d+)(.*)$/s.exec(url) ?? [];
  const id = Number(asked);
  if (before === '' || id <= largeIdOffset || id >= 2 * largeIdOffset) return { path: url, asked, real: undefined };
  const real = String(id - largeIdOffset);
  return { path: `${before}${real}${after}`, asked, real };
}

/** What is registered is known by its GUID from then on, which the answer tells. */
function withGuid(answered: string, asked: string, byGuid: Map<string, KnownGuid>): string {
  const { schema } = JSON.parse(asked) as { readonly schema?: string };
  const json = JSON.parse(answered) as Record<string, unknown>;
  if (schema === undefined || typeof json['id'] !== 'number') return answered;
  const guid = guidOf(schema);
  byGuid.set(guid, { schema: { schemaType: 'AVRO', schema, guid }, ids: [{ context: '.', id: json['id'] }] });
  return JSON.stringify({ ...json, guid });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/vnd.schemaregistry.v1+json' });
  response.end(JSON.stringify(body));
}
