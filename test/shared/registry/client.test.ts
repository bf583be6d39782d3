import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { RegistryError } from '../../../shared/errors.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import type { RegistryClient, RegistryClientOptions } from '../../../shared/registry/client.ts';
import { FakeRegistry, guidOf } from '../../fakes/registry.ts';
import type { FakeRegistryOptions, Flavour } from '../../fakes/registry.ts';
import type { Misbehaviour } from '../../fakes/misbehaviour.ts';

const order1 = '{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"id","type":"string"}]}';
const order2 =
  '{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"id","type":"string"},{"name":"n","type":"long","default":0}]}';
const flavours: readonly Flavour[] = ['apicurio', 'karapace', 'confluent'];
const { signal } = new AbortController();

const fakes: FakeRegistry[] = [];
after(() => Promise.all(fakes.map((fake) => fake.close())));

async function start(
  options: FakeRegistryOptions = {},
  client: Partial<RegistryClientOptions> = {},
): Promise<{ fake: FakeRegistry; client: RegistryClient }> {
  const fake = await FakeRegistry.start(options);
  fakes.push(fake);
  return { fake, client: connect(fake.url, client) };
}

function connect(url: string, options: Partial<RegistryClientOptions> = {}): RegistryClient {
  return createRegistryClient({ url, auth: { type: 'none' }, fetch, timeoutMs: 5_000, retry: { attempts: 1 }, ...options });
}

/** The client asks by strings only. */
function urlOf(input: Parameters<typeof fetch>[0]): string {
  assert.ok(typeof input === 'string');
  return input;
}

async function refusal(promise: Promise<unknown>): Promise<RegistryError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof RegistryError, `not a RegistryError: ${String(error)}`);
    return error;
  }
  return assert.fail('nothing was thrown');
}

for (const flavour of flavours) {
  test(`${flavour}: subjects and versions`, async () => {
    const { fake, client } = await start({ flavour });
    const first = fake.add('orders-value', order1, { schemaId: 31 });
    const second = fake.add('orders-value', order2, { schemaId: 1042 });
    fake.add('a/b c', '"string"');
    assert.deepEqual([first, second], [31, 1042]);
    assert.deepEqual(await client.listSubjects(signal), ['a/b c', 'orders-value']);
    assert.deepEqual(await client.probe(signal), { subjects: 2 });
    assert.deepEqual(await client.listVersions('orders-value', signal), [1, 2]);
    const latest = await client.fetchVersion('orders-value', 'latest', signal);
    assert.deepEqual(JSON.parse(latest.text), JSON.parse(order2));
    const { text, ...rest } = await client.fetchVersion('orders-value', 1, signal);
    assert.deepEqual(JSON.parse(text), JSON.parse(order1));
    const guid = flavour === 'confluent' ? { guid: guidOf(31) } : {};
    assert.deepEqual(rest, { schemaId: 31, subject: 'orders-value', version: 1, references: [], label: 'orders-value v1', ...guid });
    assert.equal((await client.fetchVersion('a/b c', 'latest', signal)).text, '"string"');
  });

  test(`${flavour}: a schema by its id, and where it is registered`, async () => {
    const { fake, client } = await start({ flavour });
    const schemaId = fake.add('orders-value', '"string"');
    fake.add('other-value', '"string"', { schemaId });
    const gone = fake.add('gone-value', '"long"', { isDeleted: true });
    const found = await client.fetchSchema(schemaId, signal);
    assert.deepEqual(found, {
      schemaId,
      subject: undefined,
      version: undefined,
      text: '"string"',
      references: [],
      label: `schema id ${schemaId}`,
    });
    assert.deepEqual(await client.findSubjectVersions(schemaId, signal), [
      { subject: 'orders-value', version: 1 },
      { subject: 'other-value', version: 1 },
    ]);
    assert.deepEqual(await client.findSubjectVersions(gone, signal), [{ subject: 'gone-value', version: 1 }], 'soft-deleted ones count');
  });

  for (const { name, call, code, errorCode, message } of [
    {
      name: 'a schema id that is not there',
      call: (client: RegistryClient) => client.fetchSchema(393732, signal),
      code: 'registry/schema-not-found',
      errorCode: 40403,
      message: 'Schema id 393732 is not in the registry.',
    },
    {
      name: 'where an id that is not there is registered',
      call: (client: RegistryClient) => client.findSubjectVersions(393732, signal),
      code: 'registry/schema-not-found',
      errorCode: 40403,
      message: 'Schema id 393732 is not in the registry.',
    },
    {
      name: 'versions of a subject that is not there',
      call: (client: RegistryClient) => client.listVersions('none', signal),
      code: 'registry/subject-not-found',
      errorCode: 40401,
      message: 'The registry has no subject none.',
    },
    {
      name: 'a version that is not there',
      call: (client: RegistryClient) => client.fetchVersion('orders-value', 9, signal),
      code: 'registry/version-not-found',
      errorCode: 40402,
      message: 'orders-value has no version 9 in the registry.',
    },
  ]) {
    test(`${flavour}: ${name}`, async () => {
      const { fake, client } = await start({ flavour });
      fake.add('orders-value', order1);
      const error = await refusal(call(client));
      assert.deepEqual([error.code, error.message, error.status, error.errorCode], [code, message, 404, errorCode]);
      assert.equal(error.retriable, false);
    });
  }

  test(`${flavour}: registers, and finds what is registered`, async () => {
    const { fake, client } = await start({ flavour });
    assert.equal(await client.lookUp('orders-value', order1, signal), undefined, 'no such subject');
    const registered = await client.register('orders-value', order1, signal);
    assert.equal(registered.subject, 'orders-value');
    assert.equal(registered.version, 1);
    assert.equal(registered.label, 'orders-value v1');
    assert.equal((await client.register('orders-value', order1, signal)).version, 1, 'again, which changes nothing');
    assert.equal((await client.register('orders-value', order2, signal)).version, 2);
    assert.equal((await client.lookUp('orders-value', order1, signal))?.schemaId, registered.schemaId);
    assert.equal(await client.lookUp('orders-value', '"int"', signal), undefined, 'no such schema');
    const posts = fake.requests.filter(({ method }) => method === 'POST');
    assert.ok(posts.every(({ headers }) => headers['content-type'] === 'application/json'));
    assert.ok(posts.every(({ body }) => !('references' in (JSON.parse(body) as object))));
  });
}

for (const { flavour, text } of [
  {
    flavour: 'apicurio',
    text: 'Incompatible artifact: n-value [AVRO], num of incompatible diffs: {1}, list of diff types: [reader type: STRING not compatible with writer type: INT at /].',
  },
  {
    flavour: 'karapace',
    text: 'Incompatible schema, compatibility_mode=BACKWARD. Incompatibilities: reader type: string not compatible with writer type: int.',
  },
  { flavour: 'confluent', text: /^Schema being registered is incompatible .*errorType:'TYPE_MISMATCH'/ },
] as const) {
  test(`${flavour}: a schema that is incompatible is refused in the registry's words`, async () => {
    const { fake, client } = await start({ flavour });
    fake.add('n-value', '"int"');
    fake.incompatible.add('n-value');
    const error = await refusal(client.register('n-value', '"string"', signal));
    assert.deepEqual([error.code, error.status], ['registry/incompatible', 409]);
    const [head = '', ...rest] = error.message.split('incompatible: ');
    assert.equal(head, 'The registry refuses the schema for n-value as ');
    if (typeof text === 'string') assert.equal(rest.join('incompatible: '), text);
    else assert.match(rest.join('incompatible: '), text);
    const verdict = await client.checkCompatibility('n-value', '"string"', 'latest', signal);
    assert.equal(verdict.isCompatible, false);
    assert.equal(verdict.messages.length, { apicurio: 0, karapace: 1, confluent: 4 }[flavour]);
  });
}

for (const flavour of flavours) {
  test(`${flavour}: a text that is no schema`, async () => {
    const { client } = await start({ flavour });
    const error = await refusal(client.register('n-value', '{"type":', signal));
    assert.deepEqual([error.code, error.status, error.errorCode], ['registry/invalid-schema', 422, 42201]);
    assert.match(error.message, /^The registry refuses the schema for n-value as invalid: \S.*\.$/);
  });

  test(`${flavour}: compatibility levels`, async () => {
    const { fake, client } = await start({ flavour });
    fake.add('plain-value', '"int"');
    fake.add('own-value', '"int"');
    fake.levels.set('own-value', 'FULL_TRANSITIVE');
    fake.globalLevel = 'FORWARD';
    const level = async (subject?: string): Promise<string> => (await client.fetchCompatibilityLevel(subject, signal)).level;
    assert.deepEqual(
      [await level(), await level('none'), await level('plain-value'), await level('own-value')],
      ['FORWARD', 'FORWARD', 'FORWARD', 'FULL_TRANSITIVE'],
    );
    assert.equal((await client.fetchCompatibilityLevel('own-value', signal)).isOwn, true);
    assert.equal((await client.fetchCompatibilityLevel('none', signal)).isOwn, false);
  });
}

test('a registry that knows the subjects of an id only', async () => {
  const { fake, client } = await start({ flavour: 'confluent', without: ['versions-of-id'] });
  const schemaId = fake.add('orders-value', order1);
  assert.deepEqual(await client.findSubjectVersions(schemaId, signal), [{ subject: 'orders-value', version: undefined }]);
});

for (const flavour of flavours) {
  test(`${flavour}: a registry that can't tell where an id is registered`, async () => {
    const { fake, client } = await start({ flavour, without: ['versions-of-id', 'subjects-of-id'] });
    assert.equal(await client.findSubjectVersions(fake.add('orders-value', order1), signal), undefined);
  });
}

test('a schema of another type is named', async () => {
  const { fake, client } = await start();
  const schemaId = fake.add('p-value', 'syntax = "proto3";', { schemaType: 'PROTOBUF' });
  assert.equal((await client.fetchSchema(schemaId, signal)).schemaType, 'PROTOBUF');
});

function reference(subject: string, version = 1): { name: string; subject: string; version: number } {
  return { name: `com.acme.${subject}`, subject, version };
}

test('references come with their own, each once and before those that need it', async () => {
  const { fake, client } = await start();
  fake.add('base', '"base"');
  fake.add('left', '"left"', { references: [reference('base')] });
  fake.add('right', '"right"', { references: [reference('base'), reference('left')] });
  const schemaId = fake.add('top-value', '"top"', { references: [reference('right'), reference('left')] });
  const expected = ['"base"', '"left"', '"right"'];
  assert.deepEqual((await client.fetchSchema(schemaId, signal)).references, expected);
  assert.deepEqual((await client.fetchVersion('top-value', 1, signal)).references, expected);
});

test('references in a circle end', async () => {
  const { fake, client } = await start();
  fake.add('a', '"a"', { references: [reference('b')] });
  fake.add('b', '"b"', { references: [reference('a')] });
  assert.deepEqual((await client.fetchVersion('a', 1, signal)).references, ['"a"', '"b"']);
});

test('a reference without end is given up', async () => {
  const { fake, client } = await start();
  for (let version = 1; version <= 501; version++) fake.add('long', `"v${version}"`, { references: [reference('long', version + 1)] });
  const error = await refusal(client.fetchVersion('long', 1, signal));
  assert.deepEqual([error.code, error.message], ['registry/too-many-references', 'long v1 refers to more than 500 other schemas.']);
});

test('a reference that is gone is named', async () => {
  const { fake, client } = await start();
  fake.add('top-value', '"top"', { references: [reference('gone', 3)] });
  const error = await refusal(client.fetchVersion('top-value', 1, signal));
  assert.equal(error.code, 'registry/reference-not-found');
  assert.equal(error.message, 'top-value v1 refers to gone v3, which the registry does not have.');
});

test('references are sent, and refused by a registry without them', async () => {
  const { fake, client } = await start({ flavour: 'karapace' });
  const error = await refusal(client.register('top-value', '"top"', signal, { references: [reference('base')] }));
  assert.deepEqual([error.code, error.errorCode], ['registry/references-unsupported', 44302]);
  assert.deepEqual(JSON.parse(fake.requests[0]?.body ?? ''), {
    schema: '"top"',
    references: [{ name: 'com.acme.base', subject: 'base', version: 1 }],
  });
});

for (const subject of ['', '.', '..']) {
  test(`a subject named "${subject}" is not asked for`, async () => {
    const { fake, client } = await start();
    assert.equal((await refusal(client.listVersions(subject, signal))).code, 'registry/subject-not-found');
    assert.equal(fake.requests.length, 0);
  });
}

for (const { misbehaviour, code, retriable, says } of [
  { misbehaviour: 'html', code: 'registry/not-a-registry', retriable: false, says: /sent a web page\.$/ },
  { misbehaviour: 'html-404', code: 'registry/not-a-registry', retriable: false, says: /sent a 404/ },
  { misbehaviour: 'empty', code: 'registry/not-a-registry', retriable: false, says: /sent nothing\.$/ },
  { misbehaviour: 'other-json', code: 'registry/not-a-registry', retriable: false, says: /sent JSON of another kind\.$/ },
  {
    misbehaviour: 'plain-text-400',
    code: 'registry/refused',
    retriable: false,
    says: /\(400\): RESTEASY003065: Cannot consume content type\.$/,
  },
  { misbehaviour: 'error-500-code-0', code: 'registry/server-error', retriable: false, says: /failed \(500\): Cannot invoke/ },
  { misbehaviour: 'busy-503', code: 'registry/server-error', retriable: true, says: /failed \(503\)\.$/ },
  { misbehaviour: 'busy-500-code-50003', code: 'registry/server-error', retriable: true, says: /failed \(50003\): Error while forwarding/ },
  {
    misbehaviour: 'closes-socket',
    code: 'registry/unreachable',
    retriable: true,
    says: /^Cannot reach the registry .* \((UND_ERR_SOCKET|ECONNRESET)\)\.$/,
  },
  { misbehaviour: 'closes-in-body', code: 'registry/unreachable', retriable: true, says: /\((UND_ERR_SOCKET|ECONNRESET)\)\.$/ },
  { misbehaviour: 'endless-body', code: 'registry/too-large', retriable: false, says: /sent more than 1 MiB/ },
  { misbehaviour: 'announces-huge-body', code: 'registry/too-large', retriable: false, says: /sent more than 1 MiB/ },
  {
    misbehaviour: { redirectTo: 'http://elsewhere.invalid/x' },
    code: 'registry/redirected',
    retriable: false,
    says: /redirects to http:\/\/elsewhere\.invalid,/,
  },
  { misbehaviour: { redirectTo: '/subjects' }, code: 'registry/redirected', retriable: false, says: /redirects in a circle\.$/ },
] satisfies readonly { misbehaviour: Misbehaviour; code: string; retriable: boolean; says: RegExp }[]) {
  test(`a probe that meets ${JSON.stringify(misbehaviour)}`, async () => {
    const { fake, client } = await start({}, { maxBytes: 2 ** 20 });
    fake.misbehaviour = misbehaviour;
    const error = await refusal(client.probe(signal));
    assert.deepEqual([error.code, error.retriable], [code, retriable], error.message);
    assert.match(error.message, says);
  });
}

for (const misbehaviour of ['never-answers', 'stalls-in-body'] as const) {
  test(`a registry that ${misbehaviour} is given up in time`, async () => {
    const { fake, client } = await start({}, { timeoutMs: 50 });
    fake.misbehaviour = misbehaviour;
    const error = await refusal(client.listSubjects(signal));
    assert.deepEqual([error.code, error.retriable], ['registry/timeout', true]);
    assert.match(error.message, /did not answer within 0\.05 s\.$/);
  });

  test(`a registry that ${misbehaviour} can be cancelled`, async () => {
    const { fake, client } = await start();
    fake.misbehaviour = misbehaviour;
    const controller = new AbortController();
    const asked = client.listSubjects(controller.signal);
    queueMicrotask(() => controller.abort());
    await assert.rejects(asked, { name: 'AbortError' });
    await assert.rejects(client.listSubjects(controller.signal), { name: 'AbortError' }, 'and nothing is begun afterwards');
  });
}

for (const { name, body, message } of [
  { name: 'a list of texts', body: { error_code: 422, message: ['one', 'two'] }, message: 'one; two.' },
  {
    name: 'a list of objects, as Karapace has it',
    body: { error_code: 422, message: [{ type: 'missing', loc: ['body', 'schema'], msg: 'Field required', input: {} }] },
    message: 'Field required.',
  },
]) {
  test(`a refusal whose message is ${name}`, async () => {
    const answer: typeof fetch = () => Promise.resolve(new Response(JSON.stringify(body), { status: 422 }));
    const error = await refusal(connect('http://registry.example', { fetch: answer }).register('s', '"int"', signal));
    assert.equal(error.message, `The registry refuses the schema for s as invalid: ${message}`);
  });
}

test("a path that is not the registry's is told from a schema that is not there", async () => {
  for (const flavour of flavours) {
    const { fake } = await start({ flavour });
    const error = await refusal(connect(`${new URL(fake.url).origin}/wrong`).fetchSchema(5, signal));
    assert.equal(error.code, 'registry/not-found', flavour);
    assert.match(error.message, /\/wrong answers, but has nothing at \/schemas\/ids\/5 \(404\)\.$/);
  }
});

for (const suffix of ['', '/', '//', '/?token=x#y']) {
  test(`a base address that ends in "${suffix}"`, async () => {
    const { fake } = await start();
    assert.deepEqual(await connect(fake.url + suffix).listSubjects(signal), []);
    assert.equal(fake.requests[0]?.path, '/subjects');
  });
}

test('a redirect within the registry is followed with the credentials', async () => {
  const authorization = 'Basic dTpwYXNzd29yZA==';
  const { fake } = await start({ authorization });
  const followed: string[] = [];
  const viaOldPath: typeof fetch = async (input, init) => {
    const url = urlOf(input).replace('/old/', '/');
    const response = urlOf(input).includes('/old/')
      ? new Response(null, { status: 301, headers: { Location: url } })
      : await fetch(input, init);
    followed.push(url);
    return response;
  };
  const url = `${fake.url}/old`;
  const client = connect(url, { fetch: viaOldPath, auth: { type: 'basic', username: 'u', password: 'password' } });
  assert.deepEqual(await client.listSubjects(signal), []);
  assert.equal(followed.length, 2);
  assert.equal((await refusal(client.register('s', '"int"', signal))).code, 'registry/redirected', 'a POST does not become a GET');
});

test('no request goes to another host', async () => {
  const { fake, client } = await start({}, { auth: { type: 'bearer', token: 'very-secret-token' } });
  const { fake: other } = await start({ flavour: 'confluent' });
  fake.misbehaviour = { redirectTo: `${other.url}/subjects`, status: 307 };
  assert.equal((await refusal(client.listSubjects(signal))).code, 'registry/redirected');
  assert.equal((await refusal(client.register('s', '"int"', signal))).code, 'registry/redirected');
  assert.deepEqual(other.requests, []);
});

for (const { name, url, auth, sends } of [
  { name: 'basic', url: (own: string) => own, auth: { type: 'basic', username: 'ü', password: 'pä:ss' }, sends: 'Basic w7w6cMOkOnNz' },
  {
    name: 'bearer, with a line break pasted along',
    url: (own: string) => own,
    auth: { type: 'bearer', token: 'abc.def\n' },
    sends: 'Bearer abc.def',
  },
  {
    name: 'credentials in the address',
    url: (own: string) => own.replace('//', '//user:p%40ss@'),
    auth: { type: 'none' },
    sends: 'Basic dXNlcjpwQHNz',
  },
  {
    name: "the connection's before those in the address",
    url: (own: string) => own.replace('//', '//user:p%40ss@'),
    auth: { type: 'bearer', token: 'abc' },
    sends: 'Bearer abc',
  },
] as const) {
  test(`credentials: ${name}`, async () => {
    const { fake } = await start({ authorization: sends });
    assert.deepEqual(await connect(url(fake.url), { auth }).listSubjects(signal), []);
    const wrong = await refusal(
      connect(fake.url, { auth: { type: 'basic', username: 'user', password: 'sesame-open' } }).listSubjects(signal),
    );
    assert.deepEqual([wrong.code, wrong.status], ['registry/unauthorized', 401]);
  });
}

test('no message holds a secret', async () => {
  const { fake } = await start();
  const secret = 'sesame-open';
  const url = fake.url.replace('//', `//user:${secret}@`);
  const leaks = (error: RegistryError): boolean => `${error.message} ${error.remedy ?? ''}`.includes(secret);
  const echo: typeof fetch = (_input, init) => Promise.resolve(new Response(JSON.stringify({ message: init?.headers }), { status: 400 }));
  const echoText: typeof fetch = () => Promise.resolve(new Response(`You sent ${secret}`, { status: 400 }));
  const fail: typeof fetch = () => Promise.reject(new TypeError('fetch failed'));
  const unreachable = 'http://user:sesame-open@127.0.0.1:1';
  for (const client of [
    connect(url, { fetch: echo }),
    connect(url, { fetch: echoText }),
    connect(url, { fetch: fail }),
    connect(unreachable),
    connect(`ftp://user:${secret}@host`),
    connect(`//user:${secret}@host`),
    connect(url.replace('http:', 'https:')),
    connect(fake.url, { auth: { type: 'bearer', token: `${secret}\nX: y` } }),
  ]) {
    const error = await refusal(client.probe(signal));
    assert.ok(!leaks(error), error.message);
    assert.ok(!client.label.includes(secret));
  }
});

for (const { name, url, code, says } of [
  { name: 'no URL', url: 'not a url', code: 'registry/invalid-url', says: 'The address of the registry is not a URL.' },
  {
    name: 'no http',
    url: 'localhost:8081',
    code: 'registry/invalid-url',
    says: 'The address of the registry must begin with http:// or https://.',
  },
  {
    name: 'an unknown host',
    url: 'http://nothing.invalid:8081',
    code: 'registry/unreachable',
    says: /^Cannot reach the registry http:\/\/nothing\.invalid:8081 \((ENOTFOUND|EAI_AGAIN)\)\.$/,
  },
  {
    name: 'a port that fetch does not open',
    url: 'http://127.0.0.1:6000',
    code: 'registry/unreachable',
    says: 'Cannot reach the registry http://127.0.0.1:6000 (bad port).',
  },
] as const) {
  test(`an address: ${name}`, async () => {
    const error = await refusal(connect(url).probe(signal));
    assert.equal(error.code, code);
    if (typeof says === 'string') assert.equal(error.message, says);
    else assert.match(error.message, says);
    assert.notEqual(error.remedy, undefined);
  });
}

test('a port where nothing listens, and one that speaks something else', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('\x00\x00\x00\x0dnot HTTP at all\n', () => socket.destroySoon());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has such an address.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const notHttp = await refusal(connect(url).probe(signal));
  await new Promise((resolve) => server.close(resolve));
  assert.equal(notHttp.code, 'registry/not-a-registry');
  const error = await refusal(connect(url).probe(signal));
  assert.deepEqual([error.code, error.message], ['registry/unreachable', `Cannot reach the registry ${url} (ECONNREFUSED).`]);
});

test('a registry that speaks plain HTTP, asked in TLS', async () => {
  const { fake } = await start();
  const error = await refusal(connect(fake.url.replace('http:', 'https:')).probe(signal));
  assert.equal(error.code, 'registry/unreachable');
  assert.equal(error.remedy, 'The other side does not speak TLS: try an address that begins with http://.');
});

test("what is registered stays registered where its version can't be asked for", async () => {
  const { fake } = await start();
  const busyAfterRegistering: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    fake.misbehaviour = 'busy-503';
    return response;
  };
  const registered = await connect(fake.url, { fetch: busyAfterRegistering }).register('s', '"int"', signal);
  assert.deepEqual(registered, { schemaId: 1, subject: 's', version: undefined, text: '"int"', references: [], label: 's (schema id 1)' });
});

test('a newer server that tells more when registering', async () => {
  const answer: typeof fetch = (input) =>
    Promise.resolve(
      urlOf(input).endsWith('/versions')
        ? Response.json({ id: 7, version: 3, guid: 'x', schema: '"int"' })
        : new Response('', { status: 500 }),
    );
  assert.equal((await connect('http://r.example', { fetch: answer }).register('s', '"int"', signal)).version, 3);
});
