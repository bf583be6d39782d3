import type { SaslSettings, Security } from '../connectionSettings.ts';
import type { Choice } from '../ui.ts';

/** How a cluster protects itself, as far as it decides what has to be asked. */
export interface Protection {
  readonly security: Security;
  readonly mechanism: SaslSettings['mechanism'] | undefined;
  readonly hasCertificate: boolean;
}

/** The ways to be let in that are offered for a new connection, the simplest first. */
export const protections: readonly Choice<Protection>[] = [
  {
    label: 'Plaintext',
    description: 'PLAINTEXT',
    detail: 'No encryption and no user: for a broker on this machine or in a private network.',
    value: { security: 'PLAINTEXT', mechanism: undefined, hasCertificate: false },
  },
  {
    label: 'TLS',
    description: 'SSL',
    detail: 'Encrypted; the broker shows its certificate.',
    value: { security: 'SSL', mechanism: undefined, hasCertificate: false },
  },
  {
    label: 'Mutual TLS (mTLS)',
    description: 'SSL',
    detail: 'Encrypted; both sides show a certificate.',
    value: { security: 'SSL', mechanism: undefined, hasCertificate: true },
  },
  ...(['SASL_SSL', 'SASL_PLAINTEXT'] as const).flatMap((security) =>
    (['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const).map((mechanism): Choice<Protection> => {
      const name = mechanism === 'PLAIN' ? 'SASL PLAIN' : mechanism;
      return {
        label: `${name} ${security === 'SASL_SSL' ? 'over TLS' : 'without TLS'}`,
        description: security,
        detail: saslDetail(security, mechanism),
        value: { security, mechanism, hasCertificate: false },
      };
    }),
  ),
];

function saslDetail(security: 'SASL_SSL' | 'SASL_PLAINTEXT', mechanism: SaslSettings['mechanism']): string {
  if (security === 'SASL_SSL') return 'Encrypted; a user name and a password.';
  return mechanism === 'PLAIN'
    ? 'A user name and a password, which everybody on the way can read.'
    : 'A user name and a proof of the password; everything else can be read on the way.';
}
