import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/**
 * Stands before a real broker, on a free port of 127.0.0.1, and can go away and come back. It puts its own address in
 * place of the broker's wherever the broker names itself, so that clients go on to speak through it.
 */
export class BrokerProxy {
  readonly #broker: { readonly host: string; readonly port: number };
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;

  private constructor(broker: string) {
    const [host = '', port = ''] = broker.split(':');
    this.#broker = { host, port: Number(port) };
    this.#server = createServer((client) => this.#join(client));
  }

  /** @param broker `127.0.0.1:port`, the only broker of its cluster */
  static async start(broker: string): Promise<BrokerProxy> {
    const proxy = new BrokerProxy(broker);
    await proxy.open();
    return proxy;
  }

  /** `127.0.0.1:port`, the same for good. */
  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Takes connections (again). */
  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
    // A server that listens on a port has such an address.
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Breaks all connections and refuses new ones. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(client: Socket): void {
    const broker = connect(this.#broker.port, this.#broker.host);
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      this.#sockets.add(socket);
      // What goes wrong on one side ends the other.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    client.pipe(broker);
    let pending = Buffer.alloc(0);
    broker.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (let end = endOfAnswer(pending); end !== undefined; end = endOfAnswer(pending)) {
        client.write(this.#inOwnName(pending.subarray(0, end)));
        pending = pending.subarray(end);
      }
    });
  }

  /** The answer with this proxy's port wherever the broker's host and port stand, which are a string and an int32. */
  #inOwnName(answer: Buffer): Buffer {
    const named = Buffer.alloc(this.#broker.host.length + 4);
    named.write(this.#broker.host, 'latin1');
    named.writeInt32BE(this.#broker.port, this.#broker.host.length);
    for (let at = answer.indexOf(named); at >= 0; at = answer.indexOf(named, at + 1)) {
      answer.writeInt32BE(this.#port, at + this.#broker.host.length);
    }
    return answer;
  }
}

/** Where the first whole answer ends: behind its size, an int32, and so many bytes. */
function endOfAnswer(bytes: Buffer): number | undefined {
  const end = bytes.length < 4 ? Infinity : 4 + bytes.readInt32BE(0);
  return end <= bytes.length ? end : undefined;
}
