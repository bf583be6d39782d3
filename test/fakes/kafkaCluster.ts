import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { ByteReader, ByteWriter } from '../../client/cluster/bytes.ts';
import { splitBatches, type AbortedTransaction } from '../../client/cluster/fetchedBatches.ts';

/** Batches of one partition, and who leads it. What a test changes here is what brokers answer from then on. */
export class FakePartition {
  leader = 1;
  first = 0n;
  end = 0n;
  /** Undefined where no transaction is open. */
  lastStable: bigint | undefined;
  readonly aborted: AbortedTransaction[] = [];
  readonly batches: { firstOffset: bigint; lastOffset: bigint; bytes: Buffer }[] = [];

  /** Puts a batch at an offset, by default behind the last one. */
  append(batch: Buffer, offset = this.end): this {
    const bytes = Buffer.from(batch);
    bytes.writeBigInt64BE(offset);
    const lastOffset = bytes.readInt8(16) === 2 ? offset + BigInt(bytes.readInt32BE(23)) : offset;
    this.batches.push({ firstOffset: offset, lastOffset, bytes });
    this.end = lastOffset + 1n;
    return this;
  }

  /** The first offset whose record is not before a time. */
  offsetAt(time: bigint): bigint {
    const range = { partition: 0, from: this.first, until: this.end, last: 1 << 20, maxBytes: 1 << 24 };
    const records = this.batches.flatMap(({ bytes }) => splitBatches(bytes).flatMap((batch) => batch.read(range).records));
    return records.find(({ timestampMs }) => timestampMs >= time)?.offset ?? -1n;
  }

  /** @param until no batch from this offset on, where a transaction is open there */
  read(offset: bigint, maxBytes: number, until = this.end): Buffer {
    const wanted = this.batches
      .filter(({ firstOffset, lastOffset }) => lastOffset >= offset && firstOffset < until)
      .map(({ bytes }) => bytes);
    return Buffer.concat(wanted).subarray(0, maxBytes);
  }
}

export interface FakeRequest {
  readonly broker: number;
  readonly api: 'Produce' | 'Fetch' | 'ListOffsets' | 'Metadata' | 'ApiVersions' | 'InitProducerId' | 'DescribeConfigs';
  /** Of this api, counted from 1 over all brokers. */
  readonly attempt: number;
  /** Of a fetch or produce: the first partition asked for. */
  readonly partition: number | undefined;
  /** Of a produce. */
  readonly batch: Buffer | undefined;
}

/** What a broker does in place of answering: a number is an error code for every partition asked for. */
export type Fault = 'close' | 'close after doing it' | 'stay silent' | 'no records' | 'answer nonsense' | number;

const apiNames = {
  0: 'Produce',
  1: 'Fetch',
  2: 'ListOffsets',
  3: 'Metadata',
  18: 'ApiVersions',
  22: 'InitProducerId',
  32: 'DescribeConfigs',
} as const;
const maxVersions = { 0: 8, 1: 11, 2: 3, 3: 5, 18: 2, 22: 1, 32: 2 } as const;
const unknownTopic = 3;
/** How long a fetch waits for something to come. */
const longPollMs = 5;

/**
 * Brokers that speak Kafka's protocol over real sockets, for what a real cluster of one broker cannot be made to do.
 * Ids begin at 1.
 */
export class FakeCluster {
  readonly topics = new Map<string, FakePartition[]>();
  readonly requests: FakeRequest[] = [];
  /** Asked before each answer. */
  fault: (request: FakeRequest) => Fault | undefined = () => undefined;
  /** What metadata says in place of a broker's own address. */
  readonly advertised = new Map<number, { host: string; port: number }>();
  readonly configuration = new Map<string, string>();
  givesProducerIds = true;
  private readonly servers: Server[] = [];
  /** With the broker that each belongs to. */
  private readonly sockets = new Map<Socket, number>();
  private readonly stoppedPorts = new Map<number, number>();

  static async start(brokers: number): Promise<FakeCluster> {
    const cluster = new FakeCluster();
    for (let id = 1; id <= brokers; id++) {
      const server = createServer((socket) => cluster.serve(id, socket));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      cluster.servers.push(server);
    }
    return cluster;
  }

  addressOf(broker: number): string {
    return `127.0.0.1:${this.portOf(broker)}`;
  }

  topic(name: string, partitions: number): FakePartition[] {
    const created = Array.from({ length: partitions }, () => new FakePartition());
    this.topics.set(name, created);
    return created;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.sockets.size;
  }

  /** Ends a broker: its connections break, and nobody listens at its port any more. */
  async stopBroker(broker: number): Promise<void> {
    this.stoppedPorts.set(broker, this.portOf(broker));
    for (const [socket, id] of this.sockets) if (id === broker) socket.destroy();
    await new Promise((resolve) => this.servers[broker - 1]?.close(resolve));
  }

  /** Starts it again, at the same port. */
  async restartBroker(broker: number): Promise<void> {
    await new Promise<void>((resolve) => this.servers[broker - 1]?.listen(this.portOf(broker), '127.0.0.1', resolve));
    this.stoppedPorts.delete(broker);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets.keys()) socket.destroy();
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  private portOf(broker: number): number {
    const stopped = this.stoppedPorts.get(broker);
    // Listening on TCP, a server has such an address.
    return stopped ?? (this.servers[broker - 1]?.address() as AddressInfo).port;
  }

  private serve(broker: number, socket: Socket): void {
    this.sockets.set(socket, broker);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
        const size = received.readInt32BE(0);
        this.answer(broker, socket, new ByteReader(received.subarray(4, 4 + size)));
        received = received.subarray(4 + size);
      }
    });
  }

  private answer(broker: number, socket: Socket, reader: ByteReader): void {
    const key = reader.int16() as keyof typeof apiNames;
    const version = reader.int16();
    const correlationId = reader.int32();
    reader.nullableString();
    const api = apiNames[key];
    const peeked = look(api, new ByteReader(reader.bytes, reader.position), version);
    const attempt = this.requests.filter((request) => request.api === api).length + 1;
    const request: FakeRequest = { broker, api, attempt, ...peeked };
    this.requests.push(request);
    const fault = this.fault(request);
    if (fault === 'close') return void socket.destroy();
    const start = reader.position;
    let writer = new ByteWriter().int32(correlationId);
    const hasNothing = this[api](reader, writer, version, broker, fault) === 'nothing';
    if (hasNothing && fault === undefined) {
      // As brokers do: they wait a while for something to come.
      setTimeout(() => {
        reader.position = start;
        writer = new ByteWriter().int32(correlationId);
        this[api](reader, writer, version, broker, fault);
        socket.write(new ByteWriter().sizedBytes(writer.bytes).bytes);
      }, longPollMs);
      return;
    }
    if (fault === 'close after doing it') return void socket.destroy();
    if (fault === 'answer nonsense')
      return void socket.write(new ByteWriter().sizedBytes(new ByteWriter().int32(correlationId).int32(0x7fffffff).bytes).bytes);
    if (fault !== 'stay silent') socket.write(new ByteWriter().sizedBytes(writer.bytes).bytes);
  }

  private ApiVersions(_: ByteReader, writer: ByteWriter, version: number): void {
    writer.int16(0).array(Object.entries(maxVersions), (w, [key, max]) => w.int16(Number(key)).int16(0).int16(max));
    if (version > 0) writer.int32(0);
  }

  private Metadata(reader: ByteReader, writer: ByteWriter): void {
    const count = reader.int32();
    const asked = count < 0 ? [...this.topics.keys()] : Array.from({ length: count }, () => reader.string());
    writer.int32(0).array([...this.servers.keys()], (w, index) => {
      const { host, port } = this.advertised.get(index + 1) ?? { host: '127.0.0.1', port: this.portOf(index + 1) };
      w.int32(index + 1)
        .string(host)
        .int32(port)
        .nullableString(null);
    });
    writer.nullableString('fake').int32(1);
    writer.array(asked, (w, name) => {
      const partitions = this.topics.get(name);
      w.int16(partitions === undefined ? unknownTopic : 0)
        .string(name)
        .boolean(name.startsWith('__'));
      w.array([...(partitions ?? []).entries()], (p, [index, { leader }]) => {
        p.int16(leader < 0 ? 5 : 0)
          .int32(index)
          .int32(leader);
        p.array([1], (r, id) => r.int32(id))
          .array([1], (r, id) => r.int32(id))
          .array([], () => undefined);
      });
    });
  }

  private ListOffsets(reader: ByteReader, writer: ByteWriter, _: number, broker: number, fault: Fault | undefined): void {
    reader.int32();
    const isCommitted = reader.int8() === 1;
    const topics = reader.array((r) => ({ name: r.string(), partitions: r.array((p) => ({ index: p.int32(), time: p.int64() })) }));
    writer.int32(0).array(topics, (w, { name, partitions }) =>
      w.string(name).array(partitions, (p, { index, time }) => {
        const partition = this.topics.get(name)?.[index];
        const error = typeof fault === 'number' ? fault : errorOf(partition, broker);
        const end = isCommitted ? (partition?.lastStable ?? partition?.end) : partition?.end;
        p.int32(index)
          .int16(error)
          .int64(-1n)
          .int64((time >= 0n ? partition?.offsetAt(time) : time === -2n ? partition?.first : end) ?? -1n);
      }),
    );
  }

  private Fetch(reader: ByteReader, writer: ByteWriter, _: number, broker: number, fault: Fault | undefined): 'nothing' | 'something' {
    const { isCommitted, maxBytes, topics } = readFetch(reader);
    let left = maxBytes;
    const errors = new Set<number>();
    writer
      .int32(0)
      .int16(0)
      .int32(0)
      .array(topics, (w, { name, partitions }) =>
        w.string(name).array(partitions, (p, { index, offset, partitionBytes }) => {
          const partition = this.topics.get(name)?.[index];
          const isOutOfRange = partition !== undefined && (offset < partition.first || offset > partition.end);
          const error = typeof fault === 'number' ? fault : errorOf(partition, broker) || (isOutOfRange ? 1 : 0);
          p.int32(index)
            .int16(error)
            .int64(partition?.end ?? -1n)
            .int64(partition?.lastStable ?? -1n)
            .int64(partition?.first ?? -1n);
          p.array(isCommitted ? (partition?.aborted ?? []) : [], (a, { producerId, firstOffset }) =>
            a.int64(producerId).int64(firstOffset),
          );
          p.int32(-1);
          errors.add(error);
          if (error !== 0 || fault === 'no records') return p.sizedBytes(Buffer.alloc(0));
          const isFirst = left === maxBytes;
          const firstSize = partition?.batches.find(({ lastOffset }) => lastOffset >= offset)?.bytes.length ?? 0;
          // As brokers do: the first batch of an answer comes whole, however large it is.
          const limit = Math.max(Math.min(partitionBytes, left), isFirst ? firstSize : 0);
          // And nothing of it comes behind others where it is larger than what was asked of its partition.
          const isTooLarge = !isFirst && firstSize > partitionBytes;
          const read = isTooLarge ? undefined : partition?.read(offset, limit, isCommitted ? partition.lastStable : undefined);
          const records = read ?? Buffer.alloc(0);
          left = Math.max(left - records.length, 0);
          return p.sizedBytes(records);
        }),
      );
    return left === maxBytes && errors.size === 1 && errors.has(0) ? 'nothing' : 'something';
  }

  private Produce(reader: ByteReader, writer: ByteWriter, version: number, broker: number, fault: Fault | undefined): void {
    const { name, index, batch } = readProduce(reader);
    const partition = this.topics.get(name)?.[index];
    const error = typeof fault === 'number' ? fault : errorOf(partition, broker);
    // As brokers do: a batch that the same producer has sent before is acknowledged, but not written again.
    const known = partition?.batches.find(
      ({ bytes }) => bytes.subarray(43, 57).equals(batch.subarray(43, 57)) && batch.readBigInt64BE(43) >= 0n,
    );
    const offset = known?.firstOffset ?? partition?.end ?? -1n;
    if (error === 0 && known === undefined) partition?.append(batch);
    writer.array([name], (w) =>
      w.string(name).array([index], (p) => {
        p.int32(index)
          .int16(error)
          .int64(error === 0 ? offset : -1n)
          .int64(-1n)
          .int64(0n);
        if (version >= 8) p.array([], () => undefined).nullableString(error === 0 ? null : 'what the broker says');
      }),
    );
    writer.int32(0);
  }

  private InitProducerId(_: ByteReader, writer: ByteWriter): void {
    const id = BigInt(this.requests.filter(({ api }) => api === 'InitProducerId').length);
    writer
      .int32(0)
      .int16(this.givesProducerIds ? 0 : 31)
      .int64(this.givesProducerIds ? id : -1n)
      .int16(0);
  }

  private DescribeConfigs(reader: ByteReader, writer: ByteWriter): void {
    const [name = ''] = reader.array((r) => {
      r.int8();
      return r.string();
    });
    writer.int32(0).array([name], (w) =>
      w
        .int16(0)
        .nullableString(null)
        .int8(2)
        .string(name)
        .array([...this.configuration], (c, [key, value]) =>
          c
            .string(key)
            .nullableString(value)
            .boolean(false)
            .int8(5)
            .boolean(key.includes('password'))
            .array([], () => undefined),
        ),
    );
  }
}

function errorOf(partition: FakePartition | undefined, broker: number): number {
  return partition === undefined ? unknownTopic : partition.leader === broker ? 0 : 6;
}

function look(api: FakeRequest['api'], reader: ByteReader, version: number): Pick<FakeRequest, 'partition' | 'batch'> {
  if (api === 'Fetch') return { partition: readFetch(reader).topics[0]?.partitions[0]?.index, batch: undefined };
  if (api !== 'Produce' || version < 3) return { partition: undefined, batch: undefined };
  const { index, batch } = readProduce(reader);
  return { partition: index, batch };
}

interface FakeFetch {
  readonly maxBytes: number;
  readonly isCommitted: boolean;
  readonly topics: { name: string; partitions: { index: number; offset: bigint; partitionBytes: number }[] }[];
}

/** Version 11. */
function readFetch(reader: ByteReader): FakeFetch {
  reader.int32();
  reader.int32();
  reader.int32();
  const maxBytes = reader.int32();
  const isCommitted = reader.int8() === 1;
  reader.int32();
  reader.int32();
  const topics = reader.array((r) => ({
    name: r.string(),
    partitions: r.array((p) => {
      const index = p.int32();
      p.int32();
      const offset = p.int64();
      p.int64();
      return { index, offset, partitionBytes: p.int32() };
    }),
  }));
  return { maxBytes, isCommitted, topics };
}

function readProduce(reader: ByteReader): { name: string; index: number; batch: Buffer } {
  reader.nullableString();
  reader.int16();
  reader.int32();
  reader.int32();
  const name = reader.string();
  reader.int32();
  return { name, index: reader.int32(), batch: reader.nullableBytes() ?? Buffer.alloc(0) };
}
