import { secretKinds, type SecretKind } from '../secrets.ts';
import type { ConnectionSettings } from '../connectionSettings.ts';
import { chooseConnection } from './chooseTopic.ts';
import type { Command, CommandContext } from './context.ts';
import { askAndSave } from './saveConnection.ts';
import { connectionTarget } from './targets.ts';

/** Asks all of a connection's questions again, with the answers that it has. What can't be understood is edited as text. */
export const editConnection: Command = {
  failure: "Can't edit the connection",
  create:
    (context) =>
    async (...args) => {
      const name = connectionTarget(args)?.connection ?? (await chooseConnection(context, { title: 'Edit Connection', which: 'all' }));
      const settings = context.connections.find(name)?.settings;
      if (settings === undefined) {
        await context.openSettings('connections');
        return;
      }
      const secrets = await storedSecrets(context, settings);
      const draft = { settings, secrets, hasCertificate: settings.ssl.cert !== undefined, isKeyEncrypted: secrets.has('keyPassphrase') };
      await askAndSave(context, { title: `Edit Connection ${name}`, draft, previousName: name });
    },
};

/** Only what was given for these very settings: a secret for another address must be entered again. */
async function storedSecrets(context: CommandContext, settings: ConnectionSettings): Promise<ReadonlyMap<SecretKind, string>> {
  const found = new Map<SecretKind, string>();
  for (const kind of secretKinds) {
    const secret = await context.secrets.find(settings, kind);
    if (secret.state === 'found') found.set(kind, secret.value);
  }
  return found;
}
