import { record, named } from './probe.ts';
import type { Probe } from './probe.ts';

/** Names, and what they refer to. */
export const names: readonly Probe[] = [
  { id: 'forward', text: record(`{"name":"a","type":"F"},{"name":"b","type":${named('F')}}`) },
  { id: 'forward-record', text: record(`{"name":"a","type":"S"},{"name":"b","type":{"type":"record","name":"S","fields":[]}}`) },
  { id: 'forward-in-union', text: `["F",${named('F')}]`.replace('["F"', '[{"type":"array","items":"F"}') },
  { id: 'forward-in-namespace', text: record(`{"name":"a","type":"F"},{"name":"b","type":${named('F')}}`, ',"namespace":"n"') },
  { id: 'forward-nullable', text: record(`{"name":"a","type":["null","F"]},{"name":"b","type":${named('F')}}`) },
  {
    id: 'null-namespace-fallback',
    text: record(`{"name":"a","type":${named('F')}},{"name":"b","type":{"type":"record","name":"n.S","fields":[{"name":"c","type":"F"}]}}`),
  },
  {
    id: 'null-namespace-inner',
    text: record(`{"name":"a","type":{"type":"fixed","name":"F","namespace":"","size":4}},{"name":"b","type":"F"}`, ',"namespace":"n"'),
  },
  { id: 'reference-in-object', text: record(`{"name":"a","type":${named('F')}},{"name":"b","type":{"type":"F"}}`) },
  { id: 'reference-fullname', text: record(`{"name":"a","type":${named('n.F')}},{"name":"b","type":"n.F"}`) },
  {
    id: 'reference-same-namespace',
    text: record(`{"name":"a","type":${named('F')}},{"name":"b","type":"n.F"},{"name":"c","type":"F"}`, ',"namespace":"n"'),
  },
  {
    id: 'reference-dotted-name',
    text: `{"type":"record","name":"n.R","fields":[{"name":"a","type":${named('F')}},{"name":"b","type":"n.F"}]}`,
  },
  {
    id: 'namespace-of-dotted-inner',
    text: record(
      '{"name":"a","type":{"type":"record","name":"m.S","fields":[{"name":"x","type":{"type":"fixed","name":"F","size":4}}]}},{"name":"b","type":"m.F"}',
      ',"namespace":"n"',
    ),
  },
  {
    id: 'namespace-back-outside',
    text: record(
      `{"name":"z","type":${named('F')}},{"name":"a","type":{"type":"record","name":"m.S","fields":[]}},{"name":"b","type":"F"}`,
      ',"namespace":"n"',
    ),
  },
  {
    id: 'dotted-name-beside-namespace',
    text: '{"type":"record","name":"n.R","namespace":"m","fields":[{"name":"a","type":["null","n.R"]}]}',
  },
  {
    id: 'dotted-name-beside-namespace-inside',
    text: `{"type":"record","name":"n.R","namespace":"m","fields":[{"name":"a","type":${named('F')}},{"name":"b","type":"n.F"}]}`,
  },
  {
    id: 'dotted-name-beside-namespace-reference',
    text: `{"type":"record","name":"n.R","namespace":"m","fields":[{"name":"a","type":${named('n.F')}},{"name":"b","type":"F"}]}`,
  },
  { id: 'namespace-empty', text: record('{"name":"a","type":["null","R"]}', ',"namespace":""') },
  { id: 'namespace-not-string', text: record('', ',"namespace":5') },
  { id: 'namespace-null', text: record('', ',"namespace":null') },
  { id: 'namespace-hyphen', text: record('', ',"namespace":"a-b.c"') },
  { id: 'namespace-invalid-beside-dotted', text: '{"type":"record","name":"n.R","namespace":"a-b","fields":[]}' },
  { id: 'name-leading-dot', text: '{"type":"record","name":".R","fields":[]}' },
  { id: 'name-leading-dot-in-namespace', text: record('{"name":"a","type":{"type":"fixed","name":".F","size":4}}', ',"namespace":"n"') },
  { id: 'name-hyphen', text: '{"type":"record","name":"a-b","fields":[]}' },
  { id: 'name-dollar', text: '{"type":"record","name":"a$b","fields":[]}' },
  { id: 'name-digit', text: '{"type":"record","name":"1a","fields":[]}' },
  { id: 'name-non-ascii', text: '{"type":"record","name":"Größe","fields":[]}' },
  { id: 'name-non-ascii-digit', text: '{"type":"record","name":"R\u0663","fields":[]}' },
  { id: 'namespace-non-ascii', text: record('', ',"namespace":"größe.n"') },
  { id: 'field-name-non-ascii', text: record('{"name":"größe","type":"int"}') },
  { id: 'field-name-hyphen', text: record('{"name":"a-b","type":"int"}') },
  { id: 'field-name-dollar', text: record('{"name":"a$b","type":"int"}') },
  { id: 'symbol-non-ascii', text: '{"type":"enum","name":"E","symbols":["GRÖSSE"]}' },
  { id: 'symbol-hyphen', text: '{"type":"enum","name":"E","symbols":["A-B"]}' },
  { id: 'name-long', text: `{"type":"record","name":"${'R'.repeat(1000)}","fields":[]}` },
  ...['record', 'error', 'enum', 'fixed', 'array', 'map', 'union', 'request', 'protocol'].map((name): Probe => ({
    id: `name-${name}`,
    text: `{"type":"record","name":"${name}","fields":[]}`,
  })),
  ...['record', 'enum', 'fixed', 'array', 'map'].map((name): Probe => ({
    id: `name-${name}-in-namespace`,
    text: `{"type":"fixed","name":"n.${name}","size":4}`,
  })),
  ...['null', 'boolean', 'int', 'string', 'bytes'].map((name): Probe => ({
    id: `name-${name}-in-namespace`,
    text: `{"type":"fixed","name":"n.${name}","size":4}`,
  })),
  { id: 'name-int', text: '{"type":"record","name":"int","fields":[]}' },
  { id: 'name-date', text: '{"type":"record","name":"date","fields":[]}' },
  { id: 'field-name-proto', text: record('{"name":"__proto__","type":"int"}'), read: { hex: '02', expects: '{"__proto__":1}' } },
  {
    id: 'field-name-constructor',
    text: record('{"name":"constructor","type":"long"}'),
    read: { writer: record('{"name":"constructor","type":"int"}'), hex: '02', expects: '{"constructor":1}' },
  },
  {
    id: 'field-name-to-string',
    text: record('{"name":"toString","type":"long"}'),
    read: { writer: record('{"name":"toString","type":"int"}'), hex: '02', expects: '{"toString":1}' },
  },
  { id: 'field-name-keyword', text: record('{"name":"class","type":"int"}'), read: { hex: '02', expects: '{"class":1}' } },
  {
    id: 'field-names-by-case',
    text: record('{"name":"a","type":"int"},{"name":"A","type":"int"}'),
    read: { hex: '0204', expects: '{"A":2,"a":1}' },
  },
  {
    id: 'field-names-by-case-inside',
    text: '{"type":"array","items":{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"A","type":"int"}]}}',
  },
  { id: 'symbols-by-case', text: '{"type":"enum","name":"E","symbols":["A","a"]}' },
  { id: 'symbol-keyword', text: '{"type":"enum","name":"E","symbols":["null","class","_"]}' },
  {
    id: 'names-by-namespace',
    text: record('{"name":"a","type":{"type":"fixed","name":"n.F","size":4}},{"name":"b","type":{"type":"fixed","name":"m.F","size":2}}'),
  },
  { id: 'type-named-like-field', text: record('{"name":"R","type":"int"}') },
];
