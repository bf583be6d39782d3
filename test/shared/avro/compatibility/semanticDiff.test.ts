import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSameSchemaSteps } from '../../../../shared/avro/compatibility/sameSchema.ts';
import { compareMeanings, compareMeaningsSteps, differenceSummary } from '../../../../shared/avro/compatibility/semanticDiff.ts';
import { runAtOnce } from '../../../../shared/slices.ts';
import { field, record, sideOf } from '../../../judged.ts';
import { seededRandom } from '../../../randomSchema.ts';
import { changeSchema, realisticSchema } from '../../../schemaChanges.ts';

const order = '"name":"Order","namespace":"shop"';
const of = (fields: string, more = order): string => record(fields, more);
const id = field('id', '"long"');
const status = (symbols: string, more = ''): string => `{"type":"enum","name":"Status","symbols":[${symbols}]${more}}`;
const address = (fields: string, name = 'Address', more = ''): string => `{"type":"record","name":"${name}"${more},"fields":[${fields}]}`;

const rows: readonly {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  /** Kind, path and text. */
  readonly finds: readonly (readonly [kind: string, path: string, text: string])[];
  readonly summary: string;
}[] = [
  {
    name: 'a new field with a default',
    left: of(id),
    right: of(`${id},${field('currency', '"string"', ',"default":"EUR"')}`),
    finds: [['added', 'shop.Order.currency', 'Field "currency" was added, with the default "EUR".']],
    summary: '+1 field',
  },
  {
    name: 'a new field without one, and two that are gone, at their places',
    left: of(`${field('a', '"int"')},${id},${field('b', '"int"')}`),
    right: of(`${id},${field('c', '"int"')}`),
    finds: [
      ['removed', 'shop.Order.a', 'Field "a" was removed.'],
      ['added', 'shop.Order.c', 'Field "c" was added, without a default.'],
      ['removed', 'shop.Order.b', 'Field "b" was removed.'],
    ],
    summary: '+1 field, -2 fields',
  },
  {
    name: 'a field with another name',
    left: of(field('amount', '"int"')),
    right: of(field('total', '"long"', ',"aliases":["amount"]')),
    finds: [
      ['renamed', 'shop.Order.total', 'Field "amount" was renamed to "total", with an alias.'],
      ['changed', 'shop.Order.total', 'The type of "total" was widened from int to long.'],
    ],
    summary: '1 field renamed, 1 type widened',
  },
  {
    name: 'a field at another place',
    left: of(`${id},${field('a', '"int"')},${field('b', '"int"')}`),
    right: of(`${field('b', '"int"')},${id},${field('a', '"int"')}`),
    finds: [['moved', 'shop.Order.b', 'Field "b" was moved.']],
    summary: '1 field moved',
  },
  {
    name: 'types that are wider, narrower and other ones',
    left: of(`${field('a', '"int"')},${field('b', '"double"')},${field('c', '"string"')},${field('d', '{"type":"array","items":"int"}')}`),
    right: of(
      `${field('a', '"double"')},${field('b', '"int"')},${field('c', '"bytes"')},${field('d', '{"type":"array","items":"string"}')}`,
    ),
    finds: [
      ['changed', 'shop.Order.a', 'The type of "a" was widened from int to double.'],
      ['changed', 'shop.Order.b', 'The type of "b" was narrowed from double to int.'],
      ['changed', 'shop.Order.c', 'The type of "c" was changed from string to bytes.'],
      ['changed', 'shop.Order.d[]', 'The type of an item of "d" was changed from int to string.'],
    ],
    summary: '1 type widened, 1 type narrowed, 2 types changed',
  },
  {
    name: 'what may be null now, and what no longer may',
    left: of(`${field('a', '"int"')},${field('b', '["null","int"]')}`),
    right: of(`${field('a', '["null","int"]')},${field('b', '"long"')}`),
    finds: [
      ['changed', 'shop.Order.a', '"a" may be null now.'],
      ['changed', 'shop.Order.b', '"b" may no longer be null.'],
      ['changed', 'shop.Order.b', 'The type of "b" was widened from int to long.'],
    ],
    summary: '1 type widened, 1 type made nullable, 1 type made required',
  },
  {
    name: 'branches',
    left: of(field('a', '["null","int","string"]')),
    right: of(field('a', '["string","null",{"type":"map","values":"long"}]')),
    finds: [
      ['added', 'shop.Order.a', '"a" may be map<long> now.'],
      ['removed', 'shop.Order.a', '"a" may no longer be int.'],
      ['moved', 'shop.Order.a', 'Branch string of "a" was moved.'],
    ],
    summary: '+1 branch, -1 branch, 1 branch moved',
  },
  {
    name: 'a union of one',
    left: of(field('a', '"int"')),
    right: of(field('a', '["int"]')),
    finds: [['changed', 'shop.Order.a', 'The type of "a" was changed from int to a union of int.']],
    summary: '1 type changed',
  },
  {
    name: 'symbols, and the default of an enum',
    left: of(field('s', status('"A","B","C"'))),
    right: of(field('s', status('"C","A","D"', ',"default":"A"'))),
    finds: [
      ['moved', 'shop.Status', 'Symbol "C" of Status was moved.'],
      ['added', 'shop.Status', 'Symbol "D" of Status was added.'],
      ['removed', 'shop.Status', 'Symbol "B" of Status was removed.'],
      ['changed', 'shop.Status', 'Status got the default "A".'],
    ],
    summary: '+1 symbol, -1 symbol, 1 default changed, 1 symbol moved',
  },
  {
    name: 'defaults',
    left: of(`${field('a', '"int"', ',"default":1')},${field('b', '"int"')},${field('c', '"int"', ',"default":3')}`),
    right: of(`${field('a', '"int"', ',"default":2')},${field('b', '"int"', ',"default":0')},${field('c', '"int"')}`),
    finds: [
      ['changed', 'shop.Order.a', 'The default of "a" was changed from 1 to 2.'],
      ['changed', 'shop.Order.b', 'Field "b" got the default 0.'],
      ['changed', 'shop.Order.c', 'Field "c" lost the default 3.'],
    ],
    summary: '3 defaults changed',
  },
  {
    name: 'logical types',
    left: of(
      `${field('a', '{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}')},${field('b', '"long"')},${field('c', '{"type":"int","logicalType":"date"}')}`,
    ),
    right: of(
      `${field('a', '{"type":"bytes","logicalType":"decimal","precision":9,"scale":3}')},${field('b', '{"type":"long","logicalType":"timestamp-millis"}')},${field('c', '"int"')}`,
    ),
    finds: [
      ['changed', 'shop.Order.a', 'The logical type of "a" was changed from decimal(9,2) to decimal(9,3).'],
      ['changed', 'shop.Order.b', 'The type of "b" got the logical type timestamp-millis.'],
      ['changed', 'shop.Order.c', 'The type of "c" lost the logical type date.'],
    ],
    summary: '3 logical types changed',
  },
  {
    name: 'the size of a fixed',
    left: '{"type":"fixed","name":"Id","size":4}',
    right: '{"type":"fixed","name":"Id","size":8}',
    finds: [['changed', 'Id', 'The size of Id was changed from 4 to 8 bytes.']],
    summary: '1 size changed',
  },
  {
    name: 'names and namespaces, the latter once for all that is in it',
    left: of(field('a', address(''))),
    right: of(field('a', address('', 'Place', ',"aliases":["shop.Address"]')), '"name":"Order","namespace":"store"'),
    finds: [
      ['changed', 'store.Order', 'The namespace of Order was changed from shop to store.'],
      ['renamed', 'store.Place', 'Address was renamed to Place, with an alias.'],
      ['added', 'store.Place', 'Place got the alias "shop.Address".'],
    ],
    summary: '1 type renamed, 1 namespace changed, +1 alias',
  },
  {
    name: 'another type in the place of one that both have',
    left: of(`${field('a', address(''))},${field('b', address('', 'Place'))},${field('c', '"Address"')}`),
    right: of(`${field('a', address(''))},${field('b', address('', 'Place'))},${field('c', '"Place"')}`),
    finds: [['changed', 'shop.Order.c', 'The type of "c" was changed from Address to Place.']],
    summary: '1 type changed',
  },
  {
    name: 'docs, which count where there is nothing else',
    left: of(field('a', '"int"', ',"doc":"One."'), `${order},"doc":"All."`),
    right: of(field('a', '"int"', ',"doc":"Two."')),
    finds: [
      ['changed', 'shop.Order', 'The doc of Order was removed.'],
      ['changed', 'shop.Order.a', 'The doc of "a" was changed.'],
    ],
    summary: '2 docs changed',
  },
  {
    name: 'docs beside something else',
    left: of(field('a', '"int"')),
    right: of(field('a', '"long"', ',"doc":"Two."')),
    finds: [
      ['changed', 'shop.Order.a', 'The doc of "a" was added.'],
      ['changed', 'shop.Order.a', 'The type of "a" was widened from int to long.'],
    ],
    summary: '1 type widened',
  },
  {
    name: 'sort orders and attributes of one’s own',
    left: of(`${field('a', '"int"', ',"pii":true')},${field('b', '"int"', ',"x":1')}`),
    right: of(`${field('a', '"int"', ',"order":"ignore","pii":false')},${field('b', '{"type":"int","y":{"z":1}}')}`),
    finds: [
      ['changed', 'shop.Order.a', 'The sort order of "a" was changed from ascending to ignore.'],
      ['changed', 'shop.Order.a', 'The attribute "pii" of "a" was changed from true to false.'],
      ['removed', 'shop.Order.b', 'The attribute "x" of "b" was removed.'],
      ['added', 'shop.Order.b', 'The attribute "y" of "b" was added: {"z":1}.'],
    ],
    summary: '1 sort order changed, 3 attributes changed',
  },
  {
    name: 'the whole schema',
    left: '"int"',
    right: '["null","long"]',
    finds: [
      ['changed', '', 'The schema may be null now.'],
      ['changed', '', 'The type of the schema was widened from int to long.'],
    ],
    summary: '1 type widened, 1 type made nullable',
  },
];

for (const { name, left, right, finds, summary } of rows) {
  test(`differences: ${name}`, () => {
    const differences = compareMeanings(sideOf(left), sideOf(right));
    assert.deepEqual(
      differences.map(({ kind, path, text }) => [kind, path, text]),
      finds,
    );
    assert.equal(differenceSummary(differences), summary);
  });
}

for (const { name, left, right } of [
  {
    name: 'layout and the order of properties',
    left: of(id),
    right: `{"fields": [ {"type": "long", "name": "id"} ],\n "namespace": "shop", "type": "record", "name": "Order"}`,
  },
  { name: 'how names are written', left: of(id), right: record(id, '"name":"shop.Order"') },
  { name: 'a type in an object', left: of(field('a', '"int"')), right: of(field('a', '{"type":"int"}')) },
  {
    name: 'where a type is defined',
    left: of(`${field('a', address(''))},${field('b', '"Address"')}`),
    right: of(`${field('a', '"shop.Address"')},${field('b', address(''))}`),
  },
  { name: 'the order of aliases', left: of(id, `${order},"aliases":["A","B"]`), right: of(id, `${order},"aliases":["B","A"]`) },
]) {
  test(`no difference: ${name}`, () => {
    assert.deepEqual(compareMeanings(sideOf(left), sideOf(right)), []);
    assert.equal(differenceSummary([]), '');
  });
}

test('records in themselves, and chains of types, end', () => {
  const node = (type: string): string => record(`${field('a', type)},${field('next', '["null","Node"]')}`, '"name":"Node"');
  assert.deepEqual(
    compareMeanings(sideOf(node('"int"')), sideOf(node('"long"'))).map(({ path }) => path),
    ['Node.a'],
  );
  const chain = (type: string): string => {
    const types = Array.from({ length: 5_000 }, (_, index) =>
      record(field('a', index === 4_999 ? type : `"T${index + 1}"`), `"name":"T${index}"`),
    );
    return record(types.map((each, index) => field(`f${index}`, each)).join(','), '"name":"All"');
  };
  assert.equal(compareMeanings(sideOf(chain('"int"')), sideOf(chain('"long"'))).length, 1);
});

for (const { name, text } of [
  {
    name: 'a thousand records in one',
    text: (type: string): string =>
      record(Array.from({ length: 1000 }, (_, index) => field(`f${index}`, record(field('a', type), `"name":"T${index}"`))).join(',')),
  },
  {
    name: 'fifty thousand fields',
    text: (type: string): string => record(Array.from({ length: 50_000 }, (_, index) => field(`f${index}`, type)).join(',')),
  },
  {
    name: 'a union of a thousand records',
    text: (type: string): string =>
      `[${Array.from({ length: 1000 }, (_, index) => record(field('a', type), `"name":"T${index}"`)).join(',')}]`,
  },
]) {
  test(`a large schema is compared in steps: ${name}`, () => {
    const steps = compareMeaningsSteps(sideOf(text('"int"')), sideOf(text('"long"')));
    let count = 1;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) count++;
    assert.ok(step.value.length >= 1000);
    assert.ok(count >= 1000, `${count} steps`);
  });
}

test('there are differences where the schemas are not the same, and only there', () => {
  const random = seededRandom(20_261_201);
  for (let index = 0; index < 500; index++) {
    const left = realisticSchema(random);
    const right = random() < 0.3 ? JSON.stringify(JSON.parse(left), null, 2) : changeSchema(left, random);
    const [l, r] = [sideOf(left), sideOf(right)];
    const differences = compareMeanings(l, r);
    assert.equal(
      differences.length === 0,
      runAtOnce(isSameSchemaSteps(l.schema, r.schema)),
      `${left}\n${right}\n${JSON.stringify(differences)}`,
    );
    assert.equal(differenceSummary(differences) === '', differences.length === 0);
  }
});
