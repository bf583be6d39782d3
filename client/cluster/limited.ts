/** Does something with each item, at most `limit` at a time. @returns the results in the items' order. @throws what the first throws */
export async function mapLimited<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  let hasFailed = false;
  const run = async (): Promise<void> => {
    // All of them take from the same queue.
    for (const [index, item] of queue) {
      if (hasFailed) return;
      results[index] = await work(item);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, run));
  } finally {
    hasFailed = true;
  }
  return results;
}
