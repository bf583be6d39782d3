import { field, named, nested } from './probe.ts';
import type { Probe } from './probe.ts';

/** The text, whatever the schema. */
export const texts: readonly Probe[] = [
  { id: 'comment-line', text: '// A number.\n{"type":"int"}' },
  { id: 'comment-block', text: '{"type":/* a number */"int"}' },
  { id: 'duplicate-key', text: '{"type":"int","doc":"a","doc":"b"}' },
  { id: 'duplicate-key-type', text: '{"type":"string","type":"int"}', read: { hex: '02', expects: '1' } },
  { id: 'escaped-key', text: '{"\\u0074ype":"int"}' },
  { id: 'lone-surrogate', text: '{"type":"record","name":"R","doc":"\\ud800","fields":[]}' },
  { id: 'huge-number', text: field('"int"', ',"x":1e400') },
  { id: 'huge-integer', text: field('"int"', ',"x":123456789012345678901234567890') },
  { id: 'nesting-60', text: nested(60) },
  { id: 'nesting-100', text: nested(100) },
  { id: 'nesting-126', text: nested(126) },
  { id: 'nesting-127', text: nested(127) },
  { id: 'nesting-128', text: nested(128) },
  { id: 'nesting-200', text: nested(200) },
  { id: 'nesting-300', text: nested(300) },
  { id: 'nesting-900', text: nested(900) },
];

/** What a schema is as a whole. */
export const tops: readonly Probe[] = [
  { id: 'top-primitive', text: '"int"' },
  { id: 'top-primitive-object', text: '{"type":"int"}' },
  { id: 'top-union', text: '["null","string"]' },
  { id: 'top-array', text: '{"type":"array","items":"int"}' },
  { id: 'top-map', text: '{"type":"map","values":"int"}' },
  { id: 'top-enum', text: '{"type":"enum","name":"E","symbols":["A"]}' },
  { id: 'top-fixed', text: named('F') },
  { id: 'error-top', text: '{"type":"error","name":"R","fields":[{"name":"a","type":"int"}]}', read: { hex: '02', expects: '{"a":1}' } },
  { id: 'error-in-field', text: field('{"type":"error","name":"E","fields":[]}') },
  { id: 'error-in-union', text: '["null",{"type":"error","name":"E","fields":[]}]' },
];
