import { field, record, suit } from './rows.ts';
import type { RuleRows } from './rows.ts';

const all = [
  'java-1.11',
  'java-1.12',
  'confluent-new-schema',
  'spark',
  'python-avro',
  'fastavro',
  'avsc',
  'goavro',
  'hamba-avro',
  'rust-avro',
];
const fixed = '{"type":"fixed","name":"F","size":4}';

/** What each trait looks like and who is said to refuse it is in test/portability: these rows show where it is said, and how. */
export const portability: RuleRows = {
  portability: [
    { name: 'nobody is chosen', text: record(`{"name":"a","type":"F"},{"name":"b","type":${fixed}}`) },
    { name: 'who is chosen takes it', targets: ['java-1.12'], text: record(`{"name":"a","type":"F"},{"name":"b","type":${fixed}}`) },
    { name: 'nobody knows who is chosen', targets: ['cobol'], text: record(`{"name":"a","type":"F"},{"name":"b","type":${fixed}}`) },
    {
      name: 'a name before the definition of its type',
      targets: ['java-1.11'],
      text: record(`{"name":"a","type":<<"F">>},{"name":"b","type":${fixed}}`),
      says: 'Java Avro 1.11 refuses a name that stands before the definition of its type.',
    },
    {
      name: 'all who refuse it in one sentence',
      targets: ['java-1.11', 'java-1.12', 'fastavro', 'avsc', 'fastavro'],
      text: record(`{"name":"a","type":["null",<<"F">>]},{"name":"b","type":${fixed}}`, ',"namespace":"n"'),
      says: 'Java Avro 1.11, fastavro and avsc refuse a name that stands before the definition of its type.',
    },
    {
      name: 'those who refuse it and those who go on',
      targets: ['avsc', 'rust-avro', 'python-avro'],
      text: field('["null","string"]', ',"default":<<"x">>'),
      says: "avsc refuses a default that is not of the first branch; Rust's apache-avro and Python's avro get this default wrong or not at all.",
    },
    {
      name: 'a type around the name',
      targets: all,
      text: record('{"name":"next","type":["null",<<"R">>],"default":null}'),
      says: 'Spark refuses a type that holds itself.',
    },
    { name: 'a type before the name', targets: all, text: record(`{"name":"a","type":${fixed}},{"name":"b","type":"F"}`) },
    {
      name: 'a logical type',
      targets: ['fastavro'],
      text: field('{"type":"long","logicalType":<<"timestamp-nanos">>}'),
      says: 'fastavro reads timestamp-nanos as a plain long.',
    },
    { name: 'a logical type that all know', targets: all, text: field('{"type":"long","logicalType":"timestamp-millis"}') },
    {
      name: 'an integer as the default of a double',
      targets: ['python-avro', 'java-1.11'],
      text: field('["double","null"]', ',"default":<<0>>'),
      says: "Python's avro fails at the default of a float or double that is written as an integer.",
    },
    { name: 'a double as the default of a double', targets: all, text: field('["double","null"]', ',"default":0.0') },
    {
      name: 'null as the default of a union that has it last',
      targets: ['java-1.11'],
      text: field('["string","null"]', ',"default":<<null>>'),
      says: 'Java Avro 1.11 refuses a default that is not of the first branch.',
    },
    { name: 'null as the default of a union that has it first', targets: all, text: field('["null","string"]', ',"default":null') },
    {
      name: 'a fraction where the first branch is an integer',
      targets: ['java-1.12'],
      text: field('["int","double"]', ',"default":<<1.5>>'),
      says: 'Java Avro 1.12 gets this default wrong or not at all.',
    },
    {
      name: 'another branch deep within a default',
      targets: ['spark'],
      text: field('{"type":"map","values":{"type":"array","items":["null","int"]}}', ',"default":{"k":[null,<<1>>,2]}'),
      says: 'Spark refuses a value of another branch than the first within a default.',
    },
    {
      name: 'a default of bytes',
      targets: ['fastavro'],
      text: field('"bytes"', ',"default":<<"a">>'),
      says: 'fastavro makes a string of this default and no bytes.',
    },
    {
      name: 'aliases',
      targets: ['python-avro'],
      text: record('{"name":"a","type":"int","aliases":<<["b"]>>}', ',"aliases":<<["Old"]>>'),
      says: "Python's avro ignores the aliases of fields.",
    },
    {
      name: 'its own name as alias',
      targets: all,
      text: record('{"name":"a","type":"int"}', ',"aliases":[<<"R">>]'),
      finds: ['duplicate-alias'],
    },
    {
      name: 'a comment, of which there is a warning anyway',
      targets: ['fastavro'],
      text: '<<<</* A number. */>>>>\n"int"',
      finds: ['comment', 'portability'],
      says: 'fastavro refuses comments.',
    },
    {
      name: 'fields that differ in case, behind an alias',
      targets: ['spark'],
      text: record('{"name":"id","type":"int"},{"name":<<"ID">>,"type":"int"}'),
      says: 'Spark refuses fields whose names differ in case alone.',
    },
    {
      name: 'a union that is the whole schema',
      targets: ['spark'],
      text: `<<[>>"null",${field('"int"')}]`,
      says: 'Spark refuses a union that is the whole schema',
    },
    { name: 'a nullable string that is the whole schema', targets: all, text: '["null","string"]' },
    {
      name: 'a name of the null namespace from another one',
      targets: ['avsc'],
      text: record(
        `{"name":"a","type":${fixed}},{"name":"b","type":{"type":"record","name":"n.S","fields":[{"name":"c","type":{"type":"array","items":<<"F">>}}]}}`,
      ),
      says: 'avsc refuses a name without namespace for a type that has none',
    },
    {
      name: 'an order in upper case',
      targets: ['avsc'],
      text: field('"int"', ',"order":<<"DESCENDING">>'),
      says: 'avsc refuses an "order" that is not in lower case.',
    },
    {
      name: 'a number in quotes',
      targets: ['rust-avro'],
      text: field('"double"', ',"default":<<"1.5">>'),
      says: "Rust's apache-avro refuses a number in quotes as a default.",
    },
    { name: 'what everybody takes', targets: all, text: record(`{"name":"suit","type":${suit},"default":"CLUBS"}`, ',"namespace":"n"') },
    {
      name: 'more levels of JSON than one reader has',
      targets: ['rust-avro'],
      text: `${'{"type":"array","items":'.repeat(127)}<<{>>"type":"array","items":"int"}${'}'.repeat(127)}`,
      says: "Rust's apache-avro refuses JSON that nests deeper than 127 levels.",
    },
    {
      name: 'half of a surrogate pair',
      targets: ['rust-avro'],
      text: '{"type":"int","x":{"y":[<<"\\ud83d">>,"\\ud83d\\udc4b"]}}',
      says: "Rust's apache-avro refuses half of a surrogate pair in a string.",
    },
    {
      name: 'in a protocol',
      isProtocol: true,
      targets: ['java-1.11'],
      text: '{"protocol":"P","types":[{"type":"record","name":"R","fields":[{"name":"a","type":<<"F">>}]},{"type":"fixed","name":"F","size":4}],"messages":{}}',
      says: 'Java Avro 1.11 refuses a name that stands before the definition of its type.',
    },
  ],
};
