import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import { orAbort } from './abort.ts';
import type { Address } from './address.ts';
import { ByteWriter } from './bytes.ts';
import { openSocket } from './sockets.ts';

/** Returns the addresses of a host; undefined where it is one already. @throws Error with a code such as `ENOTFOUND` */
export async function resolveName(host: string, signal: AbortSignal): Promise<string[] | undefined> {
  if (isIP(host) !== 0) return undefined;
  const found = await orAbort(lookup(host, { all: true }), signal);
  return found.map(({ address }) => address);
}

/** Who answers at a port, judged by what comes back for the first request of any Kafka client. */
export type Answer = 'kafka' | 'http' | 'tls' | 'nothing' | 'something else';

export interface ProbeOptions {
  readonly secureContext: SecureContext | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Opens a connection and asks for the broker's API versions, which every broker tells before anyone signs in.
 *
 * @param inspect told the socket once it is connected
 * @throws Error with a code such as `ECONNREFUSED`, where there is no connection or it breaks
 */
export async function askWhoIsThere(address: Address, options: ProbeOptions, inspect?: (socket: Socket) => void): Promise<Answer> {
  const { secureContext, timeoutMs, signal } = options;
  const socket = openSocket(address, { secureContext, timeoutMs, onConnect: () => undefined });
  try {
    const answer = new Promise<Answer>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      socket.once(secureContext === undefined ? 'connect' : 'secureConnect', () => {
        inspect?.(socket);
        socket.write(apiVersionsRequest());
        timer = setTimeout(() => resolve('nothing'), timeoutMs);
      });
      socket.once('data', (chunk: Buffer) => resolve(judge(chunk)));
      socket.once('error', reject);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve('nothing');
      });
    });
    return await orAbort(answer, signal);
  } finally {
    socket.destroy();
  }
}

/** Only connects. @throws Error with a code such as `ECONNREFUSED` */
export async function tryConnecting(address: Address, timeoutMs: number, signal: AbortSignal): Promise<void> {
  let socket: Socket | undefined;
  try {
    const connected = new Promise<void>((resolve, reject) => {
      socket = openSocket(address, { secureContext: undefined, timeoutMs, onConnect: resolve });
      socket.once('error', reject);
    });
    await orAbort(connected, signal);
  } finally {
    socket?.destroy();
  }
}

/** Whether something at this address speaks TLS, whoever it is: nothing secret is sent, and nobody is trusted. */
export async function speaksTls({ host, port }: Address, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  let socket: TLSSocket | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    const handshake = new Promise<boolean>((resolve) => {
      socket = connectTls({ host, port, rejectUnauthorized: false }, () => resolve(true));
      // A broker that asks for a client certificate may end the handshake, by an alert that is TLS itself.
      socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code?.includes('ALERT') === true));
      timer = setTimeout(() => resolve(false), timeoutMs);
    });
    return await orAbort(handshake, signal);
  } finally {
    clearTimeout(timer);
    socket?.destroy();
  }
}

const correlationId = 1;

function apiVersionsRequest(): Buffer {
  const request = new ByteWriter().int16(18).int16(0).int32(correlationId).nullableString('avro-workbench').bytes;
  return new ByteWriter().sizedBytes(request).bytes;
}

const tlsAlert = 0x15;
const largestAnswer = 1 << 20;

function judge(start: Buffer): Answer {
  if (start.subarray(0, 5).toString('latin1') === 'HTTP/') return 'http';
  if (start[0] === tlsAlert && start[1] === 3) return 'tls';
  if (start.length >= 8 && start.readUInt32BE(0) < largestAnswer && start.readInt32BE(4) === correlationId) return 'kafka';
  return 'something else';
}
