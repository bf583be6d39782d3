import { createHash } from 'node:crypto';
import type { Digest } from '../shared/avro/canonical.ts';

/** The digests that fingerprints are made of. */
export const digest: Digest = (algorithm, bytes) => createHash(algorithm).update(bytes).digest();
