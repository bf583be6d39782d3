/** When diagnostics are pushed to a client that does not pull them. */
export interface Publisher {
  /** The document, or what it depends on, has changed: check it soon, once for many changes. */
  changed(uri: string): void;
  /** The document is closed: what is under way for it counts no more. */
  closed(uri: string): void;
  /** Nobody listens any more: nothing is checked or sent. */
  stop(): void;
}

export interface PublisherOptions {
  /** How long a document must be left alone before it is checked. */
  readonly quietMs: number;
}

/**
 * Pushes the result of `check` through `send`, for each document the newest one only: a check that is overtaken by a
 * change or by a later check sends nothing. `check` returns undefined where there is nothing to say.
 */
export function createPublisher<Result>(
  check: (uri: string) => Promise<Result | undefined>,
  send: (result: Result) => void,
  { quietMs }: PublisherOptions,
): Publisher {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const stop = (uri: string): void => {
    clearTimeout(waiting.get(uri));
    waiting.delete(uri);
  };
  const run = async (uri: string, own: ReturnType<typeof setTimeout>): Promise<void> => {
    const result = await check(uri);
    // The timer stays until its check is done, so any later change or check has put another in its place.
    if (waiting.get(uri) !== own) return;
    waiting.delete(uri);
    if (result !== undefined) send(result);
  };
  return {
    changed(uri) {
      stop(uri);
      const timer = setTimeout(() => void run(uri, timer), quietMs);
      waiting.set(uri, timer);
    },
    closed: stop,
    stop() {
      for (const uri of [...waiting.keys()]) stop(uri);
    },
  };
}
