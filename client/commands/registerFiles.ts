import { derivedScheme, baselineScheme, registryScheme } from '../../shared/protocol.ts';
import type { NeededFile, Refused } from '../../shared/protocol.ts';
import { CodecError } from '../../shared/errors.ts';
import { textName } from '../../shared/textNames.ts';
import type { CommandContext } from './context.ts';

/** A schema file that is to be registered, as it was when the command began: what is checked is what is registered. */
export interface SchemaToWrite {
  readonly ok: true;
  readonly uri: string;
  /** The file's name. */
  readonly label: string;
  readonly fullname: string | undefined;
  /** In the order in which they can be registered, its own last. */
  readonly files: readonly NeededFile[];
  /** With all that it refers to in one text; undefined where it refers to no other file, or can't be so written. */
  readonly whole: string | undefined;
  /** Why it can be registered in one text alone, as a sentence; undefined where it can be registered with references. */
  readonly onlyWhole: string | undefined;
  /** Names of the files that the editor shows with changes that are not saved. */
  readonly unsaved: readonly string[];
}

/**
 * Reads a schema file with all that it needs.
 *
 * @returns what refuses it where it has errors, or lacks types
 * @throws CodecError `schema/no-file` for a document that is no file of the workspace
 */
export async function readSchemaToWrite(context: CommandContext, uri: string): Promise<SchemaToWrite | Refused> {
  const label = textName(uri);
  if (madeSchemes.has(uri.slice(0, uri.indexOf(':')))) {
    throw new CodecError('schema/no-file', `${label} is not a schema file, but made of one or of a version.`);
  }
  const [needs, types] = await context.ui.progress(`Reading ${label}`, async (_report, signal) => [
    await context.languageServer.needs({ uri }, signal),
    await context.languageServer.namedTypes({ uri }, signal),
  ]);
  const unsavedOf = (uris: readonly string[]): string[] => uris.filter((each) => context.files.isUnsaved(each)).map(textName);
  if (needs.ok) {
    const { files, selfContained: whole } = needs;
    const fullname = files.at(-1)?.fullname;
    return { ok: true, uri, label, fullname, files, whole, onlyWhole: undefined, unsaved: unsavedOf(files.map((file) => file.uri)) };
  }
  if (needs.selfContained === undefined) return needs;
  const fullname = types.ok ? types.top : undefined;
  return {
    ok: true,
    uri,
    label,
    fullname,
    files: [{ uri, text: needs.selfContained, fullname, needs: [] }],
    whole: needs.selfContained,
    onlyWhole: needs.reason,
    unsaved: unsavedOf(needs.uris),
  };
}

const madeSchemes: ReadonlySet<string> = new Set([registryScheme, baselineScheme, derivedScheme]);
