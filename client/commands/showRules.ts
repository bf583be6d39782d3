import type { Command } from './context.ts';

/** Opens the page that says what each rule finds, and why; at one rule where its id is handed over. */
export const showRules: Command = {
  failure: "Can't show the rules",
  create:
    (context) =>
    async (...[id]) =>
      context.openDocumentation('rules', typeof id === 'string' ? id : undefined),
};
