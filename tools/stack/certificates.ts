import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../support/processes.ts';
import type { Say } from '../support/say.ts';
import { findCommand, installSystemPackages } from '../support/system.ts';

/** Paths of PEM files, made for one start of a secured broker and gone after it. */
export interface Certificates {
  readonly ca: string;
  /** Certificate and key of the broker in one file, as Kafka reads them. */
  readonly server: string;
  readonly clientCert: string;
  readonly clientKey: string;
  /** The client's key once more, encrypted with {@link clientKeyPassphrase}. */
  readonly clientKeyEncrypted: string;
  /** A certificate that another authority signed: the broker must refuse it, and it trusts no broker of ours. */
  readonly strangerCert: string;
  readonly strangerKey: string;
}

export const clientKeyPassphrase = 'client-key-secret';

/** Makes an authority, a server and a client certificate that it signed, and a stranger's, with openssl. */
export async function makeCertificates(folder: string, say: Say): Promise<Certificates> {
  if (findCommand('openssl') === undefined) await installSystemPackages(['openssl'], 'openssl, which makes the test certificates', say);
  const openssl = (...args: readonly string[]) => run('openssl', args, { cwd: folder, limitMs: 60_000 });
  const selfSigned = (name: string) =>
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '30',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
    );
  const signed = async (name: string, serial: number) => {
    await openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-keyout', `${name}.raw`, '-out', `${name}.csr`);
    await openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'authority.crt', '-CAkey', 'authority.key', '-set_serial', String(serial)],
      ...['-days', '30', '-extfile', 'names.txt', '-out', `${name}.crt`],
    );
    // Kafka reads PKCS#8 only, and not every openssl writes that by itself.
    await openssl('pkcs8', '-topk8', '-nocrypt', '-in', `${name}.raw`, '-out', `${name}.key`);
  };
  writeFileSync(path.join(folder, 'names.txt'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  await Promise.all([selfSigned('authority'), selfSigned('stranger')]);
  await Promise.all([signed('server', 1), signed('client', 2)]);
  await openssl('pkcs8', '-topk8', '-in', 'client.raw', '-passout', `pass:${clientKeyPassphrase}`, '-out', 'client-encrypted.key');
  const text = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  writeFileSync(path.join(folder, 'server.pem'), text('server.key') + text('server.crt'));
  return {
    ca: path.join(folder, 'authority.crt'),
    server: path.join(folder, 'server.pem'),
    clientCert: path.join(folder, 'client.crt'),
    clientKey: path.join(folder, 'client.key'),
    clientKeyEncrypted: path.join(folder, 'client-encrypted.key'),
    strangerCert: path.join(folder, 'stranger.crt'),
    strangerKey: path.join(folder, 'stranger.key'),
  };
}
