import type { FoldingRange } from 'vscode-languageserver';
import { FoldingRangeKind } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { commentSpans } from '../../shared/avro/editing/comments.ts';
import type { JsonNode } from '../../shared/avro/json.ts';

/**
 * One range for each array and object that spans lines, whose closing bracket's line stays visible, and one for each
 * comment of several lines and for line comments in lines that follow each other.
 */
export function foldingRanges(text: TextDocument, roots: readonly JsonNode[]): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const waiting = [...roots].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind !== 'object' && node.kind !== 'array') continue;
    const startLine = text.positionAt(node.span.start).line;
    const endLine = text.positionAt(node.span.end).line - 1;
    if (endLine > startLine) ranges.push({ startLine, endLine });
    const children = node.kind === 'array' ? node.items : node.properties.map(({ value }) => value);
    for (const child of [...children].reverse()) if (child !== undefined) waiting.push(child);
  }
  return [...ranges, ...commentRanges(text)];
}

function commentRanges(text: TextDocument): FoldingRange[] {
  const content = text.getText();
  const ranges: FoldingRange[] = [];
  /** Of line comments that have lines of their own, one below the other. */
  let block: FoldingRange | undefined;
  for (const { start, end } of commentSpans(content)) {
    const range = { startLine: text.positionAt(start).line, endLine: text.positionAt(end).line, kind: FoldingRangeKind.Comment };
    const isAlone = content.startsWith('//', start) && /(?:^|[\r\n])[ \t]*$/.test(content.slice(Math.max(start - 200, 0), start));
    if (isAlone && block?.endLine === range.startLine - 1) block.endLine = range.endLine;
    else {
      ranges.push(range);
      block = isAlone ? range : undefined;
    }
  }
  return ranges.filter(({ startLine, endLine }) => endLine > startLine);
}
