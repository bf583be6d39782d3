import { askRegistry, chooseVersion } from './chooseSubjectVersion.ts';
import type { Command } from './context.ts';
import { failingAs } from './failure.ts';

/** Opens a version of a subject as a document that can't be changed. */
export const openVersion: Command = {
  failure: "Can't open the version",
  create:
    (context) =>
    async (...args) => {
      const { connection, subject, version } = await chooseVersion(context, args, { title: 'Open Version', deleted: true });
      await failingAs(`Can't open ${subject} version ${version}`, connection, async () => {
        // A reference may name whatever is the latest version: -1.
        const number = version > 0 ? version : await latestOf(connection, subject);
        await context.versions.show(connection, subject, number);
      });

      async function latestOf(from: string, name: string): Promise<number> {
        const found = await askRegistry(context, from, `Looking up ${name}`, (session, signal) =>
          session.fetchVersion(name, 'latest', signal),
        );
        return found.version;
      }
    },
};
