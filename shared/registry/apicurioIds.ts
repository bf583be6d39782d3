import { RegistryError } from '../errors.ts';
import { toApicurioReferences, toApicurioVersion, type StoredVersion } from './answers.ts';
import type { RegistryAnswer, RegistryHttp } from './http.ts';
import { isApicurio } from './levels.ts';
import { fetchById } from './schemas.ts';

/** An id of Apicurio's own interface: that of a text, or of a version of an artifact. */
export interface ApicurioId {
  readonly kind: 'content-id' | 'global-id';
  readonly id: bigint;
}

/** The newest first. */
const versions = ['v3', 'v2'] as const;

/**
 * A schema by an id of Apicurio's own interface, which stands beside the one that speaks as Confluent's registry does.
 * Where that one has the same text by the same id, it is that schema, with its schema id; else the id is 0.
 *
 * @throws RegistryError `registry/schema-not-found`, and `registry/not-supported` where the registry is none of Apicurio's
 */
export async function fetchByApicurioId(http: RegistryHttp, wanted: ApicurioId, signal: AbortSignal): Promise<StoredVersion> {
  const { kind, id } = wanted;
  const name = `${kind === 'content-id' ? 'content id' : 'global id'} ${id}`;
  if (!isApicurio(http)) {
    throw new RegistryError('registry/not-supported', `The registry ${http.label} has no ids of Apicurio's own, so ${name} can't be had.`);
  }
  const root = http.basePath.replace(/\/ccompat\/v\d+$/, '/registry');
  for (const version of versions) {
    const path = `${root}/${version}/ids/${kind === 'content-id' ? 'contentIds' : 'globalIds'}/${id}`;
    const answer = await askAside(http, path, signal);
    if (answer === undefined) continue;
    const described =
      kind === 'global-id'
        ? toApicurioVersion((await askAside(http, `${root}/${version}/search/versions?globalId=${id}`, signal))?.json)
        : undefined;
    const contentId = kind === 'content-id' ? Number(id) : described?.contentId;
    const same = contentId === undefined ? undefined : await fetchSame(http, contentId, answer.text, signal);
    const where = { subject: described?.subject, version: described?.version };
    if (same !== undefined) return { ...same, ...(described === undefined ? {} : where) };
    const references = toApicurioReferences((await askAside(http, `${path}/references`, signal))?.json);
    return { schemaId: 0, ...where, text: answer.text, references: references ?? [], ...typeOf(answer.text) };
  }
  throw new RegistryError('registry/schema-not-found', `${name.charAt(0).toUpperCase()}${name.slice(1)} is not in the registry.`);
}

/** The schema of a schema id, where it has this very text: in some settings these ids are others than Apicurio's own. */
async function fetchSame(http: RegistryHttp, schemaId: number, text: string, signal: AbortSignal): Promise<StoredVersion | undefined> {
  if (!Number.isSafeInteger(schemaId) || schemaId < 1 || schemaId > 0x7fff_ffff) return undefined;
  try {
    const stored = await fetchById(http, schemaId, signal);
    return stored.text.trim() === text.trim() ? stored : undefined;
  } catch (error) {
    if (error instanceof RegistryError && !error.retriable) return undefined;
    throw error;
  }
}

/** The answer tells the type in a header only, which is not kept; the texts differ enough. */
function typeOf(text: string): { readonly schemaType?: string } {
  if (!/^\s*["[{]/.test(text)) return { schemaType: 'PROTOBUF' };
  return /"\$schema"\s*:|"type"\s*:\s*"object"/.test(text) ? { schemaType: 'JSON' } : {};
}

async function askAside(http: RegistryHttp, path: string, signal: AbortSignal): Promise<RegistryAnswer | undefined> {
  const answer = await http.send({ method: 'GET', path, isAside: true }, signal);
  if (answer.status === 200) return answer;
  if (answer.status === 404 || answer.status === 405) return undefined;
  if (answer.status === 401 || answer.status === 403) {
    throw new RegistryError('registry/forbidden', `The registry ${http.label} does not allow this (${answer.status}).`, {
      status: answer.status,
    });
  }
  const options = { status: answer.status, retriable: answer.status >= 500 };
  throw new RegistryError('registry/server-error', `The registry ${http.label} fails to answer (${answer.status}).`, options);
}
