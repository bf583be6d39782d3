import { RegistryError } from '../errors.ts';
import { maxSchemaId } from '../wire/confluentPrefix.ts';
import { topicSubject } from '../wire/topicSubjects.ts';
import type { Known, OwnSchemas, RegistryName } from '../wire/topicSchemas.ts';
import type { AskedId } from './samples.ts';

const known = new WeakMap<Known, AskedId>();

/**
 * What the registry says of a name, as consumers would be told it: by the subject of this topic where that has the schema.
 *
 * @param found undefined where it was not asked
 */
export function toAsked(
  found: Known | undefined,
  name: RegistryName,
  { topic, part }: { readonly topic: string; readonly part: 'key' | 'value' },
  own: OwnSchemas | undefined,
): AskedId | undefined {
  if (found === undefined) {
    const isNone = name.kind === 'schema-id' && (name.schemaId < 1 || name.schemaId > maxSchemaId);
    return isNone ? noSuchId : undefined;
  }
  if ('error' in found) return found;
  let made = known.get(found);
  if (made === undefined) {
    const { readable, subjects } = found;
    const named = subjects?.find(({ subject }) => subject === topicSubject(topic, part));
    const source = named === undefined ? readable.source : { ...readable.source, subject: named.subject, version: named.version };
    // The same text may have another id there.
    const isSame = own?.subject === topicSubject(topic, part) && own.readables.some((one) => one.fingerprint() === readable.fingerprint());
    const names = subjects?.map(({ subject }) => subject);
    made = { readable: { ...readable, source }, schema: readable.text, subjects: isSame && names ? [...names, own.subject] : names };
    known.set(found, made);
  }
  return made;
}

/** No registry gives out such ids, so none needs to be asked. */
const noSuchId: AskedId = { error: new RegistryError('registry/schema-not-found', 'No registry has such a schema id.') };

/** What the registry says of a GUID, or that it knows none at all. */
export function toAskedGuid(asked: AskedId | undefined): AskedId | 'none' | undefined {
  if (asked === undefined || !('error' in asked)) return asked;
  const { cause } = asked.error;
  return cause instanceof RegistryError && cause.code === 'registry/not-supported' ? 'none' : asked;
}
