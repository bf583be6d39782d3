import { chooseConnection } from './chooseTopic.ts';
import type { Command } from './context.ts';
import { connectionTarget } from './targets.ts';

/** Chooses the connection that new documents and commands offer first. */
export const selectConnection: Command = {
  failure: "Can't select the connection",
  create:
    (context) =>
    async (...args) => {
      const target = connectionTarget(args)?.connection;
      await context.connections.setActive(target ?? (await chooseConnection(context, { title: 'Select Active Connection' })));
    },
};
