import { resolveName } from '../../shared/avro/names.ts';
import { RegistryError } from '../../shared/errors.ts';
import type { SchemaSource } from '../../shared/protocol.ts';
import { textName } from '../../shared/textNames.ts';
import type { RegistryVersion } from '../cluster/registrySession.ts';
import type { Registries } from '../registries.ts';
import type { SchemaRequests } from '../schemaRequests.ts';
import { createLazyFacts, type LazyFacts } from './lazyFacts.ts';
import {
  keyOfSubject,
  keyOfVersion,
  type Drift,
  type SubjectFacts,
  type SubjectNode,
  type VersionFacts,
  type VersionNode,
} from './registryNodes.ts';

export interface SubjectFactsParts {
  readonly registries: Pick<Registries, 'open'>;
  readonly languageServer: Pick<SchemaRequests, 'definingFiles' | 'compare'>;
  readonly onKnown: (nodes: readonly (SubjectNode | VersionNode)[]) => void;
  readonly onFailure: (error: unknown) => void;
}

/** What is known of subjects and versions, and how subjects differ from the files of the workspace. */
export interface RegistryDetails {
  readonly subjects: LazyFacts<SubjectNode, SubjectFacts>;
  readonly versions: LazyFacts<VersionNode, VersionFacts>;
  /** Compares what is known with the files again, which have changed. Never throws. */
  compareAgain(): Promise<void>;
}

/** As many requests of our own as a registry is asked at once. */
const batch = 6;
/** How many texts are kept to be compared again. */
const maxSources = 500;

export function createRegistryDetails(parts: SubjectFactsParts): RegistryDetails {
  const { registries, onKnown, onFailure } = parts;
  const sources = new Map<string, SchemaSource>();
  const open = (connection: string, signal: AbortSignal): ReturnType<Registries['open']> =>
    registries.open(connection, { ask: false }, signal);
  const differences = async (all: readonly Compared[], signal: AbortSignal): Promise<ReadonlyMap<string, Drift>> => {
    try {
      return await findDrifts(parts.languageServer, all, signal);
    } catch (error) {
      // What the registry says is of use without it.
      onFailure(error);
      return new Map();
    }
  };

  const keepSource = (key: string, { text, references, label }: RegistryVersion): void => {
    sources.delete(key);
    sources.set(key, { text, references, label });
    const [oldest] = sources.keys();
    if (sources.size > maxSources && oldest !== undefined) sources.delete(oldest);
  };
  const fetchSubject = async (node: SubjectNode, signal: AbortSignal): Promise<SubjectFacts | undefined> => {
    const { connection, subject } = node;
    const session = await open(connection, signal);
    const version = await unlessRefused(session.fetchVersion(subject, 'latest', signal));
    if (version === undefined) return undefined;
    const level = await unlessRefused(session.fetchLevel(subject, signal));
    const fullname = fullnameOf(version);
    if (fullname !== undefined) keepSource(keyOfSubject(node), version);
    return { latest: version.version, fullname, level: level?.level, isOwnLevel: level?.isOwn ?? false, drift: undefined };
  };
  const compared = (node: SubjectNode, facts: SubjectFacts | undefined): Compared[] => {
    const source = sources.get(keyOfSubject(node));
    return facts?.fullname === undefined || source === undefined ? [] : [{ key: keyOfSubject(node), fullname: facts.fullname, source }];
  };

  const subjects = createLazyFacts<SubjectNode, SubjectFacts>({
    keyOf: keyOfSubject,
    batch,
    onKnown,
    onFailure,
    async fetch(nodes, signal) {
      const found = await Promise.all(nodes.map((node) => fetchSubject(node, signal)));
      const drifts = await differences(
        nodes.flatMap((node, index) => compared(node, found[index])),
        signal,
      );
      return nodes.map((node, index) => found[index] && { ...found[index], drift: drifts.get(keyOfSubject(node)) });
    },
  });
  const versions = createLazyFacts<VersionNode, VersionFacts>({
    keyOf: keyOfVersion,
    batch,
    onKnown,
    onFailure,
    fetch: (nodes, signal) =>
      Promise.all(
        nodes.map(async ({ connection, subject, version }) => {
          const session = await open(connection, signal);
          const found = await unlessRefused(session.fetchVersion(subject, version, signal));
          return found && toVersionFacts(found);
        }),
      ),
  });

  return {
    subjects,
    versions,
    async compareAgain() {
      const known = subjects.known();
      const drifts = await differences(
        known.flatMap(([node, facts]) => compared(node, facts)),
        new AbortController().signal,
      );
      for (const [node, facts] of known) {
        const drift = drifts.get(keyOfSubject(node));
        const isSame = drift?.uri === facts.drift?.uri && drift?.summary === facts.drift?.summary;
        if (!isSame && subjects.get(node) === facts) subjects.set(node, { ...facts, drift });
      }
    },
  };
}

function toVersionFacts({ schemaId, guid, text, schemaType, referenceNames }: RegistryVersion): VersionFacts {
  return { schemaId, guid, bytes: new TextEncoder().encode(text).length, schemaType, references: referenceNames };
}

/** What the registry answers, or undefined where it refuses this one thing: others may be asked for all the same. */
async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RegistryError && isOfThisAlone(error)) return undefined;
    throw error;
  }
}

function isOfThisAlone({ status, retriable }: RegistryError): boolean {
  return !retriable && status !== undefined && status !== 401;
}

/** More is no schema that somebody would compare in a view, and takes long to read. */
const maxTextLength = 500_000;

/** The fullname of the whole schema, where it is a named type. */
function fullnameOf({ text, schemaType }: RegistryVersion): string | undefined {
  if (schemaType !== undefined || text.length > maxTextLength) return undefined;
  try {
    // Only names are taken from it, so no number is lost.
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null || !('name' in json) || typeof json.name !== 'string') return undefined;
    const namespace = 'namespace' in json && typeof json.namespace === 'string' ? json.namespace : undefined;
    return resolveName(json.name, namespace);
  } catch {
    return undefined;
  }
}

interface Compared {
  readonly key: string;
  readonly fullname: string;
  readonly source: SchemaSource;
}

/** Copies of one schema, such as in a build's output, need not all be compared. */
const maxFiles = 3;

/** How registered schemas differ from the files that define the same type, by key; those that differ from none are left out. */
async function findDrifts(
  server: SubjectFactsParts['languageServer'],
  all: readonly Compared[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Drift>> {
  const drifts = new Map<string, Drift>();
  if (all.length === 0) return drifts;
  const files = await server.definingFiles({ fullnames: [...new Set(all.map(({ fullname }) => fullname))] }, signal);
  for (const { key, fullname, source } of all) {
    const drift = await findDrift(server, source, files[fullname] ?? [], signal);
    if (drift !== undefined) drifts.set(key, drift);
  }
  return drifts;
}

/** Undefined where one of the files is the same. */
async function findDrift(
  server: SubjectFactsParts['languageServer'],
  left: SchemaSource,
  uris: readonly string[],
  signal: AbortSignal,
): Promise<Drift | undefined> {
  let first: Drift | undefined;
  for (const uri of uris.slice(0, maxFiles)) {
    const result = await server.compare({ left, right: { uri } }, signal);
    if (!result.ok) continue;
    if (result.summary === '') return undefined;
    first ??= { uri, file: textName(uri), summary: result.summary };
  }
  return first;
}
