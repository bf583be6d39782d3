import type { SchemaRequests } from '../../client/schemaRequests.ts';
import { deriveSchema, findNamedTypes, fingerprintSchema, orderFiles } from '../../server/derived.ts';
import type { DerivedSources } from '../../server/derived.ts';
import { noOtherNames } from '../../shared/avro/nameIndex.ts';
import { linkTexts } from '../linkedTexts.ts';

/**
 * Answers as the language server does, without a process and a protocol between.
 *
 * @param files all schemas there are, by URI
 */
export function createFakeSchemaRequests(files: Readonly<Record<string, string>>): SchemaRequests {
  const sources = sourcesOf(files);
  return {
    namedTypes: async (params, signal) => later(signal, () => findNamedTypes(params, sources)),
    derivedSchema: async (params, signal) => later(signal, () => deriveSchema(params, sources)),
    filesInOrder: async (params, signal) => later(signal, () => orderFiles(params, sources)),
    fingerprints: async (place, signal) => later(signal, () => fingerprintSchema(place, sources)),
    judge: undefined as never,
    compare: undefined as never,
    needs: undefined as never,
    definingFiles: undefined as never,
  };
}

/** What is answered from where these are all the texts there are. */
export function sourcesOf(files: Readonly<Record<string, string>>): DerivedSources {
  const schemas = Object.entries(files).filter(([uri]) => /\.av(?:sc|pr)$/.test(uri));
  const linked = linkTexts(Object.fromEntries(schemas));
  return { read: (uri) => linked.get(uri), otherNames: (uri) => linked.get(uri)?.otherNames ?? noOtherNames };
}

async function later<T>(signal: AbortSignal, answer: () => T): Promise<T> {
  await Promise.resolve();
  signal.throwIfAborted();
  return answer();
}
