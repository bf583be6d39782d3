/**
 * A regular expression by which Java means what a filter means by it, character by character; undefined of one with parts of
 * which that is not certain, such as flags, look-around and classes beyond ASCII.
 */
export function javaPattern(source: string): string | undefined {
  let pattern = '';
  let rest = source;
  while (rest !== '') {
    const found = parts.map(([part, write]) => ({ match: part.exec(rest)?.[0], write })).find(({ match }) => match !== undefined);
    if (found?.match === undefined) return undefined;
    pattern += found.write(found.match);
    rest = rest.slice(found.match.length);
  }
  return pattern;
}

const asIs = (match: string): string => match;

const parts: readonly (readonly [RegExp, (match: string) => string])[] = [
  [/^\\[dDwW]/, asIs],
  [/^\\[.*+?^$|(){}[\]\\/-]/, asIs],
  // Java's dot leaves out one line break more, and its dollar looks before the last one.
  [/^\./, () => '[^\\n\\r\\u2028\\u2029]'],
  [/^\$/, () => '\\z'],
  [/^\^/, () => '\\A'],
  [/^\(\?:/, asIs],
  [/^\((?!\?)/, asIs],
  [/^[)|]/, asIs],
  [/^(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})\??(?![*+?{])/, asIs],
  [/^\[\^?(?:\\[dw\\\]^-]|[A-Za-z0-9 _.,:;@#%=+*/?!'"<>(){}|$](?:-[A-Za-z0-9])?)+-?\]/, asIs],
  [/^[A-Za-z0-9 _,:;@#%=!'"<>~`/&-]/, asIs],
  [/^[\u00a0-\ud7ff\ue000-\ufffd]/, asIs],
];
