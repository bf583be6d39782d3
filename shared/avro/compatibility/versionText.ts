import { CodecError } from '../../errors.ts';
import type { BaselineVersion } from '../../protocol.ts';
import type { Steps } from '../../slices.ts';
import { parseSchemaSteps } from '../parse.ts';
import type { NamedSchema, NameLookup, ParsedSchema } from '../schema.ts';
import { checkUsableSteps } from '../usable.ts';
import type { Side } from './mismatch.ts';

/** The text of a version, parsed. */
export interface VersionText {
  readonly side: Side | undefined;
  /** Why there is nothing to compare with, as a clause; undefined where there is. */
  readonly reason: string | undefined;
  /** What the texts define that it refers to. */
  readonly lookup: NameLookup;
}

/** A version's text beside those that it refers to. It never throws: what is wrong with the text is in the result. */
export function* parseVersion({ text, references }: Pick<BaselineVersion, 'text' | 'references'>): Steps<VersionText> {
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
function* whyUnusable({ schema, problems }: ParsedSchema): Steps<string | undefined> {
  if (schema === undefined || problems.some(({ severity }) => severity === 'error')) return 'its text is not valid JSON';
  try {
    yield* checkUsableSteps(schema);
    return undefined;
  } catch (error) {
    if (error instanceof CodecError) return error.message.replace(/^[^:]*: /, '').replace(/\.$/, '');
    throw error;
  }
}
