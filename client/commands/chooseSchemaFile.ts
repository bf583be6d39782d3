import { baselineScheme, derivedScheme, registryScheme } from '../../shared/protocol.ts';
import { activeSchema, isSchemaUri } from './chooseSchemaPlace.ts';
import type { CommandContext } from './context.ts';
import { pickSchemaFile } from './pickSchemaFile.ts';
import { schemaTarget } from './targets.ts';

/** Documents that show schemas and are no files. */
const shown: ReadonlySet<string> = new Set([registryScheme, baselineScheme, derivedScheme]);

/**
 * The schema file that a command is about: the one that it was called on, else that in the active editor, else the one
 * that is asked for. Protocols are none.
 *
 * @param args what the command was called with
 * @throws an `AbortError` where the user gives up; CodecError where there is nothing to choose from
 */
export async function chooseSchemaFile(context: CommandContext, args: readonly unknown[], title: string): Promise<string> {
  const given = schemaTarget(args) ?? activeSchema(context)?.uri;
  if (given !== undefined && isOfUse(given)) return given;
  return pickSchemaFile(context, { title });
}

function isOfUse(uri: string): boolean {
  return !shown.has(uri.slice(0, uri.indexOf(':'))) && !(isSchemaUri(uri) && /\.avpr$/i.test(uri));
}

/** The fullname of a file's whole schema; undefined where it is no named type, or can't be read now. */
export async function topFullname(context: CommandContext, uri: string, signal: AbortSignal): Promise<string | undefined> {
  const types = await context.languageServer.namedTypes({ uri }, signal);
  return types.ok ? types.top : undefined;
}
