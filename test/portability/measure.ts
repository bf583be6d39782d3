import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Say } from '../../tools/support/say.ts';
import { targetIds, targets } from '../../shared/avro/portability/targets.ts';
import type { TargetId } from '../../shared/avro/portability/targets.ts';
import { ask } from './ask.ts';
import type { Verdict } from './ask.ts';
import { probes } from './probes.ts';
import type { Probe } from './probes/probe.ts';

/** What test/portability/measured.json holds. */
export interface Measured {
  /** What was measured of each target, and the day. */
  readonly targets: Readonly<Partial<Record<TargetId, { readonly software: string; readonly date: string }>>>;
  readonly probes: readonly MeasuredProbe[];
}

export interface MeasuredProbe extends Pick<Probe, 'id' | 'text'> {
  /** Of each target that does not accept the schema. */
  readonly verdicts: Readonly<Partial<Record<TargetId, Verdict>>>;
}

const file = new URL('measured.json', import.meta.url);

export function readMeasured(): Measured {
  return JSON.parse(readFileSync(file, 'utf8')) as Measured;
}

/**
 * Measures targets and puts what comes out into measured.json; of the others it keeps what is there.
 *
 * @param day as it is to be told, such as 2026-11-25
 */
export async function measure(chosen: readonly TargetId[], day: string, say: Say): Promise<void> {
  const before = existsSync(file) ? readMeasured() : { targets: {}, probes: [] };
  const known = new Map(before.probes.map((probe) => [probe.id, probe]));
  const measured: Partial<Record<TargetId, { readonly software: string; readonly date: string }>> = { ...before.targets };
  const verdicts = new Map(probes.map(({ id }): [string, Partial<Record<TargetId, Verdict>>] => [id, {}]));
  for (const target of targetIds) {
    const isChosen = chosen.includes(target);
    if (!isChosen && measured[target] === undefined) continue;
    if (isChosen) say(`Measuring ${targets[target].software}…`);
    const asked = isChosen ? await ask(target, probes) : probes.map(({ id }) => known.get(id)?.verdicts[target]);
    for (const [index, { id }] of probes.entries()) {
      const verdict = asked[index];
      const own = verdicts.get(id);
      if (own !== undefined && verdict !== undefined && verdict.verdict !== 'accepted') own[target] = verdict;
    }
    if (isChosen) measured[target] = { software: targets[target].software, date: day };
  }
  const rows = probes.map(({ id, text }): MeasuredProbe => ({ id, text, verdicts: verdicts.get(id) ?? {} }));
  writeFileSync(file, `${JSON.stringify({ targets: measured, probes: rows }, null, 2)}\n`);
}
