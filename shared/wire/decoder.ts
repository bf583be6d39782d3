import type { Schema } from '../avro/schema.ts';
import type { SchemaText } from '../avro/schemaText.ts';
import type { Value } from '../avro/value.ts';
import type { RegisteredSchema, SubjectVersion } from '../registry/registeredSchema.ts';
import { toChosen } from './chosenSchemas.ts';
import type { DecodedPart, DecodedSchema } from './decoded.ts';
import type { Header, Inflate } from './frame.ts';
import { createPause } from './pauses.ts';
import type { DecodeProfile, RenderOptions } from './profile.ts';
import type { ReadableSchema } from './readableSchema.ts';
import { renderPart } from './renderPart.ts';
import { SideReader } from './sideReader.ts';
import { TopicSchemas } from './topicSchemas.ts';

/**
 * Where a decoder has its schemas from. `RegistryCache` is one; a thread that decodes for another asks that one.
 * All throw RegistryError.
 */
export interface SchemaSource {
  fetchSchema(schemaId: number, signal: AbortSignal): Promise<RegisteredSchema>;
  fetchVersion(subject: string, version: number, signal: AbortSignal): Promise<RegisteredSchema>;
  listVersions(subject: string, maxAgeMs: number, signal: AbortSignal): Promise<readonly number[]>;
  /** Undefined where the registry can't tell. */
  findSubjectVersions(schemaId: number, maxAgeMs: number, signal: AbortSignal): Promise<readonly SubjectVersion[] | undefined>;
  /** By a GUID, or by an id of Apicurio's own interface. @throws RegistryError `registry/schema-not-found`, `registry/not-supported` */
  fetchNamed(
    name: { readonly kind: 'guid'; readonly guid: string } | { readonly kind: 'global-id' | 'content-id'; readonly id: bigint },
    signal: AbortSignal,
  ): Promise<RegisteredSchema>;
}

export interface DecoderOptions {
  /** Undefined where the connection has none: then frames are named and not read. */
  readonly registry: SchemaSource | undefined;
  /** Whose subjects confirm a schema id, and are tried on bytes without a frame. */
  readonly topic: string | undefined;
  readonly profile: DecodeProfile;
  readonly render: RenderOptions;
  /** Of zlib, with its limit. */
  readonly inflate: Inflate;
  /** Of the workspace: what the fingerprint of a single-object encoding may mean beside the topic's own schemas. */
  readonly workspace?: readonly SchemaText[] | undefined;
}

export interface PartToRead {
  readonly bytes: Uint8Array | null;
  readonly part: 'key' | 'value';
  /** Of its record. */
  readonly headers: readonly Header[];
}

/** What a key or value is, with its value, not yet written as text. It stays in the thread that read it. */
export interface ReadPart extends Pick<DecodedPart, 'state' | 'framing' | 'error' | 'size'> {
  /** By which `value` is to be understood: the reader schema where there is one, else the writer's. */
  readonly schema: Schema | undefined;
  /** Of the states `exact` and `guessed`, unless the schema is none of Avro. */
  readonly value: Value | undefined;
  /** What `value` is of text: JSON text where the framing is `json`, else the text itself. */
  readonly text: string | undefined;
  readonly writer: DecodedSchema | undefined;
  readonly reader: DecodedSchema | undefined;
  /** The key or value whole, as it was given. */
  readonly bytes: Uint8Array | null;
  /** What was decided and why: one or more sentences, made when they are wanted. @param size of the bytes */
  readonly explain: (size: number) => string;
  /**
   * Where its value stands in the bytes, and the schema by which it was read there, or that does not fit there. Undefined
   * where there is none, and of what was read by the way that most of a topic goes.
   */
  readonly origin?: ReadOrigin | undefined;
}

/** Bytes and the writer schema that reads them, or reads them up to a byte that does not fit. */
export interface ReadOrigin {
  readonly readable: ReadableSchema;
  /** The key or value, or what was inflated. */
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Whether a frame of Confluent's names the schema: then the top type bytes has no length of its own. */
  readonly isConfluent: boolean;
}

/** Finds out what keys and values are, and says how it knows. What can't be decoded is a result, never an error. */
export interface Decoder {
  /**
   * What many parts are, each by itself: one that can't be decoded spoils no other. Each schema is asked for and compiled
   * once. Long work is done in slices. It does no more than is needed to know the value and the verdict, so that a scan
   * can read millions.
   *
   * @returns as many, in the same order
   * @throws AbortError, and nothing else that can be expected
   */
  read(parts: readonly PartToRead[], signal: AbortSignal): Promise<readonly ReadPart[]>;
  /** Writes what was read as people read it, with the evidence. */
  render(part: ReadPart): DecodedPart;
  /** Both, for a few. */
  decodeAll(parts: readonly PartToRead[], signal: AbortSignal): Promise<readonly DecodedPart[]>;
}

/**
 * Decodes by evidence, since a magic byte alone is only a hint: bare Avro may begin with 00 too, and then the next bytes
 * look like a schema id. Where the profile leaves the framing to be found out, it goes in this order:
 *
 * 1. A frame whose schema is known, fits to the last byte and belongs to a subject of this topic is `exact`; a single-object
 *    encoding by its fingerprint, and a container by the schema in it, too.
 * 2. A JSON object or array is `text`.
 * 3. A version of the topic's own subject that reads all bytes as bare Avro is `guessed`, before a frame whose schema fits
 *    but belongs to no subject of this topic. Where the bytes are printable text too, the schema must hold a string or
 *    bytes, whose length then fits as well; numbers fit any text of the right length, and that stays `text`.
 * 4. A frame whose schema fits but belongs elsewhere is `guessed`.
 * 5. Printable UTF-8 is `text`.
 * 6. Everything else is `failed` where a schema should have been found, and `bytes` where none was to be expected.
 *
 * What can be read in more than one way follows what most of the topic's others can only be. A schema that the profile names
 * takes the place of the topic's own in 3, and may also stand behind a frame whose schema is not to be had. A framing that
 * the profile names is taken at its word, and what does not fit it is `failed`.
 */
export function createDecoder(options: DecoderOptions): Decoder {
  const schemas = options.registry === undefined ? undefined : new TopicSchemas(options.registry, options.topic);
  let workspace: readonly ReadableSchema[] | undefined;
  const readWorkspace = (): readonly ReadableSchema[] => (workspace ??= toReadables(options.workspace ?? []));
  const sides = {
    key: new SideReader('key', options, schemas, readWorkspace),
    value: new SideReader('value', options, schemas, readWorkspace),
  };
  const read = async (parts: readonly PartToRead[], signal: AbortSignal): Promise<readonly ReadPart[]> => {
    const results = new Array<ReadPart | undefined>(parts.length);
    const slow: Record<'key' | 'value', number[]> = { key: [], value: [] };
    const fast = { key: 0, value: 0 };
    const trusted = { key: sides.key.isFastPathTrusted(), value: sides.value.isFastPathTrusted() };
    const pause = createPause(signal);
    for (let index = 0; index < parts.length; index++) {
      // The clock costs as much as a small record.
      const turn = index % 32 === 0 ? pause() : undefined;
      if (turn !== undefined) await turn;
      const part = parts[index];
      if (part === undefined) continue;
      const result = trusted[part.part] ? sides[part.part].readFast(part) : undefined;
      results[index] = result;
      if (result === undefined) slow[part.part].push(index);
      else fast[part.part]++;
    }
    const readSide = (side: 'key' | 'value'): Promise<void> => sides[side].readSlowly(parts, slow[side], results, fast[side], signal);
    // Side by side, so that neither waits for what the other asks the registry.
    await Promise.all([readSide('key'), readSide('value')]);
    return results.map((result) => {
      if (result === undefined) throw new Error('A part was not read.');
      return result;
    });
  };
  const render = (part: ReadPart): DecodedPart => renderPart(part, options.render);
  return { read, render, decodeAll: async (parts, signal) => (await read(parts, signal)).map(render) };
}

function toReadables(schemas: readonly SchemaText[]): ReadableSchema[] {
  return schemas.map(toChosen).filter((one): one is ReadableSchema => !(one instanceof Error));
}

/** A schema that may have written bytes which name none. */
export interface SchemaCandidate {
  readonly schema: SchemaText;
  readonly source: DecodedSchema;
  /** How many of the samples it reads to the last byte; candidates that are offered read all of them. */
  readonly fits: number;
  readonly samples: number;
  /** Why it stands where it stands among the candidates: one sentence. */
  readonly reason: string;
  /** What it makes of the first sample: one line. */
  readonly preview: string;
}
