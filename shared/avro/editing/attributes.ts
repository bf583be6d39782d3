import type { JsonObject } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import { isPrimitiveType } from '../names.ts';
import type { Role } from './roles.ts';

/** An attribute that the specification defines for a schema, a field, a protocol or a message. */
export interface Attribute {
  readonly name: string;
  readonly holds: 'text' | 'schema' | 'list' | 'number' | 'value' | 'flag' | 'object';
  /** One sentence for people, in Markdown. */
  readonly meaning: string;
}

/** What an object of a schema's text is, as far as its attributes differ. */
export type AttributeOwner =
  'record' | 'enum' | 'fixed' | 'array' | 'map' | 'primitive' | 'untyped' | 'field' | 'protocol' | 'message' | 'parameter';

const typeAttribute: Attribute = {
  name: 'type',
  holds: 'schema',
  meaning: 'The type: a primitive type, a complex type, or the name of a type.',
};
const name: Attribute = {
  name: 'name',
  holds: 'text',
  meaning: 'The name. With a dot in it, it is a fullname and `namespace` does not count.',
};
const namespace: Attribute = {
  name: 'namespace',
  holds: 'text',
  meaning: 'Qualifies the name. Without one, the namespace of the enclosing type counts.',
};
const doc: Attribute = { name: 'doc', holds: 'text', meaning: 'A description for the users of this schema.' };
const aliases: Attribute = {
  name: 'aliases',
  holds: 'list',
  meaning: 'Other names: data that was written under one of them can be read as this type.',
};
const logicalType: Attribute = {
  name: 'logicalType',
  holds: 'text',
  meaning: 'What the values mean, such as a date. A reader that does not know it sees the underlying type.',
};
const precision: Attribute = { name: 'precision', holds: 'number', meaning: 'How many digits a decimal has in all.' };
const scale: Attribute = { name: 'scale', holds: 'number', meaning: 'How many of a decimal’s digits stand behind the point; 0 if absent.' };

/** The attributes of each kind of object, in the order in which people write them. */
export const attributes: Readonly<Record<AttributeOwner, readonly Attribute[]>> = {
  record: [
    typeAttribute,
    name,
    namespace,
    doc,
    aliases,
    { name: 'fields', holds: 'list', meaning: 'The fields, in the order in which their values are written.' },
  ],
  enum: [
    typeAttribute,
    name,
    namespace,
    doc,
    aliases,
    { name: 'symbols', holds: 'list', meaning: 'The symbols, each a name. A value is written as its symbol’s place in this list.' },
    { name: 'default', holds: 'value', meaning: 'The symbol that a reader takes in place of one that it does not know.' },
  ],
  fixed: [
    typeAttribute,
    name,
    namespace,
    doc,
    aliases,
    { name: 'size', holds: 'number', meaning: 'How many bytes each value has.' },
    logicalType,
    precision,
    scale,
  ],
  array: [typeAttribute, { name: 'items', holds: 'schema', meaning: 'The schema of the items.' }],
  map: [typeAttribute, { name: 'values', holds: 'schema', meaning: 'The schema of the values. The keys are strings.' }],
  primitive: [typeAttribute, logicalType, precision, scale],
  untyped: [typeAttribute],
  field: [
    name,
    { name: 'type', holds: 'schema', meaning: 'The schema of the field’s value.' },
    doc,
    {
      name: 'default',
      holds: 'value',
      meaning: 'The value that a reader takes where the data has no such field. Without one, it can’t read such data.',
    },
    {
      name: 'order',
      holds: 'text',
      meaning: 'How the field counts when two records are sorted: `ascending` (if absent), `descending` or `ignore`.',
    },
    { name: 'aliases', holds: 'list', meaning: 'Other names: data that was written under one of them can be read as this field.' },
  ],
  protocol: [
    { name: 'protocol', holds: 'text', meaning: 'The name of the protocol.' },
    { name: 'namespace', holds: 'text', meaning: 'Qualifies the name, and those of the types that have no namespace of their own.' },
    { name: 'doc', holds: 'text', meaning: 'A description for the users of this protocol.' },
    { name: 'types', holds: 'list', meaning: 'Definitions of records, enums, fixed and errors, which the messages refer to by name.' },
    { name: 'messages', holds: 'object', meaning: 'The messages by their names.' },
  ],
  message: [
    { name: 'doc', holds: 'text', meaning: 'A description for the users of this message.' },
    { name: 'request', holds: 'list', meaning: 'The parameters, each with a name and a type as a record’s fields.' },
    { name: 'response', holds: 'schema', meaning: 'The schema of what is answered; `null` where nothing is.' },
    {
      name: 'errors',
      holds: 'list',
      meaning: 'The names of the errors that the message can fail with. It can always fail with a string, too.',
    },
    {
      name: 'one-way',
      holds: 'flag',
      meaning: 'Whether nobody waits for an answer. Then the response is `null`, and there are no errors.',
    },
  ],
  parameter: [
    name,
    { name: 'type', holds: 'schema', meaning: 'The schema of the parameter’s value.' },
    { name: 'doc', holds: 'text', meaning: 'A description for the users of this message.' },
    {
      name: 'default',
      holds: 'value',
      meaning: 'The value that a server takes where a client’s protocol has no such parameter.',
    },
    { name: 'aliases', holds: 'list', meaning: 'Other names: what a client sends under one of them is read as this parameter.' },
  ],
};

/** The values of a field's `order`. @see Avro 1.12, "Sort Order" */
export const orders: readonly { readonly name: string; readonly meaning: string }[] = [
  { name: 'ascending', meaning: 'Records are sorted by this field, from low to high. That is so without `order`, too.' },
  { name: 'descending', meaning: 'Records are sorted by this field, from high to low.' },
  { name: 'ignore', meaning: 'This field does not count when records are sorted.' },
];

/** What an object of this role is; undefined for one that Avro does not look into. */
export function attributeOwner(object: JsonObject, role: Role): AttributeOwner | undefined {
  if (role === 'field' || role === 'parameter' || role === 'protocol' || role === 'message') return role;
  if (role !== 'schema' && role !== 'type') return undefined;
  const type = findValue(object, 'type');
  if (type?.kind !== 'string') return 'untyped';
  switch (type.value) {
    case 'record':
    case 'error':
      return 'record';
    case 'enum':
    case 'fixed':
    case 'array':
    case 'map':
      return type.value;
    default:
      return isPrimitiveType(type.value) ? 'primitive' : 'untyped';
  }
}
