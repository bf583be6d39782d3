import { dereference, type Schema } from '../../shared/avro/schema.ts';
import { branchTag } from '../../shared/avro/usable.ts';
import { messageProperties } from '../../shared/message/document.ts';

/** The JSON Schema of message documents whose values are of an Avro schema: one message, or an array of them. */
export function toJsonSchema(schema: Schema): object {
  const properties = Object.fromEntries(messageProperties.map((name) => [name, name === 'value' ? valueOf(schema) : {}]));
  const message = { type: 'object', properties, additionalProperties: false, required: ['value'] };
  return { oneOf: [message, { type: 'array', items: message }] };
}

function valueOf(schema: Schema): object {
  const target = dereference(schema);
  switch (target?.type) {
    case 'null':
    case 'boolean':
    case 'string':
      return { type: target.type };
    case 'int':
    case 'long':
      return { type: 'integer' };
    case 'float':
    case 'double':
      return { type: ['number', 'string'] };
    case 'enum':
      return { enum: target.symbols.map(({ value }) => value) };
    case 'array':
      return { type: 'array', items: valueOf(target.items) };
    case 'map':
      return { type: 'object', additionalProperties: valueOf(target.values) };
    case 'record': {
      const fields = target.fields.flatMap((field) => (field.name === undefined ? [] : [{ ...field, name: field.name.value }]));
      return {
        type: 'object',
        properties: Object.fromEntries(fields.map((field) => [field.name, valueOf(field.schema)])),
        required: fields.filter((field) => field.default === undefined).map(({ name }) => name),
        additionalProperties: false,
      };
    }
    case 'union':
      return { anyOf: target.branches.flatMap((branch) => [valueOf(branch), taggedOf(branch)]) };
    default:
      return { type: 'string' };
  }
}

function taggedOf(branch: Schema): object {
  const tag = branchTag(branch);
  return { type: 'object', properties: { [tag]: valueOf(branch) }, required: [tag], additionalProperties: false };
}
