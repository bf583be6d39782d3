import type { JsonNode } from '../shared/avro/json.ts';
import { parseJson } from '../shared/avro/parseJson.ts';
import { layOutSchema } from '../shared/avro/schemaLayout.ts';
import { KnownError } from '../shared/errors.ts';
import { baselineScheme, registryScheme } from '../shared/protocol.ts';
import { property } from '../shared/schemaSettings.ts';
import { textName } from '../shared/textNames.ts';
import { BaselineError } from './baselines/baselineError.ts';
import { readGitText } from './baselines/gitBaseline.ts';
import { reasonOf } from './baselines/reason.ts';
import type { RunGit } from './baselines/runGit.ts';
import { fromGitPath, fromVersionPath, versionPath, type VersionPlace } from './baselines/versionUris.ts';
import type { RegistryVersion } from './cluster/registrySession.ts';
import type { Registries } from './registries.ts';
import type { DiffSide } from './versions.ts';

/** Where a document stands, as the parts of its URI; decoded, as VS Code has them. */
export interface DocumentPlace {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
}

/** The texts of the documents that show versions, what is in git, and files laid out as these are. */
export interface VersionTexts {
  /** Whatever a document shows. Never asks the user. @throws Error with a sentence for people; an `AbortError` */
  read(place: DocumentPlace, signal: AbortSignal): Promise<string>;
  /** A version for somebody who waits for it: a secret that is missing is asked for. @throws RegistryError, KafkaError */
  fetch(place: VersionPlace, signal: AbortSignal): Promise<RegistryVersion>;
  /** Keeps a text for a document of this title. */
  keep(title: string, text: string): DocumentPlace;
  /** What stands on a side of a comparison: a file as it is where it is laid out as versions are, else a copy. */
  side(side: DiffSide, other: DiffSide, signal: AbortSignal): Promise<DocumentPlace | { readonly uri: string }>;
}

export interface VersionTextsParts {
  readonly registries: Pick<Registries, 'open'>;
  readonly runGit: RunGit;
  readonly isTrusted: () => boolean;
  /** A file's text, as it stands in the editor where it is open there. */
  readonly readText: (uri: string) => Promise<string>;
}

/** So many texts without a version are kept. */
const maxTexts = 100;

export function createVersionTexts({ registries, runGit, isTrusted, readText }: VersionTextsParts): VersionTexts {
  const texts = new Map<string, string>();
  const fetchVersion = async (
    { connection, subject, version }: VersionPlace,
    ask: boolean,
    signal: AbortSignal,
  ): Promise<RegistryVersion> => {
    const session = await registries.open(connection, { ask }, signal);
    return session.fetchVersion(subject, version, signal);
  };
  return {
    fetch: (place, signal) => fetchVersion(place, true, signal),
    async read(place, signal) {
      const copy = fromCopyQuery(place.query);
      if (copy !== undefined) return layOut(await readText(copy.uri), copy.isSorted);
      const kept = place.scheme === registryScheme ? texts.get(place.path) : undefined;
      if (kept !== undefined) return kept;
      try {
        return await readVersion(place, signal);
      } catch (error) {
        // The editor shows a message in place of a document that can't be opened, so the remedy is a part of it.
        throw error instanceof KnownError ? new Error(reasonOf(error), { cause: error }) : error;
      }
    },
    keep(title, text) {
      const path = `/${title.replaceAll('/', '-')}${title.endsWith('.avsc') ? '' : '.avsc'}`;
      texts.delete(path);
      texts.set(path, text);
      const [oldest] = texts.keys();
      if (texts.size > maxTexts && oldest !== undefined) texts.delete(oldest);
      return { scheme: registryScheme, path, query: '' };
    },
    async side(side, other, signal) {
      if (!('uri' in side)) return { scheme: registryScheme, path: versionPath(side), query: '' };
      const isSorted = !('uri' in other) && isSortedText((await fetchVersion(other, true, signal)).displayText);
      const text = (await readText(side.uri)).replaceAll('\r\n', '\n');
      return layOut(text, isSorted) === text ? side : copyPlace(side.uri, isSorted);
    },
  };

  async function readVersion({ scheme, path }: DocumentPlace, signal: AbortSignal): Promise<string> {
    const version = scheme === registryScheme ? fromVersionPath(path) : undefined;
    if (version !== undefined) return (await fetchVersion(version, false, signal)).displayText;
    const inGit = scheme === baselineScheme ? fromGitPath(path) : undefined;
    if (inGit === undefined) throw new BaselineError('baseline/no-document', 'What was shown here is no longer at hand.');
    if (!isTrusted()) throw new BaselineError('baseline/untrusted', 'This workspace is not trusted, so git is not run in it.');
    return readGitText(runGit, { ref: inGit.ref, uri: inGit.fileUri }, signal);
  }
}

/** The document that shows a file laid out as versions are. */
function copyPlace(uri: string, isSorted: boolean): DocumentPlace {
  return { scheme: baselineScheme, path: `/${textName(uri)}`, query: JSON.stringify({ laidOut: uri, ...(isSorted && { sorted: true }) }) };
}

/** The file that a document shows laid out, by its query; undefined where it shows something else. */
export function fromCopyQuery(query: string): { readonly uri: string; readonly isSorted: boolean } | undefined {
  if (query === '') return undefined;
  try {
    const value: unknown = JSON.parse(query);
    const uri = property(value, 'laidOut');
    return typeof uri === 'string' ? { uri, isSorted: property(value, 'sorted') === true } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A schema's text laid out as versions are, without its comments; as it is where it is no sound JSON.
 *
 * @param isSorted whether the properties of each object are put in the order of their names, as some registries return them
 */
export function layOut(text: string, isSorted: boolean): string {
  const { root, problems } = parseJson(text);
  const isSound = problems.every(({ code }) => code === 'duplicate-key' || code === 'comment' || code === 'byte-order-mark');
  return root === undefined || !isSound ? text : `${layOutSchema(isSorted ? sorted(root) : root)}\n`;
}

/** The depth of JSON is bounded, so recursion is safe. */
function sorted(node: JsonNode): JsonNode {
  if (node.kind === 'array') return { ...node, items: node.items.map(sorted) };
  if (node.kind !== 'object') return node;
  const properties = node.properties.map((each) => ({ ...each, value: each.value && sorted(each.value) }));
  return { ...node, properties: properties.sort((one, other) => compareNames(one.name.value, other.name.value)) };
}

function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Whether each object's properties are in the order of their names, which nobody writes by chance. */
function isSortedText(text: string): boolean {
  const { root } = parseJson(text);
  return root !== undefined && layOutSchema(sorted(root)) === layOutSchema(root);
}
