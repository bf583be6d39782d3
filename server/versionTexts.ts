import { parseSchemaSteps } from '../shared/avro/parse.ts';
import type { Side } from '../shared/avro/compatibility/mismatch.ts';
import type { NamedSchema, NameLookup, ParsedSchema } from '../shared/avro/schema.ts';
import { checkUsableSteps } from '../shared/avro/usable.ts';
import { CodecError } from '../shared/errors.ts';
import type { BaselineVersion } from '../shared/protocol.ts';
import type { Steps } from '../shared/slices.ts';
import { SharedWork } from './sharedWork.ts';
import { TreeCache } from './treeCache.ts';

/** The text of a version, parsed. */
export interface VersionText {
  readonly side: Side | undefined;
  /** Why there is nothing to compare with, as a clause; undefined where there is. */
  readonly reason: string | undefined;
  /** What the texts define that it refers to. */
  readonly lookup: NameLookup;
}

/** The texts that schemas are compared with, each parsed once for as long as they are not too much. */
export class VersionTexts {
  readonly #taken = new TreeCache<{ readonly version: BaselineVersion; readonly work: SharedWork<VersionText> }>(maxCachedChars);

  /** The work of parsing it, which may be done already. It never throws: what is wrong with the text is in the result. */
  take(version: BaselineVersion): SharedWork<VersionText> {
    const taken = this.#taken.get(version.uri);
    if (taken !== undefined && isSameText(taken.version, version)) return taken.work;
    const work = new SharedWork(parseVersion(version));
    const chars = version.references.reduce((sum, each) => sum + each.length, version.text.length);
    this.#taken.add(version.uri, { version, work }, chars);
    return work;
  }
}

/** A tree takes some fifteen bytes for each character of its text: fifty versions of 200 KB are kept. */
const maxCachedChars = 16_000_000;

function isSameText(a: BaselineVersion, b: BaselineVersion): boolean {
  if (a === b) return true;
  const { length } = a.references;
  return a.text === b.text && length === b.references.length && a.references.every((text, index) => text === b.references[index]);
}

function* parseVersion({ text, references }: BaselineVersion): Steps<VersionText> {
  const definitions = new Map<string, NamedSchema>();
  // A reference is looked up when somebody asks for it, so texts that refer to each other in circles are fine.
  const lookup: NameLookup = (fullname) => definitions.get(fullname);
  for (const reference of references) {
    const parsed = yield* parseSchemaSteps(reference, { lookup });
    for (const [fullname, schema] of parsed.definitions) if (!definitions.has(fullname)) definitions.set(fullname, schema);
  }
  const parsed = yield* parseSchemaSteps(text, { lookup });
  const reason = yield* whyUnusable(parsed);
  return { side: reason !== undefined || parsed.schema === undefined ? undefined : { parsed, schema: parsed.schema }, reason, lookup };
}

/** Why values can't be read or written with a schema, as a clause; undefined where they can. */
export function* whyUnusable({ schema, problems }: ParsedSchema): Steps<string | undefined> {
  if (schema === undefined || problems.some(({ severity }) => severity === 'error')) return 'its text is not valid JSON';
  try {
    yield* checkUsableSteps(schema);
    return undefined;
  } catch (error) {
    if (error instanceof CodecError) return error.message.replace(/^[^:]*: /, '').replace(/\.$/, '');
    throw error;
  }
}
