import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../../tools/support/paths.ts';
import { repeatBlocks, writeOrders } from '../e2e/containerFiles.ts';
import { bundle, runChild } from './bundled.ts';
import type { ContainerRun } from './children/openContainer.ts';

/** What it takes to open a large container file. */
export interface ContainerTimes extends ContainerRun {
  readonly megabytes: number;
}

const wantedBytes = 1 << 30;

/** Opens a file of 1 GB in processes of its own; medians, and the highest peak. */
export async function benchContainer(rounds = 5): Promise<ContainerTimes> {
  mkdirSync(inRoot('out'), { recursive: true });
  const folder = mkdtempSync(path.join(inRoot('out'), 'bench-container-'));
  try {
    const small = path.join(folder, 'small.avro');
    const file = path.join(folder, 'large.avro');
    // 64 KB a block, as Java's and fastavro's writers make them at most.
    await writeOrders(small, 4000, { codec: 'null', blockSize: 1 << 16 });
    repeatBlocks(small, file, Math.ceil(wantedBytes / (1 << 16)));
    const child = path.join(folder, 'child.mjs');
    await bundle('children/openContainer.ts', child);
    const runs: ContainerRun[] = [];
    while (runs.length < rounds) runs.push((await runChild(child, file)) as ContainerRun);
    const median = (of: (run: ContainerRun) => number): number => runs.map(of).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? NaN;
    return {
      megabytes: statSync(file).size / (1 << 20),
      firstPageMs: median((run) => run.firstPageMs),
      peakMb: Math.max(...runs.map((run) => run.peakMb)),
      idleMb: median((run) => run.idleMb),
      indexMs: median((run) => run.indexMs),
      middleMs: median((run) => run.middleMs),
      records: median((run) => run.records),
      blocks: median((run) => run.blocks),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function containerTable(times: ContainerTimes): string {
  const { megabytes, records, blocks, firstPageMs, indexMs, middleMs, peakMb, idleMb } = times;
  return [
    `Container file of ${megabytes.toFixed(0)} MB: ${records.toLocaleString('en')} records in ${blocks.toLocaleString('en')} blocks`,
    `  First page: ${firstPageMs.toFixed(0)} ms (goal: 300 ms at most); all blocks known after ${(indexMs / 1000).toFixed(1)} s more`,
    `  A page in the middle then: ${middleMs.toFixed(0)} ms`,
    `  Peak of the process: ${peakMb.toFixed(0)} MB, of which ${idleMb.toFixed(0)} MB before it opened anything (goal: 100 MB at most)`,
  ].join('\n');
}
