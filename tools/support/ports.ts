import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

/** As many different ports of the loopback address as asked for, free at this moment. */
export async function freePorts<const N extends readonly string[]>(names: N): Promise<Record<N[number], number>> {
  // All are held until all are known, or the same port could be given twice.
  const servers = await Promise.all(names.map(() => listen(0)));
  const ports = servers.map((server) => (server.address() as AddressInfo).port); // a TCP server that listens has such an address
  await Promise.all(servers.map(close));
  return Object.fromEntries(names.map((name, index) => [name, ports[index]])) as Record<N[number], number>; // one port for each name
}

/** The port wanted if it is free, so that an address stays the same from start to start; otherwise any. */
export async function portNear(wanted: number): Promise<number> {
  try {
    await close(await listen(wanted));
    return wanted;
  } catch {
    return (await freePorts(['other'])).other;
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()));
}
