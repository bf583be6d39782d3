import type { Value } from '../avro/value.ts';
import { valuePreview, valueToJson } from '../avro/valueToJson.ts';
import type { CodecError, KnownError } from '../errors.ts';
import { isNotFound } from '../registry/errors.ts';
import type { SubjectVersion } from '../registry/registeredSchema.ts';
import { prefixLength } from './confluentPrefix.ts';
import type { DecodedPart, DecodedSchema, DecodingError } from './decoded.ts';
import type { Frame } from './frame.ts';
import type { PlainText } from './plainText.ts';
import type { ReadableSchema } from './readableSchema.ts';
import type { OwnSchemas } from './topicSchemas.ts';
import { topicSubject } from './topicSubjects.ts';

/** A frame whose schema reads all that stands behind it. */
export interface FramedReading {
  readonly frame: Frame;
  readonly schemaId: number;
  readonly readable: ReadableSchema;
  /** Undefined where the registry can't tell. */
  readonly subjects: readonly SubjectVersion[] | undefined;
  readonly value: Value;
}

/** What the first bytes say, where that does not settle it. */
export type FrameHint =
  | { readonly kind: 'no-frame' }
  | { readonly kind: 'not-asked'; readonly frame: Frame; readonly schemaId: number }
  | { readonly kind: 'no-schema'; readonly frame: Frame; readonly schemaId: number; readonly error: KnownError }
  | ({ readonly kind: 'misfit'; readonly error: DecodingError } & Omit<FramedReading, 'value'>)
  | ({ readonly kind: 'unconfirmed' } & FramedReading);

export interface BareReading {
  readonly readable: ReadableSchema;
  readonly value: Value;
  /** How many other versions read all bytes too. */
  readonly others: number;
}

const previewLength = 200;
const previewBytes = 64;

/** What was decided, in the words that people read. Every sentence about a topic's bytes stands here. */
export class Verdicts {
  readonly topic: string | undefined;

  constructor(topic: string | undefined) {
    this.topic = topic;
  }

  /** No bytes at all, or none in an empty key or value. */
  nothing(part: 'key' | 'value', bytes: Uint8Array | null = null): DecodedPart {
    if (bytes !== null) return this.#part({ state: 'bytes', evidence: `The ${part} is empty, which is not null.` });
    return this.#part({ state: 'null', evidence: part === 'key' ? 'The key is null.' : 'Tombstone: the value is null.', preview: 'null' });
  }

  exact(bytes: Uint8Array, reading: FramedReading, subject: SubjectVersion): DecodedPart {
    const evidence = `${namedFrame(reading.schemaId, subject)}. ${allRead(bytes)}.`;
    return this.#framed('exact', bytes, reading, subject, evidence);
  }

  /** A frame that fits, where nothing says that it is this topic's. */
  unconfirmed(bytes: Uint8Array, reading: FramedReading, part: 'key' | 'value'): DecodedPart {
    const { subjects, schemaId } = reading;
    const [first] = subjects ?? [];
    if (subjects === undefined && this.topic !== undefined) {
      const evidence = `${namedFrame(schemaId, undefined)}. ${allRead(bytes)}; this registry can't tell which subjects have the id.`;
      return this.#framed('exact', bytes, reading, undefined, evidence);
    }
    const frame = `Guessed: ${namedFrame(schemaId, first)}`;
    const evidence =
      this.topic === undefined
        ? `${frame}. ${allRead(bytes)}; no topic is named that could confirm it.`
        : first === undefined
          ? `${frame}, which no subject has. ${allRead(bytes)}.`
          : `${frame}, which does not belong to the ${part}s of topic ${this.topic}. ${allRead(bytes)}.`;
    return this.#framed('guessed', bytes, reading, first, evidence);
  }

  bare(bytes: Uint8Array, hint: FrameHint, { readable, value, others }: BareReading, isText: boolean): DecodedPart {
    const read = `read to the last byte as ${readable.label}.`;
    const evidence = [
      hint.kind === 'no-frame' ? `Guessed: no frame. Bare Avro, ${read}` : `Guessed: bare Avro, ${read} ${whyNoFrame(hint)}`,
      others === 0 ? '' : `${others === 1 ? '1 other version fits' : `${others} other versions fit`} too.`,
      isText ? 'It could also be plain text.' : '',
    ];
    return this.#part({
      state: 'guessed',
      framing: 'bare',
      evidence: sentences(evidence),
      schema: readable.source,
      ...shown(readable, value),
      size: bytes.length,
    });
  }

  chosen(
    bytes: Uint8Array,
    hint: Exclude<FrameHint, { kind: 'no-frame' | 'unconfirmed' }> | undefined,
    readable: ReadableSchema,
    value: Value,
  ): DecodedPart {
    const evidence =
      hint === undefined
        ? `Guessed: bare Avro, read to the last byte as ${readable.label}, by your choice.`
        : `Guessed: ${namedFrame(hint.schemaId, undefined)}, read to the last byte as ${readable.label}, by your choice. ${whyNoSchema(hint)}`;
    const framing = hint === undefined ? 'bare' : hint.frame.framing;
    return this.#part({ state: 'guessed', framing, evidence, schema: readable.source, ...shown(readable, value), size: bytes.length });
  }

  notAsChosen(
    bytes: Uint8Array,
    hint: Exclude<FrameHint, { kind: 'unconfirmed' }>,
    readable: ReadableSchema,
    error: DecodingError,
  ): DecodedPart {
    const how = hint.kind === 'no-frame' ? 'bare Avro' : `bare Avro or behind a ${namedFrame(hint.schemaId, undefined)}`;
    const evidence = `${readable.label}, by your choice, does not fit as ${how}.`;
    return this.#failed(bytes, evidence, error, hint.kind === 'no-frame' ? 'none' : hint.frame.framing, readable.source);
  }

  unusable(bytes: Uint8Array, error: CodecError): DecodedPart {
    return this.#failed(bytes, '', toDecodingError(error));
  }

  text(bytes: Uint8Array, text: PlainText, own?: OwnSchemas): DecodedPart {
    const evidence = [
      text.framing === 'json' ? 'JSON, valid to the last byte.' : 'UTF-8 text.',
      own?.error === undefined ? '' : `The registry could not be asked for ${own.subject}: ${own.error.message}`,
    ];
    const { framing, json, line } = text;
    return this.#part({ state: 'text', framing, evidence: sentences(evidence), json, preview: cut(line), size: bytes.length });
  }

  /** Nothing fits: a failure where a schema should have been found, else just bytes. */
  notDecoded(
    bytes: Uint8Array,
    part: 'key' | 'value',
    hint: Exclude<FrameHint, { kind: 'unconfirmed' }>,
    own: OwnSchemas | undefined,
  ): DecodedPart {
    const tried = own !== undefined && own.readables.length > 0;
    switch (hint.kind) {
      case 'no-frame':
        return this.#withoutFrame(bytes, part, own);
      case 'not-asked': {
        const evidence = `Perhaps a ${namedFrame(hint.schemaId, undefined)}, but this connection has no schema registry.`;
        return this.#part({ state: 'bytes', evidence, preview: hexPreview(bytes), size: bytes.length });
      }
      case 'misfit': {
        const [first] = hint.subjects ?? [];
        const evidence = `${namedFrame(hint.schemaId, first)}, which does not fit${tried ? `; ${noneFits(own)}` : ''}.`;
        return this.#failed(bytes, evidence, hint.error, hint.frame.framing, toSource(hint, first));
      }
      case 'no-schema': {
        const isUnknown = isNotFound(hint.error);
        // So a Kafka long looks, and a double; a frame of this length would hold three bytes of Avro.
        if (isUnknown && bytes.length === 8 && !tried && own?.error === undefined) {
          const evidence = `8 bytes that may be a Kafka long or double. As a Confluent prefix they would name schema id ${hint.schemaId}, which is not in the registry.`;
          return this.#part({ state: 'bytes', evidence, preview: hexPreview(bytes), size: bytes.length });
        }
        const frame = isUnknown ? 'Looks like a Confluent prefix' : namedFrame(hint.schemaId, undefined);
        const evidence = `${frame}${tried ? `; ${noneFits(own)}` : ''}.`;
        const error = hint.schemaId === 0 ? ofId0(bytes, hint.error) : toDecodingError(hint.error);
        return this.#failed(bytes, evidence, error, hint.frame.framing, unknownSource(hint.schemaId));
      }
    }
  }

  #withoutFrame(bytes: Uint8Array, part: 'key' | 'value', own: OwnSchemas | undefined): DecodedPart {
    const noFrame =
      bytes[0] === 0
        ? `No frame: a Confluent prefix takes ${prefixLength} bytes, and here ${bytes.length === 1 ? 'is 1' : `are ${bytes.length}`}`
        : `No frame: the first byte is ${hexPreview(bytes.subarray(0, 1))}, not 0`;
    if (own?.error !== undefined) return this.#failed(bytes, `${noFrame}; ${own.subject} could not be tried.`, toDecodingError(own.error));
    if (own !== undefined && own.readables.length > 0) {
      const message = `${noFrame}, and no schema of this topic fits.`;
      return this.#failed(bytes, '', { code: 'frame/not-found', message, position: furthest(bytes, own), remedy: chooseSchema });
    }
    const missing =
      this.topic === undefined
        ? 'no topic is named whose schemas could be tried'
        : own === undefined
          ? 'this connection has no schema registry'
          : `the registry has no subject ${topicSubject(this.topic, part)}`;
    return this.#part({ state: 'bytes', evidence: `${noFrame}, and ${missing}.`, preview: hexPreview(bytes), size: bytes.length });
  }

  #framed(
    state: 'exact' | 'guessed',
    bytes: Uint8Array,
    reading: FramedReading,
    subject: SubjectVersion | undefined,
    evidence: string,
  ): DecodedPart {
    const { frame, readable, value } = reading;
    const schema = toSource(reading, subject);
    return this.#part({ state, framing: frame.framing, evidence, schema, ...shown(readable, value), size: bytes.length });
  }

  #failed(
    bytes: Uint8Array,
    evidence: string,
    error: DecodingError,
    framing: DecodedPart['framing'] = 'none',
    schema?: DecodedSchema,
  ): DecodedPart {
    return this.#part({
      state: 'failed',
      framing,
      evidence: evidence === '' ? error.message : evidence,
      schema,
      preview: hexPreview(bytes),
      error,
      size: bytes.length,
    });
  }

  #part(part: Pick<DecodedPart, 'state' | 'evidence'> & Partial<DecodedPart>): DecodedPart {
    return { framing: 'none', schema: undefined, json: undefined, preview: '', error: undefined, size: 0, ...part };
  }
}

const chooseSchema = 'Choose a schema for these bytes with Avro: Decode Bytes….';

function shown({ schema }: ReadableSchema, value: Value): Pick<DecodedPart, 'json' | 'preview'> {
  return { json: valueToJson(schema, value, { indent: 2 }), preview: valuePreview(schema, value, previewLength) };
}

function namedFrame(schemaId: number, subject: SubjectVersion | undefined): string {
  const frame = `Confluent prefix, schema id ${schemaId}`;
  if (subject === undefined) return frame;
  return subject.version === undefined ? `${frame} of ${subject.subject}` : `${frame} is ${subject.subject} v${subject.version}`;
}

function allRead({ length }: Uint8Array): string {
  return `All ${length} bytes read, none left`;
}

function noneFits({ subject, readables }: OwnSchemas): string {
  const [newest] = readables;
  if (newest === undefined || readables.length > 1) return `as bare Avro no version of ${subject} fits either`;
  return `as bare Avro ${newest.label} does not fit either`;
}

/** Why bytes that begin like a frame are taken for something else. */
function whyNoFrame(hint: Exclude<FrameHint, { kind: 'no-frame' }>): string {
  if (hint.kind === 'not-asked') return 'The first bytes look like a frame.';
  if (hint.kind === 'no-schema') return `The first bytes look like a frame, but: ${hint.error.message}`;
  const id = `The first bytes look like a frame with schema id ${hint.schemaId}`;
  if (hint.kind === 'misfit') return `${id}, which does not fit.`;
  return hint.subjects === undefined ? `${id}, which fits too.` : `${id}, which fits too, but is not this topic's.`;
}

function whyNoSchema(hint: Exclude<FrameHint, { kind: 'no-frame' | 'unconfirmed' }>): string {
  switch (hint.kind) {
    case 'not-asked':
      return 'This connection has no schema registry.';
    case 'no-schema':
      return hint.error.message;
    case 'misfit':
      return `The registry's schema of this id does not fit: ${hint.error.message}`;
  }
}

/** No registry gives out the id 0, but Apicurio's 8-byte ids begin like it. */
function ofId0(bytes: Uint8Array, error: KnownError): DecodingError {
  const isLong = bytes.length > 8;
  const longId = isLong ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(1) : 0n;
  const remedy = isLong ? `Frames of Apicurio Registry with 8-byte ids look so: then the id would be ${longId}.` : undefined;
  return { ...toDecodingError(error), remedy };
}

function toDecodingError({ code, message, remedy, retriable }: KnownError): DecodingError {
  return { code, message, remedy, position: undefined, retriable };
}

function toSource({ schemaId, readable }: Omit<FramedReading, 'value'>, subject: SubjectVersion | undefined): DecodedSchema {
  return { schemaId, subject: subject?.subject, version: subject?.version, fullname: readable.source.fullname };
}

function unknownSource(schemaId: number): DecodedSchema {
  return { schemaId, subject: undefined, version: undefined, fullname: undefined };
}

/** How far the version came that came furthest. */
function furthest(bytes: Uint8Array, own: OwnSchemas): number | undefined {
  const positions = own.readables.flatMap((readable) => {
    const reading = readable.tryRead(bytes, 0, false);
    return reading.ok || reading.error.position === undefined ? [] : [reading.error.position];
  });
  return positions.length === 0 ? undefined : Math.max(...positions);
}

function sentences(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function cut(text: string): string {
  if (text.length <= previewLength) return text;
  const isHalf = /[\ud800-\udbff]$/.test(text.slice(0, previewLength));
  return `${text.slice(0, isHalf ? previewLength - 1 : previewLength)}…`;
}

function hexPreview(bytes: Uint8Array): string {
  const digits = Array.from(bytes.subarray(0, previewBytes), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > previewBytes ? `${digits} …` : digits;
}
