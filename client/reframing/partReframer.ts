import { dereference } from '../../shared/avro/schema.ts';
import type { SchemaText } from '../../shared/avro/schemaText.ts';
import type { Value } from '../../shared/avro/value.ts';
import { CodecError, KnownError } from '../../shared/errors.ts';
import { toChosen } from '../../shared/wire/chosenSchemas.ts';
import { schemaIdHeader } from '../../shared/wire/confluentHeader.ts';
import { finders } from '../../shared/wire/finders.ts';
import type { Frame, FrameInput, Header, Inflate } from '../../shared/wire/frame.ts';
import { framingNames, type Framing } from '../../shared/wire/framings.ts';
import type { ReadableSchema } from '../../shared/wire/readableSchema.ts';
import { registryName, type RegistryName } from '../../shared/wire/topicSchemas.ts';
import { compilePart, type PartWriter } from '../cluster/encodePart.ts';
import type { FramingToSend } from '../cluster/session.ts';
import type { FoundWriter, ReframeRule } from './reframeRequest.ts';
import type { SchemaLookups } from './schemaLookups.ts';

/** What became of a key or value. */
export type PartOutcome =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly headers: readonly Header[]; readonly from: Framing; readonly writer: Writer }
  /** @property reason one sentence */
  | { readonly ok: false; readonly reason: string };

/** A schema that wrote keys or values. */
export interface Writer {
  readonly key: string;
  readonly schema: SchemaText;
  readonly readable: ReadableSchema;
  readonly framing: FramingToSend | undefined;
  readonly put: PartWriter | KnownError | undefined;
}

type Rule = ReframeRule & { readonly kind: 'reframe' };

/** A way in which bytes can be read to the last one. */
interface Reading {
  readonly from: Framing;
  readonly writer: Writer;
  readonly value: Value;
  readonly payload: Uint8Array;
}

interface Misfit {
  readonly reason: string;
  /** Whether it may be this all the same, so that it must not be taken for anything else. */
  readonly isOpen?: boolean;
}

/** What is in a header was written on purpose; a fingerprint or a GUID that is known stands there by no accident. */
const proving: ReadonlySet<Framing> = new Set<Framing>(['confluent-header', 'apicurio-header', 'single-object', 'confluent-guid-prefix']);
const inHeaders: ReadonlySet<Framing> = new Set<Framing>(['confluent-header', 'apicurio-header']);

/**
 * Puts other frames around the keys, or the values, of records: the payload stays as it is, byte by byte, and is read once
 * to make sure that it is what its frame says. Where more than one way of reading fits, it is a failure, not a guess.
 */
export class PartReframer {
  readonly #part: 'key' | 'value';
  readonly #rule: Rule;
  readonly #lookups: SchemaLookups;
  readonly #inflate: Inflate;
  readonly #given: readonly Writer[];
  readonly #named = new Map<string, Writer>();
  readonly #order: readonly Framing[];
  readonly #counts = new Map<Writer, number>();

  /** @throws CodecError `codec/unusable-schema` of a schema that was given */
  constructor(part: 'key' | 'value', rule: Rule, lookups: SchemaLookups, inflate: Inflate) {
    this.#part = part;
    this.#rule = rule;
    this.#lookups = lookups;
    this.#inflate = inflate;
    // A container has schema and values in a file of its own: there is no single payload in it.
    const framings = finders.map(({ framing }) => framing).filter((framing) => framing !== 'container');
    this.#order = [...framings, 'bare' as const].filter((framing) => rule.from.includes(framing));
    this.#given = this.#toGiven(rule.schemas);
  }

  /** Names that the registry is to be asked for before this is re-framed. */
  collect(bytes: Uint8Array, headers: readonly Header[], names: Map<string, RegistryName>): void {
    for (const framing of this.#order) {
      for (const frame of findAll(framing, this.#input(bytes, headers))) {
        const name = registryName(frame.names);
        if (name !== undefined) names.set(name.key, name.name);
      }
    }
  }

  reframe(bytes: Uint8Array, headers: readonly Header[]): PartOutcome {
    const input = this.#input(bytes, headers);
    const readings: Reading[] = [];
    const misfits: string[] = [];
    for (const framing of this.#order) {
      const frames = findAll(framing, input);
      if (frames.length === 0 && framing !== 'bare') misfits.push(explain(framing, input));
      const reads = framing === 'bare' ? [this.#readGiven('bare', bytes, 0)] : frames.map((frame) => this.#readFrame(frame, bytes));
      const fits = reads.filter((read) => 'writer' in read);
      const open = reads.find((read) => 'reason' in read && read.isOpen === true);
      const reasons = reads.flatMap((read) => ('reason' in read ? read.reason : []));
      // What stands in a header is what it is, even where it does not fit.
      if (open !== undefined || (inHeaders.has(framing) && frames.length > 0 && fits.length === 0))
        return { ok: false, reason: reasons.join(' ') };
      if (fits.length === 0) misfits.push(...reasons);
      const [first] = fits;
      if (first !== undefined && proving.has(framing)) return this.#put(first, headers);
      readings.push(...fits.filter((read, index) => !fits.slice(0, index).some((before) => isSame(before, read))));
    }
    const [only, other] = readings;
    if (only === undefined) return { ok: false, reason: misfits.join(' ') };
    if (other === undefined) return this.#put(only, headers);
    return { ok: false, reason: `It can be read as ${named(only)} and as ${named(other)}.` };
  }

  /** Those that were met, the most frequent first. */
  writers(): FoundWriter[] {
    return [...this.#counts]
      .sort((a, b) => b[1] - a[1])
      .map(([{ key, schema, readable, framing }, count]) => ({
        part: this.#part,
        writer: key,
        schema,
        source: readable.source,
        count,
        isNamed: framing !== undefined,
      }));
  }

  /** Takes down that one more was written by it. */
  count(writer: Writer): void {
    this.#counts.set(writer, (this.#counts.get(writer) ?? 0) + 1);
  }

  #input(bytes: Uint8Array, headers: readonly Header[]): FrameInput {
    return { bytes, part: this.#part, headers, inflate: this.#inflate };
  }

  #readFrame(frame: Frame, bytes: Uint8Array): Reading | Misfit {
    const { framing, names, problem, encoding } = frame;
    const title = framingNames[framing];
    if (problem !== undefined) return { reason: `${title}: ${problem.message}` };
    if (encoding === 'json') return { reason: `${title}: its header says that it is JSON, not Avro's binary.` };
    const [payload, start] = frame.compression === 'none' ? [bytes, frame.payloadStart] : [frame.payload, 0];
    const name = registryName(names);
    if (name === undefined) {
      if (names.kind !== 'fingerprint') return this.#readGiven(framing, payload, start);
      const writer = this.#given.find(({ readable }) => readable.fingerprint() === names.fingerprint);
      return writer === undefined
        ? { reason: `${title}: no schema is known that has the fingerprint ${names.fingerprint}.` }
        : readBy(writer, framing, payload, start);
    }
    const known = this.#lookups.get(name.key);
    if (known === undefined)
      return { reason: `${title}: the registry was not asked for its schema, since too many others are not in it.`, isOpen: true };
    if (!('error' in known)) return readBy(this.#writerOf(name.key, known.registered, known.readable), framing, payload, start);
    // Another registry gave the frame its name; a schema that was chosen may stand behind it, unless there may be no frame at all.
    if (known.isUnknown && this.#given.length > 0 && !this.#order.includes('bare')) return this.#readGiven(framing, payload, start);
    return { reason: `${title}: ${known.error.message}` };
  }

  /** By the schemas that were given: one of them must fit, and no other. */
  #readGiven(framing: Framing, bytes: Uint8Array, start: number): Reading | Misfit {
    const reads = this.#given.map((writer) => readBy(writer, framing, bytes, start));
    const [fits, other] = reads.filter((read) => 'writer' in read);
    if (fits !== undefined && other === undefined) return fits;
    const title = framingNames[framing];
    if (fits !== undefined && other !== undefined) {
      return { reason: `${title}: it fits ${fits.writer.schema.label} and ${other.writer.schema.label} alike.`, isOpen: true };
    }
    const [first] = reads;
    if (first === undefined) return { reason: `${title}: no schema is known that may have written it.` };
    if (reads.length === 1 && 'reason' in first) return first;
    return { reason: `${title}: it fits none of ${this.#given.map(({ schema }) => schema.label).join(', ')}.` };
  }

  #toGiven(schemas: readonly SchemaText[]): Writer[] {
    const seen = new Set<string>();
    return schemas.flatMap((schema, index) => {
      const readable = toChosen(schema);
      if (readable instanceof Error) throw readable;
      // Two that write the same bytes are one.
      const form = readable.fingerprint();
      if (form !== '' && seen.has(form)) return [];
      seen.add(form);
      return [this.#toWriter(`schema ${index}`, schema, readable)];
    });
  }

  #writerOf(key: string, schema: SchemaText, readable: ReadableSchema): Writer {
    const writer = this.#named.get(key) ?? this.#toWriter(key, schema, readable);
    this.#named.set(key, writer);
    return writer;
  }

  #toWriter(key: string, schema: SchemaText, readable: ReadableSchema): Writer {
    const framing = this.#rule.names.find(({ writer }) => writer === key)?.framing ?? nameOf(this.#rule.to, schema);
    return { key, schema, readable, framing, put: framing && compile(readable, framing, this.#part) };
  }

  #put({ writer, from, value, payload }: Reading, headers: readonly Header[]): PartOutcome {
    const { put, schema, readable } = writer;
    if (put instanceof Error) return { ok: false, reason: put.message };
    const others = headers.filter(({ name }) => !namesSchema(name, this.#part));
    // Whoever only counts does not need the name yet.
    if (put === undefined) return { ok: true, bytes: payload, headers: others, from, writer };
    // Confluent's serializers leave the length of top bytes out; everywhere else it is there.
    const hadNoLength = from.startsWith('confluent-') && !this.#rule.to.startsWith('confluent-') && isBytes(readable);
    try {
      const bytes = hadNoLength ? put.write(value) : put.frame(value, payload);
      return { ok: true, bytes, headers: [...others, ...put.headers], from, writer };
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      return { ok: false, reason: `${schema.label}: ${error.message}` };
    }
  }
}

/** The frame of a kind that bytes have, by each name that its id may be: of Apicurio's prefix it is that of a content or a global one. */
function findAll(framing: Framing, input: FrameInput): readonly Frame[] {
  const frame = finders.find((one) => one.framing === framing)?.find(input);
  if (frame === undefined) return [];
  if (framing !== 'apicurio-prefix' || frame.names.kind !== 'content-id') return [frame];
  return [frame, { ...frame, names: { kind: 'global-id', id: frame.names.id } }];
}

function explain(framing: Framing, input: FrameInput): string {
  return finders.find((one) => one.framing === framing)?.explain(input).message ?? '';
}

/** Whether two readings are one: the same schema under two names. */
function isSame(a: Reading, b: Reading): boolean {
  const form = a.writer.readable.fingerprint();
  return form !== '' && form === b.writer.readable.fingerprint() && a.from === b.from;
}

function readBy(writer: Writer, from: Framing, bytes: Uint8Array, start: number): Reading | Misfit {
  const { readable, schema } = writer;
  const title = framingNames[from];
  const read = readable.tryRead(bytes, start, from.startsWith('confluent-'));
  if (!read.ok) return { reason: `${title}: it does not fit ${schema.label}. ${read.error.message}` };
  if (read.value === undefined) return { reason: `${title}: ${schema.label} is no schema of Avro.` };
  return { from, writer, value: read.value, payload: start === 0 ? bytes : bytes.subarray(start) };
}

function named({ from, writer }: Reading): string {
  return `${framingNames[from]} by ${writer.schema.label}`;
}

function isBytes({ schema }: ReadableSchema): boolean {
  return schema !== undefined && dereference(schema)?.type === 'bytes';
}

function compile(readable: ReadableSchema, framing: FramingToSend, part: 'key' | 'value'): PartWriter | KnownError | undefined {
  try {
    return readable.schema && compilePart(readable.schema, framing, part);
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
}

/** The name that a registered schema has already; undefined where the new frame needs one that it has not. */
function nameOf(
  to: FramingToSend['kind'],
  schema: SchemaText & { readonly schemaId?: number; readonly guid?: string | undefined },
): FramingToSend | undefined {
  const { schemaId = 0, guid } = schema;
  switch (to) {
    case 'bare':
    case 'single-object':
      return { kind: to };
    case 'confluent-prefix':
    case 'apicurio-prefix':
    case 'apicurio-header':
      return schemaId > 0 ? { kind: to, schemaId } : undefined;
    case 'confluent-guid-prefix':
    case 'confluent-header':
      return guid === undefined ? undefined : { kind: to, guid };
    case 'glue':
      return undefined;
  }
}

/** Whether a header tells how a key or value is framed. */
function namesSchema(header: string, part: 'key' | 'value'): boolean {
  return header === schemaIdHeader(part) || header.startsWith(`apicurio.${part}.`);
}
