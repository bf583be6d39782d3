import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundle, runChild } from './bundled.ts';
import { FakeRegistry } from '../fakes/registry.ts';
import type { ViewRun, ViewStep } from './children/openRegistries.ts';

/** How long a step in the view "Registries" keeps the extension host, over 20,000 subjects that a worker fetches by HTTP. */
export interface RegistriesViewRow {
  readonly step: string;
  /** How many nodes it shows. */
  readonly nodes: number;
  /** Of the longest turn of the event loop, in milliseconds of the thread's CPU: median and highest of the processes. */
  readonly longestMs: number;
  readonly highestMs: number;
  readonly goalMs: number;
}

const subjects = 20_000;
const goalMs = 50;

/** Opens, groups, filters and refreshes the view, each time in a fresh process, in which no code is warm. */
export async function benchRegistriesView(runs = 7): Promise<RegistriesViewRow[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'avro-bench-'));
  const registry = await FakeRegistry.start({ flavour: 'confluent' });
  try {
    for (let index = 0; index < subjects; index++) registry.add(subjectOf(index), '"string"', { schemaId: 1 });
    const [child, worker] = [path.join(folder, 'child.mjs'), path.join(folder, 'worker.mjs')];
    await bundle('children/openRegistries.ts', child);
    await bundle('../../client/cluster/worker.ts', worker);
    const found: ViewStep[] = [];
    for (let run = 0; run < runs; run++) found.push(...((await runChild(child, registry.url, worker)) as ViewRun).steps);
    return [...new Set(found.map(({ step }) => step))].map((step) => toRow(found.filter((each) => each.step === step)));
  } finally {
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Half of them are a topic's key or value each, the others types; some stand in a context. */
function subjectOf(index: number): string {
  const name =
    index % 2 === 0 ? `com.acme.domain${index % 40}.Type${index}` : `topic-${index - (index % 4)}-${index % 4 === 1 ? 'key' : 'value'}`;
  return index % 10 === 9 ? `:.staging:${name}` : name;
}

function toRow(steps: readonly ViewStep[]): RegistriesViewRow {
  const [{ step, nodes } = { step: '', nodes: 0 }] = steps;
  const longest = steps.map(({ longestMs }) => longestMs);
  const [longestMs, highestMs] = [round(median(longest)), round(Math.max(...longest))];
  return { step, nodes, longestMs, highestMs, goalMs };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
