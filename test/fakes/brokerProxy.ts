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
  /** Told of each request to produce: it gets to the broker once `forward` is called. All of them get there where it is undefined. */
  onProduce: ((forward: () => void) => void) | undefined;

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
    onMessages(client, (request) => {
      const forward = (): void => void broker.write(request);
      // Behind the size stands the number of the API, which is 0 of Produce.
      if (this.onProduce !== undefined && request.readInt16BE(4) === 0) this.onProduce(forward);
      else forward();
    });
    onMessages(broker, (answer) => void client.write(this.#inOwnName(answer)));
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

/** Tells of each request or answer that has come whole. */
function onMessages(socket: Socket, tell: (message: Buffer) => void): void {
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (let end = endOfMessage(pending); end !== undefined; end = endOfMessage(pending)) {
      tell(pending.subarray(0, end));
      pending = pending.subarray(end);
    }
  });
}

/** Where the first whole request or answer ends: behind its size, an int32, and so many bytes. */
function endOfMessage(bytes: Buffer): number | undefined {
  const end = bytes.length < 4 ? Infinity : 4 + bytes.readInt32BE(0);
  return end <= bytes.length ? end : undefined;
}
