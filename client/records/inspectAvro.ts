import { Cursor } from '../../shared/avro/cursor.ts';
import { traceRead, type Trace, type TracedRange } from '../../shared/avro/read.ts';
import { readString } from '../../shared/avro/readBytes.ts';
import type { ArraySchema, MapSchema, RecordSchema, Schema, UnionSchema } from '../../shared/avro/schema.ts';
import { typeText } from '../../shared/avro/typeText.ts';
import { branchTag, fieldName, usable, type UsableSchema } from '../../shared/avro/usable.ts';
import { nullableBranch, type Value } from '../../shared/avro/value.ts';
import { CodecError } from '../../shared/errors.ts';
import { countOf, explainLeaf, explainNumber, hexOf, leafText, whatOf } from './explainBytes.ts';
import { lengthField, numberAt } from './numberAt.ts';
import type { InspectedField } from './recordsSession.ts';

export interface AvroInspection {
  readonly fields: readonly InspectedField[];
  /** Where the bytes stop fitting, with the schema that was expected there. */
  readonly misfit: Misfit | undefined;
  /** Behind the last byte that fits. */
  readonly end: number;
  readonly isCut: boolean;
}

export interface Misfit {
  readonly error: CodecError;
  readonly position: number;
  /** Where the field begins that does not fit. */
  readonly start: number;
  readonly path: string;
  readonly schema: UsableSchema | undefined;
}

export interface AvroBytes {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** What the whole is called. */
  readonly name: string;
  readonly maxFields: number;
}

/**
 * What each byte of an Avro value is, up to one that does not fit.
 *
 * @throws CodecError `codec/unusable-schema`
 */
export function inspectAvro(schema: Schema, { bytes, start, name, maxFields }: AvroBytes): AvroInspection {
  const trace = traceRead(schema, bytes, start, { maxRanges: maxFields });
  const walk = new Walk(bytes, trace, maxFields);
  walk.part({ name, depth: 0 }, schema);
  return { fields: walk.fields, misfit: walk.misfit, end: trace.end, isCut: walk.isCut };
}

/** What a part is called, how deep it stands, and what of it comes before its value: a map's key, a union's branch. */
interface Place {
  readonly name: string;
  readonly depth: number;
  readonly start?: number;
  readonly lead?: readonly InspectedField[];
  /** Put in front of the type. */
  readonly prefix?: string;
}

/** Goes through a schema along with the ranges that reading has noted, which are in the same order. */
class Walk {
  readonly fields: InspectedField[] = [];
  misfit: Misfit | undefined;
  isCut = false;
  readonly #bytes: Uint8Array;
  readonly #trace: Trace;
  readonly #error: CodecError | undefined;
  readonly #maxFields: number;
  readonly #cursor = new Cursor();
  #next = 0;

  constructor(bytes: Uint8Array, trace: Trace, maxFields: number) {
    this.#bytes = bytes;
    this.#trace = trace;
    this.#error = trace.value === undefined ? trace.error : undefined;
    this.#maxFields = maxFields;
  }

  /** @returns where it ends; undefined where no more can be said */
  part(place: Place, schema: Schema): number | undefined {
    const range = this.#take();
    if (range === undefined) {
      if (this.isCut) return undefined;
      this.#miss(place, usable(schema), this.#trace.end);
      return undefined;
    }
    return this.#value({ ...place, start: place.start ?? range.start }, schema, range);
  }

  #value(place: Place, schema: Schema, range: TracedRange): number | undefined {
    const target = usable(schema);
    switch (target.type) {
      case 'union':
        return this.#union(place, target, range);
      case 'record':
        return this.#record(place, target, range);
      case 'array':
        return this.#array(place, target, range);
      case 'map':
        return this.#map(place, target, range);
      default:
        return this.#leaf(place, schema, target, range);
    }
  }

  #take(): TracedRange | undefined {
    if (this.isCut) return undefined;
    const range = this.#trace.ranges[this.#next];
    if (range !== undefined) this.#next++;
    else if (this.#trace.isCut) this.isCut = true;
    return range;
  }

  #push(field: InspectedField): void {
    if (this.fields.length >= this.#maxFields) this.isCut = true;
    else this.fields.push(field);
  }

  /** A field that has no value: it is where reading stopped, or would come behind that. */
  #miss({ name, depth, start, lead = [], prefix = '' }: Place, schema: UsableSchema, from: number): void {
    const type = prefix + typeText(schema);
    if (this.misfit !== undefined || this.#error === undefined) {
      const end = this.#trace.end;
      this.#push({ depth, name, kind: 'unread', start: end, end, value: 'not read', type, explanation: '' });
      return;
    }
    const position = this.#error.position ?? from;
    this.misfit = { error: this.#error, position, start: from, path: this.#error.path, schema };
    const value = whatOf(this.#error);
    const end = Math.max(from, this.#stopEnd());
    this.#push({ depth, name, kind: 'stop', start: start ?? from, end, value, type, explanation: '' });
    for (const part of lead) this.#push(part);
  }

  /** Behind the byte that does not fit; where the bytes are at an end there is none. */
  #stopEnd(): number {
    const position = this.#error?.position ?? this.#trace.end;
    return Math.min(position + 1, this.#bytes.length);
  }

  #group({ name, depth, start = 0, lead = [], prefix = '' }: Place, type: string, value: string, range: TracedRange): void {
    const end = range.value === undefined ? Math.max(range.end, this.#stopEnd()) : range.end;
    this.#push({ depth, name, kind: 'field', start, end, value, type: prefix + type, explanation: '' });
    for (const part of lead) this.#push(part);
  }

  #record(place: Place, schema: RecordSchema, range: TracedRange): number | undefined {
    const { end, value } = range;
    this.#group(place, 'record', nameOf(schema), range);
    for (const field of schema.fields) {
      if (this.isCut) return undefined;
      this.part({ name: fieldName(field), depth: place.depth + 1 }, field.schema);
    }
    // What has no fields does not fit where it nests too deep, or where there are too many of it.
    if (value === undefined && this.misfit === undefined) this.#miss({ name: 'fields', depth: place.depth + 1 }, schema, end);
    return value === undefined ? undefined : end;
  }

  #union(place: Place, schema: UnionSchema, range: TracedRange): number | undefined {
    const { depth, lead = [] } = place;
    const index = numberAt(this.#bytes, range.start);
    const branch = index === undefined ? undefined : schema.branches[Number(index.value)];
    // An index that fits has a range behind it.
    const isMisfit = branch === undefined || (range.value === undefined && this.#error?.position === range.start);
    // That of null beside one other is not noted: it has neither bytes nor parts.
    const isNull = branch?.type === 'null' && nullableBranch(schema) !== undefined;
    const inner = isMisfit ? undefined : isNull ? { ...range, value: null, start: range.end } : this.#take();
    if (index === undefined || branch === undefined || inner === undefined) {
      if (!this.isCut) this.#miss(place, schema, range.start);
      return undefined;
    }
    const explanation = `${explainNumber(index.bytes, index.value)}: branch ${branchTag(branch)} of the union`;
    const part = { name: 'branch', kind: 'branch', start: range.start, end: index.end, type: 'union branch' } as const;
    const step: InspectedField = { ...part, depth: depth + 1, value: String(index.value), explanation };
    return this.#value({ ...place, lead: [...lead, step], prefix: 'union: ' }, branch, inner);
  }

  #leaf(place: Place, schema: Schema, target: UsableSchema, range: TracedRange): number | undefined {
    const { name, depth, start = range.start, prefix = '' } = place;
    const { value, end } = range;
    const length = target.type === 'string' || target.type === 'bytes' ? this.#length(range, depth + 1) : undefined;
    const lead = [...(place.lead ?? []), ...(length === undefined ? [] : [length])];
    if (value === undefined) {
      // The whole is a length that does not fit, or has one.
      this.#miss({ ...place, lead: this.#error?.position === range.start ? (place.lead ?? []) : lead }, target, range.start);
      return undefined;
    }
    const text = leafText(schema, target, value);
    const own = this.#bytes.subarray(length?.end ?? range.start, end);
    const explanation = explainLeaf(target, own, value, text);
    const more = target.logicalType === undefined ? {} : { underlying: target.type };
    this.#push({ depth, name, kind: 'field', start, end, value: text, type: prefix + leafType(target, value), ...more, explanation });
    for (const part of lead) this.#push(part);
    return end;
  }

  #length({ start }: TracedRange, depth: number): InspectedField | undefined {
    const read = numberAt(this.#bytes, start);
    if (read === undefined) return undefined;
    return lengthField(read, depth, 'length', `: ${countOf(Number(read.value), 'byte follows', 'bytes follow')}`);
  }

  #array(place: Place, schema: ArraySchema, range: TracedRange): number | undefined {
    const items: Value | undefined = range.value;
    this.#group(place, 'array', Array.isArray(items) ? countOf(items.length, 'item', 'items') : '', range);
    let index = 0;
    const item = (): number | undefined => this.part({ name: String(index++), depth: place.depth + 1 }, schema.items);
    return this.#blocks(range, place.depth + 1, { what: schema, one: 'item', many: 'items' }, item);
  }

  #map(place: Place, schema: MapSchema, range: TracedRange): number | undefined {
    const entries: Value | undefined = range.value;
    this.#group(place, 'map', entries instanceof Map ? countOf(entries.size, 'entry', 'entries') : '', range);
    const item = (start: number): number | undefined => this.#entry(start, place.depth + 1, schema);
    return this.#blocks(range, place.depth + 1, { what: schema, one: 'entry', many: 'entries' }, item);
  }

  #entry(start: number, depth: number, schema: MapSchema): number | undefined {
    const length = numberAt(this.#bytes, start);
    this.#cursor.reset(this.#bytes, start);
    try {
      const name = readString(this.#cursor);
      const { position } = this.#cursor;
      if (length === undefined) return undefined;
      const bytes = this.#bytes.subarray(length.end, position);
      const key = { name: 'key', kind: 'key', start: length.end, end: position, type: 'string', depth: depth + 1 } as const;
      const explanation =
        bytes.length === 0 ? 'An empty key.' : `${hexOf(bytes)}: ${countOf(bytes.length, 'byte', 'bytes')} of UTF-8 text, the key`;
      const lead = [
        lengthField(length, depth + 1, 'key length', `: a key of ${countOf(bytes.length, 'byte', 'bytes')}`),
        ...(bytes.length === 0 ? [] : [{ ...key, value: JSON.stringify(name), explanation }]),
      ];
      return this.part({ name, depth, start, lead }, schema.values);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      this.#miss({ name: 'key', depth }, schema, start);
      return undefined;
    }
  }

  /** The blocks of an array or a map; each item says where it ends. */
  #blocks(
    range: TracedRange,
    depth: number,
    { what, one, many }: { readonly what: ArraySchema | MapSchema; readonly one: string; readonly many: string },
    item: (start: number) => number | undefined,
  ): number | undefined {
    for (let position = range.start; ;) {
      const count = numberAt(this.#bytes, position);
      if (count === undefined || (range.value === undefined && this.#error?.position === position)) {
        if (!this.isCut) this.#miss({ name: 'count', depth }, what, position);
        return undefined;
      }
      const { value, end, bytes } = count;
      const start = position;
      if (value === 0) {
        const explanation = `${hexOf(bytes)}: no more blocks`;
        this.#push({ depth, name: 'end', kind: 'end', start, end, value: '', type: 'end of blocks', explanation });
        return end;
      }
      const total = Math.abs(Number(value));
      const sized = Number(value) < 0 ? ', and its size stands behind' : '';
      const explanation = explainNumber(bytes, value, `: a block of ${countOf(total, one, many)}${sized}`);
      this.#push({ depth, name: 'count', kind: 'count', start, end, value: String(total), type: 'block count', explanation });
      position = end;
      if (sized !== '') {
        const size = numberAt(this.#bytes, end);
        if (size === undefined) {
          this.#miss({ name: 'size', depth }, what, end);
          return undefined;
        }
        this.#push({ ...lengthField(size, depth, 'size', ': the bytes of the block'), kind: 'count', type: 'block size' });
        position = size.end;
      }
      for (let left = total; left > 0; left--) {
        if (this.isCut) return undefined;
        const behind = item(position);
        if (behind === undefined) return undefined;
        position = behind;
      }
    }
  }
}

function nameOf({ name, fullname }: RecordSchema): string {
  return (name?.value ?? fullname ?? '').replace(/^.*\./, '');
}

function leafType(schema: UsableSchema, value: Value): string {
  if (schema.type !== 'enum') return schema.logicalType === undefined ? schema.type : typeText(schema);
  return `enum, symbol ${schema.symbols.findIndex((symbol) => symbol.value === value)}`;
}
