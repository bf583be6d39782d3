/** A setting of a properties file, with its line, from 1. */
export interface Property {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/**
 * The settings in a Java properties file, in its order; of a name that is given twice, the last counts, as in Java.
 *
 * @see java.util.Properties, `load(Reader)`
 */
export function parseProperties(text: string): ReadonlyMap<string, Property> {
  const found = new Map<string, Property>();
  for (const { text: line, number } of logicalLines(text)) {
    const [name, value] = splitProperty(line);
    found.set(name, { name, value, line: number });
  }
  return found;
}

/** Lines that end in an odd number of backslashes go on in the next one; blank lines and comments are left out. */
function* logicalLines(text: string): Generator<{ readonly text: string; readonly number: number }> {
  const lines = text.split(/\r\n|\r|\n/);
  for (let index = 0; index < lines.length; index++) {
    const number = index + 1;
    let line = withoutIndent(lines[index] ?? '');
    if (line === '' || line.startsWith('#') || line.startsWith('!')) continue;
    while (/(?:^|[^\\])(?:\\\\)*\\$/.test(line) && index + 1 < lines.length) line = line.slice(0, -1) + withoutIndent(lines[++index] ?? '');
    yield { text: line.replace(/((?:^|[^\\])(?:\\\\)*)\\$/, '$1'), number };
  }
}

function withoutIndent(line: string): string {
  return line.replace(/^[ \t\f]+/, '');
}

/** The name ends at the first `=`, `:` or blank that no backslash stands before. */
function splitProperty(line: string): [name: string, value: string] {
  let end = 0;
  while (end < line.length && !/[=:\s]/.test(line.charAt(end))) end += line.charAt(end) === '\\' ? 2 : 1;
  const rest = line.slice(end).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '');
  return [unescape(line.slice(0, end)), unescape(rest)];
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_whole, code: string | undefined, character: string | undefined) =>
    code === undefined ? (escapes[character ?? ''] ?? character ?? '') : String.fromCharCode(parseInt(code, 16)),
  );
}
