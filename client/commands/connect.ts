import { KafkaError, KnownError } from '../../shared/errors.ts';
import { chooseConnection } from './chooseTopic.ts';
import type { Command } from './context.ts';
import { failingAs, failureMessage } from './failure.ts';
import { connectionTarget } from './targets.ts';

/** Connects to a cluster and shows its topics in the view. */
export const connect: Command = {
  failure: "Can't connect",
  create:
    (context) =>
    async (...args) => {
      const name = connectionTarget(args)?.connection ?? (await chooseConnection(context, { title: 'Connect' }));
      await failingAs(`Can't connect to ${name}`, name, async () => {
        try {
          await context.ui.progress(`Connecting to ${name}`, (_say, signal) => context.sessions.connect(name, signal));
          await context.clusters.expand(name);
        } catch (error) {
          // What has a place in the view is told there, below the connection, and not a second time.
          if (!(error instanceof KnownError) || !(await context.clusters.expand(name))) throw error;
          context.log.warn(failureMessage(`Can't connect to ${name}`, error));
        }
      });
    },
};

/** Ends a connection, with whatever is under way on it. */
export const disconnect: Command = {
  failure: "Can't disconnect",
  create:
    (context) =>
    async (...args) => {
      const target = connectionTarget(args)?.connection;
      await context.sessions.close(target ?? (await chooseOpen()));

      async function chooseOpen(): Promise<string> {
        const open = context.connections.list().filter(({ name }) => context.sessions.state(name).kind !== 'disconnected');
        const [first] = open;
        if (first === undefined) throw new KafkaError('connection/none', 'No connection is open.');
        if (open.length === 1) return first.name;
        return context.ui.pick({ title: 'Disconnect', choices: open.map(({ name }) => ({ label: name, value: name })) });
      }
    },
};

/** Ends the attempt to connect. */
export const cancelConnectItem: Command = { failure: "Can't cancel", create: disconnect.create };

/** Fetches again what could not be fetched: the topics of a connection, or the partitions of a topic. */
export const retryItem: Command = {
  failure: "Can't try again",
  create:
    (context) =>
    (...args) => {
      const [node] = args;
      const topic = typeof node === 'object' && node !== null && 'topic' in node && typeof node.topic === 'string' ? node.topic : undefined;
      const target = connectionTarget(args);
      if (target !== undefined) context.clusters.refresh({ ...target, topic });
      return Promise.resolve();
    },
};
