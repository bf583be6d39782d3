import type { NamedPart, Occurrence } from '../shared/avro/editing/namedParts.ts';
import { occurrencesOf } from '../shared/avro/editing/namedParts.ts';
import type { Definition } from '../shared/avro/nameIndex.ts';
import type { SchemaDocument } from './schemaDocument.ts';
import type { ParsedText, SchemaWorkspace } from './schemaWorkspace.ts';

/** One text and where it names a part, in the order of the text. */
export interface TextOccurrences {
  readonly text: ParsedText;
  readonly occurrences: readonly Occurrence[];
}

/** The document as a text among others. */
export function ownText({ uri, text, parsed }: SchemaDocument): ParsedText {
  return { uri, text, parsed, version: text.version };
}

/** The fullname by which other texts know of a part; undefined where they can't. */
export function sharedName(part: NamedPart): string | undefined {
  return part.kind === 'type' ? part.fullname : part.owner.fullname;
}

/**
 * The definitions of a type that are meant by its name in a document: those in this text, else in the others that it sees.
 * A text that defines it itself means all of its workspace folder, since they are copies of one another.
 */
export function definitionsMeant({ uri, workspace }: SchemaDocument, fullname: string): readonly Definition[] {
  const all = workspace.definitions(fullname);
  if (!all.some((each) => each.uri === uri)) return workspace.otherNames(uri).find(fullname);
  const folder = workspace.folderOf(uri);
  return all.filter((each) => each.uri === uri || workspace.folderOf(each.uri) === folder);
}

/** All places in all texts where a part is named that means the same as in the document, texts in the order of their URIs. */
export async function findOccurrences(document: SchemaDocument, part: NamedPart): Promise<TextOccurrences[]> {
  const { workspace } = document;
  await workspace.whenComplete();
  const found: TextOccurrences[] = [];
  let pause = performance.now() + sliceMs;
  for (const uri of candidates(document, part)) {
    const text = uri === document.uri ? ownText(document) : workspace.read(uri);
    if (text === undefined) continue;
    const occurrences = occurrencesOf(part, text.parsed);
    if (occurrences.length > 0) found.push({ text, occurrences });
    if (performance.now() < pause) continue;
    await new Promise((resolve) => setImmediate(resolve));
    pause = performance.now() + sliceMs;
  }
  return found;
}

/** How long other requests may have to wait for this one. */
const sliceMs = 20;

/** The URIs of the texts that may name the part and mean the same. */
function candidates(document: SchemaDocument, part: NamedPart): string[] {
  const { workspace } = document;
  const fullname = sharedName(part);
  if (fullname === undefined) return [document.uri];
  const meant = new Set(definitionsMeant(document, fullname).map(({ uri }) => uri));
  const isMeant = (uri: string): boolean => meant.has(uri) || seesOneOf(workspace, { uri, fullname, meant });
  // A default may name the fields of a type that its own text does not name.
  const known = part.kind === 'type' ? [...meant, ...workspace.referrers(fullname)] : workspace.dependents([fullname]);
  return [...new Set([document.uri, ...known])].filter((uri) => uri === document.uri || isMeant(uri)).sort();
}

function seesOneOf(
  workspace: SchemaWorkspace,
  { uri, fullname, meant }: { readonly uri: string; readonly fullname: string; readonly meant: ReadonlySet<string> },
): boolean {
  const definesItself = workspace.definitions(fullname).some((each) => each.uri === uri);
  return (
    !definesItself &&
    workspace
      .otherNames(uri)
      .find(fullname)
      .some((each) => meant.has(each.uri))
  );
}
