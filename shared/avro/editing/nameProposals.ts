import { isAsciiName, isValidNamespace, namespaceOf } from '../names.ts';
import { protocolNamespace } from '../parseProtocol.ts';
import type { Place, Proposal } from './proposals.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { isField, isNamed } from '../schemaTree.ts';

/** The name of the outermost type, or of a protocol, as the file's name has it. */
export function proposeName(place: Place): Proposal[] {
  const name = suggestedName(place);
  return name === undefined ? [] : [{ label: name, kind: 'value', template: [JSON.stringify(name)], detail: 'as the file' }];
}

/** What the outermost type is probably called: undefined for any other, and where the file's name makes no name. */
export function suggestedName({ fileName, cursor }: Place): string | undefined {
  if (cursor.containers.length > 1) return undefined;
  const words = stemOf(fileName).name.split(/[^A-Za-z0-9_]+/);
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return isAsciiName(name) ? name : undefined;
}

/** The namespaces of this text and of others, that of what is around first. */
export function proposeNamespaces(place: Place): Proposal[] {
  const { parsed, otherNames, fileName, parts } = place;
  const namespace = enclosingNamespace(parts.slice(0, -1));
  const namespaces = new Set<string | undefined>([namespace, ...[...parsed.definitions.keys()].map(namespaceOf)]);
  const ofFile = stemOf(fileName).namespace;
  if (ofFile !== undefined) namespaces.add(ofFile);
  const others = new Set<string | undefined>();
  for (const fullname of otherNames.fullnames()) others.add(namespaceOf(fullname));
  const sorted = [...others].filter((each) => each !== undefined).sort();
  return [...new Set([...namespaces, ...sorted])].flatMap((each) =>
    each === undefined || each === '' ? [] : [{ label: each, kind: 'value' as const, template: [JSON.stringify(each)] }],
  );
}

/** A file's name without its ending, as a name and the namespace before it. */
function stemOf(fileName: string): { readonly name: string; readonly namespace: string | undefined } {
  const stem = fileName.replace(/\.(?:avsc|avpr|json)$/i, '');
  const namespace = namespaceOf(stem);
  return namespace !== undefined && isValidNamespace(namespace)
    ? { name: stem.slice(namespace.length + 1), namespace }
    : { name: stem, namespace: undefined };
}

/** The namespace in which a name inside of these parts is resolved, which stand in each other. */
export function enclosingNamespace(parts: readonly SchemaPart[]): string | undefined {
  let namespace: string | undefined;
  for (const part of parts) {
    if (!isField(part) && part.type === 'protocol') namespace = protocolNamespace(part);
    if (!isNamed(part)) continue;
    namespace = part.fullname === undefined ? (part.namespace?.value ?? namespace) : namespaceOf(part.fullname);
  }
  return namespace;
}
