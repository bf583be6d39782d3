import type { Range, SemanticTokens } from 'vscode-languageserver';
import type { SchemaToken, SchemaTokenType } from '../../shared/avro/editing/tokens.ts';
import type { Span } from '../../shared/avro/json.ts';
import type { Message } from '../../shared/message/document.ts';
import { messageProperties } from '../../shared/message/document.ts';
import type { MessageText } from '../messageDocument.ts';
import { toSemanticTokens } from '../tokens.ts';

/** The words of the outer parts; what stands in keys and values is coloured by the grammar, as any JSON is. */
export function messageTokens({ text, document }: MessageText, range: Range | undefined): SemanticTokens {
  const [start, end] = range === undefined ? [0, document.text.length] : [text.offsetAt(range.start), text.offsetAt(range.end)];
  const messages = document.messages.filter(({ json }) => json.span.start <= end && json.span.end >= start);
  const tokens = messages.flatMap(tokensOf).filter(({ span }) => span.start <= end && span.end >= start);
  return toSemanticTokens(text, tokens);
}

const properties: ReadonlySet<string> = new Set(messageProperties);

function tokensOf({ json, connection, topic, keyFraming, valueFraming }: Message): SchemaToken[] {
  const names = json.properties.filter(({ name }) => properties.has(name.value)).map(({ name }) => toToken(name.span, 'keyword'));
  const words: [Span | undefined, SchemaTokenType][] = [
    [connection?.span, 'namespace'],
    [topic?.span, 'class'],
    [keyFraming?.span, 'enumMember'],
    [valueFraming?.span, 'enumMember'],
  ];
  const values = words.flatMap(([span, type]) => (span === undefined ? [] : [toToken(span, type)]));
  return [...names, ...values].filter(({ span }) => span.end > span.start).sort((a, b) => a.span.start - b.span.start);
}

/** Without its quotes. */
function toToken({ start, end }: Span, type: SchemaTokenType): SchemaToken {
  return { span: { start: start + 1, end: end - 1 }, type };
}
