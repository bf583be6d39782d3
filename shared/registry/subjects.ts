import { RegistryError } from '../errors.ts';
import { toAnything, toIntegers, toStrings } from './answers.ts';
import { ask, encode, get, query, unlessUnsupported } from './asking.ts';
import { isNotFound, notARegistryError } from './errors.ts';
import type { RegistryHttp } from './http.ts';

// Lists of subjects and versions, and their deletion.

export async function listSubjects(http: RegistryHttp, deleted: boolean, signal: AbortSignal): Promise<string[]> {
  try {
    // Confluent's registry tells those of all contexts where no prefix is given, and the others know no prefix or filter by it.
    return await get(http, `/subjects${query({ deleted })}`, {}, toStrings, signal);
  } catch (error) {
    if (!(error instanceof RegistryError) || error.status !== 404) throw error;
    throw notARegistryError(http.label, 'a 404 to the question for its subjects', 404);
  }
}

export async function listVersions(http: RegistryHttp, subject: string, deleted: boolean, signal: AbortSignal): Promise<number[]> {
  const versions = await get(http, `/subjects/${encode(subject)}/versions${query({ deleted })}`, { subject }, toIntegers, signal);
  return versions.sort((a, b) => a - b);
}

/** Names such as `.ctx` but the default one's; empty where the registry does not tell. */
export async function listContexts(http: RegistryHttp, signal: AbortSignal): Promise<string[]> {
  const contexts = await unlessUnsupported(get(http, '/contexts', {}, toStrings, signal));
  return (contexts ?? []).filter((context) => /^\.[^:]+$/.test(context)).sort();
}

/** Of a deletion that finds done what it was to do. */
const alreadyDeleted = new Set([40404, 40406]);

/**
 * A version that is soft-deleted already may be deleted for good; a soft deletion of it finds nothing.
 *
 * @throws RegistryError `registry/version-not-found`, `registry/subject-not-found` or `registry/referenced`
 */
export async function deleteVersion(
  http: RegistryHttp,
  subject: string,
  version: number,
  permanent: boolean,
  signal: AbortSignal,
): Promise<void> {
  const path = `/subjects/${encode(subject)}/versions/${version}`;
  await deleteInTwoSteps(http, path, { subject, version }, permanent, toAnything, signal);
}

/** @returns the versions that were deleted, ascending. @throws RegistryError `registry/subject-not-found` or `registry/referenced` */
export async function deleteSubject(http: RegistryHttp, subject: string, permanent: boolean, signal: AbortSignal): Promise<number[]> {
  const deleted = await deleteInTwoSteps(http, `/subjects/${encode(subject)}`, { subject }, permanent, toIntegers, signal);
  return deleted.sort((a, b) => a - b);
}

async function deleteInTwoSteps<T>(
  http: RegistryHttp,
  path: string,
  asked: { readonly subject: string; readonly version?: number },
  permanent: boolean,
  accept: (json: unknown) => T | undefined,
  signal: AbortSignal,
): Promise<T> {
  const remove = (more: string): Promise<T> => ask(http, { method: 'DELETE', path: path + more, writes: true }, asked, accept, signal);
  if (!permanent) return await remove('');
  try {
    await remove('');
  } catch (error) {
    // What is not there at all, the second step finds out. Some registries say of what is soft-deleted that it is not there.
    const isDone = error instanceof RegistryError && error.errorCode !== undefined && alreadyDeleted.has(error.errorCode);
    if (!isDone && !isNotFound(error)) throw error;
  }
  return await remove('?permanent=true');
}
