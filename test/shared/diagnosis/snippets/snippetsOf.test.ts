import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClusterFacts } from '../../../../shared/diagnosis/clusterFacts.ts';
import type { SideDiagnosis } from '../../../../shared/diagnosis/diagnosis.ts';
import { snippetsOf, whyNoSnippets } from '../../../../shared/diagnosis/snippets/snippetsOf.ts';
import type { Snippet } from '../../../../shared/diagnosis/snippet.ts';
import { bands, diagnosisOf, exampleSchema, foundClass, foundSchema, side } from '../diagnoses.ts';

const open: ClusterFacts = {
  brokers: ['localhost:9092'],
  security: 'PLAINTEXT',
  mechanism: undefined,
  user: undefined,
  registryUrl: 'http://localhost:8081',
  registryAuth: 'none',
};
const example = foundSchema(exampleSchema, 12);
const prefix = foundClass(0, 'confluent-prefix', [example]);
const bare = foundClass(1, 'bare', [example]);

function textOf(value: SideDiagnosis, id: Snippet['id'], cluster = open): string {
  return snippetsOf({ diagnosis: diagnosisOf(value), part: 'value', cluster }).find((snippet) => snippet.id === id)?.text ?? 'none';
}

const one = side('value', 'one', { classes: [prefix] });
const changed = side('value', 'changed', {
  classes: [prefix, bare, foundClass(2, 'null', [])],
  bands: bands([0, 0, 5, [0]], [0, 5, 7, [2]], [0, 7, 20, [1]], [1, 3, 9, [0]], [2, 0, 4, [1]]),
});
const mixed = side('value', 'mixed', { classes: [prefix, bare], bands: bands([0, 0, 9, [0, 1]]) });
const twice = side('value', 'changed', { classes: [prefix, bare], bands: bands([0, 0, 5, [0]], [0, 5, 8, [1]], [0, 8, 9, [0]]) });
const second = exampleSchema.replace('"fields":[', '"fields":[{"name":"more","type":"string","default":""},');
const versions = side('value', 'one', { classes: [foundClass(0, 'confluent-prefix', [example, foundSchema(second, 13, 2)])] });
const faulty = side('value', 'mixed', {
  classes: [
    prefix,
    foundClass(1, 'confluent-prefix', [], { fault: 'unknown-id', name: 'Confluent prefix with schema ids that nobody has', records: 3n }),
  ],
  bands: bands([0, 0, 9, [0]], [0, 9, 12, [1]]),
});

for (const { name, value, id, has, lacks } of [
  { name: 'a prefix is dropped', value: one, id: 'pyspark', has: [/substring\(value, 6\)/, /schema id 12/, /"FAILFAST"/] },
  {
    name: 'a switch is told by partition and offset, tombstones in between or not',
    value: changed,
    id: 'pyspark',
    has: [/bare_from = \{0: 7, 2: 0\}/, /when\(is_bare, col\("value"\)\)\.otherwise\(expr\("substring\(value, 6\)"\)\)/],
  },
  {
    name: 'a mixture is told by the bytes of each record, and how is said',
    value: mixed,
    id: 'pyspark',
    has: [
      /among each other: each record is told by its first bytes/,
      /Bare Avro has no sign/,
      /is_prefix = expr\("substring\(value, 1, 1\) = X'00' AND .* = 12"\)/,
    ],
  },
  {
    name: 'two switches are ranges',
    value: twice,
    id: 'pyspark',
    has: [/is_bare = expr\("\(partition = 0 AND offset >= 5 AND offset < 8\)"\)/],
  },
  {
    name: 'each schema id is read by itself',
    value: versions,
    id: 'pyspark',
    has: [
      /schema_12 = r'''/,
      /schema_13 = r'''/,
      /when\(schema_id == 12, read\("substring\(value, 6\)", schema_12, schema_13\)\)/,
      /2 schemas wrote them/,
    ],
  },
  {
    name: 'what nothing can read is left out, and that is said',
    value: faulty,
    id: 'pyspark',
    has: [/are left out: 3 with Confluent prefix with schema ids/, /is_prefix = expr\("\(partition = 0 AND offset < 9\)"\)/],
    lacks: [/otherwise/],
  },
  {
    name: 'Python commits nothing',
    value: one,
    id: 'confluent-python',
    has: [/"enable\.auto\.commit": False/, /AvroDeserializer/, /consumer\.assign/],
    lacks: [/fastavro/, /subscribe/],
  },
  { name: 'Python reads both parts', value: changed, id: 'confluent-python', has: [/BARE_FROM = \{/, /return bare\(data, schema\)/] },
  { name: 'Java reads a mixture', value: mixed, id: 'java', has: [/hex\.startsWith\("000000000C"\)/, /use\.schema\.id = 12/] },
  {
    name: 'ABRiS by Py4J',
    value: one,
    id: 'abris-pyspark',
    has: [/^# example-messages/, /spark\._jvm\.za\.co\.absa\.abris/, /andTopicNameStrategy/, /def to_avro/],
  },
  {
    name: 'ABRiS in Scala gives the rest to Spark',
    value: changed,
    id: 'abris-scala',
    has: [/^\/\/ not run/, /sparkFromAvro/, /unionByName/],
  },
  {
    name: 'two tables of Flink',
    value: changed,
    id: 'flink-sql',
    has: [/^-- not run/, /'format' = 'avro-confluent'/, /'format' = 'avro'/, /UNION ALL/],
  },
  { name: 'no table of Flink for a mixture', value: mixed, id: 'flink-sql', has: [/^none$/] },
  { name: 'a converter for frames', value: one, id: 'connect', has: [/^\/\/ not run/, /AvroConverter/] },
  { name: 'bytes for the rest', value: changed, id: 'connect', has: [/ByteArrayConverter/], lacks: [/AvroConverter"/] },
  { name: 'kcat', value: changed, id: 'kcat', has: [/^# not run/, /-s value=avro -r "http:\/\/localhost:8081"/, /xxd/] },
] satisfies readonly { name: string; value: SideDiagnosis; id: Snippet['id']; has: RegExp[]; lacks?: RegExp[] }[]) {
  test(`snippet ${id}: ${name}`, () => {
    const text = textOf(value, id);
    for (const pattern of has) assert.match(text, pattern);
    for (const pattern of lacks ?? []) assert.doesNotMatch(text, pattern);
  });
}

for (const { name, value, why } of [
  { name: 'undecided', value: side('value', 'undecided'), why: /when the framing is decided/ },
  { name: 'unknown', value: side('value', 'unknown'), why: /Nobody can say/ },
  { name: 'absent', value: side('value', 'absent'), why: /no values/ },
  { name: 'text', value: side('value', 'one', { classes: [foundClass(0, 'text', [])] }), why: /are UTF-8 text/ },
  {
    name: 'two schemas without a sign',
    value: side('value', 'one', { classes: [foundClass(0, 'bare', [example, foundSchema(second, 13)])] }),
    why: /nothing in a record says which/,
  },
  {
    name: 'no schema',
    value: side('value', 'one', { classes: [foundClass(0, 'confluent-prefix', [], { fault: 'no-schema' })] }),
    why: /Nothing can read/,
  },
]) {
  test(`no snippets: ${name}`, () => {
    const diagnosis = diagnosisOf(value);
    assert.deepEqual(snippetsOf({ diagnosis, part: 'value', cluster: open }), []);
    assert.match(whyNoSnippets({ diagnosis, part: 'value' }) ?? '', why);
  });
}

test('passwords are read from the environment', () => {
  const cluster: ClusterFacts = {
    ...open,
    security: 'SASL_SSL',
    mechanism: 'SCRAM-SHA-256',
    user: 'svc"1',
    registryAuth: 'basic',
    registryUser: 'u',
  };
  for (const id of ['pyspark', 'confluent-python', 'java', 'flink-sql', 'kcat'] as const)
    assert.match(textOf(one, id, cluster), /KAFKA_PASSWORD/, id);
  for (const id of ['confluent-python', 'java', 'kcat'] as const) assert.match(textOf(one, id, cluster), /REGISTRY_PASSWORD/, id);
});

test('names can’t break out of the code', () => {
  const topic = 'a"\n# \\';
  const hostile = { ...diagnosisOf(one), topic };
  for (const { text, id } of snippetsOf({ diagnosis: hostile, part: 'value', cluster: open })) {
    // In quotes of a shell and of SQL a line break is a character like any other.
    if (id !== 'kcat' && id !== 'flink-sql') assert.ok(!text.includes(topic), id);
    else assert.ok(text.includes(`'${topic}'`), id);
  }
});

test('a schema that refers to itself has no snippet of Spark', () => {
  const tree = '{"type":"record","name":"Tree","fields":[{"name":"left","type":["null","Tree"]}]}';
  assert.equal(textOf(side('value', 'one', { classes: [foundClass(0, 'bare', [foundSchema(tree, 5)])] }), 'pyspark'), 'none');
});
