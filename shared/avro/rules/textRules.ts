import type { Severity } from '../schema.ts';

/** What can be wrong with a schema's text before it is a schema at all. */
export interface TextRule {
  /** The problem's code. */
  readonly id: string;
  readonly severity: Severity;
  readonly spec: string;
  readonly doc: string;
}

/** The problems of `parseSchema`, which finds them as it reads; as rules have it, ids stay. */
export const textRules: readonly TextRule[] = [
  { id: 'json-syntax', severity: 'error', spec: 'RFC 8259', doc: 'Text that is not JSON, or nothing at all.' },
  {
    id: 'trailing-comma',
    severity: 'error',
    spec: 'RFC 8259',
    doc: 'A comma behind the last item of an array or the last property of an object.',
  },
  {
    id: 'comment',
    severity: 'warning',
    spec: 'RFC 8259',
    doc: 'A comment: JSON has none. Java’s Avro reads over it, many other readers do not.',
  },
  {
    id: 'comment-at-end',
    severity: 'error',
    spec: 'RFC 8259',
    doc: 'A comment behind the end of the schema, which Java’s Avro refuses as it does anything else there.',
  },
  {
    id: 'duplicate-key',
    severity: 'warning',
    spec: 'RFC 8259, 4',
    doc: 'A property given twice in one object: most readers take the last one, some the first, some none.',
  },
  {
    id: 'byte-order-mark',
    severity: 'error',
    spec: 'RFC 8259, 8.1',
    doc: 'A byte order mark in front of the schema; in front of a protocol, where Java’s Avro reads over it, a warning.',
  },
  {
    id: 'trailing-text',
    severity: 'warning',
    spec: 'RFC 8259',
    doc: 'Text behind the end of a protocol: Java’s Avro does not read that far.',
  },
  {
    id: 'nesting-too-deep',
    severity: 'error',
    spec: 'RFC 8259, 9',
    doc: 'Arrays and objects that nest deeper than 1000 levels, which is as deep as Java’s JSON reader goes.',
  },
  {
    id: 'not-a-protocol',
    severity: 'error',
    spec: 'Protocol Declaration',
    doc: 'A schema, or anything else that is no protocol, in a file for protocols.',
  },
];
