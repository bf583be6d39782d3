import { parseSchema } from '../../shared/avro/parse.ts';
import { isProtocolFile } from '../../shared/avro/schemaFiles.ts';
import { allParts, isSchema } from '../../shared/avro/schemaTree.ts';
import { CodecError } from '../../shared/errors.ts';
import type { CommandContext } from '../commands/context.ts';

export interface WholeSchema {
  /** As the file has it, or one text with the types of other files that it needs. */
  readonly text: string;
  /** The other files whose types are in it. */
  readonly others: readonly string[];
}

/**
 * The schema of a file, whole: nothing can be written with one that lacks the types of other files.
 *
 * @param text the file's, which is returned where it needs no other; also where some type is nowhere to be found, since
 *   whoever uses it says best what is wrong with it
 * @param type the fullname of the one that is meant, which has to be given of a protocol
 * @throws CodecError `codec/unusable-schema` with one sentence where other files have errors, or it is ambiguous what is
 *   meant; an `AbortError`
 */
export async function readWholeSchema(
  { languageServer }: Pick<CommandContext, 'languageServer'>,
  uri: string,
  text: string,
  signal: AbortSignal,
  type?: string,
): Promise<WholeSchema> {
  const isProtocol = isProtocolFile(uri);
  if (!isProtocol && !needsOthers(text)) return { text, others: [] };
  const made = await languageServer.derivedSchema({ uri, form: 'selfContained', ...(isProtocol && { fullname: type }) }, signal);
  if (made.ok) return { text: made.text, others: made.uris.slice(1) };
  if (!isProtocol && (made.isMissing === true || made.faulty === uri)) return { text, others: [] };
  throw new CodecError('codec/unusable-schema', made.reason);
}

function needsOthers(text: string): boolean {
  for (const part of allParts(parseSchema(text).schema)) {
    if (isSchema(part) && part.type === 'reference' && part.target === undefined) return true;
  }
  return false;
}
