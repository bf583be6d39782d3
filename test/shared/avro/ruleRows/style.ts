import { record, suit } from './rows.ts';
import type { RuleRows } from './rows.ts';

/** Matters of taste. */
export const style: RuleRows = {
  'type-name-case': [
    {
      name: 'lower case',
      text: '{"type":"fixed","name":<<"hash">>,"size":4}',
      says: '"hash" is not written as types are, such as "OrderLine".',
    },
    { name: 'with a namespace', text: '{"type":"fixed","name":<<"n.order_line">>,"size":4}' },
    { name: 'as it is usual', text: '{"type":"fixed","name":"n.MD5","size":16}' },
  ],
  'field-name-case': [
    {
      name: 'one among others',
      text: record('{"name":"order_id","type":"int"},{"name":<<"customerId">>,"type":"int"},{"name":"line_no","type":"int"}'),
      says: '"customerId" is not written as the other fields here are, such as "order_id".',
    },
    { name: 'one of two', text: record('{"name":"orderId","type":"int"},{"name":<<"line_no">>,"type":"int"}') },
    {
      name: 'neither',
      text: record('{"name":<<"OrderId">>,"type":"int"},{"name":<<"LINE_NO">>,"type":"int"}'),
      says: '"OrderId" is not written as fields are, such as "orderId".',
    },
    {
      name: 'all alike, and single words',
      text: record('{"name":"order_id","type":"int"},{"name":"total","type":"int"},{"name":"_line_no","type":"int"}'),
    },
  ],
  'symbol-case': [
    { name: 'lower case', text: '{"type":"enum","name":"E","symbols":["A",<<"in_transit">>]}', says: 'such as "IN_TRANSIT".' },
    { name: 'upper case', text: suit },
  ],
  'namespace-case': [
    {
      name: 'as an attribute',
      text: '{"type":"fixed","name":"F","namespace":<<"com.Example">>,"size":4}',
      says: '"com.Example" is not in lower case.',
    },
    { name: 'in a dotted name', text: '{"type":"fixed","name":<<"Com.F">>,"size":4}' },
    { name: 'lower case', text: '{"type":"fixed","name":"com.F","size":4}' },
  ],
  'missing-doc': [
    {
      name: 'of a type and a field',
      text: '{"type":"record","name":<<"R">>,"fields":[{"name":<<"a">>,"type":"int","doc":" "}]}',
      says: '"R" has no "doc".',
    },
    { name: 'there is one', text: '{"type":"fixed","name":"F","doc":"A hash.","size":4}' },
  ],
};
