import { RegistryError } from '../errors.ts';
import { isNotFound } from './errors.ts';
import type { SchemaReference } from './registeredSchema.ts';

/** A schema as the registry stores it: its references are names of others, not their texts. */
export interface StoredSchema {
  readonly text: string;
  readonly references: readonly SchemaReference[];
}

/** So many schemas may be pulled in by one: far beyond real ones, and an end for hostile ones. */
export const maxReferences = 500;

/**
 * Fetches what a schema refers to, and what that refers to in turn, by subject and version.
 *
 * @param label of the schema that needs them, for messages
 * @returns the texts, each before those that need it, each once; a circle is broken where it closes
 * @throws RegistryError `registry/reference-not-found` or `registry/too-many-references`, or what `fetchStored` throws
 */
export async function resolveReferences(
  references: readonly SchemaReference[],
  label: string,
  fetchStored: (subject: string, version: number | 'latest') => Promise<StoredSchema>,
): Promise<string[]> {
  const texts: string[] = [];
  const seen = new Set<string>();
  const visit = async (needed: readonly SchemaReference[], neededBy: string): Promise<void> => {
    for (const { subject, version } of needed) {
      const key = JSON.stringify([subject, version]);
      if (seen.has(key)) continue;
      if (seen.size >= maxReferences) {
        throw new RegistryError('registry/too-many-references', `${label} refers to more than ${maxReferences} other schemas.`);
      }
      seen.add(key);
      const stored = await fetchOne(subject, version, neededBy, fetchStored);
      await visit(stored.references, `${subject} v${version}`);
      texts.push(stored.text);
    }
  };
  await visit(references, label);
  return texts;
}

async function fetchOne(
  subject: string,
  version: number,
  neededBy: string,
  fetchStored: (subject: string, version: number | 'latest') => Promise<StoredSchema>,
): Promise<StoredSchema> {
  try {
    // -1 is how Confluent's registry lets a reference say "the latest".
    return await fetchStored(subject, version === -1 ? 'latest' : version);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new RegistryError(
      'registry/reference-not-found',
      `${neededBy} refers to ${subject} v${version}, which the registry does not have.`,
      {
        cause: error,
        status: error.status,
        errorCode: error.errorCode,
      },
    );
  }
}
