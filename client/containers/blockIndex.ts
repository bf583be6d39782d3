import { readBlockHead, type ContainerBlock, type ContainerGap } from '../../shared/avro/container/blocks.ts';
import type { ContainerHeader } from '../../shared/avro/container/header.ts';
import type { ByteSource } from '../../shared/avro/container/source.ts';

/** A gap, and the number of the first record behind it. */
export interface LocatedGap extends ContainerGap {
  readonly record: number;
}

/**
 * Where the blocks of a file are, as far as their heads were read: 24 bytes of memory for each. Records are numbered from
 * 0 by what the heads say.
 */
export class BlockIndex {
  readonly #source: ByteSource;
  readonly #header: ContainerHeader;
  /** Of each block its position, and the number of its first record; behind the last one where the next begins. */
  #positions = new Float64Array(1024);
  #firsts = new Float64Array(1024);
  #length = 0;
  readonly #gaps: LocatedGap[] = [];
  #position: number;
  #advancing: Promise<boolean> | undefined;
  #records = 0;

  constructor(source: ByteSource, header: ContainerHeader) {
    this.#source = source;
    this.#header = header;
    this.#position = header.end;
  }

  get blocks(): number {
    return this.#length;
  }

  /** In the blocks that are known. */
  get records(): number {
    return this.#records;
  }

  /** Up to here the file was looked at. */
  get position(): number {
    return this.#position;
  }

  get isComplete(): boolean {
    return this.#position >= this.#source.size;
  }

  /** Stretches that are no blocks, at most {@link mostGaps}. */
  get gaps(): readonly LocatedGap[] {
    return this.#gaps;
  }

  /** Reads one more head; whether there may be more behind it. Who asks meanwhile gets the same answer. */
  advance(): Promise<boolean> {
    this.#advancing ??= this.#readNext().finally(() => (this.#advancing = undefined));
    return this.#advancing;
  }

  async #readNext(): Promise<boolean> {
    const found = await readBlockHead(this.#source, this.#header, this.#position);
    if (found === undefined) return false;
    if (found.kind === 'gap') {
      if (this.#gaps.length < mostGaps) this.#gaps.push({ ...found.gap, record: this.#records });
      this.#position = found.gap.end;
    } else {
      this.#add(found.block);
      this.#position = found.block.end;
    }
    return !this.isComplete;
  }

  /** The block that holds a record, by its place among the blocks; undefined where it is not known yet. */
  find(record: number): { readonly block: number; readonly first: number } | undefined {
    if (record < 0 || record >= this.#records) return undefined;
    let low = 0;
    let high = this.#length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#firsts[middle] ?? 0) <= record) low = middle;
      else high = middle - 1;
    }
    // Blocks without records have the same first one as the block behind them; the search ends at the last of these.
    return { block: low, first: this.#firsts[low] ?? 0 };
  }

  /** The first record of a block. */
  firstOf(block: number): number {
    return block < this.#length ? (this.#firsts[block] ?? 0) : this.#records;
  }

  async read(block: number): Promise<ContainerBlock | undefined> {
    if (block < 0 || block >= this.#length) return undefined;
    const found = await readBlockHead(this.#source, this.#header, this.#positions[block] ?? 0);
    return found?.kind === 'block' ? found.block : undefined;
  }

  #add({ position, count }: ContainerBlock): void {
    if (this.#length === this.#positions.length) {
      this.#positions = grown(this.#positions);
      this.#firsts = grown(this.#firsts);
    }
    this.#positions[this.#length] = position;
    this.#firsts[this.#length] = this.#records;
    this.#length++;
    this.#records += count;
  }
}

const mostGaps = 1000;

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(2 * array.length);
  longer.set(array);
  return longer;
}
