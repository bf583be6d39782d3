import { KnownError } from '../../shared/errors.ts';

/** A baseline that can't be read: no repository, no such ref, no such file. */
export class BaselineError extends KnownError {}
