import type { Place } from '../ui.ts';

/** What a `Ui` throws when the user goes back; {@link askSteps} asks the step before again. */
export class WentBack extends Error {
  constructor() {
    super('Went back.');
    this.name = 'WentBack';
  }
}

/** One question of a command that asks several, each of which may depend on the answers before. */
export interface Step<D> {
  /** By which `from` finds it. */
  readonly id?: string;
  /** Whether it is asked, by what is known so far; always where it is absent. */
  readonly applies?: (draft: D) => boolean;
  /** The draft with the answer. */
  readonly ask: (draft: D, place: Place) => Promise<D>;
}

/**
 * Asks one question after the other, with Back, and returns what all answers make of the draft. A question that was
 * gone back to gets the draft as it is, so that it can offer the answer that it had.
 *
 * @param options.from the step that is asked first; those before it are reached by Back
 * @throws an `AbortError` as soon as the user gives up
 */
export async function askSteps<D>(steps: readonly Step<D>[], draft: D, options: { readonly from?: string } = {}): Promise<D> {
  const applies = (step: Step<D>): boolean => step.applies?.(draft) ?? true;
  const first = options.from === undefined ? 0 : steps.findIndex(({ id }) => id === options.from);
  let index = nextStep(steps, Math.max(first, 0) - 1, applies);
  while (index < steps.length) {
    const step = steps[index];
    if (step === undefined) break;
    const asked = steps.slice(0, index).filter(applies).length;
    const place = { step: asked + 1, of: steps.filter(applies).length, canGoBack: asked > 0 };
    try {
      draft = await step.ask(draft, place);
      index = nextStep(steps, index, applies);
    } catch (error) {
      if (!(error instanceof WentBack)) throw error;
      const before = steps.slice(0, index).findLastIndex(applies);
      if (before < 0) throw error;
      index = before;
    }
  }
  return draft;
}

function nextStep<D>(steps: readonly Step<D>[], from: number, applies: (step: Step<D>) => boolean): number {
  const next = steps.findIndex((step, index) => index > from && applies(step));
  return next < 0 ? steps.length : next;
}
