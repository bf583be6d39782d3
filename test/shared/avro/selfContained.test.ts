import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalForm } from '../../../shared/avro/canonical.ts';
import { checkSchema } from '../../../shared/avro/check.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { refusalText, selfContained, selfContainedSteps } from '../../../shared/avro/selfContained.ts';
import type { SelfContained } from '../../../shared/avro/selfContained.ts';
import { linkTexts } from '../../linkedTexts.ts';
import { randomSchema, seededRandom } from '../../randomSchema.ts';
import { scatter } from '../../scatter.ts';

/** The first text in one with the others, or the named type of it. */
function resolve(texts: Readonly<Record<string, string>>, fullname?: string): SelfContained {
  const linked = linkTexts(texts);
  const [first] = linked.values();
  assert(first?.parsed.schema !== undefined);
  const root = fullname === undefined ? first.parsed.schema : first.definitions.get(fullname);
  assert(root !== undefined);
  const made = selfContained(root, first, (uri) => linked.get(uri));
  if (made.ok) assert.equal(canonicalForm(parseSchema(made.text).schema ?? root), canonicalForm(root));
  return made;
}

const money = '{"type":"record","name":"Money","namespace":"com.acme","doc":"Of any currency.","fields":[{"name":"amount","type":"long"}]}';

for (const { name, texts, fullname, text, uris = Object.keys(texts) } of [
  {
    name: 'a type of another text is put in place of its first use',
    texts: {
      a: '{"type":"record","name":"Order","namespace":"com.acme","fields":[{"name":"price","type":"Money"},{"name":"paid","type":["null","com.acme.Money"],"default":null}]}',
      b: money,
    },
    text: `{
  "type": "record",
  "name": "Order",
  "namespace": "com.acme",
  "fields": [
    {
      "name": "price",
      "type": {
        "type": "record",
        "name": "Money",
        "namespace": "com.acme",
        "doc": "Of any currency.",
        "fields": [
          { "name": "amount", "type": "long" }
        ]
      }
    },
    { "name": "paid", "type": ["null", "com.acme.Money"], "default": null }
  ]
}
`,
  },
  {
    name: 'docs, defaults, aliases, logical types and attributes stay, with every digit',
    texts: {
      a: '{"name":"R","type":"record","doc":"a \\"b\\" \\u00e4","aliases":["Q"],"x":{"y":[1.0,9007199254740993,1e5]},"fields":[{"type":{"logicalType":"decimal","type":"bytes","precision":9,"scale":2},"name":"a","default":"\\u00ff","order":"ignore","aliases":["b"],"z":true}]}',
    },
    text: `{
  "name": "R",
  "type": "record",
  "doc": "a \\"b\\" ä",
  "aliases": ["Q"],
  "x": { "y": [1.0, 9007199254740993, 1e5] },
  "fields": [
    {
      "type": { "logicalType": "decimal", "type": "bytes", "precision": 9, "scale": 2 },
      "name": "a",
      "default": "ÿ",
      "order": "ignore",
      "aliases": ["b"],
      "z": true
    }
  ]
}
`,
  },
  {
    name: 'a namespace is written where the new place would give another one',
    texts: {
      a: '{"type":"array","items":{"type":"record","name":"n.R","fields":[{"name":"f","type":"F"},{"name":"g","type":"m.G"}]}}',
      b: '{"type":"fixed","name":"F","size":1}',
      c: '{"type":"enum","name":"m.G","symbols":["A"]}',
    },
    text: `{
  "type": "array",
  "items": {
    "type": "record",
    "name": "n.R",
    "fields": [
      { "name": "f", "type": { "type": "fixed", "name": "F", "namespace": "", "size": 1 } },
      { "name": "g", "type": { "type": "enum", "name": "m.G", "symbols": ["A"] } }
    ]
  }
}
`,
  },
  {
    name: 'one type of a text has the namespace that was around it',
    texts: {
      a: '{"type":"record","name":"n.R","fields":[{"name":"f","type":{"type":"record","name":"S","fields":[{"name":"r","type":["null","R"]},{"name":"s","type":["null","S"]}]}}]}',
    },
    fullname: 'n.S',
    text: `{
  "type": "record",
  "name": "S",
  "namespace": "n",
  "fields": [
    {
      "name": "r",
      "type": [
        "null",
        {
          "type": "record",
          "name": "n.R",
          "fields": [
            { "name": "f", "type": "S" }
          ]
        }
      ]
    },
    { "name": "s", "type": ["null", "S"] }
  ]
}
`,
  },
  {
    name: 'texts that refer to each other in a circle',
    texts: {
      a: '{"type":"record","name":"A","namespace":"n","fields":[{"name":"b","type":["null","B"]}]}',
      b: '{"type":"record","name":"n.B","fields":[{"name":"a","type":["null","A"]},{"name":"b","type":["null","n.B"]}]}',
    },
    text: `{
  "type": "record",
  "name": "A",
  "namespace": "n",
  "fields": [
    {
      "name": "b",
      "type": [
        "null",
        {
          "type": "record",
          "name": "n.B",
          "fields": [
            { "name": "a", "type": ["null", "A"] },
            { "name": "b", "type": ["null", "n.B"] }
          ]
        }
      ]
    }
  ]
}
`,
  },
  {
    name: 'what is used before its definition in the same text is defined at its first use',
    texts: { a: '["F",{"type":"array","items":{"type":"fixed","name":"F","size":2}}]' },
    text: `[
  { "type": "fixed", "name": "F", "size": 2 },
  { "type": "array", "items": "F" }
]
`,
  },
  {
    name: 'a text that is nothing but a name',
    texts: { a: '"com.acme.Money"', b: money },
    text: `{
  "type": "record",
  "name": "Money",
  "namespace": "com.acme",
  "doc": "Of any currency.",
  "fields": [
    { "name": "amount", "type": "long" }
  ]
}
`,
  },
  {
    name: 'a name without a namespace where the enclosing one has the same',
    texts: {
      a: '[{"type":"fixed","name":"F","size":1},{"type":"record","name":"n.R","fields":[{"name":"f","type":"F"},{"name":"g","type":"n.F"},{"name":"h","type":"n.F"}]}]',
      b: '{"type":"fixed","name":"n.F","size":2}',
    },
    text: `[
  { "type": "fixed", "name": "F", "size": 1 },
  {
    "type": "record",
    "name": "n.R",
    "fields": [
      { "name": "f", "type": "F" },
      { "name": "g", "type": { "type": "fixed", "name": "n.F", "size": 2 } },
      { "name": "h", "type": "n.F" }
    ]
  }
]
`,
  },
  { name: 'a primitive', texts: { a: '"int"' }, text: '"int"\n' },
  {
    name: 'of a repeated property the last one',
    texts: { a: '{"type":"map","values":"int","values":"long"}' },
    text: `{\n  "type": "map",\n  "values": "long"\n}\n`,
  },
  { name: 'texts that are not needed are not named', texts: { a: '"int"', b: money }, text: '"int"\n', uris: ['a'] },
  {
    name: 'two texts with the same definition',
    texts: { a: '["com.acme.Money"]', b: money, c: ` ${money}` },
    text: `[
  {
    "type": "record",
    "name": "Money",
    "namespace": "com.acme",
    "doc": "Of any currency.",
    "fields": [
      { "name": "amount", "type": "long" }
    ]
  }
]
`,
    uris: ['a', 'b'],
  },
] as readonly {
  readonly name: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly fullname?: string;
  readonly text: string;
  readonly uris?: readonly string[];
}[]) {
  test(`self-contained: ${name}`, () => {
    const made = resolve(texts, fullname);
    assert.ok(made.ok, JSON.stringify(made));
    assert.equal(made.text, text);
    assert.deepEqual(made.uris, uris);
    assert.deepEqual(
      checkSchema(parseSchema(made.text)).filter(({ severity }) => severity === 'error'),
      [],
    );
  });
}

const chain = Object.fromEntries(
  Array.from({ length: 400 }, (_none, index) => [
    `r${index}`,
    `{"type":"record","name":"R${index}","fields":[{"name":"a","type":${index < 399 ? `"R${index + 1}"` : '"int"'}}]}`,
  ]),
);

for (const { name, texts, sentence } of [
  { name: 'a type that is nowhere', texts: { a: '["n.A"]' }, sentence: 'a.avsc needs n.A, which no schema file defines.' },
  {
    name: 'types that are nowhere, wherever they are needed',
    texts: {
      a: '["B","n.A",{"type":"map","values":"n.A"}]',
      b: '{"type":"record","name":"B","fields":[{"name":"c","type":"m.C"},{"name":"d","type":"D"}]}',
    },
    sentence: 'a.avsc needs m.C and 2 other types, which no schema file defines.',
  },
  {
    name: 'a type that two texts define in different ways',
    texts: { a: '["com.acme.Money"]', b: money, c: money.replace('long', 'int') },
    sentence: 'b.avsc and c.avsc define com.acme.Money in different ways.',
  },
  {
    name: 'a type that two texts each define for themselves',
    texts: {
      a: '[{"type":"fixed","name":"F","size":1},"B"]',
      b: '{"type":"record","name":"B","fields":[{"name":"f","type":{"type":"fixed","name":"F","size":2}}]}',
    },
    sentence: 'a.avsc and b.avsc define F in different ways.',
  },
  {
    name: 'a type without a namespace that contains who refers to it by a namespace',
    texts: {
      a: '{"type":"record","name":"A","fields":[{"name":"b","type":"n.B"}]}',
      b: '{"type":"record","name":"n.B","fields":[{"name":"a","type":["null","A"]}]}',
    },
    sentence: 'A has no namespace, so in one text its name would mean another type where n refers to it.',
  },
  {
    name: 'a type without a namespace, behind one of the enclosing namespace that moves before it',
    texts: {
      a: '[{"type":"fixed","name":"F","size":1},{"type":"map","values":"n.F"},{"type":"record","name":"n.R","fields":[{"name":"f","type":"F"}]},{"type":"fixed","name":"n.F","size":2}]',
    },
    sentence: 'F has no namespace, so in one text its name would mean another type where n refers to it.',
  },
  { name: 'a part that is none', texts: { a: '{"type":"array"}' }, sentence: 'A part of a.avsc is missing or invalid.' },
  { name: 'too deep a chain', texts: chain, sentence: 'In one text it would nest deeper than 1000 levels, which parsers of Avro refuse.' },
] as readonly { readonly name: string; readonly texts: Readonly<Record<string, string>>; readonly sentence: string }[]) {
  test(`self-contained: refused: ${name}`, () => {
    const made = resolve(texts);
    assert.ok(!made.ok, JSON.stringify(made));
    assert.equal(
      refusalText(made.refusal, 'a.avsc', (uri) => `${uri}.avsc`),
      sentence,
    );
  });
}

const seed = 11_240_612;

test(`self-contained: random schemas scattered over texts are put together again, seed ${seed}`, () => {
  const random = seededRandom(seed);
  let scattered = 0;
  for (let round = 0; round < 10_000; round++) {
    const text = randomSchema(random);
    const { schema } = parseSchema(text);
    if (schema === undefined || checkSchema(parseSchema(text)).some(({ severity }) => severity === 'error')) continue;
    const texts = scatter(text, random);
    const linked = linkTexts(texts);
    const root = linked.get('root');
    assert(root?.parsed.schema !== undefined);
    const made = selfContained(root.parsed.schema, root, (uri) => linked.get(uri));
    assert.ok(made.ok, JSON.stringify({ texts, made }));
    const again = parseSchema(made.text);
    assert.equal(again.schema === undefined ? undefined : canonicalForm(again.schema), canonicalForm(schema), JSON.stringify(texts));
    if (linked.size > 1) scattered++;
  }
  assert.ok(scattered > 1000, `Only ${scattered} were scattered.`);
});

test('self-contained: each named type of random schemas stands alone', () => {
  const random = seededRandom(seed);
  let alone = 0;
  for (let round = 0; round < 6000; round++) {
    const parsed = parseSchema(randomSchema(random));
    if (checkSchema(parsed).some(({ severity }) => severity === 'error')) continue;
    const linked = linkTexts({ root: parsed.text });
    const root = linked.get('root');
    assert(root !== undefined);
    for (const definition of root.definitions.values()) {
      const made = selfContained(definition, root, (uri) => linked.get(uri));
      // A type without a namespace that another refers to from inside of it can't be named there.
      if (!made.ok && made.refusal.kind === 'unnameable') continue;
      assert.ok(made.ok, JSON.stringify({ text: parsed.text, made }));
      const again = parseSchema(made.text).schema;
      assert.equal(again === undefined ? undefined : canonicalForm(again), canonicalForm(definition));
      alone++;
    }
  }
  assert.ok(alone > 1000, `Only ${alone} types.`);
});

test('self-contained: a large schema is written in steps', () => {
  const fields = Array.from({ length: 1000 }, (_, index) => `{"name":"f${index}","type":{"type":"record","name":"T${index}","fields":[]}}`);
  const linked = linkTexts({ root: `{"type":"record","name":"Order","fields":[${fields.join(',')}]}` });
  const root = linked.get('root');
  assert(root?.parsed.schema !== undefined);
  const steps = selfContainedSteps(root.parsed.schema, root, (uri) => linked.get(uri));
  let count = 1;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) count++;
  assert.ok(step.value.ok);
  assert.ok(count > 10, `${count} steps`);
});
