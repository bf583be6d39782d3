import type { RegistryCache } from '../../shared/registry/cache.ts';
import { createDecoder } from '../../shared/wire/decoder.ts';
import { createInflate } from '../cluster/inflate.ts';
import type { OpenDecoder } from './heldScan.ts';
import { openFilter, type StartFilter } from './recordFilter.ts';

/** How records are decoded and filtered, whoever reads them. */
export interface Reading {
  readonly openDecoder: OpenDecoder;
  readonly startFilter: StartFilter;
}

/** @param workerPath see `LocalSessionOptions` */
export function createReading(registry: RegistryCache | undefined, workerPath: string | undefined): Reading {
  return {
    openDecoder: (topic, { profile, render, maxInflatedBytes }) =>
      createDecoder({ registry, topic, profile, render, inflate: createInflate(maxInflatedBytes) }),
    startFilter: (filter, { topic, decoding }, decoder) => filter && openFilter(filter, { workerPath, decoder, topic, decoding, registry }),
  };
}
