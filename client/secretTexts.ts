import type { ConnectionSettings } from './connectionSettings.ts';
import type { SecretKind } from './secrets.ts';

/** What a secret is called where it is asked for, such as "password of svc on prod". */
export function secretTitle({ name, sasl, registry, ssl }: ConnectionSettings, kind: SecretKind): string {
  switch (kind) {
    case 'saslPassword':
      return `Password of ${sasl?.username ?? ''} on ${name}`;
    case 'keyPassphrase':
      return `Passphrase of ${ssl.key ?? ''}`;
    case 'registryPassword':
      return `Password of ${registry?.username ?? ''} in the Registry of ${name}`;
    case 'registryToken':
      return registry?.header === undefined ? `Token for the Registry of ${name}` : `${registry.header} for the Registry of ${name}`;
    case 'registryKeyPassphrase':
      return `Passphrase of ${registry?.ssl?.key ?? ''}`;
  }
}

/** Why a secret is asked for, and where it goes. */
export function secretPrompt(settings: ConnectionSettings, kind: SecretKind, reason: 'missing' | 'forElsewhere' | 'refused'): string {
  const why = {
    missing: '',
    forElsewhere: 'What is stored was given for other settings, so it is not sent here. ',
    refused: 'The last one was not accepted. ',
  }[reason];
  return `${why}${secretUse(settings, kind)}`;
}

/** One sentence that says where a secret goes and how it is protected on the way. */
export function secretUse({ brokers, security, sasl, registry }: ConnectionSettings, kind: SecretKind): string {
  switch (kind) {
    case 'saslPassword': {
      const to = `${brokers.join(', ')} ${security === 'SASL_SSL' ? 'over TLS' : 'without TLS'}`;
      // SCRAM proves that one knows the password (RFC 5802).
      return sasl?.mechanism === 'PLAIN' ? `It goes to ${to}.` : `A proof of it goes to ${to}, never the password itself.`;
    }
    case 'keyPassphrase':
    case 'registryKeyPassphrase':
      return 'It opens the private key here and goes nowhere.';
    case 'registryPassword':
    case 'registryToken':
      return `It goes to ${[registry?.url, ...(registry?.otherUrls ?? [])].join(', ')}.`;
  }
}
