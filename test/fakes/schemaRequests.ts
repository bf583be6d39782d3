import type { SchemaRequests } from '../../client/schemaRequests.ts';
import { compareSources } from '../../server/comparing.ts';
import { deriveSchema, findNamedTypes, fingerprintSchema, orderFiles } from '../../server/derived.ts';
import { judgeFile } from '../../server/judgeRequests.ts';
import type { JudgeSources } from '../../server/judgeRequests.ts';
import { findDefiningFiles, findNeeds } from '../../server/needs.ts';
import type { NeedsSources } from '../../server/needs.ts';
import { pushedSettings } from '../../server/settings.ts';
import { parseVersion } from '../../shared/avro/compatibility/versionText.ts';
import { noOtherNames } from '../../shared/avro/nameIndex.ts';
import { createJudge } from '../../shared/judgeBaseline.ts';
import { runAtOnce } from '../../shared/slices.ts';
import { linkTexts } from '../linkedTexts.ts';

/**
 * Answers as the language server does, without a process and a protocol between.
 *
 * @param files all schemas there are, by URI
 */
export function createFakeSchemaRequests(files: Readonly<Record<string, string>>): SchemaRequests {
  const sources = sourcesOf(files);
  const tools = { judge: createJudge(), parseVersion };
  const judging: JudgeSources = {
    ...sources,
    tools,
    settings: () => pushedSettings(undefined).read(''),
    // What files are compared with by themselves is asked of the editor's side.
    baselines: () => Promise.resolve({ baselines: [], without: 'none' }),
    confirm: () => Promise.resolve(null),
    run: (steps) => Promise.resolve(runAtOnce(steps)),
  };
  return {
    namedTypes: async (params, signal) => later(signal, () => findNamedTypes(params, sources)),
    derivedSchema: async (params, signal) => later(signal, () => deriveSchema(params, sources)),
    filesInOrder: async (params, signal) => later(signal, () => orderFiles(params, sources)),
    fingerprints: async (place, signal) => later(signal, () => fingerprintSchema(place, sources)),
    judge: async (params, signal) => {
      signal.throwIfAborted();
      return judgeFile(params, judging);
    },
    compare: async (params, signal) => later(signal, () => runAtOnce(compareSources(params, sources))),
    needs: async (params, signal) => later(signal, () => runAtOnce(findNeeds(params, sources))),
    definingFiles: async (params, signal) => later(signal, () => runAtOnce(findDefiningFiles(params, sources))),
  };
}

/** What is answered from where these are all the texts there are. */
export function sourcesOf(files: Readonly<Record<string, string>>): NeedsSources {
  const schemas = Object.entries(files).filter(([uri]) => /\.av(?:sc|pr)$/.test(uri));
  const linked = linkTexts(Object.fromEntries(schemas));
  return {
    read: (uri) => linked.get(uri),
    otherNames: (uri) => linked.get(uri)?.otherNames ?? noOtherNames,
    definitions: (fullname) => [...linked.values()].filter(({ definitions }) => definitions.has(fullname)),
  };
}

async function later<T>(signal: AbortSignal, answer: () => T): Promise<T> {
  await Promise.resolve();
  signal.throwIfAborted();
  return answer();
}
