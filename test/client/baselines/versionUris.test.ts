import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  fromGitPath,
  fromVersionPath,
  fromVersionUri,
  gitPath,
  gitUri,
  versionPath,
  versionUri,
} from '../../../client/baselines/versionUris.ts';

/** As VS Code reads a URI: the path behind the scheme, decoded once. */
function pathOf(uri: string): string {
  return decodeURIComponent(uri.replace(/^[a-z-]+:/, ''));
}

for (const subject of [
  'orders-value',
  'a/b',
  '50%',
  '%2F',
  ':.ctx:orders-value',
  'a b+c',
  'ä€😀',
  '.',
  '..',
  '../x',
  "it's(*)!",
  'a?b#c',
  'a\\b',
  '__proto__',
]) {
  test(`version documents: the subject ${subject} comes back from its document's path and URI`, () => {
    const place = { connection: 'team/prod: eu', subject, version: 7 };
    const path = versionPath(place);
    assert.deepEqual(fromVersionPath(path), place);
    assert.deepEqual(fromVersionPath(pathOf(versionUri(place))), place);
    assert.deepEqual(fromVersionUri(versionUri(place)), place);
    assert.match(path, /^\/[^/]+\/[^/]+\/v7\.avsc$/);
    assert.doesNotMatch(path, /\/\.{1,2}\//);
  });
}

test("version documents: the URI is written as VS Code's own", () => {
  const uri = versionUri({ connection: 'local', subject: ':.ctx:a/b', version: 12 });
  assert.equal(uri, 'avro-registry:/local/%253A.ctx%253Aa%252Fb/v12.avsc');
  assert.equal(versionUri({ connection: 'local', subject: 'orders-value', version: 7 }), 'avro-registry:/local/orders-value/v7.avsc');
});

for (const path of ['/a/v1.avsc', '/a/b/c/v1.avsc', '/a/b/v1.json', '/a/b/v.avsc', '/a/%/v1.avsc', '/a/%E0%A4/v1.avsc', '']) {
  test(`version documents: "${path}" is the path of no version`, () => assert.equal(fromVersionPath(path), undefined));
}

for (const uri of ['file:///local/orders-value/v7.avsc', 'avro-registry:/Schema%20id%2031.avsc', 'avro-registry:/a/%/v1.avsc', '']) {
  test(`version documents: "${uri}" is the document of no version`, () => assert.equal(fromVersionUri(uri), undefined));
}

for (const { ref, fileUri } of [
  { ref: 'HEAD', fileUri: 'file:///home/me/orders.avsc' },
  { ref: 'feature/x%y', fileUri: 'file:///home/me/a%20b/%25/%C3%A4%231.avsc' },
  { ref: 'v1.2', fileUri: 'file:///c%3A/repo/orders.avsc' },
]) {
  test(`version documents: ${fileUri} in ${ref} comes back`, () => {
    assert.deepEqual(fromGitPath(gitPath({ ref, fileUri })), { ref, fileUri });
    assert.deepEqual(fromGitPath(pathOf(gitUri({ ref, fileUri }))), { ref, fileUri });
  });
}
