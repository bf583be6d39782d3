import * as net from 'node:net';
import * as tls from 'node:tls';
import { KafkaError } from '../../shared/errors.ts';
import type { Address } from './address.ts';
import type { Connection, Tls } from './connection.ts';

const keepAliveMs = 60_000;
/** How long one of a name's addresses is tried before the next; Node's own 250 ms fail on slow lines. */
const nextAddressMs = 1_000;

/**
 * Returns what TLS with this connection's certificates needs; undefined without TLS.
 *
 * @throws KafkaError `kafka/bad-certificate` if a certificate or key cannot be used
 */
export function secureContextOf({ tls: settings, name }: Connection): tls.SecureContext | undefined {
  if (settings === undefined) return undefined;
  try {
    return tls.createSecureContext(contextOptions(settings));
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const reason = typeof code === 'string' ? ` (${code})` : '';
    throw new KafkaError('kafka/bad-certificate', `A certificate or key of ${name} cannot be used${reason}.`, {
      cause: error,
      remedy: 'They must be PEM files that belong together; an encrypted key needs its passphrase.',
    });
  }
}

/** Node tells its authorities from version 22.15 on; the types here are those of Node 20. */
const { getCACertificates } = tls as { readonly getCACertificates?: (type: 'system' | 'default') => string[] };

/**
 * PEM texts of the authorities that are trusted where none are named: those of the runtime, those that
 * `NODE_EXTRA_CA_CERTS` adds, and the system's. Undefined where the runtime does not tell them: it trusts the first two then.
 */
export function trustedAuthorities(): string[] | undefined {
  return getCACertificates && [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
}

function contextOptions({ ca, cert, key, passphrase }: Tls): tls.SecureContextOptions {
  const authorities = ca ?? trustedAuthorities();
  const options: tls.SecureContextOptions = authorities === undefined ? {} : { ca: authorities };
  if (cert !== undefined) options.cert = cert;
  if (key !== undefined) options.key = key;
  if (passphrase !== undefined) options.passphrase = passphrase;
  return options;
}

export interface SocketOptions {
  readonly secureContext: tls.SecureContext | undefined;
  readonly timeoutMs: number;
  /** Once it can be written to: with TLS, after the handshake. */
  readonly onConnect: () => void;
}

/** Opens a socket. Where it does not connect in time, it ends with the error code `ETIMEDOUT`. */
export function openSocket({ host, port }: Address, { secureContext, timeoutMs, onConnect }: SocketOptions): net.Socket {
  let timer: NodeJS.Timeout | undefined = undefined;
  const connected = (): void => {
    clearTimeout(timer);
    onConnect();
  };
  const target = { host, port, autoSelectFamilyAttemptTimeout: nextAddressMs };
  const socket =
    secureContext === undefined
      ? net.connect(target, connected)
      : tls.connect({ ...target, secureContext, ...serverName(host) }, connected);
  timer = setTimeout(() => socket.destroy(notMadeInTime()), timeoutMs);
  socket.once('close', () => clearTimeout(timer));
  socket.setKeepAlive(true, keepAliveMs);
  socket.setNoDelay(true);
  return socket;
}

/** The error of a connection that was not made in time, as the system tells of it. */
export function notMadeInTime(): Error {
  return Object.assign(new Error('The connection was not made in time.'), { code: 'ETIMEDOUT', syscall: 'connect' });
}

/** What TLS is told of the host; of a bare address nothing. */
export function serverName(host: string): { readonly servername?: string } {
  return net.isIP(host) === 0 ? { servername: host } : {};
}
