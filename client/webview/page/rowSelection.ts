import type { RecordPlace } from '../../records/recordsView.ts';

/** The rows that are chosen: records, not places in a table that moves. */
export class RowSelection {
  readonly #places = new Map<string, RecordPlace>();

  get size(): number {
    return this.#places.size;
  }

  /** In the order in which they were chosen. */
  places(): RecordPlace[] {
    return [...this.#places.values()];
  }

  has(place: RecordPlace): boolean {
    return this.#places.has(keyOf(place));
  }

  set(places: readonly RecordPlace[]): void {
    this.#places.clear();
    for (const place of places) this.add(place);
  }

  add({ partition, offset }: RecordPlace): void {
    this.#places.set(keyOf({ partition, offset }), { partition, offset });
  }

  toggle(place: RecordPlace): void {
    if (!this.#places.delete(keyOf(place))) this.add(place);
  }
}

function keyOf({ partition, offset }: RecordPlace): string {
  return `${partition}/${offset}`;
}
