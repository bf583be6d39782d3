import type { FileSubject } from './baselines.ts';

/** What a file's type is called, for the search for its subject. */
export interface TypeName {
  /** The name that counts: what is just being typed does not yet. */
  settled: string | undefined;
  next: { readonly fullname: string | undefined; readonly timer: NodeJS.Timeout } | undefined;
  /** The subject that was found by a name before: renaming a type breaks compatibility with it, and does not end it. */
  subject: FileSubject | undefined;
}

/** So long a type must bear a name until it is searched for: nothing is asked for at each letter of a name. */
const settledAfterMs = 1500;

/** The names of the types of files. */
export class TypeNames {
  readonly #settled: (uri: string) => void;
  readonly #names = new Map<string, TypeName>();

  /** @param settled told of a file whose type has borne a new name for a while */
  constructor(settled: (uri: string) => void) {
    this.#settled = settled;
  }

  /** Notes what a file's type is called now. */
  note(uri: string, fullname: string | undefined): TypeName {
    const known = this.#names.get(uri);
    if (known === undefined) {
      const name: TypeName = { settled: fullname, next: undefined, subject: undefined };
      this.#names.set(uri, name);
      return name;
    }
    if (known.settled === fullname || known.next?.fullname !== fullname) {
      clearTimeout(known.next?.timer);
      known.next = undefined;
    }
    if (known.settled !== fullname && known.next === undefined) {
      const timer = setTimeout(() => {
        known.settled = fullname;
        known.next = undefined;
        this.#settled(uri);
      }, settledAfterMs);
      known.next = { fullname, timer };
    }
    return known;
  }

  forget(uri: string): void {
    clearTimeout(this.#names.get(uri)?.next?.timer);
    this.#names.delete(uri);
  }
}
