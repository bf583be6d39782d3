// What avsc makes of each probe of a file; test/portability/ask.ts says what stands in the columns of both.
import { readFileSync } from 'node:fs';
import avro from 'avsc';
import type { Type } from 'avsc';
import { logicalTypes } from '../../../shared/avro/logicalTypes.ts';

/** It applies a logical type only where the program has registered it, as is done where it is asked for one. */
class Registered extends avro.types.LogicalType {
  protected override _fromValue(value: unknown): unknown {
    return value;
  }

  protected override _toValue(value: unknown): unknown {
    return value;
  }
}
const registered = Object.fromEntries(logicalTypes.map(({ name }) => [name, Registered]));

function parse(text: string, logicalTypes = {}): Type {
  return avro.Type.forSchema(JSON.parse(text) as avro.Schema, { logicalTypes });
}

function read(writer: Type, reader: Type, data: Buffer): string {
  return toJson(unwrap(reader, reader.fromBuffer(data, reader === writer ? undefined : reader.createResolver(writer))));
}

/** A union of types that look alike in JavaScript gives objects of one key. */
function unwrap(type: Type, value: unknown): unknown {
  if (type instanceof avro.types.WrappedUnionType && value !== null) return Object.values(value as object)[0];
  if (!(type instanceof avro.types.RecordType)) return value;
  const fields = value as Record<string, unknown>;
  return Object.fromEntries(Object.keys(fields).map((name) => [name, unwrap(type.field(name).type, fields[name])]));
}

function toJson(value: unknown): string {
  if (value instanceof Uint8Array) return JSON.stringify(`0x${Buffer.from(value).toString('hex')}`);
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `"${value}"`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'undefined' : JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${toJson(each)}`).join(',')}}`;
}

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const decode = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
const explain = (error: unknown): string => encode(String(error));

function tell(text: string, asksLogical: string, writer: string, hex: string): string[] {
  let type: Type;
  try {
    type = parse(decode(text), asksLogical === '1' ? registered : {});
  } catch (error) {
    return ['refused', explain(error), '-', '-', '-'];
  }
  const logical = asksLogical === '1' && type instanceof Registered ? 'registered' : '-';
  if (writer === '-') return ['accepted', '-', logical, '-', '-'];
  try {
    const data = Buffer.from(hex === '-' ? '' : hex, 'hex');
    return ['accepted', '-', logical, 'value', encode(read(writer === '=' ? type : parse(decode(writer)), type, data))];
  } catch (error) {
    return ['accepted', '-', logical, 'failed', explain(error)];
  }
}

for (const line of readFileSync(process.argv[2] ?? '', 'ascii').split('\n')) {
  const [id, text, asksLogical, writer, hex] = line.split('\t');
  if (id === undefined || text === undefined || asksLogical === undefined || writer === undefined || hex === undefined) continue;
  process.stdout.write(`${[id, ...tell(text, asksLogical, writer, hex)].join('\t')}\n`);
}
