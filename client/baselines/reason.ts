import { KnownError } from '../../shared/errors.ts';

/** Why something is not known, in one sentence or two: what failed, and what to do. */
export function reasonOf(error: Error): string {
  if (!(error instanceof KnownError)) return error.message;
  const sentence = /[.!?…]$/.test(error.message) ? error.message : `${error.message}.`;
  const remedy = error.remedy ?? (error.code === 'connection/secret' ? 'Open its registry in the view Registries to give it.' : undefined);
  return remedy === undefined ? sentence : `${sentence} ${remedy}`;
}
