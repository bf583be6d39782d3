import { field, record } from './rows.ts';
import type { RuleRows } from './rows.ts';

/** Attributes with a slip in their names. */
export const attributes: RuleRows = {
  'misspelt-attribute': [
    {
      name: 'the namespace of a record',
      text: record('', ',<<"namspace">>:"n"'),
      says: '"namspace" means nothing to Avro. Did you mean "namespace"?',
    },
    { name: 'a default', text: field('"int"', ',<<"deafult">>:1'), says: 'Did you mean "default"?' },
    { name: 'a default with one letter more', text: field('"int"', ',<<"defaults">>:null') },
    { name: 'the default of an enum', text: '{"type":"enum","name":"E","symbols":["A"],<<"defalt">>:"A"}' },
    { name: 'case', text: field('{"type":"int",<<"logicaltype">>:"date"}', ',<<"Doc">>:"x"') },
    { name: 'other words between words', text: '{"type":"int",<<"logical_type">>:"date"}' },
    { name: 'an alias', text: field('"int"', ',<<"alias">>:["b"]') },
    { name: 'an order', text: field('"int"', ',<<"ordr">>:"ignore"') },
    { name: 'a scale', text: '{"type":"bytes","logicalType":"decimal","precision":4,<<"sclae">>:2}' },
    { name: 'two of one attribute, of which the first may be meant', text: record('', ',<<"namspace">>:"n","namepsace":"m"') },
    { name: 'beside the right one', text: record('', ',"namspace":"n","namespace":"m"') },
    { name: 'with a value of another kind', text: field('"int"', ',"alias":"b","ordr":1,"docs":["x"],"Doc":{}') },
    { name: 'of another owner', text: '{"type":"array","items":"int","deafult":[],"namspace":"n","sybmols":[]}' },
    {
      name: 'of a protocol and a message',
      isProtocol: true,
      text: '{"protocol":"P",<<"namspace">>:"n","messages":{"m":{"request":[],"response":"null",<<"error">>:[]}}}',
    },
    {
      name: 'fields, of which the error tells',
      text: '{"type":"record","name":"R",<<"feilds">>:[]}',
      finds: ['missing-fields'],
      says: 'This record has no "fields"; "feilds" is probably meant to be it.',
    },
    { name: 'symbols, of which the error tells', text: '{"type":"enum","name":"E",<<"symbol">>:["A"]}', finds: ['missing-symbols'] },
    { name: 'the size, of which the error tells', text: '{"type":"fixed","name":"F",<<"Size">>:4}', finds: ['missing-size'] },
    {
      name: 'items and values, of which the error tells',
      text: '{"type":"map","values":{"type":"array",<<"item">>:"int"}}',
      finds: ['missing-items'],
    },
    { name: 'values, of which the error tells', text: '{"type":"map",<<"value">>:"int"}', finds: ['missing-values'] },
    { name: 'the type of a field, of which the error tells', text: record('{"name":"a",<<"tpye">>:"int"}'), finds: ['missing-field-type'] },
    { name: 'the name of a field, of which the error tells', text: record('{<<"nmae">>:"a","type":"int"}'), finds: ['missing-name'] },
    { name: 'the type of a schema, of which the error tells', text: '{<<"typ">>:"int"}', finds: ['missing-type'] },
    {
      name: 'attributes that people have',
      text: record(
        `{"name":"a","type":{"type":"string","avro.java.string":"String","java-class":"java.math.BigInteger","sqlType":12,"maxLength":20},"docs":"x","comment":"x","description":"x","version":1,"pii":true,"arg.properties":{},"tags":[],"connect.default":0,"sensitive":false,"title":"a","index":1,"format":"date","original-name":"A","source":"db","displayName":"A","unit":"s","nullable":true,"required":true,"deprecated":true,"since":"1","field-id":1,"fieldName":"a","adjust-to-utc":false}`,
        ',"connect.name":"R","connect.version":1,"version":"1.0","docs":"x","owner":"team","imports":[],"author":"x","team":"x","meta":{},"metadata":{},"domain":"x","alias":"R","labels":[],"id":"x","$schema":"x","schema":"x","types":"x","keys":["a"],"primaryKey":["a"],"fieldOrder":["a"],"symbol":"x"',
      ),
    },
  ],
};
