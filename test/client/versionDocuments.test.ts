import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGitRunner } from '../../client/baselines/runGit.ts';
import { gitPath, versionPath } from '../../client/baselines/versionUris.ts';
import { createVersionTexts, layOut, type VersionTexts } from '../../client/versionDocuments.ts';
import { KafkaError } from '../../shared/errors.ts';
import { toDisplayText } from '../../shared/registry/displayText.ts';
import { createFakeRegistries, type FakeRegistries } from '../fakes/registries.ts';
import { FakeRegistrySession } from '../fakes/registrySession.ts';
import { createRepository } from './baselines/gitRepository.ts';

const { signal } = new AbortController();
const order = '{"type":"record","name":"Order","fields":[{"name":"id","type":"string"}]}';
const byName = '{"fields":[{"name":"id","type":"string"}],"name":"Order","type":"record"}';

interface Fake {
  readonly texts: VersionTexts;
  readonly registries: FakeRegistries;
  readonly session: FakeRegistrySession;
}

function create(files: Readonly<Record<string, string>> = {}, trusted = true): Fake {
  const session = new FakeRegistrySession();
  const registries = createFakeRegistries({ local: session });
  const readText = (uri: string): Promise<string> => {
    const text = files[uri];
    return text === undefined ? Promise.reject(new Error(`There is no ${uri}.`)) : Promise.resolve(text);
  };
  const texts = createVersionTexts({ registries, runGit: createGitRunner(), isTrusted: () => trusted, readText });
  return { texts, registries, session };
}

test('version documents: a version is shown as it is laid out, whatever its subject is called, and without a question', async () => {
  const { texts, registries, session } = create();
  for (const subject of ['orders-value', 'a/b', '50%', ':.ctx:x']) {
    session.add(subject, order);
    const place = { scheme: 'avro-registry', path: versionPath({ connection: 'local', subject, version: 1 }), query: '' };
    assert.equal(await texts.read(place, signal), toDisplayText(order));
  }
  assert.ok(registries.opened.every((opened) => opened === 'local'));
  await texts.fetch({ connection: 'local', subject: 'a/b', version: 1 }, signal);
  assert.equal(registries.opened.at(-1), 'local (ask)');
});

test('version documents: why there is nothing to show is a sentence with what to do', async () => {
  const { texts, registries } = create();
  const read = (scheme: string, path: string): Promise<string> => texts.read({ scheme, path, query: '' }, signal);
  const path = versionPath({ connection: 'local', subject: 'gone', version: 3 });
  await assert.rejects(read('avro-registry', path), { message: 'The registry has no subject gone.' });
  registries.failToOpen('local', new KafkaError('connection/secret', 'A token is missing.'));
  await assert.rejects(read('avro-registry', path), {
    message: 'A token is missing. Open its registry in the view Registries to give it.',
  });
  await assert.rejects(read('avro-registry', '/Schema id 31.avsc'), { message: 'What was shown here is no longer at hand.' });
});

test('version documents: a text without a version is kept under its title, the last one of that title', async () => {
  const { texts } = create();
  texts.keep('Schema id 31', order);
  const place = texts.keep('Schema id 31', byName);
  assert.deepEqual(place, { scheme: 'avro-registry', path: '/Schema id 31.avsc', query: '' });
  assert.equal(await texts.read(place, signal), byName);
  assert.doesNotMatch(texts.keep('a/b', order).path.slice(1), /\//);
});

test('version documents: a file as it is in git, and not where nobody trusts', async (context) => {
  const repository = createRepository(context, { 'a%/b.avsc': order });
  const place = { scheme: 'avro-baseline', path: gitPath({ ref: 'main', fileUri: repository.uri('a%/b.avsc') }), query: '' };
  assert.equal(await create().texts.read(place, signal), order);
  await assert.rejects(create({}, false).texts.read(place, signal), { message: 'This workspace is not trusted, so git is not run in it.' });
});

const uri = 'file:///w/order.avsc';
const version = { connection: 'local', subject: 'orders-value', version: 1 };
const versionSide = { scheme: 'avro-registry', path: '/local/orders-value/v1.avsc', query: '' };

for (const { name, text, registered = order, copy } of [
  { name: 'is laid out as versions are stands for itself', text: toDisplayText(order), copy: undefined },
  {
    name: 'is laid out so, with line breaks of Windows, stands for itself',
    text: toDisplayText(order).replaceAll('\n', '\r\n'),
    copy: undefined,
  },
  { name: 'is laid out in another way is copied', text: order, copy: toDisplayText(order) },
  { name: 'has comments is copied without them', text: `// The order.\n${toDisplayText(order)}`, copy: toDisplayText(order) },
  { name: 'is half written stands for itself', text: '{"type":', copy: undefined },
  {
    name: 'is compared with a registry that sorts is sorted too',
    text: toDisplayText(order),
    registered: byName,
    copy: toDisplayText(byName),
  },
  { name: 'is sorted as the registry does stands for itself', text: toDisplayText(byName), registered: byName, copy: undefined },
] as readonly { readonly name: string; readonly text: string; readonly registered?: string; readonly copy: string | undefined }[]) {
  test(`comparing: a file that ${name}`, async () => {
    const { texts, session } = create({ [uri]: text });
    session.add('orders-value', registered);
    const side = await texts.side({ uri }, version, signal);
    assert.deepEqual(await texts.side(version, { uri }, signal), versionSide);
    if (copy === undefined) {
      assert.deepEqual(side, { uri });
      return;
    }
    assert.ok('path' in side);
    assert.equal(side.path, '/order.avsc');
    assert.equal(await texts.read(side, signal), copy);
  });
}

test('comparing: numbers of a copy keep their digits', () => {
  const text = '{"type":"record","name":"A","fields":[{"name":"a","type":"long","default":9223372036854775807}]}';
  assert.match(layOut(text, true), /9223372036854775807/);
});
