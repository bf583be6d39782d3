import { chooseConnection } from './chooseTopic.ts';
import type { Command } from './context.ts';
import { connectionTarget } from './targets.ts';

/** Takes a connection out of the settings, with its secrets, after a question. */
export const removeConnection: Command = {
  failure: "Can't remove the connection",
  create:
    (context) =>
    async (...args) => {
      const name = connectionTarget(args)?.connection ?? (await chooseConnection(context, { title: 'Remove Connection', which: 'all' }));
      await context.ui.confirm({
        message: `Remove the connection "${name}"?`,
        detail: 'Its settings and its stored secrets are deleted. Nothing on the cluster is changed.',
        buttons: ['Remove'],
      });
      await context.sessions.close(name);
      await context.connections.remove(name);
    },
};
