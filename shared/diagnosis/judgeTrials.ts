import { createPause } from '../wire/pauses.ts';
import { markCandidate } from './judgeLooks.ts';
import type { ReadTools } from './judgeReads.ts';
import type { Candidate } from './judgeSchemas.ts';
import type { LookedSample, Ways } from './judgeWays.ts';

/** So many samples that nothing explains yet are tried with a schema before it is tried with the rest. */
const mostProbes = 12;

/** A candidate, and how many of the samples it was tried on; while it was tried on none, how many there were to be probed. */
interface Trial {
  readonly candidate: Candidate;
  upTo: number;
  probed: number;
}

/** What candidates are tried on. */
export interface TrialSetting {
  readonly samples: readonly LookedSample[];
  /** Whether nothing ties a sample to this topic. */
  readonly isNeedy: (sample: LookedSample) => boolean;
  readonly ways: Ways;
  readonly tools: ReadTools;
}

/** Tries candidates on samples, each once. Those that are not the topic's own must first read some of the needy. */
export class Trials {
  readonly #trials: Trial[] = [];

  /** How many candidates there are. */
  get count(): number {
    return this.#trials.length;
  }

  /** @param candidates those of the times before, and more. @throws AbortError */
  async run(candidates: readonly Candidate[], setting: TrialSetting, signal: AbortSignal): Promise<void> {
    const { samples, ways, tools } = setting;
    const pause = createPause(signal);
    for (const candidate of candidates.slice(this.#trials.length)) this.#trials.push({ candidate, upTo: 0, probed: 0 });
    const probes = new Map<number, readonly LookedSample[]>();
    for (const trial of this.#trials) {
      const { candidate } = trial;
      const turn = pause();
      if (turn !== undefined) await turn;
      if (candidate.tie < 2 && trial.upTo === 0 && !isWorthTrying(trial, setting, probes)) continue;
      for (; trial.upTo < samples.length; trial.upTo++) {
        const looked = samples[trial.upTo];
        if (looked !== undefined) markCandidate(looked, trial.upTo, candidate, ways, tools);
        const next = pause();
        if (next !== undefined) await next;
      }
    }
  }
}

/** @param probes by how many samples were probed before */
function isWorthTrying(trial: Trial, { samples, isNeedy, tools }: TrialSetting, probes: Map<number, readonly LookedSample[]>): boolean {
  let some = probes.get(trial.probed);
  if (some === undefined) {
    const fresh = samples.slice(trial.probed).filter(isNeedy);
    const step = Math.max(1, Math.ceil(fresh.length / mostProbes));
    some = fresh.filter((_, index) => index % step === 0);
    probes.set(trial.probed, some);
  }
  trial.probed = samples.length;
  return some.some((looked) => markCandidate(looked, 0, trial.candidate, undefined, tools));
}
