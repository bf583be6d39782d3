import type { Command } from './context.ts';

/** Opens the output channel. */
export const showOutput: Command = {
  failure: "Can't show the output",
  create: (context) => () => {
    context.log.show();
    return Promise.resolve();
  },
};
