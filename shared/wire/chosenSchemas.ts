import { KnownError, CodecError } from '../errors.ts';
import type { SchemaText } from '../avro/schemaText.ts';
import type { RegisteredSchema } from '../registry/registeredSchema.ts';
import type { DecodedSchema } from './decoded.ts';
import type { SchemaSource } from './decoder.ts';
import type { PartProfile, ProfileSchema } from './profile.ts';
import { toReadable } from './readableSchema.ts';
import type { ReadableSchema } from './readableSchema.ts';

/** How old the list of a subject's versions may be where its latest is wanted. */
const maxAgeMs = 10_000;

/** A schema that somebody chose, or why it can't be had or used. */
export type Chosen = ReadableSchema | KnownError;

export interface ChosenSchemas {
  readonly writer: Chosen | undefined;
  readonly reader: Chosen | undefined;
}

/** Finds the schemas that a profile names, compiled once each. */
export class ProfileSchemas {
  readonly #registry: SchemaSource | undefined;
  readonly #compiled = new WeakMap<SchemaText, Chosen>();

  constructor(registry: SchemaSource | undefined) {
    this.#registry = registry;
  }

  /** @throws AbortError, and nothing else that can be expected */
  async find({ schema, reader }: PartProfile, signal: AbortSignal): Promise<ChosenSchemas> {
    if (schema === undefined && reader === undefined) return { writer: undefined, reader: undefined };
    const [writer, asReader] = await Promise.all([this.#find(schema, signal), this.#find(reader, signal)]);
    return { writer, reader: asReader };
  }

  async #find(wanted: ProfileSchema | undefined, signal: AbortSignal): Promise<Chosen | undefined> {
    if (wanted === undefined) return undefined;
    try {
      return this.#compile(wanted.kind === 'text' ? wanted.schema : await this.#fetch(wanted, signal));
    } catch (error) {
      if (error instanceof KnownError) return error;
      throw error;
    }
  }

  async #fetch(wanted: Exclude<ProfileSchema, { kind: 'text' }>, signal: AbortSignal): Promise<SchemaText> {
    const registry = this.#registry;
    if (registry === undefined) {
      const what = wanted.kind === 'id' ? `schema id ${wanted.schemaId}` : wanted.subject;
      throw new CodecError('codec/no-registry', `This connection has no schema registry, so ${what} can't be had.`);
    }
    if (wanted.kind === 'id') return registry.fetchSchema(wanted.schemaId, signal);
    const { subject, version } = wanted;
    if (version !== 'latest') return registry.fetchVersion(subject, version, signal);
    const latest = (await registry.listVersions(subject, maxAgeMs, signal)).at(-1);
    if (latest === undefined) throw new CodecError('codec/no-version', `${subject} has no version.`);
    return registry.fetchVersion(subject, latest, signal);
  }

  #compile(schema: SchemaText): Chosen {
    const known = this.#compiled.get(schema);
    if (known !== undefined) return known;
    const compiled = toChosen(schema);
    this.#compiled.set(schema, compiled);
    return compiled;
  }
}

/** A schema by somebody's choice, ready to read with. */
export function toChosen(schema: SchemaText): Chosen {
  if ('schemaType' in schema && typeof schema.schemaType === 'string') {
    return new CodecError('codec/not-avro', `${schema.label} is a schema of ${schema.schemaType}, not of Avro.`);
  }
  try {
    return toReadable(schema, sourceOf(schema));
  } catch (error) {
    if (error instanceof CodecError) return error;
    throw error;
  }
}

/** What is registered is a schema text that says more of itself. */
function sourceOf(
  schema: SchemaText & Partial<Pick<RegisteredSchema, 'schemaId' | 'subject' | 'version'>>,
): Omit<DecodedSchema, 'fullname'> {
  const { schemaId, subject, version } = schema;
  return { schemaId: schemaId === undefined || schemaId < 1 ? undefined : schemaId, subject, version };
}
