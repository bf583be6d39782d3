import type { RegistryCache } from '../../shared/registry/cache.ts';
import { suggestSchemas } from '../../shared/wire/candidates.ts';
import type { SchemaCandidate } from '../../shared/wire/decoder.ts';
import { createInflate } from '../cluster/inflate.ts';
import type { HeldScan } from './heldScan.ts';
import { maskText } from './masks.ts';
import type { SuggestRequest } from './recordsSession.ts';

export interface SuggestContext {
  readonly registry: RegistryCache | undefined;
  /** @throws KafkaError where it is not held */
  readonly scanOf: (name: string) => HeldScan;
}

const mostSamples = 50;
const defaultMaxInflatedBytes = 64 << 20;

/** Schemas that read all samples to the last byte, best first; where something is hidden, without what they make of them. */
export async function suggestFor(
  { registry, scanOf }: SuggestContext,
  { topic, part, samples, workspace, isRegistryAsked }: SuggestRequest,
  signal: AbortSignal,
): Promise<readonly SchemaCandidate[]> {
  const scan = 'scan' in samples ? scanOf(samples.scan) : undefined;
  const bytes = 'scan' in samples ? samplesOf(scanOf(samples.scan), part) : samples.bytes;
  const inflate = createInflate(scan?.decoding.maxInflatedBytes ?? defaultMaxInflatedBytes);
  const options = { samples: bytes, part, topic, workspace, inflate };
  const found = await suggestSchemas(options, isRegistryAsked ? registry : undefined, signal);
  if (scan === undefined || scan.masks[part].isEmpty) return found;
  return found.map((candidate) => ({ ...candidate, preview: maskText }));
}

/** The last that came, preferably of those whose schema is not known. */
function samplesOf({ store }: HeldScan, part: 'key' | 'value'): readonly Uint8Array[] {
  const records = [...store.all()].reverse();
  const open = part === 'key' ? [] : records.filter(({ verdict: { state } }) => state !== 'exact' && state !== 'json' && state !== 'text');
  const of = (some: typeof records): Uint8Array[] => some.flatMap((held) => held[part] ?? []).slice(0, mostSamples);
  const samples = of(open);
  return samples.length > 0 ? samples : of(records);
}
