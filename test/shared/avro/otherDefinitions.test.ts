import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../../shared/avro/check.ts';
import { textNames } from '../../../shared/avro/otherDefinitions.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { otherTexts } from '../../otherTexts.ts';

for (const { uris, names } of [
  { uris: [], names: '' },
  { uris: ['file:///w/orders.avsc'], names: 'orders.avsc' },
  { uris: ['file:///w/a.avsc', 'file:///w/b.avsc', 'file:///w/c.avsc'], names: 'a.avsc, b.avsc and c.avsc' },
  { uris: ['file:///w/v1/a.avsc', 'file:///w/v2/a.avsc'], names: 'v1/a.avsc and v2/a.avsc' },
  { uris: ['file:///w/a/x/o.avsc', 'file:///w/b/x/o.avsc', 'file:///w/p.avsc'], names: 'a/x/o.avsc, b/x/o.avsc and w/p.avsc' },
  { uris: ['a', 'b', 'c', 'd', 'e'].map((name) => `file:///w/${name}.avsc`), names: 'a.avsc, b.avsc and 3 more files' },
  { uris: ['file:///w/my%20order.avsc'], names: 'my order.avsc' },
  { uris: ['file:///w/100%.avsc'], names: '100%.avsc' },
]) {
  test(`the names of ${uris.length} texts: ${names}`, () => {
    assert.equal(textNames(uris), names);
  });
}

test('a definition in the same words, but for white space and docs, is not read', () => {
  const text = '{"type":"record","name":"n.R","fields":[{"name":"a","type":"int"}]}';
  const { otherNames } = otherTexts(text, {
    'same.avsc': '{ "type": "record", "name": "n.R", "fields": [ {"name": "a", "type": "int"} ] }',
    'other.avsc': '{"type":"record","name":"n.R","fields":[{"name":"a","type":"long"}]}',
  });
  const read: string[] = [];
  const problems = checkSchema(parseSchema(text), {
    otherNames: {
      ...otherNames,
      read: (definition) => {
        read.push(definition.uri);
        return otherNames.read(definition);
      },
    },
  });
  assert.deepEqual(read, ['file:///w/other.avsc']);
  assert.deepEqual(
    problems.map(({ code, related }) => [code, related?.map(({ uri }) => uri)]),
    [['conflicting-definition', ['file:///w/other.avsc']]],
  );
});
