import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { say } from '../../tools/support/say.ts';
import { installInteropPython } from '../../tools/test/interop.ts';
import { bundle, runChild } from './bundled.ts';
import { longest, records, type ScanRun } from './children/scanRun.ts';
import { partitions, withClicks } from './clicks.ts';

/** What it takes to look through 1,000,000 small framed records for those with a field above some value. */
export interface ScanTimes {
  readonly rows: readonly ScanRow[];
  readonly hits: number;
}

interface ScanRow {
  readonly name: string;
  /** Milliseconds of all threads, and of the clock; medians. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** The highest of all runs. */
  readonly peakMb: number;
  /** Its CPU time over ours of the same round, median: above 1 ours is faster. Of ours over our session's: 1. */
  readonly ratio: number;
}

const rounds = 3;

/**
 * Scans a topic with our scan and reader alone, with a session as the extension has it (CEL filter, decoder, records held),
 * with kafkajs and avsc, and with Confluent's Python client, by turns in processes of their own.
 *
 * @throws Error if one of them finds something else than the others
 */
export async function benchScan(target: { brokers: readonly string[]; registryUrl: string }): Promise<ScanTimes> {
  const python = await installInteropPython(say);
  const folder = mkdtempSync(path.join(tmpdir(), 'avro-bench-'));
  try {
    const [ours, peer] = [path.join(folder, 'ours.mjs'), path.join(folder, 'peer.mjs')];
    await bundle('children/scanOurs.ts', ours);
    await bundle('children/scanKafkajs.ts', peer);
    return await withClicks(target, async ({ topic }) => {
      const brokers = target.brokers.join(',');
      const programs = {
        'our session, with a CEL filter': () => runChild(ours, 'session', brokers, target.registryUrl, topic),
        'our scan and reader, by hand': () => runChild(ours, 'plain', brokers, target.registryUrl, topic),
        'kafkajs and avsc, by hand': () => runChild(peer, brokers, topic),
        "confluent-kafka's AvroDeserializer": () => runPython(python, brokers, target.registryUrl, topic),
      };
      const runs = Object.entries(programs).map(([name, run]) => ({ name, run, done: [] as ScanRun[] }));
      for (let round = 0; round < rounds; round++) {
        for (const { name, run, done } of runs) {
          const result = (await run()) as ScanRun;
          done.push(result);
          const expected = runs[0]?.done[0];
          if (result.scanned !== records || result.hits !== expected?.hits || result.hits === 0) {
            throw new Error(`${name} found ${result.hits} of ${result.scanned}.`);
          }
        }
      }
      const base = runs[0]?.done ?? [];
      const rows = runs.map(({ name, done }) => toRow(name, done, base));
      return { rows, hits: base[0]?.hits ?? 0 };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runPython(python: string, brokers: string, registryUrl: string, topic: string): Promise<unknown> {
  const script = fileURLToPath(new URL('children/scan_confluent.py', import.meta.url));
  const args = [script, brokers, registryUrl, topic, String(partitions), String(records), String(longest)];
  const { stdout } = await promisify(execFile)(python, args);
  return JSON.parse(stdout);
}

function toRow(name: string, done: readonly ScanRun[], base: readonly ScanRun[]): ScanRow {
  return {
    name,
    cpuMs: median(done.map(({ cpuMs }) => cpuMs)),
    wallMs: median(done.map(({ wallMs }) => wallMs)),
    peakMb: Math.max(...done.map(({ peakMb }) => peakMb)),
    ratio: median(done.map(({ cpuMs }, index) => cpuMs / (base[index]?.cpuMs ?? Number.NaN))),
  };
}

/** The times as a table for people. */
export function scanTable({ rows, hits }: ScanTimes): string {
  return [
    `Scan of ${records.toLocaleString('en')} framed records for ${hits.toLocaleString('en')} by a field, medians of ${rounds}`,
    '  (goals: kafkajs and avsc take 1.0 times as long at least, confluent-kafka 5 times; 300 MB at most)',
    ...rows.map(
      ({ name, cpuMs, wallMs, peakMb, ratio }) =>
        `  ${name.padEnd(36)} ${cpuMs.toFixed(0).padStart(7)} ms CPU ${wallMs.toFixed(0).padStart(7)} ms ${peakMb.toFixed(0).padStart(5)} MB ${ratio.toFixed(2).padStart(7)}×`,
    ),
  ].join('\n');
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
