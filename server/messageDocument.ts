import type { TextDocument } from 'vscode-languageserver-textdocument';
import { resolveSchema } from '../shared/avro/schemaText.ts';
import { CodecError } from '../shared/errors.ts';
import { checkMessages, type PartSchema } from '../shared/message/check.ts';
import { parseMessages, type Message, type MessageDocument } from '../shared/message/document.ts';
import type { MessageSchemaParams } from '../shared/protocol.ts';
import { foldingRanges } from './features/foldingRanges.ts';
import type { ParsedDocument, RequestContext } from './kinds.ts';

/** One version of a message document. */
export function openMessageDocument(text: TextDocument): ParsedDocument {
  const document = parseMessages(text.getText());
  const roots = document.messages.map(({ json }) => json);
  return {
    async problems(context) {
      const schemas = await findSchemas(document, text.uri, context);
      return checkMessages(document, (message, part) => schemas.get(message)?.[part]);
    },
    foldingRanges: () => foldingRanges(text, roots),
  };
}

type PartSchemas = Partial<Record<'key' | 'value', PartSchema>>;

/** The schemas of all parts that need one. Messages that name the same one ask for it once. */
async function findSchemas(document: MessageDocument, uri: string, context: RequestContext): Promise<Map<Message, PartSchemas>> {
  const asked = new Map<string, Promise<PartSchema>>();
  const result = new Map<Message, PartSchemas>();
  for (const message of document.messages) {
    const schemas: PartSchemas = {};
    for (const part of ['key', 'value'] as const) {
      const params = paramsOf(message, part, uri);
      if (params === undefined) continue;
      const id = JSON.stringify(params);
      const found = asked.get(id) ?? findSchema(params, context);
      asked.set(id, found);
      schemas[part] = await found;
    }
    result.set(message, schemas);
  }
  return result;
}

function paramsOf(message: Message, part: 'key' | 'value', uri: string): MessageSchemaParams | undefined {
  const node = part === 'key' ? message.key : message.value;
  if (node === undefined || node.kind === 'null') return undefined;
  const schemaRef = (part === 'key' ? message.keySchema : message.valueSchema)?.value;
  return { uri, part, connection: message.connection?.value, topic: message.topic?.value, schemaRef };
}

async function findSchema(params: MessageSchemaParams, context: RequestContext): Promise<PartSchema> {
  const found = await context.findMessageSchema(params);
  if (!found.found) return found;
  try {
    return { found: true, schema: resolveSchema(found), label: found.label };
  } catch (error) {
    if (error instanceof CodecError) return { found: false, reason: error.message };
    throw error;
  }
}
