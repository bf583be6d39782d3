/** What the setting `compatibility.baseline`, or an argument at a terminal, names. */
export type BaselineText =
  { readonly kind: 'registry' } | { readonly kind: 'git'; readonly ref: string } | { readonly kind: 'path'; readonly path: string };

export function parseBaselineText(text: string): BaselineText {
  if (text === 'registry') return { kind: 'registry' };
  return text.startsWith('git:') ? { kind: 'git', ref: text.slice('git:'.length).trim() } : { kind: 'path', path: text };
}
