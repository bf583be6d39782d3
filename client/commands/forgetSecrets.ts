import { KafkaError } from '../../shared/errors.ts';
import type { Command, CommandContext } from './context.ts';
import { connectionTarget } from './targets.ts';

/** Deletes the stored secrets of one connection or of all, after a question. */
export const forgetSecrets: Command = {
  failure: "Can't forget the secrets",
  create:
    (context) =>
    async (...args) => {
      const target = connectionTarget(args)?.connection;
      const names = target === undefined ? await choose(context) : [target];
      const whose = names.length === 1 ? `the connection "${names[0] ?? ''}"` : `all ${names.length} connections`;
      await context.ui.confirm({
        message: `Forget the stored secrets of ${whose}?`,
        detail: 'Open sessions end, and the secrets are asked for when you connect again.',
        buttons: ['Forget'],
      });
      for (const name of names) {
        // A session that goes on would still have them.
        await context.sessions.close(name);
        await context.secrets.forget(name);
      }
    },
};

async function choose({ secrets, ui }: CommandContext): Promise<readonly string[]> {
  const names = [...secrets.names()].sort((one, other) => one.localeCompare(other));
  if (names.length === 0) throw new KafkaError('connection/none', 'No secrets are stored.');
  return ui.pick<readonly string[]>({
    title: 'Forget Stored Secrets',
    placeholder: 'Whose secrets to delete',
    choices: [
      ...names.map((name) => ({ label: name, value: [name], icon: 'key' })),
      ...(names.length > 1 ? [{ label: 'All', value: names, icon: 'trash' }] : []),
    ],
  });
}
