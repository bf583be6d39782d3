/**
 * What to call each text: the last part of its path, with as much before it as tells it from the others.
 *
 * @param uris each once
 */
export function textNames(uris: readonly string[]): ReadonlyMap<string, string> {
  const paths = new Map(uris.map((uri) => [uri, pathOf(uri)]));
  const names = new Map<string, string>();
  for (const [uri, path] of paths) {
    const others = [...paths].filter(([other]) => other !== uri).map(([, parts]) => parts);
    let count = 1;
    while (count < path.length && others.some((other) => endOf(other, count) === endOf(path, count))) count++;
    names.set(uri, endOf(path, count));
  }
  return names;
}

/** What to call one text by itself. */
export function textName(uri: string): string {
  return endOf(pathOf(uri), 1);
}

function endOf(path: readonly string[], count: number): string {
  return path.slice(-count).join('/');
}

/** The parts of a text's path, as they are called. */
export function pathOf(uri: string): string[] {
  const path = uri.replace(/[?#].*$/s, '').replace(/^[^:]*:(?:\/\/[^/]*)?/, '');
  return path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A lone percent sign is a part of the name.
    return part;
  }
}
