import type { Command } from './context.ts';

/** Starts the language server anew, also where it has given up. */
export const restartServer: Command = {
  failure: "Can't restart the language server",
  create: (context) => () => context.languageServer.restart(),
};
