import type { CodeAction, CodeActionContext, Range } from 'vscode-languageserver';
import type { Fix, Problem } from '../../shared/avro/schema.ts';
import { textOf } from '../../shared/avro/fixes/jsonEdits.ts';
import { CodecError } from '../../shared/errors.ts';
import type { MessagePart } from '../../shared/message/check.ts';
import { findMessageAt, type Message } from '../../shared/message/document.ts';
import { addValue } from '../../shared/message/messageFixes.ts';
import { sampleMessage } from '../../shared/message/sample.ts';
import { fittingTags, wrapFixes } from '../../shared/message/valueFixes.ts';
import { findValuePlace } from '../../shared/message/valuePlace.ts';
import type { ChooseMessageSchemaArgument } from '../../shared/protocol.ts';
import { textName } from '../../shared/textNames.ts';
import { diagnosticsOf, touches, wantsKind } from '../actions.ts';
import type { ClientAbilities } from '../kinds.ts';
import type { MessageText } from '../messageDocument.ts';
import type { LocatedSchema } from '../messageSchemas.ts';
import { toWorkspaceEdit } from '../workspaceEdit.ts';

export interface MessageActionRequest {
  readonly range: Range;
  readonly wanted: CodeActionContext;
  readonly client: ClientAbilities;
  /** Finds what is wrong in the document; not asked where nobody wants to know. */
  readonly problems: () => Promise<readonly Problem[]>;
  readonly schemaOf: (message: Message, part: MessagePart) => Promise<LocatedSchema>;
  /** The connection that a message is sent on; undefined where that is not known. */
  readonly connectionOf: (message: Message) => Promise<string | undefined>;
}

/** What can be done at the range: fixes of the problems that it touches, and naming the branch of a value that is plain. */
export async function messageActions(target: MessageText, request: MessageActionRequest): Promise<CodeAction[]> {
  const { text, document } = target;
  const { range, wanted, client } = request;
  const span = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  const actions: CodeAction[] = [];
  let isAmbiguous = false;
  if (wantsKind(wanted, 'quickfix')) {
    for (const problem of (await request.problems()).filter((each) => touches(each.span, span))) {
      isAmbiguous ||= problem.code === 'ambiguous-union';
      const diagnostics = diagnosticsOf(text, problem, wanted.diagnostics);
      const [edits, commands] = [await fixesOf(target, problem, request), await commandsOf(target, problem, request)];
      const fixes = edits.map((each) => toAction(target, each, 'quickfix', client));
      const runs = client.workbenchCommands ? commands : [];
      // A schema is what is missing; all else is a way around it.
      const isSchemaFirst = problem.code === 'no-schema';
      actions.push(...(isSchemaFirst ? [...runs, ...fixes] : [...fixes, ...runs]).map((action) => ({ ...action, ...diagnostics })));
    }
  }
  if (!isAmbiguous && wantsKind(wanted, 'refactor.rewrite')) {
    const message = findMessageAt(document, span.start);
    const wraps = message === undefined ? [] : await wrapsAt(target, message, span.start, request);
    actions.push(...wraps.map((each) => toAction(target, each, 'refactor.rewrite', client)));
  }
  return actions;
}

function toAction({ uri, text }: MessageText, { title, edits, isPreferred }: Fix, kind: string, client: ClientAbilities): CodeAction {
  const edit = toWorkspaceEdit([{ text: { uri, text, version: text.version }, edits }], client);
  return { title, kind, ...(isPreferred === true && { isPreferred }), edit };
}

async function fixesOf({ document }: MessageText, problem: Problem, { schemaOf }: MessageActionRequest): Promise<readonly Fix[]> {
  const fixes = problem.fixes?.() ?? [];
  const message = problem.code === 'implicit-tombstone' ? findMessageAt(document, problem.span.start) : undefined;
  const schema = message === undefined ? undefined : await schemaOf(message, 'value');
  if (message === undefined || schema?.found !== true) return fixes;
  const sample = madeUp(() => sampleMessage(schema.schema, undefined, { nullProbability: 0 }));
  return sample === undefined ? fixes : [...fixes, ...addValue(document, message, 'Add Sample Value', (indent) => sample.value(indent))];
}

/** Undefined where the schema has no value. */
function madeUp<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

/** What the extension does, and no change of the text. */
async function commandsOf({ uri, document }: MessageText, problem: Problem, request: MessageActionRequest): Promise<CodeAction[]> {
  const { code, span } = problem;
  const run = (title: string, command: string, argument: object | string, ...more: readonly object[]): CodeAction => ({
    title,
    kind: 'quickfix',
    command: { title, command: `avroWorkbench.${command}`, arguments: [argument, ...more] },
  });
  const message = findMessageAt(document, span.start);
  if (message === undefined) return [];
  switch (code) {
    case 'no-schema': {
      const offset = message.json.span.start;
      const argument: ChooseMessageSchemaArgument = { uri, part: partOf(message, problem), offset };
      return [run('Choose Schema…', 'chooseMessageSchemaItem', argument)];
    }
    case 'schema-unusable': {
      const { uri: file } = await request.schemaOf(message, partOf(message, problem));
      return file === undefined ? [] : [run(`Open ${textName(file)}`, 'showProblemsItem', file, { start: 0, end: 0 })];
    }
    case 'unknown-topic': {
      const topic = message.topic?.value;
      return topic === undefined ? [] : [run('Create Topic…', 'createTopic', { connection: await request.connectionOf(message), topic })];
    }
    default:
      return [];
  }
}

/** Whose schema a problem is about: by the name of a part, or by its schema. */
function partOf({ json }: Message, { span }: Problem): MessagePart {
  const property = json.properties.find((each) => touches(each.span, span));
  return property?.name.value === 'key' || property?.name.value === 'keySchema' ? 'key' : 'value';
}

/** Which branches fit is found out by reading the value for each of them, which is not worth it where it is long. */
const maxWrapped = 100_000;

/** Naming the branch of the innermost value of a union around the cursor that does not have its tag. */
async function wrapsAt({ document }: MessageText, message: Message, offset: number, { schemaOf }: MessageActionRequest): Promise<Fix[]> {
  const part = (['key', 'value'] as const).find((each) => {
    const span = message[each]?.span;
    return span !== undefined && touches(span, { start: offset, end: offset });
  });
  const root = part === undefined ? undefined : message[part];
  const schema = part === undefined ? undefined : await schemaOf(message, part);
  if (root === undefined || root.kind === 'null' || schema?.found !== true) return [];
  const { places } = findValuePlace(schema.schema, root, offset);
  const place = places.at(-1);
  if (
    place?.declared.type !== 'union' ||
    place.json.span.end - place.json.span.start > maxWrapped ||
    place.tag !== undefined ||
    place.json.kind === 'null'
  )
    return [];
  return wrapFixes(document.text, place.json, place.declared, fittingTags(place.declared, textOf(document.text, place.json)));
}
