import type { AnnotatedTextEdit, ChangeAnnotation, CreateFile, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { TextChange } from '../shared/avro/schema.ts';
import type { ClientAbilities } from './kinds.ts';
import { toRange } from './range.ts';
import type { ParsedText } from './schemaWorkspace.ts';

/** A text without its tree. */
export type EditedText = Pick<ParsedText, 'uri' | 'text' | 'version'>;

/** The changes of one text. */
export interface TextChanges {
  readonly text: EditedText;
  readonly edits: readonly TextChange[];
  /** Those that the user is asked for by the note of their group. */
  readonly noted?: readonly TextChange[];
}

/** What the user is asked for; undefined where there is nothing to ask. */
export interface Note {
  readonly id: string;
  readonly label: string;
}

/** Changes of several texts, of which those that are open are named by their version, where the client can take that. */
export function toWorkspaceEdit(
  changes: readonly TextChanges[],
  { documentChanges }: Pick<ClientAbilities, 'documentChanges'>,
  note?: Note,
): WorkspaceEdit {
  const all = changes.map(({ text, edits, noted = [] }) => ({
    text,
    edits: [...edits.map((edit) => toEdit(text, edit)), ...noted.map((edit) => toNotedEdit(text, edit, note))],
  }));
  if (!documentChanges) return { changes: Object.fromEntries(all.map(({ text, edits }) => [text.uri, edits])) };
  const annotation: ChangeAnnotation | undefined = note && { label: note.label, needsConfirmation: true };
  return {
    documentChanges: all.map(({ text, edits }): TextDocumentEdit => ({
      textDocument: { uri: text.uri, version: text.version ?? null },
      edits,
    })),
    ...(note !== undefined && annotation !== undefined && { changeAnnotations: { [note.id]: annotation } }),
  };
}

/** The same changes, and a new file before them: where there is one of that name already, nothing is changed at all. */
export function withNewFile(edit: WorkspaceEdit, { uri, text }: { readonly uri: string; readonly text: string }): WorkspaceEdit {
  const create: CreateFile = { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } };
  const start = { line: 0, character: 0 };
  const fill: TextDocumentEdit = { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] };
  return { ...edit, documentChanges: [create, fill, ...(edit.documentChanges ?? [])] };
}

function toEdit({ text }: EditedText, { span, newText }: TextChange): TextEdit {
  return { range: toRange(text, span), newText };
}

function toNotedEdit(text: EditedText, change: TextChange, note: Note | undefined): TextEdit | AnnotatedTextEdit {
  return note === undefined ? toEdit(text, change) : { ...toEdit(text, change), annotationId: note.id };
}
