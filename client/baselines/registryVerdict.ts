import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { RegistryVerdictParams, RegistryVerdictResult } from '../../shared/protocol.ts';
import type { Registries } from '../registries.ts';

export interface RegistryVerdictParts {
  readonly registries: Pick<Registries, 'open'>;
  readonly now: () => number;
  /** Told why a registry can't be asked. */
  readonly note: (reason: string) => void;
}

/**
 * The registry's own verdict on a text, against all versions that its level counts. Never asks the user.
 *
 * @returns null where the registry can't be asked
 * @throws an `AbortError`
 */
export async function askRegistryVerdict(
  { registries, now, note }: RegistryVerdictParts,
  { connection, subject, text }: RegistryVerdictParams,
  signal: AbortSignal,
): Promise<RegistryVerdictResult> {
  try {
    const session = await registries.open(connection, { ask: false }, signal);
    const verdict = await session.checkCompatibility({ subject, text, references: [], version: 'all' }, signal);
    return { ...verdict, atMs: now() };
  } catch (error) {
    if (isCancelled(error) || !(error instanceof KnownError)) throw error;
    // That it calls the text invalid is no verdict: Apicurio does so of any text where older versions have references.
    note(`The registry of ${connection} was not asked for its verdict on ${subject}: ${error.message}`);
    return null;
  }
}
