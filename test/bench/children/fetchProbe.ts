// Loaded into each worker thread of the extension before its own code: tells on a channel when an answer to a fetch request of
// Kafka's protocol is here, whole.
import { Socket } from 'node:net';
import { BroadcastChannel } from 'node:worker_threads';
import { fetchChannel, type FetchAnswer } from './fetchChannel.ts';

/** Of fetch requests in Kafka's protocol. */
const fetchKey = 1;
const channel = new BroadcastChannel(fetchChannel);
channel.unref();
/** Of the fetches under way, by socket. */
const asked = new WeakMap<Socket, Set<number>>();
const write = Reflect.get(Socket.prototype, 'write') as (...args: unknown[]) => boolean;

Socket.prototype.write = function (this: Socket, ...args: unknown[]): boolean {
  const [chunk] = args;
  if (Buffer.isBuffer(chunk) && chunk.length >= 12 && chunk.readInt32BE(0) === chunk.length - 4 && chunk.readInt16BE(4) === fetchKey) {
    const known = asked.get(this) ?? listen(this);
    known.add(chunk.readInt32BE(8));
  }
  return write.apply(this, args);
};

/** Follows the answers on a socket, each of which begins with its length and the number of its request. */
function listen(socket: Socket): Set<number> {
  const numbers = new Set<number>();
  asked.set(socket, numbers);
  let head: number[] = [];
  let left = 0;
  socket.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length;) {
      if (head.length < 8) {
        head.push(chunk[at++] ?? 0);
        if (head.length < 8) continue;
        left = Buffer.from(head).readInt32BE(0) - 4;
      }
      const some = Math.min(left, chunk.length - at);
      left -= some;
      at += some;
      if (left > 0) continue;
      const [bytes, number] = [Buffer.from(head).readInt32BE(0), Buffer.from(head).readInt32BE(4)];
      if (numbers.delete(number)) channel.postMessage({ atMs: Date.now(), bytes } satisfies FetchAnswer);
      head = [];
    }
  });
  return numbers;
}
