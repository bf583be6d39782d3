/** What an attempt came to: it never throws. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

export interface Entry<T> {
  readonly outcome: Promise<Outcome<T>>;
  /** Undefined until it is there. */
  now(): Outcome<T> | undefined;
}

/** What was fetched, failures too, until it is forgotten: a view asks again whenever something is drawn anew. */
export interface Kept<T> {
  /** Begins to fetch it where that was not begun. */
  get(key: string, fetch: () => Promise<T>): Entry<T>;
  peek(key: string): Entry<T> | undefined;
  forget(which: (key: string) => boolean): void;
}

/** @param onSettled told the key of what was fetched, unless it was forgotten meanwhile */
export function createKept<T>(onSettled: (key: string, outcome: Outcome<T>) => void): Kept<T> {
  const entries = new Map<string, Entry<T>>();
  return {
    get(key, fetch) {
      const known = entries.get(key);
      if (known !== undefined) return known;
      let settled: Outcome<T> | undefined;
      const settle = async (): Promise<Outcome<T>> => {
        try {
          settled = { ok: true, value: await fetch() };
        } catch (error) {
          settled = { ok: false, error };
        }
        if (entries.get(key) === entry) onSettled(key, settled);
        return settled;
      };
      const entry: Entry<T> = { outcome: Promise.resolve().then(settle), now: () => settled };
      entries.set(key, entry);
      return entry;
    },
    peek: (key) => entries.get(key),
    forget(which) {
      for (const key of entries.keys()) if (which(key)) entries.delete(key);
    },
  };
}
