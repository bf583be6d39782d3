import { CodecError, KnownError, RegistryError } from '../../shared/errors.ts';
import type { RegistryCache } from '../../shared/registry/cache.ts';
import { isNotFound } from '../../shared/registry/errors.ts';
import type { RegisteredSchema } from '../../shared/registry/registeredSchema.ts';
import { toChosen } from '../../shared/wire/chosenSchemas.ts';
import { maxSchemaId } from '../../shared/wire/confluentPrefix.ts';
import type { ReadableSchema } from '../../shared/wire/readableSchema.ts';
import type { RegistryName } from '../../shared/wire/topicSchemas.ts';

/** What the registry says of the name that a frame gives its schema. */
export type LookedUp =
  | { readonly registered: RegisteredSchema; readonly readable: ReadableSchema }
  /** `isUnknown`: the registry has no such schema. */
  | { readonly error: KnownError; readonly isUnknown: boolean };

/** So many requests are under way at once. */
const parallel = 8;
/** Bytes without a frame may begin like one: so many names that turn out unknown are asked for in all. */
const mostUnknown = 2_000;

/** Schemas by the names that frames give them, each asked for and compiled once. */
export class SchemaLookups {
  readonly #registry: Pick<RegistryCache, 'fetchSchema' | 'fetchNamed'> | undefined;
  readonly #known = new Map<string, LookedUp>();
  #unknown = 0;

  constructor(registry: Pick<RegistryCache, 'fetchSchema' | 'fetchNamed'> | undefined) {
    this.#registry = registry;
  }

  /** Undefined of what was not asked for. */
  get(key: string): LookedUp | undefined {
    return this.#known.get(key);
  }

  /**
   * Asks for schemas by their names; what it knows it does not ask again.
   *
   * @throws RegistryError where the registry does not answer, since that says nothing of a record; an `AbortError`
   */
  async find(names: ReadonlyMap<string, RegistryName>, signal: AbortSignal): Promise<void> {
    const queue = [...names].filter(([key]) => !this.#known.has(key));
    while (queue.length > 0 && this.#unknown < mostUnknown) {
      await Promise.all(
        queue.splice(0, parallel).map(async ([key, name]) => {
          const found = await this.#find(name, signal);
          if ('error' in found && found.isUnknown) this.#unknown++;
          this.#known.set(key, found);
        }),
      );
    }
  }

  async #find(name: RegistryName, signal: AbortSignal): Promise<LookedUp> {
    const registry = this.#registry;
    if (registry === undefined)
      return { error: new CodecError('codec/no-registry', 'The connection has no schema registry.'), isUnknown: true };
    if (name.kind === 'schema-id' && (name.schemaId < 1 || name.schemaId > maxSchemaId)) {
      const error = new RegistryError('registry/schema-not-found', `Schema id ${name.schemaId} is not in the registry.`);
      return { error, isUnknown: true };
    }
    try {
      const registered =
        name.kind === 'schema-id' ? await registry.fetchSchema(name.schemaId, signal) : await registry.fetchNamed(name, signal);
      const readable = toChosen(registered);
      return readable instanceof Error ? { error: readable, isUnknown: false } : { registered, readable };
    } catch (error) {
      if (!(error instanceof KnownError) || !isOfOneSchema(error)) throw error;
      return { error, isUnknown: isNotFound(error) };
    }
  }
}

/** Whether an error says something of one schema, and not of the registry. */
function isOfOneSchema(error: KnownError): boolean {
  return isNotFound(error) || !(error instanceof RegistryError) || ofOneSchema.has(error.code);
}

const ofOneSchema = new Set([
  'registry/not-supported',
  'registry/reference-not-found',
  'registry/too-many-references',
  'registry/too-large',
]);
