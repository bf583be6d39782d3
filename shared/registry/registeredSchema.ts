import type { SchemaText } from '../avro/schemaText.ts';

export interface RegisteredSchema extends SchemaText {
  readonly schemaId: number;
  /** Undefined where it was asked for by id and the registry names no subject. */
  readonly subject: string | undefined;
  readonly version: number | undefined;
  /** `PROTOBUF`, `JSON` or whatever else the registry calls it; undefined for Avro. */
  readonly schemaType?: string | undefined;
  /** In lower case with hyphens; undefined where the registry gives schemas none, as Apicurio's and older ones of Confluent. */
  readonly guid?: string | undefined;
}

/** A subject under which a schema id is registered. */
export interface SubjectVersion {
  readonly subject: string;
  /** Undefined where the registry tells subjects only. */
  readonly version: number | undefined;
}

/** What a registered schema says of another one that it needs. */
export interface SchemaReference {
  /** The fullname by which the text refers to it. */
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

export const compatibilityLevels = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

/** As registries spell it. */
export type CompatibilityLevel = (typeof compatibilityLevels)[number];

export type { SchemaText };
