import { createCopier, newestFirst, sizeOf, type Held, type RecordToHold } from './heldRecord.ts';

/** What is dropped first where there is too much: what came first, or what is oldest by time. */
export type DropOrder = 'arrival' | 'time';

export interface KeepLimits {
  readonly records: number;
  readonly bytes: number;
}

/** Records that are held, within limits of count and bytes. Beyond them the oldest are dropped. */
export class RecordStore {
  /** Grows whenever records come or go. */
  revision = 0;
  /** How many were dropped. */
  dropped = 0;
  #count = 0;
  #bytes = 0;
  #sequence = 0;
  #limits: KeepLimits;
  #dropOrder: DropOrder;
  /** In the order of arrival. Dropped ones stay in between until there are many. */
  #arrivals: Held[] = [];
  #droppedAmong = 0;
  /** Of `arrivals`, where the first may be that is not dropped. */
  #first = 0;
  /** Where the oldest by time are dropped first: a heap with the oldest on top. */
  #oldest: OldestFirst | undefined;
  readonly #places = new Map<number, Map<bigint, Held>>();
  readonly #copy = createCopier();

  constructor(limits: KeepLimits, dropOrder: DropOrder) {
    this.#limits = limits;
    this.#dropOrder = dropOrder;
    if (dropOrder === 'time') this.#oldest = new OldestFirst([]);
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get lastSequence(): number {
    return this.#sequence;
  }

  /** Applies from the next record on. */
  setLimits(limits: KeepLimits, dropOrder: DropOrder): void {
    this.#limits = limits;
    if (dropOrder === this.#dropOrder) return;
    this.#dropOrder = dropOrder;
    this.#oldest = dropOrder === 'time' ? new OldestFirst([...this.all()]) : undefined;
  }

  /** Holds a copy of a record; one that is held already stays as it is. It may be dropped at once where it is the oldest. */
  add(record: RecordToHold): void {
    const places = this.#placesOf(record.partition);
    if (places.has(record.offset)) return;
    const held: Held = {
      ...record,
      key: this.#copy(record.key),
      value: this.#copy(record.value),
      headers: record.headers.map(({ name, value }) => ({ name, value: this.#copy(value) })),
      sequence: ++this.#sequence,
      bytes: sizeOf(record),
      isDropped: false,
    };
    places.set(held.offset, held);
    this.#arrivals.push(held);
    this.#oldest?.push(held);
    this.#count++;
    this.#bytes += held.bytes;
    this.revision++;
    // One record is kept, however large it is: a table that shows none would say that there is none.
    while (this.#count > 1 && (this.#count > this.#limits.records || this.#bytes > this.#limits.bytes)) this.#dropOldest();
  }

  /** Undefined where it is not held. */
  find(partition: number, offset: bigint): Held | undefined {
    return this.#places.get(partition)?.get(offset);
  }

  /** All that are held, in the order of arrival. */
  *all(): Generator<Held, void> {
    for (const held of this.#arrivals) if (!held.isDropped) yield held;
  }

  /** Those that came after the one of this sequence, in the order of arrival. */
  since(sequence: number): Held[] {
    let [low, high] = [0, this.#arrivals.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#arrivals[middle]?.sequence ?? 0) <= sequence) low = middle + 1;
      else high = middle;
    }
    return this.#arrivals.slice(low).filter(({ isDropped }) => !isDropped);
  }

  /** Lets go of everything. */
  clear(): void {
    for (const held of this.#arrivals) held.isDropped = true;
    this.#arrivals = [];
    this.#places.clear();
    if (this.#oldest) this.#oldest = new OldestFirst([]);
    [this.#count, this.#bytes, this.#droppedAmong, this.#first] = [0, 0, 0, 0];
    this.revision++;
  }

  #dropOldest(): void {
    const held = this.#oldest ? this.#oldest.pop() : this.#firstArrived();
    if (held === undefined) return;
    held.isDropped = true;
    this.#places.get(held.partition)?.delete(held.offset);
    this.#count--;
    this.#bytes -= held.bytes;
    this.dropped++;
    this.#droppedAmong++;
    if (this.#droppedAmong < 1000 || this.#droppedAmong < this.#arrivals.length / 2) return;
    this.#arrivals = this.#arrivals.filter(({ isDropped }) => !isDropped);
    [this.#droppedAmong, this.#first] = [0, 0];
  }

  #firstArrived(): Held | undefined {
    while (this.#arrivals[this.#first]?.isDropped === true) this.#first++;
    return this.#arrivals[this.#first];
  }

  #placesOf(partition: number): Map<bigint, Held> {
    const known = this.#places.get(partition);
    if (known !== undefined) return known;
    const places = new Map<bigint, Held>();
    this.#places.set(partition, places);
    return places;
  }
}

/** A binary heap with the oldest record on top. */
class OldestFirst {
  readonly #items: Held[];

  constructor(items: Held[]) {
    this.#items = items.sort((a, b) => newestFirst(b, a));
  }

  push(held: Held): void {
    const items = this.#items;
    let index = items.push(held) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isOlder(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  pop(): Held | undefined {
    const items = this.#items;
    const [top] = items;
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    items[0] = last;
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      let oldest = index;
      if (this.#isOlder(left, oldest)) oldest = left;
      if (this.#isOlder(left + 1, oldest)) oldest = left + 1;
      if (oldest === index) return top;
      this.#swap(index, oldest);
      index = oldest;
    }
  }

  #isOlder(index: number, other: number): boolean {
    const [a, b] = [this.#items[index], this.#items[other]];
    return a !== undefined && b !== undefined && newestFirst(a, b) > 0;
  }

  #swap(index: number, other: number): void {
    const [a, b] = [this.#items[index], this.#items[other]];
    if (a === undefined || b === undefined) return;
    this.#items[index] = b;
    this.#items[other] = a;
  }
}
