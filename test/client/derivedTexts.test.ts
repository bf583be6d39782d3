import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDerivedTexts, fromDerivedQuery, toDerivedPlace } from '../../client/derivedTexts.ts';
import type { DerivedSchemaParams, DerivedSchemaResult } from '../../shared/protocol.ts';

for (const { name, params, path } of [
  { name: 'a file', params: { form: 'canonical', uri: 'file:///a/order.v1.avsc' }, path: '/canonical/order.v1.canonical.avsc' },
  {
    name: 'one type of a file',
    params: { form: 'selfContained', uri: 'file:///a/order.avsc', fullname: 'com.acme.Money' },
    path: '/self-contained/Money.self-contained.avsc',
  },
  { name: 'a file with escapes', params: { form: 'canonical', uri: 'file:///a/my%20%C3%A4.avsc' }, path: '/canonical/my ä.canonical.avsc' },
  {
    name: 'a file with a lone percent sign',
    params: { form: 'canonical', uri: 'file:///a/50%.avsc' },
    path: '/canonical/50%.canonical.avsc',
  },
  { name: 'an unsaved text', params: { form: 'canonical', uri: 'untitled:Untitled-1' }, path: '/canonical/Untitled-1.canonical.avsc' },
] as readonly { readonly name: string; readonly params: DerivedSchemaParams; readonly path: string }[]) {
  test(`derived document: its URI says what it is, and what it is made of: ${name}`, () => {
    const place = toDerivedPlace(params);
    assert.equal(place.path, path);
    assert.deepEqual(fromDerivedQuery(place.query), { fullname: undefined, ...params });
  });
}

test('derived document: a query that is none of ours', () => {
  for (const query of ['', 'x=1', '5', '{"form":"other","uri":"file:///a"}', '{"form":"canonical"}', '{"form":"canonical","uri":5}']) {
    assert.equal(fromDerivedQuery(query), undefined, query);
  }
});

test('derived document: it is made anew, and says so where it can not be', async () => {
  const uris = ['file:///a.avsc'];
  let next: DerivedSchemaResult = { ok: false, reason: 'a.avsc has 1 error.', uris };
  const texts = createDerivedTexts(() => Promise.resolve(next));
  const params: DerivedSchemaParams = { form: 'canonical', uri: 'file:///a.avsc' };
  const read = (document = 'avro-derived:a'): Promise<string> => texts.read(document, params, new AbortController().signal);
  assert.equal(await read(), '// a.avsc has 1 error.\n');
  next = { ok: true, text: '"int"', uris };
  assert.equal(await read(), '"int"');
  next = { ok: true, text: '"long"', uris };
  assert.equal(await read(), '"long"');
  next = { ok: false, reason: 'a.avsc has 2 errors.', uris };
  assert.equal(await read(), '// a.avsc has 2 errors. This was made before:\n"long"');
  assert.equal(await read('avro-derived:b'), '// a.avsc has 2 errors.\n');
  texts.forget('avro-derived:a');
  assert.equal(await read(), '// a.avsc has 2 errors.\n');
});
