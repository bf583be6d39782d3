import { dereference } from '../schema.ts';
import type { EnumSchema, Schema } from '../schema.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { isField } from '../schemaTree.ts';
import type { Template } from './proposals.ts';

/** A default for a field or an enum to begin with: the plainest value of its type. */
export function defaultTemplate(owner: SchemaPart | undefined): Template {
  if (owner === undefined) return [{ hole: '' }];
  if (isField(owner)) return plainest(owner.schema);
  return owner.type === 'enum' ? quotedHole(owner.symbols[0]?.value ?? '') : [{ hole: '' }];
}

/** All values that a default of this field or enum can have, where they are few, each as JSON. */
export function defaultValues(owner: SchemaPart | undefined): string[] {
  if (owner === undefined) return [];
  return [...new Set(isField(owner) ? fewValues(owner.schema) : owner.type === 'enum' ? symbolsOf(owner) : [])];
}

function plainest(schema: Schema): Template {
  const target = dereference(schema);
  switch (target?.type) {
    case 'union':
      // A union directly inside of a union is a mistake: what its default is remains open.
      return target.branches[0] === undefined || target.branches[0].type === 'union' ? [{ hole: '' }] : plainest(target.branches[0]);
    case 'null':
      return ['null'];
    case 'boolean':
      return [{ hole: 'false' }];
    case 'int':
    case 'long':
      return [{ hole: '0' }];
    case 'float':
    case 'double':
      return [{ hole: '0.0' }];
    case 'string':
    case 'bytes':
    case 'fixed':
      return quotedHole('');
    case 'enum':
      return quotedHole(target.symbols[0]?.value ?? '');
    case 'array':
      return ['[', { hole: '' }, ']'];
    case 'map':
    case 'record':
      return ['{', { hole: '' }, '}'];
    default:
      return [{ hole: '' }];
  }
}

function quotedHole(hole: string): Template {
  return ['"', { hole }, '"'];
}

function fewValues(schema: Schema): string[] {
  const target = dereference(schema);
  switch (target?.type) {
    case 'union':
      return target.branches.flatMap((branch) => (branch.type === 'union' ? [] : fewValues(branch)));
    case 'null':
      return ['null'];
    case 'boolean':
      return ['true', 'false'];
    case 'enum':
      return symbolsOf(target);
    case 'array':
      return ['[]'];
    case 'map':
      return ['{}'];
    default:
      return [];
  }
}

function symbolsOf({ symbols }: EnumSchema): string[] {
  return symbols.map(({ value }) => JSON.stringify(value));
}
