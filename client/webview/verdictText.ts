import type { PartDetails } from './recordsProtocol.ts';

/**
 * The evidence line of a part: a word that is set apart, which may be empty, and the sentences behind it. Where these
 * begin with that word themselves, it does not stand there twice.
 */
export function toVerdict({ state, evidence, remedy }: PartDetails): { readonly word: string; readonly rest: string } {
  const sentences = remedy === undefined ? evidence : `${evidence} ${remedy}`;
  const own = /^(?:Guessed|Tombstone):/.exec(sentences);
  if (own) return { word: own[0], rest: sentences.slice(own[0].length).trimStart() };
  switch (state) {
    case 'exact':
      return { word: 'Exact.', rest: sentences };
    case 'guessed':
      return { word: 'Guessed.', rest: sentences };
    case 'failed':
      return { word: 'Not decoded.', rest: sentences };
    case 'bytes':
      return { word: 'Bytes only.', rest: sentences };
    case 'text':
    case 'null':
      return { word: '', rest: sentences };
  }
}
