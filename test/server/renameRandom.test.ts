import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ResponseError } from 'vscode-languageserver/node';
import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { documentSnapshots } from '../../server/documents.ts';
import type { OpenDocument } from '../../server/documents.ts';
import { rename } from '../../server/features/rename.ts';
import { documentKinds } from '../../server/kinds.ts';
import { ownText } from '../../server/occurrences.ts';
import type { SchemaDocument } from '../../server/schemaDocument.ts';
import { Workspace } from '../../server/workspace.ts';
import { checkSchema } from '../../shared/avro/check.ts';
import type { NamedPart, Occurrence } from '../../shared/avro/editing/namedParts.ts';
import { findOccurrenceAt } from '../../shared/avro/editing/namedParts.ts';
import { namespaceOf, unqualifiedName } from '../../shared/avro/names.ts';
import type { Field, ParsedSchema, RecordSchema } from '../../shared/avro/schema.ts';
import { allParts, isField, isNamed, isSchema, rootOf } from '../../shared/avro/schemaTree.ts';
import { randomSchema, seededRandom } from '../randomSchema.ts';

/** Open texts that see each other, without a server around them. */
class Texts {
  readonly workspace: Workspace;
  readonly #open = new Map<string, OpenDocument>();

  constructor(texts: readonly string[]) {
    this.workspace = new Workspace({
      openDocument: (uri) => this.#open.get(uri),
      folderOf: () => undefined,
      isShared: () => true,
      onChanged: () => undefined,
    });
    this.workspace.setComplete(true);
    const snapshots = documentSnapshots(documentKinds, this.workspace);
    for (const [index, text] of texts.entries()) {
      const uri = `file:///${index}.avsc`;
      this.#open.set(uri, snapshots.create(uri, 'avro-schema', 1, text));
      this.workspace.opened(uri);
    }
  }

  get documents(): SchemaDocument[] {
    return [...this.#open.values()].flatMap((document) => {
      const tree = document.parsed()?.parsed;
      return tree === undefined ? [] : [{ uri: document.uri, text: document.text, workspace: this.workspace, parsed: tree }];
    });
  }

  /** How often each rule finds something. */
  get problems(): string[] {
    return this.documents
      .flatMap(({ uri, parsed }) => checkSchema(parsed, { otherNames: this.workspace.otherNames(uri) }).map(({ code }) => `${uri} ${code}`))
      .sort();
  }
}

/** What a text means, without how it is laid out or spelled: each part with its fullname, and what it refers to. */
function meaning(parsed: ParsedSchema, called: (part: NamedPart) => string): string[] {
  const lines: string[] = [];
  const owners = new Map<Field, RecordSchema>();
  for (const part of allParts(rootOf(parsed)))
    if (!isField(part) && part.type === 'record') for (const field of part.fields) owners.set(field, part);
  for (const part of allParts(rootOf(parsed))) {
    if (isField(part)) {
      const owner = owners.get(part);
      const name = part.name?.value;
      lines.push(owner !== undefined && name !== undefined ? `field ${called({ kind: 'field', owner, name })}` : 'field');
    } else if (!isSchema(part)) lines.push(part.type);
    else if (part.type === 'reference') {
      // What means nothing may mean nothing under another name.
      const name = called({ kind: 'type', fullname: part.fullname });
      lines.push(
        part.target === undefined ? `reference to ${unqualifiedName(name)}, which is nowhere` : `reference to ${part.target.type} ${name}`,
      );
    } else if (isNamed(part) && part.fullname !== undefined) {
      const aliases = part.aliases
        .filter(({ value }) => unqualifiedName(value) !== '')
        .map(({ value }) => value)
        .join();
      lines.push(`${part.type} ${called({ kind: 'type', fullname: part.fullname })} aliases ${aliases}`);
      if (part.type === 'enum')
        for (const { value } of part.symbols) lines.push(`symbol ${called({ kind: 'symbol', owner: part, name: value })}`);
    } else lines.push(part.type);
  }
  return lines;
}

function show(part: NamedPart): string {
  return part.kind === 'type' ? part.fullname : `${part.owner.fullname ?? '?'}.${part.name}`;
}

/** Each name that a text gives or uses, at its first place. */
function renameable({ parsed }: SchemaDocument): { readonly offset: number; readonly occurrence: Occurrence }[] {
  const found = new Map<string, { readonly offset: number; readonly occurrence: Occurrence }>();
  for (const { index } of parsed.text.matchAll(/"/g)) {
    const occurrence = findOccurrenceAt(parsed, index + 1);
    if (occurrence !== undefined) found.set(`${occurrence.part.kind} ${show(occurrence.part)}`, { offset: index + 1, occurrence });
  }
  return [...found.values()];
}

/** What is in the second list more often than in the first. */
function added(before: readonly string[], after: readonly string[]): string[] {
  const left = [...before];
  return after.filter((each) => {
    const index = left.indexOf(each);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

const unclear = / (?:duplicate-definition|invalid-default|unusable-default|invalid-namespace)$/;

const settings = { keepAlias: 'never' } as const;
const client = { documentChanges: true, changeAnnotations: true };

async function renameOrRefuse(
  ...[document, request]: [SchemaDocument, Parameters<typeof rename>[1]]
): Promise<WorkspaceEdit | undefined | 'refused'> {
  try {
    return await rename(document, request, { settings: settings as never, client: client as never });
  } catch (error) {
    if (error instanceof ResponseError && error.message.includes('would mean something else')) return 'refused';
    throw error;
  }
}

test('rename: whatever is renamed to a new name, texts mean what they meant, and no rule finds anything else', async () => {
  const random = seededRandom(5);
  let renamed = 0;
  for (let round = 0; round < 1000; round++) {
    const sources = Array.from({ length: 1 + Math.floor(random() * 3) }, () => randomSchema(random));
    const before = new Texts(sources);
    // What is meant by such texts is not clear enough to stay the same.
    if (before.problems.some((problem) => unclear.test(problem))) continue;
    for (const document of before.documents) {
      for (const { offset, occurrence } of renameable(document)) {
        const { part } = occurrence;
        const isMoved = part.kind === 'type' && random() < 0.3;
        const newName = isMoved ? 'moved.to.Fresh' : 'fresh';
        const to =
          part.kind !== 'type'
            ? newName
            : isMoved || namespaceOf(part.fullname) === undefined
              ? newName
              : `${namespaceOf(part.fullname) ?? ''}.${newName}`;
        const request = { position: document.text.positionAt(offset), newName };
        const context0 = `${show(part)} at ${offset} to ${newName} in ${document.uri} of\n${sources.join('\n')}`;
        const edit = await renameOrRefuse(document, request);
        // There is no way to write a type in no namespace from inside of one that it stands around.
        if (edit === 'refused') assert.ok(isMoved, context0);
        if (edit === 'refused') continue;
        if (edit === undefined) continue;
        const changes = new Map(
          (edit.documentChanges as TextDocumentEdit[]).map(({ textDocument, edits }) => [textDocument.uri, edits as TextEdit[]]),
        );
        const texts = before.documents.map((each) => TextDocument.applyEdits(each.text, changes.get(each.uri) ?? []));
        const after = new Texts(texts);
        const context = `${unqualifiedName(show(part))} to ${newName} in\n${sources.join('\n')}\ngives\n${texts.join('\n')}`;
        const back = (each: NamedPart): string => (each.kind === 'type' && each.fullname === to ? show(part) : show(each));
        if (part.kind === 'type') {
          const expected = before.documents.map((each) => meaning(ownText(each).parsed, show));
          const fieldOwner = (line: string): string => line.replaceAll(to, show(part));
          assert.deepEqual(
            after.documents.map((each) => meaning(each.parsed, back).map(fieldOwner)),
            expected,
            context,
          );
        }
        assert.deepEqual(added(before.problems, after.problems), [], context);
        renamed++;
      }
    }
  }
  assert.ok(renamed > 500, `${renamed} renames are enough`);
});
