import { isAlike } from './alike.ts';
import type { Definition, OtherNames } from './nameIndex.ts';
import type { NamedSchema } from './schema.ts';

/** So many different definitions of one name are looked into, each of which is in a text that must be parsed. */
const maxRead = 8;

/**
 * Those definitions of a fullname in other texts that mean something else than another definition of it.
 *
 * @param own the digest of the schema; a definition that has the same one need not be looked into
 * @param definitions of one fullname
 */
export function differentFrom(
  schema: NamedSchema,
  own: string | undefined,
  definitions: readonly Definition[],
  otherNames: OtherNames,
): readonly Definition[] {
  const verdicts = new Map<string, boolean>();
  if (own !== undefined) verdicts.set(withoutDocs(own), false);
  return definitions.filter((definition) => {
    const digest = withoutDocs(definition.digest);
    const known = verdicts.get(digest);
    if (known !== undefined) return known;
    if (verdicts.size > maxRead) return false;
    const verdict = isDifferent(schema, definition, otherNames);
    verdicts.set(digest, verdict);
    return verdict;
  });
}

/** What tells whether two definitions are the same in all but their docs. */
function withoutDocs(digest: string): string {
  return digest.slice(0, digest.indexOf('.'));
}

function isDifferent(schema: NamedSchema, definition: Definition, otherNames: OtherNames): boolean {
  if (definition.type !== schema.type) return true;
  const other = otherNames.read(definition);
  return other !== undefined && !isAlike(schema, other);
}

/**
 * The names of texts, as short as they can be told apart by, such as `orders.avsc` or `v1/orders.avsc`; of many the first
 * and how many more there are.
 */
export function textNames(uris: readonly string[]): string {
  const paths = uris.map((uri) => decode(uri.replace(/^[\w+.-]+:\/\/[^/]*\/*/, '')).split('/'));
  let parts = 1;
  const longest = Math.max(0, ...paths.map(({ length }) => length));
  while (parts < longest && new Set(paths.map((path) => path.slice(-parts).join('/'))).size < new Set(uris).size) parts++;
  const names = [...new Set(paths.map((path) => path.slice(-parts).join('/')))];
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more files`;
  const last = names.pop();
  return names.length === 0 ? (last ?? '') : `${names.join(', ')} and ${last ?? ''}`;
}

/** A URI that is not well formed stands as it is. */
function decode(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
