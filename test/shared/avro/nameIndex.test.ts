import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexQuickly } from '../../../shared/avro/indexQuickly.ts';
import { indexText } from '../../../shared/avro/indexText.ts';
import { NameIndex } from '../../../shared/avro/nameIndex.ts';
import { parseProtocol } from '../../../shared/avro/parseProtocol.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { mark } from '../../mark.ts';
import { randomSchema, seededRandom } from '../../randomSchema.ts';

for (const { name, text, defines, refersTo } of [
  {
    name: 'definitions at any depth, with their names’ spans',
    text: '[{"type":"record","name":<<"a.R">>,"fields":[{"name":"f","type":{"type":"enum","name":<<"E">>,"symbols":[]}}]},{"type":"fixed","name":<<"F">>,"size":1}]',
    defines: ['a.R', 'a.E', 'F'],
    refersTo: [],
  },
  {
    name: 'references through namespaces, each once',
    text: '{"type":"record","name":<<"a.R">>,"fields":[{"name":"f","type":["R","b.S","X",{"type":"map","values":"X"}]}]}',
    defines: ['a.R'],
    refersTo: ['a.R', 'b.S', 'a.X or X'],
  },
  {
    name: 'a name in no namespace that has ended before',
    text: '[{"type":"enum","name":<<"X">>,"symbols":[]},{"type":"record","name":<<"a.R">>,"fields":[{"name":"f","type":"X"}]}]',
    defines: ['X', 'a.R'],
    refersTo: ['X'],
  },
  {
    name: 'a name in no namespace behind, which is not meant',
    text: '[{"type":"record","name":<<"a.R">>,"fields":[{"name":"f","type":"X"}]},{"type":"enum","name":<<"X">>,"symbols":[]}]',
    defines: ['a.R', 'X'],
    refersTo: ['a.X or X'],
  },
  {
    name: 'the first of two of a name, and what stands in a broken record',
    text: '[{"type":"enum","name":<<"E">>,"symbols":[]},{"type":"enum","name":"E","symbols":["A"]},{"type":"recrod","name":<<"R">>,"fields":[{"name":"f","type":"E"',
    defines: ['E', 'R'],
    refersTo: ['E'],
  },
  { name: 'no JSON at all', text: '', defines: [], refersTo: [] },
  {
    name: 'a protocol’s types and messages, wherever they stand',
    text: '{"protocol":"P","namespace":"a","messages":{"m":{"request":[{"name":"p","type":"R"}],"response":"x.Y","errors":["Z"]}},"types":[{"type":"record","name":<<"R">>,"fields":[]}]}',
    defines: ['a.R'],
    refersTo: ['a.R', 'x.Y', 'a.Z or Z'],
  },
]) {
  test(`index of a text: ${name}`, () => {
    const { text: plain, ranges } = mark(text);
    const facts = indexText(plain.startsWith('{"protocol"') ? parseProtocol(plain) : parseSchema(plain));
    assert.deepEqual(
      facts.definitions.map(({ fullname }) => fullname),
      defines,
    );
    assert.deepEqual(
      facts.definitions.map(({ place }) => place && { ...place.nameSpan }),
      ranges,
    );
    const references = facts.references.map(({ fullname, hasFallback }) =>
      hasFallback ? `${fullname} or ${fullname.slice(fullname.lastIndexOf('.') + 1)}` : fullname,
    );
    assert.deepEqual(references, refersTo);
  });
}

const original =
  '{"type":"record","name":"R","doc":"One","fields":[{"name":"f","doc":"Two","type":{"type":"enum","name":"E","symbols":["A B"]}}]}';
for (const { name, text, same } of [
  { name: 'white space between tokens', text: ` ${original.replaceAll(':', ' :\n\t').replaceAll(',', ' , ')} `, same: 'all' },
  { name: 'another doc', text: original.replace('"One"', '"Three, and more"'), same: 'but docs' },
  { name: 'another doc of a field', text: original.replace('"Two"', '""'), same: 'but docs' },
  { name: 'white space in a string', text: original.replace('A B', 'A  B'), same: 'nothing' },
  { name: 'a quote in a doc', text: original.replace('One', 'O\\"ne'), same: 'but docs' },
  { name: 'another order', text: original.replace('"type":"record","name":"R"', '"name":"R","type":"record"'), same: 'all' },
]) {
  test(`digests: with ${name}, the same is ${same}`, () => {
    const digestOf = (source: string): string => indexText(parseSchema(source)).definitions[0]?.digest ?? '';
    const [one, other] = [digestOf(original), digestOf(text)];
    const part = (digest: string): string => digest.slice(0, digest.indexOf('.'));
    assert.match(one, /^[^.]+\.[^.]+$/);
    assert.equal(one === other ? 'all' : part(one) === part(other) ? 'but docs' : 'nothing', same);
  });
}

test('digests: a definition has the same one wherever it stands, with whatever around it', () => {
  const alone = '{"type":"enum","name":"a.E","symbols":["A","\\"}"],"doc":"é"}';
  const within = `{"type":"record","doc":"d","name":"R","fields":[{"name":"f","doc":"\\\\","type":${alone}},{"name":"g","type":"a.E"}]}`;
  const digestOf = (text: string): string | undefined =>
    indexText(parseSchema(text)).definitions.find(({ fullname }) => fullname === 'a.E')?.digest;
  assert.equal(digestOf(within), digestOf(alone));
  assert.equal(digestOf(`[${within}]`), digestOf(alone));
});

test('index of a text: without a tree, the facts are those of the tree', () => {
  const random = seededRandom(11);
  let compared = 0;
  for (let round = 0; round < 5000; round++) {
    const text = randomSchema(random);
    const quick = indexQuickly(text);
    if (quick === undefined) continue;
    const { definitions, references } = indexText(parseSchema(text));
    const withoutPlaces = definitions.map(({ fullname, type, digest }) => ({ fullname, type, digest }));
    assert.deepEqual(quick, { definitions: withoutPlaces, references }, text);
    compared += quick.definitions.length;
  }
  assert.ok(compared > 2000, `${compared} definitions are enough`);
});

test('index of a text: what is no plain JSON, or nests too deep, needs a tree', () => {
  for (const text of ['', '{"type":"int",}', '// x\n"int"', '\uFEFF"int"', '['.repeat(5000) + ']'.repeat(5000)]) {
    assert.equal(indexQuickly(text), undefined, text.slice(0, 20));
  }
});

test('digests: of repeated properties the last counts, and numbers are what they say', () => {
  const one = '{"type":"fixed","name":"F","size":1,"x":[1,{"a":null,"b":true}]}';
  const digestOf = (text: string): string | undefined => indexText(parseSchema(text)).definitions[0]?.digest;
  for (const same of [one.replace('"size":1', '"size":7,"size":1.0e0'), one.replace('{"a":null,"b":true}', '{"b":true,"a":null}')]) {
    assert.equal(digestOf(same), digestOf(one), same);
    assert.equal(indexQuickly(same)?.definitions[0]?.digest, digestOf(one), same);
  }
  for (const other of [
    one.replace('null', 'false'),
    one.replace('[1,', '["1",'),
    one.replace('"x":[1,', '"x":[[1],'),
    one.replace('"a":null,"b":true', '"a":true,"b":null'),
  ]) {
    assert.notEqual(digestOf(other), digestOf(one), other);
  }
});

/** An index of texts by URI; the folder is the first part of the path. */
function indexOf(texts: Readonly<Record<string, string>>): NameIndex {
  const index = new NameIndex({ folderOf: (uri) => (uri.includes('/') ? uri.slice(0, uri.indexOf('/')) : undefined) });
  for (const [uri, text] of Object.entries(texts)) index.set(uri, indexText(parseSchema(text)));
  return index;
}

const enumOf = (name: string, ...symbols: string[]): string => JSON.stringify({ type: 'enum', name, symbols });
const recordOf = (name: string, ...types: unknown[]): string =>
  JSON.stringify({ type: 'record', name, fields: types.map((type, index) => ({ name: `f${index}`, type })) });

test('name index: definitions are found in the order of their URIs, those of the same folder alone where there are any', () => {
  const index = indexOf({ 'x/b': enumOf('E', 'B'), 'x/a': enumOf('E', 'A'), 'y/c': enumOf('E'), loose: enumOf('E') });
  const find = (uri: string): string[] =>
    index
      .otherNames(uri, () => undefined)
      .find('E')
      .map((each) => each.uri);
  assert.deepEqual(
    index.definitions('E').map(({ uri }) => uri),
    ['loose', 'x/a', 'x/b', 'y/c'],
  );
  assert.deepEqual(find('x/z'), ['x/a', 'x/b']);
  assert.deepEqual(find('x/a'), ['x/b']);
  assert.deepEqual(find('y/c'), ['loose', 'x/a', 'x/b']);
  assert.deepEqual(find('z/z'), ['loose', 'x/a', 'x/b', 'y/c']);
  assert.deepEqual(find('elsewhere'), ['loose', 'x/a', 'x/b', 'y/c']);
});

test('name index: all names but those that only the text itself defines, sorted', () => {
  const index = indexOf({ 'x/b': enumOf('n.B'), 'x/a': `[${enumOf('A')},${enumOf('C')}]`, 'x/c': enumOf('C') });
  assert.deepEqual([...index.otherNames('x/a', () => undefined).fullnames()], ['C', 'n.B']);
  index.remove('x/c');
  assert.deepEqual([...index.otherNames('x/a', () => undefined).fullnames()], ['n.B']);
  assert.deepEqual([...index.otherNames('x/b', () => undefined).fullnames()], ['A', 'C']);
});

test('name index: referrers, of a name in no namespace only where nothing has it in the namespace', () => {
  const index = indexOf({ a: recordOf('n.R', 'X'), b: recordOf('S', 'X', 'n.R'), c: enumOf('X'), d: recordOf('n.T', 'n.X') });
  assert.deepEqual(index.referrers('X'), ['a', 'b']);
  assert.deepEqual(index.referencesIn('a'), ['X']);
  index.set('e', indexText(parseSchema(enumOf('n.X'))));
  assert.deepEqual(index.referrers('X'), ['b']);
  assert.deepEqual(index.referrers('n.X'), ['a', 'd']);
  assert.deepEqual(index.referencesIn('a'), ['n.X']);
  assert.deepEqual(index.referrers('n.R'), ['b']);
});

test('name index: dependents are all that a change reaches, through any number of texts and round in circles', () => {
  const index = indexOf({
    a: recordOf('A', 'B'),
    b: recordOf('B', 'C'),
    c: recordOf('C', ['null', 'A']),
    d: recordOf('D', 'E'),
    e: enumOf('E'),
    copy: enumOf('E', 'X'),
  });
  assert.deepEqual(index.dependents(['C']), ['a', 'b', 'c']);
  assert.deepEqual(index.dependents(['E']), ['copy', 'd', 'e']);
  assert.deepEqual(index.dependents(['F']), []);
  assert.deepEqual(index.unresolved(), []);
  index.remove('e');
  index.remove('copy');
  assert.deepEqual(index.unresolved(), ['d']);
  assert.deepEqual(index.dependents(['E']), ['d']);
});

test('name index: a change says which names may mean something else now', () => {
  const index = indexOf({ a: original, b: enumOf('S', 'A') });
  const set = (uri: string, text: string): string[] => index.set(uri, indexText(parseSchema(text)));
  assert.deepEqual(set('a', original), []);
  assert.deepEqual(set('a', original.replace('One', 'New')), []);
  assert.deepEqual(set('a', original.replace('A B', 'C')), ['R', 'E']);
  assert.deepEqual(set('a', enumOf('R')), ['R', 'E']);
  assert.deepEqual(set('c', enumOf('S', 'A')), ['S']);
  assert.deepEqual(set('c', enumOf('S', 'A').replace('{', '{"doc":"One",')), ['S']);
  assert.deepEqual(set('c', enumOf('S', 'A').replace('{', '{"doc":"Two",')), ['S'], 'two that differ in docs are ambiguous');
  assert.deepEqual(index.remove('c'), ['S']);
  assert.deepEqual(index.remove('c'), []);
});

test('name index: whatever the order of the texts and however often they change, the answers are those of the last state', () => {
  const random = seededRandom(7);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T; // there is always one
  const names = ['A', 'B', 'n.A', 'n.B', 'm.A'];
  const words = ['A', 'B', 'n.A', 'm.A', 'm.C', 'int'];
  for (let round = 0; round < 200; round++) {
    const changed = indexOf({});
    const last = new Map<string, string>();
    for (let step = 0; step < 30; step++) {
      const uri = pick(['x/1', 'x/2', 'y/3', 'y/4']);
      if (random() < 0.3) {
        changed.remove(uri);
        last.delete(uri);
      } else {
        const text = random() < 0.3 ? enumOf(pick(names)) : recordOf(pick(names), pick(words), pick(words));
        changed.set(uri, indexText(parseSchema(text)));
        last.set(uri, text);
      }
    }
    const fresh = indexOf(Object.fromEntries([...last].sort()));
    const answers = (index: NameIndex): unknown => ({
      names: [...names, 'C', 'm.C'].map((name) => [name, index.definitions(name), index.referrers(name), index.dependents([name])]),
      seen: [...last.keys(), 'x/9']
        .sort()
        .map((uri) => [uri, index.referencesIn(uri), [...index.otherNames(uri, () => undefined).fullnames()]]),
      unresolved: index.unresolved(),
    });
    assert.deepEqual(answers(changed), answers(fresh));
  }
});
