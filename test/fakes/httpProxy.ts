import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface FakeProxyOptions {
  /** Where everything is handed on to, whatever host was asked for: names need not exist. */
  readonly port: number;
  /** The `Proxy-Authorization` header that every request must carry. */
  readonly authorization?: string;
}

/** An HTTP proxy on a free port of 127.0.0.1, which tunnels and hands on. Close it when the test is over. */
export class FakeProxy {
  /** Each request as its method and what it asks for, such as `CONNECT registry.example:443`. */
  readonly requests: string[] = [];
  /** Headers of what was handed on to it, the tunnels' own included. */
  readonly headers: IncomingMessage['headers'][] = [];
  readonly #server: Server;
  readonly #tunnels = new Set<Duplex>();

  private constructor({ port, authorization }: FakeProxyOptions) {
    const isAllowed = (incoming: IncomingMessage): boolean =>
      authorization === undefined || incoming.headers['proxy-authorization'] === authorization;
    this.#server = createServer((incoming, response) => {
      this.#note(incoming);
      if (isAllowed(incoming)) handOn(incoming, response, port);
      else response.writeHead(407).end();
    });
    this.#server.on('connect', (incoming: IncomingMessage, socket: Duplex) => {
      this.#note(incoming);
      if (!isAllowed(incoming)) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const upstream: Socket = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      for (const each of [socket, upstream]) {
        this.#tunnels.add(each);
        each.on('error', () => each.destroy());
      }
    });
  }

  static async start(options: FakeProxyOptions): Promise<FakeProxy> {
    const fake = new FakeProxy(options);
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    // A server that listens on a port has such an address.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const tunnel of this.#tunnels) tunnel.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #note({ method = '', url = '', headers }: IncomingMessage): void {
    this.requests.push(`${method} ${url}`);
    this.headers.push(headers);
  }
}

function handOn(incoming: IncomingMessage, response: ServerResponse, port: number): void {
  const { pathname, search } = new URL(incoming.url ?? '', 'http://proxy');
  const { method, headers } = incoming;
  const upstream = request({ host: '127.0.0.1', port, method, headers, path: pathname + search }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  incoming.pipe(upstream);
}
