import { toHex } from '../../avro/bytesLiteral.ts';
import type { Schema } from '../../avro/schema.ts';
import { fieldName, usable } from '../../avro/usable.ts';
import { UnionValue, fieldValue, nullableBranch } from '../../avro/value.ts';
import type { RecordValue, Value } from '../../avro/value.ts';

/**
 * The value as JSON on one line, as it is compared with what others read: unions untagged, bytes in hex, enums by their
 * symbols, logical types as the numbers or bytes that are stored.
 *
 * @throws CodecError `codec/unusable-schema`
 */
export function plainJson(schema: Schema, value: Value): string {
  const parts: string[] = [];
  write(parts, schema, value);
  return parts.join('');
}

function write(parts: string[], schema: Schema, value: Value): void {
  const target = usable(schema);
  switch (target.type) {
    case 'record':
      writeEach(parts, '{}', target.fields, (field) => {
        const name = fieldName(field);
        parts.push(JSON.stringify(name), ':');
        // A record schema's value is an object.
        write(parts, field.schema, fieldValue(value as RecordValue, name) ?? null);
      });
      break;
    case 'array':
      writeEach(parts, '[]', value as readonly Value[], (item) => {
        write(parts, target.items, item);
      });
      break;
    case 'map':
      writeEach(parts, '{}', value as ReadonlyMap<string, Value>, ([key, item]) => {
        parts.push(JSON.stringify(key), ':');
        write(parts, target.values, item);
      });
      break;
    case 'union': {
      const index = value instanceof UnionValue ? value.branch : (nullableBranch(target) ?? 0);
      const inner = value instanceof UnionValue ? value.value : value;
      const branch = target.branches[index];
      if (inner === null || branch === undefined) parts.push('null');
      else write(parts, branch, inner);
      break;
    }
    default:
      parts.push(scalarText(value, target.type === 'float' || target.type === 'double'));
  }
}

function writeEach<T>(parts: string[], [open, close]: string, items: Iterable<T>, writeItem: (item: T) => void): void {
  parts.push(open ?? '');
  let isFirst = true;
  for (const item of items) {
    if (!isFirst) parts.push(',');
    isFirst = false;
    writeItem(item);
  }
  parts.push(close ?? '');
}

function scalarText(value: Value, isFloating: boolean): string {
  if (value instanceof Uint8Array) return `"${toHex(value)}"`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (isFloating && typeof value === 'number') {
    if (!Number.isFinite(value)) return `"${value}"`;
    return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${Object.is(value, -0) ? '-0' : value}.0` : String(value);
  }
  if (typeof value === 'object' && value !== null) throw new Error('A scalar has no parts.');
  return String(value);
}
