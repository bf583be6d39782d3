import { RegistryError } from '../errors.ts';
import { toAnything, toLevel, toMode, toVerdict } from './answers.ts';
import { ask, encode, get, toBody, unless, unlessUnsupported } from './asking.ts';
import { isNotFound } from './errors.ts';
import type { RegistryHttp } from './http.ts';
import type { CompatibilityLevel, SchemaReference } from './registeredSchema.ts';

// Compatibility levels, modes, and the registry's own verdict.

/** Whether the address is that of Apicurio's registry. */
export function isApicurio({ basePath }: Pick<RegistryHttp, 'basePath'>): boolean {
  return /\/apis\/ccompat\/v\d+$/.test(basePath);
}

/** The subject's own level, else (and without a subject) the global one. */
export async function fetchLevel(
  http: RegistryHttp,
  subject: string | undefined,
  signal: AbortSignal,
): Promise<{ level: CompatibilityLevel; isOwn: boolean }> {
  const own =
    subject === undefined
      ? undefined
      : await unless(get(http, `/config/${encode(subject)}`, { subject }, toLevel, signal), ...noneOfItsOwn);
  if (own !== undefined && !isApicurio(http)) return { level: own, isOwn: true };
  const level = await get(http, '/config', {}, toLevel, signal);
  // Apicurio's registry passes the global level off as the subject's own, so one that is the same counts as that.
  return own === undefined || own === level ? { level, isOwn: false } : { level: own, isOwn: true };
}

const noneOfItsOwn = [
  'registry/not-configured',
  'registry/subject-not-found',
  'registry/version-not-found',
  'registry/schema-not-found',
] as const;

/** Undefined takes the level away. Writes. @throws RegistryError `registry/refused` */
export async function setLevel(
  http: RegistryHttp,
  subject: string | undefined,
  level: CompatibilityLevel | undefined,
  signal: AbortSignal,
): Promise<void> {
  const path = subject === undefined ? '/config' : `/config/${encode(subject)}`;
  if (level === undefined) {
    const removed = ask(http, { method: 'DELETE', path, writes: true }, { subject, level: 'of none' }, toAnything, signal);
    // One that has none already is as it should be.
    await (subject === undefined ? removed : unless(removed, ...noneOfItsOwn));
  } else {
    const request = { method: 'PUT', path, body: { compatibility: level }, writes: true } as const;
    await ask(http, request, { subject, level }, toAnything, signal);
  }
}

/** The subject's own mode, else the global one; undefined where the registry has none. */
export async function fetchMode(http: RegistryHttp, subject: string | undefined, signal: AbortSignal): Promise<string | undefined> {
  if (subject !== undefined) {
    const own = await unless(get(http, `/mode/${encode(subject)}`, { subject }, toMode, signal), 'registry/not-found', ...noneOfItsOwn);
    if (own !== undefined) return own;
  }
  return await unlessUnsupported(get(http, '/mode', {}, toMode, signal));
}

/**
 * The registry's verdict on a text against one version, or all that the subject's level counts where the registry can be
 * asked so, else the latest. A subject that has no versions is compatible with everything.
 */
export async function checkCompatibility(
  http: RegistryHttp,
  subject: string,
  text: string,
  version: number | 'latest' | 'all',
  references: readonly SchemaReference[],
  signal: AbortSignal,
): Promise<{ isCompatible: boolean; messages: string[] }> {
  const path = `/compatibility/subjects/${encode(subject)}/versions`;
  const check = (where: string, asked: number | 'latest' | undefined): Promise<{ isCompatible: boolean; messages: string[] }> => {
    const request = { method: 'POST', path: `${path}${where}?verbose=true`, body: toBody(text, references) } as const;
    return ask(http, request, { subject, version: asked }, toVerdict, signal);
  };
  try {
    const all = version === 'all' ? await unlessUnsupported(check('', undefined)) : undefined;
    if (all !== undefined) return all;
    const one = version === 'all' ? 'latest' : version;
    return await check(`/${one}`, one);
  } catch (error) {
    if (typeof version === 'number' || !(error instanceof RegistryError) || !isNotFound(error)) throw error;
    return { isCompatible: true, messages: [] };
  }
}
