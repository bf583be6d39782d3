import { KafkaError } from '../../shared/errors.ts';
import type { RegistryCache } from '../../shared/registry/cache.ts';
import { abortError } from '../cluster/abort.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { createInflate } from '../cluster/inflate.ts';
import { findPaths } from './fieldPaths.ts';
import { dropOrderOf, HeldScan } from './heldScan.ts';
import { readHeld, readInTurns } from './readHeld.ts';
import { createReading } from './reading.ts';
import { compileFilter } from './recordFilter.ts';
import { findRow } from './recordFind.ts';
import { toHeldRecord } from './recordJson.ts';
import type { HeldRecord, RecordRequest, RecordsSession, ScanOptions, ScanProgress } from './recordsSession.ts';
import { isUndecoded, registryFailure, toVerdict } from './rowViews.ts';
import { findRows } from './rowsPage.ts';
import { runScan } from './scanRun.ts';

export interface LocalRecordsOptions {
  readonly cluster: Cluster;
  readonly registry: RegistryCache | undefined;
  /** See `LocalSessionOptions`. */
  readonly workerPath: string | undefined;
}

/** Returns the scans of a connection, which are held in this very thread. */
export function createLocalRecords({ cluster, registry, workerPath }: LocalRecordsOptions): RecordsSession {
  const { openDecoder, startFilter } = createReading(registry, workerPath);
  const forgetFailures = (): void => registry?.forgetFailures();
  const scans = new Map<string, HeldScan>();
  const scanOf = (name: string): HeldScan => {
    const scan = scans.get(name);
    if (scan === undefined) throw new KafkaError('kafka/no-such-scan', 'These records are not held any more.', { remedy: 'Read again.' });
    return scan;
  };
  const begin = (options: ScanOptions): HeldScan => {
    const held = options.mode === 'new' ? undefined : scans.get(options.scan);
    if (held !== undefined) {
      held.options = options;
      held.store.setLimits(options.keep, dropOrderOf(options));
      return held;
    }
    scans.get(options.scan)?.free();
    const scan = new HeldScan(options, openDecoder);
    scans.set(options.scan, scan);
    return scan;
  };

  return {
    async scan(options, onProgress, signal) {
      const compiled = await compileFilter(options.filter);
      // Another one may have begun in its place meanwhile, which goes on.
      signal.throwIfAborted();
      await endRun(scans.get(options.scan));
      if (signal.aborted) throw abortError();
      // Who reads again may have put right what was wrong with the registry a moment ago.
      forgetFailures();
      const scan = begin(options);
      const filter = startFilter(compiled, options, scan.decoder);
      return runScan(scan, { cluster, filter, onProgress }, signal);
    },
    async pauseScan(name, isPaused) {
      scanOf(name).running?.pause(isPaused);
      return Promise.resolve();
    },
    async redecode(name, decoding, signal) {
      const scan = scanOf(name);
      forgetFailures();
      if (decoding === undefined) return decodeAnew(scan, { isAgain: true }, signal);
      scan.setDecoding(decoding, openDecoder);
      return decodeAnew(scan, { isAgain: false }, signal);
    },
    rows: async (request, signal) => findRows(scanOf(request.scan), request, signal),
    find: async (request, signal) => findRow(scanOf(request.scan), request, signal),
    record: async (request, signal) => findRecord(scanOf(request.scan), request, signal),
    paths: async (name) => Promise.resolve(findPaths(scanOf(name).seen)),
    // What the first rows don't need is loaded once it is asked for.
    locateKey: async (request, signal) => {
      forgetFailures();
      const { locateKey } = await import('./locateKey.ts');
      return locateKey({ cluster, registry, decoder: openDecoder(request.topic, request.decoding) }, request, signal);
    },
    suggestSchemas: async (request, signal) => (await import('./suggestFor.ts')).suggestFor({ registry, scanOf }, request, signal),
    inspect: async (request, signal) => {
      const { inspect } = await import('./inspect.ts');
      const inflate = createInflate(request.decoding.maxInflatedBytes);
      const scan = request.scan === undefined ? undefined : scans.get(request.scan);
      // A profile that was chosen meanwhile may not have come to the scan yet.
      const isSame = scan !== undefined && JSON.stringify(scan.decoding.profile) === JSON.stringify(request.decoding.profile);
      const decoder = isSame ? scan.decoder : undefined;
      return inspect({ openDecoder, inflate, decoder }, request, signal);
    },
    exportRecords: async (request, onProgress, signal) => {
      const { exportRecords } = await import('./exportRecords.ts');
      return exportRecords({ cluster, openDecoder, startFilter, scanOf }, request, onProgress, signal);
    },
    async closeScan(name) {
      const scan = scans.get(name);
      scans.delete(name);
      await endRun(scan);
      scan?.free();
    },
  };
}

async function endRun(scan: HeldScan | undefined): Promise<void> {
  scan?.running?.abort.abort();
  await scan?.running?.ended;
}

/**
 * What is held is decoded again; what is not held any more keeps what was counted of it.
 *
 * @param isAgain as before, and only what could not be decoded: what stays so is not touched
 */
async function decodeAnew(scan: HeldScan, { isAgain }: { readonly isAgain: boolean }, signal: AbortSignal): Promise<ScanProgress> {
  const { decoder, counts, store } = scan;
  const records = [...store.all()].filter(({ verdict, failure }) => !isAgain || (failure === undefined && isUndecoded(verdict)));
  let failed: typeof counts.registry;
  let isChanged = !isAgain;
  for await (const some of readInTurns(decoder, records, { key: true, value: true }, signal)) {
    // Somebody has chosen yet another one.
    if (scan.decoder !== decoder) break;
    for (const { held, key, value } of some) {
      failed = registryFailure(key, value) ?? failed;
      const verdict = toVerdict(held, key, value);
      const isSame = isAgain && verdict.state === held.verdict.state;
      if (!isSame) counts.values.add(value);
      if (isSame || held.isDropped) continue;
      counts.replace(held, verdict);
      held.verdict = verdict;
      scan.rowCache.delete(held);
      isChanged = true;
    }
    scan.learn(
      some,
      some.map(({ held }) => held.timestampMs),
    );
  }
  if (scan.decoder === decoder) counts.registry = failed;
  // By what was known before, rows may have been put in order meanwhile.
  if (isChanged) scan.orders.clear();
  if (isChanged) store.revision++;
  return scan.progress();
}

async function findRecord(
  scan: HeldScan,
  { place, revealed, maxBytes }: RecordRequest,
  signal: AbortSignal,
): Promise<HeldRecord | undefined> {
  const held = /^-?\d+$/.test(place.offset) ? scan.store.find(place.partition, BigInt(place.offset)) : undefined;
  if (held === undefined) return undefined;
  const { decoder } = scan;
  const [read] = await readHeld(decoder, [held], { key: true, value: true }, signal);
  return read && toHeldRecord(read, decoder, scan.masksFor(revealed), maxBytes);
}
