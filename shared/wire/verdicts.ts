import type { Schema } from '../avro/schema.ts';
import type { Value } from '../avro/value.ts';
import type { CodecError, KnownError } from '../errors.ts';
import { isNotFound } from '../registry/errors.ts';
import type { SubjectVersion } from '../registry/registeredSchema.ts';
import { prefixLength } from './confluentPrefix.ts';
import type { DecodedSchema, DecodingError, Framing } from './decoded.ts';
import type { ReadOrigin, ReadPart } from './decoder.ts';
import type { Frame } from './frame.ts';
import { frameText, isInHeader, looksLike } from './frameTexts.ts';
import { framingNames } from './framings.ts';
import type { Prevailing } from './neighbours.ts';
import type { PlainText } from './plainText.ts';
import { findPrimitives } from './primitives.ts';
import type { ReadableSchema, Reading } from './readableSchema.ts';
import type { KnownSchema, OwnSchemas } from './topicSchemas.ts';
import { topicSubject } from './topicSubjects.ts';

/** A frame whose schema reads all that stands behind it. */
export interface FramedReading {
  readonly frame: Frame;
  readonly known: KnownSchema;
  readonly reading: Reading & { readonly ok: true };
}

/** What a frame says, where that does not settle it. */
export type FrameHint =
  | { readonly kind: 'no-frame' }
  | { readonly kind: 'not-asked'; readonly frame: Frame }
  | { readonly kind: 'no-schema'; readonly frame: Frame; readonly error: KnownError }
  | { readonly kind: 'misfit'; readonly frame: Frame; readonly known: KnownSchema; readonly error: DecodingError }
  | ({ readonly kind: 'unconfirmed' } & FramedReading);

export type UnreadHint = Exclude<FrameHint, { readonly kind: 'no-frame' | 'unconfirmed' }>;

/** A frame, or bytes without one, that a schema of the topic's own or of somebody's choice reads to the last byte. */
export interface GuessedReading {
  readonly readable: ReadableSchema;
  readonly value: Value;
}

export interface BareReading extends GuessedReading {
  /** All that were tried, of which others may fit too. */
  readonly tried: readonly ReadableSchema[];
}

/** What was decided, in the words that people read. Every sentence about a topic's bytes stands here. */
export class Verdicts {
  readonly topic: string | undefined;

  constructor(topic: string | undefined) {
    this.topic = topic;
  }

  /** No bytes at all, or none in an empty key or value. */
  nothing(part: 'key' | 'value', bytes: Uint8Array | null): JudgedPart {
    if (bytes !== null) return toPart({ state: 'bytes', bytes }, () => `The ${part} is empty, which is not null.`);
    return toPart({ state: 'null', bytes: null }, () => (part === 'key' ? 'The key is null.' : 'Tombstone: the value is null.'));
  }

  /**
   * @param subject undefined where the user's choice stands for it
   * @param isForced whether the user chose the framing
   */
  exact(bytes: Uint8Array, reading: FramedReading, subject: SubjectVersion | undefined, isForced: boolean): JudgedPart {
    const named = subject ?? reading.known.subjects?.[0];
    const head = frameText(reading.frame, named, isForced);
    return framed('exact', bytes, reading, named, (size) => `${head}. ${allRead(size)}.`);
  }

  /** A frame that fits, where nothing says that it is this topic's. */
  unconfirmed(bytes: Uint8Array, reading: FramedReading, part: 'key' | 'value', as: Prevailing | undefined): JudgedPart {
    const { frame, known } = reading;
    const [first] = known.subjects ?? [];
    const all = allRead(bytes.length);
    if (known.subjects === undefined && this.topic !== undefined) {
      const why = (size: number): string => `${frameText(frame)}. ${allRead(size)}; this registry can't tell which subjects have the id.`;
      return framed('exact', bytes, reading, undefined, why);
    }
    const why = (): string => {
      const text = `Guessed: ${frameText(frame, first)}`;
      if (this.topic === undefined) return `${text}. ${all}; no topic is named that could confirm it.`;
      if (as !== undefined) return `${text}, ${asOthers(as)} ${all}.`;
      if (first === undefined) return `${text}, which no subject has. ${all}.`;
      return `${text}, which does not belong to the ${part}s of topic ${this.topic}. ${all}.`;
    };
    return framed('guessed', bytes, reading, first, why);
  }

  /** A single-object encoding or a container: what it names is proved by the bytes themselves. */
  proved(bytes: Uint8Array, frame: Frame, readable: ReadableSchema, value: Value, schema: Schema | undefined, what: string): JudgedPart {
    const head = `${frameText(frame)}${what}`;
    const origin = schema === readable.schema ? payloadOf(readable, bytes, frame) : undefined;
    const part = { state: 'exact', framing: frame.framing, bytes, schema, value, writer: readable.source, origin } as const;
    return toPart(part, (size) => `${head}. ${allRead(size)}.`);
  }

  /** A frame around another one, as where a serializer was given what was serialized already. */
  framedTwice(bytes: Uint8Array, outer: Frame, inner: FramedReading, part: 'key' | 'value'): JudgedPart {
    const { own, subjects } = inner.known;
    const subject = own[part] ?? subjects?.[0];
    const why = (size: number): string =>
      `Guessed: framed twice. ${frameText(outer)}, and behind it once more: ${frameText(inner.frame, subject)}. ${allRead(size)}.`;
    return framed('guessed', bytes, inner, subject, why);
  }

  /** @param isForced whether the user chose the framing */
  bare(
    bytes: Uint8Array,
    hint: FrameHint,
    reading: BareReading,
    isText: boolean,
    as: Prevailing | undefined,
    isForced = false,
  ): JudgedPart {
    const { readable, value, tried } = reading;
    const why = (): string => {
      const read = `read to the last byte as ${readable.label}${as === undefined ? '.' : `, ${asOthers(as)}`}`;
      const others = tried.filter((one) => one !== readable && !(isText && !one.hasLengths) && one.readBare(bytes) !== undefined).length;
      if (isForced) return `Guessed: bare Avro, by your choice, ${read}${othersText(others)}`;
      return sentences([
        hint.kind === 'no-frame' ? `Guessed: no frame. Bare Avro, ${read}` : `Guessed: bare Avro, ${read} ${whyNoFrame(hint)}`,
        othersText(others).trim(),
        isText ? 'It could also be plain text.' : '',
      ]);
    };
    const origin = bareOf(readable, bytes);
    return toPart({ state: 'guessed', framing: 'bare', bytes, schema: readable.schema, value, writer: readable.source, origin }, why);
  }

  /** What looks like a frame of this topic's own and is most likely none, as most others are. */
  bareOfMany(bytes: Uint8Array, { readable, value }: GuessedReading, schemaId: number | undefined, as: Prevailing): JudgedPart {
    const why = (): string =>
      `Guessed: bare Avro, read to the last byte as ${readable.label}, ${asOthers(as)} The first bytes look like a frame with schema id ${schemaId ?? 'unknown'}, which fits too.`;
    const origin = bareOf(readable, bytes);
    return toPart({ state: 'guessed', framing: 'bare', bytes, schema: readable.schema, value, writer: readable.source, origin }, why);
  }

  /** The reader schema of the user's choice is not to be had. */
  noReader(part: JudgedPart, error: KnownError): JudgedPart {
    const { explain } = part;
    const why = (size: number): string => `${explain(size)} The reader schema can't be had: ${sentenceOf(error.message)}`;
    return { ...part, state: 'failed', error: toDecodingError(error), schema: undefined, value: undefined, explain: why };
  }

  /** By the topic's own schema, behind a frame whose schema is not to be had. */
  behind(bytes: Uint8Array, hint: UnreadHint, { readable, value }: GuessedReading): JudgedPart {
    const { frame } = hint;
    const why = (): string => `Guessed: ${frameText(frame)}, read to the last byte as ${readable.label}. ${whyNoSchema(hint)}`;
    return this.#behindFrame(bytes, frame, { readable, value }, why);
  }

  /** @param hint undefined where it was read as bare Avro */
  chosen(bytes: Uint8Array, hint: UnreadHint | undefined, { readable, value }: GuessedReading): JudgedPart {
    const why = (): string =>
      hint === undefined
        ? `Guessed: bare Avro, read to the last byte as ${readable.label}, by your choice.`
        : `Guessed: ${frameText(hint.frame)}, read to the last byte as ${readable.label}, by your choice. ${whyNoSchema(hint)}`;
    if (hint !== undefined) return this.#behindFrame(bytes, hint.frame, { readable, value }, why);
    const origin = bareOf(readable, bytes);
    return toPart({ state: 'guessed', framing: 'bare', bytes, schema: readable.schema, value, writer: readable.source, origin }, why);
  }

  #behindFrame(bytes: Uint8Array, frame: Frame, { readable, value }: GuessedReading, why: () => string): JudgedPart {
    const origin = payloadOf(readable, bytes, frame);
    const { schema, source: writer } = readable;
    return toPart({ state: 'guessed', framing: frame.framing, bytes, schema, value, writer, origin }, why);
  }

  notAsChosen(
    bytes: Uint8Array,
    hint: Exclude<FrameHint, { kind: 'unconfirmed' }>,
    readable: ReadableSchema,
    error: DecodingError,
    isForced = false,
  ): JudgedPart {
    const why = (): string => {
      const behind = hint.kind === 'no-frame' ? '' : `behind ${articleOf(frameText(hint.frame))}`;
      const how = hint.kind === 'no-frame' ? 'as bare Avro' : isForced || isInHeader(hint.frame) ? behind : `as bare Avro or ${behind}`;
      return `${readable.label}, by your choice, does not fit ${how}.`;
    };
    const origin = hint.kind === 'no-frame' ? bareOf(readable, bytes) : payloadOf(readable, bytes, hint.frame);
    return failed(bytes, error, hint.kind === 'no-frame' ? 'none' : hint.frame.framing, readable.source, why, origin);
  }

  /** A schema of somebody's choice, or what was found, can't be used. */
  unusable(bytes: Uint8Array, error: KnownError, framing: Framing = 'none'): JudgedPart {
    return failed(bytes, toDecodingError(error), framing, undefined, undefined);
  }

  text(bytes: Uint8Array, text: PlainText, own?: OwnSchemas, as?: Prevailing): JudgedPart {
    const why = (): string => {
      const what = text.framing === 'json' ? 'JSON, valid to the last byte' : 'UTF-8 text';
      return sentences([
        as === undefined ? `${what}.` : `${what}, ${asOthers(as)}`,
        own?.error === undefined ? '' : `The registry could not be asked for ${own.subject}: ${own.error.message}`,
      ]);
    };
    return toPart({ state: 'text', framing: text.framing, bytes, text: text.text }, why);
  }

  /** Nothing fits: a failure where a schema should have been found, else just bytes. */
  notDecoded(
    bytes: Uint8Array,
    part: 'key' | 'value',
    hint: Exclude<FrameHint, { kind: 'unconfirmed' }>,
    own: OwnSchemas | undefined,
    isForced = false,
  ): JudgedPart {
    const tried = own !== undefined && own.readables.length > 0 && !isForced;
    switch (hint.kind) {
      case 'no-frame':
        return this.#withoutFrame(bytes, part, own);
      case 'not-asked': {
        const { frame } = hint;
        const why = (): string => `Perhaps ${articleOf(frameText(frame))}, but this connection has no schema registry.`;
        return toPart({ state: 'bytes', framing: frame.framing === 'confluent-prefix' ? 'none' : frame.framing, bytes }, why);
      }
      case 'misfit': {
        const subject = hint.known.own[part] ?? hint.known.subjects?.[0];
        const why = (): string => `${frameText(hint.frame, subject, isForced)}, which does not fit${tried ? `; ${noneFits(own)}` : ''}.`;
        const origin = payloadOf(hint.known.readable, bytes, hint.frame);
        return failed(bytes, hint.error, hint.frame.framing, toSource(hint.known, subject), why, origin);
      }
      case 'no-schema': {
        const { frame } = hint;
        const isUnknown = isNotFound(hint.error);
        // So a Kafka long looks, and a double; a frame of this length would hold three bytes of Avro.
        if (isUnknown && bytes.length === 8 && !tried && !isForced && own?.error === undefined && frame.framing === 'confluent-prefix') {
          const why = (): string =>
            `8 bytes that may be ${primitiveText(bytes)}. As a Confluent prefix they would name schema id ${frame.schemaId ?? 0}, which is not in the registry.`;
          return toPart({ state: 'bytes', bytes }, why);
        }
        const why = (): string => {
          const isDoubtful = isUnknown && !isForced && (frame.framing === 'confluent-prefix' || frame.framing === 'apicurio-prefix');
          const text = isDoubtful ? `Looks like ${articleOf(framingNames[frame.framing])}` : frameText(frame, undefined, isForced);
          return `${text}${tried ? `; ${noneFits(own)}` : ''}.`;
        };
        return failed(bytes, toDecodingError(hint.error), frame.framing, unknownSource(frame.schemaId), why);
      }
    }
  }

  /** The framing that the user chose does not fit. */
  notForced(bytes: Uint8Array, framing: Framing, error: DecodingError): JudgedPart {
    return failed(bytes, error, framing, undefined, () => `${sentenceOf(error.message)} ${nameInSentence(framing)} is your choice.`);
  }

  /** Nothing is asked of the bytes. */
  forced(bytes: Uint8Array, part: Partial<JudgedPart> & Pick<ReadPart, 'state'>, framing: Framing): JudgedPart {
    return toPart({ ...part, framing, bytes }, () => {
      const guessed = part.state === 'guessed' ? 'Guessed: ' : '';
      return framing === 'none' ? 'Shown as bytes, by your choice.' : `${guessed}${framingNames[framing]}, by your choice.`;
    });
  }

  /** No version of the topic's own fits as bare Avro, which the user chose. */
  notBare(bytes: Uint8Array, part: 'key' | 'value', own: OwnSchemas | undefined): JudgedPart {
    if (own?.error !== undefined) return this.unusable(bytes, own.error, 'bare');
    const hasNone = own === undefined || own.readables.length === 0;
    const missing = this.topic === undefined ? 'no topic is named' : `the registry has no subject ${topicSubject(this.topic, part)}`;
    const message = hasNone
      ? `Bare Avro, by your choice: no schema is chosen, and ${own === undefined && this.topic !== undefined ? 'this connection has no schema registry' : missing}.`
      : `Bare Avro, by your choice: ${noneFits(own)
          .replace(/^as bare Avro /, '')
          .replace(/ either$/, '')}.`;
    const { position, origin } = hasNone ? nowhere : furthest(bytes, own);
    return failed(bytes, { code: 'frame/not-found', message, position, remedy: chooseSchema }, 'bare', undefined, undefined, origin);
  }

  #withoutFrame(bytes: Uint8Array, part: 'key' | 'value', own: OwnSchemas | undefined): JudgedPart {
    const noFrame = noFrameText(bytes);
    if (own?.error !== undefined) {
      return failed(bytes, toDecodingError(own.error), 'none', undefined, () => `${noFrame}; ${own.subject} could not be tried.`);
    }
    if (own !== undefined && own.readables.length > 0) {
      const message = `${noFrame}, and no schema of this topic fits.`;
      const { position, origin } = furthest(bytes, own);
      const error = { code: 'frame/not-found', message, position, remedy: chooseSchema };
      return failed(bytes, error, 'none', undefined, undefined, origin);
    }
    const why = (): string => {
      const missing =
        this.topic === undefined
          ? 'no topic is named whose schemas could be tried'
          : own === undefined
            ? 'this connection has no schema registry'
            : `the registry has no subject ${topicSubject(this.topic, part)}`;
      const primitive = primitiveText(bytes);
      return sentences([`${noFrame}, and ${missing}.`, primitive === undefined ? '' : `It may be ${primitive}.`]);
    };
    return toPart({ state: 'bytes', bytes }, why);
  }
}

const chooseSchema = 'Choose a schema for these bytes with Avro: Decode Bytes….';

/** A part with where its value stands in the bytes, so that it can be read again as another schema has it. */
export interface JudgedPart extends ReadPart {
  readonly origin: ReadOrigin | undefined;
}

/** What was read, and how it is explained. */
export function toPart(part: Pick<ReadPart, 'state' | 'bytes'> & Partial<JudgedPart>, explain: (size: number) => string): JudgedPart {
  const { state, bytes, framing = 'none', error, schema, value, text, writer, reader, origin } = part;
  return { state, framing, error, size: bytes?.length ?? 0, schema, value, text, writer, reader, bytes, explain, origin };
}

/** Where a frame's payload is read. */
export function payloadOf(readable: ReadableSchema, bytes: Uint8Array, frame: Frame): ReadOrigin {
  const isConfluent = frame.framing.startsWith('confluent');
  if (frame.compression === 'none') return { readable, bytes, start: frame.payloadStart, isConfluent };
  return { readable, bytes: frame.payload, start: 0, isConfluent };
}

function bareOf(readable: ReadableSchema, bytes: Uint8Array): ReadOrigin {
  return { readable, bytes, start: 0, isConfluent: false };
}

/** @param why undefined where the error's own sentence says it all */
export function failed(
  bytes: Uint8Array,
  error: DecodingError,
  framing: Framing,
  writer: DecodedSchema | undefined,
  why: (() => string) | undefined,
  origin?: ReadOrigin,
): JudgedPart {
  return toPart({ state: 'failed', framing, error, writer, bytes, origin }, why ?? (() => error.message));
}

function framed(
  state: 'exact' | 'guessed',
  bytes: Uint8Array,
  { frame, known, reading }: FramedReading,
  subject: SubjectVersion | undefined,
  why: (size: number) => string,
): JudgedPart {
  const { value, text, note } = reading;
  const origin = payloadOf(known.readable, bytes, frame);
  const part = { framing: frame.framing, bytes, schema: known.readable.schema, value, text, writer: toSource(known, subject), origin };
  if (note === undefined) return toPart({ state, ...part }, why);
  // Of these bytes the frame is understood, and what stands behind it is not.
  const named = frameText(frame, subject);
  return toPart({ state: 'bytes', ...part }, () => `${named}. ${note}`);
}

export function toDecodingError({ code, message, remedy, retriable }: KnownError): DecodingError {
  return { code, message, remedy, position: undefined, retriable };
}

/** The error of bytes that are said to be at fault, with the place. */
export function toPlacedError(error: CodecError): DecodingError {
  return { ...toDecodingError(error), position: error.position };
}

function toSource({ readable: { source } }: KnownSchema, subject: SubjectVersion | undefined): DecodedSchema {
  return { ...source, subject: subject?.subject, version: subject?.version };
}

function unknownSource(schemaId: number | undefined): DecodedSchema | undefined {
  return schemaId === undefined ? undefined : { schemaId, subject: undefined, version: undefined, fullname: undefined };
}

function asOthers({ count, total }: Prevailing): string {
  return `as ${count} of ${total} others of this topic.`;
}

export function allRead(size: number): string {
  return `All ${size} bytes read, none left`;
}

function noFrameText(bytes: Uint8Array): string {
  if (bytes[0] === 0 && bytes.length < prefixLength) {
    return `No frame: a Confluent prefix takes ${prefixLength} bytes, and here ${bytes.length === 1 ? 'is 1' : `are ${bytes.length}`}`;
  }
  return `No frame: the first byte is ${(bytes[0] ?? 0).toString(16).padStart(2, '0')}, not 0`;
}

/** Such as "a Kafka long (42) or a Kafka double (2.1e-322)"; undefined where no such thing is so long. */
function primitiveText(bytes: Uint8Array): string | undefined {
  const names = {
    int: 'a Kafka int',
    long: 'a Kafka long',
    double: 'a Kafka double',
    uuid: 'a Kafka UUID',
    short: 'a Kafka short',
    float: 'a Kafka float',
  } as const;
  const found = findPrimitives(bytes).map(({ kind, json }) => `${names[kind]} (${json})`);
  return found.length === 0 ? undefined : found.join(' or ');
}

function othersText(others: number): string {
  return others === 0 ? '' : ` ${others === 1 ? '1 other version fits' : `${others} other versions fit`} too.`;
}

function noneFits({ subject, readables }: OwnSchemas): string {
  const [newest] = readables;
  if (newest === undefined || readables.length > 1) return `as bare Avro no version of ${subject} fits either`;
  return `as bare Avro ${newest.label} does not fit either`;
}

/** Why bytes that begin like a frame are taken for something else. */
function whyNoFrame(hint: Exclude<FrameHint, { kind: 'no-frame' }>): string {
  const like = looksLike(hint.frame);
  switch (hint.kind) {
    case 'not-asked':
      return 'The first bytes look like a frame.';
    case 'no-schema':
      return `${isInHeader(hint.frame) ? like : 'The first bytes look like a frame'}, but: ${hint.error.message}`;
    case 'misfit':
      return `${like}, which does not fit.`;
    case 'unconfirmed':
      return hint.known.subjects === undefined ? `${like}, which fits too.` : `${like}, which fits too, but is not this topic's.`;
  }
}

function whyNoSchema(hint: UnreadHint): string {
  switch (hint.kind) {
    case 'not-asked':
      return 'This connection has no schema registry.';
    case 'no-schema':
      return hint.error.message;
    case 'misfit':
      return `The registry's schema of this id does not fit: ${hint.error.message}${/[.!?]$/.test(hint.error.message) ? '' : '.'}`;
  }
}

/** How far the version came that came furthest; the newest of those that came as far. */
function furthest(bytes: Uint8Array, own: OwnSchemas): { readonly position: number | undefined; readonly origin: ReadOrigin | undefined } {
  let best: { readonly position: number | undefined; readonly origin: ReadOrigin | undefined } = nowhere;
  for (const readable of own.readables) {
    const reading = readable.tryRead(bytes, 0, false);
    const position = reading.ok ? undefined : reading.error.position;
    if (position !== undefined && position > (best.position ?? -1)) best = { position, origin: bareOf(readable, bytes) };
  }
  return best;
}

const nowhere = { position: undefined, origin: undefined };

function sentenceOf(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

function nameInSentence(framing: Framing): string {
  const name = framingNames[framing];
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function articleOf(text: string): string {
  return /^(?:[aeio]|[AEIO])/.test(text) ? `an ${text}` : `a ${text}`;
}

function sentences(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
