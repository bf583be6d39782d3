/** What is known of nodes, fetched in the background for those that somebody looks at, a few at a time. */
export interface LazyFacts<N, F> {
  get(node: N): F | undefined;
  /** Has what is not known of these nodes fetched, after those that were wanted before. */
  want(nodes: readonly N[]): void;
  /** What is known, fetched now where it is not; undefined where there is nothing to know. @throws what the fetching throws */
  need(node: N, signal: AbortSignal): Promise<F | undefined>;
  /** What is known of another by what has changed. */
  set(node: N, facts: F): void;
  /** All of which something is known. */
  known(): readonly (readonly [N, F])[];
  /** Forgets what is known, and what was wanted, of the nodes that this holds for. */
  forget(which: (node: N) => boolean): void;
}

export interface LazyFactsParts<N, F> {
  readonly keyOf: (node: N) => string;
  /** One result for each node; undefined where there is nothing to know. What it throws ends all that is wanted. */
  readonly fetch: (nodes: readonly N[], signal: AbortSignal) => Promise<readonly (F | undefined)[]>;
  /** How many are fetched at once. */
  readonly batch: number;
  /** Told the nodes of which more is known now. */
  readonly onKnown: (nodes: readonly N[]) => void;
  /** Told what ended the fetching. */
  readonly onFailure: (error: unknown) => void;
}

export function createLazyFacts<N, F>({ keyOf, fetch, batch, onKnown, onFailure }: LazyFactsParts<N, F>): LazyFacts<N, F> {
  const facts = new Map<string, { readonly node: N; readonly facts: F | undefined }>();
  const wanted = new Map<string, N>();
  // What is forgotten while it is fetched must not come back.
  const underWay = new Set<Batch<N>>();
  let isRunning = false;

  const fetchNow = async (nodes: readonly N[], signal: AbortSignal): Promise<readonly (F | undefined)[]> => {
    const begun: Batch<N> = { nodes: new Set(nodes) };
    underWay.add(begun);
    const found = await fetch(nodes, signal).finally(() => underWay.delete(begun));
    nodes.forEach((node, index) => {
      if (begun.nodes.has(node)) facts.set(keyOf(node), { node, facts: found[index] });
    });
    onKnown([...begun.nodes]);
    return found;
  };
  const run = async (): Promise<void> => {
    const { signal } = new AbortController();
    while (wanted.size > 0) {
      const nodes = [...wanted.values()].slice(0, batch);
      for (const node of nodes) wanted.delete(keyOf(node));
      await fetchNow(nodes, signal);
    }
  };
  const start = (): void => {
    if (isRunning || wanted.size === 0) return;
    isRunning = true;
    void run()
      .catch((error: unknown) => {
        // The others would most likely fail by the same.
        wanted.clear();
        onFailure(error);
      })
      .finally(() => {
        isRunning = false;
        start();
      });
  };

  return {
    get: (node) => facts.get(keyOf(node))?.facts,
    want(nodes) {
      for (const node of nodes) if (!facts.has(keyOf(node))) wanted.set(keyOf(node), node);
      start();
    },
    async need(node, signal) {
      const known = facts.get(keyOf(node))?.facts;
      if (known !== undefined) return known;
      wanted.delete(keyOf(node));
      const [found] = await fetchNow([node], signal);
      return found;
    },
    set(node, known) {
      facts.set(keyOf(node), { node, facts: known });
      onKnown([node]);
    },
    known: () => [...facts.values()].flatMap(({ node, facts: known }) => (known === undefined ? [] : [[node, known] as const])),
    forget(which) {
      for (const { nodes } of underWay) for (const node of nodes) if (which(node)) nodes.delete(node);
      for (const [key, { node }] of facts) if (which(node)) facts.delete(key);
      for (const [key, node] of wanted) if (which(node)) wanted.delete(key);
    },
  };
}

interface Batch<N> {
  /** Those of which it is still to be known. */
  readonly nodes: Set<N>;
}
