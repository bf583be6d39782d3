/**
 * The titles of records pages, in their order: the topic alone, and its connection beside it where another page has the
 * same topic of another cluster.
 */
export function pageTitles(pages: readonly { readonly connection: string; readonly topic: string }[]): string[] {
  const isAlone = (topic: string): boolean => pages.filter((page) => page.topic === topic).length === 1;
  return pages.map(({ connection, topic }) => (isAlone(topic) ? topic : `${topic} (${connection})`));
}
