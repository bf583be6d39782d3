import type { Command } from './context.ts';
import { connectionTarget, topicTarget } from './targets.ts';

/** Copies the name of the topic, or else of the connection, that it was called on. */
export const copyName: Command = {
  failure: "Can't copy the name",
  create:
    (context) =>
    async (...args) => {
      const name = topicTarget(args)?.topic ?? connectionTarget(args)?.connection;
      if (name !== undefined) await context.ui.writeClipboard(name);
    },
};
