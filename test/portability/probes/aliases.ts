import { record, field } from './probe.ts';
import type { Probe } from './probe.ts';

/** Aliases of types and fields. */
export const aliases: readonly Probe[] = [
  { id: 'aliases-empty', text: record('', ',"aliases":[]') },
  {
    id: 'alias-field',
    text: record('{"name":"a","type":"int","aliases":["b"]}'),
    read: { writer: record('{"name":"b","type":"int"}'), hex: '02', expects: '{"a":1}' },
  },
  {
    id: 'alias-record',
    text: record('{"name":"a","type":"int"}', ',"aliases":["Old"]'),
    read: { writer: '{"type":"record","name":"Old","fields":[{"name":"a","type":"int"}]}', hex: '02', expects: '{"a":1}' },
  },
  {
    id: 'alias-inner-record',
    text: field('{"type":"record","name":"S","aliases":["Old"],"fields":[]}'),
    read: { writer: field('{"type":"record","name":"Old","fields":[]}'), hex: '', expects: '{"a":{}}' },
  },
  {
    id: 'alias-in-namespace',
    text: field('{"type":"record","name":"S","namespace":"n","aliases":["Old"],"fields":[]}'),
    read: { writer: field('{"type":"record","name":"n.Old","fields":[]}'), hex: '', expects: '{"a":{}}' },
  },
  {
    id: 'alias-dotted',
    text: field('{"type":"record","name":"S","aliases":["n.Old"],"fields":[]}'),
    read: { writer: field('{"type":"record","name":"n.Old","fields":[]}'), hex: '', expects: '{"a":{}}' },
  },
  {
    id: 'alias-enum',
    text: field('{"type":"enum","name":"E","aliases":["Old"],"symbols":["A","B"]}'),
    read: { writer: field('{"type":"enum","name":"Old","symbols":["A","B"]}'), hex: '02', expects: '{"a":"B"}' },
  },
  {
    id: 'alias-fixed',
    text: field('{"type":"fixed","name":"F","aliases":["Old"],"size":1}'),
    read: { writer: field('{"type":"fixed","name":"Old","size":1}'), hex: '07', expects: '{"a":"0x07"}' },
  },
  {
    id: 'alias-in-union',
    text: field('["null",{"type":"record","name":"S","aliases":["Old"],"fields":[]}]'),
    read: { writer: field('["null",{"type":"record","name":"Old","fields":[]}]'), hex: '02', expects: '{"a":{}}' },
  },
  { id: 'alias-own-name', text: record('', ',"aliases":["R"]'), read: { hex: '', expects: '{}' } },
  {
    id: 'alias-twice',
    text: record('', ',"aliases":["S","S"]'),
    read: { writer: '{"type":"record","name":"S","fields":[]}', hex: '', expects: '{}' },
  },
  { id: 'alias-namespace-invalid', text: record('', ',"aliases":["1x.A"]') },
  {
    id: 'alias-leading-dot',
    text: record('', ',"aliases":[".A"]'),
    read: { writer: '{"type":"record","name":"A","fields":[]}', hex: '', expects: '{}' },
  },
  { id: 'alias-non-ascii', text: record('', ',"aliases":["Größe"]') },
  { id: 'alias-hyphen', text: record('', ',"aliases":["a-b"]') },
  { id: 'field-alias-non-ascii', text: field('"int"', ',"aliases":["größe"]') },
  { id: 'field-alias-odd', text: field('"int"', ',"aliases":["1 x"]') },
  { id: 'field-alias-own-name', text: field('"int"', ',"aliases":["a"]'), read: { hex: '02', expects: '{"a":1}' } },
  {
    id: 'field-alias-twice',
    text: field('"int"', ',"aliases":["b","b"]'),
    read: { writer: record('{"name":"b","type":"int"}'), hex: '02', expects: '{"a":1}' },
  },
  { id: 'field-alias-of-field', text: record('{"name":"a","type":"int","aliases":["b"]},{"name":"b","type":"int"}') },
  { id: 'field-alias-of-two', text: record('{"name":"a","type":"int","aliases":["c"]},{"name":"b","type":"int","aliases":["c"]}') },
];
