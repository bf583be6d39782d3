import { RegistryError } from '../../shared/errors.ts';
import type { StoredVersion } from '../../shared/registry/answers.ts';
import type { RegistryClient } from '../../shared/registry/client.ts';
import { toDisplayText } from '../../shared/registry/displayText.ts';
import { isNotFound } from '../../shared/registry/errors.ts';
import { KeptAnswers } from '../../shared/registry/kept.ts';
import { complete } from '../../shared/registry/schemas.ts';
import { mapLimited } from './limited.ts';
import type { FoundById, RegistryVersion } from './registrySession.ts';

/** How long what may change is taken from memory, in milliseconds: for those who ask at the same time. */
export const freshMs = 5_000;
/** How many requests are under way at once for one who asks for many versions. */
const requestsAtOnce = 4;

/** The versions of a registry's subjects; what does not change is kept. */
export interface RegistryVersions {
  /** Ascending. @throws RegistryError `registry/subject-not-found` */
  list(subject: string, deleted: boolean, signal: AbortSignal): Promise<readonly number[]>;
  /** @throws RegistryError `registry/subject-not-found` or `registry/version-not-found` */
  fetch(subject: string, version: number | 'latest', signal: AbortSignal): Promise<RegistryVersion>;
  /** Without the texts of its references. @throws the same */
  fetchStored(subject: string, version: number | 'latest', signal: AbortSignal): Promise<StoredVersion>;
  /** Ascending; empty where there is no such subject. */
  fetchAll(subject: string, signal: AbortSignal): Promise<readonly RegistryVersion[]>;
  /** By schema id or GUID. @throws RegistryError `registry/schema-not-found` */
  findSchema(idOrGuid: string, signal: AbortSignal): Promise<FoundById>;
  /** Something about the subject was changed from here. */
  forget(subject: string): void;
  /** Forgets what may have changed. */
  refresh(): void;
}

export function createRegistryVersions(client: RegistryClient): RegistryVersions {
  const options = { maxEntries: 20_000, negativeMs: freshMs, now: () => performance.now() };
  const texts = { ...options, maxWeight: 64 * 2 ** 20, weigh: ({ text }: StoredVersion) => text.length };
  const versions = new KeptAnswers<StoredVersion>(texts);
  const byId = new KeptAnswers<StoredVersion>(texts);
  const latest = new KeptAnswers<StoredVersion>(texts);
  const lists = new KeptAnswers<readonly number[]>({ ...options, maxWeight: 2 ** 20, weigh: (list) => list.length });
  const displayTexts = new WeakMap<StoredVersion, string>();
  // A subject whose number is another one begins anew: whatever is kept under the old number is not found any more.
  const epochs = new Map<string, number>();

  const keyOf = (subject: string, version: number): string => JSON.stringify([subject, epochs.get(subject) ?? 0, version]);
  const listKey = (subject: string, deleted: boolean): string => JSON.stringify([subject, deleted]);
  const list = (subject: string, deleted: boolean, signal: AbortSignal): Promise<readonly number[]> =>
    lists.get(listKey(subject, deleted), freshMs, signal, (limited) => client.listVersions(subject, limited, { deleted }));

  const fetchLatest = (subject: string, signal: AbortSignal): Promise<StoredVersion> =>
    latest.get(subject, freshMs, signal, async (limited) => {
      const found = await client.fetchStored(subject, 'latest', limited);
      const version = found.version ?? (await list(subject, false, limited)).at(-1) ?? 0;
      const stored = { ...found, subject, version };
      const known = versions.peek(keyOf(subject, version));
      // A version never changes; where it has, the subject was deleted for good and made anew.
      if (known !== undefined && (known.schemaId !== stored.schemaId || known.text !== stored.text)) startAnew(subject);
      versions.put(keyOf(subject, version), stored);
      return stored;
    });
  const fetchStored = (subject: string, version: number | 'latest', signal: AbortSignal): Promise<StoredVersion> => {
    if (version === 'latest') return fetchLatest(subject, signal);
    return versions.get(keyOf(subject, version), Infinity, signal, async (limited) => ({
      ...(await client.fetchStored(subject, version, limited)),
      subject,
      version,
    }));
  };
  const displayTextOf = (stored: StoredVersion): string => {
    const text = displayTexts.get(stored) ?? (stored.schemaType === undefined ? toDisplayText(stored.text) : stored.text);
    displayTexts.set(stored, text);
    return text;
  };
  const show = async (stored: StoredVersion, signal: AbortSignal): Promise<RegistryVersion> => {
    const schema = await complete(stored, (subject, version) => fetchStored(subject, version, signal));
    const { subject = '', version = 0, guid, references, isDeleted = false } = stored;
    return { ...schema, subject, version, guid, displayText: displayTextOf(stored), referenceNames: references, isDeleted };
  };
  const startAnew = (subject: string): void => void epochs.set(subject, (epochs.get(subject) ?? 0) + 1);

  return {
    list,
    fetchStored,
    fetch: async (subject, version, signal) => show(await fetchStored(subject, version, signal), signal),
    async fetchAll(subject, signal) {
      const numbers = await unlessNotFound(list(subject, false, signal));
      const found = await mapLimited(numbers ?? [], requestsAtOnce, async (version) => {
        // One may have been deleted since the list was told.
        const stored = await unlessNotFound(fetchStored(subject, version, signal));
        return stored && (await show(stored, signal));
      });
      return found.filter((version) => version !== undefined && !version.isDeleted) as RegistryVersion[];
    },
    async findSchema(idOrGuid, signal) {
      const asked = idOrGuid.trim();
      const stored = await byId.get(asked.toLowerCase(), Infinity, signal, (limited) => fetchByIdOrGuid(client, asked, limited));
      const { text, references, label, schemaId, schemaType } = await complete(stored, (subject, version) =>
        fetchStored(subject, version, signal),
      );
      const subjects = await unlessNotFound(client.findSubjectVersions(schemaId, signal));
      const schema = { text, references, label, schemaId, subject: undefined, version: undefined, schemaType };
      return { schema, displayText: displayTextOf(stored), guid: stored.guid, subjects };
    },
    forget(subject) {
      startAnew(subject);
      latest.forget(subject);
      for (const deleted of [false, true]) lists.forget(listKey(subject, deleted));
    },
    refresh() {
      latest.clear();
      lists.clear();
      versions.forgetFailures();
      byId.forgetFailures();
    },
  };
}

function fetchByIdOrGuid(client: RegistryClient, asked: string, signal: AbortSignal): Promise<StoredVersion> {
  if (/^\d+$/.test(asked)) return client.fetchStoredById(Number(asked), signal);
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(asked)) return client.fetchStoredByGuid(asked.toLowerCase(), signal);
  const message = `"${asked}" is neither a schema id, which is a number, nor a GUID.`;
  throw new RegistryError('registry/schema-not-found', message);
}

/** The result, or undefined where the registry is well and has no such thing. */
export async function unlessNotFound<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
