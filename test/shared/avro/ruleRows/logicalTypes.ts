import { field, record, suit } from './rows.ts';
import type { RuleRows } from './rows.ts';

/** Logical types, and where they do not count. */
export const logicalTypes: RuleRows = {
  'logical-type-underlying': [
    {
      name: 'a date on a string',
      text: '{"type":"string","logicalType":<<"date">>}',
      says: '"date" annotates int, so it is ignored here: the value is read as a plain string.',
    },
    { name: 'millis on an int', text: field('["null",{"type":"int","logicalType":<<"timestamp-millis">>}]') },
    {
      name: 'a decimal on a string',
      text: '{"type":"string","logicalType":<<"decimal">>,"precision":4}',
      says: 'annotates bytes or fixed',
    },
    {
      name: 'a uuid on a fixed of another size',
      text: '{"type":"fixed","name":"F","size":12,"logicalType":<<"uuid">>}',
      says: 'plain bytes',
    },
    {
      name: 'a duration on bytes',
      text: '{"type":"bytes","logicalType":<<"duration">>}',
      says: '"duration" annotates a fixed of 12 bytes, so it is ignored here: the value is read as plain bytes.',
    },
    { name: 'a big decimal on a fixed', text: '{"type":"fixed","name":"F","size":12,"logicalType":<<"big-decimal">>}' },
    { name: 'on a record', text: record('', ',"logicalType":<<"date">>'), says: 'a plain record' },
    { name: 'on an enum', text: '{"type":"enum","name":"E","symbols":[],"logicalType":<<"uuid">>}' },
    { name: 'on an array', text: '{"type":"array","items":"int","logicalType":<<"date">>}', says: 'a plain array' },
    { name: 'on a map', text: '{"type":"map","values":"int","logicalType":<<"date">>}' },
    {
      name: 'on a name, which is refused anyway',
      text: `[${suit},{"type":"array","items":{"type":<<"Suit">>,"logicalType":"uuid"}}]`,
      finds: ['reference-in-object'],
    },
    {
      name: 'a fixed whose size is wrong itself',
      text: '{"type":"fixed","name":"F","size":<<-1>>,"logicalType":"uuid"}',
      finds: ['invalid-size'],
    },
    {
      name: 'every one where it belongs',
      text: record(
        [
          ...['date', 'time-millis'].map((name) => ['int', name]),
          ...['time-micros', 'timestamp-millis', 'timestamp-micros', 'timestamp-nanos'].map((name) => ['long', name]),
          ...['local-timestamp-millis', 'local-timestamp-micros', 'local-timestamp-nanos'].map((name) => ['long', name]),
          ...[['string', 'uuid']],
          ...[['bytes', 'big-decimal']],
        ]
          .map(([type, name], index) => `{"name":"f${index}","type":{"type":"${type}","logicalType":"${name}"}}`)
          .concat(
            ['duration 12', 'uuid 16'].map((each, index) => {
              const [name, size] = each.split(' ');
              return `{"name":"g${index}","type":{"type":"fixed","name":"G${index}","size":${size},"logicalType":"${name}"}}`;
            }),
          )
          .join(','),
      ),
    },
  ],
  'invalid-decimal': [
    {
      name: 'no precision',
      text: '{"type":"bytes","logicalType":<<"decimal">>}',
      says: 'A decimal needs a "precision", its number of digits, so the decimal is ignored here: the value is read as plain bytes.',
    },
    {
      name: 'a precision of none',
      text: '{"type":"bytes","logicalType":"decimal","precision":<<0>>}',
      says: 'A precision is a positive integer',
    },
    { name: 'a precision that is a text', text: '{"type":"bytes","logicalType":"decimal","precision":<<"9">>}' },
    { name: 'a precision with a point', text: '{"type":"bytes","logicalType":"decimal","precision":<<9.0>>}' },
    { name: 'a precision beyond an int', text: '{"type":"bytes","logicalType":"decimal","precision":<<2147483648>>}' },
    { name: 'a negative scale', text: '{"type":"bytes","logicalType":"decimal","precision":4,"scale":<<-1>>}' },
    {
      name: 'a scale beyond the precision',
      text: '{"type":"bytes","logicalType":"decimal","precision":4,"scale":<<5>>}',
      says: 'A scale is an integer from 0 to the precision, 4, so',
    },
    { name: 'a scale that is null', text: '{"type":"bytes","logicalType":"decimal","precision":4,"scale":<<null>>}' },
    {
      name: 'more digits than a fixed has room for',
      text: '{"type":"fixed","name":"F","size":4,"logicalType":"decimal","precision":<<10>>}',
      says: 'A fixed of 4 bytes has room for 9 digits, so the decimal is ignored here: the value is read as plain bytes.',
    },
    {
      name: 'a fixed of nothing',
      text: '{"type":"fixed","name":"F","size":0,"logicalType":"decimal","precision":<<1>>}',
      says: 'room for 0 digits',
    },
    { name: 'half-typed', text: '{"type":"bytes","logicalType":"decimal",<<"precision">>:}', finds: ['json-syntax'] },
    {
      name: 'a precision that is misspelt',
      text: '{"type":"bytes","logicalType":"decimal",<<"precison">>:4}',
      finds: ['misspelt-attribute'],
    },
    {
      name: 'as many digits as a fixed has room for',
      text: '{"type":"fixed","name":"F","size":4,"logicalType":"decimal","precision":9,"scale":9}',
    },
    { name: 'the greatest precision', text: '{"type":"bytes","logicalType":"decimal","precision":2147483647}' },
    { name: 'attributes of that name elsewhere', text: '{"type":"double","precision":"any","scale":-1}' },
  ],
  'logical-type-on-field': [
    {
      name: 'beside a primitive type',
      text: field('"long"', ',<<"logicalType">>:"timestamp-millis"'),
      says: '"logicalType" is ignored on a field, and the value is read as a plain long: it belongs into the type.',
    },
    { name: 'a decimal', text: field('"bytes"', ',<<"logicalType">>:"decimal","precision":9,"scale":2'), says: 'read as plain bytes' },
    { name: 'beside a union', text: field('["null","int"]', ',<<"logicalType">>:"date","default":null') },
    {
      name: 'beside a union of several types',
      text: field('["string","int"]', ',<<"logicalType">>:"date"'),
      says: '"logicalType" is ignored on a field: it belongs',
    },
    { name: 'beside a name', text: record(`{"name":"a","type":${suit}},{"name":"b","type":"Suit",<<"logicalType">>:"uuid"}`) },
    { name: 'one that is not Avro’s', text: field('"string"', ',<<"logicalType">>:"iso-date"') },
    { name: 'inside, too', text: field('["null",{"type":"int","logicalType":"date"}]', ',"logicalType":"date"') },
    {
      name: 'inside of what the name stands for, too',
      text: record(
        '{"name":"a","type":{"type":"fixed","name":"F","size":16,"logicalType":"uuid"}},{"name":"b","type":"F","logicalType":"uuid"}',
      ),
    },
    { name: 'null, which many generators write', text: field('"int"', ',"logicalType":null') },
    { name: 'inside alone', text: field('{"type":"int","logicalType":"date"}') },
  ],
  'logical-type-kind': [
    { name: 'a number', text: '{"type":"int","logicalType":<<5>>}', says: '"logicalType" is ignored, because it is not a string.' },
    { name: 'an object, on a record', text: record('', ',"logicalType":<<{"name":"date"}>>') },
    { name: 'half-typed', text: '{"type":"int",<<"logicalType">>:}', finds: ['json-syntax'] },
    { name: 'a string', text: '{"type":"int","logicalType":"date"}' },
  ],
  'unknown-logical-type': [
    {
      name: 'a slip',
      text: '{"type":"long","logicalType":<<"timestamp-milis">>}',
      says: '"timestamp-milis" is no logical type of Avro: readers that do not know it see a plain long. Did you mean "timestamp-millis"?',
    },
    {
      name: 'upper case',
      text: '{"type":"long","logicalType":<<"LOCAL_TIMESTAMP_MICROS">>}',
      says: 'Did you mean "local-timestamp-micros"?',
    },
    { name: 'camel case', text: '{"type":"long","logicalType":<<"timestampMillis">>}', says: 'Did you mean "timestamp-millis"?' },
    {
      name: 'one of one’s own',
      text: '{"type":"string","logicalType":<<"iso-date">>}',
      says: 'readers that do not know it see a plain string.',
    },
    { name: 'one of one’s own on a record', text: record('', ',"logicalType":<<"money">>') },
    { name: 'nothing alike', text: '{"type":"long","logicalType":<<"timestamp-seconds">>}', says: 'see a plain long.' },
    { name: 'one of Avro’s', text: '{"type":"long","logicalType":"timestamp-millis"}' },
  ],
};
