import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { proxyFor } from '../../../client/cluster/proxies.ts';
import { createRegistryFetch } from '../../../client/cluster/registryFetch.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { createRegistryClient, type RegistryClient } from '../../../shared/registry/client.ts';
import type { RegistryEndpoint, RegistryProxy } from '../../../shared/registry/endpoint.ts';
import { clientKeyPassphrase, makeCertificates } from '../../../tools/stack/certificates.ts';
import { FakeProxy } from '../../fakes/httpProxy.ts';
import type { Misbehaviour } from '../../fakes/misbehaviour.ts';
import { FakeRegistry, type FakeRegistryOptions } from '../../fakes/registry.ts';

const { signal } = new AbortController();
const folder = mkdtempSync(path.join(tmpdir(), 'registry-certificates-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const certificates = await makeCertificates(folder, () => undefined);
const pem = (file: string): string => readFileSync(file, 'utf8');
const ca = pem(certificates.ca);
const server = { key: pem(path.join(folder, 'server.key')), cert: pem(path.join(folder, 'server.crt')) };
const client = { ca, cert: pem(certificates.clientCert), key: pem(certificates.clientKey) };

async function startRegistry(t: TestContext, options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
  const fake = await FakeRegistry.start(options);
  fake.add('orders-value', '"string"');
  t.after(() => fake.close());
  return fake;
}

function connect(
  t: TestContext,
  endpoint: Partial<RegistryEndpoint> & { url: string },
  environment: NodeJS.ProcessEnv = {},
  limits: { readonly timeoutMs?: number; readonly maxBytes?: number } = {},
): RegistryClient {
  const whole: RegistryEndpoint = { auth: { type: 'none' }, ...endpoint };
  const transport = createRegistryFetch(whole, environment);
  t.after(() => transport.close());
  return createRegistryClient({ ...whole, fetch: transport.fetch, timeoutMs: 5_000, retry: { pauseMs: 1 }, ...limits });
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => assert.fail('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof RegistryError, String(error));
  return error.code;
}

for (const { name, tls, code } of [
  { name: 'its own authority and a certificate', tls: client },
  { name: 'an encrypted key', tls: { ...client, key: pem(certificates.clientKeyEncrypted), passphrase: clientKeyPassphrase } },
  { name: 'no certificate', tls: { ca }, code: 'registry/unreachable' },
  { name: 'no authority', tls: { cert: client.cert, key: client.key }, code: 'registry/untrusted' },
  { name: 'nothing set', tls: undefined, code: 'registry/untrusted' },
  {
    name: 'an encrypted key without its passphrase',
    tls: { ...client, key: pem(certificates.clientKeyEncrypted) },
    code: 'registry/bad-certificate',
  },
  { name: "a stranger's key", tls: { ...client, key: pem(certificates.strangerKey) }, code: 'registry/bad-certificate' },
]) {
  test(`a registry with mTLS, ${name}`, async (t) => {
    const fake = await startRegistry(t, { tls: { ...server, ca } });
    const asked = connect(t, { url: fake.url, tls }).listSubjects(signal);
    if (code === undefined) assert.deepEqual(await asked, ['orders-value']);
    else assert.equal(await codeOf(asked), code);
  });
}

const portOf = (fake: FakeRegistry): number => Number(new URL(fake.url).port);

test('what is not encrypted is handed to the proxy as it is, with its own path', async (t) => {
  const fake = await startRegistry(t, { flavour: 'apicurio' });
  const proxy = await FakeProxy.start({ port: portOf(fake) });
  t.after(() => proxy.close());
  const url = 'http://registry.example:8081/apis/ccompat/v7';
  const auth = { type: 'bearer', token: 'registry-token' } as const;
  assert.deepEqual(await connect(t, { url, auth, proxy: { url: proxy.url, bypass: [] } }).listSubjects(signal), ['orders-value']);
  assert.deepEqual(proxy.requests, [`GET ${url}/subjects`]);
  assert.equal(fake.requests[0]?.headers.host, 'registry.example:8081');
});

test('what is encrypted goes through a tunnel, end to end, and the proxy sees no credentials', async (t) => {
  const fake = await startRegistry(t, { flavour: 'confluent', tls: { ...server, ca } });
  const proxy = await FakeProxy.start({ port: portOf(fake), authorization: `Basic ${btoa('u:p')}` });
  t.after(() => proxy.close());
  // The certificate is for localhost, which a proxy of the environment is not asked for.
  const url = `https://localhost:${portOf(fake)}`;
  const auth = { type: 'bearer', token: 'registry-token' } as const;
  const withUser = proxy.url.replace('//', '//u:p@');
  assert.deepEqual(await connect(t, { url, auth, tls: client, proxy: { url: withUser, bypass: [] } }).listSubjects(signal), [
    'orders-value',
  ]);
  assert.deepEqual(proxy.requests, [`CONNECT localhost:${portOf(fake)}`]);
  assert.equal(proxy.headers[0]?.authorization, undefined);
  assert.equal(fake.requests[0]?.headers.authorization, 'Bearer registry-token');
});

for (const scheme of ['http', 'https']) {
  test(`${scheme}: a proxy that wants a user, and one that is not there`, async (t) => {
    const fake = await startRegistry(t);
    const proxy = await FakeProxy.start({ port: portOf(fake), authorization: 'Basic x' });
    const { url } = proxy;
    const asked = (): Promise<unknown> =>
      connect(t, { url: `${scheme}://registry.example`, proxy: { url, bypass: [] } }).listSubjects(signal);
    assert.equal(await codeOf(asked()), 'registry/proxy-refused');
    await proxy.close();
    assert.equal(await codeOf(asked()), 'registry/proxy-unreachable');
    assert.deepEqual(fake.requests, []);
  });
}

const p = 'http://proxy.example:3128';
for (const { name, url, set, environment = {}, proxy } of [
  { name: 'nothing set', url: 'https://r.example', proxy: undefined },
  { name: "the environment's", url: 'https://r.example', environment: { HTTPS_PROXY: p }, proxy: p },
  {
    name: "the environment's in small letters, without a scheme",
    url: 'https://r.example',
    environment: { https_proxy: 'proxy.example:3128' },
    proxy: p,
  },
  { name: 'one of the other protocol', url: 'http://r.example', environment: { HTTPS_PROXY: p }, proxy: undefined },
  { name: 'one for all', url: 'http://r.example', environment: { ALL_PROXY: p }, proxy: p },
  { name: 'SOCKS', url: 'http://r.example', environment: { ALL_PROXY: 'socks5://proxy.example' }, proxy: undefined },
  { name: 'this machine', url: 'http://localhost:8081', environment: { HTTP_PROXY: p }, proxy: undefined },
  {
    name: 'a host that is left out',
    url: 'https://r.example',
    environment: { HTTPS_PROXY: p, NO_PROXY: 'a, r.example' },
    proxy: undefined,
  },
  {
    name: 'a domain that is left out',
    url: 'https://r.corp.example',
    environment: { HTTPS_PROXY: p, NO_PROXY: '.corp.example' },
    proxy: undefined,
  },
  {
    name: 'a name that only ends alike',
    url: 'https://notcorp.example',
    environment: { HTTPS_PROXY: p, NO_PROXY: 'corp.example' },
    proxy: p,
  },
  {
    name: 'another port that is left out',
    url: 'https://r.example',
    environment: { HTTPS_PROXY: p, NO_PROXY: 'r.example:8081' },
    proxy: p,
  },
  { name: 'all left out', url: 'https://r.example', environment: { HTTPS_PROXY: p, NO_PROXY: '*' }, proxy: undefined },
  { name: 'none, by setting', url: 'https://r.example', set: 'none', environment: { HTTPS_PROXY: p }, proxy: undefined },
  { name: 'one by setting, for this machine too', url: 'http://localhost', set: { url: p, bypass: [] }, proxy: p },
  { name: "the editor's, with hosts left out", url: 'http://r.example', set: { url: p, bypass: ['r.example'] }, proxy: undefined },
] as { name: string; url: string; set?: RegistryProxy; environment?: Record<string, string>; proxy: string | undefined }[]) {
  test(`proxy: ${name}`, () => {
    assert.equal(proxyFor(new URL(url), set, environment)?.origin, proxy);
  });
}

test('the next address is asked where one cannot be reached, and stays the first to be asked', async (t) => {
  const [one, two] = [await startRegistry(t), await startRegistry(t)];
  const registry = connect(t, { url: one.url, otherUrls: [two.url] });
  await registry.listSubjects(signal);
  assert.deepEqual([one.requests.length, two.requests.length], [1, 0]);
  await one.close();
  await registry.listSubjects(signal);
  await registry.register('s', '"int"', signal);
  assert.deepEqual([one.requests.length, two.requests.length], [1, 3], 'a registration too, as it never arrived');
});

test('an address that answers, but not now, is left for the next; what writes is not', async (t) => {
  const [one, two] = [await startRegistry(t), await startRegistry(t)];
  const registry = connect(t, { url: one.url, otherUrls: [two.url] });
  one.misbehaviour = 'busy-503';
  assert.equal(await codeOf(registry.register('s', '"int"', signal)), 'registry/server-error');
  assert.deepEqual(two.requests, []);
  assert.deepEqual(await registry.listSubjects(signal), ['orders-value']);
});

test('headers of the settings are sent, and a key in a header of its own', async (t) => {
  const fake = await startRegistry(t);
  const headers = { 'target-sr-cluster': 'lsrc-1' };
  await connect(t, { url: fake.url, headers, auth: { type: 'header', name: 'X-API-Key', value: 'the-key' } }).listSubjects(signal);
  const sent = fake.requests[0]?.headers;
  assert.deepEqual([sent?.['target-sr-cluster'], sent?.['x-api-key'], sent?.authorization], ['lsrc-1', 'the-key', undefined]);
});

for (const { misbehaviour, code } of [
  { misbehaviour: 'empty', code: 'registry/not-a-registry' },
  { misbehaviour: 'closes-socket', code: 'registry/unreachable' },
  { misbehaviour: 'closes-in-body', code: 'registry/unreachable' },
  { misbehaviour: 'endless-body', code: 'registry/too-large' },
  { misbehaviour: 'announces-huge-body', code: 'registry/too-large' },
  { misbehaviour: { redirectTo: 'http://elsewhere.invalid/x' }, code: 'registry/redirected' },
  { misbehaviour: { redirectTo: '/subjects' }, code: 'registry/redirected' },
  { misbehaviour: 'never-answers', code: 'registry/timeout' },
  { misbehaviour: 'stalls-in-body', code: 'registry/timeout' },
] satisfies readonly { misbehaviour: Misbehaviour; code: string }[]) {
  test(`an answer goes wrong: ${JSON.stringify(misbehaviour)}`, async (t) => {
    const fake = await startRegistry(t);
    fake.misbehaviour = misbehaviour;
    const timeoutMs = code === 'registry/timeout' ? 50 : 5_000;
    assert.equal(await codeOf(connect(t, { url: fake.url }, {}, { timeoutMs, maxBytes: 2 ** 20 }).listSubjects(signal)), code);
  });
}

test('what is cancelled ends at once, before the answer and within it', async (t) => {
  const fake = await startRegistry(t);
  const registry = connect(t, { url: fake.url });
  for (const misbehaviour of ['never-answers', 'stalls-in-body'] as const) {
    fake.misbehaviour = misbehaviour;
    const controller = new AbortController();
    const asked = registry.listSubjects(controller.signal);
    while (fake.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await assert.rejects(asked, { name: 'AbortError' });
    fake.requests.length = 0;
  }
});

async function listen(t: TestContext, listener: Server): Promise<string> {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  t.after(() => listener.close());
  // A server that listens on a port has such an address.
  return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
}

test('something that speaks no HTTP is no registry', async (t) => {
  const url = await listen(
    t,
    createServer((socket) => socket.end('220 mail.example ESMTP\r\n')),
  );
  assert.equal(await codeOf(connect(t, { url }).listSubjects(signal)), 'registry/not-a-registry');
});

test('answers may be compressed, and connections are used again', async (t) => {
  let connections = 0;
  const listener = createHttpServer((request, response) => {
    assert.equal(request.headers['accept-encoding'], 'gzip');
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(JSON.stringify(['orders-value'])));
  }).on('connection', () => connections++);
  const registry = connect(t, { url: await listen(t, listener) });
  for (let round = 0; round < 3; round++) assert.deepEqual(await registry.listSubjects(signal), ['orders-value']);
  assert.equal(connections, 1);
});

test('a bomb of zeros is read up to the limit', async (t) => {
  const listener = createHttpServer((_request, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(8 << 20)));
  });
  const registry = connect(t, { url: await listen(t, listener) }, {}, { maxBytes: 2 ** 20 });
  assert.equal(await codeOf(registry.listSubjects(signal)), 'registry/too-large');
});

test('closing ends what is under way', async (t) => {
  const fake = await startRegistry(t);
  fake.misbehaviour = 'never-answers';
  const transport = createRegistryFetch({}, {});
  const options = { method: 'GET', headers: {}, body: null, signal, redirect: 'manual' } as const;
  const asked = transport.fetch(`${fake.url}/subjects`, options);
  while (fake.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await transport.close();
  await assert.rejects(asked, { code: 'ECONNRESET' });
});

test('a proxy that lets nobody tunnel there', async (t) => {
  const refusing = createHttpServer().on('connect', (_request, socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  const proxy = { url: await listen(t, refusing), bypass: [] };
  assert.equal(await codeOf(connect(t, { url: 'https://registry.example', proxy }).listSubjects(signal)), 'registry/proxy-refused');
});

test('a proxy that speaks TLS and is not trusted', async (t) => {
  const secure = await startRegistry(t, { tls: server });
  const proxy = { url: new URL(secure.url).origin, bypass: [] };
  assert.equal(
    await codeOf(connect(t, { url: 'http://registry.example', tls: client, proxy }).listSubjects(signal)),
    'registry/proxy-unreachable',
  );
});
