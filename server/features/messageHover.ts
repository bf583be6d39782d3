import type { Hover, Position } from 'vscode-languageserver';
import type { MessagePart } from '../../shared/message/check.ts';
import type { Message } from '../../shared/message/document.ts';
import { describeInMessage, type HoverSchema } from '../../shared/message/hover.ts';
import type { MessageText } from '../messageDocument.ts';
import { toRange } from '../range.ts';

/** What the word at the position is, by the schema of the key or value that it stands in. */
export function messageHover(
  { text }: MessageText,
  message: Message,
  position: Position,
  schemas: Readonly<Record<MessagePart, HoverSchema>>,
): Hover | undefined {
  const found = describeInMessage(message, text.offsetAt(position), schemas);
  return found && { contents: { kind: 'markdown', value: found.markdown }, range: toRange(text, found.span) };
}
