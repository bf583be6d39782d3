import type { Field, ParsedSchema } from '../schema.ts';
import { isField } from '../schemaTree.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { defaultTraces } from './defaultTraces.ts';
import {
  fallbackTraces,
  fieldNameTraces,
  orderTraces,
  referenceTraces,
  siblingTraces,
  typeAliasTraces,
  typeNameTraces,
} from './nameTraces.ts';
import { textTraces } from './textTraces.ts';
import type { Trace } from './trace.ts';
import {
  definitionTraces,
  docTraces,
  enumTraces,
  fieldDecimalTraces,
  fixedTraces,
  logicalTypeTraces,
  recordTraces,
  unionTraces,
} from './typeTraces.ts';

/** The traits that one part of a schema has, those of the parts in it aside; the whole schema has those of its text. */
export function* tracesOf(part: SchemaPart, parsed: ParsedSchema): Iterable<Trace> {
  if (part === parsed.schema) yield* textTraces(parsed);
  if (isField(part)) {
    yield* fieldTraces(part, parsed);
    return;
  }
  switch (part.type) {
    case 'record':
      yield* recordTraces(part, parsed);
      yield* siblingTraces(part);
      yield* fallbackTraces(part, parsed);
      break;
    case 'enum':
      yield* enumTraces(part);
      break;
    case 'fixed':
      yield* fixedTraces(part);
      break;
    case 'union':
      yield* unionTraces(part, parsed);
      return;
    case 'reference':
      yield* referenceTraces(part, parsed);
      return;
    case 'invalid':
    case 'protocol':
    case 'message':
      return;
    default:
      yield* logicalTypeTraces(part);
      return;
  }
  yield* typeNameTraces(part);
  yield* typeAliasTraces(part);
  yield* definitionTraces(part, parsed);
  yield* logicalTypeTraces(part);
}

function* fieldTraces(field: Field, { text }: ParsedSchema): Iterable<Trace> {
  yield* fieldNameTraces(field);
  yield* orderTraces(field);
  yield* docTraces(field.json);
  yield* fieldDecimalTraces(field);
  yield* defaultTraces(field, text);
}
