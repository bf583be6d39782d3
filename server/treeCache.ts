/** Things that were made of texts, as long as they are not too much: what has not been used for longest goes first. */
export class TreeCache<T> {
  readonly #maxChars: number;
  readonly #entries = new Map<string, { readonly value: T; readonly chars: number }>();
  #chars = 0;
  #isTrimming = false;

  /** @param maxChars the length of the texts, all together */
  constructor(maxChars: number) {
    this.#maxChars = maxChars;
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // A map keeps the order in which entries were added.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  add(key: string, value: T, chars: number): void {
    this.delete(key);
    this.#entries.set(key, { value, chars });
    this.#chars += chars;
    if (this.#chars > this.#maxChars && !this.#isTrimming) {
      this.#isTrimming = true;
      // Whoever walks from text to text in one go must meet the same tree again, or a cycle would never end for it.
      setImmediate(() => this.#trim());
    }
  }

  delete(key: string): void {
    this.#chars -= this.#entries.get(key)?.chars ?? 0;
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#chars = 0;
  }

  #trim(): void {
    this.#isTrimming = false;
    for (const key of this.#entries.keys()) {
      // The newest stays, however large.
      if (this.#chars <= this.#maxChars || this.#entries.size <= 1) return;
      this.delete(key);
    }
  }
}
