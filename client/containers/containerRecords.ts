import { readContainerHeader, type ContainerHeader } from '../../shared/avro/container/header.ts';
import { findRecords, type BlockRecords } from '../../shared/avro/container/records.ts';
import type { ByteSource } from '../../shared/avro/container/source.ts';
import { compileReader, type Reader } from '../../shared/avro/read.ts';
import type { Value } from '../../shared/avro/value.ts';
import { CodecError } from '../../shared/errors.ts';
import { runInSlices } from '../../shared/slices.ts';
import { abortError, pause } from '../cluster/abort.ts';
import { BlockIndex } from './blockIndex.ts';
import { decompressBlock } from './decompress.ts';

/** One record of a container file, or why it can't be read. */
export type ContainerRecord = {
  /** From 0, over the whole file. */
  readonly index: number;
  /** From 0. */
  readonly block: number;
} & (
  | {
      readonly ok: true;
      readonly value: Value;
      /** Its Avro binary: a view into the block's data. */
      readonly bytes: Uint8Array;
    }
  /** One sentence. */
  | { readonly ok: false; readonly why: string }
);

export interface ContainerLimits {
  /** How much the data of one block may be, compressed and decompressed. */
  readonly maxBlockBytes: number;
}

/** The data of the blocks read last are kept up to so many bytes, since neighbours are asked for together. */
const keptBytes = 32 << 20;
const sliceMs = 20;

const raiseLimit = 'Raise avroWorkbench.peek.maxInflatedMegabytes to read it.';

interface ReadBlock {
  readonly first: number;
  /** As its head says. */
  readonly count: number;
  readonly records: BlockRecords | undefined;
  readonly problem: string | undefined;
}

/** Any record of a container file of any size: its block alone is read for it. */
export class ContainerRecords {
  readonly header: ContainerHeader;
  readonly index: BlockIndex;
  readonly #source: ByteSource;
  readonly #reader: Reader;
  readonly #limits: ContainerLimits;
  readonly #kept = new Map<number, ReadBlock>();

  private constructor(source: ByteSource, header: ContainerHeader, limits: ContainerLimits) {
    this.header = header;
    this.index = new BlockIndex(source, header);
    this.#source = source;
    this.#reader = compileReader(header.schema);
    this.#limits = limits;
  }

  /** @throws as {@link readContainerHeader} */
  static async open(source: ByteSource, label: string, limits: ContainerLimits): Promise<ContainerRecords> {
    return new ContainerRecords(source, await readContainerHeader(source, label), limits);
  }

  /**
   * So many records from one on; fewer at the end of what the index knows.
   *
   * @throws AbortError, and errors of Node where the file can't be read
   */
  async read(from: number, count: number, signal: AbortSignal): Promise<ContainerRecord[]> {
    const found: ContainerRecord[] = [];
    let place = this.index.find(from);
    for (let record = from; place !== undefined && found.length < count; place = this.index.find(record)) {
      const { block } = place;
      const read = await this.#readBlock(block, signal);
      const end = Math.min(read.first + read.count, from + count);
      for (; record < end; record++) found.push(this.#toRecord(read, record, block));
    }
    return found;
  }

  /** Why a block does not hold what its head says; undefined where it does. */
  async problemOf(block: number, signal: AbortSignal): Promise<string | undefined> {
    return (await this.#readBlock(block, signal)).problem;
  }

  #toRecord({ first, records, problem }: ReadBlock, index: number, block: number): ContainerRecord {
    const at = index - first;
    if (records === undefined || at >= records.count)
      return { ok: false, index, block, why: problem ?? 'The block ends before this record.' };
    const start = records.starts[at] ?? 0;
    const { value, end } = this.#reader.readAt(records.data, start);
    return { ok: true, index, block, value, bytes: records.data.subarray(start, end) };
  }

  async #readBlock(block: number, signal: AbortSignal): Promise<ReadBlock> {
    const known = this.#kept.get(block);
    if (known !== undefined) return known;
    const read = await this.#load(block, signal);
    this.#kept.set(block, read);
    let bytes = 0;
    // The map keeps the order of insertion: the newest are counted first, and what is beyond is let go.
    for (const [other, { records }] of [...this.#kept].reverse()) {
      bytes += records?.data.length ?? 0;
      if (bytes > keptBytes && other !== block) this.#kept.delete(other);
    }
    return read;
  }

  async #load(block: number, signal: AbortSignal): Promise<ReadBlock> {
    if (signal.aborted) throw abortError();
    const first = this.index.firstOf(block);
    const count = this.index.firstOf(block + 1) - first;
    const head = await this.index.read(block);
    const failed = (problem: string): ReadBlock => ({ first, count, records: undefined, problem });
    if (head === undefined) return failed('The file has changed since it was opened.');
    const { dataStart, dataLength } = head;
    if (dataLength > this.#limits.maxBlockBytes)
      return failed(`The block at byte ${head.position} has ${dataLength} bytes, which is more than is read at once. ${raiseLimit}`);
    try {
      const compressed = await this.#source.read(dataStart, dataLength);
      const data = await decompressBlock(this.header.codec, compressed, this.#limits.maxBlockBytes);
      const records = await runInSlices(findRecords(this.#reader, data, count), {
        sliceMs,
        now: () => performance.now(),
        pause: () => pause(0, signal),
        isCancelled: () => signal.aborted,
      });
      if (records === undefined) throw abortError();
      return { first, count, records, problem: records.problem && `In the block at byte ${head.position}: ${records.problem}` };
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      // The reason goes on a sentence that has said already which block is meant.
      const reason = error.message.replace(/^A block/, 'it').replace(/^The file/, 'the file');
      return failed(`The block at byte ${head.position} can't be read: ${reason}${error.remedy === undefined ? '' : ` ${error.remedy}`}`);
    }
  }
}
