import type { Command } from './context.ts';

/** Opens the walkthrough, which shows what there is in a few steps. */
export const openWalkthrough: Command = {
  failure: "Can't open the walkthrough",
  create: (context) => () => context.openWalkthrough(),
};
