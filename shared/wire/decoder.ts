import type { Schema } from '../avro/schema.ts';
import type { SchemaText } from '../avro/schemaText.ts';
import type { Value } from '../avro/value.ts';
import type { RegisteredSchema, SubjectVersion } from '../registry/registeredSchema.ts';
import type { DecodedPart, DecodedSchema } from './decoded.ts';
import type { Header, Inflate } from './frame.ts';
import type { DecodeProfile, RenderOptions } from './profile.ts';

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
