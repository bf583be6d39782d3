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
  // The last partition is empty.
  const partitions = [0, 1, 2].map((partition) => ({ partition, firstOffset: 0n, endOffset: 4n }));
  return (
    snippetsOf({ diagnosis: { ...diagnosisOf(value), partitions }, part: 'value', cluster }).find((snippet) => snippet.id === id)?.text ??
    'none'
  );
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
const allChanged = side('value', 'changed', { classes: [prefix, bare], bands: bands([0, 0, 5, [0]], [0, 5, 7, [1]], [1, 0, 9, [1]]) });
const bareAlone = side('value', 'one', { classes: [foundClass(0, 'bare', [example])] });
const guids = side('value', 'one', { classes: [foundClass(0, 'confluent-guid-prefix', [example])] });
const headers = side('value', 'one', { classes: [foundClass(0, 'confluent-header', [example])] });
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
      /is_prefix = expr\("coalesce\(substring\(value, 1, 1\) = X'00' AND .* = 12, false\)"\)/,
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
  { name: 'Java reads a mixture', value: mixed, id: 'java', has: [/hex\.startsWith\("000000000C"\)/], lacks: [/use\.schema\.id/] },
  {
    name: 'ABRiS by Py4J',
    value: one,
    id: 'abris-pyspark',
    has: [
      /^# such code was run with ABRiS 5\.1\.1, Spark 3\.1\.3/,
      /spark\._jvm\.za\.co\.absa\.abris/,
      /andTopicNameStrategy/,
      /def to_avro/,
    ],
  },
  {
    name: 'ABRiS in Scala gives the rest to Spark',
    value: changed,
    id: 'abris-scala',
    has: [/^\/\/ such code was run/, /sparkFromAvro/, /unionByName/],
  },
  {
    name: 'two tables of Flink',
    value: allChanged,
    id: 'flink-sql',
    has: [
      /^-- such code was run with Flink/,
      /'format' = 'avro-confluent'/,
      /'format' = 'avro'/,
      /'scan\.startup\.specific-offsets' = 'partition:0,offset:5;partition:1,offset:0;partition:2,offset:4'/,
      /UNION ALL/,
    ],
  },
  { name: 'Flink would read a partition that has not changed by both tables', value: changed, id: 'flink-sql', has: [/^none$/] },
  {
    name: 'Flink reads older versions by the newest, with its defaults',
    value: versions,
    id: 'flink-sql',
    has: [/'avro-confluent\.schema' = '\{/, /`more` STRING NOT NULL/],
  },
  {
    name: 'from 8.1 on by an id',
    value: bareAlone,
    id: 'java-8',
    has: [/^\/\/ not run/, /"use\.schema\.id", 12\)/, /ConfigSchemaIdDeserializer/],
  },
  { name: 'from 8.1 on by GUIDs', value: guids, id: 'java-8', has: [/^\/\/ not run/, /record\.headers\(\)/], lacks: [/use\.schema\.id/] },
  { name: '8.1 does not tell framings apart', value: changed, id: 'java-8', has: [/^none$/] },
  {
    name: 'Python’s client refuses short values with an id in a header',
    value: headers,
    id: 'confluent-python',
    has: [/return bare\(data, schema\)/],
  },
  { name: 'no table of Flink for a mixture', value: mixed, id: 'flink-sql', has: [/^none$/] },
  {
    name: 'a converter for frames',
    value: one,
    id: 'connect',
    has: [/^# such code was run with AvroConverter/, /^value\.converter=.*AvroConverter$/m],
  },
  { name: 'bytes for the rest', value: changed, id: 'connect', has: [/^# not run/, /ByteArrayConverter/], lacks: [/AvroConverter$/m] },
  { name: 'kcat', value: changed, id: 'kcat', has: [/^# not run/, /-s value=avro -r http:\/\/localhost:8081$/m, /xxd/] },
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

for (const registryAuth of ['basic', 'bearer', 'header'] as const) {
  test(`secrets are read from the environment, the registry’s by ${registryAuth}`, () => {
    const access = { security: 'SASL_SSL', mechanism: 'SCRAM-SHA-256', user: 'svc"1', registryAuth, registryUser: "u'1" } as const;
    const cluster: ClusterFacts = { ...open, ...access };
    for (const id of ['pyspark', 'confluent-python', 'java', 'kcat'] as const) assert.match(textOf(one, id, cluster), /KAFKA_PASSWORD/, id);
    const asks = { basic: /REGISTRY_PASSWORD/, bearer: /REGISTRY_TOKEN/, header: undefined }[registryAuth];
    for (const id of ['confluent-python', 'java', 'flink-sql', 'connect'] as const) {
      const text = textOf(one, id, cluster);
      // The name of a header is not known, so that such a registry is not asked.
      if (asks === undefined) assert.doesNotMatch(text, /AvroConverter$|SchemaRegistryClient|registry\.put|avro-confluent/m, id);
      else assert.match(text, asks, id);
    }
    assert.equal(textOf(one, 'kcat', cluster).includes('-s value=avro'), registryAuth === 'basic');
    // ABRiS says nothing of how it would ask.
    assert.equal(textOf(one, 'abris-pyspark', cluster), 'none');
  });
}

const hostileNames = ['a"\n# \\', "a'; DROP --\n", 'a\r\n$(x)`y`', '\u2028\u0000\u0085${x}', '\'\'\'"""\\u000a', '*/ Zoë\\', '-- ; \\'];
// Kafka's topics have no such names, but subjects, users and addresses may.
for (const hostile of hostileNames) {
  test(`names can’t break out of the code: ${JSON.stringify(hostile)}`, () => {
    const schema = foundSchema(exampleSchema, 12, 1, hostile);
    const classes = [foundClass(0, 'confluent-prefix', [schema]), foundClass(1, 'bare', [schema])];
    for (const value of [
      side('value', 'one', { classes: classes.slice(0, 1) }),
      side('value', 'one', { classes: classes.slice(1) }),
      side('value', 'mixed', { classes, bands: bands([0, 0, 9, [0, 1]]) }),
    ]) {
      for (const access of [
        { security: 'PLAINTEXT', registryAuth: 'none' },
        { security: 'SASL_SSL', registryAuth: 'basic' },
      ] as const) {
        const snippets = (name: string): readonly Snippet[] => {
          const cluster = { ...open, ...access, brokers: [name], user: name, registryUser: name, registryUrl: `http://localhost/${name}` };
          return snippetsOf({ diagnosis: { ...diagnosisOf(value), topic: name }, part: 'value', cluster });
        };
        // Once texts and comments are left out, nothing remains of names.
        const skeletons = (name: string): string[] => snippets(name).map(({ id, text }) => `${id}\n${skeletonOf[id](text)}`);
        assert.deepEqual(skeletons(hostile), skeletons('harmless name'));
        for (const { id, text } of snippets(hostile)) assert.equal(text.split('\n')[0]?.includes(hostile), false, id);
      }
    }
  });
}

const code = (text: string): string => text.replaceAll(/"(?:[^"\\\n]|\\.)*"|r'''[^]*?'''|"""[^]*?"""|(?:#|\/\/) .*/g, '_');
const skeletonOf: Readonly<Record<Snippet['id'], (text: string) => string>> = {
  pyspark: code,
  'abris-pyspark': code,
  'abris-scala': code,
  'confluent-python': code,
  java: code,
  'java-8': code,
  // In these a line break within quotes is a character like any other.
  'flink-sql': (text) => text.replaceAll(/^--.*|'(?:[^']|'')*'/gm, '_'),
  kcat: (text) => text.replaceAll(/^#.*|(?:'[^']*'|\\')+/gm, '_'),
  connect: (text) => text.replaceAll(/^(?:#.*|([\w.]+)=[ -~]*)$/gm, '$1'),
};

test('what is written into files of properties is read as it was', () => {
  for (const hostile of [...hostileNames, ' a = b: #', 'Zoë\t\u007f']) {
    const text = snippetsOf({ diagnosis: { ...diagnosisOf(one), topic: hostile }, part: 'value', cluster: open }).find(
      ({ id }) => id === 'connect',
    )?.text;
    const [, written = ''] = /^topics=(.*)$/m.exec(text ?? '') ?? [];
    // As java.util.Properties reads a value.
    const read = written.replaceAll(/\\u([\da-f]{4})|\\(.)/g, (_, hex: string | undefined, sign: string) =>
      hex === undefined ? sign : String.fromCharCode(parseInt(hex, 16)),
    );
    assert.equal(read, hostile);
    assert.doesNotMatch(written, /^\s/);
  }
});

test('a schema that refers to itself has no snippet of Spark', () => {
  const tree = '{"type":"record","name":"Tree","fields":[{"name":"left","type":["null","Tree"]}]}';
  assert.equal(textOf(side('value', 'one', { classes: [foundClass(0, 'bare', [foundSchema(tree, 5)])] }), 'pyspark'), 'none');
});
